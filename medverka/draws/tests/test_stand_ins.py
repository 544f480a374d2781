"""Somebody who was drawn says no: who comes instead, and what is told of it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.draws import disposal, queries, stand_ins, stand_ins_told
from medverka.draws.actions import drawing
from medverka.draws.facts import facts_of
from medverka.draws.moves import NotNow
from medverka.draws.tests.test_publishing import VALUES, drawn, published, soon
from medverka.fairness.draw import publication
from medverka.foundation import clock
from medverka.pool.actions import dispose, leave, pause
from medverka.pool.models import Contributor

pytestmark = pytest.mark.django_db


def test_whoever_stands_in_is_alike_and_comes_first_in_the_order(draw, coordinator):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    alike = [one for one in queries.reserves_of(draw) if one.contributor.is_relative == leaving.contributor.is_relative]
    assert drawing.say_no(draw, leaving, by=coordinator) == [alike[0]]


def test_the_quotas_hold_as_long_as_anybody_is_left_with_whom_they_do(draw, coordinator):
    draw = drawn(draw, coordinator)
    for _turn in range(9):
        drawing.say_no(draw, queries.panel_of(draw).filter(said_no_at=None).first(), by=coordinator)
        panel = queries.panel_of(draw).filter(said_no_at=None)
        assert panel.count() == 4
        left = [one for one in queries.reserves_of(draw) if one.contributor.is_relative]
        relatives = sum(one.contributor.is_relative for one in panel)
        assert relatives <= 2
        assert relatives >= 1 or not left
    assert len(stand_ins.quotas_now(draw)) == 1


def test_after_a_no_a_message_says_who_got_the_seat_and_why_and_the_new_one_stands_where_the_other_stood(
    draw, coordinator, sign_in
):
    draw, browser = drawn(draw, coordinator), sign_in(coordinator)
    leaving = queries.panel_of(draw).first()
    is_relative = leaving.contributor.is_relative
    order = list(queries.reserves_of(draw))
    instead = next(one for one in order if one.contributor.is_relative == is_relative)
    passed = order.index(instead)
    answer = browser.post(reverse("draws:said_no", args=[draw.pk, leaving.number]), follow=True)
    page = answer.content.decode()
    name = instead.contributor.pseudonym
    assert f"{name} har fått platsen, och är lik den som lämnade" in page
    assert ("före i ordningen hoppades över" in page) == bool(passed)
    assert [one.number for one in answer.context["panel"]][:2] == [leaving.number, instead.number]
    assert len(answer.context["panel"]) == 5


def test_a_message_says_when_the_quotas_cannot_hold_any_longer_and_when_nobody_is_left(draw, coordinator):
    draw = drawn(draw, coordinator)
    told = []
    for _turn in range(12):
        leaving = queries.panel_of(draw).filter(said_no_at=None)
        relatives = [one for one in leaving if one.contributor.is_relative]
        instead = drawing.say_no(draw, (relatives or leaving)[0], by=coordinator)
        told.append(stand_ins_told.who_came(draw, instead))
    assert any("går det inte att hålla alla kvoter" in words for words in told)
    assert told[-1] == "Ingen reserv finns kvar att fråga, så platsen är tom."


def test_a_seat_stays_empty_when_nobody_is_left(draw, coordinator):
    draw = drawn(draw, coordinator)
    for _turn in range(12):
        drawing.say_no(draw, queries.panel_of(draw).filter(said_no_at=None).first(), by=coordinator)
    assert queries.panel_of(draw).filter(said_no_at=None).count() == 3


def test_two_presses_on_no_take_one_reserve(draw, coordinator):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    drawing.say_no(draw, leaving, by=coordinator)
    with pytest.raises(NotNow):
        drawing.say_no(draw, leaving, by=coordinator)
    assert draw.entrants.filter(stands_in_for=leaving).count() == 1


def test_whoever_pauses_is_not_asked_to_stand_in(draw, coordinator):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    for one in queries.reserves_of(draw):
        if one.contributor.is_relative == leaving.contributor.is_relative:
            pause(one.contributor, by=coordinator)
            break
    instead = drawing.say_no(draw, leaving, by=coordinator)
    assert one not in instead


def rows_of(answer):
    return [row.split(";") for row in answer.content.decode("utf-8-sig").splitlines()[1:]]


def test_the_list_says_what_the_page_says_after_a_no_and_stands_in_the_groups_order(draw, coordinator, sign_in):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    (instead,) = drawing.say_no(draw, leaving, by=coordinator)
    browser = sign_in(coordinator)
    answer = browser.get(reverse("draws:list_csv", args=[draw.pk]))
    assert f"lista-{draw.reference}.csv" in answer["Content-Disposition"]
    rows = rows_of(answer)
    assert {row[0]: row[3] for row in rows} == {one.pseudonym: one.reference for one in Contributor.objects.all()}
    places = {row[0]: row[1] for row in rows}
    assert places[leaving.contributor.pseudonym] == "tackade nej"
    assert places[instead.contributor.pseudonym] == "reserv som fick en plats"
    group = {one.contributor.pseudonym for one in queries.panel_of(draw).filter(said_no_at=None)}
    assert {row[0] for row in rows[:4]} == group
    assert [row[0] for row in rows[4:14]] == [one.contributor.pseudonym for one in queries.reserves_of(draw)]
    assert [int(row[2]) for row in rows[4:14]] == [one.turn for one in queries.reserves_of(draw)]
    assert rows[14][0] == leaving.contributor.pseudonym
    page = browser.get(reverse("draws:draw", args=[draw.pk])).content.decode()
    assert all(words in page for words in ("tackade nej", "reserv som fick en plats"))


def test_the_seat_of_somebody_disposed_of_before_the_draw_can_be_filled(draw, pool, coordinator):
    published(draw, coordinator)
    document = json.loads(draw.publication.document)
    with clock.at(soon() + timedelta(minutes=1)):
        record = publication.draw(document, VALUES)
        chosen = [
            one.contributor
            for one in draw.entrants.all()
            if publication.label(one.salt, facts_of([one])[0]["id"], record["number"]) in record["selected"]
        ]
        for person in chosen[:2]:
            leave(person, by=coordinator)
            dispose(person, by=coordinator)
        disposal.let_go()
        drawing.draw_now(draw, by=coordinator, values=VALUES)
        empty = queries.panel_of(draw).filter(contributor=None)
        assert (empty.count(), queries.panel_of(draw).count()) == (2, 4)
        for seat in empty:
            assert len(drawing.say_no(draw, seat, by=coordinator)) == 1
    staying = queries.panel_of(draw).filter(said_no_at=None)
    assert staying.count() == 4
    assert 1 <= sum(one.contributor.is_relative for one in staying) <= 2
