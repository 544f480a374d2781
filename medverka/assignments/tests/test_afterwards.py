from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.access.authorise import link_holder
from medverka.assignments import afterwards_queries, doors, queries
from medverka.assignments.actions import afterwards as actions
from medverka.assignments.actions import invitations, requests
from medverka.assignments.actions.afterwards import TookPart
from medverka.assignments.models import Evaluation, Invitation, InvolvementRequest
from medverka.assignments.rules import NotNow
from medverka.contributions.models import Contribution
from medverka.contributions.rules import AlreadyRecorded
from medverka.foundation import clock, outbox
from medverka.pool.actions import leave
from medverka.voices import actions_telling
from medverka.voices import queries as voices_queries
from medverka.voices.actions import answer_voice
from medverka.voices.models import Speaker, ToldBack, Voice

pytestmark = pytest.mark.django_db
GOOD = {"overall": 5, "treated": 4, "conditions": 3, "difference": 2}
HOSTILE = "<script>alert(1)</script>{{ 7 }}"


def take_part(request, people, coordinator):
    """Everybody is asked and says yes."""
    invited = invitations.invite(request, people, by=coordinator)
    return [invitations.accept(row, by=link_holder("invitation", row.pk)) for row in invited]


@pytest.fixture
def taking_part(opened, contributor, paper_contributor, coordinator):
    """Two who have said yes to an open request: one by mail, one by letter."""
    return take_part(opened, [contributor, paper_contributor], coordinator)


@pytest.fixture
def request_(opened, taking_part):
    return InvolvementRequest.objects.get(pk=opened.pk)


@pytest.fixture
def over(request_, coordinator):
    """The same request, carried out today."""
    return requests.carry_out_request(request_, by=coordinator)


def came(invitation, **values):
    return TookPart(invitation, came=True, **{"hours": Decimal(2), **values})


def say(request, by, text="Stolarna är för få."):
    return actions.record_what_was_said(request, by=by, text=text, said_on=clock.today())


def later(**span):
    return clock.at(clock.now() + timedelta(**span))


def work():
    """What the worker does, an hour later."""
    with later(hours=1):
        actions_telling.send_due()
        outbox.deliver_due()
        actions_telling.send_due()
        return actions.close_finished()


# --- Who came -----------------------------------------------------------------------------------


def test_all_who_came_are_noted_at_once(request_, taking_part, coordinator, county):
    actions.note_who_came(request_, by=coordinator, on=clock.today(), people=[came(row) for row in taking_part])
    noted = Contribution.objects.all()
    assert {row.contributor_id for row in noted} == {row.contributor_id for row in taking_part}
    assert {(row.origin_kind, row.origin_id, row.unit_id) for row in noted} == {
        ("request", request_.pk, county.clinic.pk)
    }


def test_whoever_did_not_come_has_no_contribution_and_is_no_speaker(request_, taking_part, coordinator):
    first, second = taking_part
    people = [came(first), TookPart(second, came=False)]
    actions.note_who_came(request_, by=coordinator, on=clock.today(), people=people)
    assert Contribution.objects.count() == 1
    assert Invitation.objects.get(pk=second.pk).no_show
    say(request_, coordinator)
    assert [row.contributor_id for row in Speaker.objects.all()] == [first.contributor_id]


def test_whoever_missed_one_day_but_came_another_took_part(request_, taking_part, coordinator):
    first, _second = taking_part
    yesterday = clock.today() - timedelta(days=1)
    actions.note_who_came(request_, by=coordinator, on=yesterday, people=[came(first)])
    actions.note_who_came(request_, by=coordinator, on=clock.today(), people=[TookPart(first, came=False)])
    assert not Invitation.objects.get(pk=first.pk).no_show
    actions.note_who_came(request_, by=coordinator, on=clock.today(), people=[came(first)])
    assert Contribution.objects.count() == 2


def test_a_day_noted_twice_asks_and_notes_nobody_until_it_is_confirmed(request_, taking_part, coordinator):
    first, second = taking_part
    actions.note_who_came(request_, by=coordinator, on=clock.today(), people=[came(first)])
    with pytest.raises(actions.SeenBefore) as seen, transaction.atomic():
        actions.note_who_came(request_, by=coordinator, on=clock.today(), people=[came(second), came(first)])
    assert seen.value.known == {first.pk: 1}
    assert Contribution.objects.count() == 1
    people = [came(second), came(first, known=1)]
    actions.note_who_came(request_, by=coordinator, on=clock.today(), people=people)
    assert Contribution.objects.count() == 3


def test_the_future_is_refused_in_words(request_, taking_part, coordinator):
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(NotNow, match="inte varit"):
        actions.note_who_came(request_, by=coordinator, on=tomorrow, people=[came(taking_part[0])])


def test_only_a_coordinator_within_reach_notes_who_came(request_, taking_part, commissioner, north_coordinator):
    for stranger in (commissioner, north_coordinator):
        with pytest.raises(PermissionDenied):
            actions.note_who_came(request_, by=stranger, on=clock.today(), people=[came(taking_part[0])])


def test_somebody_from_another_request_cannot_be_noted(request_, taking_part, coordinator, commissioner, county):
    other = InvolvementRequest.objects.create(
        state="open", unit=county.clinic, number="x-1", received_on=clock.today(), title="Annan"
    )
    with pytest.raises(PermissionDenied):
        actions.note_who_came(other, by=coordinator, on=clock.today(), people=[came(taking_part[0])])


def test_whoever_said_no_cannot_be_noted(request_, taking_part, coordinator):
    Invitation.objects.filter(pk=taking_part[0].pk).update(state="withdrawn")
    people = [came(Invitation.objects.get(pk=taking_part[0].pk))]
    with pytest.raises(PermissionDenied):
        actions.note_who_came(request_, by=coordinator, on=clock.today(), people=people)


@pytest.mark.parametrize("state", ["received", "asked_back", "declined", "cancelled"])
def test_what_never_began_has_no_contributions_voices_or_evaluations(request_, taking_part, coordinator, state):
    InvolvementRequest.objects.filter(pk=request_.pk).update(state=state)
    request_.refresh_from_db()
    for attempt in (
        lambda: actions.note_who_came(request_, by=coordinator, on=clock.today(), people=[]),
        lambda: say(request_, coordinator),
        lambda: actions.evaluate(request_, by=coordinator, **GOOD),
    ):
        with pytest.raises(NotNow):
            attempt()


def test_a_contributor_notes_their_own_by_link_once(request_, taking_part):
    invitation = Invitation.objects.select_related("request", "contributor").get(pk=taking_part[0].pk)
    holder = link_holder("invitation", invitation.pk)
    actions.report_own(invitation, by=holder, on=clock.today(), hours=None)
    with pytest.raises(AlreadyRecorded):
        actions.report_own(invitation, by=holder, on=clock.today(), hours=None)
    with pytest.raises(PermissionDenied):
        actions.report_own(invitation, by=link_holder("invitation", taking_part[1].pk), on=clock.today(), hours=None)


# --- How it was ---------------------------------------------------------------------------------


def test_both_sides_answer_and_answering_again_replaces(over, taking_part, commissioner):
    holder = link_holder("invitation", taking_part[0].pk)
    actions.evaluate(over, by=commissioner, **GOOD)
    for overall in (1, 5):
        actions.evaluate(over, by=holder, invitation=taking_part[0], **{**GOOD, "overall": overall})
    assert Evaluation.objects.count() == 2
    assert Evaluation.objects.get(invitation=taking_part[0]).overall == 5


@pytest.mark.parametrize("value", [0, 6])
def test_the_database_itself_refuses_ratings_off_the_scale(over, commissioner, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.evaluate(over, by=commissioner, **{**GOOD, "treated": value})


def test_nobody_answers_for_somebody_else(over, taking_part, commissioner, other_commissioner):
    with pytest.raises(PermissionDenied):
        actions.evaluate(over, by=link_holder("invitation", taking_part[1].pk), invitation=taking_part[0], **GOOD)
    with pytest.raises(PermissionDenied):
        actions.evaluate(over, by=commissioner, invitation=taking_part[0], **GOOD)
    with pytest.raises(PermissionDenied):
        actions.evaluate(over, by=other_commissioner, **GOOD)


def test_few_answers_are_never_shown_as_counts(over, taking_part, coordinator):
    actions.evaluate(over, by=coordinator, invitation=taking_part[0], words="Bra fika.", **GOOD)
    result = afterwards_queries.evaluations(over)
    assert (result.asked, result.answered, result.shown, result.words) == (2, 1, False, [])
    requests.close_request(over, by=coordinator)
    assert afterwards_queries.evaluations(over).words == []


def test_words_are_read_before_the_others_only_where_whoever_wrote_them_lets_them_be(over, taking_part, coordinator):
    for row, words_open in zip(taking_part, (True, False), strict=True):
        words = f"Öppet: {words_open}."
        actions.evaluate(over, by=coordinator, invitation=row, words=words, words_open=words_open, **GOOD)
    assert afterwards_queries.evaluations(over).words == ["Öppet: True."]


def test_words_come_with_the_counts_when_enough_have_answered_and_all_is_closed(six, coordinator):
    rows, over = six
    for number, row in enumerate(rows[:5]):
        actions.evaluate(over, by=coordinator, invitation=row, words=f"Ord {number}.", **GOOD)
    assert afterwards_queries.evaluations(over).words == []
    requests.close_request(over, by=coordinator)
    assert len(afterwards_queries.evaluations(over).words) == 5


def by_link(client, invitation):
    return client.get(reverse("assignments:afterwards_by_link", args=[doors.invitation_token(invitation)]))


def test_few_are_told_beforehand_that_their_answers_are_not_shown(over, taking_part, client):
    assert "Färre än 5 var med" in by_link(client, taking_part[0]).content.decode()


def test_many_are_told_beforehand_when_their_answers_are_shown(six, client):
    assert "om minst 5 har svarat" in by_link(client, six[0][0]).content.decode()


@pytest.fixture
def six(opened, coordinator, pool):
    """Six who took part in a request that is over, and the request."""
    InvolvementRequest.objects.filter(pk=opened.pk).update(persons_wanted=6)
    opened.refresh_from_db()
    rows = take_part(opened, pool(6), coordinator)
    requests.carry_out_request(InvolvementRequest.objects.get(pk=opened.pk), by=coordinator)
    return rows, InvolvementRequest.objects.get(pk=opened.pk)


def test_a_question_is_shown_as_counts_only_where_nobody_stands_out(six, coordinator):
    rows, over = six
    for row in rows:
        answers = {**GOOD, "treated": 1} if row == rows[0] else GOOD
        actions.evaluate(over, by=coordinator, invitation=row, **answers)
    requests.close_request(over, by=coordinator)
    shown = {result.question: result.rows for result in afterwards_queries.evaluations(over).results}
    assert ("Mycket bra", 6) in shown["Hur var det som helhet?"]
    assert shown["Hur blev de som medverkade bemötta?"] == []


def test_answers_are_counted_once_so_that_no_difference_tells_who_came_last(six, coordinator):
    rows, over = six
    for row in rows[:5]:
        actions.evaluate(over, by=coordinator, invitation=row, **GOOD)
    assert not afterwards_queries.evaluations(over).shown
    requests.close_request(over, by=coordinator)
    assert afterwards_queries.evaluations(over).shown
    for row in (rows[0], rows[5]):
        with pytest.raises(NotNow, match="sammanräknade"):
            actions.evaluate(over, by=coordinator, invitation=row, **GOOD)


def test_after_closing_the_link_still_shows_what_was_said_but_asks_no_questions(over, taking_part, coordinator, client):
    say(over, coordinator)
    requests.close_request(over, by=coordinator)
    address = reverse("assignments:afterwards_by_link", args=[doors.invitation_token(taking_part[0])])
    page = client.get(address).content.decode()
    assert "Stolarna är för få." in page
    assert "Hur var det som helhet?" not in page
    assert client.post(address, {**GOOD, "on": clock.today().isoformat()}).status_code == 302
    assert (Evaluation.objects.count(), Contribution.objects.count()) == (0, 1)


def test_those_with_mail_and_the_commissioner_are_asked_once_in_neutral_words(over, mailoutbox, commissioner):
    mailoutbox.clear()
    for _run in range(2):
        with later(minutes=5):
            outbox.deliver_due()
    mails = [mail for mail in mailoutbox if "efterat" in mail.body]
    assert {mail.to[0] for mail in mails} == {"lova@exempel.invalid", commissioner.email}
    assert len(mails) == 2
    for mail in mails:
        words = (mail.subject + mail.body).lower()
        assert not [word for word in ("psyk", "väntrum", "klinik", "vård", "patient") if word in words]


# --- What was said, to the end ------------------------------------------------------------------


def test_a_voice_from_a_request_carries_its_promise_unit_commissioner_and_speakers(over, coordinator, commissioner):
    voice = say(over, coordinator)
    assert (voice.unit, voice.owner, voice.answer_due_on) == (over.unit, commissioner, over.answer_by)
    assert Speaker.objects.filter(voice=voice).count() == 2


def test_a_promise_that_has_passed_gives_the_countys_own_time(over, coordinator, county):
    over.answer_by = clock.today() - timedelta(days=3)
    assert say(over, coordinator).answer_due_on == clock.today() + timedelta(days=county.row.answer_days)


def test_another_units_commissioner_cannot_write_down_voices(over, other_commissioner):
    with pytest.raises(PermissionDenied):
        say(over, other_commissioner)


def test_a_request_closes_when_all_is_answered_and_everybody_is_told(over, coordinator, commissioner, mailoutbox):
    voice = say(over, commissioner)
    assert work() == 0
    answer_voice(voice, by=commissioner, answer="yes", because="Vi köper fler stolar.")
    assert work() == 0, "The letter is not posted yet."
    (letter,) = voices_queries.to_tell(coordinator)
    actions_telling.mark_all_told([letter.debts[0]], by=coordinator)
    over.refresh_from_db()
    assert (over.state, over.closed_on) == ("closed", clock.today())
    assert len([mail for mail in mailoutbox if mail.subject == f"Ett svar till dig från Medverka ({over.number})"]) == 1
    assert ToldBack.objects.filter(told_at=None).count() == 0


def test_the_page_says_what_is_left_from_the_first_voice_to_the_last_letter(
    over, pages, coordinator, commissioner, sign_in
):
    address = {True: pages["afterwards"], False: reverse("assignments:request", args=[over.key])}

    def both_say(*words):
        texts = [sign_in(coordinator).get(address[page]).content.decode() for page in (True, False)]
        return all(word in text for word in words for text in texts)

    assert both_say("inget är nedskrivet än", "ska skrivas ner och få svar")
    voice = say(over, commissioner)
    assert both_say("väntar på svar", "En synpunkt väntar på svar.")
    answer_voice(voice, by=commissioner, answer="yes", because="Vi köper fler stolar.")
    assert both_say("Alla svar är givna", "Kvar att få veta: 1 med mejl (på väg), 1 med brev.")
    work()
    assert both_say("Kvar att få veta: 1 med brev.")
    actions_telling.mark_all_told(ToldBack.objects.filter(told_at=None), by=coordinator)
    assert both_say("Avslutad")


def test_an_answer_that_nobody_is_left_to_be_told_closes_the_request(over, coordinator, commissioner):
    voice = say(over, commissioner)
    Speaker.objects.all().delete()
    answer_voice(voice, by=commissioner, answer="yes", because="Vi köper fler stolar.")
    over.refresh_from_db()
    assert over.state == "closed"


def test_whoever_left_untold_leaves_no_petal_empty(over, coordinator, commissioner, paper_contributor):
    answer_voice(say(over, commissioner), by=commissioner, answer="yes", because="Vi köper fler stolar.")
    leave(paper_contributor, by=coordinator)
    work()
    over.refresh_from_db()
    assert over.state == "closed"
    facts = queries.facts_of([over])[over.pk]
    assert (facts.to_tell, facts.told) == (1, 1)


def test_a_request_where_nothing_was_said_is_not_closed_by_itself(over):
    assert work() == 0


def test_voices_know_which_request_they_come_from(over, coordinator):
    voice = say(over, coordinator)
    (origin,) = voices_queries.origins_of([voice]).values()
    assert (origin.title, origin.url) == (over.title, reverse("assignments:afterwards", args=[over.key]))


# --- Pages --------------------------------------------------------------------------------------


@pytest.fixture
def pages(over):
    names = ("afterwards", "who_came", "voices", "evaluation")
    return {name: reverse(f"assignments:{name}", args=[over.key]) for name in names}


def test_the_page_shows_what_came_of_the_request(over, taking_part, pages, coordinator, commissioner, sign_in):
    actions.note_who_came(over, by=coordinator, on=clock.today(), people=[came(taking_part[0])])
    answer_voice(say(over, coordinator, HOSTILE), by=coordinator, answer="no", because=HOSTILE)
    actions.evaluate(over, by=coordinator, invitation=taking_part[0], words=HOSTILE, **GOOD)
    for user in (coordinator, commissioner):
        text = sign_in(user).get(pages["afterwards"]).content.decode()
        assert "&lt;script&gt;" in text
        assert "<script>alert" not in text


def test_the_commissioner_sees_neither_pseudonyms_nor_own_words(
    over, taking_part, pages, coordinator, commissioner, sign_in
):
    actions.note_who_came(over, by=coordinator, on=clock.today(), people=[came(taking_part[0])])
    actions.evaluate(over, by=coordinator, invitation=taking_part[0], words="Chefen sov.", **GOOD)
    text = sign_in(commissioner).get(pages["afterwards"]).content.decode()
    assert "Chefen sov." not in text
    assert taking_part[0].contributor.pseudonym not in text


def test_the_page_has_one_primary_step_at_each_point(over, taking_part, pages, coordinator, commissioner, sign_in):
    browser = sign_in(coordinator)

    def primary():
        text = browser.get(pages["afterwards"]).content.decode()
        assert text.count("button-primary") <= 1
        return browser.get(pages["afterwards"]).context["primary"]

    assert primary() == "who_came"
    actions.note_who_came(over, by=coordinator, on=clock.today(), people=[came(taking_part[0])])
    assert primary() == "voices"
    voice = say(over, coordinator)
    assert primary() == "answer"
    answer_voice(voice, by=coordinator, answer="yes", because="Ja.")
    assert primary() == "tell"
    actions_telling.mark_all_told(ToldBack.objects.filter(channel="letter"), by=coordinator)
    assert primary() == "", "Only the mail is left, and it goes by itself."


def test_nobody_elses_request_is_found(pages, other_commissioner, contributor_user, sign_in):
    for address in (pages["afterwards"], pages["voices"], pages["evaluation"]):
        assert sign_in(other_commissioner).get(address).status_code == 404
    assert sign_in(other_commissioner).get(pages["who_came"]).status_code == 403
    for address in pages.values():
        assert sign_in(contributor_user).get(address).status_code == 403


def test_who_came_is_noted_through_the_page_and_asks_before_a_second(over, taking_part, pages, coordinator, sign_in):
    browser, (first, second) = sign_in(coordinator), taking_part
    given = {"on": clock.today().isoformat(), f"came_{first.pk}": "on", f"hours_{first.pk}": "1,5"}
    assert browser.post(pages["who_came"], given).status_code == 302
    page = browser.post(pages["who_came"], given)
    assert "redan en insats" in page.content.decode()
    assert Contribution.objects.get().hours == Decimal("1.5")
    for _click in range(2):
        browser.post(pages["who_came"], given | {f"more_{first.pk}": "1"})
    assert Contribution.objects.count() == 2
    second.refresh_from_db()
    assert second.no_show


def test_an_error_in_somebodys_hours_says_whose(over, taking_part, pages, coordinator, sign_in):
    given = {"on": clock.today().isoformat(), f"came_{taking_part[0].pk}": "on", f"hours_{taking_part[0].pk}": "lite"}
    text = sign_in(coordinator).post(pages["who_came"], given).content.decode()
    summary = text[text.index("Något behöver rättas") : text.index('<ul class="rows"')]
    assert taking_part[0].contributor.pseudonym in summary
    assert taking_part[1].contributor.pseudonym not in summary


@pytest.mark.parametrize(("on", "hours"), [("nonsens", "1"), ("2999-01-01", "1"), ("2026-01-02", "99")])
def test_what_cannot_be_read_in_who_came_is_kept_and_told(over, taking_part, pages, coordinator, sign_in, on, hours):
    given = {"on": on, f"came_{taking_part[0].pk}": "on", f"hours_{taking_part[0].pk}": hours}
    page = sign_in(coordinator).post(pages["who_came"], given)
    text = page.content.decode()
    assert page.status_code == 200
    assert f'value="{on}"' in text
    assert f'value="{hours}"' in text
    assert not Contribution.objects.exists()


def test_voices_are_written_one_after_the_other(over, pages, commissioner, sign_in):
    browser = sign_in(commissioner)
    given = {"capacity": "individual", "said_on": clock.today().isoformat(), "answer_due_on": "2099-01-01"}
    for text in ("Första saken.", "Andra saken.", "Andra saken."):
        assert browser.post(pages["voices"], given | {"text": text}).url == pages["voices"]
    assert Voice.objects.count() == 2
    page = browser.get(pages["voices"])
    assert "2 saker är nedskrivna" in page.content.decode()
    assert "2099-01-01" in page.content.decode()


def test_what_stands_in_the_field_is_saved_when_somebody_says_that_all_is_there(over, pages, commissioner, sign_in):
    browser = sign_in(commissioner)
    given = {"capacity": "individual", "said_on": clock.today().isoformat(), "answer_due_on": "2099-01-01"}
    done = given | {"then": "done"}
    assert browser.post(pages["voices"], done | {"text": "Sista saken."}).url == pages["afterwards"]
    assert Voice.objects.get().text == "Sista saken."
    kept = browser.post(pages["voices"], done | {"text": "Den hinner inte sparas.", "said_on": "2999-01-01"})
    assert "Den hinner inte sparas." in kept.content.decode()
    assert browser.post(pages["voices"], done | {"text": " "}).url == pages["afterwards"]
    assert Voice.objects.count() == 1


def test_a_number_in_what_was_said_is_asked_about_before_it_is_saved(over, pages, commissioner, sign_in):
    browser = sign_in(commissioner)
    given = {
        "text": "Ring 070-123 45 67.",
        "capacity": "individual",
        "said_on": clock.today().isoformat(),
        "answer_due_on": "2099-01-01",
    }
    text = browser.post(pages["voices"], given).content.decode()
    assert "ett telefonnummer" in text
    assert "Ring 070-123 45 67." in text
    assert not Voice.objects.exists()
    browser.post(pages["voices"], given | {"anyway": "on"})
    assert Voice.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"text": " "}, {"text": "x" * 2001}, {"said_on": "2099-01-01"}, {"said_on": "0001-01-01"}, {"capacity": "mandate"}, {"capacity": "präst"},
     {"answer_due_on": "2001-01-01"}, {"answer_due_on": ""}],
)  # fmt: skip
def test_a_voice_that_cannot_be_saved_loses_nothing(over, pages, commissioner, sign_in, wrong):
    given = {
        "text": "Fler stolar.",
        "capacity": "individual",
        "said_on": clock.today().isoformat(),
        "answer_due_on": "2099-01-01",
    }
    page = sign_in(commissioner).post(pages["voices"], given | wrong)
    assert page.status_code == 200
    assert "Något behöver rättas" in page.content.decode()
    assert (given | wrong)["text"].strip() in page.content.decode()
    assert not Voice.objects.exists()


def test_a_mandate_is_written_with_its_association(over, pages, commissioner, county, sign_in):
    given = {"text": "Föreningen vill.", "capacity": "mandate", "association": county.association.pk,
             "said_on": clock.today().isoformat(), "answer_due_on": "2099-01-01"}  # fmt: skip
    sign_in(commissioner).post(pages["voices"], given)
    assert Voice.objects.get().association == county.association


def test_the_commissioner_answers_the_four_questions(over, pages, commissioner, sign_in):
    browser = sign_in(commissioner)
    page = browser.post(pages["evaluation"], {"overall": "5", "words": "Lärorikt."})
    assert "Lärorikt." in page.content.decode()
    assert not Evaluation.objects.exists()
    browser.post(pages["evaluation"], {**GOOD, "words": "Lärorikt."})
    assert Evaluation.objects.get().words == "Lärorikt."


def test_the_coordinator_writes_down_what_somebody_says_by_phone(over, taking_part, coordinator, sign_in):
    paper = next(row for row in taking_part if row.channel == "letter")
    address = reverse("assignments:evaluation_of", args=[over.key, paper.pk])
    assert sign_in(coordinator).post(address, GOOD).status_code == 302
    assert Evaluation.objects.get(invitation=paper).recorded_by == coordinator.actor_id


def test_an_invitation_of_another_request_is_not_found(over, taking_part, coordinator, sign_in, county):
    other = InvolvementRequest.objects.create(
        state="open", unit=county.clinic, number="x-1", received_on=clock.today(), title="Annan"
    )
    address = reverse("assignments:evaluation_of", args=[other.key, taking_part[0].pk])
    assert sign_in(coordinator).get(address).status_code == 404


def test_a_contributor_without_account_tells_and_notes_by_link(over, taking_part, client):
    address = reverse("assignments:afterwards_by_link", args=[doors.invitation_token(taking_part[0])])
    assert client.get(address).status_code == 200
    assert not Contribution.objects.exists()
    given = {**GOOD, "words": "Bra.", "on": clock.today().isoformat(), "hours": "2"}
    assert client.post(address, given).status_code == 302
    assert "redan antecknad" in client.post(address, given).content.decode()
    assert (Contribution.objects.count(), Evaluation.objects.count()) == (1, 1)


def test_half_an_evaluation_saves_neither_half(over, taking_part, client):
    address = reverse("assignments:afterwards_by_link", args=[doors.invitation_token(taking_part[0])])
    page = client.post(address, {"overall": "5", "on": clock.today().isoformat(), "hours": "2"})
    assert "alla fyra" in page.content.decode()
    assert (Contribution.objects.count(), Evaluation.objects.count()) == (0, 0)


def test_a_forged_link_is_told_in_words(over, client):
    page = client.get(reverse("assignments:afterwards_by_link", args=["nonsens"]))
    assert page.status_code == 404


def test_whoever_said_no_has_nothing_to_fill_in(over, taking_part, client):
    Invitation.objects.filter(pk=taking_part[0].pk).update(state="declined")
    address = reverse("assignments:afterwards_by_link", args=[doors.invitation_token(taking_part[0])])
    assert "inget att fylla i" in client.get(address).content.decode()
    client.post(address, GOOD)
    assert not Evaluation.objects.exists()


def test_a_contributor_with_account_does_the_same_and_nobody_elses(over, taking_part, contributor_user, sign_in):
    browser, (mine, theirs) = sign_in(contributor_user), taking_part
    assert browser.post(reverse("assignments:own_afterwards", args=[mine.pk]), GOOD).status_code == 302
    assert browser.get(reverse("assignments:own_afterwards", args=[theirs.pk])).status_code == 404


def test_the_page_costs_the_same_however_much_came_of_it(over, taking_part, pages, coordinator, sign_in):
    browser, counts = sign_in(coordinator), []
    for batch in (2, 12):
        for number in range(batch):
            say(over, coordinator, f"Sak {batch} {number}")
            on = clock.today() - timedelta(days=batch * 20 + number)
            actions.note_who_came(over, by=coordinator, on=on, people=[came(taking_part[0])])
        with CaptureQueriesContext(connection) as seen:
            browser.get(pages["afterwards"])
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- Today --------------------------------------------------------------------------------------


def test_what_was_said_is_waited_for_until_something_is_written_down(
    over, coordinator, commissioner, other_commissioner
):
    step = "Skriv ner det som sades"
    for user in (coordinator, commissioner):
        assert step in [waiting.step for waiting in afterwards_queries.waiting_for(user)]
    assert afterwards_queries.waiting_for(other_commissioner) == []
    say(over, coordinator)
    assert step not in [waiting.step for waiting in afterwards_queries.waiting_for(coordinator)]


def kinds(user):
    return {waiting.key.split(":")[0] for waiting in afterwards_queries.waiting_for(user)}


def test_whoever_has_no_mail_is_asked_by_the_coordinator_how_it_was(
    over, taking_part, coordinator, north_coordinator, commissioner, sign_in
):
    assert "ask-by-hand" in kinds(coordinator)
    assert "ask-by-hand" not in kinds(commissioner) | kinds(north_coordinator)
    (waiting,) = [row for row in afterwards_queries.waiting_for(coordinator) if row.key.startswith("ask-by-hand")]
    assert waiting.text.startswith("En som var med")
    assert sign_in(coordinator).get(waiting.url).status_code == 200
    with later(days=61):
        assert "ask-by-hand" not in kinds(coordinator)
    paper = next(row for row in taking_part if row.channel == "letter")
    actions.evaluate(over, by=coordinator, invitation=paper, **GOOD)
    assert "ask-by-hand" not in kinds(coordinator)


def test_whoever_asked_finds_their_four_questions_until_they_answer_though_all_is_closed(
    over, commissioner, other_commissioner, coordinator
):
    requests.close_request(over, by=coordinator)
    assert kinds(commissioner) == {"commissioners-questions"}
    assert kinds(other_commissioner) == kinds(coordinator) == set()
    actions.evaluate(over, by=commissioner, **GOOD)
    assert kinds(commissioner) == set()


def test_a_contributor_is_asked_how_it_was_until_they_answer(over, taking_part, contributor_user):
    (waiting,) = afterwards_queries.waiting_for(contributor_user)
    assert waiting.step == "Berätta"
    actions.evaluate(over, by=contributor_user, invitation=taking_part[0], **GOOD)
    assert afterwards_queries.waiting_for(contributor_user) == []


def test_what_is_held_about_a_contributor_holds_what_came_afterwards(
    over, taking_part, contributor, contributor_user, coordinator
):
    from medverka.pool.queries import everything_about

    actions.note_who_came(over, by=coordinator, on=clock.today(), people=[came(taking_part[0])])
    actions.evaluate(over, by=contributor_user, invitation=taking_part[0], words="Jag blev hörd.", **GOOD)
    answer_voice(say(over, coordinator), by=coordinator, answer="yes", because="Ja.")
    held = str(everything_about(contributor, by=contributor_user))
    for words in ("Jag blev hörd.", "Insatser", "Stolarna är för få.", "Inbjudningar och uppdrag"):
        assert words in held
