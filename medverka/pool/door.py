"""The door between the two rooms: the only place where an identity is read.

People open it with a purpose and a second factor, and leave a trace that the contributor reads
on My page. A protected identity opens to the coordinators named for it; to others it is an
alias, and nothing says that it is one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise, may, may_everywhere
from medverka.accounts.models import User
from medverka.journal.actions import Event, record, record_many
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.pool import identities, policies, rules, seen
from medverka.pool.models import Contributor, Identity, LookupKey


@dataclass(frozen=True)
class OpenIdentity(identities.Who):
    """Who somebody is, as far as whoever opened the door may know. `protected` is True for those named alone."""

    protected: bool = False
    alias: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def phone_shown(self) -> str:
        return rules.shown_phone(self.phone)


@dataclass(frozen=True)
class Reach:
    """How the system reaches somebody. Never show `email`; it is the address that a message is sent to."""

    channel: str
    email: str
    phone: str
    greeting_name: str
    postal_lines: tuple[str, ...] = ()


@transaction.atomic
def open_door(contributor: Contributor, *, by: Any, purpose: str, request_id: int | None = None) -> OpenIdentity:
    """Open the door for one of `rules.PURPOSES`. Raises `PermissionDenied` without permission or second factor.

    Raises `Identity.DoesNotExist` after disposal.
    """
    rules.PURPOSES[purpose]
    if not policies.may_open_door(by, contributor):
        raise PermissionDenied("door.open")
    identity = Identity.objects.get(contributor=contributor)
    if identity.protected:
        _let_first_one_be_named(identity, by)
    record(by, "door.opened", contributor, purpose=purpose, request=request_id)
    return _seen_by(by, identity)


def look_again(contributor: Contributor, *, by: Any) -> OpenIdentity:
    """What somebody who has opened the door still sees while it stands open; the caller keeps the time."""
    if not policies.may_open_door(by, contributor):
        raise PermissionDenied("door.open")
    return _seen_by(by, Identity.objects.get(contributor=contributor))


def real_municipality(contributor: Contributor, *, by: Any) -> Organisation | None:
    """Where somebody lives, for those who may know; a protected person's does not stand in the open row."""
    if policies.hidden_from(by, contributor):
        return None
    kept = Identity.objects.filter(contributor=contributor).first()
    if kept is not None and kept.protected_municipality:
        return Organisation.objects.filter(pk=kept.protected_municipality).first()
    return contributor.municipality


def named_for(contributor: Contributor, *, by: Any) -> list[User]:
    """Who is named for a protected person; nobody, to those who may not know that anybody is."""
    if policies.hidden_from(by, contributor):
        return []
    return list(
        User.objects.filter(pk__in=Identity.objects.filter(contributor=contributor).values("named_coordinators"))
    )


def own_identity(contributor: Contributor, *, by: Any) -> OpenIdentity:
    """What somebody reads about themselves; not journalled. Raises `PermissionDenied` for others."""
    if not policies.is_self(by, contributor):
        raise PermissionDenied("own.profile")
    return _whole(Identity.objects.get(contributor=contributor))


def identity_seen(contributor: Contributor, names: Iterable[str]) -> str:
    """The digest of what stands in these fields, see `seen`; it opens nothing."""
    identity = Identity.objects.select_related("contributor").get(contributor=contributor)
    return seen.digest(identities.present(identity), names)


@transaction.atomic
def open_addresses(
    people: Iterable[Contributor], *, by: Any, purpose: str, requests: Mapping[int, int] | None = None
) -> dict[int, Reach]:
    """How to reach each person by post or phone, by contributor id; they read on My page that it was opened.

    `requests` says for which request, by contributor id. Raises `PermissionDenied` without second factor or out of
    reach. A protected person shows no more than `reach_all` gives to `by`.
    """
    rules.PURPOSES[purpose]
    contributors = {person.pk: person for person in people}
    if not all(policies.may_open_door(by, person) for person in contributors.values()):
        raise PermissionDenied("door.open")
    about = {pk: {"request": request} for pk, request in (requests or {}).items()}
    facts = {pk: {"purpose": purpose, **about.get(pk, {})} for pk in contributors}
    record_many(by, [Event("door.opened", f"contributor:{pk}", facts[pk]) for pk in contributors])
    return reach_all(contributors.values(), by)


def reach(contributor: Contributor, viewer: User | None = None) -> Reach:
    """How to reach one person; see `reach_all`."""
    return reach_all([contributor], viewer)[contributor.pk]


def reach_all(contributors: Iterable[Contributor], viewer: User | None = None) -> dict[int, Reach]:
    """How to reach each person, for the system's own sending.

    Letters and phone numbers pass through somebody's hands: for a protected person they are the alias in care
    of the coordinator, and no number, unless `viewer` is named for that person. Whoever is disposed of is left out.
    """
    people = {person.pk: person for person in contributors}
    rows = Identity.objects.filter(contributor__in=people)
    named = set(rows.filter(named_coordinators=viewer).values_list("pk", flat=True)) if viewer else set()
    care_of = ("Medverka", the_county().postal_address)
    return {row.contributor_id: _reach(people[row.contributor_id], row, row.pk in named, care_of) for row in rows}


def released(contributor: Contributor, fields: Iterable[str]) -> dict[str, str]:
    """What a contributor released to a commissioner; see `released_all`."""
    return released_all({contributor.pk: fields}).get(contributor.pk, {})


def released_all(wanted: Mapping[int, Iterable[str]]) -> dict[int, dict[str, str]]:
    """For each contributor id, the released fields with their values. A protected person shows the alias alone."""
    shown = {}
    for row in Identity.objects.filter(contributor__in=list(wanted)):
        fields = [field for field in wanted[row.contributor_id] if field in rules.RELEASABLE]
        if row.protected:
            first, _space, last = row.alias.partition(" ")  # A whole name among first names would stand out.
            alias = {"first_name": first, "last_name": last}
            shown[row.contributor_id] = {field: alias[field] for field in fields if field in alias}
        else:
            shown[row.contributor_id] = {field: getattr(row, field) for field in fields}
    return shown


def shown_openly(wanted: Mapping[int, str]) -> dict[int, str]:
    """For each contributor id, the name under which they agreed to be shown to others; an empty wish shows nothing.

    A protected person shows the alias alone, whatever was agreed before; whoever was disposed of has no name.
    """
    wishes = {pk: name for pk, name in wanted.items() if name}
    rows = Identity.objects.filter(contributor__in=list(wishes))
    return {row.contributor_id: row.alias if row.protected else wishes[row.contributor_id] for row in rows}


@transaction.atomic
def find(by: Any, text: str, *, purpose: str = "search") -> list[int]:
    """Ids of the persons with exactly this e-mail, phone or these words of a name; at most 50, within reach.

    Journalled for each person found, without the text. Raises `PermissionDenied` like the door.
    """
    rules.PURPOSES[purpose]
    authorise(by, "door.open")
    if not getattr(by, "verified_twice", False):
        raise PermissionDenied("second factor")
    rows = _visible_identities(by)
    for condition in _conditions(by, text):
        rows = rows.filter(condition)
    found = sorted(rows.values_list("contributor_id", flat=True)[:50]) if _conditions(by, text) else []
    events = [Event("door.found", f"contributor:{pk}", {"purpose": purpose}) for pk in found]
    record_many(by, events or [Event("door.searched", "pool:search", {"purpose": purpose})])
    return found


def may_be_same(contributor: Contributor, *, by: Any) -> list[Contributor]:
    """Others with the same e-mail or phone that `by` may know of. Opens no name, so it is not journalled."""
    keys = LookupKey.objects.filter(identity__contributor=contributor, kind__in=("email", "phone"))
    others = _visible_identities(by).exclude(contributor=contributor).filter(_not_hidden(by))
    alike = Q(pk__in=[])
    for kind, digest in keys.values_list("kind", "digest"):
        alike |= Q(pk__in=LookupKey.objects.filter(kind=kind, digest=digest).values("identity"))
    if policies.hidden_from(by, contributor):
        return []
    return list(Contributor.objects.filter(pk__in=others.filter(alike).values("contributor"))[:10])


def _visible_identities(by: Any) -> "QuerySet[Identity]":
    from medverka.pool.queries import visible_to

    return Identity.objects.filter(contributor__in=visible_to(by))


def _not_hidden(by: Any) -> Q:
    open_to_all = Q(protected=False)
    return open_to_all | Q(pk__in=Identity.objects.filter(named_coordinators=by.pk).values("pk"))


def _conditions(by: Any, text: str) -> list[Q]:
    """One filter for an e-mail or phone, or one for each word of a name; none for an empty text."""

    def has(kind: str, value: str) -> Q:
        keys = LookupKey.objects.filter(kind=kind, digest=identities.digest(kind, value))
        return Q(pk__in=keys.values("identity"))

    known = _not_hidden(by)
    if "@" in text:
        return [has("email", rules.plain_email(text)) & known]
    if sum(sign.isdigit() for sign in text) >= 5:
        return [has("phone", rules.plain_phone(text)) & known]
    return [(has("name", word) & known) | has("alias", word) for word in sorted(rules.name_words(text[:200]))]


def _let_first_one_be_named(identity: Identity, by: User) -> None:
    """A protected person with nobody left who may know them: the first county coordinator at the door is named."""
    Identity.objects.select_for_update(of=("self",)).get(pk=identity.pk)  # Two at once take turns: one is the first.
    if any(may(user, "door.open") for user in identity.named_coordinators.all()):
        return
    if may_everywhere(by, "door.open"):
        identity.named_coordinators.add(by)
        Contributor.objects.filter(pk=identity.contributor_id).update(contact_person=by)


def _seen_by(by: Any, identity: Identity) -> OpenIdentity:
    if identity.protected and not identity.named_coordinators.filter(pk=by.pk).exists():
        return OpenIdentity(first_name=identity.alias)
    return _whole(identity)


def _whole(identity: Identity) -> OpenIdentity:
    values = {name: getattr(identity, name) for name in identities.FIELDS}
    return OpenIdentity(**values, protected=identity.protected, alias=identity.alias)


def _reach(person: Contributor, row: Identity, named: bool, care_of: tuple[str, ...]) -> Reach:
    alias = row.alias.partition(" ")[0]  # A whole name where others are greeted by their first would stand out.
    if row.protected and not named:
        lines = tuple(filter(None, (row.alias, _("c/o %s") % care_of[0], *care_of[1:])))
        return Reach(person.channel, row.email, "", alias, lines)
    name = f"{row.first_name} {row.last_name}".strip()
    lines = tuple(filter(None, (name, row.street, f"{rules.shown_postcode(row.postcode)} {row.city}".strip())))
    greeting = alias if row.protected else row.first_name
    return Reach(person.channel, row.email, row.phone, greeting, lines)
