"""What is printed about a meeting: letters to those who are reached by post, the note to whoever books, the forum's notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.councils.enclosures import answered_point, enclosed
from medverka.councils.models import Meeting, SeatHolding, Telling
from medverka.councils.notices.meetings import SUBJECTS, when, words
from medverka.councils.poster import page_of
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.needs import needs_at
from medverka.councils.rules import Told
from medverka.foundation import links
from medverka.foundation.pdf import (
    Block,
    Bullets,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    document,
    poster,
)
from medverka.organisations.letters import letter, pile
from medverka.organisations.queries import the_county
from medverka.pool import door

LETTERS_FILE, BOOKING_FILE, NOTICE_FILE = "brev.pdf", "bokning.pdf", "anslag.pdf"


@dataclass(frozen=True)
class Reached:
    """How somebody is reached by letter or phone."""

    name: str
    phone: str
    lines: Sequence[str]
    greeting: str


def open_addresses(tellings: Sequence[Telling], *, by: Any, purpose: str) -> dict[int, Reached]:
    """How to reach those who are told, by the telling's id. The door is opened to contributors, and they can read that."""
    councils = {telling.summons.meeting.council_id: telling.summons.meeting.council for telling in tellings}
    if not all(may_lead(by, council) for council in councils.values()):
        raise PermissionDenied("councils.lead")
    people = [one.summons.holding.contributor for one in tellings if one.summons.holding.contributor]
    reaches = door.open_addresses(people, by=by, purpose=purpose) if people else {}
    found = {}
    for telling in tellings:
        holding = telling.summons.holding
        if holding.contributor_id is None:
            found[telling.pk] = _outside(holding)
        elif reach := reaches.get(holding.contributor_id):
            name = reach.postal_lines[0] if reach.postal_lines else reach.greeting_name
            found[telling.pk] = Reached(name, reach.phone, reach.postal_lines, reach.greeting_name)
    return found


def _outside(holding: SeatHolding) -> Reached:
    name = holding.user.name if holding.user else holding.name
    return Reached(name, holding.phone, [name, *holding.address.splitlines()], name)


def pile_of_letters(tellings: Sequence[Telling], reached: dict[int, Reached]) -> bytes:
    """One PDF with a letter for each telling, each on a page of its own."""
    letters: list[list[Block]] = []
    enclosures: dict[tuple[int, str], list[Block]] = {}
    for telling in tellings:
        if telling.pk not in reached:
            continue
        key = (telling.summons.meeting_id, telling.what)
        if key not in enclosures:
            enclosures[key] = enclosed(telling)
        enclosed_too = [PageBreak(), *enclosures[key]] if enclosures[key] else []
        letters.append([*_letter(telling, reached[telling.pk]), *enclosed_too])
    return pile(letters)


def _letter(telling: Telling, reached: Reached) -> list[Block]:
    county, meeting = the_county(), telling.summons.meeting
    blocks: list[Block] = [
        Paragraph(words(telling, by_mail=False)),
        *answered_point(telling),
        Facts(about(meeting)),
    ]
    if telling.what in {Told.CALL, Told.CHANGED, Told.REMINDER}:
        by_phone = _("Ring %s") % county.phone_whole if county.phone else _("Hör av dig till oss")
        blocks.append(Paragraph(_("%(phone)s och säg om du kommer, och om du behöver något.") % {"phone": by_phone}))
    lines = [line for line in reached.lines if line]
    return letter(lines, str(SUBJECTS[telling.what]), reached.greeting, blocks)


def about(meeting: Meeting) -> list[tuple[str, str]]:
    """What somebody needs to know about a meeting, as labels with values; what is not said is left out."""
    rows = [
        (_("Vad"), meeting.council.name),
        (_("När"), when(meeting)),
        (_("Var"), meeting.place),
        (_("Så tillgänglig är platsen"), meeting.place_access),
        (_("På distans"), meeting.online),
    ]
    return [(label, value) for label, value in rows if value]


def booking_note(meeting: Meeting) -> bytes:
    """For whoever books the room and what is needed there. No names, and not what the meeting is about."""
    needs = needs_at(meeting)
    facts = [
        (_("När"), when(meeting, "l j F Y")),
        (_("Var"), meeting.place),
        (_("Så många kommer"), localize(needs.coming)),
        (_("Har inte svarat än"), localize(needs.unanswered)),
    ]
    blocks: list[Block] = [Facts([(label, value) for label, value in facts if value])]
    if needs.counts:
        head = [_("Behov"), _("Av dem som kommer"), _("Av dem som inte har svarat")]
        rows = [[word, localize(coming), localize(others)] for word, coming, others in needs.counts]
        blocks += [Heading(_("Det här behövs")), Table(head, rows, _("Behov, och hur många som har dem"))]
    if needs.said:
        blocks += [Heading(_("Det har de skrivit")), Bullets(needs.said)]
    if not needs:
        blocks.append(Paragraph(_("Ingen har sagt att något särskilt behövs.")))
    return document(_("Bokning av lokal"), blocks)


def wall_notice(meeting: Meeting) -> bytes:
    """The notice of a forum for the ward's wall, in large type: the call to those who are never named."""
    council = meeting.council
    link = links.absolute(page_of(council))
    welcome = [
        _("Alla är välkomna. Du behöver inte anmäla dig."),
        _("Säg vad du tycker. Det skrivs ner utan namn, och den som bestämmer svarar."),
        _("Vi börjar med svaren på det som sades förra gången."),
    ]
    return poster(
        title=council.name,
        subtitle=". ".join(filter(None, [capfirst(when(meeting)), meeting.place])),
        pairs=[],
        paper="a4",
        empty=" ".join(welcome),
        footer=_("Läs det som har sagts, och vad som hände sedan:"),
        link=link,
        alt=_("QR-kod till %(address)s") % {"address": link},
        lang=get_language() or "sv",
    )
