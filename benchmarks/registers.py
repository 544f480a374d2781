"""``python -m benchmarks.registers [PERSONS]``: a register made up on the spot, and the seconds of each step until it is in.

With 20,000 persons it has 4,000 requests and 60,000 rows of contributions besides. On SQLite in a folder of its own.
Meanwhile another process wants to save something all the time, and tells how long it had to wait at most.
"""

import os
import random
import sqlite3
import sys
import tempfile
import time
from datetime import date, timedelta
from io import BytesIO
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks import machine

AIM = 60
START = date(2016, 10, 1)
HEADINGS = {
    "Personer": "Nr|Förnamn|Efternamn|E-post|Mobil/tel|Kommun|Brukare|Patient|Område|Vill bidra med|Anm. datum|Status",
    "Förfrågningar": "Förfr.nr|Inkom|Verksamhet / enhet|Gäller|Antal pers.|Status",
    "Insatser": "Datum|Förfr|Person|Vad|Tid|Utfall",
}
GIVEN = ("Nils", "Maja", "Karin", "Bo", "Eva", "Lars", "Anna", "Per", "Sara", "Ulf", "Ida", "Olle")
FAMILY = ("Tallkotte", "Granris", "Björklöv", "Älvsand", "Stenhäll", "Åkerbär", "Vattumyr", "Höjdås")
PLACES = ("Norrvik", "Ekdala", "Lövsta", "Sandby", "Tallåsa", "Ulvön")


def register(persons: int) -> bytes:
    """A workbook with so many persons, a fifth as many requests and three times as many rows of contributions."""
    import openpyxl

    dice = random.Random(7)
    book = openpyxl.Workbook(write_only=True)
    sheets = {name: book.create_sheet(name) for name in HEADINGS}
    for name, headings in HEADINGS.items():
        sheets[name].append(headings.split("|"))
    for n in range(persons):
        sheets["Personer"].append(_person(n, dice))
    for n in range(persons // 5):
        sheets["Förfrågningar"].append([f"F{n + 1:05}", _day(dice), "Beroendemott.", "panel", 2, "klar"])
    for _row in range(persons * 3):
        who, what = dice.randrange(persons) + 1, dice.choice(("panel", "föreläsning"))
        held = dice.choice((None, None, None, "inställt"))
        request = f"F{dice.randrange(max(persons // 5, 1)) + 1:05}"
        sheets["Insatser"].append([_day(dice), request, who, what, dice.choice(("1,5", "2:30", 3)), held])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _person(n: int, dice: random.Random) -> list[object]:
    phone = f"070-174 {n // 100 % 100:02} {n % 100:02}" if n % 7 == 0 else None
    email = f"person{n}@exempel.invalid" if n % 5 else None
    given, family, place = dice.choice(GIVEN), dice.choice(FAMILY), dice.choice(PLACES)
    area, way = dice.choice(("BUP", "vuxenpsyk", "beroende", "LSS")), dice.choice(("panel", "referensgrupp"))
    return [n + 1, given, family, email, phone, place, "x", None, area, way, _day(dice), dice.choice(("aktiv", "paus"))]


def _day(dice: random.Random) -> date:
    return START + timedelta(days=dice.randrange(1900))


def wait_in_line(database: Path, done: Event) -> None:
    """Take the writer's turn as often as it can be had, until `done`; print the longest wait."""
    connection, longest = sqlite3.connect(database, timeout=300, isolation_level=None), 0.0
    while not done.is_set():
        began = time.monotonic()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.05)
    print(f"{'another waited':<14} {longest:6.1f} s at most")


def measure(data: bytes) -> None:
    """Bring the register in, and print the seconds of each step."""
    from medverka.access.authorise import OPERATOR
    from medverka.registers import actions
    from medverka.registers.decisions import Decisions
    from medverka.registers.prepare import prepare

    steps = {"": time.monotonic()}

    def tell(phase: str, part: float) -> None:
        steps.setdefault(phase, time.monotonic())

    prepared = prepare([("register.xlsx", data)], Decisions(), by=OPERATOR, tell=tell)
    result = actions.bring_in(prepared, by=OPERATOR, tell=tell)
    steps["in"] = time.monotonic()
    names, moments = list(steps), list(steps.values())
    for name, began, ended in zip(names[1:], moments[1:], moments[2:], strict=False):
        print(f"{name:<14} {ended - began:6.1f} s")
    print(f"{'in all':<14} {moments[-1] - moments[0]:6.1f} s; aim {AIM} s")
    print(f"{result.persons} persons, {result.requests} requests, {result.contributions} contributions")


def main() -> None:
    """Make the register and measure."""
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    print(f"A register of {persons} persons. {machine.describe()}")
    with tempfile.TemporaryDirectory(prefix="medverka-register-") as folder:
        os.environ["MEDVERKA_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "medverka.config.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("prepare")
        data, many = register(persons), get_context("spawn")
        done = many.Event()
        another = many.Process(target=wait_in_line, args=(Path(folder) / "medverka.sqlite3", done))
        another.start()
        measure(data)
        done.set()
        another.join()


if __name__ == "__main__":
    main()
