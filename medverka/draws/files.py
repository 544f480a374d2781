"""Uploaded files of people and quotas, read: the problem that they make, or what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverka.draws import uploads, words
from medverka.draws.models import Upload
from medverka.draws.rules import MOST_QUOTAS
from medverka.fairness.draw.mistakes import BadTables
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.result import Watch
from medverka.fairness.draw.tables import are_quotas, read_problem

TEMPLATES: dict[str, list[list[object]]] = {  # by the file's name
    "personer": [["id", "kön", "ålder"], ["1", "kvinna", "16–44"], ["2", "man", "45–64"], ["3", "kvinna", "65–"]],
    "kvoter": [
        ["egenskap", "värde", "minst", "högst"],
        ["kön", "kvinna", 1, 2],
        ["kön", "man", 1, 2],
        ["ålder", "16–44", 0, 1],
        ["ålder", "45–64", 0, 1],
        ["ålder", "65–", 0, 1],
    ],
}
LONGEST_NAME = 120  # Signs; `Quota` has room for no more.


@dataclass(frozen=True)
class Read:
    """The problem that the files make, or everything that is wrong with them, line by line."""

    problem: Problem | None
    mistakes: Sequence[str] = ()


def read(upload: Upload, watch: Watch) -> Read:
    """Read the files that were sent in. ``watch`` may raise `Cancelled`.

    Quotas that do not go together are taken in: they can be changed in their table, where the smallest changes are told.
    """
    names: dict[str | None, str] = {"people": upload.people_name, "quotas": upload.quotas_name}
    people, quotas = uploads.get(upload, "people"), uploads.get(upload, "quotas")
    if are_quotas(people):
        return Read(None, [f"{names['people']}: {_swapped()}"])
    try:
        columns = household_columns(upload.household)
        tables = read_problem(people, quotas, upload.draw.size, household=columns, known_id=True, watch=watch)
    except BadTables as bad:
        return Read(None, words.lines(bad, names))
    if too_much := _too_much(tables.problem):
        return Read(None, [f"{names['quotas']}: {too_much}"])
    return Read(tables.problem)


def household_columns(written: str) -> list[str]:
    """The columns that say who live together, as they are written: with commas between."""
    return [name for part in written.split(",") if (name := part.strip())]


def _swapped() -> str:
    return _("Det här är en fil med kvoter. Välj filen med personer här, och den här i fältet för kvoter.")


def _too_much(problem: Problem) -> str:
    """What a page and its table of quotas have no room for, in words."""
    if len(problem.quotas) > MOST_QUOTAS:
        return _("Filen har fler än %(limit)s kvoter. Slå ihop värden till färre.") % {"limit": MOST_QUOTAS}
    if any(max(len(one.feature), len(one.value)) > LONGEST_NAME for one in problem.quotas):
        words = _("En egenskap eller ett värde är längre än %(limit)s tecken. Skriv det kortare i båda filerna.")
        return words % {"limit": LONGEST_NAME}
    return ""
