"""Results in words: steps, levels, how they moved, and what can be said of all. No organisation is singled out."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.mappings.content import words
from medverka.mappings.models import SelfAssessment
from medverka.mappings.results import Board, Cell, Row, Spread
from medverka.mappings.rules import LADDER, Level
from medverka.organisations.models import Organisation
from medverka.surveys.told import both

SOME = 3  # So many questions are named at most, as going well or as hard.


def step(number: int | None) -> str:
    """What a step is called."""
    return _("inget svar") if number is None else str(LADDER[number - 1])


def ladder() -> list[tuple[int, str]]:
    """Every step with its number and word."""
    return [(number, str(word)) for number, word in enumerate(LADDER, 1)]


def level(code: str) -> str:
    """What a level is called."""
    return str(capfirst(Level(code).label))


def levels(board: Board) -> list[str]:
    """The levels that are asked about."""
    return [level(code) for code in board.levels]


@dataclass(frozen=True)
class ToldCell:
    """One cell of the table: the step and its word, and how it has moved."""

    level: str
    step: int | None
    word: str
    change: str


@dataclass(frozen=True)
class ToldRow:
    """One organisation's row."""

    organisation: Organisation
    assessment: SelfAssessment
    cells: Sequence[ToldCell]


def table(board: Board) -> list[ToldRow]:
    """Organisations by name, level beside level."""
    return [_row(row, follows=board.follows) for row in board.rows]


def _row(row: Row, *, follows: bool) -> ToldRow:
    cells = [ToldCell(level(one.level), one.step, step(one.step), change(one) if follows else "") for one in row.cells]
    return ToldRow(row.organisation, row.assessment, cells)


def change(cell: Cell) -> str:
    """How a level has moved since last time."""
    moved = cell.change
    if moved is None:
        return ""
    if moved == 0:
        return _("samma steg")
    if moved > 0:
        return ngettext("ett steg längre", "%(n)s steg längre", moved) % {"n": moved}
    return ngettext("ett steg lägre", "%(n)s steg lägre", -moved) % {"n": -moved}


def of_all(board: Board) -> list[str]:
    """What the figures say of all who handed in: what goes well, what is hard, how levels moved. No one is named."""
    if not board.may_tell_of_all:
        return []
    well = sorted(board.spreads, key=lambda one: -one.going_well)
    hard = sorted(board.spreads, key=lambda one: -one.hard)
    named_well = [one for one in well if 2 * one.going_well >= one.answered > 0][:SOME]
    named_hard = [one for one in hard if 2 * one.hard >= one.answered > 0][:SOME]
    return [
        *(
            [_("Det går bra för många med: %(what)s.") % {"what": _named(named_well, "going_well")}]
            if named_well
            else []
        ),
        *(
            [_("Många har mest kvar att göra med: %(what)s.") % {"what": _named(named_hard, "hard")}]
            if named_hard
            else []
        ),
        *_moved(board),
    ]


def _named(spreads: Sequence[Spread], what: str) -> str:
    template = _("”%(question)s” (%(n)s av %(of)s)")
    return "; ".join(
        template % {"question": words(one.question.text), "n": getattr(one, what), "of": one.answered}
        for one in spreads
    )


def _moved(board: Board) -> list[str]:
    """Level by level how many have moved which way since last time."""
    sentences = []
    for place, code in enumerate(board.levels):
        moves = [row.cells[place].change for row in board.rows]
        known = [one for one in moves if one is not None]
        if not known:
            continue
        moved = (
            (sum(one > 0 for one in known), _("%(n)s har kommit längre")),
            (sum(one == 0 for one in known), _("%(n)s står på samma steg")),
            (sum(one < 0 for one in known), _("%(n)s står på ett lägre steg")),
        )
        facts = {"level": level(code), "of": len(known), "moved": both([way % {"n": n} for n, way in moved if n])}
        sentences.append(_("%(level)s, %(of)s som var med båda gångerna: %(moved)s.") % facts)
        if code in board.questions_changed:
            sentences[-1] += " " + _("Frågorna har ändrats sedan dess, så jämför med försiktighet.")
    return sentences


def spread(one: Spread) -> str:
    """How many organisations stand on each step of a question."""
    parts = [
        _("%(step)s: %(n)s") % {"step": step(number), "n": count} for number, count in enumerate(one.steps, 1) if count
    ]
    return _("I länet, antal organisationer: %(parts)s.") % {"parts": ", ".join(parts)}


def how_it_is_worked_out() -> str:
    """The rule of a level's step, in words."""
    return _(
        "Så räknas det: nivåns steg är det mittersta av stegen på nivåns frågor, och av två i mitten det lägre. "
        "Har färre än hälften av frågorna ett svar visas inget steg."
    )
