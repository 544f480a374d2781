from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.petals import Flower
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.voices import rules

# What is waited for: no answer yet, or a "later" that has been put to somebody else.
AWAITED = Q(answer="") | Q(answer="later", asked_again=True)


class Theme(models.Model):
    """What a voice is about, in a word of the county's own list. The slug never changes."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(_("namn"), max_length=80, db_collation="sv")
    name_en = models.CharField(_("namn på engelska"), max_length=80, blank=True)
    retired = models.BooleanField(_("används inte längre"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Voice(models.Model):
    """Something said, and what became of it."""

    class Answer(models.TextChoices):
        YES = "yes", _("Ja")
        NO = "no", _("Nej")
        LATER = "later", _("Senare")

    class Capacity(models.TextChoices):
        INDIVIDUAL = "individual", _("enskilda")
        MANDATE = "mandate", _("en förening, med mandat")
        PEER = "peer", _("anställda med egen erfarenhet")
        OFFICIAL = "official", _("tjänstepersoner")
        POLITICIAN = "politician", _("förtroendevalda")

    text = models.TextField(_("det som sades"), max_length=2000)
    said_on = models.DateField(_("sades den"), default=clock.today)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Who is to answer.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    capacity = models.CharField(
        _("de som sade det talade som"), max_length=10, choices=Capacity, default=Capacity.INDIVIDUAL
    )
    association = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    origin_kind = models.CharField(max_length=12)
    origin_id = models.BigIntegerField()
    themes = models.ManyToManyField(Theme, related_name="+", blank=True, verbose_name=_("teman"))
    urgent = models.BooleanField(_("brådskar"), default=False)
    in_room = models.BooleanField(default=False, help_text="Said where people are counted, not named; told back there.")
    answer_due_on = models.DateField(_("svar senast"))
    answer = models.CharField(_("svar"), max_length=5, choices=Answer, blank=True)
    because = models.TextField(_("därför att"), blank=True, max_length=2000)
    answered_on = models.DateField(null=True, blank=True)
    asked_again = models.BooleanField(default=False, help_text='A "later" that has been put to somebody else.')
    effect = models.TextField(_("det ledde till"), blank=True, max_length=2000)
    effect_on = models.DateField(null=True, blank=True)
    public = models.BooleanField(_("visas på Ni sa, vi gjorde"), default=False)
    reminded_on = models.DateField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["answer_due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None)
                | (~Q(answer="") & ~Q(because="") & Q(answered_on__isnull=False)),
                name="an_answer_says_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(effect="", effect_on=None) | (~Q(effect="") & Q(effect_on__isnull=False) & ~Q(answer="")),
                name="an_effect_follows_an_answer",
            ),
            models.CheckConstraint(condition=Q(answer_due_on__gte=F("said_on")), name="due_after_said"),
            models.CheckConstraint(
                condition=~Q(capacity="mandate") | Q(association__isnull=False),
                name="a_mandated_voice_names_its_association",
            ),
            models.CheckConstraint(condition=Q(public=False) | ~Q(answer=""), name="only_answered_voices_are_public"),
            models.CheckConstraint(condition=Q(asked_again=False) | Q(answer="later"), name="a_later_is_asked_again"),
        ]
        indexes = [
            models.Index(fields=["origin_kind", "origin_id"]),
            models.Index(fields=["answer", "answer_due_on"]),
            models.Index(fields=["said_on"]),
            models.Index(fields=["public", "answered_on"]),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def flower(self) -> Flower:
        """How far it has come; the answer is waited for until it is a yes or a no."""
        return Flower.of(rules.petals(self.answer, self.effect), rules.current_petal(self.answer))

    @property
    def awaited(self) -> bool:
        """Whether an answer is waited for, as `AWAITED` says."""
        return self.answer == "" or self.asked_again

    @property
    def days_late(self) -> int:
        """Days past the promise while an answer is waited for."""
        return rules.days_late(self.answer_due_on, "" if self.awaited else self.answer, clock.today())

    @property
    def one_or_many(self) -> str:
        """For whom those who said it spoke, so that nobody needs to guess whether it was one or many."""
        if self.origin_kind == "forum":
            return _g("Sades i ett forum, där de som är med räknas och ingen namnges.")
        if self.association and self.capacity == self.Capacity.MANDATE:
            return _g("Sades för %(association)s, med mandat av medlemmarna.") % {"association": self.association}
        return str(ONE_OR_MANY[self.Capacity(self.capacity)])

    @property
    def everything(self) -> str:
        """Every word that the public page would show."""
        return "\n".join([self.text, self.because, self.effect])

    @property
    def outcome(self) -> str:
        """Why it was answered so, what it led to, and how long the answer took, as one text."""
        if self.answered_on is None:
            return ""
        days = (self.answered_on - self.said_on).days
        took = ngettext("Svar efter en dag.", "Svar efter %(days)s dagar.", days) % {"days": days}
        effect = _g("Det ledde till: %s") % self.effect if self.effect else ""
        return " ".join(filter(None, [self.because, effect, took if days else _g("Svar samma dag.")]))


ONE_OR_MANY = {
    Voice.Capacity.INDIVIDUAL: _("Sades av enskilda, för egen del."),
    Voice.Capacity.MANDATE: _("Sades för en förening, med mandat av medlemmarna."),
    Voice.Capacity.PEER: _("Sades av anställda med egen erfarenhet, i sitt arbete."),
    Voice.Capacity.OFFICIAL: _("Sades av tjänstepersoner, i sitt arbete."),
    Voice.Capacity.POLITICIAN: _("Sades av förtroendevalda, i sitt uppdrag."),
}


class ToldBack(models.Model):
    """That one who spoke, or the room where it was said, is to be told an answer or an effect; when and how it was done."""

    class What(models.TextChoices):
        ANSWER = "answer", _("svaret")
        FINAL = "final", _("det slutliga svaret")
        EFFECT = "effect", _("vad det ledde till")

    MEETING = "meeting"
    CHANNELS = [*Contributor.Channel.choices, (MEETING, _("på mötet"))]

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    contributor = models.ForeignKey(
        Contributor, models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty: the room."
    )
    what = models.CharField(max_length=6, choices=What)
    channel = models.CharField(max_length=7, choices=CHANNELS)
    since = models.DateTimeField(default=clock.now)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice", "contributor", "what"], name="told_once"),
            models.UniqueConstraint(
                fields=["voice", "what"], condition=Q(contributor=None), name="the_room_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(contributor=None, channel="meeting")
                | (Q(contributor__isnull=False) & ~Q(channel="meeting")),
                name="the_room_is_told_at_a_meeting",
            ),
        ]
        indexes = [models.Index(fields=["told_at", "channel"])]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.contributor_id or self.MEETING} {self.what}"


class Speaker(models.Model):
    """Who is to be told: the contributors who took part when the voice was heard. Not who said it."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "contributor"], name="one_speaker_once")]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.contributor_id}"


class Masking(models.Model):
    """That something which could tell who somebody is was taken out of a voice. What stood there is not kept."""

    class Field(models.TextChoices):
        TEXT = "text", _("texten")
        BECAUSE = "because", _("svaret")
        EFFECT = "effect", _("det som det ledde till")
        HANDED = "handed", _("skälet till att någon annan ska svara")

    class Why(models.TextChoices):
        NAME = "name", _("ett namn")
        PHONE = "phone", _("ett telefonnummer eller en adress")
        PERSONNUMMER = "personnummer", _("ett personnummer")
        CARE = "care", _("något om någons egen vård")
        OTHER = "other", _("något annat som pekar ut någon")

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    on = models.DateField(default=clock.today)
    field = models.CharField(max_length=7, choices=Field)
    why = models.CharField(_("vad som togs bort"), max_length=12, choices=Why)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.field} {self.why}"

    @property
    def in_words(self) -> str:
        """What was done, in a sentence."""
        words = {
            "day": date_format(self.on, "j F Y"),
            "what": self.get_why_display(),
            "where": self.get_field_display(),
        }
        return _g("Den %(day)s togs %(what)s bort ur %(where)s.") % words


class Escalation(models.Model):
    """That a voice was handed on to somebody else to answer: from whom, to whom, and why."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    from_unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    to_unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    because = models.TextField(_("därför att"), max_length=2000)
    on = models.DateField(default=clock.today)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(because=""), name="an_escalation_says_why")]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.from_unit_id} {self.to_unit_id}"
