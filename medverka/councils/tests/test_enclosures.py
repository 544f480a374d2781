"""Letters about meetings hold what others read on the page."""

import json
from dataclasses import asdict

import pytest

from medverka.councils.actions import agenda as agenda_actions
from medverka.councils.actions import attesting
from medverka.councils.actions import minutes as actions
from medverka.councils.actions.calling import call_meeting
from medverka.councils.content import content_of, digest_of
from medverka.councils.enclosures import answered_point, enclosed
from medverka.councils.letters import Reached, pile_of_letters
from medverka.councils.models import Attestation, Summons, Telling
from medverka.councils.queries.tellings import to_make
from medverka.councils.rules import Told
from medverka.councils.tests.test_minutes import draft, held, write
from medverka.foundation import clock

__all__ = ["draft", "held"]
pytestmark = pytest.mark.django_db


def text(blocks):
    return json.dumps([asdict(block) for block in blocks], ensure_ascii=False)


def telling_of(what, holding):
    rows = Telling.objects.select_related("summons__meeting__council__organisation", "summons__holding__seat")
    return rows.get(what=what, summons__holding=holding)


def test_a_call_by_letter_encloses_the_agenda(meeting, members, commissioner):
    agenda_actions.add_point(meeting, by=commissioner, title="Lokaler")
    call_meeting(meeting, by=commissioner)
    assert "Lokaler" in text(enclosed(telling_of(Told.CALL, members.bertil)))


def test_the_answer_about_a_point_stands_in_the_letter(meeting, members, commissioner):
    call_meeting(meeting, by=commissioner)
    point = agenda_actions.propose_point(meeting, members.bertil, by=commissioner, title="Fest", recorded_how="letter")
    agenda_actions.decline_point(point, by=commissioner, because="Den tas i maj.")
    words = text(answered_point(telling_of(Told.POINT, members.bertil)))
    assert "Fest" in words
    assert "Den tas i maj." in words


@pytest.mark.slow
def test_a_draft_and_minutes_to_attest_are_enclosed_with_a_sheet_to_send_back(draft, members, commissioner):
    Summons.objects.create(meeting=draft.meeting, holding=members.bertil)
    write(draft, commissioner, "Vi talade om maten.")
    actions.send_out(draft, by=commissioner, comment_by=clock.today())
    sent = telling_of(Told.DRAFT, members.bertil)
    assert "Vi talade om maten." in text(enclosed(sent))
    assert "Skicka tillbaka" in text(enclosed(sent))
    actions.ask_to_attest(draft, [members.bertil], by=commissioner)
    asked = telling_of(Told.ATTEST, members.bertil)
    assert "namnteckning" in text(enclosed(asked))
    reached = {asked.pk: Reached("Bertil", "", ["Bertil", "Storgatan 4"], "Bertil")}
    assert pile_of_letters([asked], reached).startswith(b"%PDF-")
    actions.take_back(draft, by=commissioner)
    assert enclosed(sent) == []


def test_no_letter_about_minutes_waits_when_they_have_been_signed(draft, members, commissioner):
    Summons.objects.create(meeting=draft.meeting, holding=members.bertil)
    actions.send_out(draft, by=commissioner, comment_by=clock.today())
    actions.ask_to_attest(draft, [members.bertil], by=commissioner)
    waiting = to_make(Telling.objects.filter(what__in=[Told.DRAFT, Told.ATTEST]))
    assert waiting.count() == 2
    signed = Attestation.objects.select_related("holding__seat", "minutes__meeting__council").get(minutes=draft)
    attesting.attest_on_paper(signed, by=commissioner, digest=digest_of(content_of(draft)))
    assert not waiting.exists()
