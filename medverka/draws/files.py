"""Uploaded files of people and quotas: read where they arrive, and never kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverka.draws import words
from medverka.draws.forms import FileForm
from medverka.draws.rules import MOST_QUOTAS
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.mistakes import BadTables
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.tables import read_problem

LONGEST_NAME = 120  # Signs; `Quota` has room for no more.


@dataclass(frozen=True)
class Read:
    """The problem that the files make, or everything that is wrong with them, line by line."""

    problem: Problem | None
    mistakes: Sequence[str] = ()


def read(form: FileForm, size: int) -> Read:
    """Read the files of a valid form."""
    data = form.cleaned_data
    names: dict[str | None, str] = {
        "people": data["people"].name or _("personer"),
        "quotas": data["quotas"].name or _("kvoter"),
    }
    try:
        tables = read_problem(data["people"].read(), data["quotas"].read(), size, household=form.columns())
    except BadTables as bad:
        return Read(None, words.lines(bad, names))
    if too_much := _too_much(tables.problem):
        return Read(None, [f"{names['quotas']}: {too_much}"])
    found = contradictions(tables.problem, tables.quotas.rows)
    if found:
        return Read(None, words.lines(BadTables(found), names))
    return Read(tables.problem)


def _too_much(problem: Problem) -> str:
    """What a page and its table of quotas have no room for, in words."""
    if len(problem.quotas) > MOST_QUOTAS:
        return _("Filen har fler än %(limit)s kvoter. Slå ihop värden till färre.") % {"limit": MOST_QUOTAS}
    if any(max(len(one.feature), len(one.value)) > LONGEST_NAME for one in problem.quotas):
        words = _("En egenskap eller ett värde är längre än %(limit)s tecken. Skriv det kortare i båda filerna.")
        return words % {"limit": LONGEST_NAME}
    return ""
