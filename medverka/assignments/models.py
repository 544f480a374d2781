import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medverka.assignments.rules import InvitationState, Picked, RequestState
from medverka.contributions.models import Contribution
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor, Term

# What a request chooses of the county's lists, several of each.
LISTS = ("areas", "can_arrange", "cannot_arrange")


class InvolvementRequest(models.Model):
    """A need for people with experience, from the first draft to what it led to."""

    State = RequestState

    class Promise(models.TextChoices):
        INFORMED = "informed", _("få veta")
        HEARD = "heard", _("bli hörda")
        TAKE_PART = "take_part", _("vara med och arbeta fram förslaget")
        DECIDE = "decide", _("vara med och besluta")

    class Source(models.TextChoices):
        COMMISSIONER = "commissioner", _("uppdragsgivaren själv")
        COORDINATOR = "coordinator", _("samordnaren, för uppdragsgivaren")
        VISITOR = "visitor", _("det öppna formuläret")
        IMPORT = "import", _("ett register")

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Stands in addresses.")
    number = models.CharField(
        max_length=20, unique=True, null=True, blank=True, help_text="2026-014; given when received"
    )
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.DRAFT)
    source = models.CharField(max_length=12, choices=Source, default=Source.COMMISSIONER)
    created_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now, help_text="When its draft was last saved or linked to.")
    received_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    carried_out_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    decline_reason = models.TextField(_("varför ni säger nej"), blank=True, max_length=2000)

    # Who asks
    title = models.CharField(_("rubrik"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("verksamhet")
    )
    unit_in_words = models.CharField(_("verksamhet"), max_length=120, blank=True, help_text="A visitor's own words.")
    commissioner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    contact_name = models.CharField(_("ditt namn"), max_length=120, blank=True)
    contact_email = models.EmailField(_("din e-post"), blank=True)
    contact_phone = models.CharField(_("din telefon"), max_length=30, blank=True)
    # What it is about
    purpose = models.TextField(_("vad ni vill uppnå"), blank=True, max_length=4000)
    way = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("slag av medverkan")
    )
    level = models.CharField(_("nivå"), max_length=11, choices=Contribution.Level, blank=True)
    promise = models.CharField(_("ert löfte: de som medverkar ska"), max_length=10, choices=Promise, blank=True)
    can_be_influenced = models.TextField(_("vad går att påverka?"), blank=True, max_length=2000)
    decision_on = models.DateField(_("när fattas beslutet?"), null=True, blank=True)
    # Whom
    persons_wanted = models.PositiveSmallIntegerField(_("hur många personer?"), default=2)
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    wants_user = models.BooleanField(_("brukare"), default=False)
    wants_patient = models.BooleanField(_("patient"), default=False)
    wants_relative = models.BooleanField(_("närstående"), default=False)
    mix_own = models.BooleanField(_("minst en brukare eller patient"), default=False)
    mix_relative = models.BooleanField(_("minst en närstående"), default=False)
    mix_units = models.BooleanField(_("inte två med erfarenhet av samma verksamhet"), default=False)
    areas = models.ManyToManyField(Term, related_name="+", blank=True, verbose_name=_("erfarenhet av"))
    # When, where, how
    starts_on = models.DateField(_("första dagen"), null=True, blank=True)
    ends_on = models.DateField(_("sista dagen"), null=True, blank=True)
    when_in_words = models.CharField(_("tider, med ord"), max_length=200, blank=True)
    form = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("form"))
    language = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("språk"))
    place = models.CharField(_("plats"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kommun där ni träffas")
    )
    place_access = models.TextField(_("så tillgänglig är platsen"), blank=True, max_length=1000)
    # Of the county's list of needs; what is in neither is not known.
    can_arrange = models.ManyToManyField(
        Term, related_name="+", blank=True, verbose_name=_("det här finns eller kan ordnas")
    )
    cannot_arrange = models.ManyToManyField(
        Term, related_name="+", blank=True, verbose_name=_("det här går inte att ordna")
    )
    other_participants = models.TextField(_("vilka andra är med?"), blank=True, max_length=1000)
    support_person = models.CharField(_("stödperson på plats"), max_length=120, blank=True)
    compensation = models.TextField(_("ersättning som ni erbjuder"), blank=True, max_length=1000)
    answer_by = models.DateField(_("när får de som medverkat svar?"), null=True, blank=True)
    last_reply_on = models.DateField(_("sista dag att svara på inbjudan"), null=True, blank=True)

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(places_taken__lte=F("persons_wanted")), name="never_overfilled"),
            models.CheckConstraint(
                condition=Q(persons_wanted__gte=1, persons_wanted__lte=200), name="persons_wanted_sane"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "unconfirmed"])
                | (Q(received_on__isnull=False, number__isnull=False) & (Q(unit__isnull=False) | ~Q(unit_in_words=""))),
                name="a_received_request_has_a_date_a_number_and_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="request_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_on"]), models.Index(fields=["received_on"])]

    def __str__(self) -> str:
        return self.title or self.number or gettext("Förfrågan utan rubrik")


class RequestMessage(models.Model):
    """What coordinator and commissioner have asked each other about a request."""

    request = models.ForeignKey(InvolvementRequest, models.CASCADE, related_name="+")
    from_coordinator = models.BooleanField()
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField(default=clock.now)
    author = models.CharField(max_length=60, help_text="Actor")

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


def first_name_alone() -> list[str]:
    """What a commissioner may see of somebody who has not said anything else."""
    return ["first_name"]


class Invitation(models.Model):
    """One contributor's part in one request: asked, answered, accepted, in reserve."""

    State = InvitationState

    request = models.ForeignKey(InvolvementRequest, models.CASCADE, related_name="+")
    contributor = models.ForeignKey(Contributor, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState)
    order = models.PositiveSmallIntegerField(default=0, help_text="Reserves move up in this order.")
    channel = models.CharField(max_length=6, choices=Contributor.Channel)
    stamp = models.UUIDField(default=uuid.uuid4, help_text="In the link; a new one ends older links.")
    code_digest = models.CharField(max_length=64, blank=True, db_index=True, help_text="Of the letter's code.")
    invited_at = models.DateTimeField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.CharField(max_length=60, blank=True, help_text="Actor who recorded the reply.")
    recorded_how = models.CharField(
        max_length=6, choices=Contributor.Channel, blank=True, help_text="How the reply came."
    )
    capacity = models.CharField(max_length=10, choices=Contribution.Capacity, default=Contribution.Capacity.INDIVIDUAL)
    association = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    released = models.JSONField(
        default=first_name_alone, help_text="What the commissioner may see: first_name, last_name, email, phone"
    )
    no_show = models.BooleanField(default=False)
    picked = models.CharField(
        max_length=8, choices=Picked, blank=True, help_text="How they were found; empty: not known."
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "contributor"], name="one_invitation_a_person"),
        ]
        indexes = [models.Index(fields=["contributor", "state"]), models.Index(fields=["state", "reply_by"])]

    def __str__(self) -> str:
        return f"{self.request_id} {self.contributor_id} {self.state}"


class InvitationQuestion(models.Model):
    """What an invited contributor wondered, and what the coordinator answered."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(default=clock.now)
    recorded_by = models.CharField(max_length=60, help_text="Actor")
    answer = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answered_question_has_words",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Telling(models.Model):
    """A letter to post or a call to make, because somebody is not reached by mail. Waits until it is done."""

    class What(models.TextChoices):
        INVITATION = "invitation", _("inbjudan")
        REMINDER = "reminder", _("påminnelse")
        PLACE = "place", _("besked om plats")
        NOT_CHOSEN = "not_chosen", _("besked och tack")
        TERMS = "terms", _("uppdragsbeskrivning")
        CANCELLED = "cancelled", _("besked om att uppdraget är inställt")
        ANSWER = "answer", _("svar på en fråga")
        TAKEN_BACK = "taken_back", _("besked om att inbjudan är tillbakatagen")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    about = models.CharField(max_length=40, blank=True, help_text="Which version or question; the same is told once.")
    channel = models.CharField(max_length=6, choices=Contributor.Channel)
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=60, blank=True, help_text="Actor; system: no longer needed")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["invitation", "what", "about"], name="the_same_is_told_once")]
        indexes = [models.Index(fields=["done_at", "made_at"])]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.what}"


class AssignmentTerms(models.Model):
    """What was agreed, in one version. A change makes a new version, which is accepted anew."""

    request = models.ForeignKey(InvolvementRequest, models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    task = models.TextField(_("uppgift"), max_length=2000)
    time = models.TextField(_("tid"), max_length=500)
    place = models.TextField(_("plats"), max_length=500, blank=True)
    preparation = models.TextField(_("förberedelse"), max_length=1000, blank=True)
    support = models.TextField(_("stöd"), max_length=1000, blank=True)
    compensation = models.TextField(_("ersättning"), max_length=1000, blank=True)
    confidentiality = models.TextField(_("tystnadsplikt och sekretess"), max_length=1000, blank=True)
    starts_at = models.DateTimeField(_("börjar"), null=True, blank=True)
    ends_at = models.DateTimeField(_("slutar"), null=True, blank=True)
    issued_at = models.DateTimeField(default=clock.now)
    issued_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="one_terms_version_once")]

    def __str__(self) -> str:
        return f"{self.request_id} v{self.version}"


class TermsAcceptance(models.Model):
    """That a contributor accepted one version of the terms, and how."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="+")
    terms = models.ForeignKey(AssignmentTerms, models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField(default=clock.now)
    recorded_by = models.CharField(max_length=60)
    how = models.CharField(max_length=6, choices=Contributor.Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "terms"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.terms_id}"


class Evaluation(models.Model):
    """One side's answer to the four questions afterwards (1 poor to 5 good), and own words."""

    request = models.ForeignKey(InvolvementRequest, models.CASCADE, related_name="+")
    invitation = models.OneToOneField(Invitation, models.CASCADE, null=True, blank=True, related_name="+")
    overall = models.PositiveSmallIntegerField(_("Hur var det som helhet?"))
    treated = models.PositiveSmallIntegerField(_("Hur blev de som medverkade bemötta?"))
    conditions = models.PositiveSmallIntegerField(_("Hur bra var förutsättningarna: information, stöd och tid?"))
    difference = models.PositiveSmallIntegerField(_("Hur stor skillnad gjorde medverkan för diskussioner och beslut?"))
    words = models.TextField(_("Med egna ord"), blank=True, max_length=4000)
    words_open = models.BooleanField(default=False, help_text="May be read though few have answered.")
    written_at = models.DateTimeField(default=clock.now)
    recorded_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(invitation=None), name="one_evaluation_from_the_commissioner"
            ),
            models.CheckConstraint(
                condition=Q(
                    overall__range=(1, 5), treated__range=(1, 5), conditions__range=(1, 5), difference__range=(1, 5)
                ),
                name="evaluations_from_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.invitation_id}"
