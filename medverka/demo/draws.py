"""Two draws of Exempellän: a reference group that was drawn last month, and one that waits for its public randomness."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from medverka.demo.stage import Stage, Story
from medverka.draws import jobs, queries, sources
from medverka.draws.actions import computing, drawing, publishing, setting_up
from medverka.draws.models import Draw
from medverka.fairness.draw.randomness import Numbers, Promise, Source, beacon_after
from medverka.foundation import clock

MIRRORS = ("user", "patient", "relative", "sub_area")
NUMBERS = [[4, 9, 11, 17, 22, 28, 33], [2, 5, 12, 19, 20, 31, 34]]


def stories(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    """Both draws, each from its first day."""
    yield today - timedelta(days=41), _reference_group(stage)
    yield today - timedelta(days=2), _waits(stage, today)


def _reference_group(stage: Stage) -> Story:
    began = clock.today()
    draw = _worked_out(
        stage,
        "Referensgrupp om första mötet",
        "Gruppen läser och ändrar det som skickas hem inför ett första möte.",
        more_relatives=2,
    )
    decided_on = began + timedelta(days=7)
    _publish(draw, stage, _two_lotteries(decided_on))
    publishing.note_letters_fetched(draw, queries.next_letters(draw), by=stage.karin)
    publishing.note_letters_posted(draw, by=stage.karin, upto=draw.people)
    yield decided_on + timedelta(days=1)
    draw.refresh_from_db()
    drawing.draw_now(draw, by=stage.karin, values=NUMBERS)
    yield decided_on + timedelta(days=4)
    draw.refresh_from_db()
    drawing.say_no(draw, queries.panel_of(draw)[2], by=stage.karin)


def _waits(stage: Stage, today: date) -> Story:
    draw = _worked_out(
        stage, "Panel om hur man får hjälp på kvällar och helger", "Panelen träffas tre gånger och lämnar förslag."
    )
    draws_at = timezone.make_aware(datetime.combine(today + timedelta(days=5), time(12)))
    _publish(draw, stage, beacon_after(draws_at))
    yield from ()


def _worked_out(stage: Stage, title: str, purpose: str, *, more_relatives: int = 0) -> Draw:
    draw = setting_up.create_draw(by=stage.karin, title=title, purpose=purpose, size=12)
    setting_up.choose_features(draw, by=stage.karin, codes=MIRRORS)
    relatives = draw.quotas.get(feature="relative")
    bounds = [setting_up.NewBounds(relatives.pk, relatives.low + more_relatives, relatives.high + more_relatives)]
    setting_up.set_quotas(draw, by=stage.karin, bounds=bounds)
    computing.start_computing(draw, by=stage.karin, objective=Draw.Objective.LEXIMIN)
    jobs.compute(draw.pk, _token(draw))
    draw.refresh_from_db()
    return draw


def _publish(draw: Draw, stage: Stage, promise: Promise) -> None:
    publishing.start_publishing(draw, by=stage.karin, lottery=Draw.Lottery.UNIFORM, promise=promise)
    jobs.publish(draw.pk, _token(draw))
    draw.refresh_from_db()
    publishing.queue_mails(draw)


def _token(draw: Draw) -> str:
    assert draw.began_at is not None  # noqa: S101 - it has just begun
    return draw.began_at.isoformat()


def _two_lotteries(on: date) -> Numbers:
    """The county's own lottery, which is as made up as the county: seven of thirty-five, twice."""
    at = sources.as_written(timezone.make_aware(datetime.combine(on, time(18, 20))))
    names = ("Exempellotteriets första dragning", "Exempellotteriets andra dragning")
    return Numbers([Source(name, "exempellotteriet.invalid", at, 7, 1, 35) for name in names])
