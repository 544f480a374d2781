"""A chance, or a share of one, as people read it: the same on pages, in letters, in files and in the command's answer."""

from fractions import Fraction
from math import floor, log10

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SMALLEST = 1e-6  # Per cent: what is less is said to be less.


def in_per_cent(share: float | Fraction) -> str:
    """A chance as it is read: 8,4 %, and 0,02 % where it is small. Above zero it is never written as 0 %."""
    return f"{number(100 * float(share))}\N{NO-BREAK SPACE}%"


def number(percent: float) -> str:
    """The per cent without their sign: one decimal, and below one per cent two digits that say something."""
    if 0 < percent < SMALLEST:
        return _("mindre än %(least)s") % {"least": _written(SMALLEST)}
    decimals = 1 if percent >= 1 or percent <= 0 else 1 - floor(log10(percent))
    return _written(round(percent, decimals))


def at_least(share: float) -> str:
    """A share that somebody has at least, rounded down: 97,9 %, never more than they have."""
    return f"{_written(floor(1000 * share + SMALLEST) / 10)}\N{NO-BREAK SPACE}%"


def _written(value: float) -> str:
    return str(number_format(int(value) if value.is_integer() else value, force_grouping=True))
