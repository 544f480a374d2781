"""Agenda and minutes behind the link of a call, and who is told what."""

import pytest
from django.urls import reverse

from medverka.councils.actions import agenda as agenda_actions
from medverka.councils.actions import attesting
from medverka.councils.actions import minutes as actions
from medverka.councils.actions.calling import call_meeting
from medverka.councils.actions.papers import add_paper
from medverka.councils.doors import summons_token
from medverka.councils.models import AgendaItem, Attestation, Meeting, MinutesComment, Summons, Telling
from medverka.councils.rules import Told
from medverka.councils.tests.conftest import at
from medverka.councils.tests.test_minutes import attestation_of, current, draft, held
from medverka.foundation import clock

__all__ = ["draft", "held"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def called(meeting, members, commissioner):
    """The meeting, with everybody called to it."""
    call_meeting(meeting, by=commissioner)
    meeting.refresh_from_db()
    return meeting


def link(name, meeting, holding, *args):
    token = summons_token(Summons.objects.get(meeting=meeting, holding=holding))
    return reverse(f"councils:{name}", args=[token, *args])


def told(what):
    return set(Telling.objects.filter(what=what).values_list("summons__holding", flat=True))


def test_a_member_without_account_reads_the_agenda_and_sends_in_a_point(called, members, commissioner, client):
    agenda_actions.add_point(called, by=commissioner, title="Lokaler")
    address = link("agenda_by_link", called, members.vera)
    assert "Lokaler" in client.get(address).content.decode()
    assert not AgendaItem.objects.filter(state="proposed").exists()
    answer = client.post(address, {"title": "Parkering", "text": ""}, follow=True)
    point = AgendaItem.objects.get(state="proposed")
    assert (point.proposed_by, point.recorded_how) == (members.vera, "")
    assert "Parkering" in answer.content.decode()
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_whoever_sent_in_a_point_is_told_the_answer_once(called, members, commissioner, contributor_user):
    yes = agenda_actions.propose_point(called, members.lova, by=contributor_user, title="Mat")
    no = agenda_actions.propose_point(called, members.bertil, by=commissioner, title="Fest", recorded_how="phone")
    for _press in range(2):
        agenda_actions.accept_point(yes, by=commissioner)
        agenda_actions.decline_point(no, by=commissioner, because="Den tas i maj.")
    assert told(Told.POINT) == {members.lova.pk, members.bertil.pk}
    assert Telling.objects.filter(what=Told.POINT).count() == 2


def test_a_member_downloads_the_papers_of_their_own_meeting_alone(called, forum_meeting, members, commissioner, client):
    paper = add_paper(called, by=commissioner, name="a.txt", data=b"hej")
    other = add_paper(called, by=commissioner, name="b.txt", data=b"hej")
    Meeting.objects.filter(pk=forum_meeting.pk).exists()
    assert client.get(link("paper_by_link", called, members.vera, paper.pk)).content == b"hej"
    other.meeting = forum_meeting
    other.save()
    assert client.get(link("paper_by_link", called, members.vera, other.pk)).status_code == 404


def test_a_draft_that_is_not_sent_out_and_a_forged_link_open_nothing(draft, members, client):
    Summons.objects.create(meeting=draft.meeting, holding=members.vera)
    for name in ("minutes_by_link", "minutes_pdf_by_link"):
        assert client.get(link(name, draft.meeting, members.vera)).status_code == 404
        assert client.get(reverse(f"councils:{name}", args=["påhittad"])).status_code == 404


@pytest.mark.slow
def test_a_member_comments_and_attests_by_the_link_and_a_get_changes_nothing(draft, members, commissioner, client):
    for holding in (members.vera, members.lova):
        Summons.objects.create(meeting=draft.meeting, holding=holding)
    actions.send_out(draft, by=commissioner, comment_by=clock.today())
    assert told(Told.DRAFT) == {members.vera.pk, members.lova.pk}
    address = link("minutes_by_link", draft.meeting, members.vera)
    client.get(address)
    client.post(address, {"text": "Bra skrivet.", "section": ""})
    comment = MinutesComment.objects.get()
    assert comment.holding == members.vera
    assert "Bra skrivet." in client.get(address).content.decode()
    attesting.answer_comment(comment, by=commissioner, answer="Tack.")
    actions.ask_to_attest(draft, [members.vera], by=commissioner)
    assert told(Told.ATTEST) == {members.vera.pk}
    assert current(draft) in client.get(address).content.decode()
    assert not Attestation.objects.exclude(attested_at=None).exists()
    client.post(address, {"digest": "0" * 64})
    assert not Attestation.objects.exclude(attested_at=None).exists()
    other = link("minutes_by_link", draft.meeting, members.lova)
    client.post(other, {"digest": current(draft)})
    assert not Attestation.objects.exclude(attested_at=None).exists()
    client.post(address, {"digest": current(draft)})
    assert attestation_of(draft, members.vera).recorded_by.startswith("summons:")
    draft.refresh_from_db()
    assert draft.state == "done"
    assert told(Told.MINUTES) == {members.vera.pk, members.lova.pk}
    assert client.get(link("minutes_pdf_by_link", draft.meeting, members.lova)).content.startswith(b"%PDF-")


def test_the_meetings_page_says_that_the_minutes_wait_to_be_attested_to_those_who_are_asked_alone(
    draft, members, commissioner, client
):
    for holding in (members.vera, members.lova):
        Summons.objects.create(meeting=draft.meeting, holding=holding)
    actions.ask_to_attest(draft, [members.vera], by=commissioner)
    asked, other = (
        client.get(link("by_link", draft.meeting, one)).content.decode() for one in (members.vera, members.lova)
    )
    assert "Läs och justera" in asked
    assert "Läs och justera" not in other
    assert "Läs protokollet" in other
    assert "skicka in en punkt" not in asked


def test_those_who_attest_are_asked_anew_when_something_has_changed(draft, members, commissioner, contributor_user):
    Summons.objects.create(meeting=draft.meeting, holding=members.lova)
    actions.ask_to_attest(draft, [members.lova, members.chair], by=commissioner)
    attesting.attest(attestation_of(draft, members.lova), by=contributor_user, digest=current(draft))
    actions.add_section(draft, by=commissioner, heading="Mer", text="Ord.")
    assert Telling.objects.filter(what=Told.ATTEST).count() == 2


def test_the_public_page_lists_finished_minutes_that_are_shown_openly(draft, council, members, commissioner, client):
    address = reverse("councils:public", args=[council.slug])
    actions.ask_to_attest(draft, [members.chair], by=commissioner)
    attesting.attest(attestation_of(draft, members.chair), by=commissioner, digest=current(draft))
    assert "(pdf)" not in client.get(address).content.decode()
    draft.refresh_from_db()
    actions.show_openly(draft, by=commissioner, public=True)
    assert "(pdf)" in client.get(address).content.decode()


def test_a_link_to_a_meeting_that_has_long_been_over_opens_no_agenda(called, members, client):
    address = link("agenda_by_link", called, members.vera)
    with clock.at(at(60)):
        assert client.get(address).status_code == 410
