"""Letters to those who are asked and read no mail: a code, and where to type it."""

from collections.abc import Mapping, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.foundation.pdf import Block, Code, Paragraph
from medverka.organisations import letters
from medverka.organisations.queries import the_county
from medverka.pool.door import Reach
from medverka.surveys import addresses, tickets
from medverka.surveys.models import Group, Ticket


def pile(group: Group, rows: Sequence[Ticket], reaches: Mapping[int, Reach]) -> bytes:
    """One PDF with a letter to each, on a page of its own. Whoever is disposed of meanwhile gets none."""
    return letters.pile(_letter(group, row, _lines(row, reaches)) for row in rows if _lines(row, reaches)[0])


def _lines(ticket: Ticket, reaches: Mapping[int, Reach]) -> tuple[list[str], str]:
    """The lines of the address, and the name to greet."""
    if ticket.contributor_id is None:
        return [ticket.name], ticket.name
    way = reaches.get(ticket.contributor_id)
    return (list(way.postal_lines) or [way.phone], way.greeting_name) if way else ([], "")


def _letter(group: Group, ticket: Ticket, whom: tuple[list[str], str]) -> list[Block]:
    phone = the_county().phone
    by_phone = str(_("Vill du hellre svara på telefon? Ring oss på %(phone)s.")) % {"phone": phone}
    blocks: list[Block] = [
        Paragraph(
            str(_("Vi vill veta vad du tycker. Gå till %(address)s och skriv in din kod. Du behöver inte logga in."))
            % {"address": addresses.of_codes()}
        ),
        Code(_("Din kod"), tickets.code_of(ticket)),
        Paragraph(
            str(_("Svara senast den %(day)s. Koden går att använda en gång."))
            % {"day": date_format(group.round.closes_on, "j F Y")}
        ),
        *([Paragraph(by_phone)] if phone else []),
        Paragraph(
            _(
                "Vi ser att du har svarat, så att vi inte påminner dig i onödan. Vad du har svarat ser ingen: dina svar sparas utan namn och för sig. Du bestämmer själv om du vill svara."
            )
        ),
    ]
    return letters.letter(whom[0], str(_("Vill du svara på några frågor?")), whom[1], blocks)
