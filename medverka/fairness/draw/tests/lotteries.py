"""Small lotteries for tests, made without any solver."""

import numpy as np

from medverka.fairness.draw.lottery import Lottery
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.publication import publish
from medverka.fairness.draw.randomness import Beacon, Numbers, OwnSeed, Source

PUBLISHED = "2026-11-22T10:00:00Z"
LOTTO = Source("Lotto, rad 1", "https://exempel.se/lotto", "2026-12-05T18:20:00Z", 7, 1, 35)
JOKER = Source("Joker", "https://exempel.se/joker", "2026-12-05T18:20:00Z", 1, 0, 9_999_999)
NUMBERS = Numbers([LOTTO, JOKER])
NUMBER_VALUES = [[35, 3, 14, 22, 8, 9, 30], [1234567]]
# A round of drand as its keepers signed it, on 15 September 2023. Long past: a real draw names a round to come.
BEACON = Beacon(657413)
TRUE_ROUND = {
    "round": 657413,
    "randomness": "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587",
    "signature": "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
}
SEED = "00112233445566778899aabbccddeeff"


def small_problem():
    """Six people, of whom three are drawn: one or two women."""
    people = [Person(f"p{n}", {"gender": "f" if n < 2 else "m"}) for n in range(6)]
    return Problem(people, [Quota("gender", "f", 1, 2), Quota("gender", "m", 1, 2)], 3)


def small_lottery(weights=(1, 1, 1, 1)):
    panels = np.array([[0, 2, 3], [1, 4, 5], [0, 1, 2], [0, 3, 4]])
    problem = small_problem()
    wanted = np.array([0.75, 0.5, 0.5, 0.5, 0.5, 0.25])
    return Lottery(problem, panels, list(weights), wanted)


def small_salts():
    return [f"{n:032x}" for n in range(6)]


def small_publication(promise=NUMBERS, *, published=PUBLISHED, **about):
    return publish(
        small_lottery(**about), small_salts(), promise, title="Referensgrupp", objective="leximin", published=published
    )


def seeded_publication(seed=SEED):
    return small_publication(OwnSeed.of(seed))
