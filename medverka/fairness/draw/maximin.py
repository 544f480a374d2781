"""Maximin: the least chance is as great as it can be, and nothing more is asked."""

from dataclasses import replace

from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.target import Polytope, Target


def maximin(polytope: Polytope) -> Target:
    """An average panel whose least chance is greatest: of all such the one that is leximin.

    The others lie at the edge of what is possible, where averages are seldom mixes of real panels. Only the first level
    is part of what is claimed. Raises `highs.Impossible` when no average panel exists.
    """
    fairest = leximin(polytope)
    return replace(fairest, levels=fairest.levels[:1])
