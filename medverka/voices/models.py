from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.petals import Flower
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.voices import rules


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
    answer_due_on = models.DateField(_("svar senast"))
    answer = models.CharField(_("svar"), max_length=5, choices=Answer, blank=True)
    because = models.TextField(_("därför att"), blank=True, max_length=2000)
    answered_on = models.DateField(null=True, blank=True)
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
    def days_late(self) -> int:
        """Days past the promise while nobody has answered."""
        return rules.days_late(self.answer_due_on, self.answer, clock.today())

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


class ToldBack(models.Model):
    """That one who spoke is to be told an answer or an effect, and when and how it was done."""

    class What(models.TextChoices):
        ANSWER = "answer", _("svaret")
        FINAL = "final", _("det slutliga svaret")
        EFFECT = "effect", _("vad det ledde till")

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="+")
    what = models.CharField(max_length=6, choices=What)
    channel = models.CharField(max_length=6, choices=Contributor.Channel)
    since = models.DateTimeField(default=clock.now)
    mail = models.ForeignKey(OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "contributor", "what"], name="told_once")]
        indexes = [models.Index(fields=["told_at", "channel"])]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.contributor_id} {self.what}"


class Speaker(models.Model):
    """Who is to be told: the contributors who took part when the voice was heard. Not who said it."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    contributor = models.ForeignKey(Contributor, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "contributor"], name="one_speaker_once")]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.contributor_id}"
