"""Letters to those who are in a draw and read no mail: what stands on one's own page, on paper."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.draws import own_places
from medverka.draws.models import Draw, Entrant
from medverka.foundation import clock, links
from medverka.foundation.pdf import Address, Block, Facts, Heading, PageBreak, Paragraph, document
from medverka.organisations.queries import the_county
from medverka.pool.door import Reach

MOST = 300


def pile(draw: Draw, rows: Sequence[Entrant], reaches: dict[int, Reach]) -> bytes:
    """One PDF with a letter to each, on a page of its own."""
    blocks: list[Block] = []
    for row in rows:
        way = reaches.get(row.contributor_id or 0)
        if way is not None:
            blocks += [PageBreak()] if blocks else []
            blocks += _letter(draw, row, way)
    return document(_("Brev"), blocks or [Paragraph(_("Det finns inga brev att skriva ut."))])


def _letter(draw: Draw, row: Entrant, way: Reach) -> list[Block]:
    own, county = own_places.own(row), the_county()
    address = links.absolute(reverse("draws:public", args=[draw.reference]))
    hello = _("Hej %(name)s!") % {"name": way.greeting_name} if way.greeting_name else _("Hej!")
    check = _(
        "Vem som helst kan kontrollera lottningen på %(address)s. Med de tre uppgifterna ovan kan du, eller någon du litar på, se just din plats. Spara därför brevet."
    )
    blocks: list[Block] = [
        Address(list(way.postal_lines) or [way.phone]),  # Without an address it is read out on the phone.
        Paragraph(date_format(clock.today(), "j F Y")),
        Heading(_("Du är med i en lottning")),
        Paragraph(hello),
        Paragraph(
            _("Vi lottar fram %(size)s personer till ”%(title)s”. %(chance)s %(how)s")
            % {"size": draw.size, "title": draw.title, "chance": own.chance, "how": own.how_it_went}
        ),
        Facts([(_("Ditt id"), own.identity), (_("Ditt salt"), own.salt), (_("Din etikett"), own.label)]),
        Paragraph(check % {"address": address}),
        Paragraph(_("Blir du framlottad hör vi av oss och frågar. Du kan alltid säga nej, utan att säga varför.")),
    ]
    signed = [_("Vänliga hälsningar"), _("Medverka"), county.name, county.phone, county.postal_address]
    return [*blocks, Paragraph("\n".join(filter(None, signed)))]
