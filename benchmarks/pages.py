"""``python -m benchmarks.pages``: the five most opened pages beside bare Django pages with the same rows, in the same run.

In one process, through the whole of Django but no web server; the two take turns, and the medians are compared. Where
the database is in the process too (SQLite), its processor time counts, whatever else the machine does meanwhile.
``--database postgres://…`` measures there (into a database that is emptied!); the default is SQLite. ``--profile NAME``
shows where the time of one page goes.
"""

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from io import StringIO
from statistics import median
from typing import Any

from benchmarks import machine

ROUNDS = 60
WARM_UP = 5
ALL = ("start page", "Today", "requests", "pool", "one request")


def main() -> None:
    """Each size in a process and a folder of its own."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--persons", type=int, nargs="*", default=[143, 143_000])
    reader.add_argument("--database", default="")
    reader.add_argument("--profile", choices=ALL, default="")
    reader.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    chosen = reader.parse_args()
    if chosen.here:
        measure(chosen.persons[0], chosen.profile)
        return
    print(f"Milliseconds a page, median of {ROUNDS}. {machine.describe()}")
    for persons in chosen.persons:
        with tempfile.TemporaryDirectory(prefix="medverka-bench-") as folder:
            environment = {
                **os.environ,
                "MEDVERKA_DATA_DIR": folder,
                "MEDVERKA_DEMO": "1",
                "MEDVERKA_DATABASE_URL": chosen.database,
                "MEDVERKA_LOG_LEVEL": "ERROR",
                "DJANGO_SETTINGS_MODULE": "medverka.config.settings",
            }
            words = (
                ["--persons", str(persons), "--profile", chosen.profile]
                if chosen.profile
                else ["--persons", str(persons)]
            )
            subprocess.run([sys.executable, "-m", "benchmarks.pages", "--here", *words], env=environment, check=True)


def measure(persons: int, profiled: str) -> None:
    """Fill a county, then time the pages of both, in turns."""
    import django

    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.bare"
    fill(persons)
    ours, bare = clients()
    key = path_of_a_request()
    paths = dict(
        zip(ALL, ("/", "/idag/", "/forfragningar/", "/intressebanken/", f"/forfragningar/{key}/"), strict=True)
    )
    if profiled:
        profile(ours, paths[profiled])
        return
    print(f"\n{persons:,} persons\n{'page':<14}{'Medverka':>10}{'bare':>8}{'ratio':>8}{'queries':>9}")
    for name, path in paths.items():
        mine, theirs = take_turns(ours, path, bare, f"/bare{path}")
        print(f"{name:<14}{mine:>10.1f}{theirs:>8.1f}{mine / theirs:>8.1f}{queries(ours, path):>9}", flush=True)


def fill(persons: int) -> None:
    """The demo county, and as many more people in its pool as it takes."""
    from django.core.management import call_command
    from django.db import connection

    from medverka.access.authorise import SYSTEM
    from medverka.organisations.models import Organisation
    from medverka.pool.actions import add_contributors
    from medverka.pool.models import Contributor, Term

    if connection.vendor == "postgresql":
        call_command("prepare")
        call_command("flush", interactive=False, verbosity=0)
    call_command("demo", load_only=True, verbosity=0, stdout=StringIO())
    towns = list(Organisation.objects.municipalities())
    terms = list(Term.objects.all())
    missing = max(persons - Contributor.objects.count(), 0)
    for start in range(0, missing, 10_000):
        several = range(start, min(start + 10_000, missing))
        add_contributors([somebody(number, towns, terms) for number in several], by=SYSTEM)
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    else:
        connection.cursor().execute("PRAGMA optimize")


def somebody(number: int, towns: list[Any], terms: list[Any]) -> Any:
    """One of the many: varied, but the same each time."""
    from datetime import date, timedelta

    from medverka.pool.actions import NewPerson

    return NewPerson(
        first_name="Förnamn", last_name=f"Efternamn{number}", email=f"person{number}@exempel.invalid",
        perspectives={("user", "patient", "relative")[number % 3]}, municipality=towns[number % len(towns)],
        terms=[terms[(number + step) % len(terms)] for step in (0, 7, 13)], status="active",
        joined_on=date(2017, 1, 1) + timedelta(days=number % 3000),
    )  # fmt: skip


def clients() -> tuple[Any, Any]:
    """The coordinator's browser before Medverka, and the same before the bare pages."""
    from django.test import Client
    from django.test.utils import override_settings

    from benchmarks.bare import MIDDLEWARE
    from medverka.accounts.models import User

    karin = User.objects.get(email="karin.blaklint@exempel.invalid")
    both = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    for client in both:
        client.force_login(karin, backend="allauth.account.auth_backends.AuthenticationBackend")
    both[0].handler.load_middleware()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        both[1].handler.load_middleware()
    return both


def path_of_a_request() -> Any:
    """The key of an open request that people are sought for."""
    from medverka.assignments.models import InvolvementRequest

    return InvolvementRequest.objects.filter(state="open", places_taken=0).latest("received_on").key


def take_turns(ours: Any, our_path: str, bare: Any, bare_path: str) -> tuple[float, float]:
    """Medians in milliseconds, after some rounds to warm up."""
    from django.db import connection

    now = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(WARM_UP + ROUNDS):
        for client, path, kept in ((ours, our_path, times[0]), (bare, bare_path, times[1])):
            began = now()
            answer = client.get(path)
            kept.append((now() - began) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} gives {answer.status_code}.")
    return median(times[0][WARM_UP:]), median(times[1][WARM_UP:])


def queries(client: Any, path: str) -> int:
    """How many queries a page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def profile(client: Any, path: str) -> None:
    """Print where the time of ten visits goes."""
    client.get(path)
    watch = cProfile.Profile()
    with watch:
        for _round in range(10):
            client.get(path)
    pstats.Stats(watch).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
