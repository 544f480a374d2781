"""The forms of the coordinator's pages and of My page; the questions themselves stand in `questions.py`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.foundation.fields import DateField, RowsField, has_been
from medverka.organisations.models import Organisation
from medverka.organisations.queries import trails
from medverka.pool import rules
from medverka.pool.models import Contributor, Milestone, Term
from medverka.pool.queries import profile_seen, units_seen, units_to_choose
from medverka.pool.questions import (
    TOO_LONG,
    AccessForm,
    AgeForm,
    ChannelForm,
    ExperienceForm,
    IdentityForm,
    LimitsForm,
    OwnWordsForm,
    PerspectivesForm,
    TermsField,
    WaysForm,
    offer_municipalities,
)


class Correction(forms.Form):
    """A form that remembers what stood in it when it was opened, see `seen`."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ProfileForm(
    Correction, PerspectivesForm, AgeForm, ExperienceForm, WaysForm, AccessForm, LimitsForm, ChannelForm
):  # the order of the page
    """Everything about somebody but who they are, for correction on one page."""

    KEPT = ("perspectives", "age_band", "most_per_half_year", "weekdays", "channel")

    languages = TermsField(Term.Kind.LANGUAGE, label=_("Vilka språk kan du delta på?"))
    field_order = (
        "perspectives age_band areas ways forms_ languages access most_per_half_year weekdays channel".split()  # noqa: SIM905
    )

    @staticmethod
    def filled(contributor: Contributor) -> dict[str, Any]:
        """What stands in the form when it opens."""
        chosen = list(contributor.terms.all())
        lists = {"areas": "area", "ways": "way", "forms_": "form", "access": "access", "languages": "language"}
        return {
            "perspectives": contributor.perspectives,
            "age_band": contributor.age_band,
            "most_per_half_year": contributor.most_per_half_year,
            "weekdays": [str(day) for day in contributor.weekdays],
            "channel": contributor.channel,
            "seen": profile_seen(contributor, ("terms", *ProfileForm.KEPT)),
            **{name: [term for term in chosen if term.kind == kind] for name, kind in lists.items()},
        }

    def values(self) -> dict[str, Any]:
        """What `actions.change_profile` takes."""
        return {"terms": self.terms(), **{name: self.cleaned_data[name] for name in ("seen", *self.KEPT)}}


class OwnIdentityForm(Correction, IdentityForm, OwnWordsForm):
    """What contributors correct about who they are."""

    municipality = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Kommun"), required=False, empty_label=_("Vill inte säga")
    )
    field_order = "first_name last_name email phone street postcode city municipality own_words".split()  # noqa: SIM905

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_municipalities(self)

    @classmethod
    def names(cls) -> set[str]:
        """The fields that are corrected."""
        return set(cls.base_fields) - {"seen"}


class CoordinatorsIdentityForm(OwnIdentityForm):
    """The same behind the door, with the practical note."""

    note = forms.CharField(
        label=_("Att tänka på"),
        help_text=_("Praktiska saker, som när det passar att ringa. Personen själv kan läsa det."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )


class UnitsForm(Correction):
    """Which units somebody has experience of."""

    mark_optional = False
    units = RowsField(
        Organisation.objects.none(),
        label=_("Vilka verksamheter har du erfarenhet av?"),
        help_text=_("Frivilligt. Välj så många eller få du vill."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, contributor: Contributor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"units": list(contributor.units.all()), "seen": units_seen(contributor)}
        field, offered = self.fields["units"], units_to_choose(contributor)
        field.queryset = offered  # type: ignore[attr-defined]
        field.choices = [(unit.pk, trail) for unit, trail in trails(offered)]  # type: ignore[attr-defined]


class DoorForm(forms.Form):
    """Why the door is opened."""

    purpose = forms.ChoiceField(
        label=_("Varför behöver du veta vem det är?"),
        choices=[(code, label) for code, label in rules.PURPOSES.items() if code != "search"],
        error_messages={"required": _("Välj varför. Personen kan se det på sin sida.")},
    )


class FindForm(forms.Form):
    """An exact search through the door."""

    text = forms.CharField(
        label=_("Namn, e-post eller telefon"),
        help_text=_("Skriv hela namnet, hela adressen eller hela numret. Delar av ord hittas inte."),
        max_length=254,
        error_messages={"required": _("Skriv ett namn, en e-postadress eller ett telefonnummer.")},
    )
    purpose = forms.ChoiceField(
        label=_("Varför söker du?"),
        choices=[("search", rules.PURPOSES["search"]), ("duplicate", rules.PURPOSES["duplicate"])],
    )


class ProtectForm(forms.Form):
    """An alias, and those who may know who it stands for."""

    alias = forms.CharField(
        label=_("Vad ska personen kallas?"),
        help_text=_("Ett annat namn, som alla utom de samordnare du väljer ser."),
        max_length=80,
        error_messages={"required": _("Skriv ett namn som personen går med på att kallas.")},
    )
    named = RowsField(
        User.objects.none(),
        label=_("Vilka samordnare får veta vem det är?"),
        help_text=_("Så få som möjligt, men gärna två."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en samordnare.")},
    )

    def __init__(self, *args: Any, coordinators: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "named", coordinators)


class ContactPersonForm(forms.Form):
    """Who the contributor turns to."""

    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Kontaktperson"), required=False, empty_label=_("Ingen än")
    )

    def __init__(self, *args: Any, coordinators: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "user", coordinators)


class MilestoneForm(forms.Form):
    """An introduction or a training that somebody has taken."""

    kind = forms.ChoiceField(
        label=_("Vad har personen varit med om?"),
        choices=[(kind.value, kind.label.capitalize()) for kind in Milestone.Kind if kind != Milestone.Kind.CONFIRMED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad det var.")},
    )
    on = DateField(
        label=_("När var det?"),
        initial=clock.today,
        validators=[has_been],
        error_messages={"required": _("Skriv vilken dag det var.")},
    )
    what = forms.CharField(label=_("Vad handlade det om?"), max_length=120, required=False)


class LeaveForm(forms.Form):
    """Leaving: no reason, one choice."""

    tell_after = forms.BooleanField(
        label=_("Berätta för mig vad det ledde till, också efteråt"),
        help_text=_("Då sparar vi hur vi når dig tills svaren har kommit, som längst ett år."),
        required=False,
    )


class ResumeForm(forms.Form):
    """The code of a saved draft."""

    code = forms.CharField(
        label=_("Din kod"),
        help_text=_("Tio tecken. Stora och små bokstäver spelar ingen roll."),
        max_length=20,
        widget=forms.TextInput(attrs={"size": 12, "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Skriv koden som du fick när du sparade.")},
    )


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    """A word of the county's lists."""

    class Meta:
        model = Term
        fields = ("kind", "name", "name_en", "retired")
        labels = {
            "kind": _("Lista"),
            "name": _("Ord"),
            "name_en": _("På engelska"),
            "retired": _("Används inte längre"),
        }
        error_messages = {"name": {"required": _("Skriv ordet.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["kind" if self.instance.pk else "retired"]


class ListFilter(forms.Form):
    """How the list of the pool is narrowed."""

    q = forms.CharField(required=False)
    status = forms.ChoiceField(
        label=_("Visa"),
        choices=[("", _("alla som är med")), *Contributor.Status.choices],
        required=False,
    )
    perspective = forms.ChoiceField(
        label=_("Perspektiv"), choices=[("", _("alla")), *rules.PERSPECTIVES.items()], required=False
    )
    area = forms.ModelChoiceField(Term.objects.none(), label=_("Erfarenhet"), empty_label=_("alla"), required=False)
    municipality = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Kommun"), empty_label=_("alla"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].queryset = Term.objects.filter(kind=Term.Kind.AREA)  # type: ignore[attr-defined]
        offer_municipalities(self)


def offer_people(form: forms.Form, name: str, people: Any) -> None:
    """Fill a form's list of people."""
    form.fields[name].queryset = people  # type: ignore[attr-defined]
