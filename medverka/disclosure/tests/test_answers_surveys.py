"""Whole surveys under attack: many questions, follow-ups and their follow-ups, groups, years, and one more answer."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from medverka.disclosure.answers import (
    Part,
    asked,
    asked_of_several,
    choice,
    multiple,
    numbers,
    steps,
)
from medverka.disclosure.tests.outsider import World, in_classes, known_of, places, same_page, worlds

Answer = int | frozenset[int] | None
Sheet = tuple[Answer, ...]
EDGES = (10, 20, 30)


@dataclass(frozen=True)
class Question:
    """``kind`` is one of scale, single, multiple and number; ``asked_if`` an earlier question and some of its options."""

    kind: str
    options: int
    asked_if: tuple[int, frozenset[int]] | None = None
    apart: tuple[int, ...] = ()


Survey = Sequence[Question]


def put_to(question: Question, sheet: Sheet) -> bool:
    """Whether somebody who answered so was asked. An answer that was not asked for is never on a sheet."""
    if question.asked_if is None:
        return True
    parent, options = question.asked_if
    chosen = sheet[parent]
    return bool(options & chosen) if isinstance(chosen, frozenset) else chosen in options


def counted(question: Question, place: int, sheets: Collection[Sheet]) -> list[int]:
    column = [sheet[place] for sheet in sheets]
    return [sum(option in one if isinstance(one, frozenset) else option == one for one in column)
            for option in range(question.options)]  # fmt: skip


def publish(survey: Survey, sheets: Sequence[Sheet], k: int) -> tuple[tuple[int | None, object], ...]:
    """All that is told of one group: of each question to how many it was put, where that is known, and its parts."""
    told: list[tuple[int | None, object]] = []
    for place, question in enumerate(survey):
        n = len(sheets) if question.asked_if is None else asked_in(survey, told, question)
        counts = counted(question, place, sheets)
        told.append((n, protected(question, counts, n, k)))
    return tuple(told)


def asked_in(survey: Survey, told: Sequence[tuple[int | None, object]], question: Question) -> int | None:
    parent, options = question.asked_if
    n, parts = told[parent]
    return asked_of_several(parts, n, options) if survey[parent].kind == "multiple" else asked(parts, options)


def protected(question: Question, counts: Sequence[int], n: int | None, k: int) -> object:
    if question.kind == "multiple":
        return multiple(counts, n, k=k) if n is not None else (None,) * len(counts)
    if question.kind == "number":
        values = [value for value, many in zip((5, 15, 25, 35), counts, strict=True) for _ in range(many)]
        return None if n is None else numbers(values, n, k=k, edges=EDGES)
    if n is None:
        return None
    return steps(counts, n, k=k, apart=question.apart) if question.kind == "scale" else choice(counts, n, k=k)


def kinds_of_sheets(survey: Survey) -> list[Sheet]:
    """Every way to fill in a sheet."""
    sheets: list[Sheet] = [()]
    for question in survey:
        sheets = [(*sheet, answer) for sheet in sheets for answer in answers_to(question, sheet)]
    return sheets


def answers_to(question: Question, sheet: Sheet) -> Iterator[Answer]:
    if not put_to(question, sheet):
        yield None
    elif question.kind == "multiple":
        options = range(question.options)
        yield from (frozenset(some) for size in range(question.options + 1) for some in combinations(options, size))
    else:
        yield from (*range(question.options), None)


# ── Small surveys: every way to fill them in ──────────────────────────────────────────────────

CHAIN = (
    Question("single", 2),
    Question("single", 2, (0, frozenset({0}))),
    Question("single", 2, (1, frozenset({0}))),
)
SIDE = (Question("scale", 4), Question("single", 2, (0, frozenset({0, 1}))))
SEVERAL = (Question("multiple", 2), Question("single", 2, (0, frozenset({0}))))
TWO = (Question("single", 2), Question("scale", 2))
CROSSED = (Question("single", 1), Question("multiple", 1), Question("single", 2, (1, frozenset({0}))))


@pytest.mark.slow
@pytest.mark.parametrize(("survey", "top"), [(CHAIN, 11), (SIDE, 9), (SEVERAL, 9), (TWO, 7), (CROSSED, 8)])
def test_who_tries_every_way_a_small_survey_can_have_been_filled_in_finds_nobody(survey: Survey, top: int) -> None:
    k, sheets = 3, kinds_of_sheets(survey)
    for n in range(k + 1, top + 1):
        for page, behind in same_page(told_of(survey, sheets, k), worlds(len(sheets), n)):
            found = list(found_out(survey, sheets, page, behind, k))
            assert not found, (n, page, found)


def told_of(survey: Survey, sheets: Sequence[Sheet], k: int) -> Callable[[World], object]:
    def rule(world: World) -> object:
        return publish(survey, [sheet for sheet, many in zip(sheets, world, strict=True) for _ in range(many)], k)

    return rule


def found_out(
    survey: Survey, sheets: Sequence[Sheet], page: object, behind: Sequence[World], k: int
) -> Iterator[object]:
    """Kinds of sheets that are known to be filled in by so few; and answers, also for one who knows their own sheet."""
    for place, sheet in enumerate(sheets):
        possible = {world[place] for world in behind}
        if len(possible) == 1 and possible <= set(range(1, k)):
            yield sheet, possible
    for place, question in enumerate(survey):
        for hidden in [] if put_to_nobody(survey, page, place) else hidden_in(question, page[place][1]):
            gave = [one for one, sheet in enumerate(sheets) if has(sheet[place], hidden)]
            for own in (None, *range(len(sheets))):
                others = {
                    sum(world[one] for one in gave) - (own in gave) for world in behind if own is None or world[own]
                }
                if others and (len(others) == 1 or max(others) < 1):
                    yield question, hidden, own if own is None else sheets[own], others


def has(answer: Answer, option: int | None) -> bool:
    return option in answer if isinstance(answer, frozenset) else answer == option


def put_to_nobody(survey: Survey, page: object, place: int) -> bool:
    """Whether it is told that nobody was asked, or nobody was asked what it follows upon."""
    question = survey[place]
    return page[place][0] == 0 or (question.asked_if is not None and put_to_nobody(survey, page, question.asked_if[0]))


def hidden_in(question: Question, told: object) -> list[int]:
    """The options of which it is not told how many gave them, but that somebody may have given."""
    if question.kind == "multiple":
        return [option for option, count in enumerate(told) if count is None]
    if told is None:
        return list(range(question.options))
    merged = [part for part in told if part.count and len(part.options) > 1]
    return [option for part in merged for option in part.options if option is not None]


def test_the_same_outsider_finds_somebody_where_a_follow_up_is_protected_among_all() -> None:
    """As if those who were not asked had given no answer: beside the parent, one who skipped it stands out."""
    survey = (Question("single", 2), Question("single", 2, (0, frozenset({0}))))
    sheets, k = kinds_of_sheets(survey), 3

    def careless(world: World) -> object:
        group = [sheet for sheet, many in zip(sheets, world, strict=True) for _ in range(many)]
        return [choice(counted(question, place, group), len(group), k=k) for place, question in enumerate(survey)]

    assert somebody_is_found(careless, sheets, 8, k)
    assert not somebody_is_found(told_of(survey, sheets, k), sheets, 8, k)


def test_the_same_outsider_finds_somebody_where_the_number_asked_cuts_a_part() -> None:
    survey = (Question("single", 3), Question("single", 1, (0, frozenset({0}))))
    sheets, k = kinds_of_sheets(survey), 3

    def careless(world: World) -> object:
        group = [sheet for sheet, many in zip(sheets, world, strict=True) for _ in range(many)]
        n = sum(put_to(survey[1], sheet) for sheet in group)
        return choice(counted(survey[0], 0, group), len(group), k=k), (n, choice(counted(survey[1], 1, group), n, k=k))

    assert somebody_is_found(careless, sheets, 8, k)
    assert not somebody_is_found(told_of(survey, sheets, k), sheets, 8, k)


def somebody_is_found(rule: Callable[[World], object], sheets: Sequence[Sheet], n: int, k: int) -> bool:
    """Whether of some kind of sheets, or of a first answer, it is known that few gave it."""
    few = set(range(1, k))
    for _page, behind in same_page(lambda world: repr(rule(world)), worlds(len(sheets), n)):
        for some in (*([place] for place in range(len(sheets))), *first_answers(sheets)):
            possible = {sum(world[place] for place in some) for world in behind}
            if len(possible) == 1 and possible <= few:
                return True
    return False


def first_answers(sheets: Sequence[Sheet]) -> list[list[int]]:
    return [[place for place, sheet in enumerate(sheets) if sheet[0] == first] for first in {s[0] for s in sheets}]


# ── Surveys as they are: a way out of every guess ─────────────────────────────────────────────
# There are too many ways to fill them in for all to be tried. It is enough to find some that lead to the same page.

CASES = st.integers(2, 7).flatmap(lambda options: st.tuples(
    st.sampled_from(["scale", "scale", "apart", "single", "number"]),
    st.lists(st.one_of(st.integers(0, 6), st.integers(0, 15)), min_size=options, max_size=options),
    st.one_of(st.just(0), st.integers(0, 8)),
    st.integers(3, 7),
))  # fmt: skip


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, phases=[Phase.generate])
@given(CASES)
def test_for_every_merged_answer_there_are_other_ways_to_have_answered_that_lead_to_the_same_page(
    case: tuple[str, list[int], int, int],
) -> None:
    kind, counts, silent, k = case
    world, rule, edges = (*counts, silent), rule_of(kind, len(counts), k), range(10, 10 * len(counts), 10)
    page, n = rule(world), sum(world)
    if n <= k:
        assert page is None or n == k
        return
    assert page is None or sum(part.count for part in page) == n
    for part in [Part((*range(len(counts)), None), n)] if page is None else page:
        assert not 0 < part.count < k
        where = places(part, len(world), edges)
        assert sum(world[place] for place in where) == part.count
        if len(where) > 1 and part.count:
            assert hides(rule, page, world, where, k), (kind, world, k, page)


def rule_of(kind: str, options: int, k: int) -> Callable[[World], object]:
    if kind == "number":
        return in_classes(list(range(10, 10 * options, 10)), k)
    if kind == "single":
        return lambda world: choice(world[:-1], sum(world), k=k)
    apart = [options - 1] if kind == "apart" and options > 2 else []
    return lambda world: steps(world[:-1], sum(world), k=k, apart=apart)


def hides(rule: Callable[[World], object], page: object, world: World, where: Sequence[int], k: int) -> bool:
    """Whether enough other worlds are found: no answer's number is known, nor that it is few, nor to a respondent."""
    behind = [world]
    for other in elsewhere(world, where):
        if other not in behind and rule(other) == page:
            behind.append(other)
            if not list(known_of(where, behind, k, sums=False)):
                return True
    return False


def elsewhere(world: World, where: Sequence[int]) -> Iterator[World]:
    """Other ways to share out those of a part: all where there are few, else places swapped and then at random."""
    total = sum(world[one] for one in where)
    if comb(total + len(where) - 1, len(where) - 1) < 3000:
        yield from (moved(world, dict(zip(where, shares, strict=True))) for shares in worlds(len(where), total))
        return
    for one, other in combinations(where, 2):
        yield moved(world, {one: world[other], other: world[one]})
    random = Random(total)
    for _ in range(20_000):
        some = random.sample(where, random.randint(2, len(where)))
        ends = sorted(random.choices((*range(total + 1), 1, 2, total - 1, total), k=len(some) - 1))
        shares = [end - start for start, end in pairwise((0, *ends, total))]
        yield moved(world, {**dict.fromkeys(where, 0), **dict(zip(some, shares, strict=True))})


def moved(world: World, there: dict[int, int]) -> World:
    return tuple(there.get(place, count) for place, count in enumerate(world))


# ── Differences ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("more", [1, 5])
def test_sheets_that_are_published_twice_tell_what_the_new_ones_say_however_many_they_are(more: int) -> None:
    """So a round is counted once, and more sheets are a round of their own."""
    before, n = [6, 8, 7, 10, 12], 43
    after = [6, 8, 7, 10 + more - 1, 13]
    first, second = steps(before, n), steps(after, n + more)
    best = [part.count for page in (first, second) for part in page if part.options == (4,)]
    assert best == [12, 13]  # exactly one of the new ones is pleased


def test_the_same_sheets_with_two_different_k_would_tell_what_each_alone_hides() -> None:
    counts = [4, 6, 8, 10, 12]
    assert steps(counts, 40, k=5)[0] == Part((0, 1), 10)
    assert steps(counts, 40, k=4)[0] == Part((0,), 4)


def test_a_total_over_groups_would_give_the_group_away_that_is_not_told_of() -> None:
    large, small = [6, 8, 7, 10, 12], [0, 1, 0, 1, 2]
    assert steps(small, 4) is None
    both = [one + other for one, other in zip(large, small, strict=True)]
    together = steps(both, 47)
    assert [whole.count - part.count for whole, part in zip(together, steps(large, 43), strict=True)] == [*small, 0]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_is_told_of_one_group_or_year_depends_on_no_other(data: st.DataObject) -> None:
    """The pages of several groups, and of several years, are possible together exactly when each is by itself."""
    sheets = kinds_of_sheets(SIDE)
    groups = data.draw(st.lists(st.lists(st.sampled_from(sheets), max_size=40), min_size=2, max_size=3))
    pages = [publish(SIDE, group, 5) for group in groups]
    instead = data.draw(st.lists(st.sampled_from(sheets), max_size=40))
    assert [publish(SIDE, group, 5) for group in (instead, *groups[1:])][1:] == pages[1:]


SURVEYS = (
    (Question("scale", 6, apart=(5,)), Question("multiple", 3, (0, frozenset({0, 1}))), Question("number", 4)),
    (
        Question("single", 4),
        Question("scale", 5, (0, frozenset({1, 2}))),
        Question("single", 2, (1, frozenset({3, 4}))),
    ),
    (Question("multiple", 4), Question("number", 4, (0, frozenset({1}))), Question("scale", 3, (1, frozenset()))),
)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(st.data())
def test_whatever_a_survey_asks_every_number_told_is_that_of_nobody_or_of_at_least_k_and_so_are_the_others(
    data: st.DataObject,
) -> None:
    survey = data.draw(st.sampled_from(SURVEYS))
    k = data.draw(st.integers(3, 7))
    weights = data.draw(st.lists(st.sampled_from(kinds_of_sheets(survey)[:400]), min_size=1, max_size=6))
    group = data.draw(st.lists(st.sampled_from(weights), max_size=40))
    for place, (n, told) in enumerate(publish(survey, group, k)):
        question = survey[place]
        put = [sheet for sheet in group if put_to(question, sheet)]
        assert n is None or n == len(put)
        assert n is None or not 0 < n < k or told in (None, (None,) * question.options)
        assert n is None or question.asked_if is None or not 0 < n < k, "so few are told of by the parent"
        if question.kind == "multiple":
            assert all(count in (None, 0, n) or k <= count <= n - k for count in told)
        elif told is not None:
            assert sum(part.count for part in told) == n
            assert not any(0 < part.count < k for part in told)
