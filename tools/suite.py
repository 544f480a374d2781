"""``python -m tools.suite``: the whole test suite on SQLite and, where it answers, all that a database can change on PostgreSQL.

Ends with pytest's own summary of the last run, and stops after the first run that fails.
"""

import os
import subprocess
import sys
import zlib
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tools import chromium

ROOT = Path(__file__).resolve().parent.parent
URL_SETTING = "MEDVERKA_TEST_POSTGRES_URL"
DEFAULT_URL = "postgres://postgres@127.0.0.1:5432/"
LEFT_OUT = "Left out here, for no database changes it: tests that ask for none, those marked one_database, and the looks of pages."


def with_database(url: str, root: Path) -> str:
    """``url`` with a database name of this clone's own, so that two clones can test at once."""
    parts = urlsplit(url)
    name = parts.path.strip("/") or f"medverka_{zlib.crc32(str(root).encode()):08x}"
    return urlunsplit(parts._replace(path=f"/{name}"))


def answers(url: str) -> bool:
    """Does a PostgreSQL server answer at ``url``? Asks for the database ``postgres``, which each has."""
    try:
        psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def pytest(label: str, arguments: list[str], database_url: str) -> int:
    """Runs the suite once and gives pytest's exit code."""
    print(f"\n── The suite on {label} ──", flush=True)
    environment = {**os.environ, "MEDVERKA_DATABASE_URL": database_url}
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main(arguments: list[str]) -> int:
    """Exit code of the first run that failed, otherwise 0. ``arguments`` go to pytest as they are."""
    if not chromium.find_or_install():
        print(f"There is no Chromium here, so the browser tests are left out. {chromium.HOW_TO_GET_IT}")
        arguments = [*arguments, "-m", "not browser"]
    url = os.environ.get(URL_SETTING, DEFAULT_URL)
    on_postgres = answers(url)
    if not on_postgres:
        print(f"No PostgreSQL answers at {url}, so the suite runs on SQLite only. {URL_SETTING} names another.")
    failed = pytest("SQLite", arguments, "")
    if failed or not on_postgres:
        return failed
    print(f"\n{LEFT_OUT}")
    return pytest("PostgreSQL", arguments, with_database(url, ROOT))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
