"""Knows again those who are in the pool already, by keyed digests alone: no name is opened.

For registers: the answer says only which rows are known, never who a pseudonym is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medverka.pool import identities, rules
from medverka.pool.models import Contributor, Identity, LookupKey

_CHUNK = 400


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
    if not LookupKey.objects.exists():
        return [None] * len(people)
    contacts = [
        {identities.digest("email", rules.plain_email(email)) for email in seen.emails}
        | {identities.digest("phone", rules.plain_phone(phone)) for phone in seen.phones}
        for seen in people
    ]
    found = _identities_by_digest({digest for digests in contacts for digest in digests})
    names = _name_words({pk for pks in found.values() for pk in pks})
    owners = _owners(names.keys() | {pk for pks in found.values() for pk in pks})
    return [_the_one(seen, digests, found, names, owners) for seen, digests in zip(people, contacts, strict=True)]


def protected_and_nobodys(contributor_ids: Iterable[int]) -> list[Contributor]:
    """Those of the contributors who are protected while no coordinator may know them yet."""
    hidden = Identity.objects.filter(protected=True, named_coordinators=None)
    wanted = set(contributor_ids)
    return [row for row in Contributor.objects.filter(pk__in=hidden.values("contributor")) if row.pk in wanted]


def _the_one(
    seen: Seen,
    digests: set[str],
    found: dict[str, set[str]],
    names: dict[str, set[str]],
    owners: dict[str, int],
) -> int | None:
    words = {identities.digest("name", word) for word in rules.name_words(seen.name)}
    alike = [
        owners[pk]
        for digest in digests
        for pk in found.get(digest, ())
        if not words or not names[pk] or words <= names[pk] or names[pk] <= words
    ]
    return min(alike, default=None)


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


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    each = sorted(values)
    return (each[start : start + _CHUNK] for start in range(0, len(each), _CHUNK))
