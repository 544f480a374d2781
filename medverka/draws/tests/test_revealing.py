"""What is published lets nobody find out, by dividing seats by chances, how few have something."""

import pytest

from medverka.draws import checks, jobs
from medverka.draws.actions import publishing, setting_up
from medverka.draws.actions.setting_up import NewBounds
from medverka.draws.models import Publication
from medverka.draws.revealing import few_with_other_chances
from medverka.draws.rules import State
from medverka.draws.tests.test_publishing import published, two_lotteries
from medverka.draws.tests.test_setting_up import worked_out
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.organisations.models import County
from medverka.pool.models import Contributor


def with_bounds(low, high, *, few=2, people=143, size=12, others=(0, 12)):
    everybody = [Person(str(n), {"k": "few" if n < few else "many"}) for n in range(people)]
    return Problem(everybody, [Quota("k", "few", low, high), Quota("k", "many", *others)], size)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (with_bounds(1, 1), [("k", "few")]),
        (with_bounds(0, 0), [("k", "few")]),
        (with_bounds(0, 12, others=(0, 11)), [("k", "few")]),
        (with_bounds(0, 2, few=4, people=20), [("k", "few")]),
        (with_bounds(0, 12, few=4, people=20, others=(10, 12)), [("k", "few")]),
        (with_bounds(0, 1), []),
        (with_bounds(1, 1, few=5), []),
        (with_bounds(2, 3, few=4, people=20), []),
        (with_bounds(0, 0, few=0), []),
    ],
)
def test_few_whose_chance_differs_by_their_quota_are_found(problem, told):
    assert few_with_other_chances(problem, 5) == told


def refused(draw, by):
    worked_out(draw, by)
    publishing.start_publishing(draw, by=by, lottery="exact", promise=two_lotteries())
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == State.COMPUTED
    assert not Publication.objects.exists()
    return checks.in_words(draw)


@pytest.mark.django_db
def test_a_draw_that_would_tell_how_few_have_something_is_not_published_until_its_quota_is_wider(draw, coordinator):
    County.objects.update(small_group=6)
    quota = draw.quotas.get()
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(quota.pk, 2, 2)])
    assert refused(draw, coordinator).lines == ["Närstående"]
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(quota.pk, 1, 2)])
    published(draw, coordinator)


@pytest.mark.django_db
def test_a_draw_among_very_few_is_not_published(draw, coordinator):
    Contributor.objects.filter(pk__in=list(Contributor.objects.values_list("pk", flat=True)[4:])).update(
        status="paused"
    )
    setting_up.choose_features(draw, by=coordinator, codes=[])
    assert "Så få är med" in refused(draw, coordinator).text
