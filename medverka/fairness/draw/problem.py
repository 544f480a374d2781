"""What is to be drawn: people with features, quotas, a size, and at most one of each household.

People who are alike in all features, and whose households are made up alike, can be exchanged for each other
without any quota noticing. A fair lottery gives them the same chance (it can always be averaged over such
exchanges, and no fairness measure here prefers otherwise), so everything is computed over *types* of people,
which are often far fewer.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Profile = tuple[str, ...]  # somebody's values, in the order of the features
Home = tuple[Profile, ...]  # those who live together, sorted


@dataclass(frozen=True, slots=True)
class Quota:
    """From ``low`` to ``high`` of the panel have this value. The flexible bounds say how far one may go if one must."""

    feature: str
    value: str
    low: int
    high: int
    low_flex: int | None = None
    high_flex: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be drawn: an id that says nothing, a value for each feature, perhaps a household."""

    id: str
    values: Mapping[str, str]
    household: Hashable | None = None


@dataclass(frozen=True)
class Problem:
    """People, quotas and size. Ids are unique, and each person has a value with a quota for each feature that has quotas.

    ``tables.read_problem`` makes sure of that for files; whoever makes a problem in code does so themselves.
    """

    people: Sequence[Person]
    quotas: Sequence[Quota]
    size: int

    @cached_property
    def features(self) -> list[str]:
        """The features that have quotas, in the order of the quotas."""
        return list(dict.fromkeys(quota.feature for quota in self.quotas))

    @cached_property
    def types(self) -> "Types":
        """The people, grouped into types that are all alike."""
        return _group(self.people, self.features)

    @cached_property
    def members(self) -> Ints:
        """Shape (quotas, types): 1 where people of the type count towards the quota, otherwise 0."""
        rows = [
            [int(profile[quota.feature] == quota.value) for profile in self.types.profiles] for quota in self.quotas
        ]
        return np.array(rows, dtype=np.int64).reshape(len(self.quotas), len(self.types.profiles))

    @cached_property
    def low(self) -> Ints:
        """The least number for each quota."""
        return np.array([quota.low for quota in self.quotas], dtype=np.int64)

    @cached_property
    def high(self) -> Ints:
        """The greatest number for each quota."""
        return np.array([quota.high for quota in self.quotas], dtype=np.int64)

    def allows(self, panels: Ints) -> npt.NDArray[np.bool_]:
        """Which of these panels keep to everything; shape (…, types), in people of each type."""
        types = self.types
        filled = panels @ self.members.T
        homes = panels @ types.classes.T
        kept = (panels >= 0).all(-1) & (panels <= types.most).all(-1) & (panels.sum(-1) == self.size)
        kept &= (filled >= self.low).all(-1) & (filled <= self.high).all(-1)
        return np.asarray(kept & (homes <= types.homes).all(-1))


@dataclass(frozen=True)
class Types:
    """``people[t]`` are the indexes of the people of type ``t``, whose features are ``profiles[t]``.

    Those who share a home are classed by how it is made up. Class ``c`` has ``homes[c]`` homes, and ``classes[c, t]``
    is 1 where type ``t`` lives in such homes: a panel takes at most ``homes[c]`` people of these types in all. ``count``
    is how many each type has, and ``most`` how many a panel can take of it, one of each home. Whoever has a home of
    their own is in no class.
    """

    people: Sequence[Ints]
    profiles: Sequence[Mapping[str, str]]
    of_person: Ints
    classes: Ints
    homes: Ints

    @cached_property
    def count(self) -> Ints:
        return np.array([len(people) for people in self.people], dtype=np.int64)

    @cached_property
    def class_of(self) -> Ints:
        """The class that each type is in, or -1."""
        return np.asarray((self.classes * (1 + np.arange(len(self.homes)))[:, None]).sum(axis=0) - 1, dtype=np.int64)

    @cached_property
    def most(self) -> Ints:
        limits = np.where(self.classes == 1, self.homes[:, None], np.iinfo(np.int64).max)
        fewest: Ints = limits.min(axis=0, initial=np.iinfo(np.int64).max)
        return np.minimum(self.count, fewest)

    def __len__(self) -> int:
        return len(self.people)


def _group(people: Sequence[Person], features: Sequence[str]) -> Types:
    columns = [[person.values[feature] for person in people] for feature in features]
    profiles: list[Profile] = list(zip(*columns, strict=True)) if columns else [()] * len(people)
    shared: dict[Hashable, list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        if person.household is not None:
            shared[person.household].append(index)
    made_up: dict[int, Home] = {}
    class_homes: Counter[Home] = Counter()
    for home in shared.values():
        if len(home) > 1:
            together = tuple(sorted(profiles[index] for index in home))
            class_homes[together] += 1
            made_up |= dict.fromkeys(home, together)

    alike: dict[tuple[Profile, Home | None], list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        alike[profile, made_up.get(index)].append(index)
    kinds = {kind: number for number, kind in enumerate(class_homes)}
    classes = np.zeros((len(kinds), len(alike)), dtype=np.int64)
    of_person = np.empty(len(people), dtype=np.int64)
    for number, ((_profile, kind), indexes) in enumerate(alike.items()):
        of_person[indexes] = number
        if kind is not None:
            classes[kinds[kind], number] = 1
    return Types(
        people=[np.array(indexes, dtype=np.int64) for indexes in alike.values()],
        profiles=[dict(zip(features, profile, strict=True)) for profile, _kind in alike],
        of_person=of_person,
        classes=classes,
        homes=np.array(list(class_homes.values()), dtype=np.int64),
    )
