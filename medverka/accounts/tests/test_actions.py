from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM, link_holder, may
from medverka.accounts import actions
from medverka.accounts.models import RoleHolding, StaffInvitation, User
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry

TODAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def fresh(user: User) -> User:
    """The same user as the next request meets them."""
    return User.objects.get(pk=user.pk)


def invite(by, **values):
    kept = {"email": "Nina@Exempel.invalid", "name": "Nina Ny", "role": "steering_member"}
    return actions.invite_staff(by=by, **(kept | values))


def accept(invitation, name="Nina Ny"):
    return actions.accept_invitation(invitation, by=link_holder("staff_invitation", invitation.pk), name=name)


def held(user) -> RoleHolding:
    return RoleHolding.objects.select_related("user", "organisation", "sub_area").get(user=user)


# --- Invitations


def test_an_invitation_is_written_down_and_mailed(coordinator):
    invitation = invite(coordinator)
    assert invitation.email == "nina@exempel.invalid"
    assert OutgoingMail.objects.filter(notice="staff_invitation", subject_id=str(invitation.pk)).count() == 1
    assert Entry.objects.filter(verb="staff.invited", actor=coordinator.actor_id).exists()


def test_yes_makes_an_account_with_the_role_and_a_proven_address(coordinator):
    user, created = accept(invite(coordinator, ends_on=date(2026, 12, 31)))
    assert created
    assert may(user, "figures.read")
    assert held(user).ends_on == date(2026, 12, 31)
    assert EmailAddress.objects.get(user=user).verified
    assert Entry.objects.filter(verb="role.given").last().facts["role"] == "steering_member"


def test_yes_gives_the_role_to_an_account_that_exists(coordinator, commissioner):
    user, created = accept(invite(coordinator, email=commissioner.email))
    assert (user, created) == (commissioner, False)
    assert {grant.role for grant in fresh(user).grants} == {"commissioner", "steering_member"}
    assert user.name == "Harald Hägg"


def test_an_invitation_is_accepted_once(coordinator):
    invitation = invite(coordinator)
    stale = StaffInvitation.objects.get(pk=invitation.pk)
    accept(invitation)
    with pytest.raises(ValidationError):
        accept(stale)
    assert RoleHolding.objects.filter(role="steering_member").count() == 1


def test_an_invitation_is_not_accepted_after_fourteen_days_or_when_withdrawn(coordinator):
    invitation = invite(coordinator)
    with clock.at(TODAY + timedelta(days=15)), pytest.raises(ValidationError):
        accept(invitation)
    actions.withdraw_invitation(invitation, by=coordinator)
    with pytest.raises(ValidationError):
        accept(invitation)
    assert not User.objects.filter(email=invitation.email).exists()


def test_only_the_holder_of_the_link_accepts(coordinator):
    first, second = invite(coordinator), invite(coordinator, email="annan@exempel.invalid")
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(first, by=link_holder("staff_invitation", second.pk), name="Fel Person")
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(first, by=coordinator, name="Fel Person")


def test_sending_again_gives_new_days_and_one_more_mail(coordinator):
    invitation = invite(coordinator)
    with clock.at(TODAY + timedelta(days=20)):
        actions.resend_invitation(invitation, by=coordinator)
        accept(invitation)
    assert OutgoingMail.objects.filter(notice="staff_invitation").count() == 2


def test_an_answered_invitation_is_neither_sent_again_nor_withdrawn(coordinator):
    invitation = invite(coordinator)
    accept(invitation)
    for act in (actions.resend_invitation, actions.withdraw_invitation):
        with pytest.raises(ValidationError):
            act(invitation, by=coordinator)


def test_nobody_is_invited_twice_to_the_same_role(coordinator, commissioner, county):
    invite(coordinator)
    with pytest.raises(ValidationError, match="redan inbjuden"):
        invite(coordinator)
    with pytest.raises(ValidationError, match="redan den rollen"):
        invite(coordinator, email=commissioner.email, role="commissioner", organisation=county.clinic)
    invite(coordinator, role="facilitator", organisation=county.ward)


def test_a_role_that_would_have_ended_already_is_refused(coordinator):
    with pytest.raises(ValidationError):
        invite(coordinator, ends_on=TODAY - timedelta(days=1))


def test_nobody_gives_roles_to_themselves(north_coordinator, coordinator, county):
    with pytest.raises(PermissionDenied):
        invite(north_coordinator, email=north_coordinator.email, role="commissioner", organisation=county.norrvik)
    with pytest.raises(PermissionDenied):
        invite(coordinator, email="KARIN@exempel.invalid")


def test_a_sub_area_coordinator_invites_within_the_sub_area_alone(north_coordinator, county):
    invite(north_coordinator, role="commissioner", organisation=county.housing)
    for place in ({"organisation": county.clinic}, {"organisation": county.ekdala}):
        with pytest.raises(PermissionDenied):
            invite(north_coordinator, role="commissioner", **place)
    with pytest.raises(PermissionDenied):
        invite(north_coordinator, role="coordinator")


def test_a_sub_area_coordinator_leaves_others_invitations_alone(north_coordinator, coordinator):
    invitation = invite(coordinator)
    for act in (actions.resend_invitation, actions.withdraw_invitation):
        with pytest.raises(PermissionDenied):
            act(invitation, by=north_coordinator)


# --- Roles


def test_a_role_that_is_ended_holds_no_longer_and_its_sessions_die(coordinator, commissioner, sign_in):
    browser = sign_in(commissioner)
    assert browser.get("/konto/").status_code == 200
    actions.end_role(held(commissioner), by=coordinator)
    assert fresh(commissioner).grants == []
    assert browser.get("/konto/").status_code == 302


def test_a_last_day_is_a_day_on_which_the_role_still_holds(coordinator, commissioner):
    actions.set_last_day(held(commissioner), by=coordinator, last_day=TODAY + timedelta(days=3))
    with clock.at(TODAY + timedelta(days=3)):
        assert fresh(commissioner).grants
    with clock.at(TODAY + timedelta(days=4)):
        assert not fresh(commissioner).grants


def test_a_role_is_not_ended_twice(coordinator, commissioner):
    holding = held(commissioner)
    actions.end_role(holding, by=coordinator)
    with pytest.raises(ValidationError):
        actions.end_role(holding, by=coordinator)


def test_only_those_who_reach_a_role_end_it(north_coordinator, coordinator, commissioner, other_commissioner):
    with pytest.raises(PermissionDenied):
        actions.end_role(held(commissioner), by=north_coordinator)
    with pytest.raises(PermissionDenied):
        actions.end_role(held(coordinator), by=north_coordinator)
    with pytest.raises(PermissionDenied):
        actions.end_role(held(commissioner), by=other_commissioner)
    actions.end_role(held(other_commissioner), by=north_coordinator)


def test_the_last_coordinator_of_the_county_stays(coordinator, north_coordinator):
    with pytest.raises(ValidationError, match="minst en samordnare"):
        actions.end_role(held(coordinator), by=coordinator)
    with pytest.raises(ValidationError):
        actions.set_last_day(held(coordinator), by=SYSTEM, last_day=TODAY + timedelta(days=90))
    assert may(fresh(coordinator), "county.edit")


def test_one_of_two_lasting_coordinators_may_end(coordinator):
    second, _created = accept(invite(coordinator, role="coordinator"))
    actions.end_role(held(second), by=coordinator)
    third, _created = accept(invite(coordinator, email="tredje@exempel.invalid", role="coordinator", ends_on=TODAY))
    with pytest.raises(ValidationError):  # The third one's role has an end.
        actions.end_role(held(coordinator), by=third)


def test_nobody_lengthens_their_own_role(coordinator):
    brief, _created = accept(invite(coordinator, role="coordinator", ends_on=TODAY + timedelta(days=30)))
    holding = held(brief)
    for later in (TODAY + timedelta(days=31), None):
        with pytest.raises(PermissionDenied):
            actions.set_last_day(holding, by=brief, last_day=later)
    actions.set_last_day(holding, by=brief, last_day=TODAY + timedelta(days=10))
    actions.set_last_day(holding, by=coordinator, last_day=None)
    assert held(brief).ends_on is None


# --- Accounts


def test_the_first_coordinator_opens_the_county_and_there_is_no_second_first(db):
    user = actions.make_first_coordinator(county_name="Blåbärslän", name="Eva Först", email="Eva@exempel.invalid")
    assert may(user, "county.edit")
    with pytest.raises(PermissionDenied):
        actions.make_first_coordinator(county_name="Annat", name="Olle Efter", email="olle@exempel.invalid")
    assert User.objects.count() == 1


def test_one_changes_ones_own_name_alone(coordinator, commissioner, contributor_user):
    actions.change_name(commissioner, by=commissioner, name="Harald Hägg-Lind")
    assert fresh(commissioner).name == "Harald Hägg-Lind"
    with pytest.raises(PermissionDenied):
        actions.change_name(commissioner, by=coordinator, name="Någon Annan")
    with pytest.raises(PermissionDenied):
        actions.change_name(contributor_user, by=contributor_user, name="Riktigt Namn")


def test_signing_out_everywhere_ends_every_browser(commissioner, sign_in):
    browsers = [sign_in(commissioner), sign_in(commissioner)]
    actions.sign_out_everywhere(commissioner, by=commissioner)
    assert [browser.get("/konto/").status_code for browser in browsers] == [302, 302]


def test_a_lost_telephone_is_helped_by_somebody_else_who_manages_all_roles(
    coordinator, north_coordinator, other_commissioner, sign_in
):
    browser = sign_in(other_commissioner)
    Authenticator.objects.create(user=other_commissioner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    actions.remove_second_factor(other_commissioner, by=north_coordinator)
    assert not Authenticator.objects.exists()
    assert browser.get("/konto/").status_code == 302
    for person, helper in (
        (coordinator, north_coordinator),
        (coordinator, coordinator),
        (coordinator, other_commissioner),
    ):
        with pytest.raises(PermissionDenied):
            actions.remove_second_factor(person, by=helper)


def test_a_changed_address_is_the_only_one_to_sign_in_with(commissioner, coordinator):
    actions.set_address(commissioner, by=SYSTEM, email="Ny@Exempel.invalid")
    assert fresh(commissioner).email == "ny@exempel.invalid"
    assert list(EmailAddress.objects.filter(user=commissioner).values_list("email", "verified")) == [
        ("ny@exempel.invalid", True)
    ]
    with pytest.raises(ValidationError):
        actions.set_address(commissioner, by=SYSTEM, email=coordinator.email)


def test_keeping_ones_name_is_not_journalled(coordinator):
    for name in (coordinator.name, "Karin klint", "Karin Klint", "Karin Klint"):
        actions.change_name(coordinator, by=coordinator, name=name)
    assert Entry.objects.filter(verb="user.renamed").count() == 2
