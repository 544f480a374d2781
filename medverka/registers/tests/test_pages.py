"""The way of a register through the pages: nothing changes before the yes, and nobody else looks in."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_q.models import OrmQ

from medverka.access.authorise import SYSTEM
from medverka.contributions.models import Contribution
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.pool.actions import ensure_default_terms
from medverka.pool.models import Contributor, Identity, Term
from medverka.registers import actions, jobs, progress
from medverka.registers.models import Import, RegisterFile
from medverka.registers.queries import waiting_for
from medverka.registers.tests.builders import delimited, workbook
from medverka.registers.tests.test_import import DONE, PEOPLE, REQUESTS, SHEETS

pytestmark = pytest.mark.django_db
START = reverse("registers:start")
BAD = [4, "Eva", "=1+1", "inte en adress", "", "", "x", "", "2021-09-01", "", ""]


@pytest.fixture
def files(tmp_path, settings):
    """All files in the file store, which is the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: [path for path in Path(tmp_path).rglob("*") if path.is_file()]


@pytest.fixture
def desk(county, coordinator, sign_in, files):
    ensure_default_terms(by=SYSTEM)
    return sign_in(coordinator)


def upload(desk, *given, read=True):
    """The address of the import of some (name, content) files, read by the worker unless told otherwise."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = desk.post(START, {"register": [SimpleUploadedFile(name, data) for name, data in given]})
    assert answer.status_code == 302, answer.content.decode()
    if read:
        work(jobs.read)
    return answer["Location"]


def register(**changed):
    return "register.xlsx", workbook({**SHEETS, **changed})


def work(job):
    """What the worker does with the latest import."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        job(str(Import.objects.latest("created_at").pk))


def say_yes(desk, address, **answers):
    answer = desk.post(address, answers)
    row = Import.objects.latest("created_at")
    if row.state == "importing":
        work(jobs.bring_in)
    return answer


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def state():
    return Import.objects.latest("created_at").state


# --- From the upload to the yes -------------------------------------------------------------


def test_a_register_goes_from_the_upload_by_the_preview_into_the_county(desk):
    address = upload(desk, register())
    page = text(desk.get(address))
    assert "Inget är ändrat än" in page
    assert "Nils Tallkotte" in page
    assert Contributor.objects.count() == 0
    say_yes(desk, address)
    assert (Contributor.objects.count(), Contribution.objects.count()) == (3, 3)
    assert "Registret är inläst" in text(desk.get(address))


def test_several_files_make_one_register(desk):
    given = [("p.csv", delimited(PEOPLE)), ("f.csv", delimited(REQUESTS)), ("i.csv", delimited(DONE))]
    say_yes(desk, upload(desk, *given))
    assert (Contributor.objects.count(), Contribution.objects.exclude(origin_id=None).count()) == (3, 2)


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_asked_when_the_upload_is_kept(desk):
    upload(desk, register(), read=False)
    assert "registers.jobs.read" in str(OrmQ.objects.get().task["func"])


def test_what_is_uploaded_lies_sealed_under_a_name_that_says_nothing_and_goes_when_it_is_in(desk, files):
    address = upload(desk, ("medlemmar i riksföreningen.csv", delimited(PEOPLE)))
    (kept,) = files()
    assert b"Tallkotte" not in kept.read_bytes()
    assert "medlem" not in kept.name
    say_yes(desk, address)
    assert files() == []
    row = Import.objects.get()
    assert (row.preview, row.decisions, row.rejected) == ("", "{}", "")


def test_in_the_database_nothing_of_a_register_can_be_read(desk):
    upload(desk, register(Personer=[*PEOPLE, BAD]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT preview, rejected, decisions FROM registers_import")
        kept = "".join(cursor.fetchone())
        cursor.execute("SELECT name FROM registers_registerfile")
        kept += cursor.fetchone()[0]
    assert "Tallkotte" not in kept
    assert "register" not in kept


def test_nobody_else_sees_an_import_not_even_another_coordinator(desk, north_coordinator, sign_in):
    address = upload(desk, register())
    other = sign_in(north_coordinator)
    for way in ("", "kolumner/", "ord/", "dubbletter/", "anmarkningar/", "ta-bort/", "rader.xlsx"):
        assert other.get(address + way).status_code == 404
    for way in ("", "kolumner/", "igen/", "ta-bort/"):
        assert other.post(address + way).status_code == 404
    assert address not in text(other.get(START))


# --- Deciding -------------------------------------------------------------------------------


def test_a_column_can_be_given_another_meaning(desk):
    people = [["Namn", "Kontakt", "Brukare", "Anm. datum"], ["Nils Tallkotte", "kafé Solen", "x", "2021-03-05"]]
    address = upload(desk, ("p.csv", delimited(people)))
    assert "Kontakt" in text(desk.get(address + "kolumner/"))
    chosen = {"kind-0": "persons", "header-0": 1, "column-0-0": "name", "column-0-1": "notes"}
    chosen |= {"column-0-2": "is_user", "column-0-3": "joined_on"}
    desk.post(address + "kolumner/", chosen)
    work(jobs.read)
    say_yes(desk, address)
    assert Identity.objects.get().note == "kafé Solen"


def test_a_sheet_can_be_left_out_and_another_row_hold_the_headings(desk):
    people = [["Namn", "Mail"], ["(skriv här)", "(skriv här)"], *PEOPLE]
    address = upload(desk, ("r.xlsx", workbook({"Personer": people, "Insatser": DONE})))
    form = desk.get(address + "kolumner/").context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()}
    chosen |= {"kind-1": "", "header-0": 3, "joined_on": "", "perspectives": []}
    desk.post(address + "kolumner/", chosen)
    work(jobs.read)
    figures = desk.get(address).context["figures"]
    assert (figures["persons"], figures["contributions"], figures["rejected"]) == (3, 0, 0)


def test_what_a_register_leaves_out_can_be_said_for_all(desk):
    people = [["Namn", "E-post"], ["Nils Tallkotte", "nils@exempel.invalid"]]
    address = upload(desk, ("p.csv", delimited(people)))
    assert desk.get(address).context["figures"]["rejected"] == 1
    form = desk.get(address + "kolumner/").context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()}
    desk.post(address + "kolumner/", chosen | {"joined_on": "5 mars 2021", "perspectives": ["patient"]})
    work(jobs.read)
    say_yes(desk, address)
    person = Contributor.objects.get()
    assert (person.joined_on.isoformat(), person.is_patient) == ("2021-03-05", True)


def test_a_form_that_cannot_be_understood_keeps_what_was_chosen(desk):
    address = upload(desk, register())
    form = desk.get(address + "kolumner/").context["form"]
    chosen = {name: field.initial or "" for name, field in form.fields.items()}
    answer = desk.post(address + "kolumner/", chosen | {"joined_on": "i våras", "kind-1": ""})
    assert "Vi förstår inte dagen" in text(answer)
    assert 'value="i våras"' in text(answer)
    assert answer.context["form"]["kind-1"].value() == ""
    assert state() == "preview"


@pytest.mark.slow
def test_a_word_can_be_given_another_meaning(desk):
    address = upload(desk, register())
    area = Term.objects.get(slug="aldre")
    form = desk.get(address + "ord/").context["form"]
    chosen = {name: field.initial for name, field in form.fields.items()}
    number = next(n for n, word in enumerate(form.words) if word["text"] == "BUP")
    desk.post(address + "ord/", chosen | {f"word-{number}": f"term:{area.pk}"})
    work(jobs.read)
    say_yes(desk, address)
    assert Contributor.objects.filter(terms=area).count() == 1


def test_the_countys_words_stand_in_swedish_order(desk):
    form = desk.get(upload(desk, register()) + "ord/").context["form"]
    number = next(n for n, word in enumerate(form.words) if word["list"] == "area")
    (_same, choices) = form.fields[f"word-{number}"].choices[-1]
    last = [name for _code, name in choices if name[0] in "ZÅÄÖ"]
    assert [name[0] for name in last] == sorted((name[0] for name in last), key="ZÅÄÖ".index)
    assert last[-1] == "Öppenvård"


def test_where_there_are_no_units_to_choose_the_page_says_how_to_add_them(desk):
    address = upload(desk, register())
    assert "En ny verksamhet läggs till under Organisationer." in text(desk.get(address + "ord/"))
    Organisation.objects.units().update(closed_on="2020-01-01")
    answer = desk.get(address + "ord/")
    units = [n for n, word in enumerate(answer.context["form"].words) if word["list"] == "unit"]
    assert units
    assert not any(f"word-{n}" in answer.context["form"].fields for n in units)
    assert "Står kvar med registrets ord:" in text(answer)
    chosen = {name: field.initial for name, field in answer.context["form"].fields.items()}
    desk.post(address + "ord/", chosen)
    work(jobs.read)
    assert state() == "preview"


def test_a_merge_is_proposed_and_can_be_refused(desk):
    twice = [*PEOPLE, [9, "NILS", "Tallkotte", "nils@exempel.invalid", "", "", "x", "", "2021-09-01", "", "dubblett?"]]
    address = upload(desk, register(Personer=twice))
    assert desk.get(address).context["figures"]["persons"] == 3
    page = text(desk.get(address + "dubbletter/"))
    assert "Samma e-postadress och samma namn." in page
    assert "checked" in page
    desk.post(address + "dubbletter/", {})
    work(jobs.read)
    assert desk.get(address).context["figures"]["persons"] == 4
    assert "checked" not in text(desk.get(address + "dubbletter/"))


def test_every_problem_stands_in_words_at_its_row_and_column(desk):
    address = upload(desk, register(Personer=[*PEOPLE, BAD]))
    page = text(desk.get(address + "anmarkningar/"))
    assert "rad 5, kolumn D (E-post)" in page
    assert "Där står ”inte en adress”." in page
    assert "raden kommer inte med" in page


def test_problems_are_shown_fifty_at_a_time(desk):
    people = [*PEOPLE, *([n, "Eva", "Ek", "fel", "", "", "x", "", "2021-09-01", "", ""] for n in range(9, 69))]
    address = upload(desk, register(Personer=people))
    assert text(desk.get(address + "anmarkningar/")).count("raden kommer inte med") == 50
    assert text(desk.get(address + "anmarkningar/?page=2")).count("raden kommer inte med") == 10


# --- All rows or none -----------------------------------------------------------------------


def test_all_good_rows_come_in_and_the_others_come_back_as_a_file_with_the_reason(desk):
    address = upload(desk, register(Personer=[*PEOPLE, BAD]))
    say_yes(desk, address, how="good")
    assert Contributor.objects.count() == 3
    answer = desk.get(address + "rader.xlsx")
    assert 'filename="rader-som-inte-kom-med.xlsx"' in answer["Content-Disposition"]
    (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    headings, row = map(list, sheet.iter_rows())
    assert [cell.value for cell in headings][-2:] == ["Rad i filen", "Varför raden inte kom med"]
    assert "E-post" in row[-1].value
    assert row[2].value == "=1+1"
    assert (row[2].data_type, row[2].quotePrefix) == ("s", True)


def test_the_corrected_file_of_rejected_rows_can_be_read_in_as_it_is(desk):
    address = upload(desk, register(Personer=[*PEOPLE, BAD]))
    say_yes(desk, address, how="good")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(address + "rader.xlsx").content))
    book.worksheets[0]["D2"] = "eva@exempel.invalid"
    corrected = io.BytesIO()
    book.save(corrected)
    again = upload(desk, ("rättad.xlsx", corrected.getvalue()))
    say_yes(desk, again, how="good")
    assert Contributor.objects.count() == 4
    assert "rad" not in Identity.objects.get(note__isnull=False, contributor=Contributor.objects.last()).note.lower()


def test_nothing_comes_in_where_all_rows_should_and_one_cannot(desk):
    address = upload(desk, register(Personer=[*PEOPLE, BAD]))
    answer = say_yes(desk, address, how="all")
    assert "Ingenting är inläst, för 1 rader går inte än" in text(answer)
    assert (state(), Contributor.objects.count()) == ("preview", 0)


def test_all_or_none_holds_in_the_worker_too(desk):
    address = upload(desk, register(Personer=[*PEOPLE, BAD]))
    row = Import.objects.get()
    actions.start_import(row, by=row.created_by, all_or_none=True)
    work(jobs.bring_in)
    assert (state(), Contributor.objects.count()) == ("preview", 0)
    assert "därför är ingenting inläst" in text(desk.get(address))


# --- Bad files ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("register.xlsx", b"%PDF-1.7 ...", "Filen är en PDF"),
        ("register.xlsx", b"PK\x03\x04skadat", "skadad"),
        ("register.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        ("register.csv", delimited([["Ort", "Antal"], ["Norrvik", 3]]), "Vi hittar inga rubriker"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_words_and_goes(desk, files, name, data, words):
    address = upload(desk, (name, data))
    page = text(desk.get(address))
    assert words in page
    assert "Ingenting är ändrat" in page
    assert (state(), files(), RegisterFile.objects.count()) == ("failed", [], 0)


def test_too_large_and_empty_and_missing_files_are_refused_before_they_are_kept(desk, files, monkeypatch):
    monkeypatch.setattr("medverka.registers.forms.MAX_BYTES", 1000)
    large = SimpleUploadedFile("stor.xlsx", b"x" * 1001)
    assert "stor.xlsx är större än" in text(desk.post(START, {"register": large}))
    assert "är tom" in text(desk.post(START, {"register": SimpleUploadedFile("tom.csv", b"")}))
    assert "Välj en fil" in text(desk.post(START, {}))
    assert (Import.objects.count(), files()) == (0, [])


def test_a_full_disk_is_told_in_words(desk, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("medverka.registers.vault.put", full)
    answer = desk.post(START, {"register": SimpleUploadedFile("p.csv", delimited(PEOPLE))})
    assert "disken är full" in text(answer)
    assert Import.objects.count() == 0


def test_hostile_text_is_shown_as_text(desk):
    people = [PEOPLE[0], [1, "<script>alert(1)</script>", "Ek", "fel", "", "<b>x</b>", "x", "", "2021-09-01", "", ""]]
    people += [[2, "<i>Bo</i>", "Ek", "", "", "<b>x</b>", "x", "<u>y</u>", "2021-09-01", "", ""]]
    address = upload(desk, ("<img src=x>.csv", delimited(people)))
    for way in ("", "kolumner/", "ord/", "anmarkningar/"):
        page = text(desk.get(address + way))
        assert not any(tag in page for tag in ("<script>alert", "<b>x", "<i>Bo", "<u>y", "<img src=x"))


# --- Hard days ------------------------------------------------------------------------------


def test_the_progress_asks_for_itself_until_the_work_is_done(desk):
    address = upload(desk, register(), read=False)
    row = Import.objects.get()
    progress.teller(row.pk)("reading", 0.5)
    page = text(desk.get(address))
    assert 'value="20"' in page
    assert "Läser rad för rad" in page
    assert "HX-Refresh" not in desk.get(address, headers={"HX-Request": "true"})
    work(jobs.read)
    assert desk.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_import_starts_again(desk, monkeypatch):
    address = upload(desk, register())
    desk.post(address)

    class Killed(BaseException):
        pass

    def kill(*args, **options):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(actions, "record_contributions", kill)
        with pytest.raises(Killed):
            work(jobs.bring_in)
    assert (state(), Contributor.objects.count()) == ("importing", 0)
    assert "Det verkar ha stannat" not in text(desk.get(address))
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert "Det verkar ha stannat" in text(desk.get(address))
    desk.post(address + "igen/")
    work(jobs.bring_in)
    assert (state(), Contributor.objects.count()) == ("done", 3)


def test_a_job_that_comes_twice_does_its_work_once(desk):
    address = upload(desk, register())
    say_yes(desk, address)
    work(jobs.bring_in)
    work(jobs.read)
    assert (state(), Contributor.objects.count()) == ("done", 3)


def test_a_second_yes_is_answered_with_how_it_stands(desk):
    address = upload(desk, register())
    desk.post(address)
    assert "Registret läses in" in text(desk.post(address, follow=True))


def test_an_unforeseen_error_brings_nothing_in_and_gives_the_preview_back(desk, monkeypatch):
    address = upload(desk, register())

    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(actions, "bring_in", fail)
    say_yes(desk, address)
    assert (state(), Contributor.objects.count()) == ("preview", 0)
    assert "därför är ingenting inläst" in text(desk.get(address))


def test_the_upload_can_be_thrown_away(desk, files):
    address = upload(desk, register())
    assert "Ta bort det uppladdade?" in text(desk.get(address + "ta-bort/"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        desk.post(address + "ta-bort/")
    assert (Import.objects.count(), files()) == (0, [])


def test_after_a_week_everything_uploaded_is_gone_and_what_came_in_stays(desk, files):
    say_yes(desk, upload(desk, register(Personer=[*PEOPLE, BAD])), how="good")
    upload(desk, register())
    with clock.at(clock.now() + timedelta(days=6)):
        jobs.forget()
    assert Import.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=8)), TestCase.captureOnCommitCallbacks(execute=True):
        jobs.forget()
    assert (Import.objects.count(), files(), Contributor.objects.count()) == (0, [], 3)


def test_a_register_that_waits_for_a_yes_stands_among_what_waits(desk, coordinator, north_coordinator):
    address = upload(desk, register())
    assert [each.url for each in waiting_for(coordinator)] == [address]
    assert waiting_for(north_coordinator) == []


@pytest.mark.slow
def test_the_list_takes_the_same_number_of_questions_however_many_imports(desk, django_assert_num_queries):
    upload(desk, register())
    with CaptureQueriesContext(connection) as few:
        desk.get(START)
    count = len(few)
    for _more in range(4):
        upload(desk, register())
    with django_assert_num_queries(count):
        desk.get(START)
