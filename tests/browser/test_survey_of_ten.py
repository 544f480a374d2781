"""Ten questions on a phone of 320 px, without signing in: by touch, by keyboard alone, without scripts; and nothing typed is lost.

How long a person takes is reckoned, not clocked: 238 words a minute (Brysbaert 2019, adults who read silently), 1.35 s to decide on
each question, 1.3 s a tap and 0.5 s a key (the keystroke-level model of Card, Moran and Newell, with a slow thumb). It is shown by
`pytest -s`: first for the questions alone, then with the start, reading through, sending and the thanks.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from medverka.surveys.actions import rounds
from medverka.surveys.models import Draft, Group, Sheet
from tests.browser import survey_of_ten
from tests.browser.visitor import Visitor

START = "/enkat/radet/chefer/"
ANSWERS = {
    "helhet": "bra", "bemott": "mycket-bra", "igen": "alltid", "mote": {"tid": "ofta", "lyssna": "ofta", "forsta": "ofta"},
    "antal": "4", "satt": ["mote", "brev"], "ledde": "ofta", "stod": "bra", "arvode": "ofta", "fritt": "Mer tid.",
}  # fmt: skip


@pytest.fixture
def group(small_county: Any, coordinator: Any) -> Group:
    return survey_of_ten.opened(coordinator)


@dataclass
class Effort:
    """What somebody did, and read."""

    taps: int = 0
    keys: int = 0
    words: int = 0
    questions: set[str] = field(default_factory=set)

    def told(self) -> str:
        """What it came to, and how long a person would take, as reckoned above."""
        seconds = self.words / 238 * 60 + 1.35 * len(self.questions) + 1.3 * self.taps + 0.5 * self.keys
        return f"{self.words} words, {self.taps} taps, {self.keys} keys: {seconds:.0f} s"


@dataclass
class Phone:
    """Somebody with a phone, who answers what is on the page."""

    visitor: Visitor
    effort: Effort = field(default_factory=Effort)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def read(self, name: str = "") -> None:
        """Read the page, and find it fine."""
        self.effort.words += len(re.findall(r"\w+", self.page.locator("main").inner_text()))
        self.visitor.finds_the_page_fine(name)

    def answer_all(self) -> None:
        for fieldset in self.page.locator(".survey-question:not([hidden])").all():
            key = (fieldset.get_attribute("id") or "").removeprefix("q.")
            self.effort.questions.add(key)
            self.answer(key, ANSWERS[key])

    def answer(self, key: str, answer: Any) -> None:
        if isinstance(answer, dict):
            for row, value in answer.items():
                self.choose(f"q.{key}.{row}", value)
        elif isinstance(answer, list):
            for value in answer:
                self.choose(f"q.{key}", value)
        elif key in ("antal", "fritt"):
            self.write(f"q.{key}", answer)
        else:
            self.choose(f"q.{key}", answer)

    def choose(self, name: str, value: str) -> None:
        box = self.page.locator(f"label:has(input[name='{name}'][value='{value}'])").first
        size = box.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44, f"{name} {value} is {size}"
        box.tap()
        self.effort.taps += 1

    def write(self, name: str, text: str) -> None:
        self.page.locator(f"[name='{name}']").tap()
        self.page.keyboard.type(text)
        self.effort.taps, self.effort.keys = self.effort.taps + 1, self.effort.keys + len(text)

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).first.tap()
        self.effort.taps += 1


class Keyboard(Phone):
    """The same with keys alone."""

    def key(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
        self.effort.keys += len(names)

    def go_to(self, selector: str) -> None:
        """Tab on until what has focus is this; whoever cannot reach it within a hundred keys cannot reach it."""
        for _key in range(100):
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
            self.key("Tab")
        raise AssertionError(f"No key leads to {selector}")

    def choose(self, name: str, value: str) -> None:
        box = f"input[name='{name}'][value='{value}']"
        if self.page.locator(box).get_attribute("type") == "checkbox":
            self.go_to(box)
            self.key("Space")
            return
        self.go_to(f"input[name='{name}']")
        self.key("Space")
        while not self.page.locator(box).is_checked():
            self.key("ArrowDown")

    def write(self, name: str, text: str) -> None:
        self.go_to(f"[name='{name}']")
        self.page.keyboard.type(text)
        self.effort.keys += len(text)

    def press(self, words: str) -> None:
        button = self.page.get_by_role("button", name=words, exact=True).first
        for _key in range(100):
            if button.evaluate("(one) => one === document.activeElement"):
                break
            self.key("Tab")
        with self.page.expect_navigation():
            self.key("Enter")


def answers_everything(phone: Phone, how: str) -> None:
    phone.visitor.go(START)
    phone.read(f"tio {how} start")
    phone.press("Börja")
    before, phone.effort = phone.effort, Effort()
    for number, button in enumerate(("Nästa", "Nästa", "Läs igenom dina svar"), 1):
        expect(phone.page.locator(".steps")).to_contain_text(f"Del {number} av 3")
        phone.read(f"tio {how} del {number}")
        phone.answer_all()
        phone.press(button)
    alone = phone.effort.told()
    phone.effort.words, phone.effort.taps, phone.effort.keys = (
        getattr(phone.effort, what) + getattr(before, what) for what in ("words", "taps", "keys")
    )
    phone.read(f"tio {how} läs igenom")
    phone.press("Skicka svaren")
    phone.visitor.sees("Tack för dina svar!")
    phone.read(f"tio {how} tack")
    sys.stdout.write(f"\n{how}: {alone}; all of it {phone.effort.told()}\n")
    assert json.loads(Sheet.objects.get().answers) == ANSWERS
    assert len(phone.effort.questions) == 10
    assert not Draft.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ten_questions_are_answered_by_touch(group: Group, arrive: Any, scheme: str) -> None:
    answers_everything(Phone(arrive(width=320, color_scheme=scheme)), f"touch {scheme}")


def test_ten_questions_are_answered_by_keys_alone(group: Group, arrive: Any) -> None:
    answers_everything(Keyboard(arrive(width=320)), "keys")


def test_ten_questions_are_answered_without_scripts(group: Group, arrive: Any) -> None:
    visitor = arrive(width=320, java_script_enabled=False)
    visitor.looks = False  # Axe is a script.
    answers_everything(Phone(visitor), "no scripts")


def test_without_scripts_a_follow_up_comes_with_the_next_step(group: Group, arrive: Any) -> None:
    phone = Phone(arrive(width=320, java_script_enabled=False))
    phone.visitor.go(START).press("Börja")
    phone.choose("q.helhet", "daligt")
    phone.press("Nästa")
    phone.visitor.sees("Det kom en fråga till", "Vad är det som inte är bra?")
    assert phone.page.locator("input[value=daligt]").first.is_checked()


def test_with_scripts_questions_are_counted_as_they_come_and_go(group: Group, visitor: Any) -> None:
    page = visitor.page
    visitor.go(START).press("Börja")
    second = page.locator("[id='q.bemott'] .survey-number")
    expect(second).to_have_text("Fråga 2 av 10")
    page.locator("[id='q.helhet'] input[value=daligt]").check()
    expect(page.locator("[id='q.varfor'] .survey-number")).to_have_text("Fråga 2 av 11")
    expect(second).to_have_text("Fråga 3 av 11")
    page.locator("[id='q.helhet'] input[value=bra]").check()
    expect(second).to_have_text("Fråga 2 av 10")


def test_whoever_only_leaves_the_page_goes_on_where_they_were_on_another_device(group: Group, arrive: Any) -> None:
    first = arrive(width=320)
    first.go(START).press("Börja").sees("sparas också om du bara lämnar sidan")
    address = first.page.url
    first.page.locator("[id='q.helhet'] input[value=bra]").check()
    first.page.goto("about:blank")
    second = arrive()
    for _look in range(50):  # What is sent from a page that is left arrives when it arrives.
        second.go(address.removesuffix("1/"))
        if "Fortsätt där du var" in second.page.content():
            break
    second.press("Fortsätt där du var")
    expect(second.page.locator("[id='q.helhet'] input[value=bra]")).to_be_checked()


def test_an_older_tab_that_is_left_takes_nothing_from_a_newer_one(group: Group, arrive: Any) -> None:
    older = arrive()
    older.go(START).press("Börja")
    newer = arrive()
    newer.go(older.page.url)
    newer.page.locator("[id='q.bemott'] input[value=mycket-bra]").check()
    newer.press("Spara och fortsätt senare")
    newer.page.wait_for_url("**/sparat/")
    older.page.locator("[id='q.helhet'] input[value=bra]").check()
    older.page.goto("about:blank")
    kept = newer.page.locator("[id='q.helhet'] input[value=bra]")
    for _look in range(50):  # What is sent from a page that is left arrives when it arrives.
        newer.go(newer.page.url.replace("sparat/", "1/"))
        if kept.is_checked():
            break
    expect(kept).to_be_checked()
    expect(newer.page.locator("[id='q.bemott'] input[value=mycket-bra]")).to_be_checked()


def test_a_saved_link_goes_on_and_once_it_is_used_it_says_so(group: Group, arrive: Any) -> None:
    first = arrive()
    first.go(START).press("Börja")
    first.page.locator("[id='q.helhet'] input[value=bra]").check()
    first.press("Spara och fortsätt senare").finds_the_page_fine("tio sparat")
    link = first.page.locator("main").inner_text()
    address = re.search(r"http\S+/enkat/svara/[^\s/]+/", link)
    assert address is not None
    second = arrive(width=320)
    second.go(address.group()).press("Fortsätt där du var")
    for button in ("Nästa", "Nästa", "Läs igenom dina svar", "Skicka svaren"):
        second.press(button)
    second.sees("Tack för dina svar!")
    first.page.goto(address.group())
    first.sees("Länken")
    assert Sheet.objects.count() == 1


def test_five_megabytes_are_refused_in_words_and_nothing_else_is_lost(group: Group, visitor: Any) -> None:
    page = visitor.page
    visitor.go(START).press("Börja")
    page.locator("[id='q.helhet'] input[value=daligt]").check()
    for button in ("Nästa", "Tillbaka"):
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()
    page.locator("textarea").first.evaluate(
        "(box) => { box.style.display = 'none'; box.removeAttribute('maxlength'); box.value = 'Å'.repeat(2.5e6); }"
    )  # Hidden, for a browser takes minutes to lay out such a line.
    with page.expect_navigation():
        page.get_by_role("button", name="Nästa", exact=True).click()
    visitor.finds_the_page_fine("tio för mycket").sees("för mycket")
    visitor.go(page.url)
    assert page.locator("[id='q.helhet'] input[value=daligt]").is_checked()


def test_a_round_that_closes_while_somebody_answers_says_so_and_shows_what_they_wrote(
    group: Group, coordinator: Any, visitor: Any
) -> None:
    page = visitor.page
    visitor.go(START).press("Börja")
    page.locator("[id='q.helhet'] input[value=bra]").check()
    visitor.press("Nästa")
    rounds.close_round(group.round, by=coordinator)
    page.get_by_role("button", name="Nästa", exact=True).click()
    visitor.sees("Enkäten är stängd", "Bra").finds_the_page_fine("tio stängd")
