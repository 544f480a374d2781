from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from medverka.access.authorise import OPERATOR, authorise
from medverka.accounts.models import RoleHolding, StaffInvitation, User
from medverka.accounts.policies import is_own, may_give, may_manage, may_name_themselves
from medverka.accounts.queries import nobody_yet
from medverka.accounts.rules import invitation_state
from medverka.foundation import clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record
from medverka.organisations.actions import change_county
from medverka.organisations.models import County, Organisation, SubArea

# --- Invitations ----------------------------------------------------------------------------


@transaction.atomic
def invite_staff(
    *,
    by: User,
    email: str,
    name: str,
    role: str,
    organisation: Organisation | None = None,
    sub_area: SubArea | None = None,
    ends_on: date | None = None,
) -> StaffInvitation:
    """Invite somebody by mail to sign in and hold a role. Raises `ValidationError` where that makes no sense."""
    email = email.strip().lower()
    if email == by.email or not may_give(by, role, organisation, sub_area):
        raise PermissionDenied
    if ends_on and ends_on < clock.today():
        raise ValidationError({"ends_on": _("Dagen har redan varit. Skriv en dag som kommer.")})
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # Two clicks: the second waits, and then finds the first.
    same_role = Q(role=role, organisation=organisation, sub_area=sub_area)
    if RoleHolding.objects.held_on(clock.today()).filter(same_role, user__email=email).exists():
        raise ValidationError({"email": _("Personen har redan den rollen.")})
    waiting = StaffInvitation.objects.filter(same_role, email=email, accepted_at=None, withdrawn_at=None)
    if any(invitation_state(invitation, clock.now()) == "open" for invitation in waiting):
        raise ValidationError({"email": _("Personen är redan inbjuden. Skicka om inbjudan från listan i stället.")})
    invitation = StaffInvitation.objects.create(
        email=email, name=name, role=role, organisation=organisation, sub_area=sub_area, ends_on=ends_on, invited_by=by
    )
    record(by, "staff.invited", invitation, role=role, **_place_of(invitation))
    _send(invitation)
    return invitation


@transaction.atomic
def resend_invitation(invitation: StaffInvitation, *, by: User) -> None:
    """Send the invitation anew, with a new link and a new time to answer; the old link dies."""
    if not may_manage(by, invitation):
        raise PermissionDenied
    _move(invitation, invited_at=clock.now())
    record(by, "staff.invited_again", invitation)
    _send(invitation)


@transaction.atomic
def withdraw_invitation(invitation: StaffInvitation, *, by: User) -> None:
    """Take an invitation back; its link dies."""
    if not may_manage(by, invitation):
        raise PermissionDenied
    _move(invitation, withdrawn_at=clock.now())
    record(by, "staff.invitation_withdrawn", invitation)


@transaction.atomic
def accept_invitation(invitation: StaffInvitation, *, by: Any, name: str) -> tuple[User, bool]:
    """Say yes: (the user, whether the account is new). Works once, for whoever holds the link."""
    if by.actor_id != f"staff_invitation:{invitation.pk}":
        raise PermissionDenied
    if invitation_state(invitation, clock.now()) != "open":
        raise ValidationError(_("Inbjudan går inte längre att använda."))
    _move(invitation, accepted_at=clock.now())
    user = User.objects.filter(email=invitation.email).first()
    created = user is None
    if user is None:
        user = User.objects.create_user(invitation.email, name)
    holding = RoleHolding.objects.create(
        user=user,
        role=invitation.role,
        organisation=invitation.organisation,
        sub_area=invitation.sub_area,
        ends_on=invitation.ends_on,
        starts_on=clock.today(),
    )
    record(by, "role.given", holding, user=user.pk, role=holding.role, **_place_of(holding))
    return user, created


def _move(invitation: StaffInvitation, **values: Any) -> None:
    """Change an invitation that nobody has answered or withdrawn meanwhile."""
    unanswered = StaffInvitation.objects.filter(
        pk=invitation.pk, invited_at=invitation.invited_at, accepted_at=None, withdrawn_at=None
    )
    if not unanswered.update(**values):
        raise ValidationError(_("Inbjudan är redan besvarad, återtagen eller skickad på nytt."))
    invitation.refresh_from_db()


def _send(invitation: StaffInvitation) -> None:
    queue("staff_invitation", invitation.pk, key=f"staff_invitation:{invitation.pk}:{invitation.invited_at:%s.%f}")


def _place_of(thing: RoleHolding | StaffInvitation) -> dict[str, int | None]:
    return {"organisation": thing.organisation_id, "sub_area": thing.sub_area_id}


# --- Roles ----------------------------------------------------------------------------------


@transaction.atomic
def end_role(holding: RoleHolding, *, by: Any) -> None:
    """End a role at once, and with it the person's open sessions."""
    _change_end(holding, by=by, last_day=clock.today() - timedelta(days=1))
    end_sessions(holding.user)
    record(by, "role.ended", holding, user=holding.user_id, role=holding.role)


@transaction.atomic
def set_last_day(holding: RoleHolding, *, by: Any, last_day: date | None) -> None:
    """Let a role hold until a day, that day included; None for no end. Nobody lengthens their own."""
    if last_day and last_day < clock.today():
        raise ValidationError(_("Dagen har redan varit. Skriv en dag som kommer."))
    longer = holding.ends_on is not None and (last_day is None or last_day > holding.ends_on)
    if longer and is_own(by, holding):
        raise PermissionDenied
    _change_end(holding, by=by, last_day=last_day)
    record(by, "role.end_set", holding, user=holding.user_id, last_day=str(last_day) if last_day else None)


def _change_end(holding: RoleHolding, *, by: Any, last_day: date | None) -> None:
    if not may_manage(by, holding):
        raise PermissionDenied
    if last_day is not None:
        _keep_a_coordinator(holding)
    running = RoleHolding.objects.held_on(clock.today()).filter(pk=holding.pk)
    if not running.update(ends_on=last_day):
        raise ValidationError(_("Rollen är redan avslutad."))
    holding.refresh_from_db()


def _keep_a_coordinator(holding: RoleHolding) -> None:
    """Refuse to end the last role that holds the county together: a coordinator of all of it, with no end."""
    lasting = RoleHolding.objects.held_on(clock.today()).filter(
        role="coordinator", organisation=None, sub_area=None, ends_on=None, user__is_active=True
    )
    kept = {row.pk for row in lasting.select_for_update(of=("self",))}  # Locked: two who end each other take turns.
    if kept == {holding.pk}:
        raise ValidationError(
            _(
                "Länet måste ha minst en samordnare utan slutdatum. Bjud in någon annan innan du avslutar den här rollen."
            )
        )


# --- One's own account ----------------------------------------------------------------------


@transaction.atomic
def make_first_coordinator(*, county_name: str, name: str, email: str) -> User:
    """Open an empty county: its name, and its first coordinator. Refused once there has been one."""
    County.objects.get_or_create(pk=1)
    County.objects.select_for_update().get(pk=1)  # Two who are first take turns, and the second is refused.
    if not nobody_yet():
        raise PermissionDenied
    change_county(by=OPERATOR, name=county_name)
    user = User.objects.filter(email=email.strip().lower()).first() or User.objects.create_user(email, name)
    holding = RoleHolding.objects.create(user=user, role="coordinator", starts_on=clock.today())
    record(OPERATOR, "role.given", holding, user=user.pk, role=holding.role)
    return user


@transaction.atomic
def change_name(user: Any, *, by: Any, name: str) -> None:
    """Change one's own name, as others see it."""
    if by.pk != user.pk or not may_name_themselves(user):
        raise PermissionDenied
    if User.objects.select_for_update().get(pk=user.pk).name != name:
        User.objects.filter(pk=user.pk).update(name=name)
        record(by, "user.renamed", user)


@transaction.atomic
def set_address(user: User, *, by: Any, email: str) -> None:
    """Let somebody sign in with another address, and no longer with the old one; what is open stays open.

    For apps above, which have authorised it. Raises `ValidationError` where somebody else signs in with it.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise ValidationError(_("Den e-postadressen går inte att logga in med. Skriv en annan, eller ring oss."))
    user.email = email
    user.save(update_fields=["email"])
    User.objects.prove_address(user)
    record(by, "user.email_changed", user)


@transaction.atomic
def sign_out_everywhere(user: Any, *, by: Any) -> None:
    """End all sessions of one's own, on every device."""
    if by.pk != user.pk:
        raise PermissionDenied
    end_sessions(user)
    record(by, "user.signed_out_everywhere", user)


@transaction.atomic
def remove_second_factor(user: User, *, by: Any) -> None:
    """Help somebody who has lost phone and codes: the next sign-in is by mail, and a new factor is set up.

    Only by somebody else, who manages every role that the person holds.
    """
    authorise(by, "staff.manage")
    held = RoleHolding.objects.held_on(clock.today()).filter(user=user).select_related("organisation", "sub_area")
    if by.pk == user.pk or not held or not all(may_manage(by, holding) for holding in held):
        raise PermissionDenied
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(by, "user.second_factor_removed", user)


def end_sessions(user: Any) -> None:
    """End all of somebody's sessions, on every device. Whoever calls it has asked who may, and writes the journal."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
