from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.authorise import grants_with, may_everywhere, within_reach
from medverka.accounts.models import RoleHolding, StaffInvitation, User
from medverka.accounts.policies import may_give, needs_second_factor
from medverka.accounts.rules import invitation_state
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.organisations.models import Organisation, SubArea
from medverka.organisations.queries import trails


def nobody_yet() -> bool:
    """Whether this county has never had a coordinator: the first start is still to come."""
    return not RoleHolding.objects.filter(role="coordinator").exists()


# --- Staff ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class StaffMember:
    """Somebody in the list: who, the roles that the reader may see, and whether a second factor is set up."""

    user: User
    roles: list[RoleHolding] = field(default_factory=list)
    protected: bool = False
    needs_protection: bool = False


def _within_reach(actor: Any) -> Q:
    """A filter on holdings and invitations whose place the actor manages."""
    if may_everywhere(actor, "staff.manage"):
        return Q()
    sub_areas = [grant.sub_area_id for grant in grants_with(actor, "staff.manage") if grant.sub_area_id]
    return within_reach(actor, "staff.manage", "organisation") | Q(sub_area_id__in=sub_areas)


def holdings_visible_to(actor: Any) -> QuerySet[RoleHolding]:
    """Roles of staff, past and present, that `actor` manages. Contributors belong to the pool."""
    found = RoleHolding.objects.filter(_within_reach(actor)).exclude(role="contributor")
    return found.select_related("user", "organisation", "sub_area")


def invitations_visible_to(actor: Any) -> QuerySet[StaffInvitation]:
    """Invitations that `actor` manages, newest first."""
    found = StaffInvitation.objects.filter(_within_reach(actor))
    return found.select_related("organisation", "sub_area", "invited_by").order_by("-invited_at")


def staff_visible_to(actor: Any, text: str = "", *, past: bool = False) -> QuerySet[User]:
    """People who hold, or only have held, a role that `actor` manages; perhaps by a part of the name or the whole address."""
    holdings = holdings_visible_to(actor)
    now = holdings.filter(pk__in=RoleHolding.objects.held_on(clock.today()).values("pk"))
    people = User.objects.filter(pk__in=(holdings if past else now).values("user"))
    if past:
        people = people.exclude(pk__in=now.values("user"))
    return people.filter(Q(name__icontains=text) | Q(email=text)).order_by("name", "pk")


def with_roles(actor: Any, users: Iterable[User]) -> list[StaffMember]:
    """The same people with their roles, newest first, in two queries."""
    people = list(users)
    roles: dict[int, list[RoleHolding]] = {user.pk: [] for user in people}
    for holding in holdings_visible_to(actor).filter(user__in=people).order_by("-starts_on", "-pk"):
        roles[holding.user_id].append(holding)
    found = Authenticator.objects.filter(user__in=people).exclude(type=Authenticator.Type.RECOVERY_CODES)
    protected = set(found.values_list("user", flat=True))
    today = clock.today()
    return [
        StaffMember(
            user,
            roles[user.pk],
            protected=user.pk in protected,
            needs_protection=any("door.open" in role.kind.permissions and role.holds(today) for role in roles[user.pk]),
        )
        for user in people
    ]


def unanswered_invitations(actor: Any) -> list[tuple[StaffInvitation, str]]:
    """Invitations that are neither answered nor withdrawn, each with its state: `open` or `expired`."""
    waiting = invitations_visible_to(actor).filter(accepted_at=None, withdrawn_at=None)
    return [(invitation, invitation_state(invitation, clock.now())) for invitation in waiting[:200]]


def places_to_give(actor: Any, role: str) -> list[tuple[str, str]]:
    """Where `actor` may give `role`: (key, name) for a form. `read_place` reads the key."""
    places = [("county", _("Hela länet"))] if may_give(actor, role) else []
    places += [
        (f"sub_area-{area.pk}", area.name)
        for area in SubArea.objects.order_by("name")
        if may_give(actor, role, sub_area=area)
    ]
    fitting = Organisation.objects.current().filter(within_reach(actor, "staff.manage"))
    if role == "representative":
        fitting = fitting.associations()
    elif role == "commissioner":
        fitting = fitting.units()
    return places + [
        (f"organisation-{organisation.pk}", trail)
        for organisation, trail in trails(fitting)
        if may_give(actor, role, organisation)
    ]


def read_place(key: str) -> tuple[Organisation | None, SubArea | None]:
    """The (organisation, sub-area) of a key that `places_to_give` gave."""
    kind, _dash, number = key.partition("-")
    if kind == "organisation":
        return Organisation.objects.get(pk=number), None
    return None, SubArea.objects.get(pk=number) if kind == "sub_area" else None


def current_roles(user: Any) -> list[RoleHolding]:
    """The roles that somebody holds today."""
    held = RoleHolding.objects.held_on(clock.today()).filter(user=user)
    return list(held.select_related("organisation", "sub_area").order_by("starts_on", "pk"))


def has_account(email: str) -> bool:
    """Whether somebody signs in with an address."""
    return User.objects.filter(email=email).exists()


# --- The second factor ----------------------------------------------------------------------


def has_second_factor(user: Any) -> bool:
    """Whether an app with codes or a passkey is set up."""
    found = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(found.exists())


def page_for_second_factor(user: Any) -> str:
    """The name of the page on which `user` can show a second factor, or set one up."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in kinds else "accounts:second_step"


def waiting_for(user: Any) -> list[Waiting]:
    """For Today: the second step that whoever opens the door must set up."""
    if not needs_second_factor(user) or has_second_factor(user):
        return []
    return [
        Waiting(
            group=_("Ditt konto"),
            title=_("Logga in i två steg"),
            text=_("Du behöver det för att kunna öppna dörren till namn och kontaktuppgifter."),
            since=clock.today(),
            url=reverse("accounts:second_step"),
            step=_("Ordna det nu"),
            key=f"second-step-{user.pk}",
        )
    ]
