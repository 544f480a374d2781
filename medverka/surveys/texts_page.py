"""What the list of texts can be narrowed by, and what can be done with many of them at once."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.surveys.models import FreeText
from medverka.surveys.published import Results
from medverka.surveys.queries.texts import SMALL, Wanted, named
from medverka.voices.models import Theme

KEPT = ("lage", "fraga", "grupp", "tema", "q", "page")


class TextFilter(forms.Form):
    """What the list is narrowed by, as its address says. What is not understood does not matter."""

    lage = forms.ChoiceField(label=_("Läge"), required=False)
    fraga = forms.ChoiceField(label=_("Fråga"), required=False)
    grupp = forms.ChoiceField(label=_("Grupp"), required=False)
    tema = forms.ChoiceField(label=_("Tema"), required=False)

    def __init__(self, given: QueryDict, results: Results, counts: Mapping[str, int]) -> None:
        super().__init__(given)
        groups = list(named(results).items())
        if len(groups) < len(results.groups):
            groups.append((SMALL, _g("de små grupperna")))
        choices: dict[str, list[tuple[str, str]]] = {
            "lage": [(value, f"{label} ({counts.get(value, 0)})") for value, label in FreeText.State.choices],
            "fraga": list(results.texts.items()),
            "grupp": groups,
            "tema": [(theme.slug, theme.name) for theme in Theme.objects.all()],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _g("Alla")), *offered]
        self.is_valid()

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        data, words = self.cleaned_data, str(self.data.get("q", "")).strip()[:200]
        state, question, group, theme = (data.get(name, "") for name in ("lage", "fraga", "grupp", "tema"))
        return Wanted(state, question, group, theme, words)

    @property
    def showing(self) -> str:
        """What the list is narrowed to, in one line."""
        fields: Any = self.fields
        chosen = [str(dict(fields[name].choices)[value]) for name, value in self.cleaned_data.items() if value]
        return ", ".join(chosen) or _g("Alla")


class ManyForm(forms.Form):
    """What all that are ticked are about."""

    satt_tema = forms.ChoiceField(label=_("Tema"), required=False)

    def __init__(self) -> None:
        super().__init__()
        field: Any = self.fields["satt_tema"]
        field.choices = [(theme.slug, theme.name) for theme in Theme.objects.filter(retired=False)]


def kept(query: str) -> str:
    """The list's own choices out of an address, and nothing else."""
    given, own = QueryDict(query[:2000]), QueryDict(mutable=True)
    for name in KEPT:
        if name in given:
            own[name] = str(given[name])
    return own.urlencode()
