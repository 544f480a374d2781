"""Two at the same moment: one holder a seat, one question, one answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments.tests.test_races import at_once
from medverka.councils.actions import seat_calls
from medverka.councils.actions.councils import Holder, appoint, change_council, create_seat
from medverka.councils.models import SeatCall, SeatCallAnswer, SeatHolding
from medverka.councils.rules import Capacity
from medverka.foundation import clock
from medverka.journal.models import Entry

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat(council):
    return create_seat(council, by=SYSTEM, title="Föreningarna", capacity=Capacity.INDIVIDUAL)


def refused(results):
    return sum(isinstance(result, ValidationError) for result in results)


def test_a_seat_that_two_fill_at_once_has_one_holder(seat):
    def sit(name):
        return lambda: appoint(seat, Holder(name=name, phone="031-390 06 01", channel="phone"), by=SYSTEM)

    assert refused(at_once(*map(sit, ("Ett", "Två", "Tre")))) == 2
    assert SeatHolding.objects.count() == 1


def test_two_who_change_a_council_at_once_do_not_overwrite_each_other(council):
    def change(text):
        return lambda: change_council(council, by=SYSTEM, version=1, purpose=text)

    assert refused(at_once(change("Ett"), change("Två"))) == 1
    council.refresh_from_db()
    assert council.version == 2


def test_a_question_that_is_sent_twice_is_one(seat, county):
    def ask():
        day = clock.today() + timedelta(days=9)
        return seat_calls.ask_associations(seat, [county.association], by=SYSTEM, reply_by=day)

    assert refused(at_once(ask, ask)) == 1
    assert SeatCall.objects.count() == SeatCallAnswer.objects.count() == 1


def test_an_answer_that_is_sent_twice_is_one_and_one_is_appointed_once(seat, county):
    call = seat_calls.ask_associations(seat, [county.association], by=SYSTEM, reply_by=clock.today())
    asked = SeatCallAnswer.objects.get(call=call)

    def answer():
        by = link_holder("seatcallanswer", asked.pk)
        return seat_calls.answer_seat_call(asked, by=by, declined=False, name="Vide", phone="031-390 06 02")

    assert refused(at_once(answer, answer, answer)) == 0
    assert Entry.objects.filter(verb="seat_call.answered").count() == 1
    assert refused(at_once(*[lambda: seat_calls.appoint_from_call(asked, by=SYSTEM)] * 2)) == 1
    assert SeatHolding.objects.count() == 1
