"""Who may do what, where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from medverka.access.roles import COUNTY_WIDE, PERMISSIONS, ROLES


@dataclass(frozen=True)
class Grant:
    """One role that somebody holds today, and where: the whole county unless narrowed."""

    role: str
    path: str = ""  # An organisation's path; the grant covers it and everything under it.
    sub_area_id: int | None = None

    @property
    def everywhere(self) -> bool:
        return not self.path and self.sub_area_id is None


class Actor(Protocol):
    """Whoever acts: a user, somebody who came by a link, or the system."""

    @property
    def actor_id(self) -> str: ...
    @property
    def grants(self) -> Iterable[Grant]: ...


class Place(Protocol):
    """Where something belongs: an organisation, or what belongs to one."""

    @property
    def path(self) -> str: ...
    @property
    def sub_area_id(self) -> int | None: ...


@dataclass(frozen=True)
class Someone:
    """An actor without an account: ``system``, ``operator``, or whoever holds a link or a code."""

    actor_id: str
    grants: tuple[Grant, ...] = ()


SYSTEM = Someone("system", (Grant("coordinator"),))
OPERATOR = Someone("operator", (Grant("coordinator"),))


def link_holder(kind: str, subject_id: object) -> Someone:
    """Somebody who acts through a signed link or a letter's code, for the one thing that it opens."""
    return Someone(f"{kind}:{subject_id}")


def grants_with(actor: Any, permission: str) -> list[Grant]:
    """The grants of `actor` that carry `permission`. `KeyError` for a permission that does not exist."""
    PERMISSIONS[permission]
    held = [grant for grant in getattr(actor, "grants", ()) if permission in ROLES[grant.role].permissions]
    return [grant for grant in held if grant.everywhere or permission not in COUNTY_WIDE]


def may(actor: Any, permission: str, place: Place | None = None) -> bool:
    """Whether `actor` holds `permission` at `place` (anywhere at all where no place is given)."""
    grants = grants_with(actor, permission)
    if place is None:
        return bool(grants)
    return any(
        grant.everywhere
        or (grant.path and place.path.startswith(grant.path))
        or (grant.sub_area_id is not None and grant.sub_area_id == place.sub_area_id)
        for grant in grants
    )


def may_everywhere(actor: Any, permission: str) -> bool:
    """Whether `actor` holds `permission` in the whole county."""
    return any(grant.everywhere for grant in grants_with(actor, permission))


def authorise(actor: Any, permission: str, place: Place | None = None) -> None:
    """Raise `PermissionDenied` unless `actor` holds `permission` at `place`."""
    if not may(actor, permission, place):
        raise PermissionDenied(permission)


def within_reach(actor: Any, permission: str, organisation: str = "") -> Q:
    """A filter on rows within reach of a permission, by the organisation found at the look-up `organisation`.

    The empty look-up is for organisations themselves.
    """
    lookup = f"{organisation}__" if organisation else ""
    reach = Q(pk__in=[])
    for grant in grants_with(actor, permission):
        if grant.everywhere:
            return Q()
        if grant.path:
            reach |= Q(**{f"{lookup}path__startswith": grant.path})
        if grant.sub_area_id is not None:
            reach |= Q(**{f"{lookup}sub_area_id": grant.sub_area_id})
    return reach
