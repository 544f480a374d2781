"""A forum while it is held: what the facilitator writes, before it is read back and becomes voices."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from medverka.councils.models.meetings import Meeting
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.voices.models import Voice


class ForumSession(models.Model):
    """The forum is open from when the facilitator begins until it has been read back and closed.

    A device opens what it keeps with a half of a key that the server makes from `stamp`. A new stamp makes
    what stands on a lost device unreadable.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="+")
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    opened_at = models.DateTimeField(default=clock.now)
    read_back_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(read_back_at__isnull=False), name="read_back_before_it_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting_id)


class ForumNote(models.Model):
    """One voice as the facilitator wrote it. `client_key` is made on the device, so that nothing is doubled.

    When the forum is closed its words move to `voice`; the row stays, empty, to know what has come.
    """

    session = models.ForeignKey(ForumSession, models.CASCADE, related_name="+")
    client_key = models.UUIDField(editable=False)
    revision = models.PositiveIntegerField(default=1)
    text = models.TextField(_("det som sades"), max_length=2000, blank=True)
    themes = models.JSONField(default=list, blank=True, help_text="Slugs of `voices.Theme`.")
    urgent = models.BooleanField(_("brådskar"), default=False)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    removed = models.BooleanField(default=False)
    voice = models.ForeignKey(Voice, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "client_key"], name="one_note_a_key")]

    def __str__(self) -> str:
        return str(self.client_key)
