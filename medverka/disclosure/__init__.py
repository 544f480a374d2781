"""The one rule of small groups: what may be published about how many people, and what may not.

Pure functions for every page that publishes figures: ``protect`` for a breakdown, ``protect_table`` for
two at once, ``may_filter`` for a selection, ``closed_years`` and ``renew`` for figures that come again. The answers to a
survey are protected by ``disclosure.answers``.
``deduce`` plays the outsider who tries to undo them. The rule in words, and its limits, stand in docs/disclosure.md.
"""

from medverka.disclosure.audit import Range, deduce
from medverka.disclosure.cells import DEFAULT_K, Cell, Hidden, Outcome, Shown, is_small, may_filter
from medverka.disclosure.oneway import protect
from medverka.disclosure.periods import Standing, closed_years, renew
from medverka.disclosure.twoway import protect_table

__all__ = [
    "DEFAULT_K",
    "Cell",
    "Hidden",
    "Outcome",
    "Range",
    "Shown",
    "Standing",
    "closed_years",
    "deduce",
    "is_small",
    "may_filter",
    "protect",
    "protect_table",
    "renew",
]
