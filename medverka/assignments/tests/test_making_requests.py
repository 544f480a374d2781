import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from medverka.assignments import doors
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.tests.pages import link_in, sent_mail, url
from medverka.foundation import clock, links
from medverka.journal.models import Entry


def test_a_commissioner_makes_a_request_step_by_step(client, sign_in, commissioner, county, terms):
    browser = sign_in(commissioner)
    first = browser.post(url("public_request"))
    draft = InvolvementRequest.objects.get()
    assert first.url == url("step", draft.key, "vem")
    answers = {
        "vem": {"unit": county.clinic.pk},
        "vad": {"title": "Om väntrummet", "purpose": "Bättre", "way": terms["panel"].pk, "level": "operational"},
        "inflytande": {"promise": "heard", "can_be_influenced": "Allt", "decision_on": ""},
        "manniskor": {"persons_wanted": "3", "wants": ["patient"], "areas": [terms["beroende"].pk]},
        "nar-och-var": {
            "starts_on": "15 januari 2027",
            "form": terms["pa-plats"].pk,
            "language": terms["finska"].pk,
            "municipality": county.norrvik.pk,
        },
        "tillganglighet": {"can_arrange": [terms["horslinga"].pk], "cannot_arrange": [terms["utan-trappor"].pk]},
        "villkor": {"compensation": "Fika", "answer_by": "30/4 2027"},
    }
    address = first.url
    for step, given in answers.items():
        assert address == url("step", draft.key, step)
        assert browser.get(address).status_code == 200
        address = browser.post(address, given).url
    assert address == url("review", draft.key)
    assert all(
        words in browser.get(address).content.decode()
        for words in ("Om väntrummet", "Finska", "Hörslinga", "Utan trappor")
    )
    assert browser.post(address).url == url("request", draft.key)
    draft.refresh_from_db()
    assert (draft.state, draft.persons_wanted, str(draft.answer_by), draft.unit) == (
        "received",
        3,
        "2027-04-30",
        county.clinic,
    )


def test_what_was_typed_is_kept_where_something_else_is_wrong(sign_in, commissioner, draft):
    browser = sign_in(commissioner)
    answer = browser.post(url("step", draft.key, "nar-och-var"), {"starts_on": "i höstas", "place": "Aulan"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="i höstas"' in page
    assert "Vi förstår inte dagen" in page
    draft.refresh_from_db()
    assert draft.place == "Aulan"


def test_a_mixed_group_is_asked_for_kept_and_read_again(sign_in, commissioner, draft):
    browser, address = sign_in(commissioner), url("step", draft.key, "manniskor")
    given = {"persons_wanted": "3", "wants": ["patient", "relative"]}
    browser.post(address, {**given, "mix": ["own", "relative", "units"]})
    draft.refresh_from_db()
    assert (draft.mix_own, draft.mix_relative, draft.mix_units) == (True, True, True)
    assert browser.get(address).content.decode().count("checked") == 5
    words = "Minst en brukare eller patient, minst en närstående, inte två med erfarenhet av samma verksamhet"
    assert words in browser.get(url("review", draft.key)).content.decode()
    browser.post(address, given)
    draft.refresh_from_db()
    assert (draft.mix_own, draft.mix_relative, draft.mix_units) == (False, False, False)


@pytest.mark.parametrize(
    ("wants", "mix", "told"),
    [
        (["patient"], "relative", "Ni söker inte närstående."),
        (["relative"], "own", "Ni söker bara närstående."),
        (["relative"], "allihop", "Välj ett giltigt alternativ"),
    ],
)
def test_a_mix_that_contradicts_itself_is_told_at_its_field_and_the_rest_is_kept(
    sign_in, commissioner, draft, wants, mix, told
):
    answer = sign_in(commissioner).post(
        url("step", draft.key, "manniskor"), {"persons_wanted": "4", "wants": wants, "mix": [mix]}
    )
    assert told in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.persons_wanted, draft.mix_own, draft.mix_relative) == (4, False, False)


def test_sending_too_early_says_what_is_missing_with_links(sign_in, commissioner, county):
    draft = actions.create_request(by=commissioner, unit=county.clinic)
    page = sign_in(commissioner).post(url("review", draft.key)).content.decode()
    assert url("step", draft.key, "vad") in page
    assert "Ge förfrågan en rubrik." in page
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_decision_that_is_near_is_said_at_once(sign_in, commissioner, draft):
    soon = clock.today() + timedelta(days=5)
    answer = sign_in(commissioner).post(
        url("step", draft.key, "inflytande"), {"promise": "heard", "decision_on": str(soon)}, follow=True
    )
    assert "Det här är sent" in answer.content.decode()


def fill_in_as_visitor(client, email="vera@exempel.invalid"):
    client.post(url("public_request"))
    draft = InvolvementRequest.objects.latest("pk")
    for step, given in {
        "vem": {"unit_in_words": "Mottagningen", "contact_name": "Vera", "contact_email": email},
        "vad": {"title": "Hjälp oss", "purpose": "Bättre"},
        "inflytande": {"promise": "heard"},
        "manniskor": {"wants": ["user"]},
        "villkor": {"answer_by": "2027-05-01"},
    }.items():
        assert client.post(url("step", draft.key, step), given).status_code == 302
    return draft


@pytest.mark.django_db(transaction=True)
def test_a_visitor_asks_confirms_by_mail_and_follows_it(client, county):
    draft = fill_in_as_visitor(client)
    assert client.post(url("review", draft.key)).url == url("sent", draft.key)
    (message,) = sent_mail()
    assert message.subject == "Bekräfta din adress för Medverka"
    link = link_in(message, "forfragan/bekrafta")
    client.cookies.clear()
    assert client.get(link).status_code == 200
    draft.refresh_from_db()
    assert draft.state == "unconfirmed"  # A scanner that opens links changes nothing.
    answer = client.post(link, follow=True)
    assert "har kommit fram" in answer.content.decode()
    assert "Hjälp oss" in answer.content.decode()
    assert client.post(link).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.number) == ("received", f"{clock.today().year}-001")


def test_a_visitors_draft_is_hidden_from_everybody_else(client, sign_in, county, commissioner):
    draft = fill_in_as_visitor(client)
    for browser in (sign_in(), sign_in(commissioner)):
        for name in ("review", "saved", "sent"):
            assert browser.get(url(name, draft.key)).status_code == 404
        assert browser.post(url("step", draft.key, "vad"), {"title": "Min"}).status_code == 404


def test_a_visitor_comes_back_by_link(client, sign_in, county):
    draft = fill_in_as_visitor(client)
    client.post(url("saved", draft.key), {"contact_email": "vera@exempel.invalid"})
    (message,) = sent_mail()
    other, link = sign_in(), link_in(message, "forfragan/fortsatt")
    assert other.post(link).url == url("review", draft.key)
    assert other.post(url("step", draft.key, "vad"), {"title": "Vidare"}).status_code == 302


def test_a_scanner_of_mail_that_opens_the_link_to_a_draft_gets_no_way_into_it(client, sign_in, county):
    draft = fill_in_as_visitor(client)
    client.post(url("saved", draft.key), {"contact_email": "vera@exempel.invalid"})
    (message,) = sent_mail()
    scanner = sign_in()
    page = scanner.get(link_in(message, "forfragan/fortsatt"), follow=True)
    assert page.status_code == 200
    assert "sessionid" not in scanner.cookies
    assert scanner.get(url("review", draft.key)).status_code == 404


def test_the_start_page_promises_as_many_steps_as_there_are(client, county):
    draft = fill_in_as_visitor(client)
    (steps,) = re.findall(r"Du går igenom (\d+) korta steg", client.get(url("public_request")).content.decode())
    assert f"Steg {steps} av {steps}" in client.get(url("review", draft.key)).content.decode()


def test_confirmations_cannot_flood_a_strangers_mailbox(client, county):
    draft = fill_in_as_visitor(client)
    answers = [client.post(url("review", draft.key), follow=True) for _try in range(7)]
    assert "för många försök" in answers[-1].content.decode()


@pytest.mark.parametrize("name", ["resume", "confirm", "status_by_link", "by_link"])
@pytest.mark.parametrize("token", ["x", "a:b:c", "WyIxIiwiIl0:1abc:zzz"])
def test_a_forged_link_is_a_clear_page(client, county, name, token):
    answer = client.get(url(name, token))
    assert answer.status_code == 404
    assert "Länken fungerar inte" in answer.content.decode()


def test_a_link_opens_nothing_but_what_it_was_made_for(client, received):
    token = links.make(doors.STATUS, received.pk, received.key.hex)
    assert client.get(url("status_by_link", token)).status_code == 200
    for name in ("resume", "confirm", "by_link"):
        assert client.get(url(name, token)).status_code == 404


def test_asking_for_the_link_again_and_again_is_braked_in_words(client, db):
    client.post(url("public_request"))
    draft = InvolvementRequest.objects.get()
    given = {"contact_email": "vera@exempel.invalid"}
    for _time in range(3):
        client.post(url("saved", draft.key), given)
    answer = client.post(url("saved", draft.key), given, follow=True)
    assert answer.status_code == 200
    assert "för många försök" in answer.content.decode()


def test_going_back_keeps_what_was_typed(sign_in, commissioner, draft):
    browser = sign_in(commissioner)
    answer = browser.post(url("step", draft.key, "inflytande"), {"can_be_influenced": "Stolarna", "back": "1"})
    assert answer.url == url("step", draft.key, "vad")
    draft.refresh_from_db()
    assert draft.can_be_influenced == "Stolarna"


def test_what_may_be_left_out_is_marked_and_what_is_needed_is_not(sign_in, commissioner, draft):
    page = sign_in(commissioner).get(url("step", draft.key, "vad")).content.decode()
    marked = {
        word
        for word in ("Rubrik", "Vad vill ni uppnå?", "Hur ska de medverka?")
        if f'{word}<span class="optional">' in page
    }
    assert marked == {"Hur ska de medverka?"}


def test_whoever_saves_for_later_goes_on_where_they_were(client, county):
    client.post(url("public_request"))
    draft = InvolvementRequest.objects.get()
    client.post(url("step", draft.key, "vem"), {"unit_in_words": "Mottagningen"})
    saved = client.post(url("step", draft.key, "vad"), {"title": "Om väntrummet", "later": "1"}).url
    assert f'href="{url("step", draft.key, "vad")}"' in client.get(saved).content.decode()
    client.post(saved, {"contact_email": "vera@exempel.invalid"})
    draft.refresh_from_db()
    assert draft.contact_email == "vera@exempel.invalid"
    link = link_in(sent_mail()[0], "forfragan/fortsatt")
    assert client.post(link).url == url("step", draft.key, "vem")  # The name is missing there.


def test_the_commissioner_withdraws_before_it_is_opened_and_nobody_else_can(
    sign_in, commissioner, coordinator, other_commissioner, received
):
    address = url("request", received.key)
    assert sign_in(other_commissioner).post(address, {"withdraw": "1"}).status_code == 404
    browser = sign_in(commissioner)
    assert "Dra tillbaka förfrågan" in browser.get(address).content.decode()
    browser.post(address, {"withdraw": "1"})
    received.refresh_from_db()
    assert received.state == "cancelled"
    assert Entry.objects.filter(verb="request.withdrawn", actor=commissioner.actor_id).count() == 1


def test_an_opened_request_is_not_withdrawn(sign_in, commissioner, opened):
    address = url("request", opened.key)
    browser = sign_in(commissioner)
    assert "Dra tillbaka förfrågan" not in browser.get(address).content.decode()
    assert "har ändrats" in browser.post(address, {"withdraw": "1"}, follow=True).content.decode()
    opened.refresh_from_db()
    assert opened.state == "open"


def test_a_draft_without_a_title_says_so_and_is_not_counted_among_those_that_came_in(sign_in, coordinator, county):
    actions.create_request(by=coordinator, source="coordinator")
    browser = sign_in(coordinator)
    assert "Förfrågan utan rubrik" in browser.get(url("requests"), {"visa": "utkast"}).content.decode()
    assert browser.get(url("requests"), {"visa": "alla"}).context["page"].paginator.count == 0


def test_a_unit_that_is_written_shortened_has_one_full_stop(sign_in, coordinator, county):
    item = actions.NewRequest("Kort", clock.today(), unit_in_words="Beroendemott.", state="received")
    actions.import_requests([item], by=coordinator)
    page = sign_in(coordinator).get(url("requests")).content.decode()
    assert "Beroendemott." in page
    assert "Beroendemott.." not in page


# --- A link that fills in -----------------------------------------------------------------------


def test_a_link_fills_in_what_it_knows_and_nothing_that_is_not_allowed(county, coordinator, sign_in):
    browser, address = sign_in(coordinator), "/forfragan/"
    known = {"rubrik": "En plats i Brukarrådet", "syfte": "Att höras.", "niva": "system", "verksamhet": county.ward.pk}
    assert "En plats i Brukarrådet" in browser.get(address, known).content.decode()
    browser.post(f"{address}?{urlencode(known)}")
    draft = InvolvementRequest.objects.get()
    assert (draft.title, draft.purpose, draft.level, draft.unit) == (
        "En plats i Brukarrådet", "Att höras.", "system", county.ward,
    )  # fmt: skip


def test_a_link_with_nonsense_fills_in_nothing(county, other_commissioner, sign_in):
    browser = sign_in(other_commissioner)
    browser.post(f"/forfragan/?{urlencode({'niva': '<b>', 'verksamhet': county.ward.pk, 'rubrik': 'x' * 999})}")
    draft = InvolvementRequest.objects.get()
    assert (draft.level, draft.unit, len(draft.title)) == ("", county.housing, 120)
