"""Panels of types become panels of people, so that those who are alike sit in equally many.

Seats of a type are dealt to its people in turn, which makes their numbers differ by one at most. Where people share
homes, homes are dealt instead, and the people of a home take turns; types that share the same homes must not meet there
in one panel. Think of panels on one side, rounds of dealing on the other, a line for each seat, and a colour for each
home: no two lines of a panel and no two of a round may have one colour. No panel and no round has more lines than there
are homes, so it can always be done (König 1916): where the next line finds no colour free at both ends, two colours
change places along a path.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

from medverka.fairness.draw.problem import Floats, Ints, Problem, Types

End = tuple[str, int]

MIXING_ROUNDS = 8


def seat_people(problem: Problem, seats: Ints, chance: np.random.Generator) -> Ints:
    """People for these seats of types, shape (panels, size): indexes of people, each row rising.

    Every panel must keep to the problem. Whoever is of the same type then sits in equally many panels, or one more.
    """
    types, homes = problem.types, homes_of(problem)
    count, size = seats.shape
    by_type = np.argsort(seats, axis=None, kind="stable")
    of = seats.ravel()[by_type]
    dealt = np.arange(len(of)) - np.searchsorted(of, of)  # how many seats of the type came before
    many_homes = _homes_of_type(types)
    home, turn = dealt % many_homes[of], dealt // many_homes[of]
    for kind in np.flatnonzero((types.classes.sum(axis=1) > 1) & (types.homes > 1)):
        mine = np.flatnonzero(np.isin(of, np.flatnonzero(types.classes[kind])))
        rounds = np.unique(np.stack([of[mine], turn[mine]], axis=1), axis=0, return_inverse=True)[1].ravel()
        home[mine] = _coloured(by_type[mine] // size, rounds, int(types.homes[kind]))

    key_of_home = chance.permutation(homes.max(initial=-1) + 1)
    order = np.lexsort((chance.random(len(homes)), key_of_home[homes], types.of_person))
    first = np.concatenate([[0], np.cumsum(types.count)[:-1]]).astype(np.int64)
    in_home = types.count // many_homes
    seated = np.empty(count * size, dtype=np.int64)
    seated[by_type] = order[first[of] + home * in_home[of] + turn % in_home[of]]
    return np.sort(_mixed(seated.reshape(count, size), types.of_person, homes, chance), axis=1)


def homes_of(problem: Problem) -> Ints:
    """A number for each person's home."""
    number: defaultdict[Hashable, int] = defaultdict(lambda: len(number))
    return np.array(
        [
            number[(person.household,) if person.household is not None else index]
            for index, person in enumerate(problem.people)
        ],
        dtype=np.int64,
    )


def _homes_of_type(types: Types) -> Ints:
    """How many homes each type has; shape (types,)."""
    shared = (types.classes * types.homes[:, None]).sum(axis=0)
    return np.asarray(np.where(shared > 0, shared, types.count), dtype=np.int64)


def _coloured(panels: Ints, rounds: Ints, colours: int) -> Ints:
    """A colour for each line between a panel and a round, so that no two lines with an end in common have the same."""
    ends = [(("panel", panel), ("round", turn)) for panel, turn in zip(panels.tolist(), rounds.tolist(), strict=True)]
    drawing = _Drawing(ends, colours)
    for line, (panel, turn) in enumerate(ends):
        if not drawing.free[panel] & drawing.free[turn]:
            drawing.change_places(turn, _lowest(drawing.free[panel]), _lowest(drawing.free[turn]))
        drawing.paint(line, _lowest(drawing.free[panel] & drawing.free[turn]))
    return np.array(drawing.colour_of, dtype=np.int64)


class _Drawing:
    """Lines with their colours so far. ``free`` has, for each end, a bit for each colour that no line there has."""

    def __init__(self, ends: Sequence[tuple[End, End]], colours: int) -> None:
        self.ends = ends
        self.free: defaultdict[End, int] = defaultdict(lambda: (1 << colours) - 1)
        self.colour_of = [-1] * len(ends)
        self._line_at: dict[tuple[End, int], int] = {}

    def paint(self, line: int, colour: int) -> None:
        self.colour_of[line] = colour
        for end in self.ends[line]:
            self.free[end] &= ~(1 << colour)
            self._line_at[end, colour] = line

    def change_places(self, end: End, one: int, other: int) -> None:
        """Let two colours change places on the path of these colours that begins here, so that ``one`` becomes free."""
        path, colour = [], one
        while (line := self._line_at.get((end, colour))) is not None:
            path.append(line)
            end = self.ends[line][self.ends[line][0] == end]
            colour = one + other - colour
        for line in path:
            for end in self.ends[line]:
                self.free[end] |= 1 << self.colour_of[line]
                del self._line_at[end, self.colour_of[line]]
        for line in path:
            self.paint(line, one + other - self.colour_of[line])


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _mixed(panels: Ints, type_of: Ints, homes: Ints, chance: np.random.Generator) -> Ints:
    """The same, with people who are alike changed between panels at random, so that not always the same sit together."""
    panels = panels.copy()
    half = len(panels) // 2
    for _ in range(MIXING_ROUNDS):
        shuffled = chance.permutation(len(panels))
        one, other = shuffled[:half], shuffled[half : 2 * half]
        mine, theirs = panels[one], panels[other]
        for seat in range(panels.shape[1]):
            _exchange(mine, theirs, seat, type_of, homes, chance.random(theirs.shape))
        panels[one], panels[other] = mine, theirs
    return panels


def _exchange(mine: Ints, theirs: Ints, seat: int, type_of: Ints, homes: Ints, chance: Floats) -> None:
    """In each pair of panels, whoever has this seat in mine changes place with somebody alike, if both may."""
    rows = np.arange(len(mine))
    leaving = mine[:, seat].copy()
    alike = type_of[theirs] == type_of[leaving][:, None]
    place = np.where(alike, chance, -1.0).argmax(axis=1)
    coming = theirs[rows, place]
    may = alike[rows, place] & (type_of[coming] == type_of[leaving])
    may &= ~_lives_there(homes, leaving, theirs, place) & ~_lives_there(homes, coming, mine, np.full(len(mine), seat))
    mine[rows[may], seat] = coming[may]
    theirs[rows[may], place[may]] = leaving[may]


def _lives_there(homes: Ints, person: Ints, panels: Ints, but: Ints) -> npt.NDArray[np.bool_]:
    """Whether somebody from the person's home sits in the panel, other than in the seat ``but``."""
    same = homes[panels] == homes[person][:, None]
    same[np.arange(len(panels)), but] = False
    return np.asarray(same.any(axis=1))
