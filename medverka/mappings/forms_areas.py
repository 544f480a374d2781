"""The forms of development areas: planning and changing one, saying how it goes, and narrowing the list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.accounts.models import User
from medverka.foundation.fields import DateField
from medverka.foundation.menu import Item
from medverka.mappings import queries
from medverka.mappings.models import DevelopmentArea
from medverka.mappings.rules import AREA_MOVES, AreaState, Level
from medverka.organisations.models import Organisation
from medverka.organisations.queries import trails

TOO_LONG = _("Texten är för lång. Skriv högst %(limit_value)s tecken.")
LEVELS = [(code, capfirst(label)) for code, label in Level.choices]


class AreaForm(forms.Form):
    """What is to get better, why, who sees to it, and until when."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None,
        error_messages={"required": _("Välj vilken organisation det gäller.")},
    )  # fmt: skip
    what = forms.CharField(
        label=_("Vad ska bli bättre?"), max_length=200, help_text=_("Kort, så att det går att se när det är klart."),
        error_messages={"required": _("Skriv vad som ska bli bättre."), "max_length": TOO_LONG},
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Nivå"), choices=LEVELS, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Varför?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Ansvarig"), queryset=User.objects.none(), required=False, empty_label=_("Någon utan konto, eller ingen än"),
    )  # fmt: skip
    owner_name = forms.CharField(
        label=_("Ansvarig utan konto"), max_length=120, required=False, help_text=_("Om ingen är vald här ovanför."),
        error_messages={"max_length": TOO_LONG},
    )  # fmt: skip
    owner_role = forms.CharField(
        label=_("Den ansvarigas uppgift"), max_length=120, required=False, error_messages={"max_length": TOO_LONG}
    )
    due_on = DateField(label=_("Ska vara klart senast"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], area: DevelopmentArea | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.attrs["size"] = 14
        self.fields["owner"].queryset = queries.possible_owners(organisations)  # type: ignore[attr-defined]
        if area:
            del self.fields["organisation"]
            return
        field: Any = self.fields["organisation"]
        field.queryset = organisations
        found = trails(organisations)
        field.choices = [(one.pk, trail) for one, trail in found]
        if len(found) > 1 and not self.initial.get("organisation"):
            field.choices = [("", _g("Välj")), *field.choices]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("owner") and self.cleaned_data.get("owner_name"):
            raise ValidationError({"owner_name": _("Välj någon med konto eller skriv ett namn, inte båda.")})
        return self.cleaned_data


class MoveForm(forms.Form):
    """Where an area stands now, and a word about it."""

    state = forms.ChoiceField(label=_("Hur går det?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Vad har hänt?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": TOO_LONG},
    )  # fmt: skip

    def __init__(self, given: Any = None, *, area: DevelopmentArea) -> None:
        super().__init__(given, initial={"state": area.state})
        stands = AreaState(area.state)
        states = [stands, *AREA_MOVES[stands]]
        self.fields["state"].choices = [(state, capfirst(state.label)) for state in states]  # type: ignore[attr-defined]


SHOWN = [("", _("Det som är kvar att göra")), ("sena", _("Sena")), ("klara", _("Klara")), ("alla", _("Alla"))]


class AreaFilter(forms.Form):
    """What can be chosen above the list. What is not understood narrows nothing."""

    mark_optional = False
    q = forms.CharField(required=False, max_length=200)
    visa = forms.ChoiceField(label=_("Visa"), choices=SHOWN, required=False)
    organisation = forms.ChoiceField(label=_("Organisation, med allt under"), required=False)
    niva = forms.ChoiceField(label=_("Nivå"), choices=[("", _("Alla")), *LEVELS], required=False)

    def __init__(self, given: QueryDict, *, seen: QuerySet[DevelopmentArea]) -> None:
        super().__init__(given)
        self.given = given
        places = trails(queries.places_of(seen))
        self.organisations = {str(one.pk): one for one, _trail in places}
        choices = [("", _g("Alla")), *((str(one.pk), trail) for one, trail in places)]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    def found(self, seen: QuerySet[DevelopmentArea]) -> QuerySet[DevelopmentArea]:
        """The areas among those seen that fit everything chosen."""
        wanted = self.cleaned_data
        found = queries.chosen_areas(seen, wanted.get("visa", ""))
        if place := self.organisations.get(wanted.get("organisation", "")):
            found = found.filter(organisation__path__startswith=place.path)
        if wanted.get("niva"):
            found = found.filter(level=wanted["niva"])
        return found.filter(what__icontains=text) if (text := wanted.get("q", "").strip()) else found

    def choices(self) -> list[forms.BoundField]:
        """Every field but the words to seek."""
        return [field for field in self if field.name != "q"]

    def chosen(self) -> list[Item]:
        """Everything that is chosen, in words, each with the address of the list without it."""
        return [Item(words, self._without(name)) for name, words in self._words()]

    @property
    def showing(self) -> str:
        """What is shown, in one line."""
        return ", ".join(str(item.label) for item in self.chosen()) or str(SHOWN[0][1])

    def _words(self) -> list[tuple[str, str]]:
        found = []
        for name, value in self.cleaned_data.items():
            if value and name == "q":
                found.append((name, f"”{value.strip()}”"))
            elif value and name == "organisation":
                found.append((name, str(self.organisations[value])))
            elif value:
                found.append((name, str(dict(self.fields[name].choices)[value])))  # type: ignore[attr-defined]
        return found

    def _without(self, name: str) -> str:
        kept = self.given.copy()
        for gone in (name, "page"):
            kept.pop(gone, None)
        return f"?{kept.urlencode()}"
