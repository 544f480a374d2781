import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import User
from medverka.journal.models import Entry
from medverka.pool import actions, actions_identity, door
from medverka.pool.models import Contributor, Identity

pytestmark = pytest.mark.django_db


def test_the_door_opens_for_a_purpose_and_leaves_a_trace(contributor, coordinator):
    assert door.open_door(contributor, by=coordinator, purpose="contact").name == "Lova Lundgren"
    entry = Entry.objects.get(verb="door.opened")
    assert (entry.actor, entry.subject) == (coordinator.actor_id, f"contributor:{contributor.pk}")
    assert entry.facts["purpose"] == "contact"


def test_the_door_stays_shut_without_a_second_factor(contributor, coordinator):
    once = User.objects.get(pk=coordinator.pk)
    with pytest.raises(PermissionDenied):
        door.open_door(contributor, by=once, purpose="contact")
    assert not Entry.objects.filter(verb="door.opened").exists()


@pytest.mark.parametrize("role", ["commissioner", "facilitator", "steering_member", "payroll_officer", "outsider"])
def test_the_door_stays_shut_for_every_other_role(role, contributor, request):
    with pytest.raises(PermissionDenied):
        door.open_door(contributor, by=request.getfixturevalue(role), purpose="contact")


def test_the_system_itself_cannot_open_the_door(contributor):
    with pytest.raises(PermissionDenied):
        door.open_door(contributor, by=SYSTEM, purpose="contact")


def test_a_coordinator_of_another_sub_area_cannot_open_the_door(paper_contributor, north_coordinator):
    with pytest.raises(PermissionDenied):
        door.open_door(paper_contributor, by=north_coordinator, purpose="contact")


def test_a_purpose_that_is_none_is_an_error(contributor, coordinator):
    with pytest.raises(KeyError):
        door.open_door(contributor, by=coordinator, purpose="nyfiken")


@pytest.mark.parametrize(
    "text", ["lova@exempel.invalid", " LOVA@Exempel.invalid ", "0701740605", "lundgren", "Lova Lundgren"]
)
def test_a_person_is_found_by_exact_mail_phone_or_name(text, contributor, paper_contributor, coordinator):
    assert door.find(coordinator, text) == [contributor.pk]


@pytest.mark.parametrize("text", ["lund", "Lova Brevik", "", "  ", "%", "' OR 1=1 --"])
def test_parts_of_words_and_mixed_names_find_nobody(text, contributor, paper_contributor, coordinator):
    assert door.find(coordinator, text) == []


def test_a_search_is_journalled_without_what_was_searched_for(contributor, coordinator):
    door.find(coordinator, "Lova")
    entry = Entry.objects.get(verb="door.found")
    assert "ova" not in str(entry.facts)


def test_a_changed_name_is_found_and_the_old_one_is_not(contributor, coordinator):
    actions_identity.change_identity(contributor, by=coordinator, last_name="Nyström")
    assert door.find(coordinator, "Nyström") == [contributor.pk]
    assert door.find(coordinator, "Lundgren") == []


def test_what_is_released_is_what_was_chosen_and_nothing_else(contributor):
    assert door.released(contributor, ["first_name"]) == {"first_name": "Lova"}
    assert door.released(contributor, ["street", "note"]) == {}


def test_the_identity_is_ciphertext_in_the_database(contributor):
    raw = str(list(Identity.objects.extra(select={"raw": "first_name || email || phone"}).values_list("raw")))
    assert "Lova" not in raw
    assert "exempel" not in raw


# --- Protected identity ---------------------------------------------------------------------


def test_a_protected_person_opens_to_the_named_and_is_an_alias_to_others(
    protected_contributor, coordinator, other_coordinator
):
    assert door.open_door(protected_contributor, by=coordinator, purpose="contact").name == "Hemma Gömd"
    seen = door.open_door(protected_contributor, by=other_coordinator, purpose="contact")
    assert seen == door.OpenIdentity(first_name="Alva Dal")


def test_a_protected_municipality_stands_nowhere_in_the_open_row(
    protected_contributor, coordinator, county, other_coordinator
):
    assert protected_contributor.municipality is None
    assert door.real_municipality(protected_contributor, by=coordinator) == county.ekdala
    assert door.real_municipality(protected_contributor, by=other_coordinator) is None


def test_others_find_a_protected_person_by_the_alias_alone(protected_contributor, coordinator, other_coordinator):
    for text in ("Hemma", "hemma@exempel.invalid", "070-174 06 11"):
        assert door.find(other_coordinator, text) == []
        assert door.find(coordinator, text) == [protected_contributor.pk]
    assert door.find(other_coordinator, "Alva Dal") == [protected_contributor.pk]


def test_letters_and_calls_to_a_protected_person_go_through_the_coordinator(
    protected_contributor, coordinator, other_coordinator
):
    reach = door.reach(protected_contributor, other_coordinator)
    assert (reach.phone, reach.greeting_name) == ("", "Alva")
    assert "Gömd" not in str(reach.postal_lines)
    assert "Dolda" not in str(reach.postal_lines)
    assert "Dolda vägen 1" in door.reach(protected_contributor, coordinator).postal_lines


def test_a_commissioner_gets_the_alias_whatever_was_released(protected_contributor):
    everything = door.released(protected_contributor, ["first_name", "last_name", "phone"])
    assert everything == {"first_name": "Alva", "last_name": "Dal"}


def test_an_alias_is_as_long_as_the_names_of_others(protected_contributor):
    assert door.released(protected_contributor, ["first_name"]) == {"first_name": "Alva"}


def test_nobody_but_the_named_changes_a_protected_person(protected_contributor, other_coordinator):
    with pytest.raises(PermissionDenied):
        actions_identity.change_identity(protected_contributor, by=other_coordinator, first_name="X")
    with pytest.raises(PermissionDenied):
        actions_identity.protect(protected_contributor, by=other_coordinator, alias="X", named=[other_coordinator])
    with pytest.raises(PermissionDenied):
        actions_identity.set_contact_person(protected_contributor, by=other_coordinator, user=other_coordinator)


def test_a_refusal_is_the_same_for_somebody_who_has_a_contact_person_and_is_not_protected(
    contributor, coordinator, other_coordinator
):
    actions_identity.set_contact_person(contributor, by=coordinator, user=coordinator)
    with pytest.raises(PermissionDenied):
        actions_identity.change_identity(contributor, by=other_coordinator, first_name="X")


def test_protection_hides_the_municipality_and_its_end_brings_it_back(
    contributor, coordinator, county, other_coordinator
):
    actions_identity.protect(contributor, by=coordinator, alias="Vera Ek", named=[coordinator])
    assert Contributor.objects.get(pk=contributor.pk).municipality is None
    actions_identity.unprotect(contributor, by=coordinator)
    assert Contributor.objects.get(pk=contributor.pk).municipality == county.norrvik
    assert door.find(other_coordinator, "Lova") == [contributor.pk]


def test_the_journal_does_not_tell_that_somebody_is_protected(contributor, coordinator):
    actions_identity.change_identity(contributor, by=coordinator, city="Norrvik")
    actions_identity.protect(contributor, by=coordinator, alias="Vera Ek", named=[coordinator])
    first, second = Entry.objects.filter(verb="identity.changed").order_by("number")
    assert first.facts == second.facts


def test_the_first_county_coordinator_at_the_door_of_a_protected_newcomer_is_named(coordinator, other_coordinator):
    from medverka.access.authorise import link_holder

    person = actions.NewPerson(first_name="Ny", phone="0701740622", perspectives={"user"}, protected=True)
    row = actions.add_contributor(person, by=link_holder("join", 1))
    assert door.open_door(row, by=coordinator, purpose="welcome").first_name == "Ny"
    assert door.open_door(row, by=other_coordinator, purpose="welcome").first_name == row.pseudonym


def test_a_protected_person_is_no_duplicate_that_others_may_hear_of(
    protected_contributor, coordinator, other_coordinator
):
    person = actions.NewPerson(email="hemma@exempel.invalid", perspectives={"user"})
    double = actions.add_contributor(person, by=SYSTEM)
    assert door.may_be_same(double, by=coordinator) == [protected_contributor]
    assert door.may_be_same(double, by=other_coordinator) == []
    assert door.may_be_same(protected_contributor, by=other_coordinator) == []
