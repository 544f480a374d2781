import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.mappings import rules
from medverka.organisations.models import ContactPerson, Organisation
from medverka.surveys.models import Version


class Mapping(models.Model):
    """A questionnaire that organisations answer by name, in a period."""

    State = rules.State

    slug = models.SlugField(max_length=60, unique=True, help_text="Stands in the public address.")
    title = models.CharField(_("rubrik"), max_length=120, db_collation="sv")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    opens_on = models.DateField(_("öppnar"))
    closes_on = models.DateField(_("lämnas in senast"))
    state = models.CharField(max_length=6, choices=rules.State, default=rules.State.DRAFT)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("jämförs med")
    )
    is_public = models.BooleanField(_("alla får läsa resultatet"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="a_mapping_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(follows=F("pk")), name="no_mapping_follows_itself"),
        ]
        indexes = [models.Index(fields=["state", "-opens_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def days_left(self) -> int:
        """Days until the last one; below nothing when it has passed."""
        return (self.closes_on - clock.today()).days


class SelfAssessment(models.Model):
    """What one organisation answers in one mapping."""

    State = rules.Answered

    mapping = models.ForeignKey(Mapping, models.CASCADE, related_name="assessments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=rules.Answered, default=rules.Answered.NOT_BEGUN)
    answers = models.JSONField(default=dict, help_text="`questionnaires.document.Answers`.")
    comments = models.JSONField(default=dict, help_text="Words by the question's key.")
    evidence = models.JSONField(default=dict, help_text="Lists of addresses by the question's key.")
    revision = models.PositiveIntegerField(default=0, help_text="Counts the changes.")
    changed_by = models.CharField(max_length=60, blank=True, help_text="An actor, as the journal knows them.")
    changed_at = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False, help_text="The coordinator wrote what the organisation said.")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    contact = models.ForeignKey(
        ContactPerson, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("kontaktperson")
    )
    stamp = models.UUIDField(default=uuid.uuid4, editable=False, help_text="Makes link and code; a new one ends them.")
    code_digest = models.CharField(max_length=64, unique=True, help_text="Of the code on paper: `doors`.")
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["mapping", "organisation"], name="an_organisation_answers_once"),
            models.CheckConstraint(
                condition=Q(state="handed_in", handed_in_at__isnull=False)
                | (~Q(state="handed_in") & Q(handed_in_at=None)),
                name="what_is_handed_in_says_when",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"])]

    def __str__(self) -> str:
        return f"{self.organisation}"


class DevelopmentArea(models.Model):
    """Something that an organisation wants to get better at, with an owner and a day."""

    State = rules.AreaState

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))
    level = models.CharField(_("nivå"), max_length=11, choices=rules.Level)
    mapping = models.ForeignKey(Mapping, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.CharField(max_length=60, blank=True, help_text="Its key in the mapping's questionnaire.")
    what = models.CharField(_("vad ska bli bättre"), max_length=200, db_collation="sv")
    why = models.TextField(_("varför"), max_length=2000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ansvarig")
    )
    owner_name = models.CharField(_("ansvarig som inte har konto"), max_length=120, blank=True)
    owner_role = models.CharField(_("den ansvarigas uppgift"), max_length=120, blank=True)
    due_on = models.DateField(_("ska vara klart senast"), null=True, blank=True)
    state = models.CharField(max_length=9, choices=rules.AreaState, default=rules.AreaState.PLANNED)
    revision = models.PositiveIntegerField(default=0, help_text="Counts the changes, so that two tabs lose nothing.")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["organisation", "state"]), models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.state in rules.AREA_OPEN

    @property
    def days_late(self) -> int:
        """Days past its day, while there is something left to do."""
        return max((clock.today() - self.due_on).days, 0) if self.due_on and self.is_open else 0

    @property
    def owner_in_words(self) -> str:
        """Who sees to it, with their part where it is known."""
        name = self.owner.name if self.owner else self.owner_name
        return ", ".join(filter(None, [name, self.owner_role]))


class AreaNote(models.Model):
    """What happened with a development area, and when: a move, or a word about it."""

    area = models.ForeignKey(DevelopmentArea, models.CASCADE, related_name="notes")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=60, help_text="An actor, as the journal knows them.")
    state = models.CharField(max_length=9, choices=rules.AreaState, help_text="Where it stood from then on.")
    text = models.TextField(_("vad som har hänt"), max_length=2000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.area_id} {self.state}"
