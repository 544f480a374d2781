"""How an identity is filled in and found again. Only `door.py` and `actions.py` use this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from medverka.foundation import bulk, crypto
from medverka.pool import rules
from medverka.pool.models import Identity, LookupKey


@dataclass(frozen=True)
class Who:
    """Who somebody is and how they are reached: the fields of an identity."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    own_words: str = ""
    note: str = ""


FIELDS = tuple(field.name for field in fields(Who))


def present(identity: Identity) -> dict[str, str]:
    """What stands in the identity now, with the municipality by its id, be it sealed or open."""
    municipality = identity.protected_municipality or str(identity.contributor.municipality_id or "")
    return {name: getattr(identity, name) for name in FIELDS} | {"municipality": municipality}


def fill(identity: Identity, values: Mapping[str, Any]) -> list[str]:
    """Put `values` in, written as they are kept. Returns the names of those that changed."""
    changed = []
    for name, value in values.items():
        if name not in FIELDS:
            raise TypeError(f"An identity has no {name}.")
        kept = _kept(name, value or "")
        if getattr(identity, name) != kept:
            setattr(identity, name, kept)
            changed.append(name)
    return changed


def _kept(name: str, text: str) -> str:
    if name == "email":
        return rules.plain_email(text)
    if name == "phone":
        return rules.plain_phone(text)
    return text.strip()


def digest(kind: str, text: str) -> str:
    """The blind index of one e-mail, phone, name word or alias word."""
    return crypto.blind_index(text, f"pool.{kind}")


def keys_of(identity: Identity) -> list[LookupKey]:
    """The look-up keys under which this identity is to be found."""
    words = [("name", word) for word in rules.name_words(identity.first_name, identity.last_name)]
    words += [("alias", word) for word in rules.name_words(identity.alias)]
    words += [(kind, getattr(identity, kind)) for kind in ("email", "phone") if getattr(identity, kind)]
    return [LookupKey(identity_id=identity.pk, kind=kind, digest=digest(kind, text)) for kind, text in words]


def renew_keys(identity: Identity) -> None:
    """Replace the look-up keys after a change."""
    LookupKey.objects.filter(identity=identity).delete()
    LookupKey.objects.bulk_create(keys_of(identity))


def insert(identities: Iterable[Identity]) -> None:
    """Save many new identities with their keys."""
    rows = list(identities)
    bulk.insert(rows)
    bulk.insert([key for row in rows for key in keys_of(row)])
