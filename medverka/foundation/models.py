"""The outbox: mail that is to go out, and how it went. And forms that came when the session had ended."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.sealed import SealedTextField


class OutgoingMail(models.Model):
    """One message to one person. It carries ids only; the text is composed when it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("väntar")
        SENT = "sent", _("skickat")
        FAILED = "failed", _("gick inte att skicka")
        MOOT = "moot", _("behövdes inte längre")

    key = models.CharField(max_length=120, unique=True, help_text="The same key is never sent twice.")
    notice = models.CharField(max_length=60, help_text="Which notice composes it.")
    subject_id = models.CharField(max_length=60, help_text="What the notice is about.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=clock.now)
    last_error = models.CharField(max_length=120, blank=True, help_text="Kind of error, never an address.")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self) -> str:
        return self.key


class PostponedForm(models.Model):
    """What somebody sent when their session had just ended; they get it back when they have signed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.CharField(max_length=40, help_text="Whose it is; nobody else gets to see it.")
    path = models.CharField(max_length=500)
    fields = SealedTextField(help_text="JSON: a list of [name, value].")
    kept_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)
