"""In how many ways named public draws can come out, in words: whoever names too small ones learns it while choosing."""

import math
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.fairness.draw.randomness import LEAST_BITS

LEAST = 2**LEAST_BITS
LOTTERY = (7, 1, 35)  # The example: how many numbers, the least and the greatest.


def of(count: int, least: int, greatest: int) -> int:
    """How many sets of so many different numbers there are; 0 where there are not so many numbers."""
    return math.comb(max(greatest - least + 1, 0), count)


def in_words(ways: int) -> str:
    """A number that nobody needs to the last digit: 6,7 miljoner."""
    if ways >= 1000 * 10**12:
        return _("mer än tusen biljoner")
    for scale in (10**12, 10**9, 10**6):
        if ways >= scale:
            return _of(scale, ways * 10 // scale)  # Downwards: what does not suffice never seems to.
    return str(number_format(ways, force_grouping=ways >= 10_000))


def _of(scale: int, tenths: int) -> str:
    number = {"n": number_format(tenths // 10 if tenths % 10 == 0 else tenths / 10)}
    many = 1 if tenths == 10 else 2
    if scale == 10**12:
        return ngettext("%(n)s biljon", "%(n)s biljoner", many) % number
    if scale == 10**9:
        return ngettext("%(n)s miljard", "%(n)s miljarder", many) % number
    return ngettext("%(n)s miljon", "%(n)s miljoner", many) % number


def needed() -> str:
    """What is asked of the draws, with an example of what suffices and what does not."""
    count, least, greatest = LOTTERY
    words = _(
        "Tillsammans ska de kunna bli på minst %(needed)s sätt, så att ingen kan prova sig fram till ett resultat. "
        "Dras %(count)s tal från %(least)s till %(greatest)s kan det bli på %(ways)s sätt: en sådan dragning räcker inte, men två."
    )
    told = {"needed": in_words(LEAST), "ways": in_words(of(*LOTTERY))}
    return words % {"count": count, "least": least, "greatest": greatest, **told}


def together(each: Iterable[int]) -> str:
    """What the draws named so far come to, and whether it suffices; empty where none is named."""
    given = [ways for ways in each if ways]
    if not given:
        return ""
    ways = math.prod(given)
    said = _("Det du har fyllt i kan bli på %(ways)s sätt.") % {"ways": in_words(ways)}
    if ways >= LEAST:
        return f"{said} {_('Det räcker.')}"
    return (
        said
        + " "
        + _("Det räcker inte: minst %(needed)s behövs. Fyll i en dragning till.") % {"needed": in_words(LEAST)}
    )
