from datetime import timedelta

import pytest
from django.urls import resolve

from medverka.access.authorise import link_holder
from medverka.assignments import codes, doors, queries
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import invitations_due
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.models import Invitation, InvolvementRequest, Telling, TermsAcceptance
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import by_link, link_in, sent_mail, url
from medverka.foundation import clock
from medverka.foundation.codes import ALPHABET, HALF, as_printed
from medverka.journal.models import Entry


@pytest.mark.django_db(transaction=True)
def test_the_invitations_mail_is_neutral_and_its_link_answers_without_an_account(
    client, coordinator, opened, contributor
):
    people.invite(opened, [contributor], by=coordinator)
    message = next(row for row in sent_mail() if "/inbjudan/" in row.body)
    assert message.subject == "En fråga till dig från Medverka"
    for word in ("psykiatri", "Vuxenpsykiatrin", "patient", "väntrummet"):
        assert word not in message.subject + message.body
    link = link_in(message, "inbjudan")
    assert "Vill du vara med?" in client.get(link).content.decode()
    assert Invitation.objects.get().state == "invited"
    assert (
        "Du är med."
        in client.post(link, {"do": "yes", "released": ["first_name", "phone"]}, follow=True).content.decode()
    )
    row = Invitation.objects.get()
    assert (row.state, row.released, row.recorded_by) == ("accepted", ["first_name", "phone"], f"invitation:{row.pk}")


def test_opening_a_link_changes_nothing(client, invitation):
    before = Entry.objects.count()
    client.get(by_link(invitation))
    client.head(by_link(invitation))
    assert Entry.objects.count() == before
    assert Invitation.objects.get().state == "invited"


def test_a_new_invitation_ends_the_older_link(client, coordinator, invitation):
    old = by_link(invitation)
    with clock.at(invitation.reply_by + timedelta(days=1)):
        invitations_due.expire_due()
        people.invite(invitation.request, [invitation.contributor], by=coordinator)
        assert client.get(old).status_code == 404
        assert client.get(by_link(Invitation.objects.get())).status_code == 200


def test_an_expired_link_is_a_clear_page(client, invitation):
    with clock.at(invitation.reply_by + timedelta(days=30)):
        answer = client.get(by_link(invitation))
    assert answer.status_code == 410
    assert "slutat gälla" in answer.content.decode()


def test_a_link_of_somebody_disposed_opens_nothing(client, invitation):
    type(invitation.contributor).objects.filter(pk=invitation.contributor_id).update(disposed_on=clock.today())
    assert client.get(by_link(invitation)).status_code == 404


@pytest.mark.parametrize("do", ["yes", "no", "question", "withdraw", "agree", "release", "", "x"])
@pytest.mark.parametrize(
    "state", ["raised", "reserve", "invited", "accepted", "waiting", "declined", "expired", "not_chosen", "withdrawn"]
)
def test_whatever_is_posted_in_whatever_state_is_a_page_and_keeps_the_count(client, invitation, state, do):
    Invitation.objects.update(state=state)
    taken = int(state == "accepted")
    InvolvementRequest.objects.update(places_taken=taken)
    answer = client.post(by_link(invitation), {"do": do, "text": "Hur?", "version": "1"}, follow=True)
    assert answer.status_code in (200, 404)
    row = Invitation.objects.get()
    assert InvolvementRequest.objects.get().places_taken == int(row.state == "accepted")


def test_a_no_is_thanked_and_a_reserve_asked(client, coordinator, invitation, pool):
    (reserve,) = pool(1)
    people.add_reserves(invitation.request, [reserve], by=coordinator)
    page = client.post(by_link(invitation), {"do": "no"}, follow=True).content.decode()
    assert "helt i sin ordning" in page
    assert Invitation.objects.get(contributor=reserve).state == "invited"


def opened_by(answer):
    """The invitation whose link the answer leads to; a link made a second later reads otherwise."""
    return doors.open_invitation(resolve(answer.url).kwargs["token"]).thing


def test_a_code_from_a_letter_opens_the_invitation(client, letter):
    code = codes.code_for(letter.pk, letter.stamp)
    typed = f" {as_printed(code).lower()} "
    answer = client.post(url("code"), {"code": typed})
    assert opened_by(answer) == letter
    assert code not in letter.code_digest
    assert not set(code) & set("0O1I2Z5S6G8B")
    assert [len(half) for half in as_printed(code).split("-")] == [5, 5]


def test_a_wrong_code_says_so_and_many_are_stopped(client, letter):
    for _try in range(doors.TRIES):
        assert "Koden stämmer inte" in client.post(url("code"), {"code": "AAAAA-AAAAA"}).content.decode()
    right = codes.code_for(letter.pk, letter.stamp)
    assert "för många försök" in client.post(url("code"), {"code": right}).content.decode()


@pytest.mark.slow
def test_strangers_who_type_wrong_codes_shut_the_page_to_nobody_else(client, letter):
    for stranger in range(31):
        for place in range(doors.TRIES):
            half = f"{ALPHABET[stranger % 23]}{ALPHABET[place]}{stranger // 23}".ljust(HALF, "A")
            assert doors.token_for_code(half * 2, f"203.0.113.{stranger}") is None
    right = codes.code_for(letter.pk, letter.stamp)
    assert opened_by(client.post(url("code"), {"code": right})) == letter


def test_right_codes_do_not_count_as_tries(client, letter):
    right = codes.code_for(letter.pk, letter.stamp)
    assert {client.post(url("code"), {"code": right}).status_code for _try in range(doors.TRIES + 2)} == {302}


def test_half_a_code_is_no_help_however_many_addresses_guess_the_rest(client, letter):
    right = codes.code_for(letter.pk, letter.stamp)
    for place in range(doors.TRIES_OF_ONE):
        wrong = right[:HALF] + "".join(ALPHABET[(place // 23**n) % 23] for n in range(HALF))
        assert wrong != right
        client.post(url("code"), {"code": wrong}, REMOTE_ADDR=f"203.0.113.{place}")
    assert "för många försök" in client.post(url("code"), {"code": right}).content.decode()


def test_whoever_makes_up_addresses_of_one_subscriber_is_one(client, letter):
    for place in range(doors.TRIES):
        client.post(url("code"), {"code": f"AAAA{place}"}, REMOTE_ADDR=f"2001:db8:1:2::{place + 1:x}")
    right = {"code": codes.code_for(letter.pk, letter.stamp)}
    assert "för många" in client.post(url("code"), right, REMOTE_ADDR="2001:db8:1:2:ffff::1").content.decode()
    assert client.post(url("code"), right, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_an_old_letters_code_ends_with_the_new_invitation(client, coordinator, letter):
    old = codes.code_for(letter.pk, letter.stamp)
    with clock.at(letter.reply_by + timedelta(days=1)):
        invitations_due.expire_due()
        people.invite(letter.request, [letter.contributor], by=coordinator)
        assert client.post(url("code"), {"code": old}).status_code == 200


def test_letters_are_printed_behind_the_door_and_leave_a_trace(sign_in, coordinator, letter):
    browser = sign_in(coordinator)
    answer = browser.post(url("letters_pdf"))
    assert answer["Content-Disposition"] == 'attachment; filename="brev.pdf"'
    assert answer.content[:5] == b"%PDF-"
    entry = Entry.objects.get(verb="door.opened")
    assert (entry.subject, entry.facts["purpose"]) == (f"contributor:{letter.contributor_id}", "letter")


def test_without_a_second_factor_no_letters(sign_in, coordinator, letter):
    coordinator.verified_twice = False
    browser = sign_in(coordinator)
    assert browser.post(url("letters_pdf")).status_code == 403
    assert "andra faktor" in browser.get(url("tellings")).content.decode()


def test_a_posted_letter_leaves_the_list_once(sign_in, coordinator, letter):
    browser = sign_in(coordinator)
    telling = Telling.objects.get()
    for _click in range(2):
        browser.post(url("told", telling.pk))
    assert not queries.tellings_for(coordinator).exists()
    assert Entry.objects.filter(verb="invitation.told").count() == 1


def test_a_coordinator_records_yes_by_phone(sign_in, coordinator, letter):
    browser = sign_in(coordinator)
    address = url("invitation", letter.request.key, letter.pk)
    assert "Välj hur svaret kom" in browser.post(address, {"do": "yes"}).content.decode()
    browser.post(address, {"do": "yes", "how": "phone", "released": ["first_name"]})
    row = Invitation.objects.get()
    assert (row.state, row.recorded_how, row.recorded_by) == ("accepted", "phone", coordinator.actor_id)


def test_an_invitation_is_reached_only_through_its_own_request(sign_in, coordinator, commissioner, county, letter):
    other = actions.send_request(actions.create_request(by=commissioner, **complete(county.clinic)), by=commissioner)
    assert sign_in(coordinator).get(url("invitation", other.key, letter.pk)).status_code == 404


def test_the_commissioner_sees_what_was_released_and_no_more(
    sign_in, commissioner, coordinator, opened, contributor, protected_contributor
):
    from medverka.pool.models import Identity

    rows = people.invite(opened, [contributor, protected_contributor], by=coordinator)
    for row in rows:
        people.accept(row, by=link_holder("invitation", row.pk), released=["first_name", "email"])
    page = sign_in(commissioner).get(url("request", opened.key)).content.decode()
    open_one = Identity.objects.get(contributor=contributor)
    hidden = Identity.objects.get(contributor=protected_contributor)
    assert open_one.first_name in page
    assert open_one.email in page
    assert open_one.last_name not in page
    assert hidden.alias.split()[0] in page
    assert hidden.alias not in page  # Among first names a whole name would stand out.
    for secret in (hidden.first_name, hidden.last_name, hidden.email):
        assert secret not in page


def test_the_calendar_entry_says_nothing(client, coordinator, opened, contributor):
    row = people.invite(opened, [contributor], by=coordinator)[0]
    people.accept(row, by=link_holder("invitation", row.pk))
    start = clock.now() + timedelta(days=40)
    terms_actions.issue_terms(
        opened, by=coordinator, task="Läsa", time="Tisdag", place="Vuxenpsykiatrin", starts_at=start, ends_at=start
    )
    answer = client.get(url("file_by_link", doors.invitation_token(row), "uppdrag.ics"))
    entry = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Uppdrag\r\n" in entry
    for word in ("psykiatri", "väntrum", "Läsa", "LOCATION", "DESCRIPTION"):
        assert word not in entry


def test_terms_are_read_and_agreed_to_on_the_page(client, coordinator, invitation):
    people.accept(invitation, by=link_holder("invitation", invitation.pk))
    terms_actions.issue_terms(invitation.request, by=coordinator, task="Läsa en broschyr", time="Tisdag")
    assert "Läsa en broschyr" in client.get(by_link(invitation)).content.decode()
    assert (
        "har godkänt" in client.post(by_link(invitation), {"do": "agree", "version": "1"}, follow=True).content.decode()
    )
    terms_actions.issue_terms(invitation.request, by=coordinator, time="Onsdag")
    late = client.post(by_link(invitation), {"do": "agree", "version": "1"}, follow=True).content.decode()
    assert "har ändrats" in late


def test_a_contributor_raises_a_hand_and_the_coordinator_sees_it(
    sign_in, coordinator, contributor, contributor_user, opened
):
    browser = sign_in(contributor_user)
    assert opened.title in browser.get(url("mine")).content.decode()
    for _click in range(2):
        browser.post(url("mine"), {"request": str(opened.key)})
    assert Invitation.objects.get().state == "raised"
    assert "anmält intresse" in sign_in(coordinator).get(url("request", opened.key)).content.decode()


def test_a_contributor_opens_only_their_own(sign_in, contributor, contributor_user, letter):
    browser = sign_in(contributor_user)
    assert browser.get(url("assignment", letter.pk)).status_code == 404
    assert browser.post(url("assignment", letter.pk), {"do": "yes"}).status_code == 404
    assert browser.get(url("file", letter.pk, "uppdrag.ics")).status_code == 404


def test_a_silent_reserve_knows_of_nothing(sign_in, coordinator, contributor, contributor_user, opened):
    row = people.add_reserves(opened, [contributor], by=coordinator)[0]
    browser = sign_in(contributor_user)
    assert browser.get(url("assignment", row.pk)).status_code == 404
    assert opened.title not in browser.get(url("mine")).content.decode()


@pytest.mark.parametrize("number", ["", "abc", "9" * 5000])
def test_an_answer_to_no_question_is_not_found(sign_in, coordinator, letter, number):
    page = url("invitation", letter.request.key, letter.pk)
    posted = {"do": "answer", "question": number, "text": "Ja, det går bra."}
    assert sign_in(coordinator).post(page, posted).status_code == 404


def test_how_somebody_agreed_is_not_for_a_link_to_say(client, coordinator, invitation):
    terms = terms_actions.issue_terms(invitation.request, by=coordinator, task="Läsa ett brev")
    people.accept(invitation, by=link_holder("invitation", invitation.pk))
    client.post(by_link(invitation), {"do": "agree", "version": terms.version, "how": "x" * 5000})
    assert TermsAcceptance.objects.get().how == "email"
