"""The look in numbers: contrast, weight, and nothing that the content security policy would stop."""

import gzip
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from medverka.foundation import petals
from medverka.foundation.assets import build_font

FOUNDATION = Path(__file__).parents[1]
STATIC = FOUNDATION / "static" / "medverka"
TEXT = [
    *[("ink", under) for under in ("paper", "surface", "wash", "late-wash", "yes-wash", "error-wash")],
    *[("quiet", under) for under in ("paper", "surface", "wash")],
    *[("action", under) for under in ("paper", "surface", "wash")],
    *[("action-strong", under) for under in ("paper", "surface", "wash")],
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("late-ink", "late-wash"),
    ("on-tag", "tag"),
    ("yes", "paper"),
    ("yes", "yes-wash"),
    ("no", "paper"),
    ("later", "paper"),
    ("error", "paper"),
    ("error", "surface"),
    *[("ink", under) for under in ("minus", "minus-soft", "middle", "plus-soft", "plus")],
    *[("on-strong", under) for under in ("minus-strong", "plus-strong")],
    ("error", "error-wash"),
    ("paper", "error"),
]
SHAPES = [("control", "paper"), ("control", "surface"), ("bloom", "paper"), ("petal-line", "paper")]


def tokens() -> dict[str, dict[str, str]]:
    light, dark = (STATIC / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": {**colours[0], **colours[1]}}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_is_under_it(scheme):
    colours = tokens()[scheme]
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shapes_that_mean_something_stand_out(scheme):
    colours = tokens()[scheme]
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_dark_has_its_own_shade_of_every_colour_but_the_yellow():
    light, dark = (STATIC / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    names = [set(re.findall(r"--([a-z-]+): #", part)) for part in (light, dark)]
    assert names[0] - names[1] == {"centre"}


def test_the_tag_for_what_is_late_is_seen_from_afar_in_the_dark():
    colours = tokens()["dark"]
    assert min(contrast(colours["tag"], colours[under]) for under in ("paper", "surface")) > 7


def test_every_colour_and_size_in_use_is_a_token():
    sheets = "".join(path.read_text() for path in STATIC.glob("*.css"))
    defined = set(re.findall(r"(--[a-z0-9-]+):", sheets))
    assert set(re.findall(r"var\((--[a-z0-9-]+)\)", sheets)) <= defined
    for name in ("base", "components", "marks"):
        assert re.findall(r"#[0-9a-f]{3,8}\b", (STATIC / f"{name}.css").read_text()) == []


def test_the_style_sheets_weigh_under_15_kilobytes():
    sheets = b"".join(path.read_bytes() for path in sorted(STATIC.glob("*.css")))
    assert len(gzip.compress(sheets, 9)) < 15_000


def test_nothing_comes_from_elsewhere():
    for path in STATIC.glob("*.*s*"):
        assert not re.findall(r"https?://(?!www\.w3\.org/)", path.read_text()), path.name


def test_templates_hold_no_style_and_no_script_of_their_own():
    for path in (FOUNDATION / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path


def test_the_icon_of_the_tab_is_the_sign_as_it_is_drawn():
    assert (STATIC / "favicon.svg").read_text() == petals.favicon()


@pytest.mark.slow
def test_the_font_is_cut_to_our_letters_and_only_once(tmp_path):
    target = tmp_path / "medverka" / "inter.woff2"
    assert build_font(target) is True
    assert build_font(target) is False
    assert target.stat().st_size < 60_000
    font = TTFont(target)
    letters = font.getBestCmap()
    assert all(ord(letter) in letters for letter in "ÅÄÖåäöÉéüøæÞčžłŝş”–−×… €")
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}
    assert axes["wght"] == (400, 700)
    assert "cv11" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
