"""What the journal's entries are called. Each app registers its own words in its `journal_words.py`.

The journal keeps verbs and ids alone, so that it outlives what it speaks of; the words are found when it is read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = Promise | str
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Label:
    """What one thing is called to one reader, and where it stands.

    `own` names the actors whose own affair it is. They are shown as the person themselves, for an account's name
    beside a pseudonym would give the pseudonym away. Without `text` the reader may not know which thing it is.
    """

    text: str = ""
    url: str = ""
    own: frozenset[str] = frozenset()


Labels = Callable[[Any, Collection[int]], Mapping[int, Label]]
Finder = Callable[[Any, str], Iterable[int]]


def _no_labels(reader: Any, ids: Collection[int]) -> Mapping[int, Label]:
    return {}


def _nothing(reader: Any, text: str) -> Iterable[int]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A kind of thing or actor.

    `word` stands where the thing is gone or not the reader's to know, `acting` for whoever acts as such a thing
    (empty: by label). `labels` asks once for many ids, `find` by the words that people know a thing by; both
    as far as the reader sees.
    """

    word: Text
    acting: Text = ""
    labels: Labels = _no_labels
    find: Finder = _nothing


@dataclass(frozen=True)
class Group:
    """Events that are asked for together: what the filter calls them, and what each is called."""

    heading: Text
    events: Mapping[str, Text]


_groups: dict[str, Group] = {}
_kinds: dict[str, Kind] = {}
_details: dict[str, Callable[[Facts], Text]] = {}


def register_events(code: str, heading: Text, events: Mapping[str, Text]) -> None:
    """What happens, in words: verb → what was done. `code` stands in the address of the filter."""
    twice = [verb for verb in events if verb in all_events()]
    if code in _groups or twice:
        raise ValueError(f"These words of the journal stand twice: {code} {twice}.")
    _groups[code] = Group(heading, events)


def register_detail(verb: str, detail: Callable[[Facts], Text]) -> None:
    """What the facts of an event add to its words."""
    _details[verb] = detail


def chosen(fact: str, names: Mapping[str, Text] | Iterable[tuple[str, Text]]) -> Callable[[Facts], Text]:
    """A detail: the words for the choice that a fact holds."""
    words = dict(names)
    return lambda facts: words.get(facts.get(fact, ""), "")


def register_kind(name: str, kind: Kind) -> None:
    """How a kind of thing, as `subject_of` names it, is shown and found."""
    if name in _kinds:
        raise ValueError(f"The journal knows of two kinds that are called {name}.")
    _kinds[name] = kind


def groups() -> Mapping[str, Group]:
    """The groups of events, by their code."""
    return _groups


def all_events() -> dict[str, Text]:
    """Every verb with its words."""
    return {verb: words for group in _groups.values() for verb, words in group.events.items()}


def kinds() -> Mapping[str, Kind]:
    """Every kind of thing, by its name."""
    return _kinds


def detail_of(verb: str, facts: Facts) -> str:
    """What an entry's facts add to its words, if anything."""
    return str(_details[verb](facts)) if verb in _details else ""
