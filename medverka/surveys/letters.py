"""Letters to those who are asked and read no mail: a code, and where to type it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from medverka.foundation.pdf import Block, Code, Paragraph
from medverka.organisations import letters
from medverka.pool.door import Reach
from medverka.surveys import addresses, tickets
from medverka.surveys import invitation_words as words
from medverka.surveys.models import Group, Ticket


def pile(group: Group, rows: Sequence[Ticket], reaches: Mapping[int, Reach]) -> bytes:
    """One PDF with a letter to each, on a page of its own. Whoever is disposed of meanwhile gets none."""
    return letters.pile(words_of(group, row, *_lines(row, reaches)) for row in rows if _lines(row, reaches)[0])


def _lines(ticket: Ticket, reaches: Mapping[int, Reach]) -> tuple[list[str], str]:
    """The lines of the address, and the name to greet."""
    if ticket.contributor_id is None:
        return [ticket.name], ticket.name
    way = reaches.get(ticket.contributor_id)
    return (list(way.postal_lines) or [way.phone], way.greeting_name) if way else ([], "")


def words_of(group: Group, ticket: Ticket, address: list[str], name: str) -> list[Block]:
    """The letter to somebody; a reminder where the invitation has gone before."""
    first = words.once_more(group) if ticket.invited else words.who_asks(group)
    title = _("Påminnelse: några frågor till dig") if ticket.invited else _("Vill du svara på några frågor?")
    way = _("Gå till %(address)s och skriv in din kod. Du behöver inte logga in. Koden går att använda en gång.")
    blocks: list[Block] = [
        Paragraph(first),
        Paragraph(words.how_long(group)),
        Paragraph(way % {"address": addresses.of_codes().partition("://")[2]}),
        Code(_("Din kod"), tickets.code_of(ticket)),
        *(Paragraph(text) for text in (words.what_is_seen(), words.turn_to()) if text),
    ]
    return letters.letter(address, title, name, blocks)
