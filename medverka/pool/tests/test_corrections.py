"""Two tabs, stale objects, and saving what is there already."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from medverka.access.authorise import SYSTEM, link_holder
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool import actions, actions_identity, door, queries
from medverka.pool.models import Contributor, Identity, Milestone, Term
from medverka.pool.seen import ChangedMeanwhile
from medverka.pool.terms import save_term

pytestmark = pytest.mark.django_db


def journalled(verb):
    return Entry.objects.filter(verb=verb).count()


# --- The profile


def test_saving_one_thing_from_a_stale_tab_leaves_the_others_alone(contributor, coordinator):
    stale = Contributor.objects.get(pk=contributor.pk)
    actions.change_profile(contributor, by=coordinator, most_per_half_year=2, perspectives={"user", "patient"})
    actions.change_profile(stale, by=coordinator, weekdays=[3, 1])
    stale.refresh_from_db()
    assert (stale.most_per_half_year, stale.perspectives, stale.weekdays) == (2, ["user", "patient"], [1, 3])


def test_only_real_changes_of_a_profile_are_journalled_and_each_by_its_name(contributor, coordinator):
    word = Term.objects.create(kind="area", slug="a", name="A")
    for _turn in range(2):
        actions.change_profile(contributor, by=coordinator, perspectives={"patient"}, terms=[word], channel="email")
    assert Entry.objects.get(verb="contributor.changed").facts == {"fields": ["terms"]}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(contributor, coordinator):
    seen = queries.profile_seen(contributor, ["most_per_half_year"])
    actions.change_profile(contributor, by=coordinator, most_per_half_year=2)
    with pytest.raises(ChangedMeanwhile) as refusal:
        actions.change_profile(contributor, by=coordinator, seen=seen, most_per_half_year=5)
    actions.change_profile(contributor, by=coordinator, seen=refusal.value.now, most_per_half_year=5)
    assert Contributor.objects.get(pk=contributor.pk).most_per_half_year == 5


def test_what_changed_elsewhere_in_the_profile_is_no_hindrance(contributor, coordinator):
    seen = queries.profile_seen(contributor, ["weekdays"])
    actions.change_profile(contributor, by=coordinator, most_per_half_year=2)
    actions.change_profile(contributor, by=coordinator, seen=seen, weekdays=[1])
    assert Contributor.objects.get(pk=contributor.pk).weekdays == [1]


@pytest.mark.slow
def test_the_second_tab_says_so_keeps_what_was_typed_and_saves_on_the_next_press(
    contributor, contributor_user, sign_in
):
    browser, address = sign_in(contributor_user), reverse("pool:my_profile")
    form = {"perspectives": ["patient"], "channel": "email"}
    first, second = (browser.get(address).context["form"]["seen"].value() for _tab in range(2))
    assert browser.post(address, {**form, "seen": first, "weekdays": ["0"]}).status_code == 302
    answer = browser.post(address, {**form, "seen": second, "most_per_half_year": "4"})
    text = answer.content.decode()
    assert "medan du skrev" in text
    assert "Hur många uppdrag" in text.split("sparat nu:")[1].split("<")[0]
    assert 'value="4"' in text
    assert Contributor.objects.get(pk=contributor.pk).weekdays == [0]
    again = {**form, "seen": answer.context["form"]["seen"].value(), "most_per_half_year": "4"}
    assert browser.post(address, again).status_code == 302
    contributor.refresh_from_db()
    assert (contributor.weekdays, contributor.most_per_half_year) == ([], 4)


# --- The identity


def test_saving_the_same_identity_again_is_not_journalled(contributor, coordinator, county):
    for _turn in range(2):
        actions_identity.change_identity(contributor, by=coordinator, last_name="Nyström", municipality=county.ekdala)
    actions_identity.change_identity(contributor, by=coordinator, phone="070-1740605", municipality=county.ekdala)
    assert journalled("identity.changed") == 1
    actions_identity.change_identity(contributor, by=coordinator, municipality=None)
    assert journalled("identity.changed") == 2


def test_two_tabs_do_not_overwrite_each_others_address(contributor, contributor_user, sign_in):
    browser, address = sign_in(contributor_user), reverse("pool:my_identity")
    form = {"first_name": "Lova", "last_name": "Lundgren", "email": "lova@exempel.invalid", "phone": "0701740605"}
    municipality = contributor.municipality_id
    seen = browser.get(address).context["form"]["seen"].value()
    browser.post(address, {**form, "seen": seen, "city": "Norrvik", "municipality": municipality})
    answer = browser.post(address, {**form, "seen": seen, "street": "Gatan 1", "municipality": municipality})
    assert "medan du skrev" in answer.content.decode()
    kept = Identity.objects.get()
    assert (kept.city, kept.street) == ("Norrvik", "")
    assert "Norrvik" not in seen


def test_protecting_and_naming_again_is_not_journalled(contributor, coordinator):
    for _turn in range(2):
        actions_identity.protect(contributor, by=coordinator, alias="Vera Ek", named=[coordinator])
        actions_identity.set_contact_person(contributor, by=coordinator, user=coordinator)
    assert (journalled("identity.changed"), journalled("contributor.contact_person")) == (1, 0)
    for _turn in range(2):
        actions_identity.unprotect(contributor, by=coordinator)
    assert journalled("identity.changed") == 2


# --- Along the way


def test_two_presses_confirm_once_a_day(contributor, contributor_user):
    for _press in range(2):
        actions.confirm_profile(contributor, by=contributor_user)
    assert Milestone.objects.filter(kind="confirmed").count() == journalled("contributor.confirmed") == 1


def test_two_presses_invite_to_an_account_once(paper_contributor, coordinator):
    actions_identity.change_identity(paper_contributor, by=coordinator, email="bertil@exempel.invalid")
    for _press in range(2):
        actions.invite_to_account(paper_contributor, by=coordinator)
    assert OutgoingMail.objects.count() == journalled("contributor.invited_to_account") == 1


def test_two_presses_make_one_account(paper_contributor, coordinator):
    actions_identity.change_identity(paper_contributor, by=coordinator, email="bertil@exempel.invalid")
    stale, holder = Contributor.objects.get(pk=paper_contributor.pk), link_holder("contributor", paper_contributor.pk)
    first = actions.link_account(paper_contributor, by=holder)
    assert actions.link_account(stale, by=holder) == first
    assert journalled("contributor.account") == 1


def test_a_contributor_does_not_change_accounts_and_whoever_left_gets_none(
    contributor, paper_contributor, coordinator, outsider
):
    with pytest.raises(ValidationError, match="redan ett konto"):
        actions.link_account(contributor, by=coordinator, user=outsider)
    stale = Contributor.objects.get(pk=paper_contributor.pk)
    actions.leave(paper_contributor, by=coordinator)
    with pytest.raises(ValidationError, match="har lämnat"):
        actions.link_account(stale, by=coordinator, user=outsider)


def test_saving_a_word_of_the_lists_as_it_is_is_not_journalled(coordinator):
    word = save_term(Term(kind="area", name="boende"), by=coordinator)
    save_term(Term.objects.get(pk=word.pk), by=coordinator)
    assert journalled("term.saved") == 1
    word.name = "Boende"
    save_term(word, by=coordinator)
    assert (Term.objects.get().name, journalled("term.saved")) == ("Boende", 2)


# --- Addresses for letters and calls


def test_opening_addresses_is_noted_for_each_with_the_request(contributor, paper_contributor, coordinator):
    people = [contributor, paper_contributor]
    reaches = door.open_addresses(people, by=coordinator, purpose="letter", requests={contributor.pk: 7})
    assert set(reaches) == {person.pk for person in people}
    facts = dict(Entry.objects.filter(verb="door.opened").values_list("subject", "facts"))
    assert facts == {
        f"contributor:{contributor.pk}": {"purpose": "letter", "request": 7},
        f"contributor:{paper_contributor.pk}": {"purpose": "letter"},
    }


def test_addresses_are_opened_for_all_or_none(contributor, paper_contributor, north_coordinator):
    from django.core.exceptions import PermissionDenied

    for by in (north_coordinator, SYSTEM):
        with pytest.raises(PermissionDenied):
            door.open_addresses([contributor, paper_contributor], by=by, purpose="letter")
    assert not journalled("door.opened")
