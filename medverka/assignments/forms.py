"""What is filled in: what is done with a request, its terms and its invitations."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.assignments.models import AssignmentTerms, InvolvementRequest
from medverka.assignments.request_forms import UnitField
from medverka.contributions.models import Contribution
from medverka.foundation.fields import DateField, TimeField, has_been
from medverka.organisations.models import Organisation
from medverka.organisations.queries import where_may_request
from medverka.pool.models import Contributor


class WordsForm(forms.Form):
    """One large field."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, label: Promise | str = "", hint: Promise | str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = str(label)
        self.fields["text"].help_text = str(hint)
        self.fields["text"].error_messages["required"] = _("Skriv något här först.")


class OpenForm(forms.Form):
    """Which unit it is, where a visitor has only written it."""

    unit = UnitField(
        Organisation.objects.none(),
        label=_("Vilken verksamhet är det?"),
        empty_label=_("Välj"),
        error_messages={
            "required": _("Välj verksamheten i listan. Finns den inte, lägg till den under Organisationer.")
        },
    )

    def __init__(self, *args: Any, user: Any, request: InvolvementRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = where_may_request(user).select_related("parent")  # type: ignore[attr-defined]
        self.fields["unit"].initial = request.unit_id
        self.fields["unit"].help_text = request.unit_in_words


class DayForm(forms.Form):
    """The day on which it took place."""

    on = DateField(label=_("Vilken dag var det?"), help_text=_("Den sista, om det var flera."), validators=[has_been])


class TermsForm(forms.ModelForm):  # type: ignore[type-arg]
    """The terms of an assignment. One field for the day and two for the times, as people write them."""

    on = DateField(label=_("Dag, till kalendern"), required=False, help_text=_("Till exempel 15 januari 2027."))
    begins = TimeField(label=_("Börjar klockan"), required=False)
    ends = TimeField(label=_("Slutar klockan"), required=False)

    class Meta:
        model = AssignmentTerms
        fields = ("task", "time", "place", "preparation", "support", "compensation", "confidentiality")
        labels = {
            "task": _("Uppgift"),
            "time": _("Tid"),
            "place": _("Plats"),
            "preparation": _("Förberedelse"),
            "support": _("Stöd"),
            "compensation": _("Ersättning"),
            "confidentiality": _("Tystnadsplikt och sekretess"),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in {
                "task": 4, "time": 2, "place": 2, "preparation": 3, "support": 3, "compensation": 3, "confidentiality": 3,
            }.items()
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on", "begins", "ends"):
            self.fields[name].widget.attrs["size"] = 18 if name == "on" else 8

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if (values.get("begins") or values.get("ends")) and not values.get("on"):
            self.add_error("on", _("Skriv vilken dag det är, eller ta bort klockslagen."))
        if values.get("begins") and values.get("ends") and values["ends"] <= values["begins"]:
            self.add_error("ends", _("Slutet måste komma efter början."))
        return values

    def given(self) -> dict[str, Any]:
        """The values of `issue_terms`."""
        values = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return {**values, "starts_at": self._moment("begins"), "ends_at": self._moment("ends")}

    def _moment(self, name: str) -> datetime | None:
        day, hour = self.cleaned_data.get("on"), self.cleaned_data.get(name)
        return timezone.make_aware(datetime.combine(day, hour)) if day and hour else None


class ReleaseForm(forms.Form):
    """What the commissioner may see of somebody."""

    released = forms.MultipleChoiceField(
        label=_("Det här får den som frågar se om dig"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("first_name", _("förnamn")),
            ("last_name", _("efternamn")),
            ("email", _("e-post")),
            ("phone", _("telefon")),
        ],
    )
    mark_optional = False

    def __init__(self, *args: Any, needs: str = "", name: str = "", **kwargs: Any) -> None:
        """`name` is what the commissioner will read as a first name: for some it is another than their own."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["released"]
        if name:
            field.choices = [("first_name", _("förnamn: %s") % name), *field.choices[1:]]
        if needs:
            field.choices = [*field.choices, ("needs", _("det som behövs för att vara med: %s") % needs)]

    def in_words(self, released: list[str]) -> str:
        """What is released, in words."""
        field: Any = self.fields["released"]
        return ", ".join(str(words) for code, words in field.choices if code in released) or str(_("ingenting"))


class ToCommissionerForm(ReleaseForm):
    """The same, as a coordinator changes it for somebody who has said so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["released"].label = _("Det här får uppdragsgivaren se")


class ReplyForm(ToCommissionerForm):
    """A coordinator writes down what somebody said, and how it was said."""

    how = forms.ChoiceField(
        label=_("Hur kom svaret?"),
        choices=[
            (Contributor.Channel.PHONE, _("per telefon")),
            (Contributor.Channel.LETTER, _("på papper")),
            (Contributor.Channel.EMAIL, _("per e-post")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur svaret kom.")},
    )
    field_order = ["how", "released"]


class CapacityForm(forms.Form):
    """As what somebody takes part: it decides vote, pay and secrecy."""

    capacity = forms.ChoiceField(
        label=_("Personen är med"), choices=Contribution.Capacity.choices, widget=forms.RadioSelect
    )
    association = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Förening som har gett mandatet"), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Organisation.objects.current().associations()
        self.fields["association"].queryset = current  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("Koden i brevet"),
        help_text=_("Tio tecken. Stora och små bokstäver spelar ingen roll."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": 14}
        ),
        error_messages={"required": _("Skriv koden som står i brevet.")},
    )
