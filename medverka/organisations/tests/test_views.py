import pytest

from medverka.access.authorise import SYSTEM
from medverka.organisations.actions import create_organisation, save_contact_person
from medverka.organisations.models import ContactPerson, Organisation, SubArea
from medverka.organisations.queries import the_county

LIST = "/organisationer/"
HOSTILE = "<script>alert(1)</script>\"'{{ 7|add:7 }}"


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_list_shows_the_county_kind_by_kind(sign_in, coordinator):
    page = text(sign_in(coordinator).get(LIST))
    for words in ("Region Exempellän", "Avdelning 12", "Norrvik", "Föreningen Förgätmigej", "Norra Exempellän"):
        assert words in page
    assert page.index("Kommuner") < page.index("Föreningar")


def test_an_empty_county_is_told_where_to_begin(sign_in, coordinator):
    for organisation in Organisation.objects.order_by("-path"):  # From the leaves down.
        organisation.delete()
    assert "Lägg in regionen och kommunerna först" in text(sign_in(coordinator).get(LIST))


def test_the_list_takes_as_many_queries_for_a_hundred_as_for_seven(
    sign_in, coordinator, county, django_assert_max_num_queries, django_assert_num_queries
):
    browser = sign_in(coordinator)
    browser.get(LIST)
    with django_assert_max_num_queries(15) as few:
        browser.get(LIST)
    for number in range(100):
        create_organisation(by=SYSTEM, name=f"Enhet {number}", kind="unit", parent=county.clinic)
    with django_assert_num_queries(len(few)):
        assert "Enhet 99" in text(browser.get(LIST))
    with django_assert_max_num_queries(len(few) + 6):
        browser.get(f"{LIST}{county.clinic.pk}/")


def test_search_finds_a_part_of_a_name_at_any_depth(sign_in, coordinator):
    page = text(sign_in(coordinator).get(LIST, {"q": "aVDEL"}))
    assert "Region Exempellän › Vuxenpsykiatrin › Avdelning 12" in page
    assert "Norrvik" not in page
    assert "Ingen organisation heter ”qqq”" in text(sign_in(coordinator).get(LIST, {"q": "qqq"}))


def test_one_of_another_sub_area_does_not_exist_for_a_sub_area_coordinator(sign_in, north_coordinator, county):
    browser = sign_in(north_coordinator)
    page = text(browser.get(LIST))
    assert "Boendestödet i Norrvik" in page
    assert "Ekdala" not in page
    for address in ("", "andra/", "flytta/", "kontaktpersoner/ny/"):
        assert browser.get(f"{LIST}{county.clinic.pk}/{address}").status_code == 404
        assert browser.post(f"{LIST}{county.clinic.pk}/{address}", {"name": "X"}).status_code == 404
    assert browser.get(f"{LIST}lanet/").status_code == 403
    assert browser.get(f"{LIST}delregioner/{county.south.pk}/").status_code == 403
    assert browser.get(f"{LIST}ny/association/").status_code == 403


def test_a_unit_is_added_changed_moved_and_closed(sign_in, coordinator, county):
    browser = sign_in(coordinator)
    new = f"{LIST}ny/unit/?under={county.norrvik.pk}"
    assert "Hör till Norrvik" in text(browser.get(new))
    made = browser.post(new, {"name": "Träffpunkten", "website": "exempel.invalid"})
    unit = Organisation.objects.get(name="Träffpunkten")
    assert made["Location"] == f"{LIST}{unit.pk}/"
    assert (unit.parent, unit.sub_area, unit.website) == (county.norrvik, county.north, "https://exempel.invalid")
    browser.post(f"{LIST}{unit.pk}/flytta/", {"parent": county.ekdala.pk})
    browser.post(f"{LIST}{unit.pk}/andra/", {"name": "Träffen", "closed_on": "1 mars 2026"})
    unit.refresh_from_db()
    assert (unit.name, unit.parent, str(unit.closed_on)) == ("Träffen", county.ekdala, "2026-03-01")
    assert "Träffen" not in text(browser.get(LIST))
    assert "Träffen" in text(browser.get(LIST, {"tidigare": "1"}))


def test_what_was_typed_stays_when_something_is_wrong(sign_in, coordinator):
    page = text(sign_in(coordinator).post(f"{LIST}ny/municipality/", {"name": "Norrvik", "description": "Vid havet"}))
    assert "Det finns redan en organisation" in page
    assert "Vid havet" in page


@pytest.mark.parametrize("address", ["ny/unit/", "ny/kung/", "ny/unit/?under=987654", "ny/region/?under=x", "987654/"])
def test_what_cannot_be_is_not_found_or_begun_at_the_top(sign_in, coordinator, address):
    expected = 200 if address == "ny/region/?under=x" else 404
    assert sign_in(coordinator).get(LIST + address).status_code == expected


def test_contact_persons_come_and_go(sign_in, coordinator, county):
    browser = sign_in(coordinator)
    page = f"{LIST}{county.clinic.pk}/"
    values = {"name": "Ylva Yngve", "phone": "031-1 2", "starts_on": "1 januari 2020", "role": "Chef"}
    browser.post(f"{page}kontaktpersoner/ny/", values)
    contact = ContactPerson.objects.get()
    assert 'href="tel:03112"' in text(browser.get(page))
    wrong = text(browser.post(f"{LIST}kontaktpersoner/{contact.pk}/", values | {"ends_on": "2019-01-01"}))
    assert "Sista dagen måste komma efter den första" in wrong
    browser.post(f"{LIST}kontaktpersoner/{contact.pk}/avsluta/")
    assert "Tidigare kontaktpersoner" in text(browser.get(page))


def test_somebody_elses_contact_person_does_not_exist(sign_in, north_coordinator, coordinator, county):
    contact = save_contact_person(ContactPerson(organisation=county.clinic, name="Ylva"), by=coordinator)
    browser = sign_in(north_coordinator)
    assert browser.get(f"{LIST}kontaktpersoner/{contact.pk}/").status_code == 404
    assert browser.post(f"{LIST}kontaktpersoner/{contact.pk}/avsluta/").status_code == 404


def test_sub_areas_are_drawn_on_their_page(sign_in, coordinator, county):
    browser = sign_in(coordinator)
    browser.post(f"{LIST}delregioner/ny/", {"name": "Mitten", "municipalities": [county.ekdala.pk]})
    made = SubArea.objects.get(name="Mitten")
    assert Organisation.objects.get(pk=county.ekdala.pk).sub_area == made
    assert "Ekdala" in text(browser.get(f"{LIST}delregioner/"))
    taken = text(browser.post(f"{LIST}delregioner/{made.pk}/", {"name": "Norra Exempellän"}))
    assert "Rätta:" in taken
    browser.post(f"{LIST}delregioner/{made.pk}/ta-bort/")
    assert not SubArea.objects.filter(name="Mitten").exists()


def test_the_countys_settings_are_changed_in_words(sign_in, coordinator):
    browser = sign_in(coordinator)
    values = {name: getattr(the_county(), name) for name in (
        "name", "pool_name", "phone", "email", "postal_address", "controller", "small_group", "retention_days",
        "answer_days", "urgent_answer_days", "invitation_days",
    )}  # fmt: skip
    assert "Skriv minst 3" in text(browser.post(f"{LIST}lanet/", values | {"small_group": "1"}))
    browser.post(f"{LIST}lanet/", values | {"pool_name": "Erfarenhetsbanken"})
    assert the_county().pool_name == "Erfarenhetsbanken"


def test_hostile_text_is_shown_as_text(sign_in, coordinator, county):
    browser = sign_in(coordinator)
    create_organisation(by=SYSTEM, name=HOSTILE, kind="unit", parent=county.clinic, description=HOSTILE)
    save_contact_person(ContactPerson(organisation=county.clinic, name=HOSTILE, role=HOSTILE), by=SYSTEM)
    unit = Organisation.objects.get(name=HOSTILE)
    for address in ("", f"{county.clinic.pk}/", f"{unit.pk}/", f"{unit.pk}/andra/", f"{unit.pk}/flytta/"):
        page = text(browser.get(LIST + address))
        assert "<script>alert" not in page
    assert "&lt;script&gt;" in text(browser.get(LIST, {"q": HOSTILE}))
