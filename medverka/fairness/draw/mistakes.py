"""What is wrong with a file, as data: where it stands, which kind it is, and the values that tell of it.

Words and remedies are the caller's (the product's stand in ``medverka.draws.words``): this library speaks no language.

Every code with its values, beside row and column:

======================  ===================================================================================
the file as a whole     row and column None, or the row in which it is seen
``empty_file``          nothing but blanks
``file_too_large``      ``limit`` in megabytes
``too_many_rows``       ``limit`` rows
``too_many_columns``    ``limit`` columns
``workbook``            a spreadsheet program's own format, not text
``not_text``            something else that is not text
``strange_sign``        a NUL or another sign that no text has; ``sign`` as its number in hexadecimals
``open_quote``          a quotation mark that begins in this row never ends
``row_unreadable``      a cell longer than any cell should be
the columns
``column_missing``      ``column``, and ``nearest`` (a column that the file has, or "")
``column_twice``        ``column``
``no_id_column``        no column has a known name, and the first one is a feature: ``column``
``too_many_cells``      more cells than columns: ``cells``, ``columns``
quotas
``no_quotas``           only a heading
``cell_missing``        feature or value is empty
``number_missing``      min or max is empty
``number_not_whole``    ``text``
``number_negative``     ``text``
``number_huge``         ``text``, ``limit``
``min_over_max``        ``low``, ``high``
``flex_inside``         a flexible bound narrower than the bound itself: ``flex``, ``bound``
``quota_twice``         ``feature``, ``value``, ``first`` (row)
people
``no_people``           only a heading
``id_missing``          the id is empty
``id_twice``            ``id``, ``first`` (row)
``value_missing``       ``feature``, ``rows`` (others with the same, at most 20), ``others`` (how many in all)
``value_unknown``       ``feature``, ``value``, ``nearest`` (or ""), ``rows`` and ``others`` as above
quotas, people and size together
``size_not_positive``   ``size``
``size_over_people``    ``size``, ``people``
``size_over_homes``     ``size``, ``homes``: one of each home at most
``min_sum_over_size``   ``feature``, ``sum``, ``size``
``max_sum_under_size``  ``feature``, ``sum``, ``size``
``min_over_people``     ``feature``, ``value``, ``low``, ``people``
``people_under_size``   ``feature``, ``sum``, ``size``: the greatest numbers reach, but not with the people there are
======================  ===================================================================================
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from medverka.fairness.draw.problem import Quota

MOST = 50  # Mistakes that are told one by one; whoever has more has one and the same mistake often.
CODES = frozenset(line.split("``")[1] for line in __doc__.splitlines() if line.startswith("``"))

Table = Literal["people", "quotas"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong.

    ``row`` counts as spreadsheets do: the heading is row 1, and blank lines count. ``column`` is the heading as it
    stands in the file, or as it should have stood.
    """

    row: int | None
    column: str | None
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    table: Table | None = None


class BadTables(Exception):
    """Files that make no problem: ``mistakes`` (at most ``MOST``, in reading order) and how many ``more`` there are.

    ``named`` are the quotas of a file of quotas, right or wrong: what people's values can be compared with already.
    """

    def __init__(self, mistakes: Sequence[Mistake], more: int = 0, named: Sequence[Quota] = ()) -> None:
        super().__init__(", ".join(sorted({mistake.code for mistake in mistakes})))
        self.mistakes = tuple(mistakes[:MOST])
        self.named = tuple(named)
        self.more = more + max(0, len(mistakes) - MOST)
