"""Where there has been a draw for a request, those who were drawn are offered, then their reserves in order."""

import pytest
from django.core.exceptions import PermissionDenied

from medverka.assignments import proposal
from medverka.assignments.actions import invitations as people
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.tests.pages import url
from medverka.assignments.tests.test_asking import shown, ticked
from medverka.draws.actions.setting_up import create_draw
from medverka.draws.models import Draw, Entrant
from medverka.foundation import clock
from medverka.pool.actions import pause


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
