from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.organisations import actions, queries
from medverka.organisations.models import ContactPerson, Organisation, SubArea


def fresh(organisation) -> Organisation:
    return Organisation.objects.get(pk=organisation.pk)


def facts(verb):
    return Entry.objects.filter(verb=verb).latest("number").facts


# --- Making and changing


def test_a_unit_stands_under_its_parent_and_in_its_sub_area(coordinator, county):
    made = actions.create_organisation(by=coordinator, name="Hemtjänsten", kind="unit", parent=county.housing)
    assert made.path == f"{county.housing.path}{made.pk}/"
    assert made.sub_area == county.north
    assert facts("organisation.created") == {"kind": "unit"}


@pytest.mark.parametrize(("kind", "where"), [("unit", None), ("region", "region"), ("unit", "association")])
def test_what_cannot_stand_there_is_refused(coordinator, county, kind, where):
    with pytest.raises(ValidationError):
        actions.create_organisation(by=coordinator, name="Ny", kind=kind, parent=where and getattr(county, where))


def test_two_of_one_name_in_one_place_are_refused_also_at_the_top(coordinator, county):
    for name, kind, parent in (("Norrvik", "municipality", None), ("Vuxenpsykiatrin", "unit", county.region)):
        with pytest.raises(ValidationError) as refusal:
            actions.create_organisation(by=coordinator, name=name, kind=kind, parent=parent)
        assert list(refusal.value.error_dict) == ["name"]
    actions.create_organisation(by=coordinator, name="Vuxenpsykiatrin", kind="unit", parent=county.norrvik)


def test_a_sub_area_coordinator_stays_within_the_sub_area(north_coordinator, county):
    actions.create_organisation(by=north_coordinator, name="Träffpunkten", kind="unit", parent=county.norrvik)
    actions.change_organisation(county.housing, by=north_coordinator, description="Ny text")
    with pytest.raises(PermissionDenied):
        actions.change_organisation(county.clinic, by=north_coordinator, description="Ny text")
    with pytest.raises(PermissionDenied):
        actions.create_organisation(by=north_coordinator, name="X", kind="unit", parent=county.ekdala)
    with pytest.raises(PermissionDenied):
        actions.create_organisation(by=north_coordinator, name="X", kind="association")
    with pytest.raises(PermissionDenied):
        actions.change_organisation(county.housing, by=north_coordinator, sub_area=county.south)
    with pytest.raises(PermissionDenied):
        actions.create_organisation(
            by=north_coordinator, name="X", kind="unit", parent=county.norrvik, sub_area_id=county.south.pk
        )


def test_commissioners_change_nothing(commissioner, county):
    for act in (
        lambda: actions.change_organisation(county.clinic, by=commissioner, name="Min klinik"),
        lambda: actions.create_organisation(by=commissioner, name="X", kind="unit", parent=county.clinic),
        lambda: actions.move_organisation(county.ward, by=commissioner, parent=county.region),
        lambda: actions.save_contact_person(ContactPerson(organisation=county.clinic, name="X"), by=commissioner),
        lambda: actions.create_sub_area(by=commissioner, name="X"),
        lambda: actions.change_county(by=commissioner, name="X"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_only_the_names_of_what_changed_are_written_down(coordinator, county):
    actions.change_organisation(county.clinic, by=coordinator, description="Hemligt?", name="Vuxenpsykiatrin")
    assert facts("organisation.changed") == {"fields": ["description"]}


# --- Moving


def test_a_unit_moves_with_what_stands_under_it(coordinator, county, commissioner):
    actions.move_organisation(county.clinic, by=coordinator, parent=county.norrvik)
    clinic, ward = fresh(county.clinic), fresh(county.ward)
    assert clinic.path == f"{county.norrvik.path}{clinic.pk}/"
    assert ward.path == f"{clinic.path}{ward.pk}/"
    assert ward.sub_area == county.north
    assert [grant.path for grant in User.objects.get(pk=commissioner.pk).grants] == [clinic.path]


def test_a_unit_does_not_move_under_itself_nor_where_it_does_not_belong(coordinator, county):
    for parent in (county.clinic, county.ward, county.association):
        with pytest.raises(ValidationError):
            actions.move_organisation(county.clinic, by=coordinator, parent=parent)


def test_a_unit_is_not_pulled_out_of_or_pushed_into_reach_by_those_who_lack_the_other_end(north_coordinator, county):
    with pytest.raises(PermissionDenied):
        actions.move_organisation(county.ward, by=north_coordinator, parent=county.norrvik)
    with pytest.raises(PermissionDenied):
        actions.move_organisation(county.housing, by=north_coordinator, parent=county.ekdala)


# --- Sub-areas


def test_a_sub_area_takes_municipalities_in_with_their_units_and_lets_them_go(coordinator, county):
    actions.change_sub_area(county.south, by=coordinator, name="Söder", municipalities={county.norrvik.pk})
    assert fresh(county.norrvik).sub_area == fresh(county.housing).sub_area == county.south
    assert fresh(county.ekdala).sub_area is None
    assert facts("sub_area.changed") == {"moved": [county.ekdala.pk, county.norrvik.pk]}


def test_a_sub_area_with_a_role_in_it_is_not_removed(coordinator, north_coordinator, county):
    with pytest.raises(ValidationError):
        actions.remove_sub_area(county.north, by=coordinator)
    actions.remove_sub_area(county.south, by=coordinator)
    assert fresh(county.ekdala).sub_area is None
    assert list(SubArea.objects.all()) == [county.north]
    assert not Entry.objects.filter(verb="sub_area.removed", subject=f"subarea:{county.north.pk}").exists()


def test_sub_areas_are_drawn_by_coordinators_of_the_whole_county(north_coordinator, county):
    with pytest.raises(PermissionDenied):
        actions.change_sub_area(county.north, by=north_coordinator, name="Mitt", municipalities={county.ekdala.pk})
    with pytest.raises(PermissionDenied):
        actions.remove_sub_area(county.south, by=north_coordinator)


# --- Contact persons


def test_a_contact_person_has_a_first_and_a_last_day(county):
    with clock.at(date(2026, 3, 5)):
        contact = ContactPerson(organisation=county.clinic, name="Ylva", starts_on=date(2020, 1, 1))
        actions.save_contact_person(contact, by=SYSTEM)
        assert queries.contact_persons(county.clinic) == ([contact], [])
        actions.end_contact_person(contact, by=SYSTEM)
        assert contact.ends_on == date(2026, 3, 4)
        assert queries.contact_persons(county.clinic) == ([], [contact])
        actions.end_contact_person(contact, by=SYSTEM)
    assert Entry.objects.filter(verb="contact_person.ended").count() == 1


def test_a_last_day_before_the_first_is_refused(coordinator, county):
    contact = ContactPerson(organisation=county.clinic, name="Y", starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1))
    with pytest.raises(ValidationError):
        actions.save_contact_person(contact, by=coordinator)


# --- The county


def test_the_county_is_changed_by_name_of_setting(coordinator, county):
    actions.change_county(by=coordinator, phone="010-1", name="Exempellän")
    assert queries.the_county().phone == "010-1"
    assert facts("county.changed") == {"settings": ["phone"]}


def test_saving_what_stands_there_already_is_not_written_down(coordinator, county):
    before = Entry.objects.count()
    actions.change_county(by=coordinator, name="Exempellän")
    actions.change_sub_area(county.south, by=coordinator, name=county.south.name, municipalities={county.ekdala.pk})
    assert Entry.objects.count() == before
    actions.change_sub_area(county.south, by=coordinator, name="Söder", municipalities={county.ekdala.pk})
    assert facts("sub_area.changed") == {"moved": []}


def test_a_small_group_is_never_smaller_than_three(county):
    with pytest.raises(ValidationError):
        actions.change_county(by=SYSTEM, small_group=2)
    assert queries.the_county().small_group == 5


def test_the_county_is_not_a_sub_area_coordinators(north_coordinator, county):
    with pytest.raises(PermissionDenied):
        actions.change_county(by=north_coordinator, name="Norrlandet")


# --- Reading


def test_trails_and_trees_are_sorted_as_in_swedish(coordinator, county):
    for name in ("Ösby", "Åby", "Alby", "Äsby"):
        actions.create_organisation(by=coordinator, name=name, kind="municipality")
    names = [node.organisation.name for node in queries.tree(Organisation.objects.municipalities())]
    assert names == ["Alby", "Ekdala", "Norrvik", "Åby", "Äsby", "Ösby"]
    (trail,) = [trail for one, trail in queries.trails(Organisation.objects.all()) if one == county.ward]
    assert trail == "Region Exempellän › Vuxenpsykiatrin › Avdelning 12"
