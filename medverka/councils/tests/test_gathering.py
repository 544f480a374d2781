"""What councils hold about a contributor is theirs to read, and goes when they go."""

import json
from datetime import timedelta

import pytest

from medverka.access.authorise import SYSTEM
from medverka.councils.actions.councils import Holder, appoint, change_holding, end_holding
from medverka.councils.actions.leaving import (
    FORGOTTEN_DAYS,
    forget_how_former_holders_were_reached,
    let_go_of_those_who_left,
)
from medverka.councils.models import SeatHolding, Summons
from medverka.councils.queries.councils import holdings_of, vacant_seats
from medverka.foundation import clock
from medverka.pool.actions import leave
from medverka.pool.queries import everything_about
from medverka.pool.taking_part import deeds_of

pytestmark = pytest.mark.django_db


def test_my_pages_copy_holds_seats_needs_and_answers(members, meeting, contributor, contributor_user):
    change_holding(members.lova, by=SYSTEM, public_name="Lova", needs="Hörslinga")
    Summons.objects.create(meeting=meeting, holding=members.lova, reply="yes", replied_at=clock.now())
    held = json.dumps(everything_about(contributor, by=contributor_user), default=str, ensure_ascii=False)
    for words in ("Egen erfarenhet", "Hörslinga", "visas med namn som", "kommer", meeting.council.name):
        assert words in held


def test_the_coordinators_page_of_a_person_tells_of_their_seats(members, contributor, coordinator, north_coordinator):
    (deed,) = deeds_of(contributor, by=coordinator)
    assert (deed.what, deed.about) == ("Fick en plats", "Brukarrådet vid Vuxenpsykiatrin: Egen erfarenhet")
    assert deeds_of(contributor, by=north_coordinator) == []


def test_whoever_leaves_the_pool_sits_nowhere_from_that_moment(members, contributor, contributor_user):
    leave(contributor, by=SYSTEM)
    assert not SeatHolding.objects.held_on(clock.today()).filter(contributor=contributor).exists()
    assert not holdings_of(contributor_user).exists()
    assert members.lova.seat in vacant_seats()


def test_nothing_personal_stays_on_the_seat_of_somebody_who_left_and_others_keep_theirs(members, contributor):
    change_holding(members.lova, by=SYSTEM, public_name="Lova", needs="Hörslinga")
    change_holding(members.vera, by=SYSTEM, public_name="Vera")
    leave(contributor, by=SYSTEM)
    assert let_go_of_those_who_left() == 1
    assert let_go_of_those_who_left() == 0
    members.lova.refresh_from_db()
    members.vera.refresh_from_db()
    assert (members.lova.public_name, members.lova.needs, members.lova.ends_on) == ("", "", clock.today())
    assert members.vera.public_name == "Vera"
    appoint(
        members.lova.seat,
        Holder(name="Ny", phone="1", channel="phone"),
        by=SYSTEM,
        starts_on=clock.today().replace(year=2099),
    )


def test_a_month_after_somebody_has_left_a_seat_it_is_forgotten_what_they_needed_and_how_they_were_reached(members):
    for holding in (members.vera, members.kalle, members.lova):
        change_holding(holding, by=SYSTEM, needs="Hörslinga")
    for holding in (members.vera, members.kalle):
        end_holding(holding, by=SYSTEM, ends_on=clock.today())
    assert forget_how_former_holders_were_reached() == 0
    with clock.at(clock.now() + timedelta(days=FORGOTTEN_DAYS + 1)):
        assert forget_how_former_holders_were_reached() == 2
        assert forget_how_former_holders_were_reached() == 0
    for holding in (members.vera, members.kalle, members.lova):
        holding.refresh_from_db()
    assert (members.vera.name, members.vera.email, members.vera.needs) == ("Vera Vitsippa", "", "")
    assert (members.kalle.needs, members.lova.needs) == ("", "Hörslinga")
