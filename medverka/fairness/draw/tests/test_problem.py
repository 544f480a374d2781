"""People who are all alike are one type, unless their homes are made up differently."""

import numpy as np

from medverka.fairness.draw.problem import Person, Problem, Quota


def person(number, gender, age, home=None):
    return Person(f"p{number}", {"gender": gender, "age": age, "no quota": str(number)}, home)


QUOTAS = [
    Quota("gender", "f", 1, 1),
    Quota("gender", "m", 1, 2),
    Quota("age", "old", 0, 1),
    Quota("age", "young", 0, 2),
]


def test_people_who_are_alike_in_what_has_quotas_are_one_type():
    problem = Problem([person(1, "f", "old"), person(2, "m", "old"), person(3, "f", "old")], QUOTAS, 2)
    assert [list(people) for people in problem.types.people] == [[0, 2], [1]]
    assert problem.types.profiles == [{"gender": "f", "age": "old"}, {"gender": "m", "age": "old"}]
    assert list(problem.types.of_person) == [0, 1, 0]
    assert problem.members.tolist() == [[1, 0], [0, 1], [1, 1], [0, 0]]
    assert len(problem.types.homes) == 0


def test_homes_that_are_made_up_alike_make_one_class_and_a_home_of_ones_own_none():
    problem = Problem(
        [
            person(1, "f", "old", "a"), person(2, "m", "old", "a"),
            person(3, "m", "old", "b"), person(4, "f", "old", "b"),
            person(5, "f", "old", "c"), person(6, "m", "old"),
            person(7, "m", "old", "d"), person(8, "m", "old", "d"),
        ],
        QUOTAS,
        3,
    )  # fmt: skip
    types = problem.types
    assert [list(people) for people in types.people] == [[0, 3], [1, 2], [4], [5], [6, 7]]
    assert types.classes.tolist() == [[1, 1, 0, 0, 0], [0, 0, 0, 0, 1]]
    assert types.homes.tolist() == [2, 1]
    assert types.most.tolist() == [2, 2, 1, 1, 1]


def test_a_panel_keeps_to_size_quotas_and_homes():
    problem = Problem(
        [person(1, "f", "young", "a"), person(2, "m", "young", "a"), person(3, "m", "young"), person(4, "f", "old")],
        QUOTAS,
        2,
    )
    one_home, fine, two_women, too_few, minus = [1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 1], [1, 0, 0, 0], [1, -1, 1, 1]
    panels = np.array([one_home, fine, two_women, too_few, minus])
    assert problem.allows(panels).tolist() == [False, True, False, False, False]


def test_nobody_at_all_is_a_problem_with_no_types():
    problem = Problem([], QUOTAS, 2)
    assert len(problem.types) == 0
    assert problem.members.shape == (4, 0)
