from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from medverka.foundation.fields import DateField, RowsField
from medverka.mappings import queries
from medverka.mappings.models import Mapping
from medverka.mappings.rules import State
from medverka.organisations.models import ContactPerson, Organisation
from medverka.organisations.queries import trails
from medverka.surveys.models import Version


class MappingForm(forms.Form):
    """What a mapping is called, asks, and until when."""

    title = forms.CharField(
        label=_("Rubrik"), max_length=120, help_text=_("Till exempel Kartläggning 2026."),
        error_messages={"required": _("Skriv en rubrik.")},
    )  # fmt: skip
    opens_on = DateField(label=_("Öppnar den"), error_messages={"required": _("Skriv vilken dag den öppnar.")})
    closes_on = DateField(
        label=_("Lämnas in senast"), help_text=_("Det går att lämna in till dess att du stänger kartläggningen."),
        error_messages={"required": _("Skriv vilken dag svaren ska vara inne.")},
    )  # fmt: skip
    version = forms.ChoiceField(label=_("Frågor"), required=False)
    follows = forms.ModelChoiceField(
        label=_("Jämförs med"), queryset=Mapping.objects.none(), required=False, empty_label=_("Ingen tidigare"),
        help_text=_("Då syns hur varje organisation har rört sig sedan dess."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Alla får läsa resultatet när kartläggningen är stängd"), required=False,
        help_text=_("Annars läser de som har konto: tjänstepersoner, styrgrupp och samordnare."),
    )  # fmt: skip

    def __init__(self, *args: Any, mapping: Mapping | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_on"].widget.attrs["size"] = self.fields["closes_on"].widget.attrs["size"] = 14
        earlier = Mapping.objects.exclude(state=State.DRAFT)
        self.fields["follows"].queryset = earlier.exclude(pk=mapping.pk) if mapping else earlier  # type: ignore[attr-defined]
        self.versions = {str(version.pk): version for version in queries.usable_versions()}
        if mapping and mapping.state != State.DRAFT:
            del self.fields["version"]
            return
        own = not any(one.questionnaire.slug == "kartlaggning" for one in self.versions.values())
        choices: list[tuple[str, Any]] = [("", _("Medverkas egna frågor"))] if own else []
        choices += [(key, version.questionnaire.name) for key, version in self.versions.items()]
        self.fields["version"].choices = choices  # type: ignore[attr-defined]

    def clean_version(self) -> Version | None:
        return self.versions.get(self.cleaned_data["version"])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if first and last and last < first:
            raise ValidationError({"closes_on": _("Sista dagen kommer före den första. Skriv en senare dag.")})
        return self.cleaned_data


class ChooseForm(forms.Form):
    """Who takes part: authorities and bodies first, and then whatever lies under them."""

    tops = RowsField(
        label=_("Region, kommuner och andra organisationer"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    units = RowsField(
        label=_("Verksamheter"), queryset=Organisation.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Om de ska svara var för sig."),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.choosable_by(by)
        units = found.filter(kind=Organisation.Kind.UNIT)
        for name, rows in (("tops", found.exclude(kind=Organisation.Kind.UNIT)), ("units", units)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].choices = [(one.pk, trail) for one, trail in trails(rows)]  # type: ignore[attr-defined]
        if not units.exists():
            del self.fields["units"]

    def chosen(self) -> list[Organisation]:
        """Both kinds together."""
        return [*self.cleaned_data.get("tops", ()), *self.cleaned_data.get("units", ())]


class ContactForm(forms.Form):
    """Who gets the link, among an organisation's contact persons."""

    contact = forms.ModelChoiceField(
        label=_("Kontaktperson"), queryset=ContactPerson.objects.none(), required=False, empty_label=_("Ingen"),
        help_text=_("Den som väljs får en egen länk. Den förra länken slutar att gälla."),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[ContactPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = ContactPerson.objects.filter(pk__in=[one.pk for one in people])
        self.fields["contact"].queryset = rows  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Kod"), max_length=30, help_text=_("Den står i brevet. Stora eller små bokstäver spelar ingen roll."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "size": 14}),
        error_messages={"required": _("Skriv koden som står i brevet.")},
    )  # fmt: skip
