"""Programs are solved, changed and solved again; what has no answer says why."""

import numpy as np
import pytest

from medverka.fairness.highs import Boundless, Impossible, Program, rows


def test_the_best_point_comes_with_what_each_bound_is_worth():
    program = Program([1, 1], high=[3, np.inf], most=True)
    program.add_rows([[1, 2], [1, 0]], high=[4, 2.5])
    solution = program.solve()
    assert solution.x == pytest.approx([2.5, 0.75])
    assert solution.objective == solution.bound == pytest.approx(3.25)
    assert solution.prices == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("most", "sign"), [(True, 1), (False, -1)])
def test_a_price_is_what_the_objective_rises_by_whichever_way_is_best(most, sign):
    program = Program([sign * 1.0, sign * 1.0], high=[3, np.inf], most=most)
    program.add_rows([[1, 2], [1, 0]], high=[4, 2.5])
    before = program.solve()
    program.bound_rows(-np.inf, 4.5, [0])
    assert program.solve().objective - before.objective == pytest.approx(0.5 * before.prices[0])


def test_a_program_is_changed_and_solved_again():
    program = Program([1.0])
    program.add_rows([[1.0]], low=2)
    assert program.solve().objective == pytest.approx(2)
    program.add_columns([0.1], high=1, matrix=rows([[1.0]]))
    assert program.solve().x == pytest.approx([1, 1])
    program.set_costs(0.5, [0])
    program.change(0, 1, 0.1)
    assert program.solve().x == pytest.approx([2, 0])


def test_whole_numbers_are_whole_and_what_cannot_be_surpassed_is_known():
    program = Program([2, 1], high=5, whole=[True, False], most=True)
    program.add_rows([[1, 1]], high=4.5)
    solution = program.solve()
    assert solution.x == pytest.approx([4, 0.5])
    assert (solution.bound, solution.proven) == (pytest.approx(8.5), True)


def test_what_has_no_answer_says_why():
    program = Program([-1.0])
    with pytest.raises(Boundless):
        program.solve()
    program.add_rows([[1.0], [1.0]], low=[2, -np.inf], high=[np.inf, 1])
    with pytest.raises(Impossible):
        program.solve()


def test_a_program_without_columns_has_an_empty_answer():
    assert len(Program([]).solve().x) == 0


def test_rows_are_kept_sparsely_also_when_they_are_empty():
    sparse = rows([[0, 0, 0], [0, 2, 0], [0, 0, 0]])
    assert (sparse.starts.tolist(), sparse.columns.tolist(), sparse.values.tolist()) == ([0, 0, 1, 1], [1], [2])
