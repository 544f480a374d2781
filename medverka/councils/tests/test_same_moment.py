"""An answer and a closing, two clicks, two councils of one name: at the same moment."""

from datetime import timedelta

import pytest

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments.tests.test_races import at_once
from medverka.councils.actions import seat_calls
from medverka.councils.actions.agenda import propose_point
from medverka.councils.actions.councils import create_council, create_seat, end_holding
from medverka.councils.models import AgendaItem, Council, SeatCall, SeatCallAnswer
from medverka.councils.rules import Capacity, CouncilKind
from medverka.foundation import clock
from medverka.journal.models import Entry

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat(council):
    return create_seat(council, by=SYSTEM, title="Föreningarna", capacity=Capacity.MANDATE)


@pytest.fixture
def asked(seat, county):
    day = clock.today() + timedelta(days=9)
    call = seat_calls.ask_associations(seat, [county.association], by=SYSTEM, reply_by=day)
    return SeatCallAnswer.objects.select_related("association", "call__seat__council").get(call=call)


@pytest.mark.parametrize("_again", range(3))
def test_an_answer_that_comes_while_the_question_is_closed_leaves_no_name(asked, _again):
    at_once(
        lambda: seat_calls.answer_seat_call(
            asked, by=link_holder("seatcallanswer", asked.pk), declined=False, name="Vide Vass", phone="1"
        ),
        lambda: seat_calls.close_seat_call(asked.call, by=SYSTEM),
    )
    asked.refresh_from_db()
    assert asked.call.closed_on or SeatCall.objects.get().closed_on
    assert asked.name == ""


def test_two_clicks_send_in_one_point(meeting, members, contributor_user):
    at_once(*[lambda: propose_point(meeting, members.lova, by=contributor_user, title="Maten")] * 3)
    assert AgendaItem.objects.filter(title="Maten").count() == 1


def test_two_councils_of_one_name_get_an_address_each(county):
    def found():
        kind = CouncilKind.USER_COUNCIL
        return create_council(by=SYSTEM, name="Rådet", kind=kind, level="operational", organisation=county.clinic)

    at_once(found, found)
    slugs = list(Council.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 2


def test_a_seat_is_left_once_although_two_say_so(members):
    at_once(*[lambda: end_holding(members.vera, by=SYSTEM, ends_on=clock.today())] * 3)
    assert Entry.objects.filter(verb="seat.left").count() == 1
