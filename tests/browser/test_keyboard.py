"""Without a mouse: whatever has focus shows it, and everything is reached."""

import re

import pytest

from medverka.assignments.actions import requests
from tests.browser.visitor import Visitor

FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  if (element === document.body) return {name: "", seen: true};
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(" ");
  return {
    name: [element.getAttribute("aria-label"), labels, element.textContent].join(" ").replace(/\\s+/g, " "),
    seen: style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


class Keyboard:
    """Hands that know Tab, Enter, space and letters."""

    def __init__(self, visitor: Visitor) -> None:
        self.keys = visitor.page.keyboard
        self.visitor = visitor

    def go_to(self, words: str) -> "Keyboard":
        """Tab on until something called so has focus; stay where it has that already."""
        for _press in range(120):
            focused = self.visitor.page.evaluate(FOCUSED)
            assert focused["seen"], f"{focused['name']} has focus on {self.visitor.page.url}, but does not show it"
            if words in focused["name"]:
                return self
            self.keys.press("Tab")
        raise AssertionError(f"Nothing on {self.visitor.page.url} that Tab reaches is called {words}")

    def enter(self) -> "Keyboard":
        """Press Enter and wait for the page that comes."""
        with self.visitor.page.expect_navigation():
            self.keys.press("Enter")
        return self

    def type(self, text: str) -> "Keyboard":
        """Type a text where the focus is."""
        self.keys.type(text)
        return self


@pytest.fixture
def request_to_open(small_county, commissioner, coordinator):
    row = requests.create_request(
        by=commissioner,
        unit=small_county.clinic,
        title="Referensgrupp om väntrummet",
        purpose="Väntan ska kännas kortare.",
        level="operational",
        promise="take_part",
        can_be_influenced="Möbler, ljud och skyltar.",
        compensation="Arvode.",
        support_person="Harald Hägg",
        persons_wanted=2,
        wants_patient=True,
        answer_by="2030-01-01",
    )
    return requests.send_request(row, by=commissioner)


def test_sign_in_and_open_a_request_with_the_keyboard_alone(request_to_open, visitor, mailbox):
    hands = Keyboard(visitor.go("/"))

    hands.go_to("Logga in").enter()
    hands.go_to("Få en kod med mejl").enter()
    hands.go_to("E-post").type("karin@exempel.invalid").enter()
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mailbox.newest_to("karin@exempel.invalid").text, re.M)
    assert code
    hands.go_to("Kod").type(code[1]).enter()
    hands.go_to("Idag").enter()
    hands.go_to("Referensgrupp om väntrummet").enter()
    hands.go_to("Börja söka personer").enter()
    hands.go_to("Börja söka").enter()
    visitor.sees("Vilka ska vi fråga?")


def test_the_first_tab_leads_past_the_menu_to_the_content(visitor, small_county):
    hands = Keyboard(visitor.go("/ni-sa-vi-gjorde/"))

    hands.go_to("Till innehållet")
    visitor.page.keyboard.press("Enter")

    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_small_screen_opens_and_closes_with_keys(arrive, small_county, coordinator):
    hands = Keyboard(arrive(coordinator, width=320).go("/idag/"))

    hands.go_to("Meny")
    hands.keys.press("Enter")
    hands.visitor.sees("Intressebanken")
    hands.go_to("Intressebanken").enter()
    hands.visitor.sees("Alla står under ett annat namn")
