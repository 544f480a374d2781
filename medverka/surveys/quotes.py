"""Which texts may be shown, and from whom they may be said to come. Pure.

A quote names its group where at least k answered in it. One from a smaller group is shown without a group, and only where
the smaller groups that were put the same question are several, and at least k together: else a quote without a group would
name it all the same. A quote that follows on
an answer says that its writer gave it: it is shown only where at least k of the group are told to have been asked.

A text that could be told to be somebody's of a small group is not read by staff either: who was asked is known to them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from medverka.disclosure.answers import texts_may_be_shown
from medverka.surveys.published import Group


@dataclass(frozen=True)
class Quote:
    """Something written that was chosen to be shown, with its group where that may be said."""

    question: str
    text: str
    group: str = ""
    group_name: str = ""


def names_its_group(group: Group, k: int) -> bool:
    """Whether a text may be said to come from this group, before the public and before whoever reviews."""
    return texts_may_be_shown(group.n, k)


def may_be_quoted(group: Group, groups: Iterable[Group], k: int, put_to: Mapping[str, int | None]) -> bool:
    """Whether a text of this group may be shown at all. ``put_to``: to how many in each group the question is told to have been put."""
    asked = put_to.get(group.key)
    if names_its_group(group, k):
        return asked == group.n or texts_may_be_shown(asked, k)
    small = {
        other.key: other.n for other in groups if not names_its_group(other, k) and other.n == put_to.get(other.key)
    }
    several = sum(1 for n in small.values() if n) > 1
    return group.key in small and several and texts_may_be_shown(sum(small.values()), k)


def may_be_read(group: Group, groups: Iterable[Group], k: int, put_to: Mapping[str, int | None]) -> bool:
    """Whether a text of this group may be read by staff: it may be one of at least k persons'."""
    return names_its_group(group, k) or may_be_quoted(group, groups, k, put_to)


def allowed(
    texts: Iterable[tuple[str, str, str]],
    groups: Sequence[Group],
    k: int,
    asked: Mapping[str, Mapping[str, int | None]],
) -> list[Quote]:
    """Of (group, question, text) those that may be shown, as quotes. ``asked``: of each question, how many in each group."""
    known: Mapping[str, Group] = {group.key: group for group in groups}
    found = []
    for key, question, text in texts:
        group = known.get(key)
        if group is None or not text or not may_be_quoted(group, groups, k, asked.get(question, {})):
            continue
        named = names_its_group(group, k)
        found.append(Quote(question, text, group.key if named else "", group.name if named else ""))
    return found
