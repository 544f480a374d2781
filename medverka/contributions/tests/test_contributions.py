from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from medverka.access.authorise import link_holder
from medverka.contributions import actions, queries
from medverka.contributions.actions import NewContribution
from medverka.contributions.models import Contribution
from medverka.contributions.rules import AlreadyRecorded, InTheFuture
from medverka.foundation import clock
from medverka.journal.actions import first_broken_entry
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(coordinator, contributor, county):
    def recorded(**values):
        by, known = values.pop("by", coordinator), values.pop("known", 0)
        given = {"on": clock.today(), "hours": Decimal("1.5"), "unit": county.clinic}
        return actions.record_contribution(NewContribution(contributor, **given | values), by=by, known=known)

    return recorded


def test_a_contribution_is_one_person_on_one_occasion(record, contributor):
    contribution = record(origin=("request", 7))
    assert (contribution.contributor, contribution.hours, contribution.origin_id) == (contributor, Decimal("1.5"), 7)
    assert Entry.objects.get(verb="contribution.recorded").facts["contributor"] == contributor.pk


def test_the_same_person_occasion_and_day_asks_before_it_is_noted_again(record):
    record(origin=("request", 7))
    with pytest.raises(AlreadyRecorded) as asked:
        record(origin=("request", 7))
    assert asked.value.known == 1
    record(origin=("request", 7), known=1)
    with pytest.raises(AlreadyRecorded):  # The second click of "one more".
        record(origin=("request", 7), known=1)
    assert Contribution.objects.count() == 2


def test_another_occasion_the_same_day_is_another_contribution(record):
    record(origin=("request", 7))
    record(origin=("request", 8))
    record()
    assert Contribution.objects.count() == 3


def test_what_has_not_happened_yet_is_no_contribution(record):
    with pytest.raises(InTheFuture):
        record(on=clock.today() + timedelta(days=1))


@pytest.mark.parametrize("hours", [Decimal(0), Decimal(25)])
def test_the_database_itself_refuses_impossible_hours(record, hours):
    with pytest.raises(IntegrityError), transaction.atomic():
        record(hours=hours)


def test_the_database_itself_wants_the_association_of_a_mandate(record):
    with pytest.raises(IntegrityError), transaction.atomic():
        record(capacity="mandate")


def test_contributors_note_their_own_but_nobody_elses(record, contributor, contributor_user, paper_contributor, county):
    record(by=contributor_user)
    record(by=link_holder("contributor", contributor.pk), on=clock.today() - timedelta(days=1))
    for stranger in (contributor_user, link_holder("contributor", contributor.pk)):
        with pytest.raises(PermissionDenied):
            actions.record_contribution(NewContribution(paper_contributor, clock.today()), by=stranger)


def test_a_commissioner_notes_nothing(record, commissioner):
    with pytest.raises(PermissionDenied):
        record(by=commissioner)


def test_a_coordinator_notes_only_where_they_coordinate(record, north_coordinator, county):
    record(by=north_coordinator, unit=county.housing)
    with pytest.raises(PermissionDenied):
        record(by=north_coordinator, unit=county.clinic)


def test_many_come_in_at_once_or_not_at_all(coordinator, contributor, paper_contributor, county):
    today = clock.today()
    good = [actions.NewContribution(who, today, Decimal(2)) for who in (contributor, paper_contributor)]
    with pytest.raises(InTheFuture):
        actions.record_contributions(
            [*good, actions.NewContribution(contributor, today + timedelta(days=9))], by=coordinator
        )
    assert not Contribution.objects.exists()
    assert len(actions.record_contributions(good, by=coordinator)) == 2
    assert first_broken_entry() is None


def test_who_took_part_counts_as_asked_that_day_and_an_older_register_never_takes_it_back(
    coordinator, contributor, paper_contributor
):
    def bring_in(*days):
        items = [NewContribution(contributor, clock.today() - timedelta(days=ago)) for ago in days]
        actions.record_contributions(items, by=coordinator)
        contributor.refresh_from_db()
        return (clock.today() - contributor.last_asked_on).days

    assert [bring_in(400, 90, 200), bring_in(500, 300), bring_in(30)] == [90, 90, 30]
    paper_contributor.refresh_from_db()
    assert paper_contributor.last_asked_on is None


def test_what_somebody_notes_by_themselves_counts_as_asked_too_but_what_medverka_asked_for_did_already(
    record, contributor
):
    record(origin=("request", 7))
    contributor.refresh_from_db()
    assert contributor.last_asked_on is None
    record()
    contributor.refresh_from_db()
    assert contributor.last_asked_on == clock.today()


def test_a_contributor_cannot_bring_in_a_register(contributor, contributor_user):
    with pytest.raises(PermissionDenied):
        actions.record_contributions([actions.NewContribution(contributor, clock.today())], by=contributor_user)


def test_a_correction_keeps_what_stood_there_in_the_journal(record, coordinator):
    contribution = record()
    actions.correct_contribution(contribution, by=coordinator, hours=Decimal(3))
    facts = Entry.objects.get(verb="contribution.corrected").facts
    assert (facts["before"]["hours"], facts["after"]["hours"]) == ("1.50", "3")


def test_a_correction_that_changes_nothing_leaves_no_trace(record, coordinator):
    actions.correct_contribution(record(), by=coordinator, hours=Decimal("1.5"))
    assert not Entry.objects.filter(verb="contribution.corrected").exists()


def test_who_it_was_cannot_be_corrected(record, coordinator, paper_contributor):
    with pytest.raises(KeyError):
        actions.correct_contribution(record(), by=coordinator, contributor=paper_contributor)


def test_a_correction_into_the_future_changes_nothing(record, coordinator):
    contribution = record()
    with pytest.raises(InTheFuture):
        actions.correct_contribution(contribution, by=coordinator, on=clock.today() + timedelta(days=2))
    contribution.refresh_from_db()
    assert contribution.on == clock.today()


def test_a_no_show_is_taken_away_once(record, coordinator):
    contribution = record()
    for _click in range(2):
        actions.remove_contribution(contribution, by=coordinator)
    assert not Contribution.objects.exists()
    assert Entry.objects.filter(verb="contribution.removed").count() == 1


def test_persons_contributions_and_hours_are_different_counts(record, coordinator, paper_contributor):
    record()
    record(on=clock.today() - timedelta(days=1), hours=None)
    actions.record_contribution(NewContribution(paper_contributor, clock.today(), Decimal(2)), by=coordinator)
    totals = queries.totals(queries.in_period(clock.today() - timedelta(days=1), clock.today()))
    assert (totals.contributions, totals.hours, totals.persons) == (3, Decimal("3.5"), 2)
    assert queries.totals(queries.in_period(clock.today(), clock.today())).contributions == 2


def test_everybody_sees_what_is_within_their_reach(
    record, coordinator, north_coordinator, contributor_user, commissioner, county
):
    at_clinic = record()
    at_housing = record(unit=county.housing, origin=("request", 1))
    assert set(queries.visible_to(coordinator)) == {at_clinic, at_housing}
    assert set(queries.visible_to(north_coordinator)) == {at_housing}
    assert set(queries.visible_to(contributor_user)) == {at_clinic, at_housing}
    assert set(queries.visible_to(commissioner)) == set()


# --- Pages --------------------------------------------------------------------------------------


def test_a_contributor_notes_and_reads_their_own(contributor, contributor_user, sign_in):
    browser = sign_in(contributor_user)
    assert "Inget är antecknat än" in browser.get(reverse("contributions:mine")).content.decode()
    browser.post(reverse("contributions:new"), {"on": clock.today().isoformat(), "hours": "1:30"})
    assert Contribution.objects.get().hours == Decimal("1.50")
    assert "En insats" in browser.get(reverse("contributions:mine")).content.decode()


def test_the_page_asks_before_it_notes_the_same_day_again(contributor, contributor_user, sign_in):
    browser, given = sign_in(contributor_user), {"on": clock.today().isoformat(), "hours": "2"}
    browser.post(reverse("contributions:new"), given)
    page = browser.post(reverse("contributions:new"), given)
    assert "redan en insats" in page.content.decode()
    assert Contribution.objects.count() == 1
    browser.post(reverse("contributions:new"), given | {"again": "1"})
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize(
    ("on", "hours"), [("i morgon kanske", "1"), ("2999-01-01", "1"), ("0001-01-01", "1"), ("2026-01-01", "många")]
)
def test_what_cannot_be_read_is_kept_and_told(contributor, contributor_user, sign_in, on, hours):
    page = sign_in(contributor_user).post(reverse("contributions:new"), {"on": on, "hours": hours})
    assert page.status_code == 200
    assert on in page.content.decode()
    assert not Contribution.objects.exists()


def test_somebody_elses_contribution_is_not_found(
    record, commissioner, coordinator, paper_contributor, contributor_user, sign_in
):
    theirs = actions.record_contribution(NewContribution(paper_contributor, clock.today()), by=coordinator)
    browser = sign_in(contributor_user)
    for name in ("contribution", "remove"):
        assert browser.get(reverse(f"contributions:{name}", args=[theirs.pk])).status_code == 404
    assert sign_in(commissioner).get(reverse("contributions:contribution", args=[theirs.pk])).status_code == 403


def test_a_coordinator_corrects_and_removes_and_comes_back_to_where_they_were(record, coordinator, sign_in):
    contribution, browser = record(), sign_in(coordinator)
    address = reverse("contributions:contribution", args=[contribution.pk])
    given = {"on": "2026-01-02", "hours": "3", "capacity": "individual", "next": "/hit/"}
    assert browser.post(address, given).url == "/hit/"
    assert browser.post(address, given | {"next": "https://ond.invalid/"}).url == address
    contribution.refresh_from_db()
    assert contribution.hours == Decimal(3)
    remove = reverse("contributions:remove", args=[contribution.pk])
    assert browser.get(remove).status_code == 200
    assert Contribution.objects.exists()
    browser.post(remove)
    assert not Contribution.objects.exists()


def test_the_list_costs_the_same_however_long_it_is(record, contributor, contributor_user, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = sign_in(contributor_user)
    counts = []
    for batch in (2, 15):
        for number in range(batch):
            record(on=clock.today() - timedelta(days=batch * 20 + number))
        with CaptureQueriesContext(connection) as seen:
            browser.get(reverse("contributions:mine"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
