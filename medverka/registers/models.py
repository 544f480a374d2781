import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.sealed import SealedTextField

KEPT_DAYS = 7
FOLDER = "registers"  # In the file store.


def when_forgotten() -> object:
    """Until when an import that begins now is kept."""
    return clock.now() + timedelta(days=KEPT_DAYS)


class Import(models.Model):
    """A register on its way in: what was uploaded, what its uploader decided, and how it went.

    Everything that may say something about somebody is sealed, and goes after a week at the latest.
    """

    class State(models.TextChoices):
        READING = "reading", _("läses")
        PREVIEW = "preview", _("väntar på dig")
        IMPORTING = "importing", _("läses in")
        DONE = "done", _("inläst")
        FAILED = "failed", _("gick inte att läsa")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    language = models.CharField(max_length=10, default="sv", help_text="In which the uploader is answered.")
    began_at = models.DateTimeField(default=clock.now, help_text="When the work under way was asked for.")
    ended_at = models.DateTimeField(null=True, blank=True)
    forget_at = models.DateTimeField(default=when_forgotten)
    decisions = SealedTextField(default="{}", help_text="JSON: `decisions.Decisions`.")
    preview = SealedTextField(default="", blank=True, help_text="JSON: `shown.preview`.")
    rejected = SealedTextField(default="", blank=True, help_text="JSON: the rows that did not come in.")
    result = models.JSONField(default=dict, blank=True, help_text="Counts of what came in.")
    trouble = SealedTextField(default="", blank=True, help_text="Why it could not be read; may quote a file's name.")

    class Meta:
        indexes = [models.Index(fields=["created_by", "created_at"]), models.Index(fields=["forget_at"])]

    def __str__(self) -> str:
        return str(self.id)


class RegisterFile(models.Model):
    """One uploaded file. Its content lies sealed in the file store under a name that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = SealedTextField(help_text="As the uploader called it.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def stored_as(self) -> str:
        """Where its sealed content lies in the file store."""
        return f"{FOLDER}/{self.id.hex}"


class Trace(models.Model):
    """That a register's row has come in, so that the same row is known again. A keyed digest; the row is not kept.

    When a person is disposed of, the trace stays without them: their row is known, and is not taken in anew.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        PERSON_NUMBER = "person-number"
        REQUEST = "request"
        REQUEST_NUMBER = "request-number"
        CONTRIBUTION = "contribution"

    kind = models.CharField(max_length=14, choices=Kind)
    digest = models.CharField(max_length=64)
    subject_id = models.BigIntegerField(null=True, help_text="The contributor, request or contribution it became.")

    class Meta:
        indexes = [models.Index(fields=["kind", "digest"]), models.Index(fields=["kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
