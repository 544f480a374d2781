import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.access.authorise import link_holder
from medverka.assignments import doors
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.models import Invitation
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import HOSTILE, by_link, url
from medverka.foundation import clock
from medverka.journal.models import Entry


def test_a_coordinator_asks_back_and_the_commissioner_replies(sign_in, coordinator, commissioner, received):
    sign_in(coordinator).post(url("verb", received.key, "fraga"), {"text": "Hur många träffar?"})
    browser = sign_in(commissioner)
    assert "Hur många träffar?" in browser.get(url("request", received.key)).content.decode()
    browser.post(url("request", received.key), {"text": "Tre."})
    received.refresh_from_db()
    assert received.state == "received"
    assert "Tre." in sign_in(coordinator).get(url("request", received.key)).content.decode()


@pytest.mark.parametrize("verb", ["fraga", "avboj"])
def test_an_empty_field_is_said_and_nothing_happens(sign_in, coordinator, received, verb):
    answer = sign_in(coordinator).post(url("verb", received.key, verb), {"text": " "})
    assert "Skriv något här först." in answer.content.decode()
    received.refresh_from_db()
    assert received.state == "received"


def test_a_second_click_is_told_what_holds_now(sign_in, coordinator, received):
    browser = sign_in(coordinator)
    browser.post(url("verb", received.key, "oppna"), {"unit": received.unit_id})
    again = browser.post(url("verb", received.key, "oppna"), {"unit": received.unit_id}, follow=True)
    assert "har ändrats sedan du öppnade sidan" in again.content.decode()


def test_somebody_elses_request_does_not_exist(
    sign_in, other_commissioner, north_coordinator, outsider, contributor_user, received
):
    for user in (other_commissioner, north_coordinator):
        assert sign_in(user).get(url("request", received.key)).status_code == 404
    for user in (outsider, contributor_user):
        assert sign_in(user).get(url("request", received.key)).status_code == 403


def test_a_commissioner_cannot_handle_their_own_request(sign_in, commissioner, received, contributor):
    browser = sign_in(commissioner)
    for name, args in (("verb", ("oppna",)), ("change", ()), ("invite", ()), ("why_not", ()), ("terms", ())):
        assert browser.post(url(name, received.key, *args), {"person": contributor.pk}).status_code == 403
    received.refresh_from_db()
    assert received.state == "received"


def test_an_unknown_verb_is_no_page(sign_in, coordinator, received):
    assert sign_in(coordinator).get(url("verb", received.key, "sprang")).status_code == 404


def test_people_are_invited_from_the_request_page_and_a_second_click_asks_nobody(sign_in, coordinator, opened, pool):
    chosen = [person.pk for person in pool(3)]
    browser = sign_in(coordinator)
    page = browser.get(url("request", opened.key)).content.decode()
    assert page.count(" checked") == opened.persons_wanted
    for _click in range(2):
        browser.post(url("invite", opened.key), {"person": chosen[:2], "as": "invite"})
    browser.post(url("invite", opened.key), {"person": chosen[2:], "as": "reserve"})
    assert Invitation.objects.filter(state="invited").count() == 2
    assert Entry.objects.filter(verb="invitation.sent").count() == 2
    assert Invitation.objects.filter(state="reserve").count() == 1
    assert browser.get(url("request", opened.key)).status_code == 200


def test_a_coordinator_cannot_invite_people_out_of_reach(sign_in, county, north_coordinator, other_commissioner, pool):
    (theirs,) = pool(1, municipality=county.ekdala)
    request = actions.create_request(by=other_commissioner, **complete(county.housing))
    request = actions.open_request(actions.send_request(request, by=other_commissioner), by=north_coordinator)
    browser = sign_in(north_coordinator)
    browser.post(url("invite", request.key), {"person": [theirs.pk, "x", "9" * 40], "as": "invite"})
    assert not Invitation.objects.exists()


def test_the_list_filters_and_searches(sign_in, coordinator, commissioner, county, received):
    other = actions.create_request(by=commissioner, **complete(county.ward, title="Menyn"))
    actions.decline_request(actions.send_request(other, by=commissioner), by=coordinator, reason="Nej")
    browser = sign_in(coordinator)

    def titles(**given):
        return {str(row) for row in browser.get(url("requests"), given).context["page"]}

    assert titles() == {received.title}
    assert titles(visa="nej") == {"Menyn"}
    assert titles(visa="alla") == {"Menyn", received.title}
    assert titles(visa="alla", enhet=county.ward.pk) == {"Menyn"}
    assert titles(visa="alla", q="MENYN avdelning") == {"Menyn"}
    assert titles(visa="alla", ar="1999") == set()
    assert titles(visa="alla", ar="0000") == {"Menyn", received.title}
    assert titles(visa="x", enhet="'", ar="99999", q="%_", page="zz") == set()


def test_what_the_list_shows_stands_in_words_above_its_folded_choices(sign_in, coordinator, county, received):
    browser = sign_in(coordinator)

    def words(**given):
        return re.search(r"Visar: ([^<]*)</summary>", browser.get(url("requests"), given).content.decode())[1]

    assert words() == "pågående"
    assert words(visa="x") == "alla som har kommit in"
    year = clock.today().year
    assert words(visa="alla", enhet=county.clinic.pk, ar=year) == f"alla som har kommit in, Vuxenpsykiatrin, {year}"


def test_the_list_takes_as_many_queries_for_many_as_for_few(sign_in, coordinator, commissioner, county, received):
    browser = sign_in(coordinator)
    browser.get(url("requests"))
    with CaptureQueriesContext(connection) as few:
        browser.get(url("requests"))
    for _request in range(15):
        actions.send_request(actions.create_request(by=commissioner, **complete(county.clinic)), by=commissioner)
    with CaptureQueriesContext(connection) as many:
        browser.get(url("requests"))
    assert len(many) == len(few)


def test_the_request_page_takes_as_many_queries_for_many_people(sign_in, coordinator, opened, pool):
    browser = sign_in(coordinator)
    people.invite(opened, pool(2), by=coordinator)
    pool(3)
    browser.get(url("request", opened.key))
    with CaptureQueriesContext(connection) as few:
        browser.get(url("request", opened.key))
    people.invite(opened, pool(12), by=coordinator)
    pool(9)
    with CaptureQueriesContext(connection) as many:
        browser.get(url("request", opened.key))
    assert len(many) <= len(few)


def test_hostile_text_is_shown_as_text(sign_in, coordinator, commissioner, county, contributor):
    words = dict.fromkeys(("title", "purpose", "place", "compensation", "when_in_words"), HOSTILE)
    draft = actions.create_request(by=commissioner, **complete(county.clinic, **words))
    request = actions.open_request(actions.send_request(draft, by=commissioner), by=coordinator)
    row = people.invite(request, [contributor], by=coordinator)[0]
    people.ask_question(row, by=link_holder("invitation", row.pk), text=HOSTILE)
    terms_actions.issue_terms(request, by=coordinator, task=HOSTILE, time=HOSTILE)
    people.accept(row, by=link_holder("invitation", row.pk))
    pages = [
        sign_in(coordinator).get(url("requests")),
        sign_in(coordinator).get(url("request", request.key)),
        sign_in(coordinator).get(url("invitation", request.key, row.pk)),
        sign_in(commissioner).get(url("request", request.key)),
        sign_in().get(by_link(row)),
        sign_in(contributor.user).get(url("mine")),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
    assert (
        sign_in().get(url("file_by_link", doors.invitation_token(row), "uppdragsbeskrivning.pdf")).content[:5]
        == b"%PDF-"
    )


def test_ten_megabytes_are_refused_with_a_page(sign_in, commissioner, draft):
    answer = sign_in(commissioner).post(url("step", draft.key, "vad"), {"purpose": "å" * 10_000_000})
    assert answer.status_code == 413
    too_long = sign_in(commissioner).post(url("step", draft.key, "vad"), {"purpose": "å" * 5000, "title": "Kvar"})
    assert too_long.status_code == 200
    draft.refresh_from_db()
    assert draft.title == "Kvar"
