"""How somebody came to be asked is noted as a fact, and counted."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from medverka.access.authorise import link_holder
from medverka.assignments import queries
from medverka.assignments.actions import invitations as people
from medverka.assignments.models import Invitation
from medverka.foundation import clock
from medverka.journal.models import Entry


def picked(person):
    return Invitation.objects.get(contributor=person).picked


def test_how_each_was_found_is_noted_where_it_is_known(opened, coordinator, pool):
    one, other, unknown, reserve = pool(4)
    people.invite(opened, [one, other, unknown], by=coordinator, picked={one.pk: "proposed", other.pk: "other"})
    people.add_reserves(opened, [reserve], by=coordinator, picked={reserve.pk: "drawn"})
    assert [picked(person) for person in (one, other, unknown, reserve)] == ["proposed", "other", "", "drawn"]


def test_a_reserve_that_moves_up_was_found_as_it_was(opened, coordinator, pool):
    one, other, reserve = pool(3)
    rows = people.invite(opened, [one, other], by=coordinator)
    people.add_reserves(opened, [reserve], by=coordinator, picked={reserve.pk: "other"})
    people.decline(rows[0], by=link_holder("invitation", rows[0].pk))
    row = Invitation.objects.get(contributor=reserve)
    assert (row.state, row.picked) == ("invited", "other")


@pytest.mark.parametrize("ask", [people.invite, people.add_reserves])
def test_whoever_raised_a_hand_was_not_picked_by_the_coordinator(
    opened, coordinator, contributor, contributor_user, ask
):
    people.raise_hand(opened, contributor, by=contributor_user)
    ask(opened, [contributor], by=coordinator, picked={contributor.pk: "other"})
    assert picked(contributor) == "raised"


def test_asking_somebody_twice_changes_nothing(opened, coordinator, pool):
    (one,) = pool(1)
    people.invite(opened, [one], by=coordinator, picked={one.pk: "proposed"})
    people.invite(opened, [one], by=coordinator, picked={one.pk: "other"})
    assert picked(one) == "proposed"


def test_the_journal_does_not_say_who_was_asked_otherwise_than_proposed(opened, coordinator, pool):
    (one,) = pool(1)
    people.invite(opened, [one], by=coordinator, picked={one.pk: "other"})
    assert "picked" not in Entry.objects.get(verb="invitation.sent").facts


def test_invitations_are_counted_by_how_people_were_found_in_the_days_they_went_out(opened, coordinator, pool):
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    moments = [
        datetime(2026, 2, 28, 23, 59),
        datetime(2026, 3, 1, 0, 0),
        datetime(2026, 3, 31, 23, 59),
        datetime(2026, 4, 1),
    ]
    for moment, person in zip(moments, pool(4), strict=True):
        with clock.at(timezone.make_aware(moment)):
            people.invite(opened, [person], by=coordinator, picked={person.pk: "other"})
    (silent,) = pool(1)
    people.add_reserves(opened, [silent], by=coordinator, picked={silent.pk: "other"})
    assert queries.picked_between(first, last) == {"other": 2}
