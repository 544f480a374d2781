"""What happens to who somebody is: name, contact, municipality, units they know, protection, contact person."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.accounts.actions import set_address
from medverka.accounts.models import User
from medverka.journal.actions import record
from medverka.organisations.models import Organisation
from medverka.pool import arrivals, identities, policies, queries, rules
from medverka.pool.models import Contributor, Identity
from medverka.pool.seen import refuse_if_changed


@transaction.atomic
def change_identity(contributor: Contributor, *, by: Any, seen: str = "", **values: Any) -> Contributor:
    """Change name, contact, address, `own_words`, `note` or `municipality`. See `policies.may_edit_identity`.

    `seen` is `door.identity_seen` of what stood there when somebody began to write: `ChangedMeanwhile` where it no
    longer does.
    """
    identity = _locked(contributor, by)
    before, names = identities.present(identity), set(values)
    moved = "municipality" in values and _put_municipality(identity, values.pop("municipality"))
    changed = identities.fill(identity, values)
    if not changed and not moved:
        return contributor
    refuse_if_changed(before, names, seen)
    _keep_reachable(identity, changed)
    identity.save()
    if {"first_name", "last_name", "email", "phone"} & set(changed):
        identities.renew_keys(identity)
    contributor.refresh_from_db()
    if "email" in changed and identity.email:
        _let_sign_in_with(identity.email, contributor, by)
    record(by, "identity.changed", contributor)
    return contributor


def _let_sign_in_with(email: str, contributor: Contributor, by: Any) -> None:
    """A coordinator vouches for a new address; whoever changes their own must first show that it is theirs.

    Otherwise somebody could take an address that a role is about to be given to. They do so on the page of their account.
    """
    if contributor.user is not None and by.actor_id != contributor.user.actor_id:
        set_address(contributor.user, by=by, email=email)


def _locked(contributor: Contributor, by: Any) -> Identity:
    """The identity, for somebody who may change it, until this transaction ends."""
    if not policies.may_edit_identity(by, contributor):
        raise PermissionDenied("door.open")
    return Identity.objects.select_for_update(of=("self",)).select_related("contributor").get(contributor=contributor)


def _put_municipality(identity: Identity, municipality: Organisation | None) -> bool:
    """A protected person's is sealed with the identity; everybody else's stands in the open row. Whether it is new."""
    new = municipality.pk if municipality else None
    if identity.protected:
        before = identity.protected_municipality
        identity.protected_municipality = str(new or "")
        return bool(identity.protected_municipality != before)
    elsewhere = Contributor.objects.filter(pk=identity.contributor_id).exclude(municipality=new)
    return elsewhere.update(municipality=new) > 0


def _keep_reachable(identity: Identity, changed: Sequence[str]) -> None:
    """Refuse to take the last way of reaching somebody, and let the channel be one that can be used."""
    ways = rules.ways_to_be_reached(identity.email, identity.phone, identity.street, identity.city)
    if changed and not ways:
        raise ValidationError(_("Det måste finnas minst ett sätt att nå personen: e-post, telefon eller postadress."))
    wanted = Contributor.objects.get(pk=identity.contributor_id).channel
    if (channel := rules.usable_channel(wanted, ways)) != wanted:
        Contributor.objects.filter(pk=identity.contributor_id, channel=wanted).update(channel=channel)


@transaction.atomic
def change_units(contributor: Contributor, *, by: Any, units: Collection[Organisation], seen: str = "") -> Contributor:
    """Keep which units somebody has experience of; of a protected person none, for they tell where somebody lives.

    `seen` as for `change_identity`, of `queries.units_seen`.
    """
    identity = _locked(contributor, by)
    if units and identity.protected:
        raise ValidationError(_("Verksamheter sparas inte för den som har skyddade personuppgifter."))
    if any(unit.kind != Organisation.Kind.UNIT for unit in units):
        raise ValidationError(_("Välj bland verksamheterna i listan."))
    before, wanted = queries.unit_ids(contributor), sorted({unit.pk for unit in units})
    if wanted != before["units"]:
        refuse_if_changed(before, before, seen)
        contributor.units.set(wanted)
        record(by, "contributor.changed", contributor, fields=["units"])
    return contributor


@transaction.atomic
def protect(contributor: Contributor, *, by: Any, alias: str, named: Sequence[User]) -> Contributor:
    """Give a protected person an alias, and name the coordinators who alone may know them.

    The journal says only that the identity changed: that somebody is protected is itself a secret.
    """
    identity = _locked(contributor, by)
    if not named or not all(may(user, "door.open") for user in named):
        raise ValidationError(_("Välj minst en samordnare som får känna personen."))
    before = _protection_of(identity)
    if not identity.protected and identity.contributor.municipality_id:
        identity.protected_municipality = str(identity.contributor.municipality_id)
    identity.protected = True
    identity.alias = alias.strip() or contributor.pseudonym
    identity.save()
    identities.renew_keys(identity)
    Contributor.objects.filter(pk=contributor.pk).update(municipality=None)
    contributor.units.clear()  # They would tell where somebody lives.
    contributor.refresh_from_db()
    arrivals.name_coordinators(contributor, named)
    if _protection_of(identity) != before:
        record(by, "identity.changed", contributor)
    return contributor


@transaction.atomic
def unprotect(contributor: Contributor, *, by: Any) -> Contributor:
    """End the protection: name and municipality are as everybody else's again. Again is harmless."""
    identity = _locked(contributor, by)
    if not identity.protected:
        return contributor
    if identity.protected_municipality:
        home = Organisation.objects.filter(pk=identity.protected_municipality).first()
        Contributor.objects.filter(pk=contributor.pk).update(municipality=home)
    identity.protected = False
    identity.alias = identity.protected_municipality = ""
    identity.save()
    identity.named_coordinators.clear()
    identities.renew_keys(identity)
    contributor.refresh_from_db()
    record(by, "identity.changed", contributor)
    return contributor


def _protection_of(identity: Identity) -> tuple[bool, str, set[int]]:
    return identity.protected, identity.alias, set(identity.named_coordinators.values_list("pk", flat=True))


@transaction.atomic
def set_contact_person(contributor: Contributor, *, by: Any, user: User | None) -> Contributor:
    """Who the contributor turns to. For a protected person: one of the named coordinators."""
    identity = _locked(contributor, by)
    if user is not None and not may(user, "pool.edit"):
        raise ValidationError(_("Kontaktpersonen måste vara samordnare."))
    if identity.protected and (user is None or not identity.named_coordinators.filter(pk=user.pk).exists()):
        raise ValidationError(_("Kontaktpersonen måste vara en av de samordnare som får känna personen."))
    changed = Contributor.objects.filter(pk=contributor.pk).exclude(contact_person=user).update(contact_person=user)
    contributor.refresh_from_db()
    if changed:
        record(by, "contributor.contact_person", contributor, user=user.pk if user else None)
    return contributor
