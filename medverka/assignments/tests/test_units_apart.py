"""A request can ask that no two come who have experience of the same unit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments import fit, fitting, proposal, together
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.tests.pages import by_link, sent_mail, url
from medverka.foundation import clock
from medverka.pool.actions_identity import change_units
from medverka.pool.models import Contributor

OTHERS_FIRST = "andra går före, eller så skulle gruppen inte bli blandad"
TOLD_APART = ("erfarenhet av samma verksamhet", "?skal=apart#", "?skal=limit#")


@pytest.fixture
def from_units(pool, coordinator):
    """Make a person who has experience of these units."""

    def make(*units, **values):
        person = pool(1, **values)[0]
        change_units(person, by=coordinator, units=units)
        return person

    return make


@pytest.fixture
def apart(opened, coordinator):
    """A request for two people not from the same unit."""
    return actions.change_request(opened, by=coordinator, mix_units=True)


@pytest.fixture
def earlier_request(county):
    """A request that is over."""
    return actions.import_requests([actions.NewRequest("Förr", clock.today(), unit=county.clinic)], by=SYSTEM)[0]


def plan(request, user):
    return proposal.propose(request, user, 50)


def names(rows):
    return {row.contributor for row in rows}


def test_two_from_the_same_unit_are_not_proposed(apart, coordinator, county, from_units, earlier_request):
    inside = [from_units(county.ward), from_units(county.ward, county.housing)]
    silent = from_units()
    Invitation.objects.create(
        request=earlier_request, contributor=silent, state="expired", channel="email", invited_at=clock.now()
    )
    found = plan(apart, coordinator)
    assert silent in names(found.proposed)
    assert len(names(found.proposed) & set(inside)) == 1
    (left,) = found.in_turn
    assert (left.contributor in inside, left.why) == (True, f"A{OTHERS_FIRST[1:]}.")
    assert proposal.why_not_yet(apart, coordinator) == [(OTHERS_FIRST, 1)]
    assert county.ward.name not in " ".join(row.what + row.why + "".join(row.remarks) for row in found.people)


def test_where_nobody_asks_for_it_units_play_no_part(opened, coordinator, county, from_units):
    inside = {from_units(county.ward), from_units(county.ward)}
    assert names(plan(opened, coordinator).proposed) == inside


def test_those_who_have_said_nothing_are_kept_apart_from_nobody(apart, coordinator, from_units):
    silent = {from_units(), from_units()}
    assert names(plan(apart, coordinator).proposed) == silent


def test_a_place_stays_empty_rather_than_going_to_the_same_unit(apart, coordinator, county, from_units):
    from_units(county.ward)
    from_units(county.ward)
    found = plan(apart, coordinator)
    assert len(found.proposed) == 1
    assert found.empty == (
        "En plats får ingen. Ingen fler som passar är ledig, eller så skulle gruppen inte bli blandad."
    )


def test_whoever_is_asked_already_counts_until_they_say_no(apart, coordinator, county, from_units):
    first, second, silent = from_units(county.ward), from_units(county.ward), from_units()
    row = people.invite(apart, [first], by=coordinator)[0]
    request = InvolvementRequest.objects.get()
    assert names(plan(request, coordinator).people) == {silent}
    assert ("apart", fit.REASONS["apart"], 1) in fitting.why_not_the_others(request, coordinator)
    drawn = proposal.described(request, [second, silent])  # As those who were drawn are shown.
    assert [str(fit.CLASHES["apart"]) in row.remarks for row in drawn] == [True, False]
    people.decline(row, by=link_holder("invitation", row.pk))
    assert names(plan(request, coordinator).people) == {second, silent}


def test_no_page_lists_those_who_share_a_unit_with_somebody_asked(sign_in, apart, coordinator, county, from_units):
    known, *inside = [from_units(county.ward) for _number in range(4)]
    unwilling = from_units()
    Contributor.objects.filter(pk=unwilling.pk).update(most_per_half_year=0)
    people.invite(apart, [known], by=coordinator)
    browser = sign_in(coordinator)
    asked = [{"skal": reason} for reason in [*fit.REASONS, *fit.CLASHES, "same_unit", "unit", ""]]
    pages = [browser.get(url("why_not", apart.key), given).content.decode() for given in asked]
    pages += [browser.get(url("request", apart.key), given).content.decode() for given in ({}, {"antal": 200})]
    assert not [person for person in [*inside, unwilling] for page in pages if person.pseudonym in page]
    assert not [words for words in TOLD_APART for page in pages[:-2] if words in page]
    assert fitting.why_not_the_others(apart, coordinator)[-1] == ("apart", fit.REASONS["apart"], len(inside) + 1)


def test_beside_names_it_is_told_like_other_reasons(apart, coordinator, county, from_units, earlier_request):
    inside, silent = [from_units(county.ward) for _number in range(2)], [from_units() for _number in range(2)]
    for person in [inside[1], silent[1]]:
        Invitation.objects.create(
            request=earlier_request, contributor=person, state="expired", channel="email", invited_at=clock.now()
        )
    found = plan(apart, coordinator)
    assert names(found.proposed) == {inside[0], silent[0]}
    assert names(found.in_turn) == {inside[1], silent[1]}, "one kept apart, one asked more"
    assert len({row.why for row in found.in_turn}) == 1
    assert proposal.why_not_yet(apart, coordinator) == [(OTHERS_FIRST, 2)]
    people.invite(apart, [inside[0]], by=coordinator)
    Contributor.objects.filter(pk=silent[1].pk).update(most_per_half_year=0)
    remarks = [row.remarks for row in proposal.described(apart, [inside[1], silent[1]])]
    assert all(str(fit.CLASHES["apart"]) in each for each in remarks)


def test_nobody_outside_gets_to_know(client, sign_in, apart, commissioner, coordinator, county, from_units):
    person, other = from_units(county.ward), from_units(county.ward)
    rows = people.invite(apart, [person, other], by=coordinator)
    for row in rows:
        people.accept(row, by=link_holder("invitation", row.pk), released=["first_name", "last_name", "needs"])
    pages = [sign_in(commissioner).get(url("request", apart.key)), client.get(by_link(rows[0]))]
    texts = [page.content.decode() for page in pages] + [mail.body + mail.subject for mail in sent_mail()]
    assert all(county.ward.name not in text for text in texts)


def test_a_large_pool_claims_no_more_than_holds(apart, coordinator, county, from_units, monkeypatch):
    claim = "Det ändrar varken hur många platser som fylls eller hur jämnt det blir."
    for _number in range(6):
        from_units(county.ward)
    silent = from_units()
    monkeypatch.setattr(together, "GATHERED", 3)
    monkeypatch.setattr(together, "SPARE", 1)
    found = plan(apart, coordinator)
    assert silent in names(found.proposed)
    assert len(found.proposed) == 2
    assert not any(claim in words for words in found.reckoning)
    actions.change_request(apart, by=coordinator, mix_units=False)
    assert any(claim in words for words in plan(apart, coordinator).reckoning)


def test_units_take_two_questions_however_many_people_and_requests(
    apart, coordinator, commissioner, county, from_units
):
    def questions(request):
        with CaptureQueriesContext(connection) as asked:
            plan(InvolvementRequest.objects.select_related("form", "municipality").get(pk=request.pk), coordinator)
        return len(asked)

    first = from_units(county.ward)
    from_units(county.housing)
    people.invite(apart, [first], by=coordinator)
    few = questions(apart)
    for day in range(3):
        given = {"title": "Till", "purpose": "Mer", "promise": "heard", "wants_patient": True, "mix_units": True}
        other = actions.create_request(
            by=commissioner, unit=county.clinic, starts_on=clock.today() + timedelta(days=50 + day),
            answer_by=clock.today() + timedelta(days=90), **given,
        )  # fmt: skip
        actions.open_request(actions.send_request(other, by=commissioner), by=coordinator)
        people.invite(other, [from_units(county.ward)], by=coordinator)
    from_units(county.clinic, county.ward)
    assert questions(apart) == few
