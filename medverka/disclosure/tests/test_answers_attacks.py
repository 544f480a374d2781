"""Outsiders who know the rule, and respondents who know their own answers, try to find out what the others answered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import pytest

from medverka.disclosure import answers, numbers, parts, scales
from medverka.disclosure.answers import Part, choice, multiple, steps
from medverka.disclosure.tests.outsider import World, breaches, in_classes, known_of, same_page, ticks, worlds

SCALES: Sequence[tuple[int, dict[str, object], int]] = [
    # steps and what is apart, how they lie, how many may answer at most for every world to be tried
    (2, {}, 22),
    (3, {}, 18),
    (4, {}, 14),
    (5, {}, 11),
    (7, {}, 8),
    (3, {"apart": [2]}, 18),
    (4, {"apart": [3]}, 14),
    (5, {"apart": [4]}, 11),
    (4, {"middle": 1}, 14),
    (5, {"middle": 1}, 11),
]


def test_the_outsider_finds_what_is_only_left_out() -> None:
    def leave_out(world: World) -> list[Part[object]]:
        small = tuple(place for place, many in enumerate(world) if 0 < many < 3)
        shown = [Part((place,), many) for place, many in enumerate(world) if place not in small]
        return (*shown, Part(small, sum(world[place] for place in small))) if small else tuple(shown)

    found = known_of([1], [world for page, behind in same_page(leave_out, [(6, 1, 0)]) for world in behind], 3)
    assert "1 is {1}" in list(found)


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(("kinds", "lie", "top"), SCALES)
def test_of_a_scale_nothing_can_be_found_out_but_what_is_told(
    kinds: int, lie: dict[str, object], top: int, required: bool, k: int
) -> None:
    for n in range(k + 1, top + 1):
        publish = scale(k, **lie)
        assert not breaches(publish, kinds + 1, n, k, required=required), n


def scale(k: int, **lie: object) -> Callable[[World], object]:
    return lambda world: steps(world[:-1], sum(world), k=k, **lie)


def alternatives(k: int) -> Callable[[World], object]:
    return lambda world: choice(world[:-1], sum(world), k=k)


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(("kinds", "top"), [(2, 22), (3, 18), (4, 14), (5, 12)])
def test_of_alternatives_nothing_can_be_found_out_but_what_is_told(
    kinds: int, top: int, required: bool, k: int
) -> None:
    for n in range(k + 1, top + 1):
        assert not breaches(alternatives(k), kinds + 1, n, k, required=required), n


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(("edges", "top"), [([10], 22), ([10, 20], 18), ([10, 20, 30], 14), ([1, 2, 3, 4], 11)])
def test_of_numbers_nothing_can_be_found_out_but_what_is_told(
    edges: list[int], top: int, required: bool, k: int
) -> None:
    for n in range(k + 1, top + 1):
        assert not breaches(in_classes(edges, k), len(edges) + 2, n, k, required=required, edges=edges), n


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 4, 5])
def test_in_a_group_of_k_it_may_be_known_that_they_do_not_agree_and_nothing_more(k: int) -> None:
    for rule, edges in ((scale(k), ()), (alternatives(k), ()), (in_classes([1, 2, 3], k), [1, 2, 3])):
        assert not breaches(rule, 5, k, k, edges=edges)
        assert not breaches(rule, 5, k, k, edges=edges, required=True)
    assert not breaches(alternatives(k), 2, k, k, sure=False)


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 4, 5])
@pytest.mark.parametrize(("kinds", "top"), [(1, 16), (2, 15), (3, 13), (4, 9)])
@pytest.mark.parametrize("required", [False, True])
def test_of_several_alternatives_no_hidden_number_can_be_found_out(
    kinds: int, top: int, required: bool, k: int
) -> None:
    limits = [(at_most, alone) for at_most in (None, *range(2, kinds)) for alone in (None, 0)]
    for n in range(k, top + 1):
        for at_most, alone in limits:
            assert not ticks_known(kinds, n, k, required, at_most, alone), (n, at_most, alone)
            told = () if alone is None else (alone,)
            assert not ticks_known(kinds, n, k, required, at_most, alone, told), (n, at_most, alone, "told")


def ticks_known(
    kinds: int,
    n: int,
    k: int,
    required: bool,
    at_most: int | None,
    alone: int | None,
    told_alone: Sequence[int] | None = None,
) -> Iterable[object]:
    def publish(world: World) -> tuple[int | None, ...]:
        return multiple(world, n, k=k, required=required, at_most=at_most, alone=told_alone)

    shut = () if alone is None else (alone,)
    for page, behind in same_page(publish, ticks(kinds, n, required=required, at_most=at_most, alone=shut)):
        for place, told in enumerate(page):
            possible = {world[place] for world in behind}
            assert told is None or possible == {told}
            # One who did not choose it, or did: is it known of any of the others?
            if told is None and (len(possible) < 2 or possible <= {n} or possible <= {0}):
                return page, place, possible
    return ()


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 4, 5])
@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(("kinds", "alone", "top"), [(2, [0], 16), (2, [0, 1], 16), (3, [1], 13), (3, [0, 2], 14), (3, [0, 1, 2], 14), (4, [3], 9), (4, [2, 3], 11)])  # fmt: skip
def test_what_shuts_out_the_others_gives_nothing_away(
    kinds: int, alone: list[int], top: int, required: bool, k: int
) -> None:
    for n in range(k, top + 1):
        for at_most in (None, *range(2, kinds)):
            assert not given_away(kinds, n, k, required, at_most, alone), (n, at_most)


def given_away(
    kinds: int, n: int, k: int, required: bool, at_most: int | None, alone: Sequence[int]
) -> Iterable[object]:
    """What somebody who knows which answers shut out the others finds: of a hidden number, or of who is left beside two."""

    def publish(world: World) -> tuple[int | None, ...]:
        return multiple(world, n, k=k, required=required, at_most=at_most, alone=alone)

    few = set(range(1, k))
    for page, behind in same_page(publish, ticks(kinds, n, required=required, at_most=at_most, alone=alone)):
        for place, told in enumerate(page):
            possible = {world[place] for world in behind}
            if told is None and not few <= possible and not {n - count for count in few} <= possible:
                return page, place, possible
            if place not in alone:
                left = {n - sum(world[one] for one in alone) - world[place] for world in behind}
                if told is not None and left < few:
                    return page, place, "left", left
        if {n - sum(world[one] for one in alone) for world in behind} < few:
            return page, "all of them"
    return ()


@pytest.mark.slow
@pytest.mark.parametrize("k", [3, 4])
@pytest.mark.parametrize(("required", "at_most"), [(True, None), (True, 2), (False, 2), (False, 1), (True, 1)])
@pytest.mark.parametrize(("kinds", "top"), [(2, 14), (3, 9)])
def test_of_no_few_it_can_be_reckoned_which_alternatives_they_chose_together(
    kinds: int, top: int, required: bool, at_most: int | None, k: int
) -> None:
    sizes = range(required, (at_most or kinds) + 1)
    sheets = [set(some) for size in sizes for some in combinations(range(kinds), size)]

    def counts(world: World) -> list[int]:
        return [sum(many for many, sheet in zip(world, sheets, strict=True) if one in sheet) for one in range(kinds)]

    def publish(world: World) -> tuple[int | None, ...]:
        return multiple(counts(world), sum(world), k=k, required=required, at_most=at_most)

    for n in range(k, top + 1):
        for page, behind in same_page(publish, worlds(len(sheets), n)):
            for of_size in ({place for place, sheet in enumerate(sheets) if len(sheet) == size} for size in sizes):
                together = {sum(world[place] for place in of_size) for world in behind}
                assert len(together) > 1 or not together <= set(range(1, k)), (n, page, of_size)
            for place, sheet in enumerate(sheets):
                known = {world[place] for world in behind}
                assert len(known) > 1 or not known <= set(range(1, k)), (n, page, sheet)


# ── Each condition is needed ──────────────────────────────────────────────────────────────────


def simpler(monkeypatch: pytest.MonkeyPatch, place: object, name: str, instead: object) -> Callable[..., bool]:
    """Whether something can be found out under a rule, and nothing without the change."""

    def found(rule: Callable[[World], object], kinds: int, n: int, k: int, edges: Sequence[int] = ()) -> bool:
        def any_breach() -> bool:
            return any(breaches(rule, kinds, n, k, edges=edges, required=required) for required in (False, True))

        before = any_breach()
        with monkeypatch.context() as patch:
            patch.setattr(place, name, instead)
            return any_breach() and not before

    return found


def just_k(together: int, k: int) -> bool:
    return 0 < together < k


def test_a_merged_part_of_k_would_tell_that_each_answer_in_it_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert simpler(monkeypatch, scales, "are_few", just_k)(scale(3), 5, 7, 3)
    assert simpler(monkeypatch, numbers, "are_few", just_k)(in_classes([1, 2], 3), 4, 9, 3, [1, 2])


def test_a_rest_that_is_too_large_would_tell_that_a_single_step_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert simpler(monkeypatch, scales, "_gives_away", lambda *_: False)(scale(3), 4, 12, 3)


def test_a_k_of_two_would_tell_the_one_small_number_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "LEAST_K", 2)
    assert any(breaches(scale(2), 4, n, 2) for n in range(3, 10))
    assert any(breaches(alternatives(2), 3, n, 2) for n in range(2, 10))


def test_alternatives_merged_just_until_they_are_k_would_be_known_to_be_few(monkeypatch: pytest.MonkeyPatch) -> None:
    def until_k(told: Mapping[int | None, int], k: int) -> tuple[int | None, ...]:
        few = [count for count in told.values() if 0 < count < k]
        cover = min((count for count in told.values() if count >= k), default=k)
        largest = cover if sum(few) < k else k - 1
        return tuple(option for option, count in told.items() if 0 < count <= largest)

    assert simpler(monkeypatch, answers, "_remainder", until_k)(alternatives(3), 4, 8, 3)


def test_a_remainder_without_room_would_tell_that_each_in_it_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(told: Mapping[int | None, int], k: int) -> tuple[int | None, ...]:
        few = [count for count in told.values() if 0 < count <= k]
        others = min((count for count in told.values() if count > k), default=k)
        return tuple(o for o, count in told.items() if 0 < count <= (k if sum(few) > k else others))

    assert simpler(monkeypatch, answers, "_remainder", no_room)(alternatives(3), 5, 10, 3)


def test_a_remainder_of_everybody_beside_what_nobody_chose_would_tell_that_each_in_it_is_one() -> None:
    def beside_nobody(world: World) -> object:
        told = alternatives(3)(world)
        options = (*range(len(world) - 1), None)
        nobody = [Part((option,), 0) for option, many in zip(options, world, strict=True) if not many]
        somebody = Part(tuple(option for option, many in zip(options, world, strict=True) if many), sum(world))
        return (*nobody, somebody) if told is None else told

    assert any("{1}" in known for known in breaches(beside_nobody, 5, 4, 3))


def test_a_cover_chosen_by_its_place_would_tell_which_of_two_equals_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_place(told: Mapping[int | None, int], k: int) -> tuple[int | None, ...]:
        merged = sorted((option for option in told if told[option]), key=lambda option: told[option])
        few = [option for option in merged if told[option] <= k]
        many = len(few) if len(few) > 1 and sum(told[o] for o in few) >= len(few) + k - 1 else len(few) + 1
        return tuple(sorted(merged[:many], key=list(told).index))

    found = simpler(monkeypatch, answers, "_remainder", by_place)
    assert any(found(alternatives(3), 3, n, 3) for n in range(7, 16))


def test_numbers_of_choices_would_tell_without_the_limits_of_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(ticks_known(3, n, 3, True, None, 0) for n in range(9, 14))
    monkeypatch.setattr(answers, "_narrowed", lambda *_: False)
    assert any(ticks_known(3, n, 3, True, None, 0) for n in range(9, 14))
    assert any(ticks_known(4, n, 3, False, 2, 0) for n in range(6, 9))
