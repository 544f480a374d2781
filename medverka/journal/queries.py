"""What somebody reads in the journal: its entries in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.journal import words
from medverka.journal.models import Entry
from medverka.journal.words import Kind, Label

MOST_FOUND = 500  # Things that one search may mean.


@dataclass(frozen=True)
class Line:
    """One entry in words. `subject` is the thing as an address names it."""

    number: int
    at: datetime
    who: Label
    what: str
    detail: str
    thing: Label
    subject: str

    @property
    def day(self) -> date:
        """The day where the county is."""
        return clock.day_of(self.at)


def narrowed(entries: QuerySet[Entry], wanted: Mapping[str, Any]) -> QuerySet[Entry]:
    """`entries` as the filter of the page says; see `forms.EntryFilter`."""
    if group := words.groups().get(wanted.get("group") or ""):
        entries = entries.filter(verb__in=list(group.events))
    if first := wanted.get("first"):
        entries = entries.filter(at__gte=_begins(first))
    if last := wanted.get("last"):
        entries = entries.filter(at__lt=_begins(last, after=1))
    if (subjects := wanted.get("text")) is not None:
        entries = entries.filter(subject__in=subjects)
    return entries


def find(reader: Any, text: str) -> list[str]:
    """The things that the reader may mean by a name, a number or a title; not many more than `MOST_FOUND`."""
    found: list[str] = []
    for name, kind in words.kinds().items():
        found += [f"{name}:{pk}" for pk in islice(kind.find(reader, text), MOST_FOUND + 1)]
    return found


def label(reader: Any, subject: str) -> Label:
    """What one thing is called to the reader."""
    return _labels(reader, [subject]).get(subject, Label())


def lines(entries: Iterable[Entry], reader: Any) -> list[Line]:
    """Entries in words, with one query for each kind of thing among them."""
    entries = list(entries)
    known = _labels(reader, {name for entry in entries for name in (entry.subject, entry.actor)})
    events = words.all_events()
    return [
        Line(
            number=entry.number,
            at=entry.at,
            who=_who(entry, known),
            what=str(events.get(entry.verb, entry.verb)),
            detail=words.detail_of(entry.verb, entry.facts),
            thing=_named(entry.subject, known),
            subject=entry.subject,
        )
        for entry in entries
    ]


def _labels(reader: Any, names: Iterable[str]) -> dict[str, Label]:
    wanted: dict[str, set[int]] = {}
    for name in names:
        kind, _colon, pk = name.partition(":")
        if kind in words.kinds() and pk.isdecimal() and len(pk) < 19:
            wanted.setdefault(kind, set()).add(int(pk))
    return {
        f"{kind}:{pk}": found
        for kind, ids in wanted.items()
        for pk, found in words.kinds()[kind].labels(reader, ids).items()
    }


def _who(entry: Entry, known: Mapping[str, Label]) -> Label:
    if entry.actor in known.get(entry.subject, Label()).own:
        return Label(_("personen själv"))
    acting = _kind(entry.actor).acting
    return Label(str(acting)) if acting else _named(entry.actor, known)


def _named(name: str, known: Mapping[str, Label]) -> Label:
    found = known.get(name, Label())
    return found if found.text else Label(str(_kind(name).word))


def _kind(name: str) -> Kind:
    kind = name.partition(":")[0]
    return words.kinds().get(kind) or Kind(kind)


def _begins(day: date, after: int = 0) -> datetime:
    """When the day so many days after `day` begins; a day that no journal can hold counts as the nearest it could."""
    within_reason = min(max(day, date(1900, 1, 1)), date(2999, 12, 31))
    return timezone.make_aware(datetime.combine(within_reason + timedelta(days=after), time()))
