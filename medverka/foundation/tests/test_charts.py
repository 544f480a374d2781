"""Pictures of figures: the picture and its table twin say the same, and hide the same."""

import re

import pytest
from django.utils import translation

from medverka.foundation.charts import bar_chart, in_words, spread_chart, year_chart


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def test_numbers_are_written_as_they_are_read():
    assert in_words(1524.5).replace("\xa0", " ") == "1 524,5"
    assert in_words(86, "%") == "86\xa0%"
    assert in_words(3.0) == "3"
    assert in_words(None, "%") == "visas inte"


def test_the_longest_bar_is_full_and_the_others_are_in_proportion():
    svg = bar_chart("Insatser", [("Norrvik", 40), ("Sund", 10)], what="Kommun", measure="Insatser").svg
    widths = [float(width) for width in re.findall(r'class="bar"[^>]*width="([\d.]+)%"', svg)]
    assert widths == [78.0, 19.5]


def test_a_bar_of_per_cent_is_full_at_a_hundred():
    svg = bar_chart("Besvarat", [("Ja", 50)], what="Svar", measure="Andel", unit="%").svg
    assert 'width="39.00%"' in svg


@pytest.mark.parametrize("draw", [bar_chart, year_chart])
def test_a_value_that_may_not_be_shown_has_no_bar_and_says_so(draw):
    chart = draw("Insatser", [("Norrvik", 40), ("Sund", None)], what="Kommun", measure="Insatser")
    assert chart.rows == [("Norrvik", "40"), ("Sund", "visas inte")]
    tall = [float(size) for size in re.findall(r'class="bar"[^>]*(?:width|height)="([\d.]+)%"/?', chart.svg)]
    assert sum(size > 0 for size in tall) <= 2
    assert "Sund: visas inte" in chart.svg


@pytest.mark.parametrize("draw", [bar_chart, year_chart])
def test_nothing_at_all_can_be_drawn(draw):
    assert draw("Insatser", [], what="Kommun", measure="Insatser").rows == []
    assert "NaN" not in draw("Insatser", [("Norrvik", 0)], what="Kommun", measure="Insatser").svg


def test_the_picture_has_a_title_and_a_description_that_its_name_points_to():
    svg = bar_chart("Insatser", [("Norrvik", 40)], what="Kommun", measure="Insatser", key="per-kommun").svg
    assert 'aria-labelledby="per-kommun-title per-kommun-desc"' in svg
    assert '<title id="per-kommun-title">Insatser</title>' in svg
    assert '<desc id="per-kommun-desc">Norrvik: 40</desc>' in svg


def test_hostile_labels_are_text_in_the_picture():
    chart = bar_chart("<b>", [("<script>", 1)], what="Kommun", measure="Insatser", key="x")
    assert "<script>" not in chart.svg
    assert "&lt;script&gt;" in chart.svg


def test_the_fifths_of_an_even_spread_are_even():
    chart = spread_chart("Spridning", [2] * 10, people="personerna", things="insatserna")
    assert [share for _fifth, share in chart.rows] == ["20\xa0%"] * 5


def test_the_fifth_with_most_has_all_when_one_person_does_everything():
    chart = spread_chart("Spridning", [0, 0, 0, 0, 7], people="personerna", things="insatserna")
    assert [share for _fifth, share in chart.rows] == ["0\xa0%"] * 4 + ["100\xa0%"]


def test_where_things_are_few_the_even_line_is_not_straight():
    few = spread_chart("Spridning", [0, 0, 1, 3], [0, 0, 2, 2], people="personerna", things="insatserna").svg
    assert 'class="even" d="M0.00 100.00L25.00 100.00L50.00 100.00L75.00 50.00L100.00 0.00"' in few
    assert 'class="even" d="M0.00 100.00L100.00 0.00"' in spread_chart("S", [1, 1], people="p", things="t").svg


def test_the_spread_of_nothing_is_drawn_without_error():
    assert spread_chart("Spridning", [], people="personerna", things="insatserna").rows
    assert spread_chart("Spridning", [0, 0], people="personerna", things="insatserna").rows
