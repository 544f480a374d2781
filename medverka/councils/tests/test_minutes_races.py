"""Two at the same moment: no word is lost, nothing is finished twice, and the word is given once."""

import pytest
from django.core.exceptions import ValidationError

from medverka.access.authorise import SYSTEM
from medverka.assignments.tests.test_races import at_once
from medverka.councils.actions import agenda, attesting, decisions, room
from medverka.councils.actions import minutes as actions
from medverka.councils.models import AgendaItem, Decision, Meeting, Minutes, MinutesSection, Turn
from medverka.councils.tests.test_minutes import attestation_of, current, draft, held, section_of
from medverka.journal.models import Entry

__all__ = ["draft", "held"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def refused(results):
    return [result for result in results if isinstance(result, ValidationError)]


def test_of_two_who_save_the_same_section_at_once_one_is_told(draft, commissioner, coordinator):
    row = section_of(draft)

    def save(by, text):
        return lambda: actions.write_section(row, by=by, version=1, heading=row.heading, text=text)

    results = at_once(save(commissioner, "Mina ord."), save(coordinator, "Andra ord."))
    assert len(refused(results)) == 1
    kept = MinutesSection.objects.get(pk=row.pk)
    assert (kept.version, kept.text in {"Mina ord.", "Andra ord."}) == (2, True)


def test_two_presses_begin_the_minutes_once(held, commissioner):
    at_once(*[lambda: actions.start_minutes(held, by=commissioner)] * 3)
    assert Minutes.objects.count() == 1
    assert MinutesSection.objects.count() == 4


def test_the_last_two_who_attest_at_once_finish_the_minutes_once(draft, members, commissioner, contributor_user):
    actions.ask_to_attest(draft, [members.chair, members.lova], by=commissioner)
    digest = current(draft)
    one, two = attestation_of(draft, members.chair), attestation_of(draft, members.lova)
    results = at_once(
        lambda: attesting.attest(one, by=commissioner, digest=digest),
        lambda: attesting.attest(two, by=contributor_user, digest=digest),
        lambda: attesting.attest(two, by=contributor_user, digest=digest),
    )
    draft.refresh_from_db()
    assert draft.state == "done"
    assert not [result for result in results if isinstance(result, Exception)]
    assert Entry.objects.filter(verb="minutes.finished").count() == 1
    assert Entry.objects.filter(verb="minutes.attested").count() == 2


def test_whoever_writes_while_the_last_one_attests_changes_nothing_attested(draft, members, commissioner):
    actions.ask_to_attest(draft, [members.chair], by=commissioner)
    digest, row, one = current(draft), section_of(draft), attestation_of(draft, members.chair)
    at_once(
        lambda: attesting.attest(one, by=commissioner, digest=digest),
        lambda: actions.write_section(row, by=commissioner, version=1, heading=row.heading, text="I sista stund."),
    )
    draft.refresh_from_db()
    if draft.state == "done":
        assert draft.digest == digest
        assert MinutesSection.objects.get(pk=row.pk).text == ""
    else:
        assert attestation_of(draft, members.chair).attested_at is None


def test_two_presses_write_down_one_task(draft, members, commissioner):
    def write():
        return decisions.record_decision(draft, by=commissioner, kind="decision", text="Ja.")

    at_once(write, write, write)
    assert Decision.objects.count() == 1


def test_two_taps_give_the_word_once_and_go_on_once(meeting, members, commissioner):
    point = agenda.add_point(meeting, by=SYSTEM, title="Lokaler", round=True)
    at_once(*[lambda: room.go_to(meeting, point, by=commissioner, leaving=None)] * 3)
    assert Entry.objects.filter(verb="room.item_begun").count() == 1
    at_once(*[lambda: room.give_word(meeting, by=commissioner, after=0, seat=members.lova.seat)] * 3)
    assert Turn.objects.count() == 1


def test_points_that_come_at_once_get_places_of_their_own(meeting, commissioner):
    results = at_once(
        *[lambda title=title: agenda.add_point(meeting, by=commissioner, title=title) for title in ("A", "B", "C")]
    )
    assert not [result for result in results if isinstance(result, Exception)]
    orders = list(AgendaItem.objects.filter(meeting=meeting, kind="point").values_list("order", flat=True))
    assert len(set(orders)) == 3
    assert Meeting.objects.get(pk=meeting.pk).state == "planned"
