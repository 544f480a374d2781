"""Nobody whom the quotas give a chance loses it by the kind of lottery, and what is proven is told apart from what is used."""

import html
import json

import pytest
from django.urls import reverse

from medverka.draws import cautions, jobs, lotteries_told, numbered
from medverka.draws.actions import publishing
from medverka.draws.models import Draw, Publication
from medverka.draws.numbered import LeavesOut
from medverka.draws.rules import State
from medverka.draws.tests.test_cautions import worked_out_from
from medverka.draws.tests.test_publishing import two_lotteries
from medverka.fairness.draw.lottery import exact, uniform
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.solve import solve

KEY = b"k" * 32


def found(people=2400, size=2, quotas=()):
    """The fairest chances of so many, of whom every second has an a and the others a b."""
    values = [Person(f"p{n}", {"ort": "ab"[n % 2]}) for n in range(people)]
    bounds = quotas or [Quota("ort", "a", 0, size), Quota("ort", "b", 0, size)]
    return solve(Problem(values, list(bounds), size))


def test_there_are_so_many_panels_that_everybody_has_their_chance():
    distribution = found()
    assert uniform(distribution, 1000, key=KEY).left_out == 400
    planned = numbered.planned(distribution)
    lottery = uniform(distribution, planned["panels"], key=KEY)
    assert planned == {"panels": 1200, "share": pytest.approx(1)}
    assert lottery.left_out == lottery.without == 0
    numbered.refuse_to_leave_out(lottery, distribution)


def test_a_lottery_that_takes_all_of_somebodys_chance_is_refused_with_how_many_panels_would_do():
    distribution = found()
    with pytest.raises(LeavesOut) as caught:
        numbered.refuse_to_leave_out(uniform(distribution, 1000, key=KEY), distribution)
    assert (caught.value.count, caught.value.panels, caught.value.enough) == (400, 1000, 1200)
    assert lotteries_told.leaves_out(caught.value).replace("\xa0", " ") == (
        "Med 1 000 numrerade grupper skulle 400 personer inte vara med i någon av dem, fast kvoterna ger dem en chans."
    )


def test_whom_the_quotas_shut_out_the_lottery_has_not_left_out():
    distribution = found(20, 4, [Quota("ort", "a", 4, 4), Quota("ort", "b", 0, 0)])
    for lottery in (uniform(distribution, 50, key=KEY), exact(distribution, key=KEY)):
        assert (lottery.left_out, lottery.without) == (0, 10)
        numbered.refuse_to_leave_out(lottery, distribution)
        assert numbered.used(lottery, least_people=5)["without"] == 10
        assert numbered.used(lottery, least_people=11)["without"] == 0


def publish(draw, by):
    publishing.start_publishing(draw, by=by, lottery="uniform", promise=two_lotteries())
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()


def page(browser, name, key, data=None):
    address = reverse(name, args=[key])
    answer = browser.get(address) if data is None else browser.post(address, data)
    return html.unescape(answer.content.decode()).replace("\xa0", " ")


@pytest.fixture
def large(coordinator, sign_in):
    """A draw of two among 2,400: in 1,000 panels, 400 of them would have no chance."""
    return worked_out_from(coordinator, sign_in(coordinator), "ab" * 1200, {"a": (0, 2), "b": (0, 2)}, size=2)


@pytest.mark.django_db
def test_before_publishing_the_pages_say_how_many_panels_there_will_be_and_what_they_give(large, coordinator, sign_in):
    browser = sign_in(coordinator)
    before = page(browser, "draws:draw", large.pk)
    assert "Det dras bland 1 200 numrerade grupper, alla lika troliga." in before
    assert "alla får sin uträknade chans" in before
    told = {"lottery": "uniform", "day": "2040-12-01", "at": "12.00"}
    assert "1 200 numrerade grupper, alla lika troliga. Platserna går jämnt ut" in page(
        browser, "draws:publish", large.pk, told
    )


@pytest.mark.django_db
def test_in_what_is_published_everybody_has_a_chance_and_the_public_page_says_what_is_proven_and_what_is_used(
    large, coordinator, sign_in
):
    publish(large, coordinator)
    document = json.loads(Publication.objects.get(draw=large).document)
    assert (len(document["panels"]), document["least"]) == (1200, 1)
    assert not large.entrants.filter(chance=0).exists()
    public = page(sign_in(), "draws:public", large.reference)
    assert "Alla har så gott som samma chans, 0,083 %" in public
    assert "Det dras bland 1 200 numrerade grupper, alla lika troliga. I dem har alla sin uträknade chans." in public
    assert "Ingen lottning inom kvoterna kan vara rättvisare än de uträknade chanserna" in public


@pytest.mark.django_db
def test_nothing_is_published_that_would_take_all_of_somebodys_chance(large, coordinator, sign_in):
    planned = large.summary | {"numbered": {"panels": 1000, "share": 0.0}}
    Draw.objects.filter(pk=large.pk).update(summary=planned)
    large.refresh_from_db()
    assert [one.title for one in cautions.of(large)] == ["De numrerade grupperna räcker inte till alla"]
    publish(large, coordinator)
    assert (large.state, large.trouble) == (State.COMPUTED, {"code": "some_left_out"})
    assert not Publication.objects.exists()
    assert "De numrerade grupperna räckte inte till alla" in page(sign_in(coordinator), "draws:draw", large.pk)


@pytest.mark.django_db
def test_whom_the_quotas_shut_out_are_counted_on_the_public_page(coordinator, sign_in):
    draw = worked_out_from(coordinator, sign_in(coordinator), "a" * 14 + "b" * 6, {"a": (4, 4), "b": (0, 0)})
    publish(draw, coordinator)
    public = page(sign_in(), "draws:public", draw.reference)
    assert "6 personer har ingen chans alls, för kvoterna släpper inte fram dem." in public


def test_a_share_that_is_not_whole_is_told_rounded_down():
    assert lotteries_told.what_it_gives("uniform", {"panels": 7, "share": 0.98765}) == (
        "I dem har alla minst 98,7\xa0% av sin uträknade chans."
    )
    draw = Draw(lottery="uniform", summary={"numbered": {"panels": 1005, "share": 0.98765}})
    assert "omkring 98,7\xa0% eller mer av sin uträknade chans" in lotteries_told.sentences(draw)
