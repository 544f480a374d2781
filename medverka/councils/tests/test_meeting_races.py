"""Two at the same moment: nobody is called twice, and a meeting is held once."""

from datetime import timedelta

import pytest

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments.tests.test_races import at_once
from medverka.contributions.models import Contribution
from medverka.councils.actions.calling import answer_call, call_meeting
from medverka.councils.actions.councils import Holder, appoint, create_seat
from medverka.councils.actions.holding import hold_meeting
from medverka.councils.actions.meetings import cancel_meeting, plan_meeting
from medverka.councils.models import Meeting, Summons, Telling
from medverka.councils.rules import Capacity, Duty
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.journal.models import Entry

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("_again", range(3))
def test_two_clicks_on_call_call_everybody_once(meeting, _again):
    numbers = at_once(*[lambda: call_meeting(meeting, by=SYSTEM)] * 3)
    assert sorted(numbers) == [0, 0, 5]
    assert (Summons.objects.count(), Telling.objects.count()) == (5, 5)
    assert Entry.objects.filter(verb="meeting.called").count() == 1


def test_a_meeting_that_is_called_off_while_people_are_called_tells_all_who_heard_of_it(meeting):
    at_once(lambda: call_meeting(meeting, by=SYSTEM), lambda: cancel_meeting(meeting, by=SYSTEM))
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    heard = Telling.objects.filter(what="call", done_at=None).values("summons")
    assert not Summons.objects.filter(pk__in=heard).exclude(
        pk__in=Telling.objects.filter(what="cancelled").values("summons")
    )


def test_two_meetings_are_not_planned_at_the_same_time(council):
    def plan():
        return plan_meeting(council, by=SYSTEM, starts_at=at(10), ends_at=at(10, 15)).pk

    at_once(plan, plan, plan)
    assert Meeting.objects.count() == 1


def test_two_clicks_on_who_came_make_one_contribution(meeting, members):
    call_meeting(meeting, by=SYSTEM)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now() - timedelta(hours=1)
    )
    at_once(*[lambda: hold_meeting(meeting, by=SYSTEM, came={members.lova.pk})] * 3)
    assert Contribution.objects.count() == 1
    assert Entry.objects.filter(verb="meeting.held").count() == 1


def test_one_substitute_for_all_is_sent_by_one_of_two_who_ask_at_once(council, members, outsider, meeting):
    seat = create_seat(council, by=SYSTEM, title="Ersättare", capacity=Capacity.OFFICIAL, duty=Duty.SUBSTITUTE)
    appoint(seat, Holder(user=outsider), by=SYSTEM)
    call_meeting(meeting, by=SYSTEM)
    rows = [
        Summons.objects.select_related("meeting", "holding").get(holding=one) for one in (members.lova, members.vera)
    ]

    def send(row):
        return lambda: answer_call(row, by=link_holder("summons", row.pk), reply="substitute")

    at_once(*map(send, rows))
    assert Summons.objects.filter(reply="substitute").count() == 1
    assert Summons.objects.filter(stands_in_for__isnull=False).count() == 1


def test_the_same_answer_in_two_tabs_is_one_answer(meeting, members):
    call_meeting(meeting, by=SYSTEM)
    row = Summons.objects.select_related("meeting", "holding").get(holding=members.lova)
    at_once(*[lambda: answer_call(row, by=link_holder("summons", row.pk), reply="yes", needs="Hörslinga")] * 3)
    assert Entry.objects.filter(verb="summons.answered").count() == 1
    assert Entry.objects.filter(verb="summons.needs_told").count() == 1
