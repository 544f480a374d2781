"""The forms of our own pages; django-allauth's stand in `sign_in_forms`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.accounts import first_run
from medverka.accounts.queries import places_to_give, read_place
from medverka.foundation.fields import DateField


class NameForm(forms.Form):
    """What one is called in Medverka."""

    name = forms.CharField(label=_("Namn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))


class InviteForm(forms.Form):
    """Whom to invite to a role, where it holds and for how long."""

    name = forms.CharField(label=_("Namn"), max_length=120)
    email = forms.EmailField(
        label=_("E-post"), help_text=_("Dit går inbjudan, och med den adressen loggar personen in.")
    )
    place = forms.ChoiceField(label=_("Var gäller rollen?"))
    ends_on = DateField(
        label=_("Sista dag"),
        required=False,
        help_text=_("Om du redan vet när uppdraget tar slut. Skriv till exempel 31 december 2026."),
    )

    def __init__(self, *args: Any, inviter: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inviter = inviter
        places = places_to_give(inviter, role)
        self.has_places = bool(places)
        place: Any = self.fields["place"]
        place.choices = places if len(places) == 1 else [("", _("Välj")), *places]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email == self.inviter.email:
            raise forms.ValidationError(_("Det är din egen adress. Be någon annan ge dig rollen."))
        return email

    def values(self) -> dict[str, Any]:
        """What `invite_staff` takes."""
        organisation, sub_area = read_place(self.cleaned_data["place"])
        values = {key: self.cleaned_data[key] for key in ("name", "email", "ends_on")}
        return values | {"organisation": organisation, "sub_area": sub_area}


class EndRoleForm(forms.Form):
    """When a role ends."""

    when = forms.ChoiceField(
        label=_("När slutar rollen?"),
        widget=forms.RadioSelect,
        choices=[
            ("now", _("Nu genast. Personen loggas ut.")),
            ("day", _("En viss dag")),
            ("never", _("Den har inget slutdatum")),
        ],
    )
    last_day = DateField(label=_("Sista dag"), required=False, help_text=_("Om du valde en viss dag."))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("when") == "day" and not values.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Skriv vilken dag som är den sista, till exempel 31 december 2026."))
        return values


class FirstRunForm(forms.Form):
    """What an empty county needs to begin."""

    code = forms.CharField(
        label=_("Engångskod"),
        max_length=40,
        help_text=_("Står i fönstret där ”medverka serve” körs. Den ser ut som ACDEF-HJKLM."),
        widget=forms.TextInput(attrs={"size": 18, "autocomplete": "off", "spellcheck": "false"}),
    )
    county = forms.CharField(label=_("Länets namn"), max_length=80, help_text=_("Till exempel Exempellän."))
    name = forms.CharField(label=_("Ditt namn"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Din e-post"), help_text=_("Med den loggar du in."))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not first_run.is_right(code):
            raise forms.ValidationError(_("Koden stämmer inte. Läs den en gång till i fönstret."))
        return code
