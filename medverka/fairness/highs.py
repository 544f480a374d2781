"""Linear and integer programs, solved by HiGHS: one thread, silent, the same answer each time.

A thin layer, so that nobody else needs to know how HiGHS wants its arrays. Nothing in it is about panels or requests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.int32]
Some = npt.ArrayLike  # numbers: one for all, or one for each

TOLERANCE = 1e-9  # how far bounds and prices may be missed in a linear program; HiGHS's own is 1e-7
OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "primal_feasibility_tolerance": TOLERANCE,
    "dual_feasibility_tolerance": TOLERANCE,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-7,
}


class Impossible(Exception):
    """No point keeps to all bounds."""


class Boundless(Exception):
    """The objective can be made as good as one likes."""


class Unsolved(Exception):
    """HiGHS stopped before it had any answer; the text is its own word for why."""


@dataclass(frozen=True)
class Rows:
    """A sparse matrix by rows: row ``r`` has ``values[starts[r]:starts[r + 1]]`` in ``columns[…]`` likewise."""

    starts: Indexes
    columns: Indexes
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def row_of(self) -> Indexes:
        """The row of each value."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def times(self, x: npt.NDArray[Any]) -> Floats:
        """The matrix times a vector with a number for each column."""
        return np.bincount(self.row_of, self.values * x[self.columns], len(self)).astype(np.float64)

    def prices(self, multipliers: npt.NDArray[Any], columns: int) -> Floats:
        """The matrix transposed, times a vector with a number for each row; there are so many columns."""
        return np.bincount(self.columns, self.values * multipliers[self.row_of], columns).astype(np.float64)


def rows(dense: npt.ArrayLike) -> Rows:
    """The same matrix, kept sparsely; shape (rows, columns)."""
    matrix = np.atleast_2d(np.asarray(dense, dtype=np.float64))
    row, column = np.nonzero(matrix)
    starts = np.searchsorted(row, np.arange(len(matrix) + 1)).astype(np.int32)
    return Rows(starts, column.astype(np.int32), matrix[row, column])


def stack(*matrices: Rows) -> Rows:
    """These matrices under each other; they have the same columns."""
    ends = np.cumsum([0] + [len(matrix.values) for matrix in matrices])
    starts = [matrix.starts[:-1] + end for matrix, end in zip(matrices, ends[:-1], strict=True)]
    return Rows(
        np.concatenate([*starts, ends[-1:]]).astype(np.int32),
        np.concatenate([matrix.columns for matrix in matrices]),
        np.concatenate([matrix.values for matrix in matrices]),
    )


@dataclass(frozen=True)
class Solution:
    """What came out.

    ``x`` is a value for each column. ``prices`` tells for each row of a linear program how much the objective rises when
    the row's binding bound rises by one. ``bound`` is what no point can surpass: the objective itself, unless an integer
    program was stopped early (then ``proven`` is False);
    ``nodes`` is how many parts of its search it went through.
    """

    x: Floats
    objective: float
    prices: Floats
    bound: float
    proven: bool
    nodes: int = 0


class Program:
    """A program that can be changed and solved again from where it was.

    Bounds may be infinite (``np.inf``). ``whole`` says which columns must be whole numbers: all, none, or one answer each.
    """

    def __init__(
        self, costs: npt.ArrayLike, low: Some = 0.0, high: Some = np.inf, *, whole: Some = False, most: bool = False
    ) -> None:
        import highspy

        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._infinite = highspy.kHighsInf
        self._kinds = highspy.HighsVarType
        self._status = highspy.HighsModelStatus
        if most:
            self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.columns = 0
        self.is_whole = False
        self.add_columns(costs, low, high, whole=whole)

    def add_columns(
        self,
        costs: npt.ArrayLike,
        low: Some = 0.0,
        high: Some = np.inf,
        matrix: Rows | None = None,
        whole: Some = False,
    ) -> None:
        """Add columns at the end; row ``j`` of ``matrix`` holds what new column ``j`` has in the rows there are."""
        each = np.atleast_1d(np.asarray(costs, dtype=np.float64))
        matrix = matrix or rows(np.zeros((len(each), 0)))
        self._highs.addCols(
            len(each), each, _all(low, len(each)), _all(high, len(each)),
            len(matrix.values), matrix.starts[:-1], matrix.columns, matrix.values,
        )  # fmt: skip
        wholes = np.flatnonzero(np.broadcast_to(np.asarray(whole, dtype=bool), len(each))) + self.columns
        for column in wholes:
            self._highs.changeColIntegrality(int(column), self._kinds.kInteger)
        self.columns += len(each)
        self.is_whole |= len(wholes) > 0

    def add_rows(self, matrix: Rows | npt.ArrayLike, low: Some = -np.inf, high: Some = np.inf) -> None:
        """Add rows at the end: ``low <= matrix @ x <= high``."""
        sparse = matrix if isinstance(matrix, Rows) else rows(matrix)
        count = len(sparse)
        self._highs.addRows(
            count, _all(low, count), _all(high, count),
            len(sparse.values), sparse.starts[:-1], sparse.columns, sparse.values,
        )  # fmt: skip

    def set_costs(self, costs: Some, columns: npt.ArrayLike | None = None) -> None:
        """Other costs, for all columns or those given."""
        which = self._which(columns, self.columns)
        self._highs.changeColsCost(len(which), which, _all(costs, len(which)))

    def bound_columns(self, low: Some, high: Some, columns: npt.ArrayLike | None = None) -> None:
        """Other bounds, for all columns or those given."""
        which = self._which(columns, self.columns)
        self._highs.changeColsBounds(len(which), which, _all(low, len(which)), _all(high, len(which)))

    def bound_rows(self, low: Some, high: Some, which_rows: npt.ArrayLike | None = None) -> None:
        """Other bounds, for all rows or those given."""
        which = self._which(which_rows, self._highs.getNumRow())
        self._highs.changeRowsBounds(len(which), which, _all(low, len(which)), _all(high, len(which)))

    def change(self, row: int, column: int, value: float) -> None:
        """Another value in one place of the matrix."""
        self._highs.changeCoeff(row, column, value)

    def set_option(self, name: str, value: Any) -> None:
        """One of HiGHS's own options."""
        self._highs.setOptionValue(name, value)

    def solve(
        self, *, nodes: int | None = None, seconds: float | None = None, enough: Callable[[float], bool] | None = None
    ) -> Solution:
        """The best point. Raises Impossible, Boundless, or Unsolved when a limit is reached with no answer at all.

        A limit on nodes gives the same answer on all machines; a limit in seconds does not. In an integer program
        ``enough`` is asked all the time whether the best value so far is enough (an infinite one is none); what it raises ends the search.
        """
        if nodes is not None:
            self._highs.setOptionValue("mip_max_nodes", nodes)
        if seconds is not None:
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        self._run(enough)
        none = (self._status.kInfeasible, self._status.kUnboundedOrInfeasible)
        if not self.is_whole and self._highs.getModelStatus() in (*none, self._status.kUnknown):
            self._run_anew()
        status = self._highs.getModelStatus()
        if status in none or (status == self._status.kModelEmpty and self._contradicts_itself()):
            raise Impossible
        if status == self._status.kUnbounded:
            raise Boundless
        return self._solution(proven=status in (self._status.kOptimal, self._status.kModelEmpty))

    def _run(self, enough: Callable[[float], bool] | None) -> None:
        if enough is None:
            self._highs.run()
            return
        raised = list[BaseException]()

        def ask(event: Any) -> None:
            try:
                stop = bool(raised) or enough(event.data_out.mip_primal_bound)
            except BaseException as error:  # it cannot pass through HiGHS, and is raised when that has stopped
                raised.append(error)
                stop = True
            event.interrupt(stop)  # said each time: HiGHS remembers it from one search to the next

        self._highs.cbMipInterrupt.subscribe(ask)
        try:
            self._highs.run()
        finally:
            self._highs.cbMipInterrupt.unsubscribe(ask)
        if raised:
            raise raised[0]

    def _run_anew(self) -> None:
        """A second opinion: the presolver takes narrow bounds for contradictions, and an old basis can lead astray."""
        options = {"presolve": "off", "simplex_strategy": 1}
        before = {name: self._highs.getOptionValue(name)[1] for name in options}
        self._highs.clearSolver()
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._highs.run()
        for name, value in before.items():
            self._highs.setOptionValue(name, value)

    def _contradicts_itself(self) -> bool:
        """Whether a row wants what no columns can give: HiGHS calls a program without columns well, whatever its rows want."""
        lp = self._highs.getLp()
        return bool(max(lp.row_lower_, default=0) > 0 or min(lp.row_upper_, default=0) < 0)

    def _solution(self, *, proven: bool) -> Solution:
        info, solution = self._highs.getInfo(), self._highs.getSolution()
        if self.columns and (not solution.value_valid or not (proven or self.is_whole)):
            raise Unsolved(self._highs.modelStatusToString(self._highs.getModelStatus()))
        objective = float(info.objective_function_value)
        return Solution(
            x=np.array(solution.col_value),
            objective=objective,
            prices=np.array(solution.row_dual),
            bound=float(info.mip_dual_bound) if self.is_whole else objective,
            proven=proven,
            nodes=max(info.mip_node_count, 0),
        )

    def _which(self, given: npt.ArrayLike | None, count: int) -> Indexes:
        return np.arange(count, dtype=np.int32) if given is None else np.atleast_1d(np.asarray(given, dtype=np.int32))


def _all(values: Some, count: int) -> Floats:
    return np.ascontiguousarray(np.broadcast_to(np.asarray(values, dtype=np.float64), count))


def with_column(matrix: Rows, column: Floats, columns: int) -> Rows:
    """The matrix, which has so many columns, with one more after them."""
    row = np.flatnonzero(column)
    places = matrix.starts[row + 1]
    return Rows(
        (matrix.starts + np.searchsorted(row, np.arange(len(matrix) + 1))).astype(np.int32),
        np.insert(matrix.columns, places, columns).astype(np.int32),
        np.insert(matrix.values, places, column[row]),
    )
