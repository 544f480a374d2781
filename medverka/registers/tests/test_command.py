"""`medverka import-pool`, as an operator meets it."""

import io
import sys

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from medverka.contributions.models import Contribution
from medverka.journal.models import Entry
from medverka.pool.models import Contributor, Identity
from medverka.registers.management.commands import import_pool
from medverka.registers.tests.builders import delimited, workbook
from medverka.registers.tests.test_import import DONE, EXAMPLE, PEOPLE, SHEETS
from medverka.registers.tests.test_pages import BAD

pytestmark = pytest.mark.django_db
TWICE = [*PEOPLE, [9, "NILS", "Tallkotte", "nils@exempel.invalid", "", "", "x", "", "2021-09-01", "", ""]]


class Terminal(io.StringIO):
    """Somebody who sits at the keyboard and has typed something."""

    def isatty(self):
        return True


@pytest.fixture
def run(tmp_path, county):
    """Runs the command on sheets (or bytes) and returns what it says."""

    def run(given, *words, name="register.xlsx"):
        path = tmp_path / name
        path.write_bytes(given if isinstance(given, bytes) else workbook(given))
        said = io.StringIO()
        call_command("import_pool", str(path), *words, stdout=said)
        return said.getvalue()

    return run


def test_it_tells_the_mapping_the_counts_and_every_problem(run):
    said = run({**SHEETS, "Personer": [*PEOPLE, BAD]}, "--yes")
    assert "Personer (register.xlsx): personer, rubriker på rad 1" in said
    assert "E-post" in said
    assert "rad 5, kolumn D (E-post)" in said
    assert "3 personer, varav 2 är med i dag" in said
    assert "Inläst: 3 personer, 2 förfrågningar, 3 insatser, 4,50 timmar." in said


@pytest.mark.slow
def test_the_example_register_comes_in_with_its_duplicates_merged(county):
    said = io.StringIO()
    call_command("import_pool", str(EXAMPLE), "--merge-duplicates", "--yes", stdout=said)
    assert Contributor.objects.count() == 156
    assert "Slås ihop." in said.getvalue()


def test_without_a_keyboard_and_without_yes_nothing_changes_and_the_code_is_two(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("ja\n"))
    with pytest.raises(CommandError, match="Ingenting är ändrat") as refusal:
        run(SHEETS)
    assert refusal.value.returncode == 2
    assert Contributor.objects.count() == 0


@pytest.mark.parametrize(("answer", "persons"), [("ja", 3), ("nej", 0), ("", 0)])
def test_at_a_keyboard_it_asks(run, monkeypatch, answer, persons):
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda question: answer)
    if persons:
        run(SHEETS)
    else:
        with pytest.raises(CommandError):
            run(SHEETS)
    assert Contributor.objects.count() == persons


def test_duplicates_are_told_and_come_in_as_they_stand_unless_merging_is_asked_for(run):
    said = run({"Personer": TWICE}, "--yes")
    assert "rad 2, rad 5: Samma e-postadress och samma namn. Läses in var för sig." in said
    assert Contributor.objects.count() == 4


def test_duplicates_are_merged_when_asked_for(run):
    assert "Slås ihop." in run({"Personer": TWICE}, "--yes", "--merge-duplicates")
    assert Contributor.objects.count() == 3


def test_only_what_is_sure_is_merged(run):
    unsure = [*PEOPLE, [9, "Nilss", "Tallkotte", "nils@exempel.invalid", "", "", "x", "", "2021-09-01", "", ""]]
    said = run({"Personer": unsure}, "--yes", "--merge-duplicates")
    assert "Läses in var för sig." in said
    assert Contributor.objects.count() == 4


def test_the_operator_stands_in_the_journal(run):
    run(SHEETS, "--yes")
    assert set(Entry.objects.filter(verb="contributor.joined").values_list("actor", flat=True)) == {"operator"}


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7", "PDF"), (b"", "tom"), (delimited([["Ort"], ["Norrvik"]]), "rubriker")],
)
def test_what_cannot_be_read_is_refused_in_words(run, data, words):
    with pytest.raises(CommandError, match=words):
        run(data, "--yes")


def test_a_file_that_is_not_there_is_refused_in_words(county):
    with pytest.raises(CommandError, match="går inte att öppna"):
        call_command("import_pool", "/finns/inte.xlsx")


def test_all_or_none_and_the_rejected_rows_as_a_file(run, tmp_path):
    target = tmp_path / "kvar.xlsx"
    with pytest.raises(CommandError, match="Ingenting är inläst"):
        run({**SHEETS, "Personer": [*PEOPLE, BAD]}, "--yes", "--all-or-none", "--rejected", str(target))
    assert Contributor.objects.count() == 0
    assert openpyxl.load_workbook(target).worksheets[0]["B2"].value == "Eva"


def test_protected_persons_are_known_to_the_first_coordinator_or_the_one_named(run, coordinator, north_coordinator):
    people = [[*PEOPLE[0], "Skyddad"], [*PEOPLE[1], "ja"]]
    said = run({"Personer": people}, "--yes", "--coordinator", "nils@exempel.invalid")
    assert "Bara Nils Nordanvind får veta vilka de är" in said
    assert list(Identity.objects.get().named_coordinators.all()) == [north_coordinator]
    with pytest.raises(CommandError, match="Ingen samordnare har adressen"):
        run({"Personer": people}, "--yes", "--coordinator", "ingen@exempel.invalid")


def test_protected_persons_come_in_before_there_is_a_coordinator_and_it_says_what_to_do(run):
    people = [[*PEOPLE[0], "Skyddad"], [*PEOPLE[1], "ja"]]
    assert "kör kommandot igen med --coordinator" in run({"Personer": people}, "--yes")
    assert Contributor.objects.count() == 1


def test_what_the_register_leaves_out_can_be_said(run):
    people = [["Namn", "E-post"], ["Nils Tallkotte", "nils@exempel.invalid"]]
    run({"Personer": people}, "--yes", "--joined-on", "5 mars 2021", "--perspective", "patient")
    assert Contributor.objects.get().joined_on.isoformat() == "2021-03-05"
    with pytest.raises(CommandError, match="förstår inte dagen"):
        run({"Personer": people}, "--joined-on", "i våras")


def test_a_second_time_it_says_that_everything_is_there(run):
    run(SHEETS, "--yes")
    assert "Finns redan: 3 personer, 2 förfrågningar, 3 insatser" in run(SHEETS, "--yes")
    assert Contribution.objects.count() == len(DONE) - 2


def test_on_a_terminal_it_counts(run, monkeypatch):
    told = Terminal()
    command = import_pool.Command(stdout=told)
    command._tell()("persons", 0.5)
    assert "57 %  Läser in personer" in told.getvalue()
