"""What happens in the pool."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM, authorise, may, may_everywhere
from medverka.accounts.actions import set_address
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock, outbox
from medverka.journal.actions import Event, record, record_many
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.pool import arrivals, identities, policies, pseudonyms, rules, terms
from medverka.pool.models import Contributor, Identity, Milestone, StatusChange

NewPerson = arrivals.NewPerson
ensure_default_terms = terms.ensure_default_terms
Status = Contributor.Status
Channel = Contributor.Channel
PROFILE = ("channel", "most_per_half_year", "weekdays", "tell_after_leaving")


# --- Into the pool --------------------------------------------------------------------------


def add_contributor(person: NewPerson, *, by: Any) -> Contributor:
    """Take one person into the pool; see `add_contributors`."""
    return add_contributors([person], by=by)[0]


@transaction.atomic
def add_contributors(people: Sequence[NewPerson], *, by: Any) -> list[Contributor]:
    """Take people into the pool, in order. All or none: `ValidationError` with the first problem.

    Whoever joins by themselves needs no permission: pass `link_holder("join", draft id)` as `by`.
    """
    for person in people:
        _authorise_joining(by, person)
        if problem := person.problem():
            raise ValidationError(problem)
    names = pseudonyms.draw(len(people))
    rows = [arrivals.contributor_row(person, name) for person, name in zip(people, names, strict=True)]
    Contributor.objects.bulk_create(rows, batch_size=500)
    arrivals.add_what_belongs(rows, people, by)
    events = [
        Event("contributor.joined", f"contributor:{row.pk}", {"source": row.source, "status": row.status})
        for row in rows
    ]
    record_many(by, events)
    return rows


def _authorise_joining(by: Any, person: NewPerson) -> None:
    if str(by.actor_id).startswith("join:"):
        if person.source != Contributor.Source.SELF or person.status != Status.NEW or person.named or person.note:
            raise PermissionDenied("pool.edit")
    elif not may_everywhere(by, "pool.edit"):
        authorise(by, "pool.edit", person.municipality)


# --- Status ---------------------------------------------------------------------------------


@transaction.atomic
def welcome(contributor: Contributor, *, by: Any) -> Contributor:
    """The welcome talk has been held: the person is in the pool from today."""
    _authorise_coordinator(contributor, by)
    _move(contributor, "welcome", joined_on=clock.today())
    Milestone.objects.create(contributor=contributor, kind=Milestone.Kind.WELCOME)
    record(by, "contributor.welcomed", contributor)
    return contributor


@transaction.atomic
def pause(contributor: Contributor, *, by: Any) -> Contributor:
    """No invitations until resumed. No reason is asked for."""
    _authorise_edit(contributor, by)
    _move(contributor, "pause")
    record(by, "contributor.paused", contributor)
    return contributor


@transaction.atomic
def resume(contributor: Contributor, *, by: Any) -> Contributor:
    """Invitations again, after a pause."""
    _authorise_edit(contributor, by)
    _move(contributor, "resume")
    record(by, "contributor.resumed", contributor)
    return contributor


@transaction.atomic
def leave(contributor: Contributor, *, by: Any, tell_after: bool = False) -> Contributor:
    """Leave the pool. No reason is asked for; disposal follows, see `rules.disposal_day`."""
    _authorise_edit(contributor, by)
    today = clock.today()
    # Whoever leaves before they were welcomed was in for no day at all.
    joined_on = contributor.joined_on or today
    _move(contributor, "leave", left_on=max(today, joined_on), joined_on=joined_on, tell_after_leaving=tell_after)
    record(by, "contributor.left", contributor, tell_after=tell_after)
    return contributor


def _move(contributor: Contributor, verb: str, **values: Any) -> None:
    """Move the status if it still is what `verb` starts from; else say so."""
    before, after = rules.TRANSITIONS[verb]
    moved = Contributor.objects.filter(pk=contributor.pk, status__in=before).update(status=after, **values)
    contributor.refresh_from_db()
    if not moved:
        raise ValidationError(_("Det går inte längre: personen är redan %s.") % contributor.get_status_display())
    StatusChange.objects.create(contributor=contributor, status=after, on=clock.today())


def _authorise_edit(contributor: Contributor, by: Any) -> None:
    if not policies.may_edit(by, contributor):
        raise PermissionDenied("pool.edit")


def _authorise_coordinator(contributor: Contributor, by: Any) -> None:
    if not policies.reaches(by, "pool.edit", contributor):
        raise PermissionDenied("pool.edit")


def _authorise_identity(contributor: Contributor, by: Any) -> None:
    if not policies.may_edit_identity(by, contributor):
        raise PermissionDenied("door.open")


# --- Disposal -------------------------------------------------------------------------------


@transaction.atomic
def dispose(contributor: Contributor, *, by: Any) -> None:
    """Authorised disposal: who they were goes, under a new pseudonym the bare facts stay. They must have left."""
    _authorise_coordinator(contributor, by)
    (name,) = pseudonyms.draw(1)
    gone = Contributor.objects.filter(pk=contributor.pk, status=Status.LEFT, disposed_on=None).update(
        disposed_on=clock.today(), pseudonym=name, reference=slugify(name), user=None, contact_person=None,
        most_per_half_year=None, weekdays=[], channel=Channel.LETTER, tell_after_leaving=False, last_asked_on=None,
    )  # fmt: skip
    if not gone:
        raise ValidationError(_("Bara den som har lämnat, och inte redan är gallrad, kan gallras."))
    Identity.objects.filter(contributor=contributor).delete()
    Milestone.objects.filter(contributor=contributor).delete()
    contributor.terms.clear()
    if contributor.user is not None:
        _close_account(contributor.user)
    contributor.refresh_from_db()
    record(by, "contributor.disposed", contributor)


def _close_account(user: User) -> None:
    """Delete a contributor's account; somebody who also works here keeps it, without the contributor's role."""
    held = RoleHolding.objects.filter(user=user)
    if held.exclude(role="contributor").exists():
        held.filter(role="contributor").delete()
    else:
        user.delete()


def dispose_due() -> int:
    """Dispose of everybody whose day has come. Returns how many."""
    days, count = the_county().retention_days, 0
    left = Contributor.objects.filter(status=Status.LEFT, disposed_on=None, left_on__lte=clock.today())
    for contributor in left.iterator(500):
        assert contributor.left_on is not None  # noqa: S101 - a database constraint
        day = rules.disposal_day(contributor.left_on, days, tell_after=contributor.tell_after_leaving)
        if day <= clock.today():
            dispose(contributor, by=SYSTEM)
            count += 1
    return count


# --- Profile --------------------------------------------------------------------------------


@transaction.atomic
def change_profile(contributor: Contributor, *, by: Any, **values: Any) -> Contributor:
    """Change `perspectives`, `terms`, `channel`, `most_per_half_year`, `weekdays`, `tell_after_leaving`.

    The municipality belongs to who they are: see `change_identity`.
    """
    _authorise_edit(contributor, by)
    before = _profile_of(contributor)
    if "perspectives" in values:
        chosen = set(values.pop("perspectives")) & set(rules.PERSPECTIVES)
        if not chosen:
            raise ValidationError(_("Välj minst ett perspektiv: brukare, patient eller närstående."))
        for code in rules.PERSPECTIVES:
            setattr(contributor, f"is_{code}", code in chosen)
    if "terms" in values:
        contributor.terms.set(values.pop("terms"))
    if "channel" in values:
        _check_channel(contributor, values["channel"])
    for name, value in values.items():
        if name not in PROFILE:
            raise TypeError(f"A profile has no {name}.")
        setattr(contributor, name, value)
    contributor.save(update_fields=[*PROFILE, *(f"is_{code}" for code in rules.PERSPECTIVES)])
    after = _profile_of(contributor)
    if changed := sorted(name for name in after if after[name] != before[name]):
        record(by, "contributor.changed", contributor, fields=changed)
    return contributor


def _check_channel(contributor: Contributor, channel: str) -> None:
    identity = Identity.objects.get(contributor=contributor)
    ways = rules.ways_to_be_reached(identity.email, identity.phone, identity.street, identity.city)
    if rules.usable_channel(channel, ways) != channel:
        raise ValidationError(_("Personen går inte att nå så: adressen eller numret saknas. Välj ett annat sätt."))


def _profile_of(contributor: Contributor) -> dict[str, Any]:
    """What `change_profile` can change, to compare before and after."""
    terms = sorted(contributor.terms.values_list("pk", flat=True))
    return {
        "perspectives": contributor.perspectives,
        "terms": terms,
        **{name: getattr(contributor, name) for name in PROFILE},
    }


# --- Identity -------------------------------------------------------------------------------


@transaction.atomic
def change_identity(contributor: Contributor, *, by: Any, **values: Any) -> Contributor:
    """Change name, contact, address, `own_words`, `note` or `municipality`. See `policies.may_edit_identity`."""
    _authorise_identity(contributor, by)
    identity = Identity.objects.select_for_update().get(contributor=contributor)
    if "municipality" in values:
        _put_municipality(contributor, values.pop("municipality"), by)
        identity.refresh_from_db(fields=["protected_municipality"])
    changed = identities.fill(identity, values)
    ways = rules.ways_to_be_reached(identity.email, identity.phone, identity.street, identity.city)
    if changed and not ways:
        raise ValidationError(_("Det måste finnas minst ett sätt att nå personen: e-post, telefon eller postadress."))
    identity.save()
    identities.renew_keys(identity)
    if (channel := rules.usable_channel(contributor.channel, ways)) != contributor.channel:
        contributor.channel = channel
        contributor.save(update_fields=["channel"])
    if "email" in changed and contributor.user is not None and identity.email:
        set_address(contributor.user, by=by, email=identity.email)
    record(by, "identity.changed", contributor)
    return contributor


def _put_municipality(contributor: Contributor, municipality: Organisation | None, by: Any) -> None:
    """A protected person's municipality is sealed with the identity; everybody else's stands in the open row."""
    _authorise_identity(contributor, by)
    identity = Identity.objects.select_for_update().get(contributor=contributor)
    if identity.protected:
        identity.protected_municipality = str(municipality.pk) if municipality else ""
        identity.save(update_fields=["protected_municipality"])
        return
    contributor.municipality = municipality
    contributor.save(update_fields=["municipality"])


@transaction.atomic
def protect(contributor: Contributor, *, by: Any, alias: str, named: Sequence[User]) -> Contributor:
    """Give a protected person an alias, and name the coordinators who alone may know them.

    The journal says only that the identity changed: that somebody is protected is itself a secret.
    """
    _authorise_identity(contributor, by)
    if not named or not all(may(user, "door.open") for user in named):
        raise ValidationError(_("Välj minst en samordnare som får känna personen."))
    identity = Identity.objects.select_for_update().get(contributor=contributor)
    if not identity.protected and contributor.municipality_id:
        identity.protected_municipality = str(contributor.municipality_id)
    identity.protected = True
    identity.alias = alias.strip() or contributor.pseudonym
    identity.save()
    identities.renew_keys(identity)
    contributor.municipality = None
    contributor.save(update_fields=["municipality"])
    arrivals.name_coordinators(contributor, named)
    record(by, "identity.changed", contributor)
    return contributor


@transaction.atomic
def unprotect(contributor: Contributor, *, by: Any) -> Contributor:
    """End the protection: name and municipality are as everybody else's again."""
    _authorise_identity(contributor, by)
    identity = Identity.objects.select_for_update().get(contributor=contributor)
    if identity.protected_municipality:
        contributor.municipality = Organisation.objects.filter(pk=identity.protected_municipality).first()
        contributor.save(update_fields=["municipality"])
    identity.protected = False
    identity.alias = identity.protected_municipality = ""
    identity.save()
    identity.named_coordinators.clear()
    identities.renew_keys(identity)
    record(by, "identity.changed", contributor)
    return contributor


# --- Along the way --------------------------------------------------------------------------


@transaction.atomic
def confirm_profile(contributor: Contributor, *, by: Any) -> Contributor:
    """The profile is still right, says the person, or a coordinator who has asked them."""
    _authorise_edit(contributor, by)
    contributor.confirmed_on = clock.today()
    contributor.save(update_fields=["confirmed_on"])
    Milestone.objects.create(contributor=contributor, kind=Milestone.Kind.CONFIRMED)
    record(by, "contributor.confirmed", contributor)
    return contributor


@transaction.atomic
def record_milestone(contributor: Contributor, *, by: Any, kind: str, on: date, what: str = "") -> Milestone:
    """Note a welcome talk, introduction or training that has been taken."""
    _authorise_coordinator(contributor, by)
    if on > clock.today():
        raise ValidationError(_("Dagen har inte varit än. Skriv när det var."))
    milestone = Milestone(contributor=contributor, kind=kind, on=on, what=what.strip())
    milestone.full_clean()
    milestone.save()
    record(by, "contributor.milestone", contributor, kind=kind, on=on.isoformat())
    return milestone


@transaction.atomic
def set_contact_person(contributor: Contributor, *, by: Any, user: User | None) -> Contributor:
    """Who the contributor turns to. For a protected person: one of the named coordinators."""
    _authorise_identity(contributor, by)
    if user is not None and not may(user, "pool.edit"):
        raise ValidationError(_("Kontaktpersonen måste vara samordnare."))
    identity = Identity.objects.get(contributor=contributor)
    if identity.protected and (user is None or not identity.named_coordinators.filter(pk=user.pk).exists()):
        raise ValidationError(_("Kontaktpersonen måste vara en av de samordnare som får känna personen."))
    contributor.contact_person = user
    contributor.save(update_fields=["contact_person"])
    record(by, "contributor.contact_person", contributor, user=user.pk if user else None)
    return contributor


@transaction.atomic
def invite_to_account(contributor: Contributor, *, by: Any) -> None:
    """Mail a link by which the contributor gets a sign-in. Raises `ValidationError` where there is no address."""
    _authorise_coordinator(contributor, by)
    if contributor.user_id or contributor.status == Status.LEFT:
        raise ValidationError(_("Personen har redan ett konto, eller har lämnat."))
    if not Identity.objects.exclude(email="").filter(contributor=contributor).exists():
        raise ValidationError(_("Det finns ingen e-postadress att skicka till."))
    outbox.queue("pool.account", contributor.pk, key=f"pool.account:{contributor.pk}:{clock.now():%Y%m%d%H%M}")
    record(by, "contributor.invited_to_account", contributor)


@transaction.atomic
def link_account(contributor: Contributor, *, by: Any, user: User | None = None) -> User:
    """Let a contributor sign in: with `user`, or with a new account for their e-mail, named by the pseudonym."""
    if not policies.may_edit(by, contributor):
        raise PermissionDenied("pool.edit")
    email = Identity.objects.get(contributor=contributor).email
    if user is None and email:
        user = User.objects.filter(email=email).first()
    if user is None:
        if not email:
            raise ValidationError(_("Det finns ingen e-postadress att logga in med."))
        user = User.objects.create_user(email, contributor.pseudonym)
    if Contributor.objects.filter(user=user).exclude(pk=contributor.pk).exists():
        raise ValidationError(_("Kontot hör redan till en annan person."))
    if not RoleHolding.objects.held_on(clock.today()).filter(user=user, role="contributor").exists():
        RoleHolding.objects.create(user=user, role="contributor")
    contributor.user = user
    contributor.save(update_fields=["user"])
    record(by, "contributor.account", contributor, user=user.pk)
    return user
