"""Notes and minutes, and what was decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.models.agenda import AgendaItem
from medverka.councils.models.councils import Council, SeatHolding
from medverka.councils.models.meetings import Meeting
from medverka.foundation import clock


class Minutes(models.Model):
    """What is kept of a meeting. Once attested, `content` is what was attested and `digest` its SHA-256: it stands."""

    State = rules.MinutesState

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=rules.MinutesState, default=rules.MinutesState.DRAFT)
    public = models.BooleanField(_("visas öppet"), default=False)
    comment_by = models.DateField(_("synpunkter senast"), null=True, blank=True)
    attested_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", attested_at__isnull=False, content__isnull=False) & ~Q(digest="")
                | (~Q(state="done") & Q(attested_at=None, content=None, digest="")),
                name="what_is_attested_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(public=False) | Q(state="done"), name="only_finished_minutes_are_public"
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting_id)


class MinutesSection(models.Model):
    """What was said about one item. `version` lets two people write without overwriting each other."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    heading = models.CharField(_("rubrik"), max_length=200)
    text = models.TextField(_("anteckningar"), max_length=20000, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.CharField(max_length=60, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.heading


class MinutesComment(models.Model):
    """What a member says of a draft, by account, by link, or told to whoever writes."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="+")
    section = models.ForeignKey(MinutesSection, models.SET_NULL, null=True, blank=True, related_name="+")
    holding = models.ForeignKey(SeatHolding, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(_("vad du vill ändra eller säga"), max_length=2000)
    answer = models.TextField(_("svar"), max_length=2000, blank=True)
    handled_on = models.DateField(null=True, blank=True)
    said_at = models.DateTimeField(default=clock.now)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["said_at", "pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Attestation(models.Model):
    """That one holder of a seat is to attest the minutes, and when they did, for which content."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="+")
    holding = models.ForeignKey(SeatHolding, models.PROTECT, related_name="+")
    stamp = models.UUIDField(default=uuid.uuid4, editable=False, help_text="A new one ends older links.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what they attested.")
    attested_at = models.DateTimeField(null=True, blank=True)
    recorded_how = models.CharField(max_length=6, blank=True, help_text="Empty: they did it themselves.")
    recorded_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "holding"], name="attests_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.holding_id}"


class Decision(models.Model):
    """A decision, or a task with an owner and a day; a task comes back on each agenda until it is done."""

    Kind = rules.DecisionKind

    council = models.ForeignKey(Council, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=rules.DecisionKind)
    text = models.TextField(_("vad som bestämdes"), max_length=2000)
    owner = models.ForeignKey(SeatHolding, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    owner_in_words = models.CharField(_("vem som gör det"), max_length=120, blank=True)
    due_on = models.DateField(_("klart senast"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(_("hur det blev"), max_length=2000, blank=True)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="decision") | Q(due_on__isnull=False), name="a_task_has_a_day"),
        ]
        indexes = [models.Index(fields=["council", "kind", "done_on"])]

    def __str__(self) -> str:
        return self.text[:60]
