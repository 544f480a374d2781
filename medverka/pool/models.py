import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.sealed import SealedTextField
from medverka.organisations.models import Organisation
from medverka.pool import rules


def draw_lot() -> int:
    """A place in the ring in which equals take turns, see `assignments.proposal`."""
    return secrets.randbelow(2**31)


class Term(models.Model):
    """A word of the county's own lists: experience areas, ways to take part, forms, access needs, languages."""

    class Kind(models.TextChoices):
        AREA = "area", _("erfarenhetsområde")
        WAY = "way", _("sätt att medverka")
        FORM = "form", _("form")
        ACCESS = "access", _("behov för att kunna delta")
        LANGUAGE = "language", _("språk")

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=50)
    name = models.CharField(_("namn"), max_length=80, db_collation="sv")
    name_en = models.CharField(_("namn på engelska"), max_length=80, blank=True)
    retired = models.BooleanField(_("används inte längre"), default=False)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_slug_a_list")]

    def __str__(self) -> str:
        return self.name


class ContributorQuerySet(models.QuerySet["Contributor"]):
    """Contributors, by their place in the pool."""

    def in_pool(self) -> "ContributorQuerySet":
        """Active and paused: those who count as persons in the pool today."""
        return self.filter(status__in=Contributor.IN_POOL)

    def in_pool_on(self, day: Any) -> "ContributorQuerySet":
        """Those who were in the pool at the end of `day`: joined by then, and had not left."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)


class Contributor(models.Model):
    """One person in the pool, as everybody but the door sees them: under a pseudonym."""

    class Status(models.TextChoices):
        NEW = "new", _("ny")
        ACTIVE = "active", _("aktiv")
        PAUSED = "paused", _("pausad")
        LEFT = "left", _("har lämnat")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-post")
        LETTER = "letter", _("brev")
        PHONE = "phone", _("telefon")

    class Source(models.TextChoices):
        SELF = "self", _("anmälde sig själv på webben")
        PHONE = "phone", _("anmälde sig per telefon")
        PAPER = "paper", _("anmälde sig på papper")
        IMPORT = "import", _("kom med ett register")

    IN_POOL = (Status.ACTIVE, Status.PAUSED)

    reference = models.SlugField(max_length=40, unique=True, help_text="larka-7: stands in addresses")
    pseudonym = models.CharField(max_length=40, unique=True, db_collation="sv", help_text="Lärka 7")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.NEW)
    source = models.CharField(max_length=8, choices=Source, default=Source.SELF)
    joined_on = models.DateField(_("med sedan"), null=True, blank=True, help_text="Empty until welcomed.")
    left_on = models.DateField(null=True, blank=True)
    disposed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    is_user = models.BooleanField(_("brukare"), default=False)
    is_patient = models.BooleanField(_("patient"), default=False)
    is_relative = models.BooleanField(_("närstående"), default=False)
    municipality = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kommun")
    )
    age_band = models.CharField(
        _("åldersgrupp"), max_length=8, choices=rules.AGE_BANDS, blank=True, help_text="As told; blank = not told."
    )
    terms = models.ManyToManyField(Term, related_name="+", blank=True)
    # Told of their own accord; shown to themselves, and behind the door. Nobody protected has any.
    units = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("verksamheter med egen erfarenhet")
    )
    channel = models.CharField(_("vill bli nådd genom"), max_length=6, choices=Channel, default=Channel.EMAIL)
    most_per_half_year = models.PositiveSmallIntegerField(
        _("högst så många uppdrag på ett halvår"), null=True, blank=True
    )
    weekdays = models.JSONField(_("dagar som passar"), default=list, blank=True, help_text="0 = Monday; none = any")
    tell_after_leaving = models.BooleanField(_("vill få veta vad det ledde till även efter avslut"), default=False)
    contact_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kontaktperson"),
    )
    confirmed_on = models.DateField(help_text="When the profile was last known to be right.", default=clock.today)
    # Kept beside the facts they sum up, so that "least asked first" is one index scan; whoever invites writes it.
    last_asked_on = models.DateField(null=True, blank=True)
    lot = models.PositiveIntegerField(default=draw_lot, editable=False, help_text="Who stands first among equals.")

    objects = ContributorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_user=True) | Q(is_patient=True) | Q(is_relative=True),
                name="at_least_one_perspective",
            ),
            models.CheckConstraint(
                condition=Q(age_band__in=["", *rules.AGE_BANDS]), name="age_band_is_one_of_ours_or_not_told"
            ),
            models.CheckConstraint(
                condition=Q(status="new") | Q(joined_on__isnull=False), name="whoever_is_in_has_joined"
            ),
            models.CheckConstraint(
                condition=Q(status="left", left_on__isnull=False) | (~Q(status="left") & Q(left_on=None)),
                name="left_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "last_asked_on", "lot"]),
            models.Index(fields=["joined_on", "left_on"]),
            models.Index(fields=["status", "pseudonym"], name="pool_by_status_and_name"),
            models.Index(fields=["municipality", "pseudonym"], name="pool_by_place_and_name"),
            models.Index(fields=["status", "confirmed_on"], name="pool_by_confirmation"),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def perspectives(self) -> list[str]:
        """The codes of the perspectives, for `rules.PERSPECTIVES`."""
        return [code for code in ("user", "patient", "relative") if getattr(self, f"is_{code}")]


class Identity(models.Model):
    """Who a contributor is. Read through `door.py` alone. Its deletion is the disposal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contributor = models.OneToOneField(Contributor, models.CASCADE, related_name="+")
    first_name = SealedTextField(blank=True)
    last_name = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    phone = SealedTextField(blank=True, help_text="E.164")
    street = SealedTextField(blank=True)
    postcode = SealedTextField(blank=True)
    city = SealedTextField(blank=True)
    own_words = SealedTextField(blank=True)
    note = SealedTextField(blank=True, help_text="The coordinator's practical note; the contributor can read it.")
    # Protected identity. Whoever is not named here sees the alias, and no sign that it is one.
    protected = models.BooleanField(default=False)
    alias = SealedTextField(blank=True)
    protected_municipality = SealedTextField(
        blank=True, help_text="Organisation id; Contributor.municipality is empty."
    )
    named_coordinators = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    def __str__(self) -> str:
        return str(self.id)


class LookupKey(models.Model):
    """A blind index entry: finds an identity by exact e-mail, phone or word of a name."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)  # email, phone, name
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["identity", "kind", "digest"], name="one_key_once")]
        indexes = [models.Index(fields=["kind", "digest"])]

    def __str__(self) -> str:
        return self.kind


class StatusChange(models.Model):
    """From which day a contributor had which status. Figures of the past read it."""

    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="+")
    status = models.CharField(max_length=8, choices=Contributor.Status)
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.status} {self.on}"


class Milestone(models.Model):
    """A welcome talk, introduction or training taken; a profile confirmed as still right."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("välkomstsamtal")
        INTRODUCTION = "introduction", _("introduktion")
        TRAINING = "training", _("utbildning")
        CONFIRMED = "confirmed", _("uppgifterna stämmer")

    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField(default=clock.today)
    what = models.CharField(_("vad"), max_length=120, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class JoinDraft(models.Model):
    """What somebody has filled in so far on their way into the pool; sealed, gone after 30 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers = SealedTextField(default="{}", help_text="JSON")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    code_digest = models.CharField(max_length=64, blank=True, db_index=True, help_text="Of the code to go on with.")
    updated_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.id)
