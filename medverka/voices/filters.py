"""How the one list of voices is narrowed: the form, what it finds, and what it says in words."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.foundation.fields import DateField
from medverka.foundation.menu import Item
from medverka.organisations.models import Organisation
from medverka.organisations.queries import trails
from medverka.voices import origins, queries
from medverka.voices.models import Theme, Voice

STANDINGS = [
    ("", _("Alla")),
    ("obesvarade", _("Väntar på svar")),
    ("sena", _("Svaret är sent")),
    ("besvarade", _("Har fått svar")),
    ("ja", _("Svaret blev ja")),
    ("nej", _("Svaret blev nej")),
    ("senare", _("Svaret blev senare")),
    ("effekt", _("Ledde till något")),
]


class VoiceFilter(forms.Form):
    """What can be chosen above the list. What is not understood narrows nothing; a day that is none says so."""

    mark_optional = False

    q = forms.CharField(required=False, max_length=200)
    visa = forms.ChoiceField(label=_("Svar"), choices=STANDINGS, required=False)
    kalla = forms.ChoiceField(label=_("Sades på"), required=False)
    verksamhet = forms.ChoiceField(label=_("Verksamhet, med allt under"), required=False)
    tema = forms.ChoiceField(label=_("Tema"), required=False)
    talade = forms.ChoiceField(label=_("De som sade det talade som"), required=False)
    fran = DateField(label=_("Sades från och med"), required=False)
    till = DateField(label=_("Sades till och med"), required=False)
    bradskar = forms.BooleanField(label=_("Bara det som brådskar"), required=False)

    def __init__(self, given: QueryDict, *, seen: QuerySet[Voice]) -> None:
        super().__init__(given)
        self.given = given
        everything = ("", _("Alla"))
        places = _places(seen)
        self.units = {str(unit.pk): unit for unit, _trail in places}
        choices: dict[str, list[tuple[str, Any]]] = {
            "kalla": list(origins.kinds().items()),
            "verksamhet": [(str(unit.pk), trail) for unit, trail in places],
            "tema": [(theme.slug, theme.name) for theme in Theme.objects.order_by("retired", "name")],
            "talade": [(code, capfirst(label)) for code, label in Voice.Capacity.choices],
        }
        for name, found in choices.items():
            self.fields[name].choices = [everything, *found]  # type: ignore[attr-defined]
        for name in ("fran", "till"):
            self.fields[name].widget.attrs["size"] = 14
        self.is_valid()

    def found(self, seen: QuerySet[Voice]) -> QuerySet[Voice]:
        """The voices among those seen that fit everything chosen."""
        wanted = self.cleaned_data
        return queries.chosen(
            seen,
            wanted.get("visa", ""),
            unit=self.units.get(wanted.get("verksamhet", "")),
            text=wanted.get("q", "").strip(),
            kind=wanted.get("kalla", ""),
            theme=wanted.get("tema", ""),
            urgent=wanted.get("bradskar", False),
            capacity=wanted.get("talade", ""),
            first=wanted.get("fran"),
            last=wanted.get("till"),
        )

    def chosen(self) -> list[Item]:
        """Everything that is chosen, in words, each with the address of the list without it."""
        return [Item(words, self._without(name)) for name, words in self._words()]

    @property
    def showing(self) -> str:
        """What is shown, in one line."""
        return ", ".join(str(item.label) for item in self.chosen()) or _g("Alla")

    def choices(self) -> list[forms.BoundField]:
        """Every field but the words to seek, which the search box has."""
        return [field for field in self if field.name != "q"]

    def _words(self) -> Iterator[tuple[str, str]]:
        for name, value in self.cleaned_data.items():
            if not value:
                continue
            if name == "q":
                yield name, f"”{value.strip()}”"
            elif name == "bradskar":
                yield name, _g("Brådskar")
            elif name == "verksamhet":
                yield name, str(self.units[value])
            elif name in {"fran", "till"}:
                words = _g("Från och med %(day)s") if name == "fran" else _g("Till och med %(day)s")
                yield name, words % {"day": date_format(value, "j F Y")}
            else:
                yield name, str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]

    def _without(self, name: str) -> str:
        kept = self.given.copy()
        for gone in (name, "page"):
            kept.pop(gone, None)
        return f"?{kept.urlencode()}"


def _places(seen: QuerySet[Voice]) -> list[tuple[Organisation, str]]:
    """The units of what is seen and everything above them, each with its trail."""
    paths: Any = seen.order_by().values_list("unit__path", flat=True).distinct()
    ids = {int(step) for path in paths for step in path.strip("/").split("/")}
    return trails(Organisation.objects.filter(pk__in=ids))
