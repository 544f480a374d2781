"""Mail that nobody misses and nobody gets twice.

An action puts a row in the outbox in its own transaction. After the commit the worker is
poked; should that poke be lost, the sweep of every minute finds the row. A row is leased
before it is sent and marked after, so that only a crash between the mail server's receipt
and the mark can repeat a message.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django_q.tasks import async_task

from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail

log = logging.getLogger(__name__)
_history: ContextVar[bool] = ContextVar("history", default=False)

LEASE = timedelta(minutes=3)
ATTEMPTS = 16  # Over about three days, see `pause_after`.


@dataclass(frozen=True)
class Message:
    """What a notice composes: plain text, with links as whole addresses."""

    to: str
    subject: str
    text: str


Composer = Callable[[str], Message | None]
_composers: dict[str, Composer] = {}


def notice(name: str) -> Callable[[Composer], Composer]:
    """Register a composer: subject id → `Message`, or None where it need not be sent any longer."""

    def register(composer: Composer) -> Composer:
        if name in _composers:
            raise ValueError(f"The notice {name} stands twice.")
        _composers[name] = composer
        return composer

    return register


def queue(name: str, subject_id: object, *, key: str = "") -> OutgoingMail:
    """Let the notice `name` about `subject_id` go out once the transaction is committed; once per `key`."""
    if name not in _composers:
        raise ValueError(f"No notice is called {name}.")
    mail, created = OutgoingMail.objects.get_or_create(
        key=key or f"{name}:{subject_id}", defaults={"notice": name, "subject_id": str(subject_id)}
    )
    if created and not _history.get():
        transaction.on_commit(lambda: async_task("medverka.foundation.outbox.deliver", mail.pk))
    return mail


@contextmanager
def delivered_already(*, until: date) -> Iterator[None]:
    """For a history that is written afterwards: what was queued before the day `until` has long been read."""
    token = _history.set(True)
    try:
        yield
    finally:
        _history.reset(token)
    old = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, created_at__date__lt=until)
    old.update(state=OutgoingMail.State.SENT, sent_at=F("created_at"), attempts=1)


def deliver(mail_id: int) -> None:
    """Send one message if it is due. Harmless to call again."""
    now = clock.now()
    leased = OutgoingMail.objects.filter(pk=mail_id, state=OutgoingMail.State.WAITING, next_attempt_at__lte=now).update(
        next_attempt_at=now + LEASE, attempts=F("attempts") + 1
    )
    if not leased:
        return
    mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        message = _composers[mail.notice](mail.subject_id)
        if message is None:
            _mark(mail, state=OutgoingMail.State.MOOT)
            return
        EmailMessage(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to]).send()
    except Exception as error:  # Whatever went wrong, the message must be tried again and shown.
        _postpone(mail, error)
    else:
        _mark(mail, state=OutgoingMail.State.SENT, sent_at=clock.now(), last_error="")


def deliver_due() -> int:
    """The sweep: send everything that is due. Returns how many messages were tried."""
    due = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, next_attempt_at__lte=clock.now())
    ids = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:500])
    for mail_id in ids:
        deliver(mail_id)
    return len(ids)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: a minute, doubling, twelve hours at most."""
    return min(timedelta(minutes=2 ** max(attempts - 1, 0)), timedelta(hours=12))


def try_again(mail: OutgoingMail) -> None:
    """Send a failed or waiting message as soon as possible."""
    OutgoingMail.objects.filter(pk=mail.pk).exclude(state=OutgoingMail.State.SENT).update(
        state=OutgoingMail.State.WAITING, attempts=0, next_attempt_at=clock.now()
    )
    transaction.on_commit(lambda: async_task("medverka.foundation.outbox.deliver", mail.pk))


def _mark(mail: OutgoingMail, **values: object) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)


def _postpone(mail: OutgoingMail, error: Exception) -> None:
    code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
    kind = f"{type(error).__name__}{code}"  # The error's own text may hold an address.
    log.warning("Message %s could not be sent (%s), attempt %s.", mail.pk, kind, mail.attempts)
    given_up = mail.attempts >= ATTEMPTS
    _mark(
        mail,
        state=OutgoingMail.State.FAILED if given_up else OutgoingMail.State.WAITING,
        next_attempt_at=clock.now() + pause_after(mail.attempts),
        last_error=kind[:120],
    )
