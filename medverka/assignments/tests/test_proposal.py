import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments import fit, fitting, proposal, together
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.tests.conftest import complete
from medverka.foundation import clock
from medverka.pool.actions import NewPerson, add_contributors
from medverka.pool.models import Contributor


def order(request, user, at_most=200):
    return [row.contributor.pk for row in proposal.propose(request, user, at_most).people]


def asked_on(person, days_ago, request, state="expired"):
    moment = clock.now() - timedelta(days=days_ago)
    Invitation.objects.create(request=request, contributor=person, state=state, channel="email", invited_at=moment)
    people.count_asked([person.pk])


def open_another(commissioner, coordinator, county, **values):
    request = actions.create_request(by=commissioner, **complete(county.clinic, **values))
    return actions.open_request(actions.send_request(request, by=commissioner), by=coordinator)


@pytest.fixture
def earlier(county):
    items = [actions.NewRequest(f"Förr {n}", clock.today(), unit=county.clinic) for n in range(5)]
    return actions.import_requests(items, by=SYSTEM)


@pytest.mark.slow
def test_the_database_and_the_pure_rules_agree_about_everybody(opened, coordinator, commissioner, county, terms):
    dice = random.Random(7)
    slugs = ["oppenvard", "beroende", "panel", "referensgrupp", "pa-plats", "digitalt", "svenska", "finska", "tolk"]
    choose = lambda things, at_most: dice.sample(things, dice.randint(0, at_most))  # noqa: E731
    persons = [
        NewPerson(
            first_name=f"P{n}",
            perspectives=set(dice.sample(["user", "patient", "relative"], dice.randint(1, 3))),
            terms=[terms[slug] for slug in choose(slugs, 5)],
            municipality=dice.choice([None, county.norrvik, county.ekdala]),
            weekdays=sorted(choose(list(range(7)), 3)),
            most_per_half_year=dice.choice([None, None, 0, 1, 2]),
            status=dice.choice(["active", "active", "paused", "new"]),
            joined_on=clock.today(),
            email=f"p{n}@exempel.invalid",
        )
        for n in range(150)
    ]
    rows = add_contributors(persons, by=SYSTEM)
    for row in rows:
        row.units.set(choose([county.clinic, county.ward, county.housing], 2))
    active = [row for row in rows if row.status == "active"]
    active[0].units.set([county.ward])
    people.invite(opened, active[:1], by=coordinator)
    same_day = open_another(commissioner, coordinator, county, ends_on=opened.starts_on + timedelta(days=2))
    people.invite(same_day, active[1:40], by=coordinator)
    actions.change_request(
        opened, by=coordinator, form=terms["pa-plats"], way=terms["panel"], municipality=county.norrvik,
        areas=[terms["oppenvard"]], language=terms["finska"], cannot_arrange=[terms["tolk"]], mix_units=True, starts_on=opened.starts_on + timedelta(days=1),
    )  # fmt: skip
    request = InvolvementRequest.objects.select_related("form", "municipality").get(pk=opened.pk)
    wish = fitting.wish_of(request)
    fits, why = set(), Counter()
    for row in Contributor.objects.select_related("municipality").prefetch_related("terms"):
        facts = proposal.person_of(row, list(row.terms.all()))
        already = Invitation.objects.filter(request=request, contributor=row).exists()
        meets = Invitation.objects.filter(request=same_day, contributor=row).exists()
        shared = not already and row.units.contains(county.ward)
        reasons = fit.why_not(wish, replace(facts, already=already, same_day=meets, same_unit=shared))
        if reasons:
            why[str(fit.REASONS[reasons[0]])] += 1
        else:
            fits.add(row.pk)
    assert 3 < len(fits) < 100
    assert why[str(fit.REASONS["apart"])]
    assert set(order(request, coordinator)) == fits
    assert {str(words): count for _key, words, count in fitting.why_not_the_others(request, coordinator)} == dict(why)
    proposed = proposal.propose(request, coordinator, 3)
    assert (len(proposed.people), proposed.fit_count, proposed.others) == (3, len(fits), sum(why.values()))


def test_least_asked_stands_first(opened, coordinator, pool, earlier):
    never, long_ago, once, once_recently, twice = pool(5)
    asked_on(long_ago, 500, earlier[0])
    asked_on(once, 200, earlier[0])
    asked_on(once_recently, 20, earlier[0])
    asked_on(twice, 300, earlier[0])
    asked_on(twice, 301, earlier[1])
    wanted = [never, long_ago, once, once_recently, twice]
    assert order(opened, coordinator) == [person.pk for person in wanted]


def test_a_large_pool_is_asked_in_the_same_order_as_a_small_one(opened, coordinator, pool, earlier, monkeypatch):
    dice = random.Random(3)
    for person in pool(40):
        for request in dice.sample(earlier, dice.choice([0, 0, 1, 2, 3])):
            asked_on(person, dice.choice([10, 100, 100, 300, 364, 365, 366, 500, 500, 900]), request)
    few = order(opened, coordinator)
    assert len(few) == 40
    monkeypatch.setattr(proposal, "COUNTED_TO", 5)
    monkeypatch.setattr(together, "GATHERED", 7)
    monkeypatch.setattr(together, "SPARE", 3)
    assert order(opened, coordinator) == few
    assert [order(opened, coordinator, at_most) for at_most in (2, 12, 30)] == [few[:2], few[:12], few[:30]]
    large = proposal.propose(opened, coordinator, 10)
    assert (large.fit_count, large.others) == (6, None)
    monkeypatch.setattr(proposal, "fitting", None)  # Not asked for where those weighed are enough.
    enough = proposal.propose(opened, coordinator, 6)
    assert (enough.fit_count > 6, enough.others, len(enough.people)) == (True, None, 6)


def test_how_active_somebody_is_never_counts(opened, coordinator, pool, earlier):
    one, other = pool(2)
    before = order(opened, coordinator)
    asked_on(one, 400, earlier[0], state="accepted")
    asked_on(other, 400, earlier[0], state="expired")
    assert order(opened, coordinator) == before


def test_a_no_changes_nothing_in_the_order(opened, coordinator, commissioner, county, pool):
    pool(6)
    other = open_another(commissioner, coordinator, county, starts_on=None)
    before = order(opened, coordinator)
    first = Contributor.objects.get(pk=before[0])
    row = people.invite(other, [first], by=coordinator)[0]
    assert order(opened, coordinator) != before
    people.decline(row, by=link_holder("invitation", row.pk))
    assert order(opened, coordinator) == before


def test_equals_stand_in_the_same_order_every_time_and_in_another_for_another_request(
    opened, coordinator, commissioner, county, pool
):
    pool(30)
    orders = set()
    for _request in range(4):
        request = actions.create_request(by=commissioner, **complete(county.clinic))
        orders.add(tuple(order(request, coordinator)))
        assert tuple(order(request, coordinator)) in orders
    assert len(orders) > 1
    assert tuple(sorted(order(opened, coordinator))) not in orders


def test_the_door_is_never_opened_by_a_proposal(opened, coordinator, protected_contributor, pool):
    pool(3)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        proposal.propose(opened, coordinator, 20)
        fitting.why_not_the_others(opened, coordinator)
    assert not [
        query for query in asked.captured_queries if "first_name" in query["sql"] or "lookupkey" in query["sql"]
    ]


def test_a_protected_person_is_proposed_like_anybody_else(opened, coordinator, county, terms, protected_contributor):
    perspective = protected_contributor.perspectives[0]
    actions.change_request(
        opened, by=coordinator, form=terms["pa-plats"], municipality=county.norrvik, **{f"wants_{perspective}": True}
    )
    request = InvolvementRequest.objects.select_related("form", "municipality").get(pk=opened.pk)
    row = next(
        row for row in proposal.propose(request, coordinator, 20).people if row.contributor == protected_contributor
    )
    assert row.remarks == []
    assert "Norrvik" not in row.what


def test_limits_count_assignments_of_half_a_year(opened, coordinator, pool, earlier):
    (person,) = pool(1, most_per_half_year=1)
    row = Invitation.objects.create(
        request=earlier[0],
        contributor=person,
        state="accepted",
        channel="email",
        replied_at=clock.now() - timedelta(days=100),
    )
    assert person.pk not in order(opened, coordinator)
    Invitation.objects.filter(pk=row.pk).update(replied_at=clock.now() - timedelta(days=190))
    assert person.pk in order(opened, coordinator)


def test_nobody_is_proposed_for_two_things_on_one_day_unless_they_said_no(
    opened, coordinator, commissioner, county, pool
):
    (person,) = pool(1)
    other = open_another(commissioner, coordinator, county, persons_wanted=3)
    row = people.invite(other, [person], by=coordinator)[0]
    assert person.pk not in order(opened, coordinator)
    assert [key for key, *_rest in fitting.why_not_the_others(opened, coordinator)] == ["same_day"]
    actions.change_request(other, by=coordinator, ends_on=other.starts_on + timedelta(days=90))
    assert person.pk in order(opened, coordinator)
    actions.change_request(other, by=coordinator, ends_on=other.starts_on)
    people.decline(row, by=link_holder("invitation", row.pk))
    assert person.pk in order(opened, coordinator)


def test_a_sub_areas_coordinator_is_proposed_people_within_reach(county, north_coordinator, other_commissioner, pool):
    (mine,) = pool(1, municipality=county.norrvik)
    (_theirs,) = pool(1, municipality=county.ekdala)
    request = actions.create_request(by=other_commissioner, **complete(county.housing))
    assert order(request, north_coordinator) == [mine.pk]


def test_a_larger_pool_takes_no_more_queries(opened, coordinator, pool):
    pool(3)
    with CaptureQueriesContext(connection) as few:
        order(opened, coordinator, 10)
    pool(40)
    with CaptureQueriesContext(connection) as many:
        order(opened, coordinator, 10)
    assert len(many) <= len(few)
