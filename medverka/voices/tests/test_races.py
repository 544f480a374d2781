"""Two at the same moment: one thing happens, and it is written down once."""

import pytest

from medverka.assignments.tests.test_races import at_once
from medverka.journal.models import Entry
from medverka.organisations.models import Organisation
from medverka.voices import actions, actions_telling
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.actions_masking import mask_voice
from medverka.voices.models import Escalation, Masking, ToldBack, Voice
from medverka.voices.rules import NotNow

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def fresh(voice):
    return Voice.objects.select_related("unit", "owner").get(pk=voice.pk)


def test_an_answer_and_a_handing_on_at_once_are_one_of_the_two(say, county, commissioner, coordinator):
    voice = say()
    read = [fresh(voice), fresh(voice)]
    region = Organisation.objects.get(pk=county.region.pk)
    results = at_once(
        lambda: actions.answer_voice(read[0], by=commissioner, answer="yes", because="Ja."),
        lambda: escalate_voice(read[1], by=coordinator, to_unit=region, owner=None, because="Regionens pengar."),
    )
    assert len([result for result in results if isinstance(result, NotNow)]) == 1
    now = fresh(voice)
    assert (now.answer == "yes") == (not Escalation.objects.exists())


def test_two_clicks_hand_on_once(say, county, coordinator):
    voice = say()
    read = [fresh(voice) for _click in range(3)]
    at_once(*(
        lambda one=one: escalate_voice(one, by=coordinator, to_unit=county.region, owner=None, because="Pengarna.")
        for one in read
    ))  # fmt: skip
    assert Escalation.objects.count() == Entry.objects.filter(verb="voice.escalated").count() == 1


def test_two_who_mask_at_once_leave_one_trace(say, coordinator):
    voice = say("Anna och Eva ropade.")
    read = [fresh(voice) for _tab in range(2)]
    at_once(
        lambda: mask_voice(read[0], by=coordinator, text="En och Eva ropade.", why="name"),
        lambda: mask_voice(read[1], by=coordinator, text="Anna och en ropade.", why="name"),
    )
    assert Masking.objects.count() == 1


def test_two_who_tell_the_room_at_once_tell_it_once(say, coordinator):
    voice = say(in_room=True, speakers=[])
    actions.answer_voice(voice, by=coordinator, answer="yes", because="Ja.")
    paid = at_once(*(lambda: actions_telling.tell_room([voice], by=coordinator) for _tab in range(3)))
    assert sorted(paid) == [0, 0, 1]
    assert ToldBack.objects.count() == Entry.objects.filter(verb="voice.told_in_room").count() == 1
