"""All open requests are weighed together."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments import fit, proposal, together
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.tests.conftest import complete
from medverka.foundation import clock
from medverka.pool.actions import NewPerson, add_contributors
from medverka.pool.models import Contributor


@pytest.fixture
def open_one(commissioner, coordinator, county):
    """Open a request, for patients and relatives on a day of its own unless told."""
    days = iter(range(50, 500))

    def make(**values):
        day = clock.today() + timedelta(days=next(days))
        given = {"starts_on": day, "answer_by": day + timedelta(days=30), **values}
        request = actions.create_request(by=commissioner, **complete(county.clinic, **given))
        return actions.open_request(actions.send_request(request, by=commissioner), by=coordinator)

    return make


def proposed(request, user):
    return {row.contributor for row in proposal.propose(request, user, 200).proposed}


def why(request, user):
    return {row.contributor: row.why for row in proposal.propose(request, user, 200).people}


def asked_before(person, request, times=1):
    for _time in range(times):
        past = actions.import_requests([actions.NewRequest("Förr", clock.today(), unit=request.unit)], by=SYSTEM)[0]
        Invitation.objects.create(
            request=past, contributor=person, state="expired", channel="email", invited_at=clock.now()
        )
    people.count_asked([person.pk])


def test_two_requests_on_one_day_get_the_people_that_both_need(open_one, coordinator, pool):
    (both,) = pool(1, perspectives={"patient", "relative"})
    (patient,) = pool(1)
    day = clock.today() + timedelta(days=40)
    either = open_one(persons_wanted=1, starts_on=day)
    relatives = open_one(persons_wanted=1, starts_on=day, wants_patient=False)
    asked_before(patient, either)
    assert (proposed(either, coordinator), proposed(relatives, coordinator)) == ({patient}, {both})
    assert why(either, coordinator)[both] == f"Föreslås till ”{relatives.title}” samma dag."


def test_nobody_is_proposed_for_more_than_they_want(open_one, coordinator, pool):
    (once,) = pool(1, most_per_half_year=1)
    (often,) = pool(1)
    first, other = open_one(persons_wanted=1), open_one(persons_wanted=1)
    asked_before(often, first, times=3)
    assert proposed(first, coordinator) | proposed(other, coordinator) == {once, often}
    without = first if often in proposed(first, coordinator) else other
    assert why(without, coordinator)[once] == "Föreslås redan till så många uppdrag som personen vill ha."


def test_the_load_is_spread_over_the_requests(open_one, coordinator, pool):
    pool(6)
    requests = [open_one(persons_wanted=2) for _number in range(3)]
    everybody = [person for request in requests for person in proposed(request, coordinator)]
    assert len(everybody) == len(set(everybody)) == 6


def test_a_place_is_kept_for_a_relative_though_others_have_been_asked_less(open_one, coordinator, pool):
    patients = pool(3)
    (relative,) = pool(1, perspectives={"relative"})
    request = open_one(persons_wanted=2, mix_relative=True)
    asked_before(relative, request)
    chosen = proposed(request, coordinator)
    assert relative in chosen
    assert len(chosen & set(patients)) == 1
    told = why(request, coordinator)
    assert told[relative] == "Ingen annan kan ta den platsen."
    assert {told[person] for person in patients if person not in chosen} == {"Lika i allt, lotten avgjorde."}


def test_whoever_is_in_already_counts_for_the_mixed_group(open_one, coordinator, pool):
    patients = pool(3)
    (relative,) = pool(1, perspectives={"relative"})
    request = open_one(persons_wanted=2, mix_relative=True)
    row = people.invite(request, [relative], by=coordinator)[0]
    assert len(proposed(request, coordinator) & set(patients)) == 1
    people.decline(row, by=link_holder("invitation", row.pk))
    found = proposal.propose(request, coordinator, 20)
    assert len(found.proposed) == 1
    assert found.empty == "En plats får ingen. En plats hålls för en närstående. Ingen fler som passar är ledig."


def test_a_pool_that_is_too_small_says_so(open_one, coordinator, pool):
    pool(1)
    found = proposal.propose(open_one(persons_wanted=3), coordinator, 20)
    assert found.empty == "2 platser får ingen. Ingen fler som passar är ledig."


def test_what_sets_the_next_apart_is_told(open_one, coordinator, pool, county, terms):
    near, far = pool(1, municipality=county.norrvik)[0], pool(1, municipality=county.ekdala)[0]
    request = open_one(persons_wanted=1, form=terms["pa-plats"], municipality=county.norrvik)
    assert why(request, coordinator) == {near: f"Näst i tur: {far} (bor längre bort).", far: "Bor längre bort."}
    asked_before(near, request)
    assert why(request, coordinator) == {
        far: f"Näst i tur: {near} (har tillfrågats en gång mer).",
        near: "Har tillfrågats en gång mer.",
    }
    asked_before(far, request, times=3)
    assert why(request, coordinator)[far] == "Har tillfrågats 2 gånger mer."


def test_each_place_has_stand_ins_of_its_own(open_one, coordinator, pool):
    patients, relatives = pool(3), pool(3, perspectives={"relative"})
    request = open_one(persons_wanted=2, mix_own=True, mix_relative=True)
    told = why(request, coordinator)
    chosen = proposed(request, coordinator)
    for group in (patients, relatives):
        (one,) = chosen & set(group)
        assert set(re.findall(r"\w+ \d+", told[one])) == {str(person) for person in group if person != one}


def test_only_open_requests_within_reach_that_miss_somebody_are_weighed(
    open_one, coordinator, commissioner, county, pool, other_commissioner
):
    some = pool(4)
    mine = open_one()
    filled = open_one(persons_wanted=1)
    row = people.invite(filled, some[:1], by=coordinator)[0]
    people.accept(row, by=link_holder("invitation", row.pk))
    open_one(starts_on=clock.today() - timedelta(days=1))
    actions.cancel_request(open_one(), by=coordinator)
    actions.send_request(actions.create_request(by=commissioner, **complete(county.clinic)), by=commissioner)
    asked = open_one(persons_wanted=1)
    people.invite(asked, some[1:2], by=coordinator)
    weighed = together.share_out(mine, coordinator).wanted
    assert {one.thing.pk: one.missing for one in weighed} == {mine.pk: 2, asked.pk: 0}


def test_a_sub_areas_coordinator_weighs_their_own_requests(
    open_one, north_coordinator, county, other_commissioner, pool
):
    open_one()
    request = actions.create_request(by=other_commissioner, **complete(county.housing))
    weighed = together.share_out(request, north_coordinator).wanted
    assert [one.thing for one in weighed] == [request]


def test_more_people_and_more_requests_take_no_more_queries(open_one, coordinator, pool, terms):
    request, _other = open_one(areas=[terms["beroende"]]), open_one()
    pool(3)
    with CaptureQueriesContext(connection) as few:
        proposal.propose(request, coordinator, 10)
    pool(40)
    for _number in range(5):
        open_one(areas=[terms["beroende"]])
    with CaptureQueriesContext(connection) as many:
        proposal.propose(request, coordinator, 10)
    assert len(many) == len(few)


def test_more_rare_wishes_in_a_large_pool_take_no_more_queries(open_one, coordinator, pool, terms, monkeypatch):
    monkeypatch.setattr(together, "GATHERED", 6)
    pool(12, perspectives={"user"})
    rare = pool(2, terms=[terms["beroende"]])
    request = open_one(areas=[terms["beroende"]], mix_own=True, persons_wanted=2)
    open_one(wants_patient=False)
    for person in rare:
        asked_before(person, request)  # So the others are the least asked, who stand for all.
    with CaptureQueriesContext(connection) as few:
        assert proposed(request, coordinator) == set(rare)
    for _number in range(5):
        open_one(areas=[terms["beroende"]], mix_own=True, mix_relative=True)
    with CaptureQueriesContext(connection) as many:
        assert proposed(request, coordinator)
    # The lot decides who is proposed, and some of them take a question that others do not; a wish takes none.
    assert len(many) - len(few) < 5


@pytest.mark.slow
def test_as_many_places_as_can_be_wanted_are_shared_out():
    day = clock.today()
    wanted = [
        together.Wanted(
            InvolvementRequest(pk=number),
            fit.Wish(on_site=True, municipality=1),
            frozenset(),
            frozenset(),
            missing=200,
            at_least={"own": 1},
        )
        for number in range(1, together.TOGETHER + 1)
    ]
    crowd = [
        together.Somebody(
            pk,
            fit.Person(perspectives=frozenset({"patient"}), municipality=pk % 3),
            load=40,
            days=frozenset(),
            last_asked_on=day - timedelta(days=pk),
            lot=pk,
        )
        for pk in range(1, 41)
    ]
    sharing = together.Sharing(wanted, crowd, everybody=True)
    assert sharing.plan.total.filled == 40 * together.TOGETHER
    assert sharing.plan.proof.reached


# --- A no changes nothing, whatever has happened ---------------------------------------------


def a_county(dice, county, terms, open_one):
    """People and open requests of all kinds."""
    slugs = ["oppenvard", "beroende", "panel", "referensgrupp", "pa-plats", "digitalt"]
    persons = add_contributors(
        [
            NewPerson(
                first_name=f"P{n}",
                perspectives=set(dice.sample(["user", "patient", "relative"], dice.randint(1, 3))),
                terms=[terms[slug] for slug in dice.sample(slugs, dice.randint(0, 4))],
                municipality=dice.choice([None, county.norrvik, county.ekdala]),
                most_per_half_year=dice.choice([None, None, 1, 2]),
                status="active",
                joined_on=clock.today(),
                email=f"p{n}-{dice.random()}@exempel.invalid",
            )
            for n in range(30)
        ],
        by=SYSTEM,
    )
    for person in persons:
        if dice.random() < 0.3:
            person.units.set(dice.sample([county.clinic, county.ward, county.housing], dice.randint(1, 2)))
    requests = [
        open_one(
            persons_wanted=dice.randint(1, 4),
            mix_units=dice.random() < 0.5,
            wants_user=dice.random() < 0.5,
            wants_relative=True,
            mix_own=dice.random() < 0.3,
            mix_relative=dice.random() < 0.3,
            form=dice.choice([None, terms["pa-plats"]]),
            municipality=county.norrvik,
            starts_on=clock.today() + timedelta(days=40 + dice.randint(0, 3)),
        )
        for _number in range(4)
    ]
    return persons, requests


def weighed(requests, user):
    """All that is weighed: of each person how much they were asked, and for which requests they fit how well."""
    sharing = together.share_out(requests[0], user)
    return {
        person.pk: (person.load, person.last_asked_on, person.facts.busy, person.days) for person in sharing.people
    }, set(sharing.pairs)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_no_changes_nothing_of_what_is_weighed_whatever_has_happened(seed, open_one, coordinator, county, terms):
    dice = random.Random(seed)
    _persons, requests = a_county(dice, county, terms, open_one)
    declined = 0
    for _time in range(12):
        request = dice.choice(requests)
        persons = [row.contributor for row in proposal.propose(request, coordinator, 200).people]
        for person in dice.sample(persons, min(2, len(persons))):
            before, fits = weighed(requests, coordinator)
            row = people.invite(request, [person], by=coordinator)[0]
            assert weighed(requests, coordinator)[0] != before
            answer = dice.choice([people.accept, people.decline, people.decline])
            answer(row, by=link_holder("invitation", row.pk))
            if answer == people.decline:
                declined += 1
                after, fit_now = weighed(requests, coordinator)
                assert after == before
                assert {pair[:2] for pair in fits - fit_now} <= {(person.pk, request.pk)}
                assert not fit_now - fits
    assert declined


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_the_least_asked_of_a_large_pool_stand_for_all(seed, open_one, coordinator, county, terms, monkeypatch):
    dice = random.Random(100 + seed)
    persons, requests = a_county(dice, county, terms, open_one)
    for person in persons:
        asked_before(person, requests[0], times=dice.choice([0, 0, 1, 1, 2, 3]))
    whole = together.share_out(requests[0], coordinator)
    monkeypatch.setattr(together, "GATHERED", 6)
    monkeypatch.setattr(together, "SPARE", 0)
    some = together.share_out(requests[0], coordinator)
    assert whole.everybody
    assert not some.everybody
    assert len(some.people) < len(whole.people)
    assert some.plan.total[:2] == whole.plan.total[:2]


# --- What the coordinator did with it ----------------------------------------------------------


def test_whoever_is_asked_as_proposed_or_next_in_line_was_proposed(open_one, coordinator, pool):
    pool(6)
    request = open_one(persons_wanted=2)
    first, second, third, fourth, *_rest = [
        row.contributor for row in proposal.propose(request, coordinator, 20).people
    ]
    how = lambda *persons: list(proposal.how_picked(request, coordinator, persons).values())  # noqa: E731
    assert how(second) == ["proposed"]
    assert how(first, second, third) == ["proposed"] * 3
    assert how(first, third) == ["proposed", "other"]
    assert how(first, second, fourth) == ["proposed", "proposed", "other"]


def test_whoever_does_not_fit_is_asked_otherwise_than_proposed(open_one, coordinator, pool):
    (user,) = pool(1, perspectives={"user"})
    request = open_one()
    assert proposal.how_picked(request, coordinator, [user]) == {user.pk: "other"}
    people.invite(request, [user], by=coordinator)
    assert proposal.how_picked(request, coordinator, [Contributor.objects.get(pk=user.pk)]) == {}
