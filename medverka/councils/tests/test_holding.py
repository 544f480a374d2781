"""A meeting has been held: who came, and what that was as contributions."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM
from medverka.contributions.models import Contribution
from medverka.councils.actions.calling import call_meeting
from medverka.councils.actions.councils import Holder, appoint, create_seat
from medverka.councils.actions.holding import hold_meeting
from medverka.councils.actions.meetings import cancel_meeting
from medverka.councils.models import Meeting, Summons
from medverka.councils.rules import Capacity
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.pool.terms import ensure_default_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_the_day(meeting):
    """The council's meeting, called, on its day."""
    ensure_default_terms(by=SYSTEM)
    call_meeting(meeting, by=SYSTEM)
    with clock.at(meeting.ends_at):
        yield Meeting.objects.select_related("council__organisation").get(pk=meeting.pk)


def verbs():
    return list(Entry.objects.filter(verb__startswith="meeting.").values_list("verb", flat=True))


def test_contributors_who_came_have_made_a_contribution_and_the_others_have_not(
    on_the_day, members, contributor, county
):
    hold_meeting(on_the_day, by=SYSTEM, came={members.lova.pk, members.chair.pk})
    row = Contribution.objects.get()
    assert (row.contributor, row.on, row.hours) == (contributor, clock.day_of(on_the_day.starts_at), Decimal(2))
    assert (row.capacity, row.level, row.unit, str(row.way)) == (
        "individual", "operational", county.clinic, "Råd och styrgrupp",
    )  # fmt: skip
    assert (row.origin_kind, row.origin_id) == ("council", on_the_day.pk)
    on_the_day.refresh_from_db()
    assert on_the_day.state == "held"
    assert dict(Summons.objects.values_list("holding", "came")) == {
        members.lova.pk: True, members.chair.pk: True, members.kalle.pk: False, members.bertil.pk: False,
        members.vera.pk: False,
    }  # fmt: skip


def test_noting_again_makes_no_second_contribution_and_correcting_takes_away_what_was_none(on_the_day, members):
    hold_meeting(on_the_day, by=SYSTEM, came={members.lova.pk})
    hold_meeting(on_the_day, by=SYSTEM, came={members.lova.pk})
    assert Contribution.objects.count() == 1
    hold_meeting(on_the_day, by=SYSTEM, came={members.bertil.pk})
    assert list(Contribution.objects.values_list("contributor", flat=True)) == [members.bertil.contributor_id]
    assert verbs().count("meeting.held") == 1
    assert verbs().count("meeting.attendance_corrected") == 2


def test_a_contributor_with_a_mandate_contributes_for_the_association(on_the_day, council, county, contributor):
    seat = create_seat(council, by=SYSTEM, title="Ett mandat", capacity=Capacity.MANDATE)
    holding = appoint(seat, Holder(contributor=contributor), by=SYSTEM, organisation=county.association)
    hold_meeting(on_the_day, by=SYSTEM, came={holding.pk})
    row = Contribution.objects.get()
    assert (row.capacity, row.association) == ("mandate", county.association)


def test_somebody_on_two_seats_makes_one_contribution(on_the_day, council, members, contributor):
    seat = create_seat(council, by=SYSTEM, title="Anställd", capacity=Capacity.PEER)
    other = appoint(seat, Holder(contributor=contributor), by=SYSTEM)
    hold_meeting(on_the_day, by=SYSTEM, came={members.lova.pk, other.pk})
    assert Contribution.objects.count() == 1


def test_the_chair_notes_who_came_although_they_record_no_other_contributions(on_the_day, members, commissioner):
    hold_meeting(on_the_day, by=commissioner, came={members.lova.pk})
    assert Contribution.objects.get().recorded_by == f"user:{commissioner.pk}"


def test_whoever_did_not_sit_there_cannot_have_come(on_the_day):
    with pytest.raises(ValidationError, match="satt inte"):
        hold_meeting(on_the_day, by=SYSTEM, came={uuid4()})
    on_the_day.refresh_from_db()
    assert on_the_day.state == "called"


def test_a_meeting_is_not_held_before_its_day_nor_when_it_was_called_off(meeting):
    with pytest.raises(ValidationError, match="inte varit än"):
        hold_meeting(meeting, by=SYSTEM)
    cancel_meeting(meeting, by=SYSTEM)
    with clock.at(meeting.ends_at + timedelta(days=1)), pytest.raises(ValidationError, match="inställt"):
        hold_meeting(meeting, by=SYSTEM)


def test_a_forum_counts_and_names_nobody(forum_meeting, facilitator):
    hold_meeting(forum_meeting, by=facilitator, came_own=7, came_service=2)
    hold_meeting(forum_meeting, by=facilitator, came_own=8, came_service=2)
    forum_meeting.refresh_from_db()
    assert (forum_meeting.state, forum_meeting.came_own, forum_meeting.came_service) == ("held", 8, 2)
    assert not Contribution.objects.exists()
    assert not Summons.objects.exists()


@pytest.mark.parametrize("who", ["contributor_user", "north_coordinator", "steering_member", "facilitator"])
def test_others_note_nothing(who, on_the_day, request):
    with pytest.raises(PermissionDenied):
        hold_meeting(on_the_day, by=request.getfixturevalue(who))
