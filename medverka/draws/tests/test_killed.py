"""A worker that is killed in the middle (no memory, no power) leaves nothing half done, and its work comes to an end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.draws import checks, jobs
from medverka.draws.actions import computing, publishing
from medverka.draws.models import Publication
from medverka.draws.rules import LONGEST_WORK, State
from medverka.draws.tests.test_publishing import two_lotteries
from medverka.draws.tests.test_setting_up import worked_out
from medverka.foundation import clock
from medverka.foundation.progress import SILENT

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """No `except Exception` sees it, as none sees a kill."""


def killed(*_given, **_options):
    raise Killed


@pytest.fixture(params=["compute", "publish"])
def left(request, draw, coordinator, monkeypatch):
    """A draw whose worker was killed in the middle, the job that was lost, and the state at its end."""
    if request.param == "compute":
        computing.start_computing(draw, by=coordinator, objective="leximin")
        job, end, where = jobs.compute, State.COMPUTED, "medverka.draws.work.solve"
    else:
        worked_out(draw, coordinator)
        publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=two_lotteries())
        job, end, where = jobs.publish, State.PUBLISHED, "medverka.draws.actions.publishing.publication.publish"
    with monkeypatch.context() as patched:
        patched.setattr(where, killed)
        with pytest.raises(Killed):
            job(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    return draw, job, end


def test_the_page_says_that_it_has_stopped_and_one_press_takes_it_up_again(left, coordinator, sign_in):
    draw, job, end = left
    assert not Publication.objects.exists()
    browser, old = sign_in(coordinator), draw.began_at.isoformat()
    with clock.at(clock.now() + SILENT + timedelta(seconds=1)):
        page = browser.get(reverse("draws:draw", args=[draw.pk])).content.decode()
        assert "Väntar på sin tur" not in page, "it had begun"
        assert reverse("draws:again", args=[draw.pk]) in page
        browser.post(reverse("draws:again", args=[draw.pk]))
        draw.refresh_from_db()
        job(draw.pk, draw.began_at.isoformat())
        job(draw.pk, old)  # The queue hands out the lost job once more, when all is done.
    draw.refresh_from_db()
    assert draw.state == end
    assert draw.entrants.count() == 15


def test_a_lost_job_that_comes_back_in_time_does_the_work(left):
    draw, job, end = left
    job(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == end


def test_a_lost_job_that_comes_back_late_ends_the_work_and_the_page_says_so(left):
    draw, job, end = left
    with clock.at(clock.now() + LONGEST_WORK):
        job(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == (State.COMPUTED if end == State.PUBLISHED else State.DRAFT)
    assert checks.in_words(draw).title == "Arbetet blev inte klart"
    assert not Publication.objects.exists()
