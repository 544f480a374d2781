"""``python -m benchmarks.answering [RESPONDENTS]``: so many who hand in at once, beside a bare insert of the same rows.

Each respondent has a draft of twenty answers (half of them a ticket as well) and sends it, from four processes at once, as
behind a web server. Then it is counted whether each answer is there, once. The rival inserts rows of the same size, one
transaction each, from as many processes: no ticket, no draft, no seal. On SQLite in a folder of its own, or on the database of
``MEDVERKA_DATABASE_URL``, whose tables are made and filled: name one that may go.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

from benchmarks import machine

PROCESSES = 4
ANSWERS = {f"fraga-{number}": "varken" for number in range(20)}


def fill(respondents: int) -> tuple[int, list[tuple[int, str, str]]]:
    """An open round, and what each respondent is about to send: group, ticket, secret of the draft."""
    from uuid import uuid4

    from medverka.foundation import clock
    from medverka.surveys import drafts
    from medverka.surveys.models import Group, Questionnaire, Round, Ticket, Version

    kept = Questionnaire.objects.create(slug="matning", name="Mätning")
    version = Version.objects.create(questionnaire=kept, number=1, content={}, fixed_at=clock.now())
    today = clock.today()
    one = Round.objects.create(
        slug="matning", title="Mätning", version=version, state="open", opens_on=today, closes_on=today + timedelta(7)
    )
    group = Group.objects.create(round=one, key="alla", name="Alla")
    moves = []
    for number in range(respondents):
        ticket, secret = "", ""
        if number % 2:
            made = Ticket.objects.create(group=group, number=number, secret=uuid4().hex, code_digest=uuid4().hex)
            ticket, secret = str(made.pk), drafts.secret_of(made)
        secret = drafts.begin(group, ANSWERS, secret)
        moves.append((group.pk, ticket, secret))
    return one.pk, moves


def send(move: tuple[int, str, str]) -> float:
    """Hand in one respondent's answers; the seconds it took them."""
    from medverka.surveys.actions.answering import hand_in
    from medverka.surveys.models import Group, Ticket

    began = time.monotonic()
    group, ticket, secret = move
    hand_in(
        Group.objects.get(pk=group), ANSWERS, ticket=Ticket.objects.get(pk=ticket) if ticket else None, draft=secret
    )
    return time.monotonic() - began


def insert(number: int) -> float:
    """The rival: one row, one transaction."""
    from django.db import connection

    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO rival (number, answers) VALUES (%s, %s)", [number, json.dumps(ANSWERS)])
    return time.monotonic() - began


def at_once(what: str, work: Callable[[Any], float], things: Sequence[Any]) -> float:
    """Do it to all things from several processes, print how long it took and how long anybody waited; the seconds."""
    from django.db import connections

    connections.close_all()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as processes:
        list(processes.map(abs, range(PROCESSES)))  # They are there before the clock starts.
        began = time.monotonic()
        waits = sorted(processes.map(work, things))
        took = time.monotonic() - began
    half, most = waits[len(waits) // 2], waits[-1]
    print(f"{what:<34} {took:6.2f} s in all; median {1000 * half:6.1f} ms, longest {1000 * most:6.0f} ms", flush=True)
    return took


def measure(respondents: int) -> None:
    """Send, count, insert, compare."""
    from django.db import connection

    from medverka.surveys.actions import box
    from medverka.surveys.models import Draft, Round, Sheet, Ticket

    print(f"On {connection.vendor}: {respondents} respondents, {PROCESSES} processes. {machine.describe()}")
    pk, moves = fill(respondents)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rival (number integer, answers text)")
    took = at_once("handed in", send, moves)
    rival = at_once("bare inserts", insert, range(respondents))
    sheets, drafts, used = Sheet.objects.count(), Draft.objects.count(), Ticket.objects.filter(answered=True).count()
    print(f"{sheets} sheets, {used} tickets used, {drafts} drafts left; ratio to bare inserts {took / rival:.1f}")
    if (sheets, drafts, used) != (respondents, 0, respondents // 2):
        raise SystemExit("Something was lost or doubled.")
    began = time.monotonic()
    box.shake(Round.objects.get(pk=pk))
    print(f"shaken in {time.monotonic() - began:.2f} s")


def main() -> None:
    """Measure on a database of its own."""
    respondents = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory(prefix="medverka-answering-") as folder:
        os.environ["MEDVERKA_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "medverka.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        measure(respondents)


if __name__ == "__main__":
    main()
