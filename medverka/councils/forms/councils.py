from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from medverka.access.authorise import may_everywhere, within_reach
from medverka.accounts.models import RoleHolding, User
from medverka.councils import rules
from medverka.councils.actions.councils import COUNCIL_FIELDS
from medverka.councils.models import Council
from medverka.foundation import clock
from medverka.organisations.models import Organisation, SubArea

LONG = {"rows": 4}


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An organisation, with what it belongs to, for many have the same name."""

    def label_from_instance(self, organisation: Any) -> str:
        above = organisation.parent
        return f"{organisation.name} ({above.name})" if above else str(organisation.name)


class CouncilForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a council is, what it is for, who answers, and where it is shown."""

    organisation = PlaceField(Organisation.objects.none(), label=_("Hör till"), empty_label=_("Välj"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Council
        fields = (
            "name", "kind", "organisation", "level", "sub_area", "purpose", "mandate", "rhythm", "procedure", "answers",
            "public", "hidden_in_compilations", "runs_elsewhere",
        )  # fmt: skip
        labels = {
            "name": _("Namn"),
            "kind": _("Vad är det?"),
            "level": _("Vilken nivå gäller det?"),
            "sub_area": _("Delregion"),
            "purpose": _("Syfte"),
            "mandate": _("Mandat"),
            "rhythm": _("Hur ofta träffas ni?"),
            "procedure": _("Arbetsordning"),
            "answers": _("Vem svarar på det som sägs?"),
            "public": _("Har en öppen sida"),
            "hidden_in_compilations": _("För litet för att nämnas i sammanställningar"),
            "runs_elsewhere": _("Drivs av andra"),
        }
        help_texts = {
            "organisation": _("Den verksamhet eller organisation som ska svara på det som sägs."),
            "sub_area": _("Lämna tomt, så följer den verksamheten."),
            "purpose": _("Varför finns det? Skriv så att den som är ny förstår."),
            "mandate": _("Vad får ni besluta, och vad får ni säga er mening om?"),
            "rhythm": _("Med ord, till exempel: första tisdagen i månaden, klockan 14."),
            "procedure": _("Hur ni väljer ordförande, kallar, beslutar och skriver protokoll."),
            "answers": _("Varje synpunkt går till den personen. Det behöver vara någon som svarar för verksamheten."),
            "public": _("Alla kan läsa vad det är, när ni träffas och vilka svar som har getts. Namn visas bara för den som har sagt ja."),
            "hidden_in_compilations": _("När få personer deltar kan det gå att räkna ut vem som sagt något. Då räknas det ihop med andra små och nämns aldrig vid namn."),
            "runs_elsewhere": _("Ett nätverk eller en grupp som någon annan håller i, där samordnaren har en plats."),
        }  # fmt: skip
        widgets = {
            "level": forms.RadioSelect,
            "purpose": forms.Textarea(attrs=LONG),
            "mandate": forms.Textarea(attrs=LONG),
            "procedure": forms.Textarea(attrs={"rows": 8}),
        }
        error_messages = {
            "name": {"required": _("Skriv vad det heter.")},
            "kind": {"required": _("Välj vad det är.")},
            "level": {"required": _("Välj vilken nivå det gäller.")},
        }

    def __init__(self, *args: Any, editor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        kept = self.instance.organisation_id
        places = Organisation.objects.filter(within_reach(editor, "councils.edit")).filter(
            Q(closed_on=None) | Q(pk=kept)
        )
        fields["organisation"].queryset = places.select_related("parent")
        fields["organisation"].error_messages["required"] = _("Välj vad det hör till.")
        fields["kind"].choices = [("", _("Välj")), *rules.CouncilKind.choices]
        fields["level"].choices = Council.Level.choices
        fields["answers"].queryset = _who_answer(editor, self.instance.answers_id)
        fields["answers"].empty_label = _("Ingen vald än")
        fields["sub_area"].empty_label = _("Ingen delregion")
        fields["version"].initial = self.instance.version
        if not may_everywhere(editor, "councils.edit") or not SubArea.objects.exists():
            del fields["sub_area"]

    def _post_clean(self) -> None:
        """The action checks and saves: the row is left as it was read."""

    def given(self) -> dict[str, Any]:
        """What was filled in, for the action. A new council follows its organisation's sub-area unless one is chosen."""
        values = {name: value for name, value in self.cleaned_data.items() if name in COUNCIL_FIELDS}
        if self.instance.pk is None and values.get("sub_area") is None:
            values.pop("sub_area", None)
        return values

    def clashes_with(self, fresh: Council) -> list[tuple[str, str]]:
        """What somebody else has saved in the meantime where this form says otherwise: (field, what stands there now).

        Sent once more the form is saved, for whoever sends it has now seen what it replaces.
        """
        if self.cleaned_data.get("version") == fresh.version:
            return []
        self.data = {**self.data.dict(), "version": str(fresh.version)}  # type: ignore[attr-defined]
        return [
            (str(self.fields[name].label), _in_words(fresh, name))
            for name in self.given()
            if self.cleaned_data[name] != getattr(fresh, name)
        ]


def _in_words(council: Council, name: str) -> str:
    value = getattr(council, name)
    if isinstance(value, bool):
        return str(_("ja") if value else _("nej"))
    shown = getattr(council, f"get_{name}_display", None)
    return str(shown() if shown else value or _("inget"))


def _who_answer(editor: Any, kept: int | None) -> Any:
    """Those who answer for a unit within the editor's reach, by name."""
    held = RoleHolding.objects.held_on(clock.today()).filter(role="commissioner")
    held = held.filter(within_reach(editor, "councils.edit", "organisation"))
    return User.objects.filter(Q(pk__in=held.values("user"), is_active=True) | Q(pk=kept)).order_by("name")


class CouncilFilter(forms.Form):
    """How the list is narrowed."""

    q = forms.CharField(required=False, max_length=80)
    slag = forms.ChoiceField(
        label=_("Vad det är"), choices=[("", _("alla")), *rules.CouncilKind.choices], required=False
    )
    verksamhet = PlaceField(Organisation.objects.none(), label=_("Hör till"), empty_label=_("alla"), required=False)
    delregion = forms.ModelChoiceField(
        SubArea.objects.all(), label=_("Delregion"), empty_label=_("alla"), required=False
    )
    visa = forms.ChoiceField(
        label=_("Visa"),
        choices=[("", _("de som finns")), ("lediga", _("de som har lediga platser")), ("tidigare", _("de som har upphört"))],
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["verksamhet"].queryset = places
        if not SubArea.objects.exists():
            del fields["delregion"]

    @property
    def in_words(self) -> str:
        """What the list shows, for the folded choices on a phone."""
        wanted = self.cleaned_data if self.is_valid() else {}
        choices = {name: dict(self.fields[name].choices) for name in ("slag", "visa")}  # type: ignore[attr-defined]
        words = [choices["visa"][wanted.get("visa", "")], choices["slag"].get(wanted.get("slag") or "-", "")]
        return ", ".join(str(word) for word in (*words, wanted.get("verksamhet"), wanted.get("delregion")) if word)
