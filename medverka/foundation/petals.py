"""The sign of the house, drawn: a forget-me-not that opens petal by petal, and the line of the chain.

Five petals: asked, taking part, said, answered, changed. An open petal is a step that has been
taken; the yellow ring around the centre says that something is waited for now.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, pi, sin, sqrt

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

PETALS = ("asked", "taking_part", "said", "answered", "changed")
PETAL_WORDS: dict[str, Promise] = {
    "asked": _("frågat"),
    "taking_part": _("människor med"),
    "said": _("sagt"),
    "answered": _("besvarat"),
    "changed": _("förändrat"),
}

CHAIN = ("need", "request", "people", "voice", "answer", "effect", "told")
CHAIN_WORDS: dict[str, Promise] = {
    "need": _("Behov"),
    "request": _("Förfrågan"),
    "people": _("Människor"),
    "voice": _("Det som sades"),
    "answer": _("Svar"),
    "effect": _("Förändring"),
    "told": _("Berättat tillbaka"),
}


@dataclass(frozen=True)
class Flower:
    """How far something has come: the petals that are open, and the one that is waited for."""

    opened: frozenset[str]
    current: str = ""

    @classmethod
    def of(cls, opened: "Flower | int | Collection[str]", current: str = "") -> "Flower":
        """A flower from a count (the first petals are open), from names, or from a flower.

        Raises ``ValueError`` for a petal that does not exist.
        """
        if isinstance(opened, Flower):
            return opened
        names = PETALS[:opened] if isinstance(opened, int) else opened
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if unknown := {*names, current or "asked"} - set(PETALS):
            raise ValueError(f"No such petal: {', '.join(sorted(unknown))}")
        return cls(frozenset(names), current)

    def __str__(self) -> str:
        """The flower in words, for those who do not see it."""
        done = [str(PETAL_WORDS[name]) for name in PETALS if name in self.opened]
        left = [str(PETAL_WORDS[name]) for name in PETALS if name not in {*self.opened, self.current}]
        sentences = []
        if done:
            sentences.append(gettext("Klart: %(steps)s.") % {"steps": ", ".join(done)})
        if self.current:
            sentences.append(gettext("Nu: %(step)s.") % {"step": PETAL_WORDS[self.current]})
        if left:
            sentences.append(gettext("Kvar: %(steps)s.") % {"steps": ", ".join(left)})
        return " ".join(sentences)


def _petal_path(size: float, gap: float) -> str:
    """One petal that points up: a round leaf, cut by its neighbours, with half a ``gap`` on each side."""
    distance, radius, half = size * 0.6, size * 0.39, pi / 5
    inset = gap / 2
    tip = inset / sin(half)
    along = distance * cos(half)
    reach = along + sqrt(along**2 - (inset**2 - 2 * inset * distance * sin(half) + distance**2 - radius**2))
    side = reach * sin(half) - inset * cos(half)
    up = reach * cos(half) + inset * sin(half)
    large = int(up < distance)
    return f"M0 {-tip:.2f}L{side:.2f} {-up:.2f}A{radius:.2f} {radius:.2f} 0 {large} 0 {-side:.2f} {-up:.2f}Z"


def _turned(step: int) -> str:
    return f' transform="rotate({72 * step})"' if step else ""


def flower_svg(flower: Flower, *, words: bool = True) -> SafeString:
    """The flower as a small picture; with ``words`` it has a text alternative, else it is decoration."""
    return _flower(flower, get_language() or "" if words else None)


@lru_cache(maxsize=512)
def _flower(flower: Flower, language: str | None) -> SafeString:
    leaf = _petal_path(18, 2.2)
    petals = "".join(
        f'<path class="{"open" if name in flower.opened else "shut"}" d="{leaf}"{_turned(step)}/>'
        for step, name in enumerate(PETALS)
    )
    eye = '<circle class="eye" r="4.2"/>'
    if flower.current:
        eye = '<circle class="eye" r="7"/><circle class="ring" r="5.7" stroke-width="1.5"/>'
    alternative = 'aria-hidden="true"' if language is None else format_html('role="img" aria-label="{}"', str(flower))
    return mark_safe(  # noqa: S308 (numbers and class names of our own)
        f'<svg class="petals" viewBox="-18.5 -18.5 37 37" {alternative}>'
        f'{petals}{eye}<circle class="centre" r="3"/></svg>'
    )


@lru_cache(maxsize=1)
def big_sign() -> SafeString:
    """The sign at its largest, with rays and a white eye, for the start page. Decoration."""
    leaf = _petal_path(50, 2.4)
    petals = "".join(
        f'<g{_turned(step)}><path class="petal petal-{step + 1}" d="{leaf}"/><path class="ray" d="M0 -15V-25"/></g>'
        for step in range(5)
    )
    return mark_safe(  # noqa: S308 (numbers and class names of our own)
        f'<svg class="big-sign" viewBox="-50 -50 100 100" aria-hidden="true">'
        f'{petals}<circle class="eye" r="12.5"/><circle class="centre" r="9"/></svg>'
    )


def favicon() -> str:
    """The sign as a file of its own, for the tab of the browser."""
    leaf = _petal_path(18, 1.6)
    petals = "".join(f'<path d="{leaf}"{_turned(step)}/>' for step in range(5))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-18.5 -18.5 37 37">'
        f'<g fill="#3557c7" stroke="#3557c7" stroke-width="1.3" stroke-linejoin="round">{petals}</g>'
        '<circle r="5" fill="#fbfaf6"/><circle r="3.8" fill="#f2c230"/></svg>\n'
    )


@dataclass(frozen=True)
class Step:
    """One step of the chain: its word, and whether it is done, current or coming."""

    word: str
    state: str
    url: str = ""

    @property
    def mark(self) -> SafeString:
        """The step's shape: a disc with a tick, a ring with a yellow dot, an empty ring."""
        inside = {
            "done": '<path d="m8 12.5 2.8 2.8L16 9.6"/>',
            "current": '<circle class="dot" cx="12" cy="12" r="5.5"/>',
        }.get(self.state, "")
        return mark_safe(  # noqa: S308 (no outside text)
            f'<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="10.5"/>{inside}</svg>'
        )


def chain_steps(done: int | Collection[str], current: str = "") -> list[Step]:
    """The seven steps of the influence chain.

    ``done`` is how many of the first steps are taken, or the keys of those that are; without
    ``current`` the first step that is left is the current one. Pass ``current="-"`` for none.
    """
    taken = set(CHAIN[:done]) if isinstance(done, int) else set(done)
    now = current or next((key for key in CHAIN if key not in taken), "")
    if unknown := ({*taken, now} - {*CHAIN, "", "-"}):
        raise ValueError(f"No such step: {', '.join(sorted(unknown))}")
    return [
        Step(str(CHAIN_WORDS[key]), "current" if key == now else "done" if key in taken else "coming") for key in CHAIN
    ]


# Which petal opens with which step; a need has none yet, and whoever is told is told of an open flower.
PETAL_OF_STEP = {
    "request": "asked",
    "people": "taking_part",
    "voice": "said",
    "answer": "answered",
    "effect": "changed",
}


@dataclass(frozen=True)
class Stage(Step):
    """A step of the chain with the flower as it was then: open as far as things had come, shut where they have not."""

    flower: Flower = field(default_factory=lambda: Flower(frozenset()))

    @property
    def picture(self) -> SafeString:
        """The flower, as decoration: word and state stand beside it."""
        return flower_svg(self.flower, words=False)


def chain_stages(done: Collection[str], current: str) -> dict[str, Stage]:
    """The seven steps as a flower that opens, by their keys; `done` and `current` as for `chain_steps`."""
    stages: dict[str, Stage] = {}
    opened: set[str] = set()
    for key, step in zip(CHAIN, chain_steps(done, current), strict=True):
        if step.state == "done" and key in PETAL_OF_STEP:
            opened.add(PETAL_OF_STEP[key])
        waited = PETAL_OF_STEP.get(key, PETALS[-1]) if step.state == "current" else ""
        flower = Flower(frozenset(() if step.state == "coming" else opened), waited)
        stages[key] = Stage(step.word, step.state, step.url, flower)
    return stages


def steps_svg(now: int, of: int) -> SafeString:
    """A row of dots for "step two of six": taken, current, coming. Decoration beside the words."""
    dots = []
    for step in range(1, of + 1):
        kind = "current" if step == now else "done" if step < now else "coming"
        dots.append(f'<circle class="{kind}" cx="{step * 14 - 7}" cy="7" r="{5 if step == now else 4}"/>')
    return mark_safe(  # noqa: S308 (numbers of our own)
        f'<svg viewBox="0 0 {of * 14} 14" aria-hidden="true">{"".join(dots)}</svg>'
    )
