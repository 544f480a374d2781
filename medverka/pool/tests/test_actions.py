from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM, link_holder
from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.journal.actions import first_broken_entry
from medverka.journal.models import Entry
from medverka.pool import actions, actions_identity, door, pseudonyms
from medverka.pool.actions import NewPerson
from medverka.pool.models import Contributor, Identity, LookupKey, Milestone, StatusChange, Term

pytestmark = pytest.mark.django_db


def somebody(**values):
    return NewPerson(**{"first_name": "Anna", "email": "anna@exempel.invalid", "perspectives": {"user"}, **values})


def test_a_new_person_waits_for_the_welcome_talk_and_is_not_in_the_pool(county):
    row = actions.add_contributor(somebody(), by=SYSTEM)
    assert (row.status, row.joined_on) == ("new", None)
    assert not Contributor.objects.in_pool_on(clock.today()).exists()


def test_the_welcome_talk_takes_a_person_into_the_pool_from_today(coordinator):
    row = actions.welcome(actions.add_contributor(somebody(), by=SYSTEM), by=coordinator)
    assert (row.status, row.joined_on) == ("active", clock.today())
    assert Milestone.objects.get(contributor=row).kind == "welcome"


def test_a_person_without_perspective_is_refused_in_words(county):
    with pytest.raises(ValidationError, match="perspektiv"):
        actions.add_contributor(somebody(perspectives=set()), by=SYSTEM)


def test_a_person_who_cannot_be_reached_is_refused(county):
    with pytest.raises(ValidationError, match="nå personen"):
        actions.add_contributor(somebody(email=""), by=SYSTEM)


def test_a_register_may_hold_somebody_who_cannot_be_reached(county):
    assert actions.add_contributor(somebody(email="", source="import"), by=SYSTEM).pk


def test_one_bad_person_among_many_leaves_nobody_behind(county):
    with pytest.raises(ValidationError):
        actions.add_contributors([somebody(), somebody(perspectives=())], by=SYSTEM)
    assert not Contributor.objects.exists()


def test_whoever_joins_by_themselves_cannot_make_themselves_active(county):
    with pytest.raises(PermissionDenied):
        actions.add_contributor(somebody(status="active"), by=link_holder("join", "x"))


def test_a_sub_area_coordinator_adds_people_of_the_sub_area_alone(county, north_coordinator):
    assert actions.add_contributor(somebody(municipality=county.norrvik, source="phone"), by=north_coordinator).pk
    with pytest.raises(PermissionDenied):
        actions.add_contributor(somebody(municipality=county.ekdala, source="phone"), by=north_coordinator)


def test_a_leaving_person_is_asked_for_no_reason_and_counts_until_the_day_before(contributor, coordinator):
    actions.leave(contributor, by=coordinator)
    assert contributor.left_on == clock.today()
    assert not Contributor.objects.in_pool_on(clock.today()).exists()
    assert Contributor.objects.in_pool_on(clock.today() - timedelta(1)).count() == 1


def test_pausing_twice_says_what_is_wrong_and_notes_one_pause(contributor, coordinator):
    stale = Contributor.objects.get(pk=contributor.pk)
    actions.pause(contributor, by=coordinator)
    with pytest.raises(ValidationError, match="pausad"):
        actions.pause(stale, by=coordinator)
    assert StatusChange.objects.filter(contributor=contributor, status="paused").count() == 1


def test_a_stranger_pauses_nobody(contributor, outsider, commissioner, north_coordinator, paper_contributor):
    for user in (outsider, commissioner):
        with pytest.raises(PermissionDenied):
            actions.pause(contributor, by=user)
    with pytest.raises(PermissionDenied):
        actions.pause(paper_contributor, by=north_coordinator)


def test_contributors_pause_themselves(contributor, contributor_user):
    assert actions.pause(contributor, by=contributor_user).status == "paused"


def test_whoever_leaves_before_the_welcome_talk_was_never_in_the_pool(coordinator):
    row = actions.leave(actions.add_contributor(somebody(), by=SYSTEM), by=coordinator)
    assert not Contributor.objects.in_pool_on(row.joined_on).exists()


# --- Disposal -------------------------------------------------------------------------------


def test_disposal_takes_the_person_and_leaves_the_facts(contributor, coordinator):
    user, reference, joined_on = contributor.user, contributor.reference, contributor.joined_on
    contributor.terms.set([Term.objects.create(kind="area", slug="a", name="A")])
    actions.leave(contributor, by=coordinator)
    with clock.at(clock.now() + timedelta(days=31)):
        assert actions.dispose_due() == 1
    contributor.refresh_from_db()
    assert not Identity.objects.exists()
    assert not LookupKey.objects.exists()
    assert not User.objects.filter(pk=user.pk).exists()
    assert contributor.reference != reference
    assert not contributor.terms.exists()
    assert (contributor.joined_on, contributor.perspectives) == (joined_on, ["patient"])
    assert first_broken_entry() is None


def test_nobody_is_disposed_of_before_the_day_or_twice(contributor, coordinator):
    actions.leave(contributor, by=coordinator)
    with clock.at(clock.now() + timedelta(days=29)):
        assert actions.dispose_due() == 0
    with clock.at(clock.now() + timedelta(days=30)):
        assert actions.dispose_due() == 1
        assert actions.dispose_due() == 0


def test_whoever_asked_to_be_told_is_kept_reachable_for_a_year(contributor, coordinator):
    actions.leave(contributor, by=coordinator, tell_after=True)
    with clock.at(clock.now() + timedelta(days=364)):
        assert actions.dispose_due() == 0
    with clock.at(clock.now() + timedelta(days=366)):
        assert actions.dispose_due() == 1


def test_somebody_who_is_in_the_pool_cannot_be_disposed_of(contributor):
    with pytest.raises(ValidationError):
        actions.dispose(contributor, by=SYSTEM)
    assert Identity.objects.count() == 1


# --- Accounts -------------------------------------------------------------------------------


def test_an_account_bears_the_pseudonym_and_no_name(county):
    row = actions.add_contributor(somebody(last_name="Andersson"), by=SYSTEM)
    user = actions.link_account(row, by=link_holder("contributor", row.pk))
    assert user.name == row.pseudonym
    assert [grant.role for grant in user.grants] == ["contributor"]


def test_one_account_is_never_two_persons(contributor, contributor_user):
    other = actions.add_contributor(somebody(email=contributor_user.email), by=SYSTEM)
    with pytest.raises(ValidationError):
        actions.link_account(other, by=SYSTEM)


# --- Many -----------------------------------------------------------------------------------


def test_pseudonyms_are_never_given_twice(county):
    rows = actions.add_contributors([somebody(email=f"a{n}@exempel.invalid") for n in range(300)], by=SYSTEM)
    assert len({row.reference for row in rows}) == 300
    assert not set(pseudonyms.draw(50)) & {row.pseudonym for row in rows}


def test_words_of_pseudonyms_stay_apart_in_addresses():
    from django.utils.text import slugify

    assert len({slugify(word) for word in pseudonyms.WORDS}) == len(pseudonyms.WORDS) >= 80


def test_default_terms_are_added_once(county):
    assert actions.ensure_default_terms(by=SYSTEM) > 50
    assert actions.ensure_default_terms(by=SYSTEM) == 0


def test_the_journal_holds_no_name_and_no_address(contributor, coordinator):
    door.open_door(contributor, by=coordinator, purpose="contact")
    actions_identity.change_identity(contributor, by=coordinator, last_name="Lundqvist", city="Norrvik")
    text = " ".join(f"{entry.verb} {entry.subject} {entry.facts}" for entry in Entry.objects.all())
    for word in ("Lova", "Lund", "exempel.invalid", "Norrvik", "0701740605"):
        assert word not in text
