"""The browser tests' own eyes: what they are to find, they find."""

import pytest

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("flaw", "page"),
    [
        ("0 h1", "<p>Hej</p>"),
        ("no title", "<title></title><h1>Hej</h1>"),
        ("no lang", "<h1>Hej</h1>"),
        ("the id a stands twice", "<p id=a>1</p><p id=a>2</p>"),
        ("scrolls sideways", "<h1 style='width: 3000px'>Hej</h1>"),
        ("label: ", "<input>"),
        ("color-contrast: ", "<p style='color: #bbb'>Svagt</p>"),
    ],
)
def test_a_flaw_is_found(visitor, flaw, page):
    visitor.page.set_content(page)

    assert any(found.startswith(flaw) for found in visitor.flaws())


def test_a_sound_page_has_no_flaws(visitor):
    visitor.page.set_content("<html lang=sv><title>Hej</title><main><h1>Hej</h1></main></html>")

    assert visitor.flaws() == []


def test_nothing_is_fetched_from_elsewhere(visitor):
    with visitor.page.expect_event("requestfailed"):
        visitor.page.set_content("<h1>Hej</h1><img src='http://exempel.invalid/a.png'>")

    assert visitor.went_wrong == ["about:blank asked for http://exempel.invalid/a.png"]
    visitor.went_wrong.clear()


def test_what_a_page_does_wrong_behind_the_scenes_is_noticed(visitor, served):
    visitor.go("/komponenter/")
    with visitor.page.expect_response("**/none.png"), visitor.page.expect_event("pageerror"):
        visitor.page.evaluate("new Image().src = '/static/none.png'; setTimeout(() => { throw Error('oj') })")

    assert sorted(visitor.went_wrong) == [f"404 {served}/static/none.png", f"{served}/komponenter/: oj"]
    visitor.went_wrong.clear()


def test_a_script_that_the_security_policy_forbids_is_noticed(visitor):
    visitor.go("/komponenter/")
    with visitor.page.expect_event("console"):
        visitor.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")

    assert "Content Security Policy" in visitor.went_wrong.pop()
