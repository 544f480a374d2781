"""Councils, seats, and who holds them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM
from medverka.councils.actions.councils import Holder, appoint, close_council, create_council, create_seat, end_holding
from medverka.councils.models import Council, SeatHolding
from medverka.councils.queries.councils import may_lead, visible_to
from medverka.councils.rules import Capacity, CouncilKind
from medverka.foundation import clock

pytestmark = pytest.mark.django_db


def test_two_councils_of_the_same_name_get_addresses_of_their_own(forum, county):
    other = create_council(
        by=SYSTEM, name=forum.name, kind=CouncilKind.PATIENT_FORUM, level="operational", organisation=county.clinic
    )
    assert (forum.slug, other.slug) == ("patientforum-avdelning-12", "patientforum-avdelning-12-2")


def test_a_coordinator_of_another_sub_area_sets_up_nothing_here(north_coordinator, county):
    with pytest.raises(PermissionDenied):
        create_council(
            by=north_coordinator, name="Råd", kind=CouncilKind.USER_COUNCIL, level="system", organisation=county.region
        )
    assert not Council.objects.exists()


def test_a_seat_has_one_holder_at_a_time(members, contributor):
    seat = members.kalle.seat
    with pytest.raises(ValidationError, match="Någon sitter på platsen"):
        appoint(seat, Holder(contributor=contributor), by=SYSTEM, organisation=members.kalle.organisation)
    end_holding(members.kalle, by=SYSTEM, ends_on=clock.today())
    tomorrow = clock.today() + timedelta(days=1)
    appoint(
        seat, Holder(contributor=contributor), by=SYSTEM, organisation=members.kalle.organisation, starts_on=tomorrow
    )
    assert SeatHolding.objects.filter(seat=seat).count() == 2


def test_a_mandate_names_its_association(council, contributor):
    seat = create_seat(council, by=SYSTEM, title="Förening", capacity=Capacity.MANDATE)
    with pytest.raises(ValidationError, match="Välj vilken"):
        appoint(seat, Holder(contributor=contributor), by=SYSTEM)


def test_whoever_sits_on_a_council_sees_it_and_only_as_long_as_they_sit(council, members, contributor_user):
    assert list(visible_to(contributor_user)) == [council]
    SeatHolding.objects.filter(pk=members.lova.pk).update(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    assert list(visible_to(contributor_user)) == []


def test_a_facilitator_leads_the_forum_of_the_ward_but_not_the_council_of_the_clinic(forum, council, facilitator):
    assert may_lead(facilitator, forum)
    assert not may_lead(facilitator, council)


def test_the_chair_leads_the_council_and_a_member_does_not(council, members, commissioner, contributor_user):
    assert may_lead(commissioner, council)
    assert not may_lead(contributor_user, council)


def test_nobody_sits_on_a_council_that_has_ceased(council, members, contributor_user):
    close_council(council, by=SYSTEM)
    assert not SeatHolding.objects.held_on(clock.today() + timedelta(days=1)).exists()


def test_a_coordinator_appoints_nobody_from_outside_their_reach(
    county, north_coordinator, contributor, paper_contributor
):
    council = create_council(
        by=SYSTEM, name="Råd", kind=CouncilKind.USER_COUNCIL, level="system", organisation=county.norrvik
    )
    seat = create_seat(council, by=north_coordinator, title="Egen erfarenhet", capacity=Capacity.INDIVIDUAL)
    with pytest.raises(PermissionDenied):
        appoint(seat, Holder(contributor=paper_contributor), by=north_coordinator)
    assert appoint(seat, Holder(contributor=contributor), by=north_coordinator).contributor == contributor


def test_a_meeting_and_a_seat_belong_to_the_councils_in_the_menu(meeting, members, coordinator, sign_in):
    browser = sign_in(coordinator)
    for address in (f"/moten/{meeting.pk}/", f"/platser/{members.lova.seat_id}/", "/rad-och-forum/"):
        items = browser.get(address).context["navigation"]
        assert [str(item.label) for item in items if item.current] == ["Råd och forum"]
