"""Groups that are counted as one, so that small ones are not lost. What is told, is told of the joint group alone."""

from collections.abc import Iterable
from typing import Final

from medverka.surveys.models import Group

FEWEST: Final = 2


def told_apart(groups: Iterable[Group]) -> list[tuple[Group, list[Group]]]:
    """The groups that are told of, in order, each with those whose sheets it is counted from: itself, or its members."""
    every = list(groups)
    joint = {group.counted_with_id for group in every}
    return [
        (group, [one for one in every if one.counted_with_id == group.pk] if group.pk in joint else [group])
        for group in every
        if group.counted_with_id is None
    ]


def sum_of_known(numbers: Iterable[int | None]) -> int | None:
    """How many they are in all; None where one of them is not known."""
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def by_questions(groups: Iterable[Group]) -> list[list[Group]]:
    """Groups that stand alone and were asked the same, together: one list for each version that several were asked."""
    found: dict[int, list[Group]] = {}
    for group in groups:
        if group.counted_with_id is None:
            found.setdefault(group.version_id or group.round.version_id, []).append(group)
    return [alike for alike in found.values() if len(alike) >= FEWEST]
