"""Who sits on a seat, and as what, in the words of each reader."""

import pytest

from medverka.access.authorise import SYSTEM
from medverka.councils.actions.councils import Holder, appoint, change_holding, create_seat
from medverka.councils.models import SeatHolding
from medverka.councils.queries.seats import people_of, shown_to_everybody, who
from medverka.councils.rules import Capacity, SpeaksFor
from medverka.pool.actions import dispose, leave
from medverka.pool.door import shown_openly

pytestmark = pytest.mark.django_db


def sit(council, holder, capacity=Capacity.INDIVIDUAL, **values):
    return appoint(
        create_seat(council, by=SYSTEM, title="Egen erfarenhet", capacity=capacity), holder, by=SYSTEM, **values
    )


def test_everybody_says_as_what_they_sit_and_for_whom(members, county, coordinator):
    found = people_of(members.__dict__.values(), coordinator)
    assert found[members.kalle.pk].sits == "med en förenings mandat, Föreningen Förgätmigej"
    assert found[members.kalle.pk].speaks_for == SpeaksFor.MANY
    assert found[members.lova.pk].sits == "som enskild"
    assert found[members.lova.pk].speaks_for == SpeaksFor.ONE


def test_a_contributor_is_a_pseudonym_to_the_coordinator_and_a_seat_to_the_others(members, coordinator, representative):
    pseudonym = members.lova.contributor.pseudonym
    assert who(members.lova, coordinator).name == pseudonym
    seen = who(members.lova, representative)
    assert (seen.name, seen.named) == ("Egen erfarenhet", False)
    assert pseudonym not in str(seen)


def test_a_contributor_who_has_agreed_is_shown_by_the_name_they_chose(members, representative):
    holding = change_holding(members.lova, by=SYSTEM, public_name="Lova L.")
    assert who(holding, representative).name == "Lova L."


def test_staff_and_those_from_outside_are_shown_by_name_inside_and_not_openly(members, representative):
    inside = people_of([members.chair, members.vera], representative)
    assert [one.name for one in inside.values()] == ["Harald Hägg", "Vera Vitsippa"]
    openly = shown_to_everybody([members.chair, members.vera])
    assert [one.name for one in openly.values()] == ["Ordförande", "Kommunen"]


def test_somebody_from_outside_who_sits_as_an_individual_is_named_to_the_coordinator_alone(
    council, coordinator, representative
):
    holding = sit(council, Holder(name="Vide Vass", phone="031-390 06 01", channel="phone"))
    assert who(holding, coordinator).name == "Vide Vass"
    assert who(holding, representative).name == "Egen erfarenhet"


def test_whoever_is_protected_is_never_shown_by_what_was_agreed_before(council, protected_contributor, representative):
    holding = sit(council, Holder(contributor=protected_contributor, public_name="Hemma Gömd"))
    assert who(holding, representative).name == "Alva Dal"
    assert shown_to_everybody([holding])[holding.pk].name == "Alva Dal"


def test_whoever_is_disposed_of_has_no_name(members, contributor):
    change_holding(members.lova, by=SYSTEM, public_name="Lova L.")
    leave(contributor, by=SYSTEM)
    dispose(contributor, by=SYSTEM)
    assert shown_openly({contributor.pk: "Lova L."}) == {}


def test_ten_people_take_as_many_queries_as_one(
    council, members, representative, contributor, django_assert_num_queries, django_assert_max_num_queries
):
    change_holding(members.lova, by=SYSTEM, public_name="Lova L.")
    list(representative.grants)

    def read():
        return people_of(SeatHolding.objects.order_by("pk"), representative)

    with django_assert_max_num_queries(8) as few:
        read()
    for _number in range(10):
        sit(council, Holder(contributor=contributor, public_name="Lova"), Capacity.PEER)
    with django_assert_num_queries(len(few)):
        assert len(read()) == 15
