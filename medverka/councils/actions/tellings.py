"""Telling those who are called to a meeting: by mail through the outbox, or as a letter or call that somebody makes."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM
from medverka.councils import rules
from medverka.councils.models import Summons, Telling
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.tellings import to_make
from medverka.foundation import clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record
from medverka.pool.models import Contributor


def tell(summons: Summons, what: rules.Told, about: str = "") -> None:
    """Tell somebody who is called something, once per `about`. Whoever has left the seat or the pool is left in peace."""
    holding, contributor = summons.holding, summons.holding.contributor
    if contributor is not None and (contributor.disposed_on or contributor.status == Contributor.Status.LEFT):
        return
    if holding.ends_on is not None and holding.ends_on < clock.today():
        return
    telling, new = Telling.objects.get_or_create(
        summons=summons, what=what, about=about, defaults={"channel": holding.channel}
    )
    if new and telling.channel == Contributor.Channel.EMAIL:
        telling.mail = queue("councils.meeting", telling.pk)
        telling.save(update_fields=["mail"])


def tell_all(summoned: Iterable[Summons], what: rules.Told, about: str = "") -> None:
    """The same to many."""
    for summons in summoned:
        tell(summons, what, about)


def no_longer_needed(summoned: Iterable[Summons], *whats: rules.Told) -> set[int]:
    """Take letters and calls that nobody has made off the list. Returns whose they were, as ids of summons."""
    left = to_make(Telling.objects.filter(summons__in=list(summoned), what__in=whats))
    whose = set(left.values_list("summons", flat=True))
    left.update(done_at=clock.now(), recorded_by=SYSTEM.actor_id)
    return whose


@transaction.atomic
def mark_told(telling: Telling, *, by: Any) -> None:
    """Note that the letter is posted or the call made. Again is harmless."""
    if not may_lead(by, telling.summons.meeting.council):
        raise PermissionDenied("councils.lead")
    if Telling.objects.filter(pk=telling.pk, done_at=None).update(done_at=clock.now(), recorded_by=by.actor_id):
        record(by, "summons.told", telling.summons, what=telling.what, channel=telling.channel)


@transaction.atomic
def not_told_after_all(telling: Telling, *, by: Any) -> None:
    """Undo that, the same day: the letter lies there still."""
    if not may_lead(by, telling.summons.meeting.council):
        raise PermissionDenied("councils.lead")
    by_somebody = Telling.objects.filter(pk=telling.pk, done_at__date=clock.today())
    if not by_somebody.exclude(recorded_by=SYSTEM.actor_id).update(done_at=None, recorded_by=""):
        raise ValidationError(_("Det går bara att ångra samma dag."))
    record(by, "summons.untold", telling.summons, what=telling.what, channel=telling.channel)
