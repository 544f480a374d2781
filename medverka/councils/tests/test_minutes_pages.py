"""The pages of minutes: each address with each role, two who write at once, a whole cycle, and what waits."""

from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.councils.actions import attesting, decisions, saying
from medverka.councils.actions import minutes as actions
from medverka.councils.models import Attestation, Decision, Meeting, Minutes, MinutesComment, MinutesSection
from medverka.councils.queries import minutes_waiting
from medverka.councils.queries.mine import Mine
from medverka.councils.tests.conftest import at
from medverka.councils.tests.test_minutes import attestation_of, current, draft, held, in_state, section_of, write
from medverka.foundation import clock

__all__ = ["draft", "held"]
pytestmark = pytest.mark.django_db
State = Minutes.State


def page(name, *args):
    return reverse(f"councils:{name}", args=args)


@pytest.mark.slow
def test_a_council_goes_the_whole_way_from_agenda_to_attested_minutes(
    held, members, sign_in, commissioner, contributor_user
):
    leads, member = sign_in(commissioner), sign_in(contributor_user)
    assert "Inget är skrivet än" in member.get(page("minutes", held.pk)).content.decode()
    leads.post(page("start_minutes", held.pk))
    minutes = Minutes.objects.get(meeting=held)
    assert "Det skrivs just nu" in member.get(page("minutes", held.pk)).content.decode()
    section = section_of(minutes, 3)
    leads.post(page("section", section.pk), {"heading": "Lokaler", "text": "Vi vill ha ljus.", "version": "1"})
    leads.post(
        page("new_decision", held.pk),
        {"kind": "task", "text": "Be om lampor.", "owner": str(members.lova.pk), "due_on": "2199-01-01"},
    )
    leads.post(page("said", held.pk), {"text": "Maten är kall.", "holding": str(members.lova.pk), "then": "done"})
    leads.post(page("send_out_minutes", held.pk), {"comment_by": f"{clock.today()}"})
    text = member.get(page("minutes", held.pk)).content.decode()
    for words in ("Vi vill ha ljus.", "Be om lampor.", "Maten är kall.", "Säg vad du tycker"):
        assert words in text
    member.post(page("comment", held.pk), {"text": "Det var två lampor.", "section": str(section.pk)})
    comment = MinutesComment.objects.get()
    leads.post(page("answer_comment", held.pk, comment.pk), {"answer": "Rättat."})
    leads.post(page("ask_to_attest", held.pk), {"holdings": [str(members.lova.pk), str(members.bertil.pk)]})
    digest = current(minutes)
    assert digest in member.get(page("minutes", held.pk)).content.decode()
    member.post(page("attest", held.pk), {"digest": digest})
    leads.post(page("attest_on_paper", held.pk, attestation_of(minutes, members.bertil).pk), {"digest": digest})
    text = member.get(page("minutes", held.pk)).content.decode()
    assert "Det kan inte ändras" in text
    assert "Innehållet är det som justerades" in text
    assert digest[:16] in text
    member.post(page("finish_task", Decision.objects.get().pk), {"outcome": "Lamporna är beställda."})
    assert Decision.objects.get().outcome == "Lamporna är beställda."


def test_when_two_write_at_once_the_second_sees_both_texts_and_loses_nothing(draft, sign_in, commissioner, coordinator):
    browser, row = sign_in(commissioner), section_of(draft)
    actions.write_section(row, by=coordinator, version=1, heading=row.heading, text="Den andras ord.")
    mine = {"heading": row.heading, "text": "Mina ord.", "version": "1"}
    answer = browser.post(page("section", row.pk), mine).content.decode()
    assert "Det här har någon annan skrivit under tiden" in answer
    assert "Den andras ord." in answer
    assert "Mina ord.</textarea>" in answer
    assert 'name="version" value="2"' in answer
    assert section_of(draft).text == "Den andras ord."
    browser.post(page("section", row.pk), {**mine, "text": "Bådas ord.", "version": "2"})
    assert section_of(draft).text == "Bådas ord."


def test_a_wrong_version_is_a_conflict_and_no_error(draft, sign_in, commissioner):
    browser, row = sign_in(commissioner), section_of(draft)
    for version in ("", "-1", "99999999999999999999", "x"):
        sent = {"heading": "A", "text": "Mina ord.", "version": version}
        assert browser.post(page("section", row.pk), sent).status_code == 200
        assert browser.post(page("remove_section", row.pk), {"version": version}).status_code == 302
    assert section_of(draft).text == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("coordinator", 200, 200), ("commissioner", 200, 200), ("contributor_user", 200, 403),
        ("representative", 200, 403), ("steering_member", 200, 403), ("facilitator", 404, 404),
        ("north_coordinator", 404, 404), ("other_commissioner", 404, 404), ("outsider", 403, 403),
        ("payroll_officer", 403, 403),
    ],
)  # fmt: skip
def test_who_reads_and_who_writes(who, reads, writes, draft, held, members, sign_in, commissioner, request):
    task = decisions.record_decision(draft, by=commissioner, kind="decision", text="Ja.")
    in_state(draft, State.COMMENT, commissioner, members)
    said = attesting.comment(draft, members.bertil, by=commissioner, text="Bra.")
    browser = sign_in(request.getfixturevalue(who))
    for name in ("minutes", "minutes_pdf"):
        assert browser.get(page(name, held.pk)).status_code == reads, name
    for name in (
        "new_section",
        "send_out_minutes",
        "take_back_minutes",
        "ask_to_attest",
        "finish_notes",
        "publish_minutes",
        "new_decision",
        "said",
    ):
        assert browser.get(page(name, held.pk)).status_code == writes, name
    row = section_of(draft)
    for address in (
        page("section", row.pk),
        page("remove_section", row.pk),
        page("decision", task.pk),
        page("answer_comment", held.pk, said.pk),
    ):
        assert browser.get(address).status_code == writes, address
    wanted = {200: 302, 403: 302}.get(writes, writes) if reads == 200 else reads
    assert browser.post(page("start_minutes", held.pk)).status_code in {wanted, 403}
    assert Minutes.objects.count() == 1


def test_a_visitor_reads_finished_public_minutes_and_nothing_else(draft, council, members, commissioner, client):
    address = page("public_minutes", council.slug, draft.meeting_id)
    assert client.get(address).status_code == 404
    minutes = in_state(draft, State.DONE, commissioner, members)
    assert client.get(address).status_code == 404
    actions.show_openly(minutes, by=commissioner, public=True)
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="protokoll.pdf"'
    council.public = False
    council.save()
    assert client.get(address).status_code == 404


def test_what_looks_like_somebodys_name_is_pointed_out_before_it_is_shown(draft, sign_in, commissioner):
    write(draft, commissioner, "Vi hörde att Anna Svensson ringer 070-174 06 05.")
    answer = sign_in(commissioner).get(page("send_out_minutes", draft.meeting_id)).content.decode()
    assert "Anna Svensson" in answer
    assert "070-174 06 05" in answer


def test_a_text_that_looks_personal_is_asked_about_and_can_be_saved_anyway(draft, members, sign_in, commissioner):
    browser, address = sign_in(commissioner), page("said", draft.meeting_id)
    sent = {"text": "Ring 070-174 06 05.", "holding": str(members.lova.pk), "then": "next"}
    assert "Spara ändå" in browser.post(address, sent).content.decode()
    assert browser.post(address, {**sent, "anyway": "on"}).status_code == 302


def test_whoever_is_not_asked_cannot_attest(draft, members, sign_in, commissioner, representative):
    in_state(draft, State.ATTEST, commissioner, members)
    answer = sign_in(representative).post(page("attest", draft.meeting_id), {"digest": current(draft)})
    assert answer.status_code == 403
    assert Attestation.objects.exclude(attested_at=None).count() == 0


@pytest.mark.slow
def test_minutes_with_200_voices_take_the_same_number_of_questions_as_with_one(
    draft, held, members, sign_in, commissioner, django_assert_max_num_queries
):
    browser, address = sign_in(commissioner), page("minutes", held.pk)

    def fill(number):
        for place in range(number):
            saying.record_said(draft, members.lova, by=commissioner, text=f"Sak {number} {place} " + "å" * 900)
        for place in range(min(number, 10)):
            decisions.record_decision(draft, by=commissioner, kind="decision", text=f"Beslut {number} {place}")

    fill(1)
    browser.get(address)
    with django_assert_max_num_queries(200) as few:
        browser.get(address)
    fill(199)
    with django_assert_max_num_queries(len(few)):
        assert browser.get(address).status_code == 200


# --- What waits ---------------------------------------------------------------------------------------


def waiting_for(user):
    return minutes_waiting.waiting_for(Mine(user))


def steps(user):
    return [(row.step, row.late_days) for row in waiting_for(user)]


@pytest.mark.slow
def test_minutes_wait_to_be_written_read_answered_and_attested(held, members, commissioner, contributor_user):
    assert steps(commissioner) == [("Skriv", 0)]
    assert steps(contributor_user) == []
    minutes = actions.start_minutes(held, by=commissioner)
    assert steps(commissioner) == [("Skriv", 0)]
    actions.send_out(minutes, by=commissioner, comment_by=clock.today())
    assert steps(contributor_user) == [("Läs utkastet", 0)]
    said = attesting.comment(minutes, members.lova, by=contributor_user, text="Bra.")
    assert steps(contributor_user) == []
    assert steps(commissioner) == [("Svara", 0)]
    attesting.answer_comment(said, by=commissioner, answer="Tack.")
    actions.ask_to_attest(minutes, [members.lova], by=commissioner)
    assert steps(contributor_user) == [("Läs och justera", 0)]
    assert steps(commissioner) == []
    attesting.attest(attestation_of(minutes, members.lova), by=contributor_user, digest=current(minutes))
    assert steps(contributor_user) == []


def test_a_task_waits_for_its_owner_and_says_when_it_is_late(draft, members, commissioner, contributor_user):
    day = clock.today() + timedelta(days=3)
    task = decisions.record_decision(
        draft, by=commissioner, kind="task", text="Fråga köket.", owner=members.lova, due_on=day
    )
    assert steps(contributor_user) == [("Berätta hur det gick", 0)]
    with clock.at(at(5)):
        assert steps(contributor_user) == [("Berätta hur det gick", 2)]
    decisions.finish_task(task, by=contributor_user, outcome="De svarade.")
    assert steps(contributor_user) == []


def test_a_councils_page_lets_the_owner_and_nobody_else_say_that_a_task_is_done(
    draft, council, members, sign_in, commissioner, contributor_user, representative
):
    task = decisions.record_decision(
        draft, by=commissioner, kind="task", text="Fråga köket.", owner=members.lova, due_on=clock.today()
    )
    address, done = page("council", council.pk), page("finish_task", task.pk)
    assert done in sign_in(contributor_user).get(address).content.decode()
    others = sign_in(representative)
    assert done not in others.get(address).content.decode()
    assert others.get(done).status_code == 403


def test_minutes_of_long_ago_and_of_others_wait_for_nobody(held, commissioner, other_commissioner):
    assert steps(other_commissioner) == []
    Meeting.objects.filter(pk=held.pk).update(starts_at=at(-100), ends_at=at(-100, 15))
    assert steps(commissioner) == []
    assert waiting_for(SYSTEM) == []
    assert MinutesSection.objects.count() == 0


def test_a_forum_that_was_held_leaves_nothing_to_write(forum_meeting, facilitator):
    Meeting.objects.filter(pk=forum_meeting.pk).update(starts_at=at(0, 0), ends_at=at(0, 1), state="held")
    assert steps(facilitator) == []


@pytest.mark.slow
def test_what_waits_takes_the_same_number_of_questions_however_much(
    draft, members, commissioner, contributor_user, django_assert_max_num_queries
):
    def fill(number):
        for place in range(number):
            decisions.record_decision(
                draft, by=commissioner, kind="task", text=f"Uppgift {number} {place}", owner=members.chair,
                due_on=clock.today(),
            )  # fmt: skip

    fill(1)
    with django_assert_max_num_queries(50) as few:
        assert len(waiting_for(commissioner)) == 2
    fill(10)
    with django_assert_max_num_queries(len(few)):
        assert len(waiting_for(commissioner)) == 12
