from pathlib import Path

from medverka.reports.definitions import DEFINITIONS, as_page


def test_the_page_about_the_figures_says_what_the_code_says():
    page = Path("docs/figures.md")
    assert page.read_text() == as_page(), "Write as_page() to docs/figures.md."


def test_every_definition_says_what_is_counted_in_a_whole_sentence():
    for known in DEFINITIONS.values():
        assert str(known.text).endswith(".")
        assert known.unit
