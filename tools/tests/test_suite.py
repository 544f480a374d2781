from pathlib import Path

import pytest

from tools import chromium, suite


@pytest.fixture
def runs(monkeypatch):
    """Instead of running pytest: notes each run, and lets those fail whose label is in ``failing``."""

    class Runs(list[tuple[str, ...]]):
        failing: tuple[str, ...] = ()

    noted = Runs()

    def pytest_run(label, arguments, url):
        noted.append((label, *arguments))
        return int(label in noted.failing)

    monkeypatch.setattr(suite, "pytest", pytest_run)
    monkeypatch.setattr(suite, "answers", lambda url: True)
    monkeypatch.setattr(chromium, "find_or_install", lambda: Path("/usr/bin/chromium"))
    return noted


def test_the_suite_runs_on_sqlite_and_on_postgresql_and_says_what_is_left_out_there(runs, capsys):
    assert suite.main(["-x"]) == 0
    assert runs == [("SQLite", "-x"), ("PostgreSQL", "-x")]
    assert suite.LEFT_OUT in capsys.readouterr().out


@pytest.mark.parametrize("database", ["SQLite", "PostgreSQL"])
def test_a_failure_in_either_run_fails(runs, database):
    runs.failing = (database,)

    assert suite.main([]) == 1
    assert runs[-1] == (database,)


def test_without_postgresql_the_suite_says_so_and_runs_on_sqlite(runs, monkeypatch, capsys):
    monkeypatch.setattr(suite, "answers", lambda url: False)

    assert suite.main([]) == 0
    assert runs == [("SQLite",)]
    assert "No PostgreSQL answers" in capsys.readouterr().out


def test_without_a_browser_the_suite_says_how_to_get_one(runs, monkeypatch, capsys):
    monkeypatch.setattr(chromium, "find_or_install", lambda: None)

    assert suite.main([]) == 0
    assert runs[0] == ("SQLite", "-m", "not browser")
    assert "apt-get install chromium" in capsys.readouterr().out


def test_nothing_answers_at_a_port_where_nothing_listens():
    assert not suite.answers("postgres://postgres@127.0.0.1:1/")


def test_each_clone_tests_in_a_database_of_its_own_unless_one_is_named():
    here = suite.with_database("postgres://me@db:5432/", Path("/here"))
    there = suite.with_database("postgres://me@db:5432/", Path("/there"))

    assert here != there
    assert suite.with_database("postgres://me@db:5432/mine", Path("/here")) == "postgres://me@db:5432/mine"
