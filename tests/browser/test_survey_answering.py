"""Somebody answers without signing in: follow-ups come as they are asked for, and words may be written from the right."""

from typing import Any

import pytest

from medverka.questionnaires import files
from medverka.surveys.models import Group
from medverka.surveys.tests import made, test_alone
from tests.browser import survey_of_ten

START = "/enkat/radet/chefer/"


@pytest.fixture
def group(small_county: Any, coordinator: Any) -> Group:
    return survey_of_ten.opened(coordinator)


def test_with_scripts_a_follow_up_comes_at_once_and_goes_again(group: Group, visitor: Any) -> None:
    page = visitor.page
    visitor.go(START).press("Börja")
    follow_up = page.locator("[id='q.varfor']")
    assert not follow_up.is_visible()
    page.get_by_label("Mycket dåligt").first.check()
    assert follow_up.is_visible()
    visitor.write("Vad är det som inte är bra?", "För tyst.").finds_the_page_fine("9 följdfråga bred")
    page.get_by_label("Mycket bra").first.check()
    assert not follow_up.is_visible()
    page.get_by_label("Mycket dåligt").first.check()
    assert page.locator("textarea").first.input_value() == "För tyst."


@pytest.mark.parametrize("width", [1280, 320])
def test_a_language_that_is_written_from_the_right(group: Group, arrive: Any, width: int) -> None:
    visitor = arrive(width=width)
    visitor.go(START).press("العربية").finds_the_page_fine(f"r start {width}").press("ابدأ")
    visitor.sees("كيف هو الحال").finds_the_page_fine(f"s del ett {width}")
    assert visitor.page.locator("main").get_attribute("dir") == "rtl"


def test_with_scripts_what_shuts_out_the_others_unticks_them_and_they_it(small_county: Any, coordinator: Any, visitor: Any) -> None:  # fmt: skip
    made.opened(coordinator, slug="ensam", of=made.version("ensam", content=files.write(test_alone.WHOLE)))
    page = visitor.page
    visitor.go("/enkat/ensam/chefer/").press("Börja")
    letters, meetings, none = (page.locator(f"input[value={key}]") for key in ("a", "b", "inget"))
    letters.check()
    meetings.check()
    none.check()
    assert not letters.is_checked()
    assert not meetings.is_checked()
    meetings.check()
    assert not none.is_checked()
    assert meetings.is_checked()
