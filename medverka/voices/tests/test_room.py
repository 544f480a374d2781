"""What is said where people are counted, not named: the room is owed the answer and is told at a meeting."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from medverka.foundation import clock, outbox
from medverka.journal.models import Entry
from medverka.voices import actions, actions_telling, queries
from medverka.voices.chain import story, told_of
from medverka.voices.models import ToldBack, Voice
from medverka.voices.rules import NotNow

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(say, commissioner):
    """Said in a room, with nobody named, and answered today."""
    voice = say(speakers=[], in_room=True, owner=None)
    return actions.answer_voice(voice, by=commissioner, answer="yes", because="Vi skriver om brevet.")


def test_the_room_is_owed_each_answer_and_effect_once(heard, commissioner):
    actions.tell_effect(heard, by=commissioner, effect="Brevet är nytt.")
    actions_telling.owe(heard, ToldBack.What.ANSWER)
    debts = ToldBack.objects.values_list("what", "channel", "contributor")
    assert sorted(debts) == [("answer", "meeting", None), ("effect", "meeting", None)]


def test_a_voice_of_a_room_with_a_contributor_in_it_owes_both(say, commissioner, contributor):
    voice = say(in_room=True, owner=None)
    actions.answer_voice(voice, by=commissioner, answer="no", because="Pengarna räcker inte.")
    assert set(ToldBack.objects.values_list("contributor", flat=True)) == {contributor.pk, None}


def test_the_room_is_never_mailed_nor_listed_among_letters_and_calls(heard, coordinator, mailoutbox):
    with clock.at(clock.now() + timedelta(hours=1)):
        actions_telling.send_due()
        outbox.deliver_due()
    assert mailoutbox == []
    assert queries.to_tell(coordinator) == []
    assert not [row for row in queries.waiting_for(coordinator) if row.key.startswith("tell-back")]
    with pytest.raises(ValueError, match="tell_room"):
        actions_telling.mark_all_told(ToldBack.objects.all(), by=coordinator)


def test_telling_the_room_pays_its_debts_once_and_is_journalled_without_words(heard, commissioner):
    assert not queries.progress("meeting", [1])[1].finished
    waiting = queries.answered_untold_in_room("meeting", [1])
    assert list(waiting) == [heard]
    assert [actions_telling.tell_room(waiting, by=commissioner) for _press in range(2)] == [1, 0]
    assert not queries.answered_untold_in_room("meeting", [1]).exists()
    assert queries.progress("meeting", [1])[1].finished
    assert [(row.what, row.told, row.owed, row.in_room) for row in told_of(heard)] == [("svaret", 1, 1, True)]
    (entry,) = Entry.objects.filter(verb="voice.told_in_room")
    assert entry.facts == {"what": "answer"}


def test_the_chain_of_a_voice_is_told_when_the_room_is(heard, commissioner):
    def told():
        return story(heard).stages["told"].state

    assert told() == "current"
    actions_telling.tell_room([heard], by=commissioner)
    assert told() == "done"


def test_a_meeting_tells_what_was_answered_by_then_and_none_of_the_future(heard, commissioner):
    yesterday = clock.today() - timedelta(days=1)
    assert actions_telling.tell_room([heard], by=commissioner, on=yesterday) == 0
    with pytest.raises(NotNow):
        actions_telling.tell_room([heard], by=commissioner, on=clock.today() + timedelta(days=1))
    with clock.at(clock.now() + timedelta(days=9)):
        assert actions_telling.tell_room([heard], by=commissioner, on=yesterday + timedelta(days=3)) == 1
    assert clock.day_of(ToldBack.objects.get().told_at) == yesterday + timedelta(days=3)


def test_nobody_who_does_not_record_there_tells_the_room(heard, other_commissioner, steering_member):
    for somebody in (other_commissioner, steering_member):
        with pytest.raises(PermissionDenied):
            actions_telling.tell_room([heard], by=somebody)
    assert ToldBack.objects.get().told_at is None


def test_the_database_itself_keeps_rooms_and_persons_apart(heard, contributor):
    wrong = [
        {"contributor": None, "channel": "phone", "what": "effect"},
        {"contributor": contributor, "channel": "meeting", "what": "effect"},
        {"contributor": None, "channel": "meeting", "what": "answer"},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ToldBack.objects.create(voice=heard, **values)


def test_what_is_open_is_what_has_got_no_yes_or_no_the_oldest_first(say, commissioner):
    newer, older = say("Nyare."), say("Äldre.", said_on=clock.today() - timedelta(days=30))
    actions.answer_voice(older, by=commissioner, answer="later", because="I maj.")
    actions.answer_voice(say("Klar."), by=commissioner, answer="yes", because="Ja.")
    say("Annan gång.", origin=("meeting", 2))
    assert [voice.text for voice in queries.open_of("meeting", [1])] == ["Äldre.", newer.text]
    assert queries.open_of("meeting", []).count() == 0


def test_each_capacity_of_a_council_has_a_word(say):
    for capacity in ("official", "politician"):
        assert Voice.objects.get(pk=say(capacity, capacity=capacity).pk).get_capacity_display()
