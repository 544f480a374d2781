"""Meetings that come again and again."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from medverka.access.authorise import SYSTEM
from medverka.councils.actions.calling import call_meeting
from medverka.councils.actions.councils import Holder, appoint, create_seat
from medverka.councils.actions.meetings import cancel_meeting, change_meeting, plan_meeting
from medverka.councils.actions.series import end_series, extend_series, make_series, move_series
from medverka.councils.models import AgendaItem, Meeting, Series, Telling
from medverka.councils.queries.series import moves, staying
from medverka.councils.rules import Capacity, hours_between, moved_day, series_days
from medverka.foundation import clock

WEEKLY, MONTHLY = "weekly", "monthly"
TODAY = date(2026, 9, 1)  # A Tuesday.


# --- The rules --------------------------------------------------------------------------------


def test_every_other_week_goes_on_over_the_turn_of_the_year():
    assert series_days(WEEKLY, 2, date(2026, 12, 17), date(2027, 1, 31)) == [
        date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14), date(2027, 1, 28),
    ]  # fmt: skip


def test_the_second_tuesday_of_the_month_stays_the_second_tuesday():
    assert series_days(MONTHLY, 1, date(2026, 11, 10), date(2027, 2, 28)) == [
        date(2026, 11, 10), date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9),
    ]  # fmt: skip


def test_the_fifth_weekday_counts_as_the_last():
    assert series_days(MONTHLY, 1, date(2026, 9, 29), date(2027, 1, 31)) == [
        date(2026, 9, 29), date(2026, 10, 27), date(2026, 11, 24), date(2026, 12, 29), date(2027, 1, 26),
    ]  # fmt: skip


def test_a_series_has_an_end_even_if_nobody_sets_one():
    assert len(series_days(WEEKLY, 1, TODAY, date(2199, 1, 1))) == 110


@pytest.mark.parametrize(
    ("rhythm", "day", "weekday", "becomes"),
    [
        (WEEKLY, date(2026, 9, 1), 3, date(2026, 9, 3)),
        (WEEKLY, date(2026, 9, 3), 0, date(2026, 8, 31)),
        (MONTHLY, date(2026, 9, 8), 3, date(2026, 9, 10)),  # The second Tuesday becomes the second Thursday.
        (MONTHLY, date(2026, 9, 29), 4, date(2026, 9, 25)),  # A fifth Tuesday without a fifth Friday: the last.
    ],
)
def test_a_meeting_that_moves_stays_in_its_week_or_keeps_its_place_in_the_month(rhythm, day, weekday, becomes):
    assert moved_day(rhythm, day, weekday) == becomes


def test_the_length_of_a_meeting_is_counted_in_hours():
    start = timezone.now()
    assert str(hours_between(start, start + timedelta(minutes=100))) == "1.67"
    assert hours_between(start, start + timedelta(hours=30)) == 24


# --- Making -----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def then(db):
    """The first of September, so that days do not depend on when the tests run."""
    with clock.at(TODAY):
        yield


@pytest.fixture
def weekly(council):
    """Tuesdays at 13, from the eighth of September to the end of November: the clocks change on the way."""
    series, _meetings = make_series(
        council, by=SYSTEM, rhythm=WEEKLY, interval=1, first_on=date(2026, 9, 8), last_on=date(2026, 11, 30),
        starts=time(13), minutes=90, place="Violen",
    )  # fmt: skip
    return series


def days(series, **filters):
    rows = Meeting.objects.filter(series=series, **filters).exclude(state="cancelled").order_by("starts_at")
    return [clock.day_of(row.starts_at) for row in rows]


def test_a_series_becomes_meetings_with_agendas_and_keeps_its_time_when_the_clocks_change(weekly):
    rows = list(Meeting.objects.filter(series=weekly).order_by("starts_at"))
    assert (len(rows), days(weekly)[0], days(weekly)[-1]) == (12, date(2026, 9, 8), date(2026, 11, 24))
    assert {timezone.localtime(row.starts_at).time() for row in rows} == {time(13)}
    assert {timezone.localtime(row.ends_at).time() for row in rows} == {time(14, 30)}
    assert len({timezone.localtime(row.starts_at).utcoffset() for row in rows}) == 2
    assert AgendaItem.objects.filter(meeting__series=weekly).count() == 36


def test_days_can_be_left_out(council):
    series, _meetings = make_series(
        council, by=SYSTEM, left_out=[date(2026, 9, 15)], rhythm=WEEKLY, interval=1,
        first_on=date(2026, 9, 8), last_on=date(2026, 9, 22), starts=time(13), minutes=60,
    )  # fmt: skip
    assert days(series) == [date(2026, 9, 8), date(2026, 9, 22)]


def test_a_day_that_is_taken_is_named_and_nothing_is_planned(council, weekly):
    with pytest.raises(ValidationError, match="8 september 2026, 22 september 2026"):
        make_series(
            council, by=SYSTEM, rhythm=WEEKLY, interval=2, first_on=date(2026, 9, 8), last_on=date(2026, 9, 30),
            starts=time(14), minutes=60,
        )  # fmt: skip
    assert (Series.objects.count(), Meeting.objects.count()) == (1, 12)


@pytest.mark.parametrize(
    ("first", "left_out", "words"),
    [(date(2026, 8, 25), (), "redan varit"), (date(2026, 9, 8), [date(2026, 9, 8)], "inga möten")],
)
def test_a_series_begins_ahead_and_has_a_meeting(first, left_out, words, council):
    with pytest.raises(ValidationError, match=words):
        make_series(
            council, by=SYSTEM, left_out=left_out, rhythm=WEEKLY, interval=1, first_on=first, last_on=first,
            starts=time(13), minutes=60,
        )  # fmt: skip


def test_only_those_who_lead_plan_and_move(council, weekly, contributor_user):
    values = {"rhythm": WEEKLY, "interval": 1, "first_on": date(2027, 1, 5), "last_on": date(2027, 1, 5)}
    with pytest.raises(PermissionDenied):
        make_series(council, by=contributor_user, starts=time(13), minutes=60, **values)
    with pytest.raises(PermissionDenied):
        move_series(weekly, by=contributor_user, from_on=TODAY, weekday=3, starts=time(13), minutes=60)
    with pytest.raises(PermissionDenied):
        extend_series(weekly, by=contributor_user, last_on=date(2027, 1, 5))
    with pytest.raises(PermissionDenied):
        end_series(weekly, by=contributor_user, last_on=date(2026, 9, 5))


# --- Moving -----------------------------------------------------------------------------------


def test_a_series_moves_from_a_day_on_and_what_was_changed_by_hand_held_or_called_off_stays(weekly):
    first, second, third, fourth = Meeting.objects.filter(series=weekly).order_by("starts_at")[:4]
    tzday = timezone.localtime(third.starts_at)
    change_meeting(third, by=SYSTEM, starts_at=tzday.replace(hour=9), ends_at=tzday.replace(hour=10))
    cancel_meeting(fourth, by=SYSTEM)
    when = {"from_on": date(2026, 9, 14), "weekday": 3, "starts": time(10), "minutes": 60}
    assert [clock.day_of(move.starts_at) for move in moves(weekly, **when)][:2] == [
        date(2026, 9, 17),
        date(2026, 10, 8),
    ]
    assert list(staying(weekly, date(2026, 9, 14))) == [third]
    moved = move_series(weekly, by=SYSTEM, **when, place="Rosen")
    assert len(moved) == 9
    rows = {row.pk: row for row in Meeting.objects.filter(series=weekly)}
    assert clock.day_of(rows[first.pk].starts_at) == date(2026, 9, 8)
    assert timezone.localtime(rows[second.pk].starts_at).strftime("%d %H %A") == "17 10 Thursday"
    assert (rows[second.pk].sequence, rows[second.pk].place) == (1, "Rosen")
    assert timezone.localtime(rows[third.pk].starts_at).hour == 9
    assert clock.day_of(rows[fourth.pk].starts_at) == date(2026, 9, 29)


def test_those_who_are_called_to_a_meeting_that_moves_are_told_and_asked_again(weekly, members):
    first = Meeting.objects.filter(series=weekly).select_related("council").earliest("starts_at")
    call_meeting(first, by=SYSTEM)
    move_series(weekly, by=SYSTEM, from_on=TODAY, weekday=3, starts=time(13), minutes=90)
    assert set(Telling.objects.filter(what="changed").values_list("summons__meeting", flat=True)) == {first.pk}


def test_a_move_that_meets_another_meeting_names_the_day_and_changes_nothing(council, weekly):
    noon = timezone.make_aware(timezone.datetime(2026, 9, 17, 12))
    plan_meeting(council, by=SYSTEM, starts_at=noon, ends_at=noon + timedelta(hours=2))
    before = days(weekly)
    with pytest.raises(ValidationError, match="17 september 2026"):
        move_series(weekly, by=SYSTEM, from_on=TODAY, weekday=3, starts=time(13), minutes=90)
    assert days(weekly) == before


def test_a_series_can_move_by_an_hour_although_its_own_meetings_stand_there(weekly):
    move_series(weekly, by=SYSTEM, from_on=TODAY, weekday=1, starts=time(14), minutes=90)
    assert {timezone.localtime(row.starts_at).hour for row in Meeting.objects.filter(series=weekly)} == {14}


def test_nothing_to_move_is_said(weekly):
    with pytest.raises(ValidationError, match="Inga möten"):
        move_series(weekly, by=SYSTEM, from_on=date(2027, 1, 1), weekday=3, starts=time(13), minutes=90)


# --- Longer and shorter -----------------------------------------------------------------------


def test_a_series_goes_on_in_its_new_way(weekly):
    move_series(weekly, by=SYSTEM, from_on=TODAY, weekday=3, starts=time(10), minutes=60)
    extend_series(weekly, by=SYSTEM, last_on=date(2026, 12, 15))
    assert days(weekly)[-3:] == [date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)]
    with pytest.raises(ValidationError, match="inga nya möten"):
        extend_series(weekly, by=SYSTEM, last_on=date(2026, 12, 16))


def test_a_series_that_ends_calls_off_what_comes_after_once(weekly, members):
    late = Meeting.objects.filter(series=weekly).select_related("council").latest("starts_at")
    call_meeting(late, by=SYSTEM)
    assert len(end_series(weekly, by=SYSTEM, last_on=date(2026, 11, 10))) == 2
    assert end_series(weekly, by=SYSTEM, last_on=date(2026, 11, 10)) == []
    assert days(weekly)[-1] == date(2026, 11, 10)
    assert Telling.objects.filter(what="cancelled").exists()


@pytest.mark.slow
def test_two_hundred_people_are_called_and_a_series_moves_all_the_same(council, weekly):
    for number in range(200):
        seat = create_seat(council, by=SYSTEM, title=f"Plats {number}", capacity=Capacity.OFFICIAL)
        appoint(seat, Holder(name=f"Person {number}", email=f"p{number}@exempel.invalid"), by=SYSTEM)
    first = Meeting.objects.filter(series=weekly).select_related("council").earliest("starts_at")
    assert call_meeting(first, by=SYSTEM) == 200
    move_series(weekly, by=SYSTEM, from_on=TODAY, weekday=3, starts=time(13), minutes=90)
    assert Telling.objects.filter(what="changed").count() == 200
