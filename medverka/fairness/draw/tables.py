"""The field's CSV files, read and written: people, quotas, and both together as a problem.

Quotas are ``feature,value,min,max`` with or without ``min_flex,max_flex`` (as the Sortition Foundation's programs write
them), or the older ``category,name,min,max``. People have an id, a column for each feature, and any other columns, which
are kept. ``quota_files`` and ``people_files`` hold the particulars, ``mistakes`` what can be wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from medverka.fairness.draw.mistakes import BadTables, Mistake
from medverka.fairness.draw.people_files import PeopleTable, read_people
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.quota_files import QuotaTable, read_quotas, write_quotas
from medverka.fairness.draw.result import Watch, unwatched

__all__ = [
    "BadTables",
    "Mistake",
    "PeopleTable",
    "QuotaTable",
    "Tables",
    "read_people",
    "read_problem",
    "read_quotas",
    "write_quotas",
]


@dataclass(frozen=True)
class Tables:
    """A problem and the files it came from."""

    problem: Problem
    people: PeopleTable
    quotas: QuotaTable


def read_problem(
    people: bytes,
    quotas: bytes,
    size: int,
    *,
    household: Sequence[str] = (),
    id_column: str | None = None,
    known_id: bool = False,
    watch: Watch = unwatched,
) -> Tables:
    """The problem that two files and a size make. Raises `BadTables` with everything that is wrong in both.

    With ``known_id`` the first column is not taken for the ids where no column's name says that it holds them.
    Quotas that no panel can keep are no mistake of the files: ask ``contradictions``, or try and solve it.
    """
    mistakes: list[Mistake] = []
    more = 0
    try:
        quota_table = read_quotas(quotas)
    except BadTables as bad:
        mistakes, more = list(bad.mistakes), bad.more
        quota_table = QuotaTable(bad.named, ())
    try:
        people_table = read_people(
            people, quota_table.quotas, household=household, id_column=id_column, known_id=known_id, watch=watch
        )
    except BadTables as bad:
        mistakes, more = [*mistakes, *bad.mistakes], more + bad.more
    if mistakes:
        raise BadTables(mistakes, more)
    return Tables(Problem(people_table.people, quota_table.quotas, size), people_table, quota_table)


def are_quotas(content: bytes) -> bool:
    """Whether it is a file of quotas without anything wrong in it: where people should be, the files are swapped."""
    try:
        read_quotas(content)
    except BadTables:
        return False
    return True
