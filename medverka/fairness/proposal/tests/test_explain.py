"""Whoever asks why gets the reason that holds: for those proposed, for those left out, and for those who stand in."""

import pytest

from medverka.fairness.proposal.explain import Change, explain
from medverka.fairness.proposal.problem import Pairs, Person, Problem, Request
from medverka.fairness.proposal.solve import solve
from medverka.fairness.proposal.tests.worlds import as_rows, world, worth


def planned(people, requests, pairs):
    return solve(Problem(people, requests, Pairs.of(pairs, people, requests)))


def everybody_for(people, *requests):
    return planned(people, requests, [(person.key, request.key, 0) for person in people for request in requests])


def test_the_next_in_line_differs_by_load_then_by_fit_then_by_lot_alone():
    people = [Person(1, load=2), Person(2, load=5), Person(3, load=2, lot=1), Person(4, load=2, lot=2)]
    plan = planned(people, [Request(1, 1)], [(1, 1, 0), (2, 1, 0), (3, 1, 3)])
    one = explain(plan, 0).chosen[0]
    assert (one.person, one.load, one.planned, one.reserves) == (0, 2, 1, [2, 1])
    assert one.change == Change(2, "penalty", 3)
    assert explain(planned(people[:2], [Request(1, 1)], [(1, 1, 0), (2, 1, 0)]), 0).chosen[0].change == Change(
        1, "load", 3
    )
    assert explain(everybody_for(people, Request(1, 1)), 0).chosen[0].change == Change(2, "lot", 0)
    assert explain(planned(people, [Request(1, 1)], [(1, 1, 0)]), 0).chosen[0].change is None


def reasons(plan, request):
    return {one.person: (one.reason, dict(one.values)) for one in explain(plan, request).left_out}


def test_those_left_out_are_told_what_keeps_them_out():
    people = [Person(1), Person(2, load=1, lot=2), Person(3, load=1, lot=1), Person(4, limit=0), Person(5, load=1)]
    pairs = [(1, 1, 0), (2, 1, 0), (3, 1, 0), (4, 1, 0), (5, 1, 2)]
    plan = planned(people, [Request(1, 2)], pairs)
    assert plan.people_of == [[0, 2]]
    assert reasons(plan, 0) == {
        3: ("limit", {"limit": 0, "planned": 0}),
        1: ("lot", {}),
        4: ("penalty", {"penalty": 2, "chosen": 0}),
    }
    assert reasons(planned(people[:2], [Request(1, 1)], pairs[:2]), 0) == {
        1: ("load", {"load": 1, "planned": 0, "chosen": 1})
    }


def test_whoever_is_proposed_for_another_request_the_same_day_is_told_which():
    people = [Person(1, load=1), Person(2, load=9)]
    plan = planned(people, [Request(1, 1, {"monday"}), Request(2, 1, {"monday"})], [(1, 1, 0), (2, 1, 0), (1, 2, 0)])
    assert plan.people_of == [[1], [0]]
    assert reasons(plan, 0) == {0: ("same_day", {"request": 1})}


def test_whoever_is_needed_for_others_already_is_told_so():
    people = [Person(1), Person(2)]
    plan = planned(people, [Request(1, 1), Request(2, 1)], [(1, 1, 0), (1, 2, 0), (2, 2, 0)])
    assert plan.people_of == [[0], [1]]
    assert reasons(plan, 1) == {0: ("planned", {"load": 0, "planned": 1, "chosen": 1})}


def test_a_seat_kept_for_a_relative_stays_empty_rather_than_being_filled_by_somebody_else():
    people = [Person(1), Person(2)]
    plan = everybody_for(people, Request(1, 2, at_least={"relative": 1}))
    explained = explain(plan, 0)
    assert (len(explained.chosen), explained.empty) == (1, 1)
    assert [one.reason for one in explained.left_out] == ["lot"]
    alone = explain(everybody_for(people, Request(1, 1, at_least={"relative": 1})), 0)
    assert [(one.reason, dict(one.values)) for one in alone.left_out] == [
        ("rule", {"code": "at_least", "what": "relative"})
    ] * 2


def test_reserves_keep_the_rules_and_a_request_without_seats_needs_nobody():
    people = [Person(1, tags=frozenset({"relative"})), Person(2), Person(3, load=4, tags=frozenset({"relative"}))]
    explained = explain(everybody_for(people, Request(1, 1, at_least={"relative": 1})), 0)
    assert [(one.person, one.reserves) for one in explained.chosen] == [(0, [2])]
    assert [one.reason for one in explained.left_out] == ["rule", "load"]
    assert {one.reason for one in explain(everybody_for(people, Request(1, 0)), 0).left_out} == {"no_seat"}


def from_units(*units):
    return {"unit": frozenset(units)}


def test_people_are_kept_apart_who_have_any_unit_in_common_and_are_told_so():
    people = [
        Person(1, lot=1, groups=from_units(7)),
        Person(2, lot=2, groups=from_units(6, 7, 8)),
        Person(3, lot=3, groups=from_units(8)),
        Person(4, load=1, lot=4, groups=from_units(6)),
        Person(5, load=5, lot=5),
    ]
    plan = everybody_for(people, Request(1, 3, apart=frozenset({"unit"})))
    assert plan.people_of == [[0, 2, 3]]
    assert plan.proof.reached
    parted = ("rule", {"code": "apart", "what": "unit"})
    # The second would come before the fourth; the fifth comes after everybody, and shares nothing with anybody.
    assert reasons(plan, 0) == {1: parted, 4: ("load", {"load": 5, "planned": 0, "chosen": 2})}
    assert [one.reserves for one in explain(plan, 0).chosen] == [[4]] * 3


def test_a_seat_stays_empty_rather_than_being_filled_from_the_same_unit():
    people = [Person(1, groups=from_units(7)), Person(2, lot=1, groups=from_units(7, 8))]
    apart = everybody_for(people, Request(1, 2, apart=frozenset({"unit"})))
    assert (apart.people_of, explain(apart, 0).empty) == ([[0]], 1)
    assert reasons(apart, 0) == {1: ("rule", {"code": "apart", "what": "unit"})}
    assert everybody_for(people, Request(1, 2)).people_of == [[0, 1]]


@pytest.mark.parametrize("seed", range(60))
def test_a_reserve_can_always_come_and_never_stands_before_the_one_they_stand_in_for(seed):
    plan = solve(world(seed, people=7))
    for index in range(len(plan.problem.requests)):
        explained = explain(plan, index)
        penalty = {
            int(person): int(penalty)
            for person, request, penalty in zip(
                plan.problem.pairs.person, plan.problem.pairs.request, plan.problem.pairs.penalty, strict=True
            )
            if request == index
        }
        for one in explained.chosen:
            assert one.change is None or one.change.by > 0 or one.change.way == "lot"
            stay = [row for row in as_rows(plan) if row[:2] != (one.person, index)]
            for reserve in one.reserves:
                swapped = worth(plan.problem, [*stay, (reserve, index, penalty[reserve])])
                assert swapped is not None
                assert swapped >= worth(plan.problem, as_rows(plan))
