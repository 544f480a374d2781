import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from medverka.organisations.models import Organisation
from medverka.reports.definitions import DEFINITIONS, WITHHELD
from medverka.reports.export import as_csv, safe
from medverka.reports.queries import figures, history
from medverka.reports.tests.history import contribution, people, request


@pytest.fixture
def year_2021(county):
    for who in people(12, "2019-01-01", municipality=county.norrvik):
        contribution(who, "2021-03-01", "1.5")
    for who in people(3, "2019-01-01", municipality=county.ekdala):
        contribution(who, "2021-03-01", "1.5")
    for who in people(6, "2019-01-01"):
        contribution(who, "2021-03-01")
    request("2021-03-01")


def run(*words: str) -> str:
    out = StringIO()
    call_command("figures", *words, stdout=out)
    return out.getvalue()


def as_json(start: str, end: str) -> dict:
    return json.loads(run("--from", start, "--to", end, "--json"))


def test_json_gives_the_four_totals_as_numbers(year_2021):
    told = as_json("2021-01-01", "2021-12-31")
    assert [told[key] for key in ("persons", "requests", "contributions", "hours")] == [21, 1, 21, 22.5]
    assert '"hours": 22.5' in run("--from", "2021-01-01", "--to", "2021-12-31", "--json")
    assert '"hours": 0.0' in run("--from", "2020-01-01", "--to", "2020-12-31", "--json")
    assert (told["from"], told["to"], told["k"]) == ("2021-01-01", "2021-12-31", 5)


def test_json_gives_null_and_the_reason_for_what_is_hidden(year_2021):
    breakdown = as_json("2021-01-01", "2021-12-31")["breakdowns"]["contributions_by_municipality"]
    told = {part["label"]: (part["value"], part["reason"]) for part in breakdown["parts"]}
    assert told == {
        "Norrvik": (12, None),
        "Ekdala": (None, "small_group"),
        "Ingen kommun angiven": (None, "small_group"),
    }


def test_json_gives_totals_alone_for_a_period_that_is_no_closed_year(year_2021):
    told = as_json("2016-10-01", "2022-03-15")
    assert told["contributions"] == 21
    assert {(some["parts"], some["reason"]) for some in map(json_safe, told["breakdowns"].values())} == {
        (None, "not_a_closed_year")
    }
    assert {row["year"]: row["contributions"] for row in told["by_year"]} == {2019: 0, 2020: 0, 2021: 21, 2022: 0}


def json_safe(breakdown: dict) -> dict:
    return {key: breakdown[key] for key in ("parts", "reason")}


def test_every_reason_and_every_figure_in_the_json_is_explained(year_2021):
    told = as_json("2021-01-01", "2021-12-31")
    assert set(told["withheld"].values()) <= set(told["reasons"])
    assert set(told["breakdowns"]) | {"persons", "requests", "contributions", "hours"} <= set(told["definitions"])
    assert all(len(known["text"]) > 20 for known in told["definitions"].values())


def test_the_command_tells_the_figures_in_words(year_2021):
    told = run("--from", "1/1 2021", "--to", "31 december 2021")
    assert "Siffror från 2021-01-01 till 2021-12-31" in told
    assert "Timmar                                    22,5" in told
    assert "visas inte" in told
    assert str(WITHHELD["not_a_closed_year"]) in run("--from", "2021-01-01", "--to", "2021-12-30")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2021-02-31", "--to", "2021-12-31"), "--from 2021-02-31 är ingen dag som finns"),
        (("--from", "2021-01-01", "--to", "sommaren"), "--to sommaren är ingen dag som finns"),
        (("--from", "2021-01-02", "--to", "2021-01-01"), "slutar innan den börjar"),
        (("--from", "2021-01-02"), "--to saknas"),
        ((), "--from saknas"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_in_words(county, words, told):
    with pytest.raises(CommandError, match=told) as refused:
        run(*words)
    assert refused.value.returncode != 0


def table(start: date, end: date) -> list[list[str]]:
    content = as_csv(figures(start, end), history()).decode("utf-8-sig")
    return list(csv.reader(StringIO(content), delimiter=";"))


def test_the_table_holds_what_the_page_publishes_and_no_more(year_2021):
    rows = table(date(2021, 1, 1), date(2021, 12, 31))
    assert len({len(row) for row in rows}) == 1
    told = {(row[0], row[1]): row[2] for row in rows}
    assert (told["timmar", ""], told["timmar", "2021"]) == ("22,5", "22,5")
    assert told["Insatser per kommun", "Norrvik"] == "12"
    assert told["Insatser per kommun", "Ekdala"] == ""
    hidden = next(row for row in rows if row[:2] == ["Insatser per kommun", "Ekdala"])
    assert hidden[6].startswith("Visas inte")


def test_whole_numbers_stand_in_the_table_without_decimals(county):
    for who in people(100, "2019-01-01"):
        contribution(who, "2021-03-01", "10")
    told = {(row[0], row[1]): row[2] for row in table(date(2021, 1, 1), date(2021, 12, 31))}
    assert (told["timmar", ""], told["insatser", ""]) == ("1000", "100")


def test_the_table_gives_each_row_its_definition(year_2021):
    texts = {str(known.text) for known in DEFINITIONS.values()}
    assert all(row[7] in texts for row in table(date(2021, 1, 1), date(2021, 12, 31))[1:])


def test_a_name_that_looks_like_a_formula_is_text_in_the_table(year_2021, county):
    Organisation.objects.filter(pk=county.norrvik.pk).update(name='=HYPERLINK("http://exempel.invalid")')
    cells = {cell for row in table(date(2021, 1, 1), date(2021, 12, 31)) for cell in row}
    assert '\'=HYPERLINK("http://exempel.invalid")' in cells
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1+1", "＠A1"])
def test_what_a_spreadsheet_would_reckon_gets_an_apostrophe(text):
    assert safe(text) == f"'{text}"


def test_plain_words_and_numbers_stay_as_they_are():
    assert [safe(cell) for cell in ("Norrvik", "22,5", "", "a=b")] == ["Norrvik", "22,5", "", "a=b"]


def test_whom_the_year_reached_goes_into_the_json_and_the_table_as_it_stands_on_the_page(county):
    for who in people(12, "2019-01-01", municipality=county.norrvik, age_band="41-64"):
        contribution(who, "2021-03-01")
    people(9, "2019-01-01", age_band="18-25")
    told = as_json("2021-01-01", "2021-12-31")
    rows = {row["label"]: row for row in told["reach"]["reach_age_band"]["rows"]}
    assert [rows["41–64 år"][name] for name in ("persons", "asked", "took_part", "reason")] == [12, 12, 12, None]
    assert rows["18–25 år"]["asked"] == 0
    assert told["spread"]["reason"] == "small_group"
    lines = {(row[0], row[1]): row[2] for row in table(date(2021, 1, 1), date(2021, 12, 31))}
    assert lines["Vilka vi når, per åldersgrupp", "41–64 år: tillfrågades"] == "12"
    assert "Vilka vi når, per kommun" in run("--from", "2021-01-01", "--to", "2021-12-31")


def test_what_is_hidden_of_the_reach_is_null_with_its_reason(year_2021):
    told = as_json("2021-01-01", "2021-12-31")
    rows = {row["label"]: row for row in told["reach"]["reach_municipality"]["rows"]}
    assert (rows["Ekdala"]["persons"], rows["Ekdala"]["asked"], rows["Ekdala"]["reason"]) == (None, None, "small_group")
    hidden = next(row for row in table(date(2021, 1, 1), date(2021, 12, 31)) if row[1] == "Ekdala: tillfrågades")
    assert hidden[2] == ""
    assert hidden[6].startswith("Visas inte")


def test_the_spread_of_each_year_stands_in_the_json(county):
    for who in people(60, "2019-01-01")[:20]:
        contribution(who, "2021-03-01")
    told = as_json("2021-01-01", "2021-12-31")
    assert (told["spread"]["persons"], told["spread"]["without"], told["spread"]["most_engaged_tenth"]) == (60, 40, 30)
    assert [(row["year"], row["most_engaged_tenth"]) for row in told["spread_by_year"]] == [
        (2019, None), (2020, None), (2021, 30),
    ]  # fmt: skip
