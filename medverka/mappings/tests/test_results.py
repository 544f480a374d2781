import io
from copy import deepcopy
from datetime import timedelta
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pytest
from django.urls import reverse

from medverka.foundation import clock
from medverka.mappings import results, told
from medverka.mappings.actions import answering
from medverka.mappings.actions import areas as area_actions
from medverka.mappings.actions import mappings as actions
from medverka.mappings.models import DevelopmentArea, Mapping
from medverka.surveys.models import Version

pytestmark = pytest.mark.django_db


def fresh(mapping):
    return Mapping.objects.select_related("version", "follows__version").get(pk=mapping.pk)


def levels_of(board, organisation):
    (row,) = [row for row in board.rows if row.organisation == organisation]
    return {cell.level: cell.step for cell in row.cells}


@pytest.fixture
def two_years(make, answer, of, county, coordinator):
    """The same organisations in two mappings: all on step 2, and then on another step each."""
    first = make(title="Förra")
    everybody = [county.region, county.norrvik, county.ekdala]
    actions.choose(first, everybody, by=coordinator)
    actions.open_mapping(first, by=coordinator)
    for organisation in everybody:
        answer(organisation, 2, within=first)
    actions.close_mapping(first, by=coordinator)
    second = make(title="Denna", follows=first)
    actions.choose(second, everybody, by=coordinator)
    actions.open_mapping(second, by=coordinator)
    for organisation, step in zip(everybody, (2, 4, 1), strict=True):
        answer(organisation, step, within=second)
    return actions.close_mapping(second, by=coordinator)


def test_a_level_is_the_step_in_the_middle_of_its_questions(mapping, answer, county):
    answer(county.clinic, 3, own_plan="s1", choices="s2", relatives="s5", speak_up="s5")
    levels = levels_of(results.board(fresh(mapping)), county.clinic)
    assert levels == {"individual": 2, "operational": 3, "system": 3}


def test_what_does_not_concern_is_not_counted_and_too_few_answers_give_no_step(mapping, of, county, coordinator):
    one = of(county.clinic)
    answers = {"own_plan": "s5", "choices": "not_us", "relatives": "not_us", "meetings": "s5"}
    answering.fill_in(one, by=coordinator, answers=answers)
    answering.hand_in(one, by=coordinator)
    levels = levels_of(results.board(fresh(mapping)), county.clinic)
    assert levels == {"individual": 5, "operational": None, "system": None}


def test_what_is_not_handed_in_does_not_count(mapping, of, county, coordinator):
    answering.fill_in(of(county.clinic), by=coordinator, answers={"own_plan": "s5"})
    assert results.board(fresh(mapping)).rows == []


def test_how_levels_moved_is_told_in_words(two_years, county):
    board = results.board(fresh(two_years))
    words = {row.organisation: row.cells[0].change for row in told.table(board)}
    assert words == {
        county.region: "samma steg",
        county.norrvik: "2 steg längre",
        county.ekdala: "ett steg lägre",
    }


def test_sentences_about_all_name_no_organisation(two_years, county):
    sentences = told.of_all(results.board(fresh(two_years)))
    assert any(
        ", 3 som var med båda gångerna: 1 har kommit längre, 1 står på samma steg och 1 står på ett lägre steg." in one
        for one in sentences
    )
    assert any("(2 av 3)" in one for one in sentences)  # What is hard for two of three.
    for organisation in (county.region, county.norrvik, county.ekdala):
        assert organisation.name not in " ".join(sentences)


def test_nothing_is_said_of_all_while_two_have_handed_in(mapping, answer, county):
    answer(county.clinic, 1)
    answer(county.region, 1)
    assert told.of_all(results.board(fresh(mapping))) == []


def test_there_are_no_sums_over_levels_and_no_order_by_step(two_years, county, coordinator, sign_in):
    board = results.board(fresh(two_years))
    assert [row.organisation.name for row in board.rows] == ["Ekdala", "Norrvik", "Region Exempellän"]


def test_a_report_shows_steps_with_their_meaning_since_last_time_and_the_countys_spread(
    two_years, of, county, coordinator, commissioner, sign_in
):
    area_actions.plan_area(by=coordinator, organisation=county.norrvik, level="system", what="Ett råd till")
    one = of(county.norrvik, two_years)
    shown = sign_in(commissioner).get(reverse("mappings:report", args=[one.pk])).content.decode()
    for words in (
        "Alla planer görs tillsammans, med den enskildes egna ord och mål.", "2 steg längre",
        "Inte börjat än: 1, Har börjat: 1, Så arbetar vi: 1",
    ):  # fmt: skip
        assert words in shown
    assert "Ett råd till" in sign_in(coordinator).get(reverse("mappings:report", args=[one.pk])).content.decode()


def test_the_reports_pdf_is_accessible_and_holds_the_same(two_years, of, county, commissioner, sign_in):
    answer = sign_in(commissioner).get(reverse("mappings:report_pdf", args=[of(county.norrvik, two_years).pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.docinfo["/Title"] == "Norrvik"


def test_files_hold_every_answer_and_no_formula(mapping, of, county, coordinator, sign_in):
    one = of(county.clinic)
    answering.fill_in(one, by=coordinator, answers={"own_plan": "s4"}, comments={"own_plan": "=1+1"})
    answering.hand_in(one, by=coordinator)
    browser = sign_in(coordinator)
    table = browser.get(reverse("mappings:result_csv", args=[mapping.pk])).content.decode("utf-8-sig")
    assert "Vuxenpsykiatrin;Individnivå;Är den enskilde med och gör sin egen plan?;4;Så arbetar vi;'=1+1;;Ja" in table
    book = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("mappings:result_xlsx", args=[mapping.pk])).content))
    assert book.sheetnames == ["Nivåer", "Svar", "Utvecklingsområden"]
    assert book["Svar"]["F2"].value == "'=1+1"
    assert book["Svar"]["D2"].value == 4


def test_files_and_reports_tell_of_the_development_areas_that_the_reader_may_see_and_no_others(
    mapping, of, county, coordinator, commissioner, sign_in
):
    for organisation in (county.clinic, county.ekdala):
        one = of(organisation)
        answering.fill_in(one, by=coordinator, answers={"own_plan": "s4"})
        answering.hand_in(one, by=coordinator)
        DevelopmentArea.objects.create(
            organisation=organisation, mapping=mapping, level="individual", what=f"Bättre i {organisation}"
        )
    actions.close_mapping(mapping, by=coordinator)
    browser = sign_in(commissioner)
    listed = browser.get(reverse("mappings:areas")).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(browser.get(reverse("mappings:result_xlsx", args=[mapping.pk])).content))
    in_file = {row[2] for row in book["Utvecklingsområden"].iter_rows(min_row=2, values_only=True)}
    for organisation in (county.clinic, county.ekdala):
        what = f"Bättre i {organisation}"
        report = browser.get(reverse("mappings:report", args=[of(organisation).pk]))
        assert (what in in_file, what in report.content.decode()) == (what in listed,) * 2
    assert in_file != {f"Bättre i {county.clinic}", f"Bättre i {county.ekdala}"}


def test_a_mapping_that_asks_something_else_than_last_time_says_so(two_years):
    board = results.board(fresh(two_years))
    assert board.questions_changed == frozenset()
    asked_now = two_years.version
    content = deepcopy(asked_now.content)
    content["sections"][0]["questions"] = content["sections"][0]["questions"][:2]
    other = Version.objects.create(questionnaire=asked_now.questionnaire, number=2, content=content)
    Mapping.objects.filter(pk=two_years.follows_id).update(version=other)
    board = results.board(fresh(two_years))
    assert board.questions_changed == {"individual"}
    assert any("Frågorna har ändrats" in one for one in told.of_all(board))


def test_the_mapping_waits_to_be_closed_when_its_last_day_has_passed(make, county, coordinator, commissioner):
    from medverka.mappings import waiting

    one = make(opens_on=clock.today() - timedelta(days=20), closes_on=clock.today() - timedelta(days=2))
    actions.choose(one, [county.clinic], by=coordinator)
    actions.open_mapping(one, by=coordinator)
    assert [thing.key for thing in waiting.waiting_for(coordinator)] == [f"mapping:{one.pk}"]
    (mine,) = waiting.waiting_for(commissioner)
    assert mine.late_days == 2


def test_the_picture_of_the_levels_is_a_file_that_stands_by_itself(two_years, county, coordinator, sign_in):
    type(county.ekdala).objects.filter(pk=county.ekdala.pk).update(name="<script>alert(1)</script>")
    browser = sign_in(coordinator)
    svg = browser.get(reverse("mappings:result_svg", args=[two_years.pk])).content.decode()
    assert "<script" not in svg
    assert "var(" not in svg
    assert "4. Så arbetar vi" in svg
    ElementTree.fromstring(svg)
    picture = browser.get(reverse("mappings:result_png", args=[two_years.pk])).content
    assert picture.startswith(b"\x89PNG")
