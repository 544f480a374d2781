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
# The first round of drand's oldest chain, as its relays give it. Long past: a real draw names a round to come.
FIRST_ROUND = {
    "round": 1,
    "randomness": "101297f1ca7dc44ef6088d94ad5fb7ba03455dc33d53ddb412bbc4564ed986ec",
    "signature": (
        "8d61d9100567de44682506aea1a7a6fa6e5491cd27a0a0ed349ef6910ac5ac20ff7bc3e09d7c046566c9f7f3c6f3b10104990e7cb"
        "424998203d8f7de586fb7fa5f60045417a432684f85093b06ca91c769f0e7ca19268375e659c2a2352b4655"
    ),
}
BEACON = Beacon("8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce", 1595431050, 30, 1)
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
