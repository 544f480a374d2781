"""Maximin: the least chance is as great as it can be, and nothing more is asked."""

from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.target import Polytope, Target


def maximin(polytope: Polytope) -> Target:
    """An average panel whose least chance is greatest. Raises `highs.Impossible` when no average panel exists."""
    return leximin(polytope, levels=1)
