"""Somebody at a computer or with a phone, who notices what is wrong with a page."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

PATIENCE = 30_000  # Milliseconds: how long something that is to come may take on a machine that does much else.
expect.set_options(timeout=PATIENCE)
AXE_SCRIPT = Axe().axe_script
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HERE = {"localhost", "127.0.0.1"}
FIELDS = "textarea, input:not([type=radio]):not([type=checkbox]):not([type=hidden])"
CHOICES = "[type=radio], [type=checkbox]"


class Visitor:
    """A browser window, with the words of somebody who uses it."""

    def __init__(self, page: Page, shots: Path | None = None, *, looks: bool = True) -> None:
        self.page = page
        self.shots = shots
        self.looks = looks
        self.went_wrong: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.went_wrong.append(f"{page.url}: {error}"))
        page.on("console", self._heard)
        page.on("request", self._asked)
        page.on("response", self._answered)

    # --- What one does --------------------------------------------------------------------------

    def go(self, address: str) -> "Visitor":
        """Open an address or a path, where there is to be a page."""
        answer = self.page.goto(address)
        status = answer.status if answer else 0
        assert status == 200, f"{address} gives {status}"
        return self

    def press(self, words: str, about: str = "") -> "Visitor":
        """Press the first button or link that is called so (and says `about` what), and wait for what comes."""
        self._thing_to_press(words, about).click()
        self.page.wait_for_load_state()
        return self

    def fetch(self, words: str) -> str:
        """Press what downloads a file; gives the file's name."""
        with self.page.expect_download() as download:
            self._thing_to_press(words).click()
        return download.value.suggested_filename

    def fetch_bytes(self, words: str) -> bytes:
        """The same; gives what stands in the file."""
        with self.page.expect_download() as download:
            self._thing_to_press(words).click()
        return download.value.path().read_bytes()

    def unfold(self, words: str) -> "Visitor":
        """Open what is folded away under these words."""
        self.page.locator("summary", has_text=words).first.click()
        return self

    def write(self, label: str, text: object) -> "Visitor":
        """Fill in the field under a label."""
        self.page.get_by_label(label).and_(self.page.locator(FIELDS)).first.fill(str(text))
        return self

    def choose(self, *labels: str) -> "Visitor":
        """Tick boxes or choose among round buttons, by the words beside them."""
        for label in labels:
            self.page.get_by_label(label).and_(self.page.locator(CHOICES)).first.check()
        return self

    def choose_from(self, label: str, line: str) -> "Visitor":
        """Choose the line of a drop-down list that holds these words; first unfold what it is folded under."""
        chosen = self.page.get_by_label(label).and_(self.page.locator("select")).first
        fold = chosen.locator("xpath=ancestor::details[not(@open)]/summary").filter(visible=True)
        if fold.count():
            fold.click()
        chosen.select_option(chosen.locator("option", has_text=line).first.get_attribute("value"))
        return self

    def _thing_to_press(self, words: str, about: str = "") -> Locator:
        name = re.compile(f"{re.escape(words)}.*{re.escape(about)}", re.IGNORECASE)
        button, link = (self.page.get_by_role(role, name=name) for role in ("button", "link"))
        return button.or_(link).filter(visible=True).first

    # --- What one sees --------------------------------------------------------------------------

    def sees(self, *texts: str) -> "Visitor":
        """Each text stands on the page, visible; or comes."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)
        return self

    def does_not_see(self, *texts: str) -> "Visitor":
        """None of the texts stands anywhere on the page, visible or not."""
        source = self.page.content()
        assert [text for text in texts if text in source] == []
        return self

    def finds_the_page_fine(self, name: str = "") -> "Visitor":
        """The page is sound, see `flaws`, for whoever looks; its picture is kept under ``name``."""
        if name:
            self.photograph(name)
        if self.looks:
            assert self.flaws() == [], self.page.url
        return self

    def photograph(self, name: str) -> None:
        """Keep a picture of the whole page for somebody to look at, where pytest was given `--screenshot on`."""
        if self.shots:
            self.page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    def flaws(self) -> list[str]:
        """What is wrong with the page: accessibility, one heading, title, language, width, broken pictures."""
        facts = self.page.evaluate(FACTS)
        found = [f"{count} h1" for count in [facts["headings"]] if count != 1]
        found += [f"no {part}" for part in ("title", "lang") if not facts[part]]
        found += [f"scrolls sideways because of {part}" for part in facts["wide"]]
        found += [f"the id {name} stands twice" for name in facts["twice"]]
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        violations = self.page.evaluate("(rules) => axe.run(rules).then((found) => found.violations)", RULES)
        return found + [_in_words(violation) for violation in violations]

    # --- What goes on behind --------------------------------------------------------------------

    def _heard(self, message: ConsoleMessage) -> None:
        # A page that answers 403 or 404 says so in the console as well; that may be as it should.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.went_wrong.append(f"{self.page.url}: {message.text}")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in HERE:
            self.went_wrong.append(f"{self.page.url} asked for {request.url}")

    def _answered(self, response: Response) -> None:
        is_part = response.request.resource_type != "document"
        if response.status >= 500 or (is_part and response.status >= 400):
            self.went_wrong.append(f"{response.status} {response.url}")


def _in_words(violation: dict[str, Any]) -> str:
    first = violation["nodes"][0]
    snippet = re.sub(r"\s+", " ", first["html"])[:160]
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])}), {first['target'][0]}: {snippet}"


FACTS = """() => {
  const root = document.documentElement, ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const wide = root.scrollWidth > root.clientWidth + 1
    ? [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
        .slice(0, 3)
        .map((element) => element.outerHTML.slice(0, 120))
    : [];
  return {
    headings: document.querySelectorAll("h1").length,
    title: document.title.trim(),
    lang: root.lang,
    twice: [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))],
    wide,
  };
}"""
