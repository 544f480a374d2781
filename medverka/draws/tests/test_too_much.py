"""What is too much for a page, for the worker or for the table of quotas is told; nothing hangs on it."""

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from medverka.draws import checks, jobs, work
from medverka.draws.actions import computing, setting_up
from medverka.draws.actions.setting_up import NewBounds
from medverka.draws.models import Draw
from medverka.draws.moves import NotNow
from medverka.draws.rules import LONGEST_WORK, State
from medverka.draws.tests.test_setting_up import files, worked_out
from medverka.fairness.highs import Unsolved
from medverka.foundation import clock
from medverka.pool.models import Contributor

pytestmark = pytest.mark.django_db


def test_a_file_with_more_quotas_or_longer_names_than_there_is_room_for_is_told(sign_in, coordinator, monkeypatch):
    monkeypatch.setattr("medverka.draws.forms.QUOTAS_AT_ONCE", 1000)  # Read in the request, not by the worker.
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=10, source="file")
    many = "".join(f"kön,v{n},0,1\n" for n in range(501))
    long = "v" * 121
    for people, quotas, said in (
        ("id,kön\n" + "".join(f"p{n},v{n}\n" for n in range(501)), many, "fler än 500 kvoter"),
        (f"id,kön\np1,{long}\n", f"kön,{long},0,1\n", "längre än 120 tecken"),
    ):
        answer = sign_in(coordinator).post(
            reverse("draws:people", args=[draw.pk]), files(people, "feature,value,min,max\n" + quotas), follow=True
        )
        assert said in answer.content.decode()
    assert not draw.quotas.exists()


def test_work_that_was_stopped_for_taking_too_long_is_told_and_does_not_hold_up_the_worker_again(draw, coordinator):
    computing.start_computing(draw, by=coordinator, objective="leximin")
    Draw.objects.update(step="search")
    with clock.at(clock.now() + LONGEST_WORK):
        jobs.compute(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert (draw.state, draw.trouble) == (State.DRAFT, {"code": "took_too_long"})
    assert LONGEST_WORK.total_seconds() == settings.Q_CLUSTER["timeout"]


def test_quotas_that_nobody_can_say_anything_about_are_no_error_of_the_pages_or_of_the_job(
    draw, coordinator, monkeypatch
):
    def unsolved(*_given, **_limits):
        raise Unsolved

    monkeypatch.setattr("medverka.draws.checks.infeasible", unsolved)
    assert checks.look_for_contradictions(draw) is False
    assert worked_out(draw, coordinator).trouble == {"code": "too_hard"}


def test_a_page_does_not_look_at_what_takes_a_worker(draw, monkeypatch):
    monkeypatch.setattr("medverka.draws.checks.AT_A_GLANCE", 10)
    monkeypatch.setattr("medverka.draws.checks.infeasible", None)
    assert checks.look_for_contradictions(draw) is False


def test_changes_that_were_proposed_for_quotas_of_before_are_not_made(draw, coordinator):
    quota = draw.quotas.get()
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(quota.pk, 4, 4)])
    Contributor.objects.filter(is_relative=True).update(status="paused")
    assert checks.look_for_contradictions(draw)
    stale = Draw.objects.get(pk=draw.pk)
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(quota.pk, 0, 2)])
    with pytest.raises(NotNow), transaction.atomic():
        computing.relax(stale, by=coordinator)
    assert (draw.quotas.get().low, draw.quotas.get().high) == (0, 2)


@pytest.mark.parametrize("code", [*work.TROUBLES.values(), "broken", "took_too_long", "few_people"])
def test_whatever_keeps_work_from_its_end_has_words_for_the_page(code):
    title, text = checks.TROUBLES[code]
    assert title
    assert text


def test_work_that_breaks_is_told_on_the_page_and_in_the_log(draw, coordinator, monkeypatch, caplog):
    def broken(*_given, **_options):
        raise RuntimeError("an id that nobody is to see")

    monkeypatch.setattr("medverka.draws.work.solve", broken)
    assert worked_out(draw, coordinator).trouble == {"code": "broken"}
    assert draw.state == State.DRAFT
    assert "came to nothing" in caplog.text
