"""Working out a draw and making it ready to publish: long work, done by the worker, which can be stopped and begun again."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from medverka.draws import cautions, features, problems, results, revealing, summaries, uploads
from medverka.draws.actions.setting_up import put_down
from medverka.draws.models import Draw, Quota, Working
from medverka.draws.moves import NotNow, authorise_for, move
from medverka.draws.rules import STOPS, WORKING, State
from medverka.fairness.draw.result import Cancelled, Distribution, Watch
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor

JOBS = {State.READING: "read", State.COMPUTING: "compute", State.PUBLISHING: "publish"}


def work_out(draw: Draw, *, by: Any, objective: str, lottery: str) -> None:
    """Work it out in this way. A result that is there stays where only the kind of lottery is another."""
    if draw.state == State.COMPUTED and objective == draw.objective:
        choose_lottery(draw, by=by, lottery=lottery)
    else:
        start_computing(draw, by=by, objective=objective, lottery=lottery)


@transaction.atomic
def choose_lottery(draw: Draw, *, by: Any, lottery: str) -> None:
    """Say which kind of lottery will be published of what was worked out."""
    authorise_for(by, draw)
    if not Draw.objects.filter(pk=draw.pk, state=State.COMPUTED).update(lottery=lottery, trouble={}):
        raise NotNow
    record(by, "draw.lottery_chosen", draw, lottery=lottery)


@transaction.atomic
def start_computing(draw: Draw, *, by: Any, objective: str, lottery: str = Draw.Lottery.UNIFORM) -> None:
    """Let the worker put down who is in it as it is now, and find the fairest lottery; what was found before is gone."""
    authorise_for(by, draw)
    move(draw, "compute", objective=objective, lottery=lottery, trouble={}, summary={}, **fresh())
    Working.objects.filter(draw=draw).delete()
    record(by, "draw.computing_began", draw, objective=objective)
    ask_worker(draw)


@transaction.atomic
def put_down_pool(draw: Draw, began_at: datetime) -> None:
    """Let those be in the draw who are in the pool now and fit, unless the work was stopped meanwhile (`NotNow`)."""
    rows = Draw.objects.select_for_update().filter(pk=draw.pk, state=State.COMPUTING, began_at=began_at)
    if not rows.exists():
        raise NotNow
    if draw.source == Draw.Source.POOL:
        _put_down(draw)


def _put_down(draw: Draw) -> None:
    rows = problems.pool_rows(draw)
    values = features.values_of(rows, list(dict.fromkeys(draw.quotas.values_list("feature", flat=True))))
    names = dict(Contributor.objects.filter(pk__in=list(values)).values_list("pk", "reference"))
    facts = [{"id": names[pk], "values": own, "home": None} for pk, own in values.items()]
    put_down(draw, facts, list(values))


def fresh() -> dict[str, Any]:
    """What stands in the row of a draw whose work begins now."""
    now = clock.now()
    return {"began_at": now, "heard_at": now, "step": "waiting", "percent": 0}


def ask_worker(draw: Draw) -> None:
    """Let the worker do what the draw's state waits for, once the transaction is committed."""
    assert draw.began_at is not None  # noqa: S101 - whoever asks has just written it
    name, pk, token = JOBS[State(draw.state)], draw.pk, draw.began_at.isoformat()
    transaction.on_commit(lambda: async_task(f"medverka.draws.jobs.{name}", pk, token))


@transaction.atomic
def start_again(draw: Draw, *, by: Any) -> None:
    """Ask the worker once more, where it has stopped in the middle. Nothing was half done."""
    authorise_for(by, draw)
    values = fresh()
    if not Draw.objects.filter(pk=draw.pk, state__in=WORKING).update(**values):
        raise NotNow
    draw.refresh_from_db()
    record(by, "draw.begun_again", draw)
    ask_worker(draw)


@transaction.atomic
def stop(draw: Draw, *, by: Any) -> None:
    """Stop the work: the draw is again what it was before it began, and files that were being read are gone."""
    authorise_for(by, draw)
    if draw.state not in WORKING:
        raise NotNow
    if draw.state == State.READING:
        uploads.forget(draw)
    move(draw, STOPS[State(draw.state)], trouble={})
    record(by, "draw.stopped", draw)


# --- The worker's part ------------------------------------------------------------------------


def watcher(draw: Draw, began_at: datetime) -> Watch:
    """Writes down how far the work has come, about once a second; raises `Cancelled` when nobody wants it any more."""
    last, told = datetime.min.replace(tzinfo=UTC), ""

    def watch(step: str, done: float) -> None:
        nonlocal last, told
        now = clock.now()
        if (now - last).total_seconds() < (1 if step == told else 0.2):
            return
        last, told = now, step
        rows = Draw.objects.filter(pk=draw.pk, state__in=WORKING, began_at=began_at)
        if not rows.update(step=step[:40], percent=round(100 * min(max(done, 0.0), 1.0)), heard_at=now):
            raise Cancelled

    return watch


@transaction.atomic
def keep_result(draw: Draw, found: Distribution, began_at: datetime) -> None:
    """Keep what was found, unless the work was stopped meanwhile (`NotNow`)."""
    least_people = the_county().small_group
    summary = summaries.of(found, problems.features_of(draw), least_people=least_people)
    summary["few"] = revealing.found_in(draw, found.problem, least_people=least_people)
    summary["cautions"] = cautions.found_in(found, least_people=least_people)
    move(draw, "computed", token=began_at, summary=summary, percent=100)
    results.keep(draw, found)


def keep_trouble(draw: Draw, trouble: dict[str, Any], began_at: datetime, *, verb: str = "") -> None:
    """Say why there is no result: the draw is again what it was before. Nothing happens where the work was stopped."""
    try:
        move(draw, verb or STOPS[State(draw.state)], token=began_at, trouble=trouble)
    except NotNow:
        return


@transaction.atomic
def relax(draw: Draw, *, by: Any) -> None:
    """Take the smallest relaxations that were proposed, all of them, in one press."""
    authorise_for(by, draw)
    trouble = Draw.objects.select_for_update().get(pk=draw.pk).trouble  # Somebody may have changed the quotas since.
    proposed = {(one["feature"], one["value"], one["bound"]): one["becomes"] for one in trouble.get("relaxations", [])}
    if not proposed:
        raise NotNow
    move(draw, "change", trouble={}, size=proposed.get(("", "", "size"), draw.size))
    quotas = list(draw.quotas.all())
    for quota in quotas:
        quota.low = proposed.get((quota.feature, quota.value, "low"), quota.low)
        quota.high = proposed.get((quota.feature, quota.value, "high"), quota.high)
    Quota.objects.bulk_update(quotas, ["low", "high"])
    record(by, "draw.relaxed", draw, changes=len(proposed))
