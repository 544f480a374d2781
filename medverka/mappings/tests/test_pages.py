import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from medverka.foundation import clock
from medverka.mappings import doors
from medverka.mappings.actions import answering
from medverka.mappings.actions import mappings as actions
from medverka.mappings.models import Mapping, SelfAssessment
from medverka.mappings.rules import Answered, State
from medverka.mappings.tests.conftest import KEYS
from medverka.organisations.actions import save_contact_person
from medverka.organisations.models import ContactPerson

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"mappings:{name}", args=args)


def hidden(answer, name="seen"):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


def test_a_coordinator_makes_a_mapping_chooses_who_takes_part_and_opens_it(county, coordinator, sign_in):
    browser, today = sign_in(coordinator), clock.today()
    given = {"title": "Kartläggning", "opens_on": today, "closes_on": today + timedelta(days=20)}
    to_choose = browser.post(page("new"), given)
    mapping = Mapping.objects.get()
    assert to_choose["Location"] == page("choose", mapping.pk)
    shown = browser.get(to_choose["Location"]).content.decode()
    assert shown.count("checked") == 3  # The region and both municipalities.
    browser.post(to_choose["Location"], {"tops": [county.region.pk, county.norrvik.pk], "units": [county.clinic.pk]})
    assert mapping.assessments.count() == 3
    assert "Norrvik" in browser.get(page("open", mapping.pk)).content.decode()  # Not reached by mail.
    browser.post(page("open", mapping.pk))
    mapping.refresh_from_db()
    assert mapping.state == State.OPEN
    assert mapping.version.fixed_at


def test_days_upside_down_are_told_at_the_field(county, coordinator, sign_in):
    given = {"title": "Kartläggning", "opens_on": "2026-05-05", "closes_on": "2026-05-04"}
    answer = sign_in(coordinator).post(page("new"), given)
    assert "Sista dagen kommer före den första" in answer.content.decode()
    assert not Mapping.objects.exists()


def test_an_official_answers_level_by_level_and_hands_in(mapping, of, county, commissioner, sign_in):
    browser, one = sign_in(commissioner), of(county.clinic)
    address = page("fill_in", one.pk, "individual")
    given = {f"a-{key}": "s3" for key in KEYS["individual"]} | {"e-own_plan": "https://exempel.se/a"}
    on = browser.post(address, given | {"seen": hidden(browser.get(address))})
    assert on["Location"] == page("fill_in", one.pk, "operational")
    browser.post(on["Location"], {"a-meetings": "s2", "c-meetings": "Två enheter", "stay": "1"})
    overview = browser.get(page("assessment", one.pk))
    for words in ("Två enheter", "exempel.se/a", "7 frågor har inget svar"):
        assert words in overview.content.decode()
    browser.post(page("hand_in", one.pk), {"revision": hidden(overview, "revision")})
    assert of(county.clinic).state == Answered.HANDED_IN
    browser.post(page("take_back", one.pk))
    assert of(county.clinic).state == Answered.BEGUN


def test_what_two_typed_at_once_stands_beside_each_other(mapping, of, county, commissioner, coordinator, sign_in):
    browser, one = sign_in(commissioner), of(county.clinic)
    address = page("fill_in", one.pk, "individual")
    seen = hidden(browser.get(address))
    answering.fill_in(one, by=coordinator, answers={"own_plan": "s5"}, comments={"choices": "Samordnarens ord"})
    answer = browser.post(address, {"a-own_plan": "s1", "c-choices": "Mina ord", "seen": seen})
    shown = answer.content.decode()
    for words in ("Under tiden har någon annan skrivit: ”En självklar del", "Samordnarens ord", "Mina ord"):
        assert words in shown
    again = browser.post(address, {"a-own_plan": "s1", "c-choices": "Mina ord", "seen": hidden(answer)})
    assert again.status_code == 302
    assert of(county.clinic).answers["own_plan"] == "s1"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://exempel.se", "exempel.se"])
def test_a_link_that_is_none_is_told_at_the_field_and_what_was_typed_stays(
    mapping, of, county, commissioner, sign_in, link
):
    address = page("fill_in", of(county.clinic).pk, "individual")
    answer = sign_in(commissioner).post(address, {"a-own_plan": "s4", "e-own_plan": link, "c-own_plan": "Mina ord"})
    shown = answer.content.decode()
    assert "Rad 1 är ingen länk" in shown
    assert "Mina ord" in shown
    assert f'href="{link}' not in shown
    assert of(county.clinic).answers == {}


def test_easy_read_words_stand_in_place_of_the_others(mapping, of, county, commissioner, sign_in):
    browser, address = sign_in(commissioner), page("fill_in", of(county.clinic).pk, "individual")
    assert "Personalen skriver planen själv." in browser.get(address + "?lattlast=1").content.decode()
    assert "Personalen skriver planen själv." not in browser.get(address).content.decode()


# --- By link ----------------------------------------------------------------------------------


@pytest.fixture
def contact(mapping, of, county, coordinator):
    person = ContactPerson(organisation=county.ekdala, name="Eva Ek", email="eva@exempel.invalid")
    person = save_contact_person(person, by=coordinator)
    actions.choose_contact(of(county.ekdala), by=coordinator, contact=person)
    return person


def test_whoever_has_the_link_answers_without_signing_in(contact, of, county):
    browser, token = Client(), doors.token_of(of(county.ekdala))
    assert browser.get(page("by_link", token)).status_code == 200
    browser.post(page("fill_in_by_link", token, "individual"), {"a-own_plan": "s3", "stay": "1"})
    browser.post(page("hand_in_by_link", token))
    one = of(county.ekdala)
    assert (one.state, one.answers, one.on_behalf) == (Answered.HANDED_IN, {"own_plan": "s3"}, False)
    browser.post(page("take_back_by_link", token))
    assert of(county.ekdala).state == Answered.BEGUN


def test_a_forged_or_replaced_link_opens_nothing(contact, of, county, coordinator):
    token = doors.token_of(of(county.ekdala))
    assert Client().get(page("by_link", token[:-2] + "xx")).status_code == 404
    actions.choose_contact(of(county.ekdala), by=coordinator, contact=None)
    assert Client().get(page("by_link", token)).status_code == 404
    assert Client().post(page("hand_in_by_link", token)).status_code == 404


def test_the_code_of_a_letter_opens_the_same(contact, of, county):
    one = of(county.ekdala)
    answer = Client().post(page("code"), {"code": doors.code_of(one).lower().replace("-", " ")})
    assert answer["Location"] == page("by_link", doors.token_of(one))


def test_guessing_codes_is_braked(contact):
    browser = Client()
    answers = [browser.post(page("code"), {"code": f"AAAAA-AAA{n:02}"}) for n in range(22)]
    assert "Koden stämmer inte" in answers[0].content.decode()
    assert "många koder" in answers[-1].content.decode()


# --- Results ----------------------------------------------------------------------------------


def test_the_result_stands_level_by_level_in_the_alphabets_order(mapping, answer, county, coordinator, sign_in):
    answer(county.region, 4)
    answer(county.norrvik, 2)
    answer(county.ekdala, 3, own_plan="s1", choices="s1", relatives="s2")
    actions.close_mapping(mapping, by=coordinator)
    shown = sign_in(coordinator).get(page("result", mapping.pk)).content.decode()
    names = [shown.index(f">{name}</a></th>") for name in ("Ekdala", "Norrvik", "Region Exempellän")]
    assert names == sorted(names)


def test_the_result_is_the_coordinators_until_it_is_closed(
    mapping, answer, county, coordinator, commissioner, steering_member, sign_in
):
    answer(county.clinic)
    address = page("result", mapping.pk)
    assert sign_in(coordinator).get(address).status_code == 200
    assert sign_in(commissioner).get(address).status_code == 403
    assert sign_in(steering_member).get(address).status_code == 404
    actions.close_mapping(mapping, by=coordinator)
    for who in (commissioner, steering_member):
        assert sign_in(who).get(address).status_code == 200


def test_the_public_reads_only_what_the_mapping_says(mapping, answer, county, coordinator):
    answer(county.clinic)
    address = page("public", mapping.slug)
    actions.close_mapping(mapping, by=coordinator)
    assert Client().get(address).status_code == 404
    actions.change_mapping(mapping, by=coordinator, is_public=True)
    assert Client().get(address).status_code == 200
    actions.reopen_mapping(mapping, by=coordinator)
    assert Client().get(address).status_code == 404


def test_pages_ask_as_many_questions_however_many_take_part(
    mapping, answer, county, coordinator, sign_in, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer(county.clinic)
    browser = sign_in(coordinator)
    addresses = [page("list"), page("mapping", mapping.pk), page("result", mapping.pk)]

    def asked(address):
        with CaptureQueriesContext(
            connection,
        ) as questions:
            assert browser.get(address).status_code == 200
        return len(questions)

    before = [asked(address) for address in addresses]
    for organisation in (county.region, county.norrvik, county.ekdala):
        answer(organisation)
    assert [asked(address) for address in addresses] == before


def test_nobody_sees_another_organisations_answers_before_it_is_closed(
    mapping, answer, of, county, other_commissioner, coordinator, sign_in
):
    answer(county.clinic)
    browser, one = sign_in(other_commissioner), of(county.clinic)
    for name in ("assessment", "report"):
        assert browser.get(page(name, one.pk)).status_code == 404
    actions.close_mapping(mapping, by=coordinator)
    assert browser.get(page("report", one.pk)).status_code == 200
    assert browser.get(page("assessment", one.pk))["Location"] == page("report", one.pk)
    assert browser.get(page("fill_in", one.pk, "individual")).status_code == 403


def test_a_mapping_that_is_being_prepared_is_the_coordinators(make, commissioner, sign_in):
    one = make()
    assert sign_in(commissioner).get(page("mapping", one.pk)).status_code == 404
    assert SelfAssessment.objects.count() == 0
