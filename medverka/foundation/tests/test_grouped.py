"""Bars of groups under each other: each its share of its own group, what is hidden told in words."""

import re

import pytest
from django.utils import translation

from medverka.foundation.charts import Answered, Compared, grouped_bars

GROUPS = [Compared("Ledning", 20), Compared("<script>" + "å" * 500, 38)]


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def chart():
    return grouped_bars(
        "T", GROUPS, [("I möten", [Answered(10, 50.0), None]), ("Inte alls", [Answered(0, 0.0), Answered(38, 100.0)])], what="Svar"
    )  # fmt: skip


def test_the_time_before_is_a_frame_and_not_a_bar_like_the_others():
    groups = [Compared("Råd, 2023", 10), Compared("Råd, 2021", 10, earlier=True)]
    svg = grouped_bars("T", groups, [("I möten", [Answered(5, 50.0), Answered(4, 40.0)])], what="Svar").svg
    assert re.findall(r'class="(bar[^"]*)"', svg) == ["bar", "bar earlier"]


def test_each_bar_is_its_share_of_what_is_full():
    for svg in (chart().svg, chart().narrow):
        full = {float(width) for width in re.findall(r'class="groove"[^>]*width="([\d.]+)%"', svg)}
        bars = [float(width) for width in re.findall(r'class="bar"[^>]*width="([\d.]+)%"', svg)]
        (whole,) = full
        assert bars == [whole / 2, 0, whole]


def test_what_may_not_be_shown_has_no_bar_and_says_so():
    assert chart().rows[0] == ("I möten", "10 (50\xa0%)", "visas inte")
    assert chart().svg.count('class="groove"') == 3
    assert "visas inte" in chart().svg


def test_a_hostile_name_is_text_and_whole_in_the_table():
    assert "<script>" not in chart().svg + chart().narrow
    assert "å" * 500 in chart().headings[2]


def test_nothing_at_all_can_be_drawn():
    assert grouped_bars("T", [], [], what="Svar").rows == []
