from datetime import date

import pytest
from django.urls import reverse

from medverka.organisations.models import Organisation
from medverka.reports.tests.history import contribution, people, person, request, voice

PAGE, EXPORT = "/siffror/", "/siffror/siffror.csv"
YEAR_2021 = "?fran=2021-01-01&till=2021-12-31"


@pytest.fixture
def year_2021(county):
    for who in people(60, "2019-01-01", municipality=county.norrvik):
        contribution(who, "2021-03-01", "1.5")
    for who in people(2, "2019-01-01", municipality=county.ekdala):
        contribution(who, "2021-03-01", "1.5")
    request("2021-03-01", unit=county.ward)
    voice(county.clinic, "2021-03-01")


@pytest.mark.parametrize("who", ["coordinator", "steering_member"])
def test_coordinators_and_the_steering_group_see_the_figures(who, year_2021, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(PAGE).status_code == 200
    assert browser.get(EXPORT).status_code == 200


@pytest.mark.parametrize("who", ["commissioner", "contributor_user", "facilitator", "representative", "outsider"])
def test_others_do_not(who, county, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    assert [browser.get(address).status_code for address in (PAGE, EXPORT)] == [403, 403]


def test_a_visitor_is_asked_to_sign_in(county, sign_in):
    assert sign_in(None).get(PAGE).status_code == 302


def test_the_page_begins_with_the_latest_closed_year_in_which_anything_happened(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE)
    assert (page.context["period"].start, page.context["period"].end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert [choice.label for choice in page.context["choices"] if choice.current] == ["2021"]


def test_where_no_year_is_closed_the_page_begins_with_this_year(county, coordinator, sign_in):
    person("2026-01-02")
    page = sign_in(coordinator).get(PAGE)
    assert page.context["period"].end == date(2026, 11, 22)
    assert "Bara länets summor visas" in page.content.decode()


def test_an_empty_county_is_told_what_will_come(county, coordinator, sign_in):
    assert "De räknas av sig själva" in sign_in(coordinator).get(PAGE).content.decode()


def test_every_figure_on_the_page_has_its_definition(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + YEAR_2021)
    text = page.content.decode()
    for part in ("totals", "answers"):
        for figure in page.context[part]:
            assert str(figure.definition) in text
    for section in page.context["sections"]:
        for picture in section.pictures:
            assert str(picture.definition) in text
            assert picture.sentence in text


def test_a_hidden_figure_stands_nowhere_on_the_page(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + YEAR_2021)
    pictures = {p.title: p for section in page.context["sections"] for p in section.pictures}
    assert "Insatser per kommun 2021" in pictures
    assert pictures["Insatser per kommun 2021"].chart is None
    assert pictures["Insatser per kommun 2021"].sentence.startswith("Visas inte")


def test_what_is_hidden_in_part_is_named_without_its_number(year_2021, county, coordinator, sign_in):
    for who in people(20, "2019-01-01"):
        contribution(who, "2021-03-01")
    page = sign_in(coordinator).get(PAGE + YEAR_2021)
    pictures = {p.title: p for section in page.context["sections"] for p in section.pictures}
    picture = pictures["Insatser per kommun 2021"]
    assert picture.chart.rows == [("Norrvik", "60")]
    assert "(för få personer, eller skydd för en annan siffra): Ekdala, Ingen kommun angiven." in picture.sentence


def test_a_picture_whose_figures_are_of_several_years_bears_no_year_and_its_table_tells_them(
    county, coordinator, sign_in
):
    people(20, "2019-01-01", municipality=county.norrvik)
    people(20, "2019-01-01", municipality=county.ekdala)
    people(20, "2019-01-01")
    people(9, "2021-02-01", municipality=county.norrvik)
    people(1, "2021-02-01", municipality=county.ekdala)
    people(9, "2021-02-01")
    page = sign_in(coordinator).get(PAGE + YEAR_2021)
    (picture,) = (p for s in page.context["sections"] for p in s.pictures if p.title.startswith("Personer per kommun"))
    assert picture.title == "Personer per kommun"
    assert picture.chart.headings[-1] == "Slutet av"
    assert {years for *_rest, years in picture.chart.rows} == {"2019", "2021"}
    assert not any(year in picture.chart.svg for year in ("2019", "2021"))
    assert picture.sentence.startswith("De senaste siffror som kan visas, till och med 2021.")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("?fran=2021-12-31&till=2021-01-01", "Den sista dagen ligger före den första."),
        ("?fran=2199-01-01&till=", "Den sista dagen ligger före den första."),
        ("?fran=2021-02-31&till=2021-12-31", "Vi förstår inte dagen."),
        ("?fran=%F0%9F%8C%B8&till=9999-99-99", "Vi förstår inte dagen."),
        ("?fran=<script>&till=", "&lt;script&gt;"),
    ],
)
def test_a_period_that_cannot_be_understood_is_said_in_words_and_kept(year_2021, coordinator, sign_in, address, told):
    page = sign_in(coordinator).get(PAGE + address)
    assert page.status_code == 200
    assert told in page.content.decode()
    assert "figures" not in page.context
    assert sign_in(coordinator).get(EXPORT + address).status_code == 302


@pytest.mark.parametrize("address", ["?fran=&till=2021-12-31", "?fran=2021-01-01", "?fran=&till=", "?fran="])
def test_an_empty_day_means_from_the_beginning_or_until_today(year_2021, coordinator, sign_in, address):
    page = sign_in(coordinator).get(PAGE + address)
    assert page.context["figures"].contributions == 62
    assert "måste fyllas i" not in page.content.decode()


def test_a_year_that_must_be_a_slip_is_asked_about_on_the_page(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + "?fran=0001-01-01&till=9999-12-31")
    assert page.content.decode().count("Året kan inte stämma") >= 2
    assert "figures" not in page.context


def test_all_years_can_be_asked_for_at_once(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + "?fran=1950-01-01&till=2030-12-31")
    assert page.context["figures"].contributions == 62


def test_a_name_with_markup_is_shown_as_text(year_2021, county, coordinator, sign_in):
    Organisation.objects.filter(pk=county.norrvik.pk).update(name="<script>alert(1)</script>")
    for who in people(20, "2019-01-01"):
        contribution(who, "2021-03-01")
    text = sign_in(coordinator).get(PAGE + YEAR_2021).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_table_is_downloaded_under_a_name_that_tells_the_period(year_2021, coordinator, sign_in):
    answer = sign_in(coordinator).get(reverse("reports:export") + YEAR_2021)
    assert answer["Content-Type"].startswith("text/csv")
    assert 'filename="siffror-2021-01-01-2021-12-31.csv"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbfSiffra;Del;")


def test_the_page_runs_as_many_queries_for_many_rows_as_for_few(
    county, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    def some(number: int) -> None:
        for who in people(number, "2019-01-01", municipality=county.norrvik, paused="2020-01-01"):
            contribution(who, "2021-03-01", "1", unit=county.ward)
            request("2021-03-01", unit=county.ward)
            voice(county.clinic, "2021-03-01", "2021-03-04")

    browser = sign_in(coordinator)
    some(2)
    browser.get(PAGE + YEAR_2021)
    with django_assert_max_num_queries(40) as few:
        browser.get(PAGE + YEAR_2021)
    some(25)
    with django_assert_num_queries(len(few)):
        browser.get(PAGE + YEAR_2021)


def test_how_even_it_is_and_whom_we_reach_stand_on_the_page_with_their_definitions(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + YEAR_2021)
    text = page.content.decode()
    assert 'id="jamnt"' in text
    for told in [*page.context["evenness"], *page.context["reached"]]:
        assert told.sentence in text
        assert str(told.definition) in text


def test_a_period_that_is_no_closed_year_says_nothing_of_whom_we_reach(year_2021, coordinator, sign_in):
    page = sign_in(coordinator).get(PAGE + "?fran=2021-01-01&till=2021-06-30")
    assert 'id="nar"' not in page.content.decode()
    assert not page.context["reached"]
