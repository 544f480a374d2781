"""Two at the same moment: nothing is noted twice, and nobody is told twice."""

from datetime import timedelta
from decimal import Decimal

import pytest

from medverka.access.authorise import link_holder
from medverka.assignments.actions import afterwards as actions
from medverka.assignments.actions import invitations
from medverka.assignments.actions.afterwards import TookPart
from medverka.assignments.models import Evaluation, InvolvementRequest
from medverka.assignments.tests.test_races import at_once
from medverka.contributions.models import Contribution
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.voices import actions_telling
from medverka.voices.actions import answer_voice
from medverka.voices.models import ToldBack, Voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def taking_part(opened, contributor, coordinator):
    (row,) = invitations.invite(opened, [contributor], by=coordinator)
    return invitations.accept(row, by=link_holder("invitation", row.pk))


@pytest.fixture
def begun(taking_part):
    return InvolvementRequest.objects.select_related("unit", "commissioner").get(pk=taking_part.request_id)


def test_the_coordinators_two_clicks_note_one_contribution(begun, taking_part, coordinator):
    def note():
        people = [TookPart(taking_part, came=True, hours=Decimal(2))]
        return actions.note_who_came(begun, by=coordinator, on=clock.today(), people=people)

    at_once(note, note, note)
    assert Contribution.objects.count() == 1


def test_two_clicks_write_down_one_voice(begun, coordinator):
    def say():
        return actions.record_what_was_said(begun, by=coordinator, text="Fler stolar.", said_on=clock.today())

    at_once(say, say, say)
    assert Voice.objects.count() == 1


def test_two_tabs_make_one_evaluation(begun, taking_part):
    def answer():
        holder = link_holder("invitation", taking_part.pk)
        return actions.evaluate(
            begun, by=holder, invitation=taking_part, overall=5, treated=5, conditions=5, difference=5
        )

    assert not [result for result in at_once(answer, answer, answer) if isinstance(result, Exception)]
    assert Evaluation.objects.count() == 1


def test_two_workers_and_two_answers_at_once_tell_each_person_once(begun, coordinator, commissioner):
    voice = actions.record_what_was_said(begun, by=coordinator, text="Fler stolar.", said_on=clock.today())

    def answer():
        return answer_voice(Voice.objects.get(pk=voice.pk), by=commissioner, answer="yes", because="Vi köper fler.")

    def work():
        with clock.at(clock.now() + timedelta(hours=1)):
            return actions_telling.send_due()

    at_once(answer, answer)
    at_once(work, work, work)
    assert ToldBack.objects.count() == 1
    assert OutgoingMail.objects.filter(notice="voices.told").count() == 1
