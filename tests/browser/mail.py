"""The mail that the tests' county sends, read as its readers do."""

import re
from pathlib import Path

from medverka.demo import mailbox
from medverka.demo.mailbox import Letter
from medverka.foundation import outbox


class Mailbox:
    """Everybody's mail at once. Reading it first sends what waits, as the worker does each minute."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def to(self, email: str) -> list[Letter]:
        """What somebody has been sent, newest first."""
        outbox.deliver_due()
        return [letter for letter in mailbox.newest(500) if email in letter.to]

    def newest_to(self, email: str) -> Letter:
        """The letter on top of somebody's pile."""
        letters = self.to(email)
        assert letters, f"No mail to {email}; there is {[letter.to for letter in mailbox.newest(500)]}"
        return letters[0]

    def link_to(self, email: str, containing: str = "/") -> str:
        """The first address of ours in somebody's newest letter."""
        text = self.newest_to(email).text
        found = [link for link in re.findall(r"https?://\S+", text) if containing in link]
        assert found, f"No link with {containing} in:\n{text}"
        return found[0].rstrip(".,)")
