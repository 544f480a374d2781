"""The results page: what is published, group beside group, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.surveys.models import FreeText, Publication, Round, Sheet
from medverka.surveys.rules import State
from medverka.surveys.tests.counted import EVERYTHING, counted, make_round, many, version_of

pytestmark = pytest.mark.django_db


def everything(good=12, bad=12):
    """Sheets that answer every question."""
    return [
        {
            "helhet": "e" if place < good else "b", "varfor": "a", "satt": ["a", "b"], "ganger": str(place % 12),
            "mote": {"tid": "d", "lokal": "b"}, "fritt": f"Skrivet ord {place}",
        }
        for place in range(good + bad)
    ]  # fmt: skip


@pytest.fixture
def one(county, coordinator):
    return counted(make_round({"ledning": everything(), "rad": everything(16, 6), "fa": many(a=2)}), coordinator)


def page(sign_in, user, one, query=""):
    return sign_in(user).get(reverse("surveys:results", args=[one.slug]) + query)


def test_every_question_is_shown_group_beside_group_with_numbers_and_a_sentence(one, coordinator, sign_in):
    html = page(sign_in, coordinator, one).content.decode()
    assert "Resultat: Hösten 2021" in html
    for words in (
        "Hur är det på det hela taget?",
        "Hur fungerar mötet?",
        "Tiden",
        "Lokalen",
        "Hur tar du del av information?",
    ):
        assert words in html
    assert "Svarade ”Bra” eller ”Mycket bra”: Ledning 12 av 24" in html
    assert "Störst är andelen hos Rad, minst hos Ledning." in html
    assert "Skrivet ord" not in html


def test_what_lies_in_the_database_beside_the_publication_changes_no_page_and_no_file(one, coordinator, sign_in):
    Round.objects.update(results_are_public=True)
    browser = sign_in(coordinator)
    addresses = [
        reverse("surveys:results", args=[one.slug]),
        reverse("surveys:results_file", args=[one.slug, "csv"]),
        reverse("surveys:public_results_file", args=[one.slug, "csv"]),
        reverse("surveys:public_results", args=[one.slug]),
    ]

    def read():
        return [browser.get(address).content.decode().split("csrfmiddlewaretoken")[0] for address in addresses]

    before = read()
    for sheet in Sheet.objects.all():
        sheet.answers = '{"helhet": "a", "satt": ["c"], "ganger": "99", "fritt": "FÖRGIFTAT"}'
        sheet.save()
    for text in FreeText.objects.all():
        text.text = "FÖRGIFTAT"
        text.save()
    assert read() == before


def test_readers_see_counted_rounds_alone_and_others_none(one, commissioner, outsider, sign_in, coordinator):
    assert page(sign_in, commissioner, one).status_code == 200
    assert page(sign_in, outsider, one).status_code == 403
    Round.objects.update(state=State.CLOSED)
    assert page(sign_in, commissioner, one).status_code == 404
    waiting = page(sign_in, coordinator, one)
    assert waiting.status_code == 200
    assert "Räkna svaren" in waiting.content.decode()


def test_the_public_page_is_there_when_the_round_says_so(one, client):
    address = reverse("surveys:public_results", args=[one.slug])
    assert client.get(address).status_code == 404
    Round.objects.update(results_are_public=True)
    html = client.get(address).content.decode()
    assert "Svarade ”Bra” eller ”Mycket bra”: Ledning 12 av 24" in html
    assert "/enkater/" not in html


def test_choosing_groups_and_questions_only_leaves_out(one, coordinator, sign_in):
    html = page(sign_in, coordinator, one, "?grupp=rad&fraga=helhet").content.decode()
    assert "Rad 16 av 22" in html
    assert "Ledning 12 av 24" not in html
    assert "Lokalen" not in html
    odd = page(sign_in, coordinator, one, "?grupp=finns-inte&fraga=%F0%9F&forra=1&page=x")
    assert "Ledning 12 av 24" in odd.content.decode()


def test_a_year_stands_beside_the_year_before(county, coordinator, sign_in, client):
    version = version_of()
    before = counted(make_round({"rad": everything(5, 5)}, slug="host-2020", year=2020, version=version), coordinator)
    one = counted(make_round({"rad": everything(10, 0)}, version=version, follows=before), coordinator)
    assert "Jämför med Hösten 2020" in page(sign_in, coordinator, one).content.decode()
    html = page(sign_in, coordinator, one, "?forra=1").content.decode()
    assert "Rad, 2020" in html
    assert "Rad större andel (från 50" in html
    Round.objects.filter(pk=one.pk).update(results_are_public=True)
    public = client.get(reverse("surveys:public_results", args=[one.slug]) + "?forra=1").content.decode()
    assert "2020" not in public, "the round before is not public"


def test_changed_words_are_told_and_changed_options_are_not_laid_side_by_side(county, coordinator, sign_in):
    from dataclasses import replace

    first, second = EVERYTHING.sections
    overall, why, ways = first.questions
    reworded = replace(
        EVERYTHING,
        sections=(replace(first, questions=(replace(overall, text={"sv": "Hur är allt?"}), why, replace(ways, options=ways.options[:2]))), second),
    )  # fmt: skip
    before = counted(make_round({"rad": everything(5, 5)}, slug="host-2020", year=2020), coordinator)
    after = make_round({"rad": everything(10, 0)}, version=version_of(reworded), follows=before)
    html = page(sign_in, coordinator, counted(after, coordinator), "?forra=1").content.decode()
    assert html.count("Frågan hade andra ord i Hösten 2020") == 1
    assert html.count("Frågan ställdes inte, eller inte med samma svar att välja på, i Hösten 2020.") == 1


def test_the_page_asks_as_much_of_many_groups_and_questions_as_of_few(county, coordinator, sign_in):
    small = counted(make_round({"a": everything()}, slug="liten"), coordinator)
    large = counted(make_round({f"grupp-{n}": everything() for n in range(9)}, slug="stor"), coordinator)
    FreeText.objects.filter(group__round=large).update(state="chosen")
    browser = sign_in(coordinator)
    counts = []
    for each in (small, large):
        browser.get(reverse("surveys:results", args=[each.slug]))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(reverse("surveys:results", args=[each.slug]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_coordinator_counts_from_the_page_once(county, coordinator, commissioner, sign_in):
    one = make_round({"rad": everything()})
    address = reverse("surveys:count", args=[one.slug])
    assert sign_in(commissioner).post(address).status_code == 403
    browser = sign_in(coordinator)
    assert browser.get(address).status_code == 405
    browser.post(address)
    one.refresh_from_db()
    assert one.state == State.COUNTING
    html = browser.get(reverse("surveys:results", args=[one.slug])).content.decode()
    assert "Svaren räknas" in html
    assert not Publication.objects.exists()


def test_what_the_county_takes_with_it_is_written_and_two_who_write_lose_nothing(
    one, coordinator, commissioner, sign_in
):
    address = reverse("surveys:conclude", args=[one.slug])
    assert sign_in(commissioner).get(address).status_code == 403
    browser = sign_in(coordinator)
    browser.post(address, {"conclusions": "Mötena blir kortare.", "before": ""})
    assert "Mötena blir kortare." in page(sign_in, coordinator, one).content.decode()
    late = browser.post(address, {"conclusions": "Annat.", "before": ""}).content.decode()
    assert "Mötena blir kortare." in late
    assert "Annat." in late
    browser.post(address, {"conclusions": "Annat.", "before": "Mötena blir kortare."})
    assert Round.objects.get().conclusions == "Annat."
    assert "högst 5" in browser.post(address, {"conclusions": "x" * 6000}).content.decode()


def test_hostile_words_do_no_harm_on_the_page_and_in_files(county, coordinator, sign_in):
    from dataclasses import replace
    from io import BytesIO

    import openpyxl

    nasty = '=HYPERLINK("http://x")<script>alert(1)</script>'
    first, second = EVERYTHING.sections
    overall, *rest = first.questions
    options = tuple(replace(option, text={"sv": nasty}) for option in overall.options)
    asks = replace(
        EVERYTHING,
        sections=(replace(first, questions=(replace(overall, text={"sv": nasty}, options=options), *rest)), second),
    )
    one = counted(make_round({"rad": everything()}, version=version_of(asks)), coordinator)
    Round.objects.filter(pk=one.pk).update(conclusions=nasty)
    assert "<script>alert" not in page(sign_in, coordinator, one).content.decode()
    browser = sign_in(coordinator)
    table = browser.get(reverse("surveys:results_file", args=[one.slug, "csv"])).content.decode("utf-8-sig")
    assert not any(cell.lstrip('"').startswith("=") for line in table.splitlines() for cell in line.split(";"))
    data = browser.get(reverse("surveys:results_file", args=[one.slug, "xlsx"])).content
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_workbook_has_each_question_with_its_groups_beside_each_other(one, coordinator, sign_in):
    from io import BytesIO

    import openpyxl

    data = sign_in(coordinator).get(reverse("surveys:results_file", args=[one.slug, "xlsx"])).content
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == ["Svarande", "Fråga för fråga", "Alla siffror", "Citat"]
    rows = [[cell.value for cell in row] for row in book["Fråga för fråga"].iter_rows()]
    at = next(number for number, row in enumerate(rows) if row[0] == "Hur är det på det hela taget?")
    assert rows[at + 2][:4] == ["Hösten 2021", "Ledning", "Rad", "Fa"]
    assert any(row[0] == "Mycket bra" and row[1:4] == [50, 72.7, "visas inte"] for row in rows[at : at + 12])


@pytest.mark.parametrize("kind", ["exe", "json"])
def test_other_kinds_of_files_are_not_found(one, coordinator, sign_in, kind):
    assert sign_in(coordinator).get(reverse("surveys:results_file", args=[one.slug, kind])).status_code == 404


def test_nobody_is_told_why_something_is_not_shown(one, coordinator, sign_in):
    html = page(sign_in, coordinator, one).content.decode()
    assert "visas inte" in html
    assert "för få svar" not in html


@pytest.mark.parametrize("key", ["helhet", "satt", "ganger", "mote.tid"])
def test_each_picture_is_a_file_of_its_own_and_others_are_not_found(one, coordinator, sign_in, key, client):
    browser = sign_in(coordinator)
    drawing = browser.get(reverse("surveys:results_picture", args=[one.slug, key, "svg"]))
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.startswith(b"<svg")
    assert client.get(reverse("surveys:public_results_picture", args=[one.slug, key, "svg"])).status_code == 404
    assert "Hösten 2021, 1 september 2021 till 30 september 2021 · Exempellän" in drawing.content.decode()
    for other, kind in (("finns-inte", "svg"), (key, "gif")):
        assert browser.get(reverse("surveys:results_picture", args=[one.slug, other, kind])).status_code == 404


@pytest.mark.slow
def test_a_picture_can_be_put_on_a_slide(one, coordinator, sign_in):
    data = sign_in(coordinator).get(reverse("surveys:results_picture", args=[one.slug, "helhet", "png"])).content
    assert data.startswith(b"\x89PNG")


def test_a_merged_answer_is_added_up_for_groups_that_are_told_it_singly_and_classes_are_what_all_have(one):
    from medverka.surveys import published
    from medverka.surveys.bars import _of_numbers, _of_options

    results = published.read(one.publication.content, "sv")
    numbers = results.question("ganger")
    for _label, bars in _of_numbers(numbers, numbers.groups):
        assert bars[2] is None, "the small group is not shown"
    totals = [sum(bars[place].count for _label, bars in _of_numbers(numbers, numbers.groups)) for place in (0, 1)]
    assert totals == [24, 22]
    chosen = dict(_of_options(results.question("satt"), results.question("satt").groups))
    assert [bar and bar.count for bar in chosen["Brev"]] == [24, 22, None]


def test_questions_of_which_nothing_is_shown_stand_in_one_list_without_pictures(county, coordinator, sign_in):
    one = counted(make_round({"fa": many(a=2)}), coordinator)
    html = page(sign_in, coordinator, one).content.decode()
    assert html.count("Av de här frågorna visas inget") == 2, "once a section"
    assert "<li>Hur är det på det hela taget?</li>" in html
    assert "bild-" not in html
    address = reverse("surveys:results_picture", args=[one.slug, "satt", "svg"])
    assert sign_in(coordinator).get(address).status_code == 404


def test_answers_that_are_all_told_together_are_not_shown_and_have_no_bar(county, coordinator):
    from medverka.surveys import published
    from medverka.surveys.bars import _of_options
    from medverka.surveys.published import Answered, Part

    one = counted(make_round({"rad": everything()}), coordinator)
    content = one.publication.content
    entry = next(entry for entry in content["questions"] if entry["key"] == "varfor")
    part = {"options": ["a", "b", "c", None], "label": {"sv": "Allt"}, "count": 12, "percent": 100.0}
    entry["groups"]["rad"] = {"n": 24, "asked": 12, "suppressed": False, "distribution": [part]}
    question = published.read(content, "sv").question("varfor")
    assert question.groups[0].parts is None
    parts = (Part(("a",), "Mötena", 0, 0.0), Part(("b", "c", None), "Resten", 12, 100.0))
    lines = dict(_of_options(question, [Answered(question.groups[0].group, 12, parts)]))
    assert "Resten" not in lines
    assert lines["Mötena"][0].count == 0
