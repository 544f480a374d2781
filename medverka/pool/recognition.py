"""Knows again those who are in the pool already, by keyed digests alone: no name is opened.

For registers: the answer says only which rows are known, never who a pseudonym is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q

from medverka.pool import identities, rules
from medverka.pool.models import Contributor, Identity, LookupKey
from medverka.pool.queries import visible_to

_CHUNK = 400
Key = TypeVar("Key", str, int)


@dataclass(frozen=True)
class Seen:
    """Somebody as a register describes them."""

    name: str
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()


def recognise(people: Sequence[Seen]) -> list[int | None]:
    """For each the id of the contributor with the same e-mail or phone and the same name, or None.

    One name may hold a word more than the other. Somebody without a name is known by address or number alone.
    """
    return [min(alike, default=None) for alike in _alike(people)]


def who_may_be_meant(people: Sequence[Seen], *, by: Any) -> list[set[int]]:
    """For each all contributors that `recognise` chooses from. Nobody where one of them is hidden from `by`."""
    found = _alike(people)
    each = {pk for alike in found for pk in alike}
    open_to_by = Identity.objects.filter(contributor__in=visible_to(by)).filter(
        Q(protected=False) | Q(pk__in=Identity.objects.filter(named_coordinators=getattr(by, "pk", None)).values("pk"))
    )
    seen = {
        pk
        for chunk in _chunks(each)
        for pk in open_to_by.filter(contributor__in=chunk).values_list("contributor_id", flat=True)
    }
    return [alike if alike <= seen else set() for alike in found]


def _alike(people: Sequence[Seen]) -> list[set[int]]:
    """For each the contributors with the same e-mail or phone and the same name."""
    if not LookupKey.objects.exists():
        return [set() for _seen in people]
    contacts = [
        {identities.digest("email", rules.plain_email(email)) for email in seen.emails}
        | {identities.digest("phone", rules.plain_phone(phone)) for phone in seen.phones}
        for seen in people
    ]
    found = _identities_by_digest({digest for digests in contacts for digest in digests})
    names = _name_words({pk for pks in found.values() for pk in pks})
    owners = _owners(names.keys() | {pk for pks in found.values() for pk in pks})
    return [_those(seen, digests, found, names, owners) for seen, digests in zip(people, contacts, strict=True)]


def protected_and_nobodys(contributor_ids: Iterable[int]) -> list[Contributor]:
    """Those of the contributors who are protected while no coordinator may know them yet."""
    hidden = Identity.objects.filter(protected=True, named_coordinators=None)
    wanted = set(contributor_ids)
    return [row for row in Contributor.objects.filter(pk__in=hidden.values("contributor")) if row.pk in wanted]


def _those(
    seen: Seen,
    digests: set[str],
    found: dict[str, set[str]],
    names: dict[str, set[str]],
    owners: dict[str, int],
) -> set[int]:
    words = {identities.digest("name", word) for word in rules.name_words(seen.name)}
    return {
        owners[pk]
        for digest in digests
        for pk in found.get(digest, ())
        if not words or not names[pk] or words <= names[pk] or names[pk] <= words
    }


def _identities_by_digest(digests: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for chunk in _chunks(digests):
        keys = LookupKey.objects.filter(kind__in=("email", "phone"), digest__in=chunk)
        for digest, pk in keys.values_list("digest", "identity_id"):
            found[digest].add(str(pk))
    return found


def _name_words(identity_ids: set[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for chunk in _chunks(identity_ids):
        keys = LookupKey.objects.filter(kind="name", identity_id__in=chunk)
        for pk, digest in keys.values_list("identity_id", "digest"):
            names[str(pk)].add(digest)
    return names


def _owners(identity_ids: set[str]) -> dict[str, int]:
    return {
        str(pk): contributor
        for chunk in _chunks(identity_ids)
        for pk, contributor in Identity.objects.filter(pk__in=chunk).values_list("pk", "contributor_id")
    }


def _chunks(values: Iterable[Key]) -> Iterable[list[Key]]:
    each = sorted(values)
    return (each[start : start + _CHUNK] for start in range(0, len(each), _CHUNK))
