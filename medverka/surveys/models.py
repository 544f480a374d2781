import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.sealed import SealedTextField
from medverka.pool.models import Contributor
from medverka.surveys import rules
from medverka.voices.models import Theme


class Questionnaire(models.Model):
    """A questionnaire through all its versions."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("namn"), max_length=120, db_collation="sv", help_text="What staff call it.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """What a questionnaire asked from one date to another. It is written until a round opens with it, and never after."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict, help_text="`questionnaires.document.Questionnaire` as its file.")
    revision = models.PositiveIntegerField(default=0, help_text="Counts the changes, so that two tabs lose nothing.")
    fixed_at = models.DateTimeField(null=True, blank=True, help_text="When it was first used; nothing changes after.")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["questionnaire"], condition=Q(fixed_at=None), name="one_version_is_being_written"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.number}"


class Image(models.Model):
    """A picture in a questionnaire, found by the digest of what it holds. It is public, as the questionnaire is."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of `data`, hexadecimal.")
    data = models.BinaryField()
    media_type = models.CharField(max_length=20)

    def __str__(self) -> str:
        return self.digest[:12]


class Round(models.Model):
    """A questionnaire put to groups of people in a period. What is told of it stands in its `Publication` alone."""

    State = rules.State

    slug = models.SlugField(max_length=60, unique=True, help_text="Stands in the public address.")
    title = models.CharField(_("rubrik"), max_length=120, db_collation="sv")
    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    opens_on = models.DateField(_("öppnar"))
    closes_on = models.DateField(_("stänger"))
    state = models.CharField(max_length=8, choices=rules.State, default=rules.State.DRAFT)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("jämförs med")
    )
    results_are_public = models.BooleanField(_("alla får läsa resultatet"), default=False)
    conclusions = models.TextField(_("det här tar vi med oss"), max_length=5000, blank=True)
    shaken_count = models.PositiveIntegerField(
        default=0, help_text="How many sheets lay in the box when it was last shaken."
    )
    counting_since = models.DateTimeField(null=True, blank=True, help_text="While it is being counted.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="a_round_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(follows=F("pk")), name="no_round_follows_itself"),
        ]
        indexes = [models.Index(fields=["state", "-opens_on"])]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_answers(self) -> bool:
        """Whether a respondent may answer today."""
        return rules.takes_answers(self.state, self.opens_on, self.closes_on, clock.today())

    @property
    def closed_early(self) -> bool:
        """Whether it was closed before its last day was over."""
        return self.state not in (rules.State.DRAFT, rules.State.OPEN) and clock.today() <= self.closes_on

    @property
    def opens_later(self) -> bool:
        """Whether it has been opened for a day to come."""
        return self.state == rules.State.OPEN and clock.today() < self.opens_on


class Group(models.Model):
    """Those whose answers are told together, beside other groups'.

    A *joint* group is made of several when a round is counted (`actions.together`): it has neither sheets nor tickets of
    its own, and its members are told of nowhere.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="groups")
    key = models.SlugField(max_length=40, help_text="The same from year to year.")
    name = models.CharField(_("namn"), max_length=80)
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("eget frågeformulär"),
        help_text="Where the group is asked something else than the round's other groups; same keys lie beside each other.",
    )
    order = models.PositiveIntegerField(default=0)
    has_open_link = models.BooleanField(_("vem som helst som har länken kan svara"), default=True)
    asked = models.PositiveIntegerField(
        _("hur många som fick frågan"), null=True, blank=True, help_text="Where tickets do not tell."
    )
    counted_with = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        help_text="The joint group it is counted in.",
    )
    reminded = models.PositiveSmallIntegerField(default=0, help_text="How many times those who had not answered were.")
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="one_group_a_key"),
            models.CheckConstraint(condition=Q(reminded__lte=rules.MOST_REMINDERS), name="reminded_twice_at_most"),
            models.CheckConstraint(condition=~Q(counted_with=F("pk")), name="no_group_is_counted_in_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def asks(self) -> Version:
        """The version that this group answers."""
        return self.version or self.round.version


class Ticket(models.Model):
    """The right to answer once: a link to somebody, or a code on paper. It knows that it was used, never what for or when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="tickets")
    number = models.PositiveIntegerField(help_text="On the printed form, in the order they were made.")
    secret = SealedTextField(default="", help_text="Hexadecimal; link and code are made from it.")
    code_digest = models.CharField(max_length=64, unique=True, help_text="Of the code: `foundation.codes`.")
    contributor = models.ForeignKey(Contributor, models.SET_NULL, null=True, blank=True, related_name="+")
    name = SealedTextField(default="", blank=True)
    email = SealedTextField(default="", blank=True)
    answered = models.BooleanField(default=False)
    letter_made = models.BooleanField(default=False, help_text="The letter was in a pile that somebody fetched.")
    invited = models.BooleanField(default=False, help_text="The mail was queued, or the letter noted as posted.")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="Up to which of the group's this one is done.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_ticket_a_number"),
            models.UniqueConstraint(fields=["group", "contributor"], name="one_ticket_a_person"),
        ]
        indexes = [models.Index(fields=["group", "answered"])]

    def __str__(self) -> str:
        return f"{self.group_id}:{self.number}"

    @property
    def who(self) -> str:
        """Whose it is, as staff may read it: a pseudonym, a name or address that was given, or the number of a code."""
        if not self.secret:
            return str(_("Gallrad"))
        named = str(self.contributor) if self.contributor else self.name or self.email
        return named or str(_("Kod nummer %(number)s")) % {"number": self.number}


class Asking(models.Model):
    """People who are being given tickets. Many take a while: the worker makes them, and this row tells how far it has come."""

    class Source(models.TextChoices):
        POOL = "pool", _("ur Intressebanken")
        STAFF = "staff", _("medarbetare")
        LIST = "list", _("en lista")
        CODES = "codes", _("koder på papper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="askings")
    source = models.CharField(max_length=5, choices=Source)
    people = SealedTextField(default="", blank=True, help_text="JSON; nothing once all are made.")
    total = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0, help_text="How many of `people` have been gone through.")
    made = models.PositiveIntegerField(default=0, help_text="How many tickets came of them.")
    heard_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(taken__lte=F("total")), name="no_more_taken_than_there_are")]

    def __str__(self) -> str:
        return f"{self.source} {self.taken}/{self.total}"


class Draft(models.Model):
    """Answers under way. Found and opened by the respondent's own secret; deleted when they are sent."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="Of the respondent's secret.")
    group = models.ForeignKey(Group, models.CASCADE, related_name="+")
    sealed = models.TextField(help_text="Answers, sealed with a key made of the secret.")
    touched_on = models.DateField(default=clock.today, help_text="The day alone, so that old ones can be thrown away.")

    def __str__(self) -> str:
        return self.digest[:12]


class Sheet(models.Model):
    """What somebody answered, and nothing about who, when, where, how or in which language.

    Ids are random, and the rows of a round are written anew in random order (`actions.box.shake`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="sheets")
    answers = SealedTextField(help_text="JSON: `questionnaires.document.Answers`.")

    def __str__(self) -> str:
        return self.id.hex[:8]


class Publication(models.Model):
    """All that is told of a round in figures, after disclosure control. It is written once, and nothing else is shown."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="publication")
    content = models.JSONField(help_text="As `medverka survey results --json` prints it: docs/surveys.md.")
    k = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.round}"


class FreeText(models.Model):
    """Something written in answer to one question, apart from all else that the same person answered."""

    class State(models.TextChoices):
        NEW = "new", _("inte läst än")
        READ = "read", _("läst")
        CHOSEN = "chosen", _("valt citat")
        ASIDE = "aside", _("lagt åt sidan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="texts")
    question = models.CharField(max_length=60, help_text="Its key in the questionnaire.")
    text = SealedTextField(help_text="As it was written.")
    shown = SealedTextField(default="", blank=True, help_text="As it may be shown: masked, perhaps shortened.")
    state = models.CharField(max_length=6, choices=State, default=State.NEW)
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    voice_id = models.BigIntegerField(null=True, blank=True, help_text="The voice that it became.")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["group", "question", "state"])]

    def __str__(self) -> str:
        return self.id.hex[:8]
