"""How the county greets in mail and on paper, and how its letters are laid out."""

from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.foundation.pdf import Address, Block, Heading, PageBreak, Paragraph, document
from medverka.organisations.queries import the_county


def hello(name: str) -> str:
    """The first line, with the name where it is known."""
    return _("Hej %(name)s!") % {"name": name} if name else _("Hej!")


def letter(address: Sequence[str], title: str, name: str, body: Iterable[Block]) -> list[Block]:
    """To whom, the day, the heading and the greeting, then `body`, and who signs."""
    county = the_county()
    signed = [_("Vänliga hälsningar"), _("Medverka"), county.name, county.phone_whole, county.postal_address]
    head: list[Block] = [Address(list(address)), Paragraph(date_format(clock.today(), "j F Y")), Heading(title)]
    return [*head, Paragraph(hello(name)), *body, Paragraph("\n".join(filter(None, signed)))]


def pile(letters: Iterable[Sequence[Block]]) -> bytes:
    """One PDF with each letter on a page of its own."""
    blocks: list[Block] = []
    for one in letters:
        blocks += [PageBreak(), *one] if blocks else one
    return document(_("Brev"), blocks or [Paragraph(_("Det finns inga brev att skriva ut."))])
