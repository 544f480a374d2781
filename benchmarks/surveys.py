"""``python -m benchmarks.surveys [SHEETS]``: counting a round of 20 questions, beside plain SQL over one row an answer.

With 50,000 sheets there are 1,000,000 answers. The round is counted as the worker counts it: sealed sheets are opened,
counted, protected and published. The rival has the same answers in the open, one row each, and groups them by question and
option: it protects nobody. Then the results page, whole of Django, no web server. On SQLite in a folder of its own, or on the
database of ``MEDVERKA_DATABASE_URL``, whose tables are made and filled: name one that may go.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks import machine

QUESTIONS = 20
GROUPS = ("tjansteman", "rad", "medverkande")
STEPS = ("mycket-daligt", "daligt", "varken", "bra", "mycket-bra", "vet-inte")
AIM = 1.0


def timed(what: str, work: Callable[[], Any]) -> float:
    """Do it, print the seconds it took, and give them."""
    began = time.monotonic()
    work()
    took = time.monotonic() - began
    print(f"{what:<44} {took:7.2f} s", flush=True)
    return took


def questionnaire() -> Any:
    """Twenty scales of five steps and "don't know"."""
    from medverka.questionnaires.document import Kind, Option, Question, Questionnaire, Section

    steps = tuple(Option(key, {"sv": key}, apart=key == "vet-inte") for key in STEPS)
    questions = tuple(
        Question(f"fraga-{number}", Kind.SCALE, {"sv": f"Fråga {number}"}, options=steps) for number in range(QUESTIONS)
    )
    return Questionnaire({"sv": "Mätning"}, sections=(Section("allt", {"sv": "Allt"}, questions=questions),))


def fill(sheets: int) -> Any:
    """A closed round with so many sheets, and the rival's table with the same answers."""
    from django.db import connection, transaction

    from medverka.foundation import bulk, clock
    from medverka.questionnaires import files
    from medverka.surveys.models import Group, Questionnaire, Round, Sheet, Version

    dice = random.Random(7)
    kept = Questionnaire.objects.create(slug="matning", name="Mätning")
    version = Version.objects.create(
        questionnaire=kept, number=1, content=files.write(questionnaire()), fixed_at=clock.now()
    )
    one = Round.objects.create(
        slug="matning", title="Mätning", version=version, state="closed",
        opens_on=date(2021, 9, 1), closes_on=date(2021, 9, 30),
    )  # fmt: skip
    groups = [Group.objects.create(round=one, key=key, name=key, asked=sheets) for key in GROUPS]
    answers = [{f"fraga-{n}": dice.choice(STEPS) for n in range(QUESTIONS)} for _sheet in range(sheets)]
    owner = [dice.choice(groups).pk for _sheet in range(sheets)]
    with transaction.atomic():
        bulk.insert([Sheet(group_id=pk, answers=json.dumps(one)) for pk, one in zip(owner, answers, strict=True)])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rival (group_id integer, question varchar(20), option varchar(20))")
        rows = [(pk, key, value) for pk, one in zip(owner, answers, strict=True) for key, value in one.items()]
        cursor.executemany("INSERT INTO rival VALUES (%s, %s, %s)", rows)
    return one


def group_by() -> None:
    """The rival: what plain SQL counts."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT group_id, question, option, count(*) FROM rival GROUP BY group_id, question, option")
        cursor.fetchall()


def page(one: Any) -> None:
    """The results page as a coordinator sees it."""
    from django.test import Client

    from medverka.accounts.models import RoleHolding, User

    user = User.objects.create_user("matning@exempel.invalid", "Mätning")
    RoleHolding.objects.create(user=user, role="coordinator")
    browser = Client(headers={"host": "localhost"})
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def read() -> None:
        answer = browser.get(f"/enkater/{one.slug}/resultat/")
        assert answer.status_code == 200, answer.status_code

    timed("results page, first time", read)
    timed("results page, again", read)


def measure(sheets: int) -> None:
    """Fill, count, group, show."""
    from django.db import connection

    from medverka.access.authorise import SYSTEM
    from medverka.organisations.models import County
    from medverka.surveys.actions import box, counting

    County.objects.get_or_create(pk=1, defaults={"name": "Exempellän"})
    print(f"On {connection.vendor}: {sheets} sheets, {sheets * QUESTIONS} answers. {machine.describe()}")
    one = fill(sheets)
    counting.begin(one, by=SYSTEM)
    took = timed("counted and published by the worker", lambda: counting.count(one))
    timed("the box shaken a last time, afterwards", lambda: box.shake(one))
    rival = min(timed("plain SQL, group by, in the open", group_by) for _time in range(2))
    one.refresh_from_db()
    again = timed("counted again from scratch", lambda: counting.recount(one))
    print(f"{'ratio to plain SQL':<44} {took / rival:7.1f}; from scratch {again / rival:.1f}; aim of the count {AIM} s")
    page(one)


def main() -> None:
    """Measure on a database of its own."""
    sheets = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory(prefix="medverka-surveys-") as folder:
        os.environ["MEDVERKA_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "medverka.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        measure(sheets)


if __name__ == "__main__":
    main()
