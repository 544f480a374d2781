"""Councils, and who sits on them."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from medverka.contributions.models import Contribution
from medverka.councils import rules
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.sealed import SealedTextField
from medverka.organisations.models import Organisation, SubArea
from medverka.pool.models import Contributor


class CouncilQuerySet(models.QuerySet["Council"]):
    """Councils, by what they are."""

    def current(self) -> "CouncilQuerySet":
        return self.filter(closed_on=None)

    def forums(self) -> "CouncilQuerySet":
        return self.filter(kind__in=rules.FORUMS)


class Council(models.Model):
    """A standing body. In a forum people are counted and never named; in the others they have seats."""

    Kind = rules.CouncilKind
    Level = Contribution.Level

    name = models.CharField(_("namn"), max_length=120, db_collation="sv")
    slug = models.SlugField(max_length=80, unique=True, help_text="Stands in the address of its public page.")
    kind = models.CharField(_("vad det är"), max_length=20, choices=rules.CouncilKind)
    level = models.CharField(_("nivå"), max_length=11, choices=Contribution.Level)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("hör till"), help_text="Answers what is said."
    )
    sub_area = models.ForeignKey(
        SubArea, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("delregion")
    )
    answers = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("vem som svarar på det som sägs"),
    )  # fmt: skip
    purpose = models.TextField(_("syfte"), max_length=2000, blank=True)
    mandate = models.TextField(_("mandat"), max_length=2000, blank=True, help_text="What it may decide or say.")
    procedure = models.TextField(_("arbetsordning"), max_length=8000, blank=True)
    rhythm = models.CharField(_("hur ofta det träffas"), max_length=120, blank=True)
    public = models.BooleanField(_("har en öppen sida"), default=True)
    hidden_in_compilations = models.BooleanField(_("för litet för att nämnas i sammanställningar"), default=False)
    runs_elsewhere = models.BooleanField(
        _("drivs av andra"), default=False, help_text="Others' network, where the coordinator has a seat."
    )
    closed_on = models.DateField(_("upphörde"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"]), models.Index(fields=["closed_on", "name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_forum(self) -> bool:
        """Whether people are only counted there."""
        return self.kind in rules.FORUMS

    @property
    def path(self) -> str:
        """Where it belongs, as `access.authorise.Place` has it."""
        return self.organisation.path

    @property
    def origin_kind(self) -> str:
        """How voices and contributions name its meetings as their origin."""
        return "forum" if self.is_forum else "council"


class Seat(models.Model):
    """A place on a council, and as what one sits on it."""

    Capacity = rules.Capacity
    Duty = rules.Duty
    Perspective = rules.Perspective

    council = models.ForeignKey(Council, models.CASCADE, related_name="+")
    title = models.CharField(_("vad platsen heter"), max_length=120)
    capacity = models.CharField(_("sitter som"), max_length=11, choices=rules.Capacity)
    duty = models.CharField(_("uppgift"), max_length=10, choices=rules.Duty, default=rules.Duty.MEMBER)
    perspective = models.CharField(_("perspektiv"), max_length=10, choices=rules.Perspective, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("platsen är till för")
    )
    stands_in_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ersättare för")
    )
    order = models.PositiveSmallIntegerField(default=0)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["council", "order"])]

    def __str__(self) -> str:
        return self.title


class SeatHoldingQuerySet(models.QuerySet["SeatHolding"]):
    """Holdings, by the day."""

    def held_on(self, day: date) -> "SeatHoldingQuerySet":
        """Those whose time it is. Whoever has left the pool sits nowhere, also before the holding has been ended."""
        inside = Q(contributor__left_on=None) | Q(contributor__left_on__gt=day)
        return self.filter(inside, Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class SeatHolding(models.Model):
    """Who sits on a seat between two dates: a contributor, somebody who signs in, or somebody known by name alone.

    `public_name` is the name that the person has agreed to be shown under; empty means that they have not agreed.
    """

    Channel = Contributor.Channel

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    contributor = models.ForeignKey(Contributor, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = SealedTextField(_("namn"), blank=True, help_text="Of somebody outside pool and staff.")
    email = SealedTextField(_("e-post"), blank=True)
    phone = SealedTextField(_("telefon"), blank=True)
    address = SealedTextField(_("postadress"), blank=True)
    is_outside = models.BooleanField(default=False, help_text="Neither contributor nor user: known by name alone.")
    outside_channel = models.CharField(max_length=6, choices=Contributor.Channel, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sitter för")
    )
    public_name = SealedTextField(_("visas öppet som"), blank=True)
    needs = SealedTextField(_("behov för att kunna delta"), blank=True)
    starts_on = models.DateField(_("från och med"), default=clock.today)
    ends_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = SeatHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contributor__isnull=False, user=None, is_outside=False)
                | Q(contributor=None, user__isnull=False, is_outside=False)
                | Q(contributor=None, user=None, is_outside=True),
                name="a_seat_has_one_holder",
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="held_from_to"),
            models.UniqueConstraint(fields=["seat"], condition=Q(ends_on=None), name="one_holder_for_now"),
        ]
        indexes = [models.Index(fields=["seat", "starts_on"])]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.starts_on}"

    @property
    def channel(self) -> str:
        """How the holder is reached: whoever signs in has an address."""
        if self.contributor is not None:
            return self.contributor.channel
        return self.outside_channel or Contributor.Channel.EMAIL


class SeatCall(models.Model):
    """A question to associations: whom do you put forward for this seat?"""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    text = models.TextField(_("vad ni vill säga"), max_length=2000, blank=True)
    reply_by = models.DateField(_("svar senast"))
    made_on = models.DateField(default=clock.today)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat"], condition=Q(closed_on=None), name="one_call_at_a_time")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.made_on}"


class SeatCallAnswer(models.Model):
    """One association's answer to a call, given by link, by account, or told to the coordinator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(SeatCall, models.CASCADE, related_name="+")
    association = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    stamp = models.UUIDField(default=uuid.uuid4, editable=False, help_text="A new one ends older links.")
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    declined = models.BooleanField(default=False)
    name = SealedTextField(_("vem ni föreslår"), blank=True)
    email = SealedTextField(_("e-post"), blank=True)
    phone = SealedTextField(_("telefon"), blank=True)
    text = SealedTextField(_("något ni vill säga"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "association"], name="one_answer_an_association")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.association_id}"
