"""Where there has been a draw for a request, those who were drawn are offered, then their reserves in order."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from medverka.assignments import fit, proposal
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import url
from medverka.assignments.tests.test_asking import shown, ticked
from medverka.draws.actions.setting_up import create_draw
from medverka.draws.models import Draw, Entrant
from medverka.foundation import clock
from medverka.pool.actions import pause
from medverka.pool.models import Contributor


@pytest.fixture
def draw(opened, pool):
    """Two were drawn for the request, and three stand in reserve."""
    made = Draw.objects.create(
        reference="2026-1", title="Två till väntrummet", size=2, state="drawn", decided_from=clock.now(),
        origin_kind="request", origin_id=opened.pk,
    )  # fmt: skip
    made.drawn, made.reserves = pool(2), pool(3)
    for number, person in enumerate(made.drawn):
        Entrant.objects.create(draw=made, number=number, contributor=person, place="drawn")
    for turn, person in enumerate(reversed(made.reserves)):
        Entrant.objects.create(draw=made, number=10 + turn, contributor=person, place="reserve", turn=turn)
    return made


def asking(browser, request, **given):
    return browser.get(url("request", request.key), given)


def test_those_who_were_drawn_are_ticked_and_the_reserves_come_in_their_order(sign_in, coordinator, opened, pool, draw):
    pool(3)
    page = asking(sign_in(coordinator), opened)
    assert ticked(page) == {person.pk for person in draw.drawn}
    assert shown(page) == {person.pk for person in [*draw.drawn, *draw.reserves]}
    found = proposal.propose_drawn(opened, coordinator, 2)
    assert [row.contributor for row in found.in_turn] == list(reversed(draw.reserves))
    assert "Två till väntrummet" in page.content.decode()


def test_when_somebody_drawn_is_asked_or_pauses_the_first_reserve_is_next(sign_in, coordinator, opened, draw):
    asked, paused = draw.drawn
    row = people.invite(opened, [asked], by=coordinator)[0]
    people.decline(row, by=coordinator, how="phone")
    pause(paused, by=coordinator)
    assert ticked(asking(sign_in(coordinator), opened)) == {person.pk for person in draw.reserves[1:]}


def test_that_they_were_drawn_is_noted_and_that_somebody_else_was_asked_too(sign_in, coordinator, opened, pool, draw):
    (other,) = pool(1)
    ids = [draw.drawn[0].pk, draw.reserves[0].pk, other.pk]
    sign_in(coordinator).post(url("invite", opened.key), {"person": ids, "as": "invite"})
    assert [Invitation.objects.get(contributor=pk).picked for pk in ids[:2]] == ["drawn", "drawn"]
    assert Invitation.objects.get(contributor=other).picked in {"proposed", "other"}


def test_the_proposal_can_be_seen_instead_and_stays_after_a_mistake(sign_in, coordinator, opened, pool, draw):
    (other,) = pool(1)
    browser = sign_in(coordinator)
    page = asking(browser, opened, forslag=1)
    assert other.pk in shown(page)
    assert "Så är förslaget uträknat" in page.content.decode()
    again = browser.post(url("invite", opened.key), {"antal": 12, "as": "invite", "forslag": 1}, follow=True)
    assert other.pk in shown(again)


def test_when_nobody_drawn_is_left_the_proposal_comes_back(sign_in, coordinator, opened, pool, draw):
    for person in [*draw.drawn, *draw.reserves]:
        pause(person, by=coordinator)
    (other,) = pool(1)
    assert ticked(asking(sign_in(coordinator), opened)) == {other.pk}


def test_a_draw_can_be_begun_from_the_request_by_whoever_may(sign_in, coordinator, opened, pool):
    pool(3)
    assert f"/lottningar/ny/?forfragan={opened.pk}" in asking(sign_in(coordinator), opened).content.decode()


def test_only_who_sees_the_request_draws_for_it(opened, coordinator, north_coordinator, county):
    InvolvementRequest.objects.filter(pk=opened.pk).update(unit=county.ekdala)
    with pytest.raises(PermissionDenied):
        create_draw(by=north_coordinator, title="En grupp", size=2, origin=("request", opened.pk))
    assert create_draw(by=coordinator, title="En grupp", size=2, origin=("request", opened.pk)).origin_id == opened.pk


def another(coordinator, county, **values):
    """Another open request."""
    made = actions.create_request(by=coordinator, unit=county.housing, source="coordinator")
    made = actions.save_draft(made, by=coordinator, **{**complete(county.housing), "contact_name": "Berit", **values})
    return actions.open_request(actions.send_request(made, by=coordinator), by=coordinator)


def remarks(opened, coordinator):
    return {
        row.contributor.pk: [str(one) for one in row.remarks]
        for row in proposal.propose_drawn(opened, coordinator, 2).people
    }


def test_what_those_drawn_do_otherwise_is_remarked_on_and_keeps_nobody_out(
    sign_in, coordinator, county, opened, pool, draw
):
    busy, free = draw.drawn
    before = remarks(opened, coordinator)
    assert str(fit.CLASHES["limit"]) not in before[busy.pk] + before[free.pk]
    day = clock.today() + timedelta(days=40)
    InvolvementRequest.objects.filter(pk=opened.pk).update(starts_on=day)
    opened.refresh_from_db()
    people.invite(another(coordinator, county, starts_on=day), [busy], by=coordinator)
    Contributor.objects.filter(pk__in=[busy.pk, free.pk]).update(most_per_half_year=1)
    told = remarks(opened, coordinator)
    assert set(told[busy.pk]) - set(before[busy.pk]) >= {str(fit.CLASHES[key]) for key in ("same_day", "limit")}
    assert not {str(words) for words in fit.CLASHES.values()} & set(told[free.pk])
    page = asking(sign_in(coordinator), opened)
    assert ticked(page) == {busy.pk, free.pk}, "whoever was drawn is asked all the same"
    assert page.content.decode().count(str(fit.CLASHES["limit"])) == 1


def test_the_remarks_ask_as_much_of_many_as_of_few(coordinator, opened, pool, draw, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        proposal.propose_drawn(opened, coordinator, 2)
    for number, person in enumerate(pool(10), start=50):
        Entrant.objects.create(draw=draw, number=number, contributor=person, place="drawn")
    with django_assert_num_queries(len(few)):
        assert len(proposal.propose_drawn(opened, coordinator, 2).people) == 15
