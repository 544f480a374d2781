"""Telling people in their own way: by mail through the outbox, or as a letter or call that somebody makes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM
from medverka.assignments import rules
from medverka.assignments.models import Invitation, InvolvementRequest, Telling
from medverka.assignments.policies import may_handle
from medverka.foundation import clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record
from medverka.pool.models import Contributor


def tell(invitation: Invitation, what: Telling.What, about: str = "") -> None:
    """Tell an invited person something, once per `about`. Whoever has left the pool is left in peace."""
    contributor = invitation.contributor
    if contributor.status == Contributor.Status.LEFT:
        return
    if contributor.channel == Contributor.Channel.EMAIL:
        subject = f"{invitation.pk}:{about}"
        queue(f"assignments.{what}", subject, key=f"assignments.{what}:{subject}")
    else:
        Telling.objects.get_or_create(
            invitation=invitation, what=what, about=about, defaults={"channel": contributor.channel}
        )


def tell_commissioner(request: InvolvementRequest, what: str, about: object = "") -> None:
    """Mail whoever asked. `what` is one of `notices.NEWS`; the same is told once per `about`."""
    if request.commissioner_id or request.contact_email:
        subject = f"{request.pk}:{what}"
        queue("assignments.request_news", subject, key=f"assignments.news:{subject}:{about}")


def no_longer_needed(invitation: Invitation, *whats: Telling.What) -> None:
    """Take letters and calls off the coordinator's list, because the person has been heard from."""
    waiting = Telling.objects.filter(invitation=invitation, what__in=whats, done_at=None)
    waiting.update(done_at=clock.now(), done_by=SYSTEM.actor_id)


@transaction.atomic
def mark_told(telling: Telling, *, by: Any) -> None:
    """Note that the letter is posted or the call made. Again is harmless."""
    if not may_handle(by, telling.invitation.request):
        raise PermissionDenied
    done = Telling.objects.filter(pk=telling.pk, done_at=None).update(done_at=clock.now(), done_by=by.actor_id)
    if done:
        record(by, "invitation.told", telling.invitation, what=telling.what, channel=telling.channel)


@transaction.atomic
def not_told_after_all(telling: Telling, *, by: Any) -> None:
    """Undo that, the same day: the letter lies there still. Not where it is no longer needed."""
    if not may_handle(by, telling.invitation.request):
        raise PermissionDenied
    if not rules.is_still_news(telling.what, telling.invitation.state):
        raise rules.NotNow(_("Det behövs inte längre: läget har ändrats sedan dess."))
    by_somebody = Telling.objects.filter(pk=telling.pk, done_at__date=clock.today()).exclude(done_by=SYSTEM.actor_id)
    if not by_somebody.update(done_at=None, done_by=""):
        raise rules.NotNow(_("Det går bara att ångra samma dag."))
    record(by, "invitation.untold", telling.invitation, what=telling.what, channel=telling.channel)
