"""A file of contributions without its persons: whom it means is known from before, or not at all."""

import pytest

from medverka.access.authorise import OPERATOR, SYSTEM
from medverka.contributions.models import Contribution
from medverka.pool.actions import NewPerson, add_contributor, ensure_default_terms
from medverka.pool.actions_identity import protect
from medverka.registers.decisions import Decisions
from medverka.registers.prepare import prepare
from medverka.registers.tests.builders import delimited
from medverka.registers.tests.test_import import DONE, PEOPLE, REQUESTS, bring_in, named, register


@pytest.fixture
def lists(county):
    ensure_default_terms(by=SYSTEM)
    return county


@pytest.mark.django_db
def test_a_file_of_contributions_alone_finds_the_persons_of_earlier_registers_by_number(lists):
    bring_in(register(Insatser=DONE[:1]))
    result = bring_in(("insatser.csv", delimited(DONE)))
    assert result.contributions == 3
    assert Contribution.objects.filter(contributor=named("Nils").contributor).count() == 2
    assert Contribution.objects.exclude(origin_id=None).count() == 2
    assert bring_in(("insatser.csv", delimited(DONE))).contributions == 0


@pytest.mark.django_db
def test_a_number_that_has_meant_two_persons_means_nobody(lists):
    bring_in(register(Insatser=DONE[:1], Förfrågningar=REQUESTS[:1]))
    others = [PEOPLE[0], [1, "Ulf", "Kråkris", "ulf@exempel.invalid", "", "Norrvik", "x", "", "2021-01-01", "", ""]]
    bring_in(("andra.csv", delimited(others)))
    prepared = prepare([("insatser.csv", delimited(DONE))], Decisions(), by=SYSTEM)
    assert [row.said.person for row in prepared.contributions] == ["2"]
    assert len(prepared.rejected) == 2


def hours_of(*rows):
    """A file of contributions alone, as a coordinator keeps it beside the pool: by name, e-mail and phone."""
    return ("timmar.csv", delimited([["Datum", "Deltagare", "E-post", "Mobil", "Vad", "Timmar"], *rows]))


@pytest.fixture
def nils(lists):
    return add_contributor(
        NewPerson(
            first_name="Nils",
            last_name="Tallkotte",
            email="nils@exempel.invalid",
            phone="070-174 06 05",
            perspectives={"patient"},
        ),
        by=SYSTEM,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        ["Nils Tallkotte", "nils@exempel.invalid", ""],
        ["TALLKOTTE, Nils", "", "0701740605"],
        ["nils@exempel.invalid", "", ""],
        ["", "", "+46 70 174 06 05"],
    ],
)
def test_a_file_of_contributions_alone_finds_who_is_in_medverka_by_name_and_address_or_phone(nils, coordinator, said):
    assert bring_in(hours_of(["2021-05-20", *said, "panel", "2"]), by=coordinator).contributions == 1
    assert Contribution.objects.get().contributor == nils


@pytest.mark.django_db
@pytest.mark.parametrize("said", [["Karin Tallkotte", "nils@exempel.invalid", ""], ["Nils Tallkotte", "", ""]])
def test_another_name_at_the_same_address_and_a_name_alone_are_nobody(nils, coordinator, said):
    prepared = prepare([hours_of(["2021-05-20", *said, "panel", "2"])], Decisions(), by=coordinator)
    assert (len(prepared.contributions), len(prepared.rejected)) == (0, 1)


@pytest.mark.django_db
def test_an_address_that_two_share_is_not_guessed_at(nils, coordinator):
    twin = NewPerson(first_name="Karin", last_name="Tallkotte", email="nils@exempel.invalid", perspectives={"relative"})
    add_contributor(twin, by=SYSTEM)
    row = ["2021-05-20", "nils@exempel.invalid", "", "", "panel", "2"]
    (problem,) = prepare([hours_of(row)], Decisions(), by=coordinator).plan.problems
    assert "Flera personer" in problem.message


@pytest.mark.django_db
def test_a_number_that_means_one_and_an_address_that_means_another_mean_nobody(lists, coordinator):
    bring_in(register(Insatser=DONE[:1]))
    done = [["Datum", "Person", "E-post", "Vad", "Tid"], ["2021-05-20", 1, "bo@exempel.invalid", "panel", "2"]]
    (problem,) = prepare([("i.csv", delimited(done))], Decisions(), by=coordinator).plan.problems
    assert "Flera personer" in problem.message
    done[1][2] = "nils@exempel.invalid"
    (row,) = prepare([("i.csv", delimited(done))], Decisions(), by=coordinator).contributions
    assert row.person_key == f"contributor:{named('Nils').contributor_id}"


@pytest.mark.django_db
def test_a_protected_person_is_found_by_those_named_and_by_nobody_else(nils, coordinator, north_coordinator):
    protect(nils, by=coordinator, alias="", named=[coordinator])
    file = hours_of(["2021-05-20", "Nils Tallkotte", "nils@exempel.invalid", "", "panel", "2"])
    assert len(prepare([file], Decisions(), by=coordinator).contributions) == 1
    for other in (north_coordinator, OPERATOR):
        assert prepare([file], Decisions(), by=other).contributions == []
