from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.contributions.models import Contribution
from medverka.foundation.fields import DateField, HoursField, has_been
from medverka.organisations.models import Organisation
from medverka.pool.models import Term
from medverka.pool.queries import current_terms

HOURS_ERRORS = {
    "min_value": _("Tiden måste vara mer än noll timmar."),
    "max_value": _("Ett dygn har 24 timmar. Skriv tiden för en dag i taget."),
    "max_digits": _("Skriv timmar som 1,5 eller 1:30."),
    "max_decimal_places": _("Skriv timmar som 1,5 eller 1:30."),
}


def hours_field() -> HoursField:
    """Hours of one day, if they are known."""
    return HoursField(
        label=_("Timmar"), required=False, max_digits=5, decimal_places=2, min_value=Decimal("0.01"),
        max_value=Decimal(24), error_messages=HOURS_ERRORS,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}), localize=True,
    )  # fmt: skip


def day_field(label: Any, missing: Any = "", **options: Any) -> DateField:
    """A day, in a field no wider than a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off", "size": 14})
    return DateField(label=label, widget=widget, error_messages={"required": missing} if missing else {}, **options)


class OwnForm(forms.Form):
    """A contribution as a contributor notes it: the day, the hours, and what it was."""

    on = day_field(_("Vilken dag?"), _("Skriv vilken dag det var."), validators=[has_been])
    hours = hours_field()
    way = forms.ModelChoiceField(
        label=_("Vad gjorde du?"), queryset=Term.objects.none(), required=False, empty_label=_("Något annat")
    )
    again = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].queryset = current_terms("way")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What to record."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "again"}


class CorrectForm(OwnForm):
    """Everything that can be corrected by a coordinator."""

    capacity = forms.ChoiceField(label=_("Medverkade"), choices=Contribution.Capacity.choices, widget=forms.RadioSelect)
    association = forms.ModelChoiceField(
        label=_("Vilken förening?"), queryset=Organisation.objects.none(), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].label = _("Slag av medverkan")
        self.fields["association"].queryset = Organisation.objects.associations()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("capacity") == Contribution.Capacity.MANDATE and not data.get("association"):
            self.add_error("association", _("Välj vilken förening som gav mandatet."))
        if data.get("capacity") != Contribution.Capacity.MANDATE:
            data["association"] = None
        return data
