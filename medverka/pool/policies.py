"""Who may do what with whom in the pool."""

from typing import Any

from medverka.access.authorise import may, may_everywhere
from medverka.accounts.models import User
from medverka.pool.models import Contributor, Identity


def is_self(actor: Any, contributor: Contributor) -> bool:
    """Whether `actor` is this contributor: signed in, or by a link or code of their own."""
    if isinstance(actor, User):
        return actor.pk == contributor.user_id and may(actor, "own.profile")
    return bool(actor.actor_id == f"contributor:{contributor.pk}")


def is_named(actor: Any, contributor: Contributor) -> bool:
    """Whether `actor` is named among those who may know a protected person."""
    if not isinstance(actor, User):
        return False
    return Identity.objects.filter(contributor=contributor, protected=True, named_coordinators=actor.pk).exists()


def reaches(actor: Any, permission: str, contributor: Contributor) -> bool:
    """Whether `permission` covers this person: the county, their sub-area, being their contact person or named.

    Whoever has given no municipality is otherwise the county coordinators' alone.
    """
    if may_everywhere(actor, permission):
        return True
    if isinstance(actor, User) and contributor.contact_person_id == actor.pk:
        return may(actor, permission)
    if contributor.municipality is not None and may(actor, permission, contributor.municipality):
        return True
    return may(actor, permission) and is_named(actor, contributor)


def may_edit(actor: Any, contributor: Contributor) -> bool:
    """Change the profile, pause, resume, leave: the person, or a coordinator within reach."""
    return is_self(actor, contributor) or reaches(actor, "pool.edit", contributor)


def may_open_door(actor: Any, contributor: Contributor) -> bool:
    """Open the door to who somebody is: a coordinator within reach whose session has a second factor."""
    return getattr(actor, "verified_twice", False) and reaches(actor, "door.open", contributor)


def may_edit_identity(actor: Any, contributor: Contributor) -> bool:
    """Change name, contact, municipality, protection and contact person.

    The person; else the contact person alone, where there is one, so that a refusal says nothing about
    why. The contact person of a protected person is always one of those named.
    """
    if is_self(actor, contributor):
        return True
    if not isinstance(actor, User):
        return reaches(actor, "door.open", contributor)
    if not may_open_door(actor, contributor) or hidden_from(actor, contributor):
        return False
    contact = contributor.contact_person
    return contact is None or contact.pk == actor.pk or not may(contact, "door.open")


def hidden_from(actor: Any, contributor: Contributor) -> bool:
    """Whether the person is protected and `actor` is not among those who may know them."""
    protected = Identity.objects.filter(contributor=contributor, protected=True).exists()
    return protected and not is_self(actor, contributor) and not is_named(actor, contributor)


def knows_of_protection(actor: Any, contributor: Contributor) -> bool:
    """Whether the person is protected and `actor` is one of those who may know it."""
    protected = Identity.objects.filter(contributor=contributor, protected=True).exists()
    return protected and (is_self(actor, contributor) or is_named(actor, contributor))
