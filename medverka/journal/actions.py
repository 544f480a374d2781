"""Writing the journal, and checking that nobody has rewritten it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import models, transaction

from medverka.foundation import bulk, clock
from medverka.journal.models import Entry, Head

_AS_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True)
class Event:
    """What is to be written: a verb, what it was done to, and bare facts."""

    verb: str
    subject: str
    facts: dict[str, Any] = field(default_factory=dict)


def subject_of(thing: models.Model) -> str:
    """How the journal names a thing: ``contributor:12``."""
    return f"{thing._meta.model_name}:{thing.pk}"


def record(by: Any, verb: str, thing: models.Model | str, **facts: Any) -> Entry:
    """Append one entry about `thing`. `by` is an actor (anything with `actor_id`)."""
    subject = thing if isinstance(thing, str) else subject_of(thing)
    return record_many(by, [Event(verb, subject, facts)])[0]


@transaction.atomic
def record_many(by: Any, events: Iterable[Event]) -> list[Entry]:
    """Append several entries at once, in order."""
    head, now = _locked_head(), clock.now()
    entries = []
    for event in events:
        entry = Entry(
            number=head.number + 1,
            at=now,
            actor=by.actor_id,
            verb=event.verb,
            subject=event.subject,
            facts=event.facts,
            previous_hash=head.hash,
        )
        entry.hash = _hash(entry)
        head.number, head.hash = entry.number, entry.hash
        entries.append(entry)
    bulk.insert(entries)
    head.save()
    return entries


def first_broken_entry() -> int | None:
    """The number of the first entry where the chain does not hold, or None. Also finds a cut-off end."""
    number, previous = 0, "0" * 64
    for entry in Entry.objects.order_by("number").iterator(2000):
        if entry.number != number + 1 or entry.previous_hash != previous or entry.hash != _hash(entry):
            return number + 1
        number, previous = entry.number, entry.hash
    head = Head.objects.filter(pk=1).first()
    kept = (head.number, head.hash) if head else (0, "0" * 64)
    return None if kept == (number, previous) else number + 1


def _locked_head() -> Head:
    Head.objects.get_or_create(pk=1)
    return Head.objects.select_for_update().get(pk=1)


def _hash(entry: Entry) -> str:
    content = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor,
        entry.verb,
        entry.subject,
        entry.facts,
        entry.previous_hash,
    ]
    return hashlib.sha256(_AS_JSON.encode(content).encode()).hexdigest()
