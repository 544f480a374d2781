import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from medverka.draws import rules
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.sealed import SealedTextField
from medverka.pool.models import Contributor


class Draw(models.Model):
    """One fair draw, from the question to those who were drawn. What is published of it never changes."""

    State = rules.State

    class Source(models.TextChoices):
        POOL = "pool", _("Intressebanken")
        FILE = "file", _("en fil")

    class Objective(models.TextChoices):
        LEXIMIN = "leximin", _("så jämnt som det går")
        MAXIMIN = "maximin", _("så bra som möjligt för den med minst chans")
        NASH = "nash", _("en avvägning mellan alla")
        GOLDILOCKS = "goldilocks", _("varken mycket små eller mycket stora chanser")

    class Lottery(models.TextChoices):
        UNIFORM = "uniform", _("numrerade grupper, alla lika troliga")
        EXACT = "exact", _("grupper med olika vikt, på miljarddelen när")

    reference = models.SlugField(max_length=20, unique=True, help_text="2026-1: stands in the public address.")
    title = models.CharField(_("rubrik"), max_length=120)
    purpose = models.TextField(_("vad gruppen ska göra"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=rules.State, default=rules.State.DRAFT)
    source = models.CharField(max_length=4, choices=Source, default=Source.POOL)
    size = models.PositiveIntegerField(_("hur många som ska lottas fram"))
    one_per_home = models.BooleanField(_("högst en från varje hushåll"), default=False)
    filters = models.JSONField(default=dict, blank=True, help_text="Who of the pool is in it: `features.FILTERS`.")
    objective = models.CharField(max_length=10, choices=Objective, default=Objective.LEXIMIN)
    lottery = models.CharField(max_length=7, choices=Lottery, default=Lottery.UNIFORM)
    people = models.PositiveIntegerField(default=0, help_text="How many were in it when it was worked out.")

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    origin_kind = models.CharField(max_length=20, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)

    # The work under way. A worker whose `began_at` is no longer the row's has been stopped.
    began_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="When the worker last said how far it had come.")
    step = models.CharField(max_length=40, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    trouble = models.JSONField(default=dict, blank=True, help_text="Why there is no result: `troubles`.")
    summary = models.JSONField(default=dict, blank=True, help_text="What the result comes to: `summaries.Summary`.")

    plan = models.JSONField(default=dict, blank=True, help_text="Which public randomness decides: `sources`.")
    decided_from = models.DateTimeField(null=True, blank=True, help_text="When all of it is known.")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-created_at"]),
            models.Index(fields=["origin_kind", "origin_id"]),
            models.Index(fields=["created_by", "-created_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="somebody_is_drawn"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="no_more_than_all_is_done"),
            models.CheckConstraint(
                condition=~Q(state__in=rules.OPEN_TO_ALL) | Q(decided_from__isnull=False),
                name="what_is_published_says_what_decides",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.State.CALLED_OFF, called_off_at__isnull=False)
                | (~Q(state=rules.State.CALLED_OFF) & Q(called_off_because="", called_off_at__isnull=True)),
                name="called_off_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def origin(self) -> tuple[str, int] | None:
        """What it is made for, as kind and id, if anything."""
        return (self.origin_kind, self.origin_id) if self.origin_id is not None else None

    @property
    def called_off_when_known(self) -> bool:
        """Whether it was called off when whoever did so could know who would have been drawn."""
        return bool(self.called_off_at and self.decided_from and self.called_off_at >= self.decided_from)

    @property
    def is_open_to_all(self) -> bool:
        """Whether everybody may read about it."""
        return self.state in rules.OPEN_TO_ALL


class Quota(models.Model):
    """From `low` to `high` of those who are drawn have this value. Codes for the pool, the file's own words for a file."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="quotas")
    feature = models.CharField(max_length=120)
    value = models.CharField(max_length=120)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    low_flex = models.PositiveIntegerField(null=True, blank=True, help_text="How far down one may go if one must.")
    high_flex = models.PositiveIntegerField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "feature", "value"], name="one_quota_a_value"),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="no_quota_is_upside_down"),
        ]

    def __str__(self) -> str:
        return f"{self.feature} {self.value}: {self.low}–{self.high}"


class Entrant(models.Model):
    """Somebody who is in a draw. Salt and facts are sealed; they go with the person, and the label tells nothing then."""

    class Place(models.TextChoices):
        DRAWN = "drawn", _("lottades fram")
        RESERVE = "reserve", _("reserv")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.ForeignKey(Draw, models.CASCADE, related_name="entrants")
    number = models.PositiveIntegerField(help_text="In the order in which the computation had them.")
    contributor = models.ForeignKey(Contributor, models.SET_NULL, null=True, blank=True, related_name="+")
    facts = SealedTextField(default="", blank=True, help_text="JSON: id, values by feature, home.")
    salt = SealedTextField(default="", blank=True, help_text="Hexadecimal; whoever has it can find their label.")
    label = models.CharField(max_length=64, blank=True, help_text="Stands in the publication.")
    chance = models.FloatField(null=True, blank=True, help_text="In the lottery that was published, 0 to 1.")
    place = models.CharField(max_length=7, choices=Place, blank=True)
    turn = models.PositiveIntegerField(null=True, blank=True, help_text="Of the reserves, in the order they are asked.")
    said_no_at = models.DateTimeField(null=True, blank=True)
    stands_in_for = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    stood_in_at = models.DateTimeField(
        null=True, blank=True, help_text="At the moment of the no that gave them the seat."
    )
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    letter_made_at = models.DateTimeField(null=True, blank=True, help_text="When a letter to them was last fetched.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="By letter or phone, that they are in it.")

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["contributor"]), models.Index(fields=["draw", "place", "turn"])]
        constraints = [
            models.UniqueConstraint(fields=["draw", "number"], name="one_number_in_a_draw"),
            models.UniqueConstraint(
                fields=["draw", "contributor"], condition=Q(contributor__isnull=False), name="once_in_a_draw"
            ),
            models.UniqueConstraint(fields=["draw", "label"], condition=~Q(label=""), name="one_label_in_a_draw"),
            models.UniqueConstraint(fields=["stands_in_for"], name="one_stands_in_for_one"),
            models.CheckConstraint(condition=Q(said_no_at=None) | ~Q(place=""), name="only_who_is_asked_says_no"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Upload(models.Model):
    """The latest files of a draw. What they hold lies in the file store until it is read; what was wrong stays till the next."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.OneToOneField(Draw, models.CASCADE, related_name="upload")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, default="sv", help_text="In which the uploader is answered.")
    people_name = SealedTextField(help_text="As the uploader called it.")
    quotas_name = SealedTextField()
    household = SealedTextField(default="", blank=True, help_text="The columns that say who live together.")
    mistakes = SealedTextField(
        default="", blank=True, help_text="JSON: what is wrong, line by line; it quotes the files."
    )

    def __str__(self) -> str:
        return str(self.id)


class Working(models.Model):
    """The lottery over kinds of people that a draw was worked out to; sealed, for features stand in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draw = models.OneToOneField(Draw, models.CASCADE, related_name="working")
    content = SealedTextField(help_text="JSON: `results`.")

    def __str__(self) -> str:
        return str(self.id)


class Publication(models.Model):
    """What was published before the draw, byte for byte. It is written once."""

    draw = models.OneToOneField(Draw, models.PROTECT, primary_key=True, related_name="publication")
    document = models.TextField(help_text="Canonical JSON; its SHA-256 is the fingerprint.")
    fingerprint = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.fingerprint


class Outcome(models.Model):
    """What was drawn, byte for byte. It is written once: a draw is drawn once."""

    publication = models.OneToOneField(Publication, models.PROTECT, primary_key=True, related_name="outcome")
    document = models.TextField(help_text="Canonical JSON: the public values, the panel and the order of reserves.")
    drawn_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.publication)
