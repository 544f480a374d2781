"""Two files into a draw: kept sealed, read by the worker or at once where they are small, and thrown away."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language

from medverka.access.authorise import SYSTEM
from medverka.draws import uploads
from medverka.draws.actions.computing import ask_worker, fresh
from medverka.draws.actions.setting_up import put_down
from medverka.draws.models import Draw, Quota, Upload, Working
from medverka.draws.moves import authorise_for, move
from medverka.fairness.draw.problem import Problem
from medverka.journal.actions import record


@transaction.atomic
def start_reading(
    draw: Draw,
    *,
    by: Any,
    people: tuple[str, bytes],
    quotas: tuple[str, bytes],
    household: str = "",
    at_once: bool = False,
) -> None:
    """Keep the files, (name, content) each, sealed, and let the worker read them. Raises `OSError` where there is no room.

    Whoever says `at_once` has `jobs.read` do it themselves.
    """
    authorise_for(by, draw)
    move(draw, "read", trouble={}, summary={}, **fresh())
    Working.objects.filter(draw=draw).delete()
    uploads.forget(draw)
    upload = Upload.objects.create(
        draw=draw, created_by=by, language=get_language() or "sv", household=household,
        people_name=people[0][:200], quotas_name=quotas[0][:200],
    )  # fmt: skip
    uploads.put(upload, people=people[1], quotas=quotas[1])
    record(by, "draw.files_sent_in", draw)
    if not at_once:
        ask_worker(draw)


# --- The worker's part ------------------------------------------------------------------------


@transaction.atomic
def keep_mistakes(upload: Upload, mistakes: Sequence[str], began_at: datetime) -> None:
    """Say what is wrong with the files, unless the work was stopped meanwhile (`NotNow`). Nothing of them is taken in."""
    move(upload.draw, "stop_reading", token=began_at, trouble={"code": "bad_files"})
    upload.mistakes = json.dumps(list(mistakes))
    upload.save(update_fields=["mistakes"])


@transaction.atomic
def take_in(upload: Upload, problem: Problem, trouble: dict[str, Any], began_at: datetime) -> None:
    """Put down those who stand in the files, and the quotas, unless the work was stopped meanwhile (`NotNow`).

    Of the files nothing is kept but ids, values and who live together. ``trouble`` is why the quotas do not go together.
    """
    draw = upload.draw
    homes: dict[Any, str] = {}
    facts = [
        {
            "id": person.id,
            "values": person.values,
            "home": None if person.household is None else homes.setdefault(person.household, str(len(homes))),
        }
        for person in problem.people
    ]
    move(draw, "taken_in", token=began_at, one_per_home=bool(homes), percent=100, trouble=trouble)
    draw.quotas.all().delete()
    Quota.objects.bulk_create(
        Quota(
            draw=draw, feature=one.feature, value=one.value, low=one.low, high=max(one.low, min(one.high, draw.size)),
            low_flex=one.low_flex, high_flex=one.high_flex, order=order,
        )
        for order, one in enumerate(problem.quotas)
    )  # fmt: skip
    put_down(draw, facts)
    record(upload.created_by or SYSTEM, "draw.people_chosen", draw)
    uploads.forget(draw)
