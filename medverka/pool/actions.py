"""What happens in the pool."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM, authorise, may_everywhere
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import bulk, clock, outbox
from medverka.foundation.models import OutgoingMail
from medverka.journal.actions import Event, record, record_many
from medverka.organisations.queries import the_county
from medverka.pool import arrivals, policies, pseudonyms, rules, terms
from medverka.pool.models import Contributor, Identity, Milestone, StatusChange
from medverka.pool.queries import profile_of
from medverka.pool.seen import refuse_if_changed

NewPerson = arrivals.NewPerson
ensure_default_terms = terms.ensure_default_terms
Status = Contributor.Status
Channel = Contributor.Channel


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
    bulk.insert(rows)
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
    contributor.units.clear()
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
def change_profile(contributor: Contributor, *, by: Any, seen: str = "", **values: Any) -> Contributor:
    """Change those given of `perspectives`, `age_band`, `terms`, `channel`, `most_per_half_year`, `weekdays`, `tell_after_leaving`.

    `seen` is `queries.profile_seen` of what stood there when somebody began to write: `ChangedMeanwhile` where it no
    longer does. The municipality belongs to who they are: see `actions_identity.change_identity`.
    """
    _authorise_edit(contributor, by)
    row = Contributor.objects.select_for_update(of=("self",)).get(pk=contributor.pk)
    before = profile_of(row)
    wanted = _as_kept(values)
    changed = sorted(name for name, value in wanted.items() if value != before[name])  # KeyError: no such field.
    if changed:
        refuse_if_changed(before, values, seen)
        _put_profile(row, {name: wanted[name] for name in changed})
        contributor.refresh_from_db()
        record(by, "contributor.changed", contributor, fields=changed)
    return contributor


def _as_kept(values: dict[str, Any]) -> dict[str, Any]:
    """What is given, in the form in which `queries.profile_of` tells it."""
    kept = dict(values)
    if "perspectives" in kept:
        kept["perspectives"] = [code for code in rules.PERSPECTIVES if code in values["perspectives"]]
        if not kept["perspectives"]:
            raise ValidationError(_("Välj minst ett perspektiv: brukare, patient eller närstående."))
    if kept.get("age_band", "") not in ("", *rules.AGE_BANDS):
        raise ValidationError(_("Åldersgruppen finns inte. Välj en av dem som står i listan, eller ingen."))
    if "terms" in kept:
        kept["terms"] = sorted({term.pk for term in values["terms"]})
    if "weekdays" in kept:
        kept["weekdays"] = sorted(values["weekdays"])
    return kept


def _put_profile(row: Contributor, changed: dict[str, Any]) -> None:
    if "channel" in changed:
        _check_channel(row, changed["channel"])
    if "terms" in changed:
        row.terms.set(changed.pop("terms"))
    if "perspectives" in changed:
        chosen = changed.pop("perspectives")
        changed |= {f"is_{code}": code in chosen for code in rules.PERSPECTIVES}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))


def _check_channel(contributor: Contributor, channel: str) -> None:
    identity = Identity.objects.get(contributor=contributor)
    ways = rules.ways_to_be_reached(identity.email, identity.phone, identity.street, identity.city)
    if rules.usable_channel(channel, ways) != channel:
        raise ValidationError(_("Personen går inte att nå så: adressen eller numret saknas. Välj ett annat sätt."))


# --- Along the way --------------------------------------------------------------------------


@transaction.atomic
def confirm_profile(contributor: Contributor, *, by: Any) -> Contributor:
    """The profile is still right, says the person, or a coordinator who has asked them; noted once a day."""
    _authorise_edit(contributor, by)
    today = clock.today()
    Contributor.objects.select_for_update(of=("self",)).get(pk=contributor.pk)  # Two presses, one note.
    if Milestone.objects.filter(contributor=contributor, kind=Milestone.Kind.CONFIRMED, on=today).exists():
        return contributor
    Contributor.objects.filter(pk=contributor.pk).update(confirmed_on=today)
    contributor.refresh_from_db()
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
def invite_to_account(contributor: Contributor, *, by: Any) -> None:
    """Mail a link by which the contributor gets a sign-in. Raises `ValidationError` where there is no address."""
    _authorise_coordinator(contributor, by)
    if contributor.user_id or contributor.status == Status.LEFT:
        raise ValidationError(_("Personen har redan ett konto, eller har lämnat."))
    if not Identity.objects.exclude(email="").filter(contributor=contributor).exists():
        raise ValidationError(_("Det finns ingen e-postadress att skicka till."))
    key = f"pool.account:{contributor.pk}:{clock.now():%Y%m%d%H%M}"  # A double click is one mail.
    if not OutgoingMail.objects.filter(key=key).exists():
        outbox.queue("pool.account", contributor.pk, key=key)
        record(by, "contributor.invited_to_account", contributor)


@transaction.atomic
def link_account(contributor: Contributor, *, by: Any, user: User | None = None) -> User:
    """Let a contributor sign in: with `user`, or with a new account for their e-mail, named by the pseudonym.

    An account that they have already stays as it is, and is the answer.
    """
    if not policies.may_edit(by, contributor):
        raise PermissionDenied("pool.edit")
    row = Contributor.objects.select_for_update(of=("self",)).select_related("user").get(pk=contributor.pk)
    if row.user is not None and user in (None, row.user):
        return row.user
    user = user or _user_for(row)
    if Contributor.objects.filter(user=user).exclude(pk=row.pk).exists():
        raise ValidationError(_("Kontot hör redan till en annan person."))
    if not Contributor.objects.filter(pk=row.pk, user=None).exclude(status=Status.LEFT).update(user=user):
        raise ValidationError(_("Personen har redan ett konto, eller har lämnat."))
    if not RoleHolding.objects.held_on(clock.today()).filter(user=user, role="contributor").exists():
        RoleHolding.objects.create(user=user, role="contributor")
    contributor.refresh_from_db()
    record(by, "contributor.account", contributor, user=user.pk)
    return user


def _user_for(contributor: Contributor) -> User:
    """Who signs in with the contributor's address, made where nobody does."""
    email = Identity.objects.get(contributor=contributor).email
    if not email:
        raise ValidationError(_("Det finns ingen e-postadress att logga in med."))
    return User.objects.filter(email=email).first() or User.objects.create_user(email, contributor.pseudonym)
