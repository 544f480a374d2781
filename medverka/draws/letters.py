"""Letters to those who are in a draw and read no mail: what stands on one's own page, on paper."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.draws import own_places
from medverka.draws.models import Draw, Entrant
from medverka.foundation import links
from medverka.foundation.pdf import Block, Facts, Paragraph
from medverka.organisations import letters
from medverka.pool.door import Reach


def pile(draw: Draw, rows: Sequence[Entrant], reaches: dict[int, Reach]) -> bytes:
    """One PDF with a letter to each, on a page of its own."""
    reached = ((row, reaches.get(row.contributor_id or 0)) for row in rows)
    return letters.pile(_letter(draw, row, way) for row, way in reached if way)


def _letter(draw: Draw, row: Entrant, way: Reach) -> list[Block]:
    own = own_places.own(row)
    address = links.absolute(reverse("draws:public", args=[draw.reference]))
    check = _(
        "Vem som helst kan kontrollera lottningen på %(address)s. Med de tre uppgifterna ovan kan du, eller någon du litar på, se just din plats. Spara därför brevet."
    )
    blocks: list[Block] = [
        Paragraph(
            _("Vi lottar fram %(size)s personer till ”%(title)s”. %(chance)s %(how)s")
            % {"size": draw.size, "title": draw.title, "chance": own.chance, "how": own.how_it_went}
        ),
        Facts([(_("Ditt id"), own.identity), (_("Ditt salt"), own.salt), (_("Din etikett"), own.label)]),
        Paragraph(check % {"address": address}),
        Paragraph(_("Blir du framlottad hör vi av oss och frågar. Du kan alltid säga nej, utan att säga varför.")),
    ]
    address_lines = way.postal_lines or [way.phone]  # Without an address it is read out on the phone.
    return letters.letter(address_lines, _("Du är med i en lottning"), way.greeting_name, blocks)
