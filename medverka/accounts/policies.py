"""Who may give which role where, and who needs a second factor."""

from typing import Any

from medverka.access.authorise import grants_with, may, may_everywhere
from medverka.access.roles import COUNTY_WIDE, ROLES
from medverka.accounts.rules import kind_of_scope, staff_roles
from medverka.organisations.models import Organisation, SubArea


def reaches(actor: Any, permission: str, organisation: Organisation | None, sub_area: SubArea | None) -> bool:
    """Whether `actor` holds `permission` in all of a place: an organisation, a sub-area, else the county."""
    if organisation:
        return may(actor, permission, organisation)
    if sub_area:
        grants = grants_with(actor, permission)
        return any(grant.everywhere or grant.sub_area_id == sub_area.pk for grant in grants)
    return may_everywhere(actor, permission)


def may_give(actor: Any, role: str, organisation: Organisation | None = None, sub_area: SubArea | None = None) -> bool:
    """Whether `actor` may give `role` there: it is a staff role, and all that it carries the actor holds there too."""
    if role not in {staff.code for staff in staff_roles()} or (organisation and sub_area):
        return False
    if kind_of_scope(organisation, sub_area) not in ROLES[role].scopes:
        return False
    carried = {"staff.manage", *ROLES[role].permissions}
    if organisation or sub_area:
        carried -= COUNTY_WIDE
    return all(reaches(actor, permission, organisation, sub_area) for permission in carried)


def may_manage(actor: Any, holding: Any) -> bool:
    """Whether `actor` may end a role that somebody holds, or handle an invitation to one."""
    return may_give(actor, holding.role, holding.organisation, holding.sub_area)


def is_own(actor: Any, holding: Any) -> bool:
    """Whether the role is held by the actor: one may leave it, never lengthen it."""
    return bool(actor.actor_id == holding.user.actor_id)


def may_name_themselves(user: Any) -> bool:
    """A contributor's account carries a pseudonym, which its holder must not replace by a name."""
    return not any(grant.role == "contributor" for grant in user.grants)


def needs_second_factor(user: Any) -> bool:
    """Whether `user` may open the identity door, but this session has no second factor."""
    return may(user, "door.open") and not user.verified_twice
