"""Certificates are checked in exact fractions, and whoever changes one is found out."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from medverka.fairness.draw.certificate import certify
from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.objectives import FAIREST
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.proof import Disproven, prove, worth
from medverka.fairness.draw.result import OBJECTIVES
from medverka.fairness.draw.target import Cut, polytope
from medverka.fairness.draw.tests.pools import pool
from medverka.fairness.highs import Impossible


def certificates(objective="leximin", seeds=range(12)):
    for seed in seeds:
        problem = pool(seed, people=40, features=2 + seed % 3, homes=20 * (seed % 2))
        try:
            target = FAIREST[objective](polytope(problem))
        except Impossible:
            continue
        yield certify(problem, objective, target, target.mean)


def test_leximin_is_proven_in_exact_fractions():
    for certificate in certificates():
        proof = prove(certificate)
        assert len(proof.gaps) == len(certificate.levels)
        assert all(0 <= gap + Fraction(1, 10**12) < Fraction(1, 10**9) for gap in proof.gaps)
        assert max(proof.rises) < Fraction(1, 10**7)
        assert [float(ceiling) for ceiling in proof.ceilings] == pytest.approx(certificate.ceilings, abs=1e-12)
        assert not proof.trusted
        assert (certificate.kind, certificate.method) == ("reached", "linear")


def test_maximin_is_proven_by_its_one_level():
    for certificate in certificates("maximin"):
        (gap,) = prove(certificate).gaps
        assert abs(gap) < Fraction(1, 10**9)


@pytest.mark.parametrize("objective", ["nash", "goldilocks"])
def test_what_a_panel_is_worth_is_proven_for_the_other_objectives(objective):
    for certificate in certificates(objective):
        assert certificate.gap < 1e-9
        exact = worth(certificate.problem, certificate.claim)
        assert float(exact) == pytest.approx(certificate.claim.bound, rel=1e-12)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_worse_lottery_has_a_gap_that_is_no_smaller_than_what_it_lacks(objective):
    for certificate in certificates(objective, range(6)):
        best = certificate.chances
        if best.min() < 1e-9:
            continue
        worse = replace(certificate, mean=np.where(best <= best.min() + 1e-9, certificate.mean / 2, certificate.mean))
        assert certificate.kind == "reached"
        assert worse.kind == "gap"
        if objective in ("leximin", "maximin"):
            assert worse.gap >= best.min() / 2 - 1e-9


def test_every_panel_of_whole_people_keeps_to_what_is_claimed():
    """Tried with panels that are worth most at other prices."""
    for certificate in certificates(seeds=range(6)):
        problem = certificate.problem
        dice = np.random.default_rng(1)
        for _ in range(10):
            panel = polytope(problem).program(dice.exponential(size=len(certificate.mean)), whole=True).solve().x
            assert problem.allows(np.rint(panel).astype(int))
            for level in certificate.levels:
                assert level.claim.prices @ panel <= float(worth(problem, level.claim)) + 1e-6


def one():
    return next(c for c in certificates() if len(c.levels) > 2)


def with_level(certificate, number, **changes):
    levels = list(certificate.levels)
    claim = replace(levels[number].claim, **{name: value for name, value in changes.items() if name != "types"})
    levels[number] = replace(levels[number], claim=claim, types=changes.get("types", levels[number].types))
    return replace(certificate, levels=levels)


def test_false_multipliers_prove_less_but_nothing_false():
    certificate = one()
    honest = prove(certificate).ceilings[0]
    dice = np.random.default_rng(3)
    for _ in range(20):
        multipliers = certificate.levels[0].claim.multipliers
        noise = np.where(np.isfinite(polytope(certificate.problem).low), dice.normal(size=len(multipliers)), 0.0)
        assert prove(with_level(certificate, 0, multipliers=multipliers + noise)).ceilings[0] >= honest - Fraction(
            1, 10**9
        )


def test_a_bound_that_is_merely_stated_is_not_believed():
    certificate = one()
    assert prove(with_level(certificate, 0, bound=0.0)).ceilings == prove(certificate).ceilings


def test_prices_that_prove_nothing_are_refused():
    certificate = one()
    first = certificate.levels[0].claim.prices
    with pytest.raises(Disproven):
        prove(with_level(certificate, 0, prices=-first))
    with pytest.raises(Disproven):
        prove(with_level(certificate, 0, prices=np.zeros_like(first)))
    with pytest.raises(Disproven):
        prove(with_level(certificate, 0, prices=np.ones_like(first)))
    with pytest.raises(Disproven):
        prove(with_level(certificate, 0, multipliers=np.zeros(3)))
    homes = next(c for c in certificates() if len(c.problem.types.homes))
    with pytest.raises(Disproven):
        prove(with_level(homes, 0, multipliers=-np.ones(len(homes.levels[0].claim.multipliers))))


def test_an_integer_program_is_trusted_or_answered_anew():
    people = [Person(str(i), {"place": place}) for i, place in enumerate("ab")]
    problem = Problem(people, [Quota("place", "a", 0, 1), Quota("place", "b", 0, 1)], 1)
    cuts = [Cut(np.array([1.0, 0.0]), 0.25)]  # which is false: a panel may be of type a alone
    target = leximin(polytope(problem, cuts))
    certificate = certify(problem, "leximin", target, target.mean, cuts)
    assert (certificate.kind, certificate.method) == ("reached", "integer")
    assert prove(certificate).trusted
    checked = prove(certificate, most=max)
    assert not checked.trusted
    assert max(checked.gaps) > Fraction(1, 10)

    claimed = with_level(certificate, 0, multipliers=None)
    assert prove(claimed).ceilings[0] == pytest.approx(0.25)
    assert prove(claimed, most=max).ceilings[0] > Fraction(9, 10)


def test_the_data_say_which_quotas_hold_the_chances_back():
    people = [Person(str(i), {"place": place}) for i, place in enumerate("aaaaabbbc")]
    quotas = [Quota("place", "a", 0, 1), Quota("place", "b", 1, 3), Quota("place", "c", 0, 1)]
    problem = Problem(people, quotas, 4)
    target = leximin(polytope(problem))
    data = json.loads(json.dumps(certify(problem, "leximin", target, target.mean).as_data()))
    assert (data["objective"], data["kind"], data["method"]) == ("leximin", "reached", "linear")
    assert data["gap"] < 1e-9
    first = data["levels"][0]
    assert first["chance"] == pytest.approx(0.2)
    assert (first["people"], first["held_by"]) == (5, [{"feature": "place", "value": "a", "bound": "high"}])
    assert [level["people"] for level in data["levels"]] == [5, 4]
