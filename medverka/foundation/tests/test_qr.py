import re

import html5lib
import pytest
import segno

from medverka.foundation.qr import QUIET_ZONE, qr_svg

ADDRESS = "https://medverka.exempel.invalid/rad/patientforum-avdelning-12/"


def drawn(svg):
    """The dark modules of the picture, as (column, row)."""
    side = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    dark = set()
    for column, row, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        dark |= {(int(column) + step, int(row)) for step in range(int(length))}
    return side, dark


def test_the_picture_is_the_code_of_the_text_with_white_all_around():
    side, dark = drawn(qr_svg(ADDRESS))
    code = segno.make(ADDRESS, error="m", boost_error=False)
    modules = {(x, y) for y, row in enumerate(code.matrix_iter(border=QUIET_ZONE)) for x, on in enumerate(row) if on}
    assert (code.error, dark) == ("M", modules)
    assert {place for xy in dark for place in xy} <= set(range(QUIET_ZONE, side - QUIET_ZONE))


def test_a_label_is_read_aloud_and_cannot_break_out():
    svg = qr_svg("x", label='Till "sidan" <b>')
    element = html5lib.parseFragment(svg, namespaceHTMLElements=False)[0]
    assert element.get("role") == "img"
    assert element.get("aria-label") == 'Till "sidan" <b>'
    assert 'aria-hidden="true"' in qr_svg("x")


def test_too_much_text_for_a_code_is_an_error_that_can_be_caught():
    with pytest.raises(ValueError, match="too large"):
        qr_svg("x" * 3000)
