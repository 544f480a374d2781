"""A draw from files, told: as data for programs, and in words for people."""

import json
from collections.abc import Iterator
from fractions import Fraction
from textwrap import fill
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.draws import lotteries_told, numbered, words
from medverka.draws.chances import in_per_cent
from medverka.draws.from_files import Drawn, Wish
from medverka.fairness.draw.delimited import write_grid
from medverka.fairness.draw.problem import Quota
from medverka.fairness.draw.publication import label

WIDTH = 100
RESERVES_SHOWN = 3  # times the size of the panel


def as_data(drawn: Drawn, wish: Wish) -> dict[str, Any]:
    """Everything about the draw. ``chances`` are those of the lottery that was drawn from; ``optimum`` is the best minimum
    that a lottery can have under the objective."""
    problem = drawn.tables.problem
    chances = drawn.lottery.chances
    return {
        "objective": wish.objective,
        "people": len(problem.people),
        "size": problem.size,
        "chances": {person.id: float(chance) for person, chance in zip(problem.people, chances, strict=True)},
        "minimum": float(min(chances)),
        "maximum": float(max(chances)),
        "optimum": drawn.distribution.minimum,
        "least_share": drawn.lottery.least_share,
        "without_chance": drawn.lottery.without,
        "certificate": _certificate(drawn),
        "lottery": drawn.kind,
        "panels": len(drawn.lottery.weights),
        "panel": drawn.record["number"],
        "selected": drawn.selected,
        "reserves": drawn.reserves,
        "quotas": [
            {"feature": quota.feature, "value": quota.value, "min": quota.low, "max": quota.high, "selected": count}
            for quota, count in _filled(drawn)
        ],
        "id_column": drawn.tables.people.id_column,
        "seed": wish.seed.hex(),
        "fingerprint": drawn.record["fingerprint"],
        "seconds": round(drawn.seconds, 3),
    }


def lines(drawn: Drawn, wish: Wish) -> Iterator[str]:
    """The draw in words, line by line."""
    problem = drawn.tables.problem
    yield _("%(size)s av %(people)s är lottade: grupp %(number)s av %(panels)s.") % {
        "size": problem.size,
        "people": _number(len(problem.people)),
        "number": _number(drawn.record["number"]),
        "panels": _number(len(drawn.lottery.weights)),
    }
    yield ""
    yield _("Kvoterna")
    yield from _quota_lines(drawn)
    yield ""
    yield _("Chansen att lottas")
    yield from _chance_lines(drawn)
    yield ""
    yield _("Lottade")
    yield _wrapped(", ".join(drawn.selected))
    yield ""
    yield _("Reserver, i den ordning de frågas")
    yield _wrapped(_reserves(drawn))
    yield ""
    yield _("Frö: %(seed)s") % {"seed": wish.seed.hex()}
    yield _("Fingeravtryck: %(fingerprint)s") % {"fingerprint": drawn.record["fingerprint"]}


def _quota_lines(drawn: Drawn) -> Iterator[str]:
    width = max(len(f"{quota.feature}: {quota.value}") for quota, _filled_by in _filled(drawn))
    for quota, count in _filled(drawn):
        name = f"{quota.feature}: {quota.value}".ljust(width)
        bounds = f"{quota.low}" if quota.low == quota.high else f"{quota.low}–{quota.high}"
        yield f"  {name}  {count:>4}  ({bounds})"


def _chance_lines(drawn: Drawn) -> Iterator[str]:
    problem, chances = drawn.tables.problem, drawn.lottery.chances
    same = Fraction(problem.size, len(problem.people))
    said = _("Minst %(least)s, mest %(most)s. Utan kvoter hade alla haft %(same)s.")
    yield _wrapped(
        said % {"least": in_per_cent(min(chances)), "most": in_per_cent(max(chances)), "same": in_per_cent(same)}
    )
    used = lotteries_told.what_was_used(drawn.kind, numbered.used(drawn.lottery, least_people=1))
    told = _certificate(drawn)
    yield from (_wrapped(line) for line in (used, words.certificate(told), words.holding(told)) if line)


def _certificate(drawn: Drawn) -> dict[str, Any]:
    certificate: Any = drawn.distribution.certificate
    return certificate.as_data() if certificate else {}


def _reserves(drawn: Drawn) -> str:
    most = RESERVES_SHOWN * drawn.tables.problem.size
    shown = ", ".join(drawn.reserves[:most]) or _("ingen")
    more = len(drawn.reserves) - most
    return _("%(shown)s … och %(more)s till") % {"shown": shown, "more": _number(more)} if more > 0 else shown


def _filled(drawn: Drawn) -> list[tuple[Quota, int]]:
    """How many of those drawn count towards each quota."""
    selected = set(drawn.selected)
    people = [person for person in drawn.tables.problem.people if person.id in selected]
    return [
        (quota, sum(person.values[quota.feature] == quota.value for person in people))
        for quota in drawn.tables.problem.quotas
    ]


def _wrapped(text: str) -> str:
    return fill(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _number(count: int) -> str:
    return str(number_format(count, force_grouping=count >= 10_000))


def published(drawn: Drawn) -> bytes:
    """What may be published: everything that shows the draw to be right, and nothing that shows who is who."""
    both = {"publication": drawn.document, "draw": drawn.record}
    return json.dumps(both, ensure_ascii=False, indent=1).encode()


def salts(drawn: Drawn) -> bytes:
    """For each person what is theirs alone: the salt that finds their label in what is published, and their chance."""
    people = zip(drawn.tables.problem.people, drawn.salts, drawn.lottery.chances, strict=True)
    rows = [[person.id, salt, label(salt, person.id), float(chance)] for person, salt, chance in people]
    return write_grid([["id", "salt", "label", "chance"], *rows], drawn.tables.people.layout)
