"""From a result to what is published before the draw: numbered panels, salts, the fingerprint. Nothing of it changes after."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from medverka.access.authorise import SYSTEM
from medverka.draws import features, numbered, problems, results, sources, summaries
from medverka.draws.actions.computing import ask_worker, fresh
from medverka.draws.facts import sealed
from medverka.draws.models import Draw, Entrant, Publication, Working
from medverka.draws.moves import NotNow, authorise_for, move
from medverka.draws.queries import by_mail, letters_left
from medverka.draws.revealing import refuse_if_revealing, to_accept
from medverka.draws.rules import IN_IT, State
from medverka.fairness.draw import publication
from medverka.fairness.draw.lottery import Lottery, exact, uniform
from medverka.fairness.draw.randomness import Promise, check_promise, promise_from_data
from medverka.foundation import bulk, clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor


@transaction.atomic
def start_publishing(draw: Draw, *, by: Any, lottery: str, promise: Promise) -> None:
    """Say what will decide, and let the worker make ready what is published. Raises `NotNow` where it was worked out anew."""
    authorise_for(by, draw)
    check_promise(promise, sources.earliest())
    move(
        draw, "publish", token=draw.began_at, lottery=lottery, plan=promise.as_data(), decided_from=sources.decided_from(promise),
        trouble={}, **fresh(),
    )  # fmt: skip
    record(by, "draw.publishing_began", draw, lottery=lottery)
    ask_worker(draw)


@transaction.atomic
def accept_few(draw: Draw, *, by: Any) -> None:
    """Say yes to what this result of a file would tell of few people; another result asks anew."""
    authorise_for(by, draw)
    latest = Draw.objects.select_for_update().get(pk=draw.pk)
    if latest.state != State.COMPUTED or latest.summary != draw.summary or not to_accept(latest):
        raise NotNow
    latest.summary["few_accepted"] = True
    latest.save(update_fields=["summary"])
    record(by, "draw.few_accepted", draw)


def prepare(draw: Draw) -> tuple[Lottery, list[str], dict[str, Any]]:
    """The panels of people, everybody's salt, and the document to publish. Raises `WrongValues` when it is too late.

    Raises `Outdated`, `Revealing` and `LeavesOut` where it may not be published as it is.
    """
    found = results.kept(draw)
    refuse_if_revealing(draw, found.problem, least_people=the_county().small_group)
    key = secrets.token_bytes(32)  # Nobody can tell beforehand who sits with whom; nobody needs to know it afterwards.
    if draw.lottery == Draw.Lottery.UNIFORM:
        planned = draw.summary.get("numbered") or numbered.planned(found)
        lottery = uniform(found, planned["panels"], key=key)
        numbered.refuse_to_leave_out(lottery, found)
    else:
        lottery = exact(found, key=key)
    salts = publication.new_salts(len(lottery.problem.people))
    document = publication.publish(
        lottery, salts, promise_from_data(draw.plan),
        title=draw.title, objective=draw.objective, published=sources.as_written(clock.now()),
    )  # fmt: skip
    return lottery, salts, document | {"quotas": _quotas_in_words(draw)}


def _quotas_in_words(draw: Draw) -> list[dict[str, Any]]:
    known = problems.features_of(draw)
    rows = []
    for quota in draw.quotas.all():
        feature = known.get(quota.feature)
        words = feature.in_words(quota.value) if feature else {"feature": quota.feature, "value": quota.value}
        rows.append(words | {"low": quota.low, "high": quota.high})
    return rows


@transaction.atomic
def publish(draw: Draw, began_at: datetime, lottery: Lottery, salts: list[str], document: dict[str, Any]) -> None:
    """Publish, unless the work was stopped meanwhile (`NotNow`). From here on nothing of it changes.

    Raises `Outdated` where somebody who is in it has left or pauses: they would take a seat that nobody can fill.
    """
    gone = draw.entrants.exclude(contributor__status=Contributor.Status.ACTIVE)
    if draw.source == Draw.Source.POOL and gone.exists():
        raise results.Outdated
    least_people = the_county().small_group
    summary = draw.summary | {
        "parts": summaries.parts_of(sorted(map(float, lottery.chances)), least_people),
        "used": numbered.used(lottery, least_people=least_people),
        "filled": [one | {"name": name} for one, name in zip(draw.summary["filled"], _names(draw), strict=True)],
        "panels": len(document["panels"]),
    }
    move(draw, "published", token=began_at, percent=100, summary=summary)
    mark = publication.fingerprint(document)
    Publication.objects.create(draw=draw, document=publication.canonical(document).decode(), fingerprint=mark)
    _give_salts(draw, lottery, salts)
    Working.objects.filter(draw=draw).delete()
    record(draw.created_by or SYSTEM, "draw.published", draw, fingerprint=mark)


def _names(draw: Draw) -> list[str]:
    """The names in the quotas, in their order: words of the county's lists may change later, what was published does not."""
    known = problems.features_of(draw)
    return [features.name_of(known, one["feature"], one["value"]) for one in draw.summary["filled"]]


def _give_salts(draw: Draw, lottery: Lottery, salts: list[str]) -> None:
    """Write into everybody's row their salt, label and chance."""
    keys = draw.entrants.order_by("number").values_list("pk", flat=True)
    everybody = zip(keys, lottery.problem.people, salts, lottery.chances, strict=True)
    rows = (
        (key, (sealed("salt", key, salt), publication.label(salt, person.id), float(chance)))
        for key, person, salt, chance in everybody
    )
    bulk.update_values(Entrant, ["salt", "label", "chance"], rows)


# --- Those who are in it are told ---------------------------------------------------------------


@transaction.atomic
def tell_everybody(draw: Draw, *, by: Any) -> None:
    """Let everybody who reads mail be told that they are in it; the rest get letters."""
    authorise_for(by, draw)
    if draw.state not in (State.PUBLISHED, State.DRAWN) or draw.source != Draw.Source.POOL:
        raise NotNow
    record(by, "draw.told", draw)
    pk = draw.pk
    transaction.on_commit(lambda: async_task("medverka.draws.jobs.tell", pk))


@transaction.atomic
def queue_mails(draw: Draw) -> int:
    """Put a mail to everybody who reads mail into the outbox, once. Returns how many."""
    rows = by_mail(draw).filter(mail=None)
    for row in rows:
        Entrant.objects.filter(pk=row.pk).update(mail=queue(IN_IT, row.pk, key=f"{IN_IT}:{row.pk}"))
    return len(rows)


def note_salts_fetched(draw: Draw, *, by: Any) -> None:
    """Somebody takes out the salts of a file's people, to hand each their own."""
    authorise_for(by, draw)
    record(by, "draw.salts_fetched", draw)


def note_letters_fetched(draw: Draw, entrants: Iterable[Entrant], *, by: Any) -> None:
    """Letters to these have been made, and can be posted. The door itself journals whose."""
    authorise_for(by, draw)
    draw.entrants.filter(pk__in=[one.pk for one in entrants]).update(letter_made_at=clock.now())


@transaction.atomic
def note_letters_posted(draw: Draw, *, by: Any, upto: int) -> None:
    """The letters that were fetched are posted, up to the number that the page knew of. Raises `NotNow` where there are none."""
    authorise_for(by, draw)
    fetched = letters_left(draw).filter(letter_made_at__isnull=False, number__lte=upto)
    if not fetched.update(told_at=clock.now()):
        raise NotNow
    record(by, "draw.letters_posted", draw)


@transaction.atomic
def call_off(draw: Draw, *, by: Any, because: str) -> None:
    """Call off a draw that is published and not drawn; everybody reads why."""
    authorise_for(by, draw)
    move(draw, "call_off", called_off_because=because, called_off_at=clock.now())
    record(by, "draw.called_off", draw)
