"""A round from the first plan to the day it is closed, by its actions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.surveys import tickets
from medverka.surveys.actions import rounds
from medverka.surveys.actions.rounds import NotReady
from medverka.surveys.models import Group, Round, Version
from medverka.surveys.moves import NotNow
from medverka.surveys.rules import State
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verbs():
    return list(Entry.objects.filter(verb__startswith="round.").order_by("number").values_list("verb", flat=True))


def test_a_round_is_made_opened_closed_and_opened_again(coordinator):
    one = made.round_(coordinator)
    made.group(one, coordinator)
    rounds.open_round(one, by=coordinator)
    rounds.close_round(one, by=coordinator)
    rounds.reopen_round(one, by=coordinator, closes_on=clock.today() + DAY)
    one.refresh_from_db()
    assert (one.state, one.closes_on) == (State.OPEN, clock.today() + DAY)
    assert verbs() == ["round.made", "round.group_added", "round.opened", "round.closed", "round.reopened"]


def test_opening_fixes_every_version_that_is_asked(coordinator):
    one, own = made.round_(coordinator), made.version("eget")
    made.group(one, coordinator)
    made.group(one, coordinator, "medverkande", version=own)
    rounds.open_round(one, by=coordinator)
    assert not Version.objects.filter(fixed_at=None).exists()


def test_an_unfinished_questionnaire_is_told_of_and_nothing_is_opened_or_fixed(coordinator):
    written = made.version("tomt").content | {"sections": []}
    one = made.round_(coordinator, of=made.version("ofardigt", content=written))
    made.group(one, coordinator)
    with pytest.raises(NotReady) as told:
        rounds.open_round(one, by=coordinator)
    ((version, lines),) = told.value.trouble.told
    assert version == one.version
    assert any("Det finns ingen fråga än." in line for line in lines)
    one.refresh_from_db()
    assert one.state == State.DRAFT
    assert one.version.fixed_at is None


def test_content_that_is_no_questionnaire_at_all_stops_it_in_words(coordinator):
    one = made.round_(coordinator, of=made.version("inget", content={"a": 1}))
    made.group(one, coordinator)
    assert rounds.trouble_of(one).told


def test_a_round_without_groups_or_with_a_group_nobody_can_answer_is_not_opened(coordinator):
    one = made.round_(coordinator)
    with pytest.raises(NotReady):
        rounds.open_round(one, by=coordinator)
    group = made.group(one, coordinator, has_open_link=False)
    with pytest.raises(NotReady) as told:
        rounds.open_round(one, by=coordinator)
    assert told.value.trouble.silent == [group]
    tickets.make(group, [Invitee()])
    rounds.open_round(one, by=coordinator)


def test_a_round_follows_another_with_its_groups(coordinator):
    before = made.opened(coordinator).round
    after = made.round_(coordinator, slug="varen", follows=before)
    assert list(after.groups.values_list("key", flat=True)) == ["chefer"]
    assert not after.groups.filter(tickets__isnull=False).exists()


@pytest.mark.parametrize("slug", ["hosten", "kod", "svara", "ny", "formular"])
def test_an_address_that_is_taken_is_refused_in_words(coordinator, slug):
    made.round_(coordinator)
    with pytest.raises(ValidationError) as told:
        made.round_(coordinator, slug=slug, of=made.version("annat"))
    assert "slug" in told.value.message_dict


def test_dates_upside_down_and_days_that_have_been_are_refused(coordinator):
    today = clock.today()
    for first, last in ((today + 2 * DAY, today + DAY), (today - 9 * DAY, today - DAY)):
        with pytest.raises(ValidationError) as told:
            made.round_(coordinator, slug="x", of=made.version(f"v{first}"), opens_on=first, closes_on=last)
        assert "closes_on" in told.value.message_dict
    one = made.opened(coordinator).round
    with pytest.raises(ValidationError):
        rounds.change_last_day(one, by=coordinator, closes_on=today - DAY)
    rounds.close_round(one, by=coordinator)
    with pytest.raises(ValidationError):
        rounds.reopen_round(one, by=coordinator, closes_on=today - DAY)


def test_an_open_round_keeps_its_groups_questions_and_first_day(coordinator):
    group = made.opened(coordinator)
    one = group.round
    with pytest.raises(NotNow):
        rounds.change_round(one, by=coordinator, title="Nytt", opens_on=one.opens_on, closes_on=one.closes_on)
    with pytest.raises(NotNow):
        made.group(one, coordinator, "nya")
    with pytest.raises(NotNow):
        rounds.remove_group(group, by=coordinator)
    with pytest.raises(NotNow):
        rounds.change_group(group, by=coordinator, has_open_link=False)
    rounds.change_group(group, by=coordinator, name="Ledningen", asked=20)
    assert Group.objects.get(pk=group.pk).name == "Ledningen"


def test_each_move_happens_once_however_often_it_is_pressed(coordinator):
    one = made.opened(coordinator).round
    for verb in (rounds.open_round, rounds.close_round, rounds.close_round):
        try:
            verb(Round.objects.get(pk=one.pk), by=coordinator)
        except NotNow:
            continue
    assert verbs().count("round.opened") == verbs().count("round.closed") == 1


def test_what_has_been_counted_is_never_opened_again(coordinator):
    one = made.opened(coordinator).round
    Round.objects.filter(pk=one.pk).update(state=State.COUNTED)
    with pytest.raises(NotNow):
        rounds.reopen_round(one, by=coordinator, closes_on=clock.today() + DAY)


def test_the_morning_closes_what_ended_the_day_before(coordinator):
    one = made.opened(coordinator, days=1).round
    with clock.at(clock.today() + DAY):
        assert rounds.close_due() == 0
    with clock.at(clock.today() + 2 * DAY):
        assert rounds.close_due() == 1
        assert rounds.close_due() == 0
    assert Round.objects.get(pk=one.pk).state == State.CLOSED


def test_only_a_draft_is_thrown_away(coordinator):
    one = made.opened(coordinator).round
    with pytest.raises(NotNow):
        rounds.throw_away(one, by=coordinator)
    rounds.throw_away(made.round_(coordinator, slug="utkast"), by=coordinator)
    assert list(Round.objects.values_list("slug", flat=True)) == ["hosten"]


def test_a_coordinator_of_a_part_of_the_county_keeps_their_own_rounds_alone(coordinator, north_coordinator):
    one = made.opened(coordinator).round
    with pytest.raises(PermissionDenied):
        rounds.close_round(one, by=north_coordinator)
    own = made.opened(north_coordinator, slug="norr").round
    rounds.close_round(own, by=coordinator)


@pytest.mark.parametrize("who", ["commissioner", "steering_member", "contributor_user", "outsider"])
def test_nobody_else_makes_or_moves_rounds(coordinator, who, request):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        made.round_(user)
    one = made.round_(coordinator, slug="annan", of=made.version("annat"))
    for verb in (rounds.open_round, rounds.throw_away):
        with pytest.raises(PermissionDenied):
            verb(one, by=user)
