import io
from datetime import date, timedelta

import openpyxl
import pikepdf
import pytest
from django.utils import timezone

from medverka.access.authorise import SYSTEM
from medverka.councils.actions.councils import create_council
from medverka.councils.models import Meeting
from medverka.reports.compilation.counting import Said, by_theme, line
from medverka.reports.compilation.queries import Choice, compilation, terms
from medverka.reports.compilation.terms import Term
from medverka.reports.tests.history import request, voice
from medverka.voices.models import Theme

PAGE = "/siffror/sammanstallning/"
SPRING = Term(2026, autumn=False)


# --- Counting ---------------------------------------------------------------------------------


def said(pk=1, *themes, body=("forum", 1), days=None, led=False):
    on = date(2026, 3, 2)
    answered = None if days is None else on + timedelta(days=days)
    return Said(pk, on, body, answered, led, themes=frozenset(themes))


def test_a_line_tells_how_much_in_how_many_places_and_how_it_was_answered():
    rows = [said(body=("forum", n % 2), days=10 * n or None, led=n == 4) for n in range(5)]
    row = line("x", "X", rows, rows[:2], 5)
    assert (row.voices, row.before, row.bodies) == (5, 2, 2)
    assert row.share_answered.value == 80
    assert (row.median_days.value, row.median_days.reason) == (None, "small_group")  # Four answers.


def test_shares_of_few_are_not_told():
    row = line("x", "X", [said(days=3)] * 4, None, 5)
    assert [figure.reason for figure in row.figures] == ["small_group"] * 3
    assert (row.voices, row.before) == (4, None)


def test_what_recurs_in_most_places_stands_first_and_other_things_last_and_a_voice_counts_in_each_of_its_themes():
    names = {1: ("mat", "Mat"), 2: ("miljo", "Miljö"), 3: ("annat", "Annat")}
    rows = [said(1, 1), said(2, 1), said(3, 1, 2), said(4, 2, body=("council", 1)), said(5)]
    rows += [said(n, 3, body=("request", n)) for n in range(4)]
    found = by_theme(rows, [said(6, 2)], names, "Inget tema")
    told = [(row.label, row.voices, row.before, row.bodies) for row in found]
    assert [row.share_answered.value for row in found] == [0, 0, 0, 0]  # Shown for few too.
    assert told == [("Miljö", 2, 1, 2), ("Mat", 3, 0, 1), ("Annat", 4, 0, 4), ("Inget tema", 1, 0, 1)]


# --- Reading ----------------------------------------------------------------------------------


@pytest.fixture
def themes(db):
    rows = [Theme(slug=slug, name=name) for slug, name in (("mat", "Mat"), ("information", "Information"))]
    return {theme.slug: theme for theme in Theme.objects.bulk_create(rows)}


@pytest.fixture
def council(county):
    def created(name, kind="patient_forum", **values):
        values = {"organisation": county.ward, "level": "operational"} | values
        return create_council(by=SYSTEM, name=name, kind=kind, **values)

    return created


@pytest.fixture
def heard(county, themes):
    """So much was said at a council, at a meeting of its own, in the spring unless told."""

    def said_at(council, number=1, theme="", on="2026-03-02", answered="2026-03-12", **values):
        starts = timezone.make_aware(timezone.datetime.fromisoformat(f"{on} 13:00"))
        meeting, _ = Meeting.objects.get_or_create(
            council=council, starts_at=starts, ends_at=starts + timedelta(hours=1)
        )
        kind, pk = meeting.origin
        for _ in range(number):
            row = voice(county.ward, on, answered, **(values | {"origin_kind": kind, "origin_id": pk}))
            if theme:
                row.themes.add(themes[theme])

    return said_at


@pytest.fixture
def spring(council, heard, county):
    """A forum, a council and an assignment in spring; the forum and a theme in the autumn before."""
    forum, rad = council("Forum Aspen"), council("Rådet", "user_council", organisation=county.norrvik)
    heard(forum, 6, "mat")
    heard(forum, 1, "mat", on="2026-04-02", answered=None)
    heard(rad, 5, "information")
    heard(rad, 2, "mat", public=True)
    voice(county.clinic, "2026-05-02")
    heard(forum, 3, "mat", on="2025-11-02", answered=None)
    return forum, rad


EVERYTHING = Choice()


def found(choice=EVERYTHING, term=SPRING):
    return compilation(term, choice, known=terms())


def test_every_term_since_the_first_voice_can_be_chosen_the_latest_first(spring):
    assert [term.word for term in terms()] == ["ht2026", "vt2026", "ht2025"]


def test_what_recurs_is_counted_across_forums_councils_and_assignments(spring):
    told = found()
    assert (told.total.voices, told.total.before, told.total.bodies) == (15, 3, 3)
    assert told.total.share_answered.value == 86.7
    lines = [(row.label, row.voices, row.before, row.bodies) for row in told.themes]
    assert lines[:2] == [("Mat", 9, 3, 2), ("Information", 5, 0, 1)]
    assert [row.voices for row in told.themes] == [9, 5, 1]
    assert [(row.label, row.voices) for row in told.bodies[:2]] == [("Forum Aspen", 7), ("Rådet", 7)]
    assert (told.bodies[2].key, told.bodies[2].voices) == ("requests", 1)


def test_one_kind_or_one_sub_area_can_be_looked_at_alone(spring, county):
    assert found(Choice(kind="forum")).total.voices == 7
    assert found(Choice(area=county.north.pk)).total.voices == 7
    assert found(Choice(kind="request")).total.before == 0
    kinds = [choice.kind for choice in found().choices if choice.area is None]
    assert kinds == ["", "forum", "council", "request"]


def test_a_small_forum_is_never_named_and_never_left_alone(spring, council, heard):
    heard(council("Forum Litet", hidden_in_compilations=True), 2)
    heard(council("Forum Björken"), 9)
    told = found()
    assert [row.label for row in told.bodies[:2]] == ["Forum Björken", "Rådet"]
    assert (told.bodies[2].key, told.bodies[2].voices, told.bodies[2].bodies) == ("small", 9, 2)
    assert all(row.before is None for row in told.bodies)


def test_a_choice_that_would_leave_a_small_one_alone_becomes_everything(spring, council, heard, county):
    heard(council("Forum i söder", hidden_in_compilations=True, organisation=county.ekdala), 2)
    told = found(Choice(area=county.south.pk))
    assert told.choice == Choice()
    assert told.total.voices == 17
    assert not [choice for choice in told.choices if choice.area]
    assert found(Choice(kind="forum")).total.voices == 9  # Beside it stands Forum Aspen.


def test_a_choice_is_not_compared_with_a_term_in_which_it_would_point_at_a_small_one(spring, council, heard, county):
    heard(council("Ensam", hidden_in_compilations=True, organisation=county.norrvik), 2, on="2025-10-02")
    told = found(Choice(area=county.north.pk))
    assert (told.total.voices, told.total.before) == (7, None)
    assert found().total.before == 5


def test_while_the_term_runs_bodies_are_told_apart_only_where_none_is_too_small(council, heard):
    heard(council("Forum Aspen"), 3, on="2026-09-02", answered=None)
    autumn = Term(2026, autumn=True)
    assert found(term=autumn).reason == ""
    heard(council("Forum Litet", hidden_in_compilations=True), 3, on="2026-09-02", answered=None)
    told = found(term=autumn)
    assert (told.reason, told.bodies, told.total.voices) == ("term_runs", [], 6)


def test_one_small_forum_and_nobody_else_is_not_told_apart(council, heard):
    heard(council("Forum Litet", hidden_in_compilations=True), 3)
    told = found()
    assert (told.reason, told.bodies, told.choices) == ("nobody_beside", [], [Choice()])


# --- The page and the files -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("who", ["coordinator", "north_coordinator", "steering_member"])
def test_coordinators_and_the_steering_group_see_it_on_the_page_and_take_it_along(who, spring, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    for file in ("", "sammanstallning.pdf", "sammanstallning.csv", "sammanstallning.xlsx"):
        assert browser.get(PAGE + file).status_code == 200


@pytest.mark.parametrize("who", ["commissioner", "facilitator", "representative", "contributor_user", "outsider"])
def test_others_do_not(who, spring, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    for file in ("", "sammanstallning.pdf", "sammanstallning.csv", "sammanstallning.xlsx"):
        assert browser.get(PAGE + file).status_code == 403


def test_the_way_there_is_shown_on_the_figures_and_among_what_was_said_to_those_who_may(
    spring, steering_member, commissioner, sign_in
):
    request("2026-03-02")
    for address in ("/siffror/", "/synpunkter/"):
        assert f'href="{PAGE}"' in sign_in(steering_member).get(address).content.decode()
    assert f'href="{PAGE}"' not in sign_in(commissioner).get("/synpunkter/").content.decode()


def test_the_page_begins_with_the_latest_term_that_is_over_and_says_what_recurs(spring, coordinator, sign_in):
    text = sign_in(coordinator).get(PAGE).content.decode()
    assert "Våren 2026" in text
    assert "På flest ställen kom Mat upp: 9 synpunkter på 2 ställen." in text
    assert "Mest har Mat ökat, från 3 till 9 sedan terminen före." in text
    assert "En synpunkt har inget tema." in text
    assert "Terminen före sades 3 synpunkter." in text


def test_only_what_everybody_may_read_is_quoted(spring, county, heard, coordinator, sign_in):
    heard(spring[0], 1, text="Sagt i förtroende.")
    browser = sign_in(coordinator)
    page = browser.get(PAGE)
    assert {quote.public for quote in page.context["found"].quotes} == {True}
    for file in ("", "sammanstallning.csv", "sammanstallning.xlsx"):
        assert "Sagt i förtroende." not in browser.get(PAGE + file).content.decode(errors="ignore")


def test_a_county_where_nothing_was_said_is_told_what_will_come(county, coordinator, sign_in):
    browser = sign_in(coordinator)
    assert "Här kommer terminens sammanställning" in browser.get(PAGE).content.decode()
    assert browser.get(PAGE + "sammanstallning.pdf")["Location"] == PAGE


def test_a_term_in_which_nothing_was_said_says_so(spring, coordinator, sign_in):
    assert "Inget sades" in sign_in(coordinator).get(PAGE + "?termin=ht2026").content.decode()


@pytest.mark.parametrize(
    "address",
    ["?termin=vt1000", "?termin=<script>", "?slag=x&omrade=%F0%9F%8C%B8", "?omrade=99999999999999999999", "?omrade=-1"],
)
def test_an_address_that_means_nothing_shows_the_usual(address, spring, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + address)
    assert page.status_code == 200
    assert page.context["found"].term == SPRING


def test_a_choice_with_nothing_in_it_becomes_everything(spring, county, coordinator, sign_in):
    for area in (987654, county.south.pk):
        page = sign_in(coordinator).get(f"{PAGE}?omrade={area}")
        assert page.context["found"].choice == EVERYTHING


def test_the_pdf_is_tagged_titled_and_lies_down(spring, coordinator, sign_in):
    answer = sign_in(coordinator).get(PAGE + "sammanstallning.pdf?termin=vt2026&slag=forum")
    assert 'filename="sammanstallning-vt2026.pdf"' in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as about:
            assert about["dc:title"] == "Sammanställning: Våren 2026, Forum"
        _x, _y, width, height = map(float, pdf.pages[0].mediabox)
        assert width > height


def test_the_tables_hold_what_the_page_shows_and_no_formula(council, heard, coordinator, sign_in):
    row = council("=HYPERLINK(1)")
    heard(row, 6, "mat")
    type(row).objects.filter(pk=row.pk).update(name="=HYPERLINK(1)\x0b")
    browser = sign_in(coordinator)
    lines = browser.get(PAGE + "sammanstallning.csv").content.decode("utf-8-sig").splitlines()
    assert "Våren 2026;Tema;Mat;6;;1;100;10;0;" in lines
    assert any("'=HYPERLINK(1)" in line for line in lines)
    book = openpyxl.load_workbook(io.BytesIO(browser.get(PAGE + "sammanstallning.xlsx").content))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"]


def test_the_page_runs_as_many_queries_for_much_as_for_little(
    spring, council, heard, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser = sign_in(coordinator)
    browser.get(PAGE)
    with django_assert_max_num_queries(30) as few:
        browser.get(PAGE)
    for number in range(10):
        heard(council(f"Forum {number}"), 3, "information", on=f"2026-02-{number + 1:02}", public=True)
    with django_assert_num_queries(len(few)):
        browser.get(PAGE)
