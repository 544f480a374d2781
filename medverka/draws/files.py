"""Uploaded files of people and quotas: read where they arrive, and never kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverka.draws import words
from medverka.draws.forms import FileForm
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.mistakes import BadTables
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.tables import read_problem


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
    found = contradictions(tables.problem, tables.quotas.rows)
    if found:
        return Read(None, words.lines(BadTables(found), names))
    return Read(tables.problem)
