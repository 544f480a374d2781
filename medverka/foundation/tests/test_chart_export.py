import struct
from xml.etree import ElementTree

import pytest

from medverka.foundation.charts import (
    Chart,
    LikertRow,
    Scale,
    Segment,
    bar_chart,
    likert_chart,
    png,
    spread_chart,
    standalone_svg,
    year_chart,
)

HOSTILE = "<script>alert(1)</script> & ”bra”"
SCALE = Scale(("dåligt", "varken eller", "bra"), middle=1)


def likert() -> Chart:
    parts = (Segment((0, 1), "dåligt eller varken eller", 6, 30.0), Segment((2,), HOSTILE, 14, 70.0))
    rows = [LikertRow("Ledningen", 20, parts), LikertRow("Medverkande", 3, None)]
    return likert_chart(HOSTILE, SCALE, rows, what="Grupp", key="helhet", sentence=HOSTILE)


def charts() -> list[Chart]:
    return [
        likert(),
        bar_chart(HOSTILE, [("Råd", 12), ("Forum", None)], what="Sätt", measure="Svar"),
        year_chart(HOSTILE, [("2021", 4), ("2022", 7)], measure="Svar"),
        spread_chart(HOSTILE, [0, 1, 4], people="personerna", things="insatserna"),
    ]


@pytest.mark.parametrize("place", range(4))
def test_a_picture_as_a_file_is_whole_and_needs_nothing_of_ours(place: int) -> None:
    chart = charts()[place]
    svg = standalone_svg(chart)
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find("{*}title").text == chart.title  # type: ignore[union-attr]
    assert "var(" not in svg
    assert "rem" not in svg
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


def test_the_file_says_where_it_comes_from_below_the_picture() -> None:
    root = ElementTree.fromstring(standalone_svg(likert(), source="Hösten 2021 · Exempellän"))
    (line,) = [text for text in root.iter("{http://www.w3.org/2000/svg}text") if text.get("class") == "source"]
    assert line.text == "Hösten 2021 · Exempellän"
    assert float(line.get("y", "0")) < float(root.get("height", "0"))


def test_the_file_says_in_words_what_the_picture_shows_and_how_many_answered() -> None:
    text = " ".join(ElementTree.fromstring(standalone_svg(likert())).itertext())
    assert HOSTILE in text
    assert "n = 20" in text
    assert "visas inte" in text


def test_what_a_narrow_picture_has_no_room_for_is_left_out_of_the_file_as_on_the_page() -> None:
    assert ".from-46{display:none}" in standalone_svg(likert(), width=600)
    assert ".from-46{display:none}" not in standalone_svg(likert(), width=1200)


@pytest.mark.slow
def test_a_png_is_as_wide_as_was_asked_for() -> None:
    for width in (800, 1600):
        data = png(likert(), width)
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">I", data[16:20])[0] == width


def test_what_is_no_picture_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="picture"):
        standalone_svg(Chart("a", "A", likert().svg.__class__("<p>"), (), []))
