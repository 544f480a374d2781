"""Diverging bars: everybody is somewhere on them, on the right side of the line, and in words."""

import re
from itertools import pairwise

import pytest
from django.utils import translation

from medverka.foundation.charts import LikertRow, Scale, Segment, likert_chart
from medverka.foundation.charts.lettering import broken, clean, wide
from medverka.foundation.charts.likert import axis_of, left_share, placed
from medverka.foundation.gallery_charts import sample_charts

FIVE = Scale(("mycket dåligt", "dåligt", "varken eller", "bra", "mycket bra", "vet inte"), middle=2, apart=(5,))
FOUR = Scale(("aldrig", "sällan", "ofta", "alltid"))


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


def segments(counts, words=FIVE.steps):
    n = sum(counts.values())
    called = {steps: " eller ".join("inget svar" if s is None else words[s] for s in steps) for steps in counts}
    return tuple(Segment(steps, called[steps], count, 100 * count / n) for steps, count in counts.items())


def spans(scale, counts):
    return {
        place.segment.steps: (round(place.start, 6), round(place.start + place.segment.share, 6), place.beside)
        for place in placed(scale, segments(counts))
    }


def test_the_middle_lies_half_on_each_side_of_the_line():
    assert spans(FIVE, {(0,): 1, (1,): 2, (2,): 4, (3,): 2, (4,): 1}) == {
        (0,): (-50, -40, False),
        (1,): (-40, -20, False),
        (2,): (-20, 20, False),
        (3,): (20, 40, False),
        (4,): (40, 50, False),
    }


def test_without_a_middle_the_line_lies_between_the_sides():
    assert spans(FOUR, {(0,): 1, (1,): 1, (2,): 1, (3,): 1})[(2,)] == (0, 25, False)


def test_the_legend_names_the_answers_that_somebody_gave():
    parts = segments({(0,): 0, (1,): 5, (3,): 5}, FOUR.steps)
    picture = likert_chart("Hur?", FOUR, [LikertRow("Alla", 10, parts)], what="Grupp").svg
    below = picture[picture.rindex('class="value') :]
    assert ("sällan" in below, "alltid" in below, "aldrig" in below) == (True, True, False)


def test_those_who_took_no_side_stand_beside_the_axis():
    found = spans(FIVE, {(0,): 1, (4,): 1, (5,): 1, (None,): 1})
    assert found[(5,)] == (0, 25, True)
    assert found[(None,)] == (25, 50, True)


def test_what_is_told_together_lies_on_the_side_of_its_steps():
    found = spans(FIVE, {(0, 1): 5, (2, 5, None): 10, (3, 4): 5})
    assert found[(0, 1)] == (-50, -25, False)
    assert found[(2, 5, None)] == (-25, 25, False)
    assert found[(3, 4)] == (25, 50, False)


def test_what_covers_both_sides_lies_across_the_line_step_for_step():
    part = Segment((0, 1, 2), "", 6, 60.0)
    assert left_share(FIVE, part) == pytest.approx(50)


@pytest.mark.parametrize("counts", [{(0,): 7, (4,): 3, (None,): 2}, {(2,): 5}, {(0, 1): 9, (2,): 0}, {(5, None): 8}])
def test_the_parts_of_a_row_follow_on_each_other_and_add_up_to_everybody(counts):
    found = placed(FIVE, segments(counts))
    assert sum(place.segment.share for place in found) == pytest.approx(100)
    for beside in (False, True):
        row = [place for place in found if place.beside is beside]
        for before, after in pairwise(row):
            assert before.start + before.segment.share == pytest.approx(after.start)


def test_all_rows_share_one_measure_and_stay_inside_the_picture():
    rows = [
        LikertRow("A", 10, segments({(0,): 9, (4,): 1})),
        LikertRow("B", 10, segments({(4,): 6, (None,): 4})),
    ]
    axis = axis_of(FIVE, rows, 28)
    for row in rows:
        for place in placed(FIVE, row.segments):
            start, width = axis.at(place)
            assert width == pytest.approx(place.segment.share * axis.scale)
            assert 28 - 1e-9 <= start <= start + width <= 100 + 1e-9


@pytest.mark.parametrize("steps", range(2, 8))
@pytest.mark.parametrize("middle", [True, False])
def test_every_step_of_a_scale_looks_different_from_the_others(steps, middle):
    if middle is not bool(steps % 2):
        return
    scale = Scale(tuple("abcdefg"[:steps]), middle=steps // 2 if middle else None)
    marks = [scale.kind(step) for step in range(steps)]
    assert len(set(marks)) == steps
    assert [scale.side(step) for step in range(steps)] == sorted(scale.side(step) for step in range(steps))


def test_a_row_that_may_not_be_shown_says_why_and_has_no_bar():
    chart = likert_chart("T", FIVE, [LikertRow("Få", 4, None)], what="Grupp", key="t")
    assert 'class="step' not in chart.svg
    assert "visas inte: för få svar" in chart.svg
    assert "Få, 4 svar: visas inte: för få svar." in chart.svg


def test_the_table_has_a_column_a_group_and_a_row_for_each_part():
    rows = [
        LikertRow("A", 20, segments({(0, 1): 6, (2,): 7, (3,): 5, (4,): 2})),
        LikertRow("B", 10, segments({(0,): 5, (1,): 5})),
        LikertRow("C", 3, None),
    ]
    chart = likert_chart("T", FIVE, rows, what="Grupp", key="t")
    table = {label: cells for label, *cells in chart.rows}
    assert chart.headings == ("Svar", "A", "B", "C")
    assert table["Antal svar"] == ["20", "10", "3"]
    assert table["mycket dåligt"] == ["på annan rad", "5 (50\xa0%)", "visas inte"]
    assert table["mycket dåligt eller dåligt"] == ["6 (30\xa0%)", "på annan rad", "visas inte"]
    assert table["bra"] == ["5 (25\xa0%)", "–", "visas inte"]


def test_a_group_without_answers_and_a_chart_without_groups_can_be_drawn():
    empty = (Segment((0,), "a", 0, 0.0),)
    assert "inga svar" in likert_chart("T", FIVE, [LikertRow("A", 0, empty)], what="Grupp").svg
    assert "NaN" not in likert_chart("T", FIVE, [], what="Grupp").svg


HOSTILE = '<script>alert(1)</script> & "x" \u202eomvänt\u202c \x00\ud800 مرحبا 👩‍👩‍👧 ' + "å" * 4000


def test_hostile_labels_are_text_and_are_shortened_in_the_picture_but_whole_in_the_table():
    rows = [LikertRow(HOSTILE, 10, segments({(0,): 10}))]
    chart = likert_chart(HOSTILE, Scale((HOSTILE, "b")), rows, what="Grupp", key="t")
    for svg in (chart.svg, chart.narrow):
        assert "<script>" not in svg
        drawn = re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", svg, flags=re.DOTALL)
        assert "å" * 40 not in drawn
        assert "…" in drawn
        assert not set("\u202e\x00\ud800") & set(drawn)
    assert "å" * 4000 in chart.headings[1]


def test_words_are_broken_between_words_and_never_inside_a_sign():
    assert broken("en två tre", 100) == ["en två tre"]
    assert all(wide(line) * 0.8333 <= 6 for line in broken("personer med egen erfarenhet av vård", 6, most=9))
    assert "".join(broken("👩‍👩‍👧" * 9, 3, most=99)) == "👩‍👩‍👧" * 9
    assert not any(line.startswith("\u200d") for line in broken("👩‍👩‍👧" * 9, 3, most=99))
    assert clean(" a\n\tb\u2028c ") == "a b c"


def test_no_id_stands_twice_among_the_pictures_of_the_gallery():
    ids = re.findall(r'\sid="([^"]+)"', "".join(chart.svg + chart.narrow for chart in sample_charts().values()))
    assert len(ids) == len(set(ids))


def test_the_line_stands_at_bars_alone_and_never_crosses_the_words_between_them():
    rows = [LikertRow("A", 10, segments({(0,): 4, (4,): 6})), LikertRow("B", 3, None)]
    chart = likert_chart("T", FIVE, rows, what="Grupp", key="t")
    for svg in (chart.svg, chart.narrow):
        (line,) = re.findall(r'class="turn"[^>]*y1="([-\d.]+)rem" y2="([-\d.]+)rem"', svg)
        assert float(line[1]) - float(line[0]) == pytest.approx(2.1)
