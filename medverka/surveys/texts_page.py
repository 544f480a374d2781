"""What the list of texts can be narrowed by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from medverka.surveys.models import FreeText
from medverka.surveys.published import Results
from medverka.surveys.queries.texts import SMALL, Wanted, named
from medverka.voices.models import Theme


def wanted(given: QueryDict) -> Wanted:
    """What an address asks for."""
    state, question = given.get("lage", ""), given.get("fraga", "")
    return Wanted(state, question, given.get("grupp", ""), given.get("tema", ""), given.get("q", "").strip()[:200])


@dataclass(frozen=True)
class Filter:
    """A list to choose from."""

    name: str
    label: str
    choices: list[tuple[str, str, bool]]


def filters(looked_for: Wanted, results: Results, counts: Mapping[str, int]) -> list[Filter]:
    """Everything that the list can be narrowed by; what has but one choice is left out."""
    states = [(value, f"{label} ({counts.get(value, 0)})") for value, label in FreeText.State.choices]
    groups = list(named(results).items())
    if len(groups) < len(results.groups):
        groups.append((SMALL, _("de små grupperna")))
    themes = [(theme.slug, theme.name) for theme in Theme.objects.all()]
    every = [
        ("lage", _("Läge"), states, looked_for.state),
        ("fraga", _("Fråga"), list(results.texts.items()), looked_for.question),
        ("grupp", _("Grupp"), groups, looked_for.group),
        ("tema", _("Tema"), themes, looked_for.theme),
    ]
    return [
        Filter(name, label, list(_choices(choices, chosen)))
        for name, label, choices, chosen in every
        if len(choices) > 1
    ]


def _choices(choices: list[tuple[str, str]], chosen: str) -> Iterator[tuple[str, str, bool]]:
    yield "", _("Alla"), not chosen
    for value, label in choices:
        yield value, str(label), value == chosen
