"""What is published can be checked by each person, and tells nobody else who they are."""

import dataclasses
import itertools
import json
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from medverka.fairness.draw.lottery import Lottery
from medverka.fairness.draw.publication import (
    canonical,
    draw,
    fingerprint,
    label,
    new_salts,
    order_of_people,
    own,
    publish,
    salts_from_seed,
)
from medverka.fairness.draw.randomness import OwnSeed
from medverka.fairness.draw.tests.lotteries import (
    NUMBER_VALUES,
    NUMBERS,
    PUBLISHED,
    seeded_publication,
    small_lottery,
    small_problem,
    small_publication,
    small_salts,
)

IDS = [f"p{n}" for n in range(6)]


def test_each_person_finds_their_own_panels_and_chance_and_how_it_went():
    document = small_publication(weights=(3, 2, 4, 1))
    record = draw(document, NUMBER_VALUES)
    lottery = small_lottery((3, 2, 4, 1))
    chosen = lottery.panels[record["number"] - 1].tolist()
    order = order_of_people(record, small_salts(), IDS)
    assert sorted(order) == list(range(6))
    for index, (salt, identity) in enumerate(zip(small_salts(), IDS, strict=True)):
        mine = own(document, record, salt, identity)
        assert mine.panels == [n + 1 for n, panel in enumerate(lottery.panels) if index in panel]
        assert mine.chance == lottery.chances[index]
        assert mine.selected == (index in chosen)
        assert order[mine.place - 1] == index
    assert own(document, None, small_salts()[0], "p0").selected is None
    assert own(document, record, small_salts()[0], "p1") is None


def test_the_least_that_anybody_has_is_promised():
    assert small_publication(weights=(3, 2, 4, 1))["least"] == 2  # the last one is in panel 2 alone
    assert min(small_lottery((3, 2, 4, 1)).chances) == Fraction(2, 10)


def test_nothing_published_ties_two_panels_together_or_names_anybody():
    document = small_publication()
    labels = list(itertools.chain(document["people"], *document["panels"]))
    assert len(labels) == len(set(labels)) == 6 + 4 * 3
    text = canonical(document).decode()
    assert not any(secret in text for secret in [*small_salts(), *(f'"{identity}"' for identity in IDS)])
    assert all(panel == sorted(panel) for panel in document["panels"])
    assert document["people"] == sorted(document["people"])


def test_the_fingerprint_does_not_depend_on_how_the_file_is_laid_out():
    document = small_publication()
    laid_out = json.loads(json.dumps(dict(reversed(document.items())), indent=4))
    assert fingerprint(laid_out) == fingerprint(document)
    assert fingerprint(document | {"title": "Referensgrupp."}) != fingerprint(document)


def test_nothing_but_whole_numbers_and_text_is_published():
    def leaves(part):
        if isinstance(part, dict):
            part = part.values()
        return itertools.chain(*map(leaves, part)) if not isinstance(part, (str, int, float)) else [part]

    assert {type(leaf) for leaf in leaves(small_publication())} == {str, int}


@pytest.mark.slow
def test_panels_are_drawn_as_often_as_their_weights_say():
    weights = (1, 2, 3, 4)
    draws = 4000
    drawn, firsts = Counter(), Counter()
    for n in range(draws):
        seed = f"{n:08x}"
        record = draw(small_publication(OwnSeed.of(seed), weights=weights), seed)
        drawn[record["number"]] += 1
        firsts[record["order"][0]] += 1
    expected = [draws * weight / 10 for weight in weights]
    chi_square = sum((drawn[n] - awaited) ** 2 / awaited for n, awaited in enumerate(expected, start=1))
    assert chi_square < 16.3, "chance of more by pure chance: one in a thousand (3 degrees of freedom)"
    assert sum((seen - draws / 6) ** 2 / (draws / 6) for seen in firsts.values()) < 20.6
    assert len(firsts) == 6


def test_two_publications_never_give_the_same_stream():
    seeds = ["aa", "ab"]
    keys = {draw(seeded_publication(seed), seed)["key"] for seed in seeds}
    keys |= {draw(small_publication(OwnSeed.of("aa"), weights=(1, 1, 1, 2)), "aa")["key"]}
    assert len(keys) == 3


def test_salts_are_long_and_never_the_same():
    salts = new_salts(100) + salts_from_seed(b"seed", [f"p{n}" for n in range(100)])
    assert len(set(salts)) == 200
    assert {len(salt) for salt in salts} == {32}
    assert salts_from_seed(b"seed", ["p1"]) == salts_from_seed(b"seed", ["p0", "p1"])[1:]


def test_labels_differ_when_any_part_does():
    marks = {label("00", "a"), label("01", "a"), label("00", "b"), label("00", "a", 1), label("00", "a\n1", 1)}
    assert len(marks) == 5


@pytest.mark.parametrize(
    ("panel", "why"),
    [
        ([2, 3, 4], "no woman"),
        ([0, 0, 2], "twice"),
        ([0, 2], "too few"),
        ([0, 2, 5], "two of a home"),
        ([3, 2, 0], "order"),
    ],
)
def test_a_panel_that_does_not_keep_to_everything_is_never_published(panel, why):
    problem = small_problem()
    people = [dataclasses.replace(one, household="h") if n in (2, 5) else one for n, one in enumerate(problem.people)]
    problem = dataclasses.replace(problem, people=people)
    true = Lottery(problem, np.array([[0, 2, 3]]), [1], np.zeros(6))
    assert true.is_sound
    false = dataclasses.replace(true, panels=np.array([panel]))
    assert not false.is_sound
    with pytest.raises(ValueError, match="keep to everything"):
        publish(false, small_salts(), NUMBERS, title="", objective="leximin", published=PUBLISHED)
