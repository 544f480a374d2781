"""What is published before the draw, its fingerprint, and the record of the draw itself.

Nothing published says who anybody is, which types there are, or that two labels belong to the same person. Each person
has a salt of their own and from it *one label in the list of people and another in each panel*: whoever has salt and
id finds all their places, counts their panels and so knows their chance; for anybody else the labels are noise that
cannot be tied together. (Labels that stayed the same from panel to panel would give away the types, and how few people
some of them have, to whoever looks at which labels come together.) Quotas are published, the make-up of the pool never.

The format, field by field, stands in ``docs/fairness.md``; ``verify.py`` reads it with the standard library alone.
"""

import hashlib
import json
import secrets
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any

import medverka
from medverka.fairness.draw.lottery import Lottery
from medverka.fairness.draw.randomness import Promise, Stream, check_promise, derived, draw_key, promise_from_data

PUBLICATION = "medverka-publication-1"
DRAW = "medverka-draw-1"
SALT_BYTES = 16
LABEL = 32  # hexadecimal digits: 128 bits, so that nobody finds two people with one label


def new_salts(count: int) -> list[str]:
    """A secret salt for each person, in hexadecimal digits."""
    return [secrets.token_hex(SALT_BYTES) for _ in range(count)]


def salts_from_seed(seed: bytes, ids: Sequence[str]) -> list[str]:
    """The same salts each time for the same seed, which must be kept as secret as they."""
    key = derived(seed, "salts")
    return [derived(key, identity)[:SALT_BYTES].hex() for identity in ids]


def label(salt: str, identity: str, panel: int = 0) -> str:
    """Somebody's label in panel number ``panel``, or in the list of people (0)."""
    text = f"medverka label 1\n{salt}\n{identity}\n{panel}\n"
    return hashlib.sha256(text.encode()).hexdigest()[:LABEL]


def publish(
    lottery: Lottery, salts: Sequence[str], promise: Promise, *, title: str, objective: str, published: str
) -> dict[str, Any]:
    """The document to publish, for people in the order of the problem; ``published`` is the time in UTC.

    Raises ``WrongValues`` for sources of randomness that leave too little to chance or are known already, and
    ``ValueError`` for panels that do not keep to everything: whatever made them, nothing wrong is published.
    """
    check_promise(promise, published)
    if not lottery.is_sound:
        raise ValueError("a panel does not keep to everything")
    problem, ids = lottery.problem, [person.id for person in lottery.problem.people]
    panels = [
        sorted(label(salts[index], ids[index], number) for index in panel)
        for number, panel in enumerate(lottery.panels.tolist(), start=1)
    ]
    return {
        "format": PUBLICATION,
        "program": f"medverka {medverka.__version__}",
        "title": title,
        "published": published,
        "size": problem.size,
        "quotas": [
            {key: getattr(quota, key) for key in ("feature", "value", "low", "high")} for quota in problem.quotas
        ],
        "one_per_home": "yes" if any(person.household is not None for person in problem.people) else "no",
        "objective": objective,
        "least": int(lottery.counts.min(initial=lottery.total)),
        "people": sorted(label(salt, identity) for salt, identity in zip(salts, ids, strict=True)),
        "panels": panels,
        "weights": list(lottery.weights),
        "randomness": promise.as_data(),
    }


def canonical(document: dict[str, Any]) -> bytes:
    """The one way in which a document is written before it is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fingerprint(document: dict[str, Any]) -> str:
    """SHA-256 of the canonical writing, in hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def draw(document: dict[str, Any], values: Any) -> dict[str, Any]:
    """Draw: the record to publish, from what was published before and what chance has said since.

    ``values`` are a list of numbers for each source, a beacon's ``round``, ``randomness`` and ``signature``, or a seed.
    Raises ``WrongValues`` when they are not what was promised.
    """
    mark = fingerprint(document)
    key = draw_key(mark, promise_from_data(document["randomness"]).written(values))
    ends = list(accumulate(document["weights"]))
    number = 1 + bisect_right(ends, Stream(key, "panel").below(ends[-1]))
    return {
        "format": DRAW,
        "fingerprint": mark,
        "values": values,
        "key": key.hex(),
        "number": number,
        "selected": document["panels"][number - 1],
        "order": Stream(key, "order").shuffled(document["people"]),
    }


def order_of_people(record: dict[str, Any], salts: Sequence[str], ids: Sequence[str]) -> list[int]:
    """The order in which people are asked to stand in, as indexes; those who were drawn stand in it too."""
    places = {label(salt, identity): index for index, (salt, identity) in enumerate(zip(salts, ids, strict=True))}
    return [places[mark] for mark in record["order"]]


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody can find out with their salt: numbers of their panels, chance, and after the draw how it went.

    ``place`` is their place in the order of those who stand in, from 1, where those who were drawn are skipped.
    """

    label: str
    panels: list[int]
    chance: Fraction
    selected: bool | None
    place: int | None


def own(document: dict[str, Any], record: dict[str, Any] | None, salt: str, identity: str) -> Own | None:
    """What the documents say of somebody, or None if they are not in them. Takes a hash for each panel."""
    mine = label(salt, identity)
    if mine not in document["people"]:
        return None
    panels = [n for n, panel in enumerate(document["panels"], start=1) if label(salt, identity, n) in panel]
    chance = Fraction(sum(document["weights"][n - 1] for n in panels), sum(document["weights"]))
    return Own(
        label=mine,
        panels=panels,
        chance=chance,
        selected=None if record is None else record["number"] in panels,
        place=None if record is None else 1 + record["order"].index(mine),
    )
