"""Telling back: each who spoke is told once, in their own way, what was answered and what changed.

A row of `ToldBack` is the debt; it is paid by a mail that has gone out, or by a letter or a call
that the coordinator marks as done. Mails about the same occasion are gathered into one.
Where people are counted and not named, the room is owed the answer, and is told at a meeting.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM, may
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.outbox import queue
from medverka.journal.actions import Event, record, record_many
from medverka.pool.models import Contributor
from medverka.voices.models import AWAITED, Speaker, ToldBack, Voice
from medverka.voices.policies import may_publish, may_record
from medverka.voices.rules import GATHER, REMIND_EVERY, NotNow
from medverka.voices.signals import came_further
from medverka.voices.telling import EMAIL, in_room, overdue, untold, wants_to_know


def owe(voice: Voice, what: ToldBack.What) -> None:
    """Note that everybody who spoke, and the room where they are not named, is to be told `what`. Again is harmless."""
    speakers = Contributor.objects.filter(pk__in=Speaker.objects.filter(voice=voice).values("contributor"))
    debts = [
        ToldBack(voice=voice, contributor=speaker, what=what, channel=speaker.channel)
        for speaker in speakers.filter(wants_to_know(""))
    ]
    if voice.in_room:
        debts.append(ToldBack(voice=voice, what=what, channel=ToldBack.MEETING))
    ToldBack.objects.bulk_create(debts, ignore_conflicts=True)
    came_further.send(Voice, kind=voice.origin_kind, ids=[voice.origin_id])


def send_due() -> int:
    """Mail what has been gathered long enough, and note what has gone out. Returns how many mails were queued."""
    note_sent()
    fresh = (
        untold().filter(since__gt=clock.now() - GATHER).values("contributor", "voice__origin_kind", "voice__origin_id")
    )
    young = {tuple(row.values()) for row in fresh}
    waiting = untold().filter(channel=EMAIL, mail=None).select_related("voice")
    due = [row.pk for row in waiting if (row.contributor_id, row.voice.origin_kind, row.voice.origin_id) not in young]
    return send(ToldBack.objects.filter(pk__in=due))


@transaction.atomic
def send(rows: QuerySet[ToldBack]) -> int:
    """Queue one mail to each person and occasion among these debts; a debt that has a mail is left alone."""
    waiting = rows.filter(wants_to_know(), channel=EMAIL, mail=None, told_at=None)
    groups: dict[tuple[str, int, int | None], list[int]] = defaultdict(list)
    for row in waiting.select_for_update(of=("self",)).select_related("voice").order_by("pk"):
        groups[row.voice.origin_kind, row.voice.origin_id, row.contributor_id].append(row.pk)
    for (kind, origin_id, contributor_id), debts in groups.items():
        mail = queue("voices.told", f"{kind}:{origin_id}:{contributor_id}", key=f"voices.told:{debts[0]}")
        ToldBack.objects.filter(pk__in=debts, mail=None).update(mail=mail)
    return len(groups)


@transaction.atomic
def note_sent() -> int:
    """Note as told what has gone out by mail. Returns how many debts were paid."""
    sent = untold().filter(mail__state=OutgoingMail.State.SENT).select_related("mail", "voice")
    rows = list(sent.select_for_update(of=("self",)))
    for row in rows:
        row.told_at, row.recorded_by = row.mail.sent_at if row.mail else None, "system"
    ToldBack.objects.bulk_update(rows, ["told_at", "recorded_by"], batch_size=500)
    _announce(rows)
    return len(rows)


@transaction.atomic
def mark_all_told(rows: Iterable[ToldBack], *, by: Any) -> int:
    """Note that letters are posted or calls made; again is harmless. Returns how many had not been noted before."""
    rows = list(rows)
    if not all(may_publish(by, row.voice) for row in rows):
        raise PermissionDenied("voices.publish")
    if any(row.contributor_id is None for row in rows):
        raise ValueError("A room is told by `tell_room`.")
    done = []
    for row in rows:
        if ToldBack.objects.filter(pk=row.pk, told_at=None).update(told_at=clock.now(), recorded_by=by.actor_id):
            done.append(
                Event(
                    "voice.told_back",
                    f"voice:{row.voice_id}",
                    {"contributor": row.contributor_id, "what": row.what, "channel": row.channel},
                )
            )
    record_many(by, done)
    _announce(rows)
    return len(done)


@transaction.atomic
def tell_room(voices: Iterable[Voice], *, by: Any, on: date | None = None) -> int:
    """Note that the room where these voices were heard has been told, at a meeting on a day, what was answered by then.

    Again is harmless. Returns how many answers and effects had not been noted before.
    """
    on = on or clock.today()
    if on > clock.today():
        raise NotNow(_("Dagen har inte varit än. Anteckna efteråt."))
    debts = in_room().filter(voice__in=[voice.pk for voice in voices]).select_related("voice__unit")
    rows = [row for row in debts.select_for_update(of=("self",)) if clock.day_of(row.since) <= on]
    if not all(may_record(by, row.voice.unit) for row in rows):
        raise PermissionDenied("voices.record")
    moment = clock.now() if on == clock.today() else timezone.make_aware(datetime.combine(on, time(12)))
    ToldBack.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=moment, recorded_by=by.actor_id)
    record_many(by, [Event("voice.told_in_room", f"voice:{row.voice_id}", {"what": row.what}) for row in rows])
    _announce(rows)
    return len(rows)


def _announce(told: Iterable[ToldBack]) -> None:
    """Let the apps above know which occasions have come further."""
    occasions = defaultdict(set)
    for row in told:
        occasions[row.voice.origin_kind].add(row.voice.origin_id)
    for kind, ids in occasions.items():
        came_further.send(ToldBack, kind=kind, ids=sorted(ids))


# --- Those who are to answer ----------------------------------------------------------------


@transaction.atomic
def remind_due() -> int:
    """Remind everybody who owes an answer, once a week at most. Returns how many were reminded."""
    today = clock.today()
    late = overdue().filter(owner__isnull=False, owner__is_active=True).values("owner")
    owners = [
        row["owner"]
        for row in late.annotate(last=Max("reminded_on"))
        if not row["last"] or today - row["last"] >= REMIND_EVERY
    ]
    return sum(_remind(owner, overdue().filter(owner=owner), by=SYSTEM) for owner in owners)


@transaction.atomic
def remind(voices: QuerySet[Voice], *, by: Any) -> int:
    """Remind those who are to answer these voices now; each once a day at most. Returns how many were reminded."""
    rows = list(voices.filter(AWAITED, owner__isnull=False).select_related("unit"))
    if not all(may(by, "voices.publish", voice.unit) for voice in rows):
        raise PermissionDenied("voices.publish")
    owners = sorted({voice.owner_id for voice in rows if voice.owner_id})
    asked = Voice.objects.filter(pk__in=[voice.pk for voice in rows])
    return sum(_remind(owner, asked.filter(owner=owner), by=by) for owner in owners)


def _remind(owner_id: int, voices: QuerySet[Voice], *, by: Any) -> bool:
    """Remind one person of what still waits; False where they have been reminded of it today."""
    today = clock.today()
    pending = list(voices.filter(AWAITED).exclude(reminded_on=today).values_list("pk", flat=True))
    if not Voice.objects.filter(AWAITED, pk__in=pending).update(reminded_on=today):
        return False
    queue("voices.overdue", owner_id, key=f"voices.overdue:{owner_id}:{today}")
    record(by, "voice.reminded", f"user:{owner_id}", voices=pending)
    return True
