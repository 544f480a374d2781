from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, ProtectedError, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise, may_everywhere
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations import rules
from medverka.organisations.models import ContactPerson, County, Organisation, SubArea
from medverka.organisations.policies import may_edit_all
from medverka.organisations.queries import the_county


@transaction.atomic
def change_county(*, by: Any, **values: Any) -> County:
    """Change the county's settings; only the names of changed settings are journalled."""
    if not may_everywhere(by, "county.edit"):
        raise PermissionDenied
    county = the_county()
    changed = sorted(name for name, value in values.items() if getattr(county, name) != value)
    if not changed:
        return county
    for name in changed:
        setattr(county, name, values[name])
    if county.small_group < rules.SMALLEST_SMALL_GROUP:
        raise ValidationError(
            {"small_group": _("Minst tre, annars går det att räkna ut vad en enskild person har sagt.")}
        )
    county.full_clean(validate_constraints=False)
    county.save()
    record(by, "county.changed", county, settings=changed)
    return county


@transaction.atomic
def create_sub_area(*, by: Any, name: str) -> SubArea:
    """A new sub-area; municipalities are put in it one by one."""
    if not may_edit_all(by):
        raise PermissionDenied
    sub_area = SubArea(name=name)
    sub_area.full_clean()
    sub_area.save()
    record(by, "sub_area.created", sub_area)
    return sub_area


@transaction.atomic
def change_sub_area(sub_area: SubArea, *, by: Any, name: str, municipalities: set[int]) -> SubArea:
    """Rename a sub-area and say which municipalities are in it, by their ids.

    Their units follow. A municipality that was in another sub-area moves.
    """
    if not may_edit_all(by):
        raise PermissionDenied
    renamed = not SubArea.objects.filter(pk=sub_area.pk, name=name).exists()
    sub_area.name = name
    sub_area.full_clean()
    sub_area.save()
    every = Organisation.objects.municipalities()
    leaving = every.filter(sub_area=sub_area).exclude(pk__in=municipalities)
    coming = every.filter(pk__in=municipalities).exclude(sub_area=sub_area)
    moves = [(organisation, None) for organisation in leaving] + [
        (organisation, sub_area.pk) for organisation in coming
    ]
    for organisation, target in moves:
        Organisation.objects.filter(path__startswith=organisation.path).update(sub_area_id=target)
    if renamed or moves:
        record(by, "sub_area.changed", sub_area, moved=[organisation.pk for organisation, _target in moves])
    return sub_area


@transaction.atomic
def save_sub_area(sub_area: SubArea | None, *, by: Any, name: str, municipalities: set[int]) -> SubArea:
    """Make a sub-area, or change the one given, with the municipalities that are to be in it."""
    kept = sub_area or create_sub_area(by=by, name=name)
    return change_sub_area(kept, by=by, name=name, municipalities=municipalities)


@transaction.atomic
def remove_sub_area(sub_area: SubArea, *, by: Any) -> None:
    """Remove a sub-area; its municipalities stay, outside any. Refused while somebody's role holds in it."""
    if not may_edit_all(by):
        raise PermissionDenied
    record(by, "sub_area.removed", sub_area)
    try:
        sub_area.delete()
    except ProtectedError:
        raise ValidationError(
            _("Någon har eller har haft en roll i delregionen. Därför kan den inte tas bort.")
        ) from None


@transaction.atomic
def create_organisation(
    *, by: Any, name: str, kind: str, parent: Organisation | None = None, **values: Any
) -> Organisation:
    """A new organisation; one under a parent inherits the parent's sub-area unless it is given its own."""
    if parent is None:
        if not may_edit_all(by):
            raise PermissionDenied
    else:
        authorise(by, "organisations.edit", parent)
        values.setdefault("sub_area_id", parent.sub_area_id)
    if not rules.may_stand_under(kind, parent.kind if parent else None):
        raise ValidationError({"kind": _("En sådan organisation kan inte höra dit.")})
    organisation = Organisation(name=name, kind=kind, parent=parent, **values)
    if parent and organisation.sub_area_id != parent.sub_area_id and not may_edit_all(by):
        raise PermissionDenied
    _check(organisation)
    organisation.save()
    organisation.path = f"{parent.path if parent else '/'}{organisation.pk}/"
    organisation.save(update_fields=["path"])
    record(by, "organisation.created", organisation, kind=kind)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, *, by: Any, **values: Any) -> Organisation:
    """Change an organisation. A new sub-area follows to everything under it; who draws sub-areas may set it.

    What it belongs to is changed by `move_organisation`.
    """
    authorise(by, "organisations.edit", organisation)
    changed = sorted(name for name, value in values.items() if getattr(organisation, name) != value)
    if {"sub_area", "sub_area_id", "kind"} & set(changed) and not may_edit_all(by):
        raise PermissionDenied
    if "parent" in changed or "path" in changed:
        raise ValueError("An organisation is moved by `move_organisation`.")
    old_sub_area = organisation.sub_area_id
    for name in changed:
        setattr(organisation, name, values[name])
    _check(organisation)
    organisation.save()
    if organisation.sub_area_id != old_sub_area:
        below = Organisation.objects.filter(path__startswith=organisation.path)
        below.update(sub_area_id=organisation.sub_area_id)
    if changed:
        record(by, "organisation.changed", organisation, fields=changed)
    return organisation


@transaction.atomic
def move_organisation(organisation: Organisation, *, by: Any, parent: Organisation) -> Organisation:
    """Let a unit belong to another organisation; what stands under it goes along, into the sub-area there."""
    authorise(by, "organisations.edit", organisation)
    authorise(by, "organisations.edit", parent)
    if parent.path.startswith(organisation.path):
        raise ValidationError({"parent": _("En verksamhet kan inte höra till sig själv eller något under sig.")})
    if not rules.may_stand_under(organisation.kind, parent.kind):
        raise ValidationError({"parent": _("En sådan organisation kan inte höra dit.")})
    old, new = organisation.path, f"{parent.path}{organisation.pk}/"
    organisation.parent = parent
    _check(organisation)
    organisation.save(update_fields=["parent"])
    below = Organisation.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)), sub_area_id=parent.sub_area_id)
    organisation.refresh_from_db()
    record(by, "organisation.moved", organisation, to=parent.pk)
    return organisation


def _check(organisation: Organisation) -> None:
    """Raise `ValidationError` in words for what the database would refuse."""
    organisation.full_clean(exclude=["path"], validate_constraints=False)
    twins = Organisation.objects.filter(name=organisation.name, parent=organisation.parent).exclude(pk=organisation.pk)
    if twins.exists():
        raise ValidationError({"name": _("Det finns redan en organisation med det namnet här.")})


@transaction.atomic
def save_contact_person(contact: ContactPerson, *, by: Any) -> ContactPerson:
    """Add or change a contact person."""
    authorise(by, "organisations.edit", contact.organisation)
    if contact.ends_on and contact.ends_on < contact.starts_on:
        raise ValidationError({"ends_on": _("Sista dagen måste komma efter den första.")})
    contact.full_clean()
    verb = "contact_person.changed" if contact.pk else "contact_person.added"
    contact.save()
    record(by, verb, contact, organisation=contact.organisation_id)
    return contact


@transaction.atomic
def end_contact_person(contact: ContactPerson, *, by: Any) -> ContactPerson:
    """Let yesterday be the contact person's last day (or the first day, where that was later)."""
    authorise(by, "organisations.edit", contact.organisation)
    last: date = max(contact.starts_on, clock.today() - timedelta(days=1))
    running = ContactPerson.objects.filter(Q(ends_on=None) | Q(ends_on__gt=last), pk=contact.pk)
    if running.update(ends_on=last):
        record(by, "contact_person.ended", contact, organisation=contact.organisation_id)
    contact.refresh_from_db()
    return contact
