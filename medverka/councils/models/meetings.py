"""Meetings: series of them, who is called to them, and what they are told."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.models.councils import Council, SeatHolding
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.pool.models import Contributor


class Series(models.Model):
    """When a council meets again and again. Each meeting is a row of its own, so that one can differ."""

    Rhythm = rules.Rhythm

    council = models.ForeignKey(Council, models.CASCADE, related_name="+")
    rhythm = models.CharField(_("hur ofta"), max_length=7, choices=rules.Rhythm)
    interval = models.PositiveSmallIntegerField(
        _("med så många veckor eller månader emellan"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    first_on = models.DateField(_("första gången"))
    last_on = models.DateField(_("till och med"))
    starts = models.TimeField(_("börjar"))
    minutes = models.PositiveSmallIntegerField(_("så många minuter"))
    place = models.CharField(_("plats"), max_length=200, blank=True)
    place_access = models.TextField(_("så tillgänglig är platsen"), max_length=2000, blank=True)
    online = models.URLField(_("länk för den som är med på distans"), blank=True)

    class Meta:
        ordering = ["-first_on"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="a_series_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=720), name="a_meeting_fits_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.council_id} {self.rhythm}"


class Meeting(models.Model):
    """A council meets. `origin_kind` and id are how voices and contributions name it as their origin."""

    State = rules.MeetingState

    council = models.ForeignKey(Council, models.CASCADE, related_name="+")
    series = models.ForeignKey(Series, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its name in calendars.")
    sequence = models.PositiveIntegerField(default=0, help_text="Grows when time or place changes, for calendars.")
    state = models.CharField(max_length=10, choices=rules.MeetingState, default=rules.MeetingState.PLANNED)
    starts_at = models.DateTimeField(_("börjar"))
    ends_at = models.DateTimeField(_("slutar"))
    place = models.CharField(_("plats"), max_length=200, blank=True)
    place_access = models.TextField(_("så tillgänglig är platsen"), max_length=2000, blank=True)
    online = models.URLField(_("länk för den som är med på distans"), blank=True)
    changed_by_hand = models.BooleanField(default=False, help_text="Stays where it is when the series moves.")
    called_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    # A forum counts; nobody is named.
    came_own = models.PositiveSmallIntegerField(_("så många med egen erfarenhet"), null=True, blank=True)
    came_service = models.PositiveSmallIntegerField(_("så många från verksamheten"), null=True, blank=True)
    # What the room is at, for the display on its wall.
    current_item = models.ForeignKey("AgendaItem", models.SET_NULL, null=True, blank=True, related_name="+")
    item_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["council", "starts_at"], condition=~Q(state="cancelled"), name="one_meeting_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["council", "starts_at"]), models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.council_id} {clock.day_of(self.starts_at)}"

    @property
    def origin(self) -> tuple[str, int]:
        """How voices and contributions name it. `council` must have been fetched."""
        return self.council.origin_kind, self.pk


class Summons(models.Model):
    """One holder of a seat, called to one meeting, and their answer."""

    Reply = rules.Reply

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    holding = models.ForeignKey(SeatHolding, models.CASCADE, related_name="+")
    stands_in_for = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    stamp = models.UUIDField(default=uuid.uuid4, editable=False, help_text="A new one ends older links.")
    reply = models.CharField(max_length=10, choices=rules.Reply, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    recorded_how = models.CharField(max_length=6, choices=Contributor.Channel, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "holding"], name="called_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.holding_id}"


class Telling(models.Model):
    """A message to one holder of a seat about one meeting, in their channel; by hand where that is letter or phone."""

    What = rules.Told

    summons = models.ForeignKey(Summons, models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=rules.Told)
    about = models.CharField(max_length=40, blank=True, help_text="Sets apart messages of the same kind.")
    channel = models.CharField(max_length=6, choices=Contributor.Channel)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["summons", "what", "about"], name="meeting_told_once")]
        indexes = [models.Index(fields=["done_at", "channel"])]

    def __str__(self) -> str:
        return f"{self.summons_id} {self.what}"


class CalendarFeed(models.Model):
    """The secret address of somebody's calendar; a new key ends the old address."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    def __str__(self) -> str:
        return str(self.user_id)
