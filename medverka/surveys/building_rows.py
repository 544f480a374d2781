"""Rows in which options are written: each keeps its key when its words change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from medverka.questionnaires.checks import MOST_OPTIONS
from medverka.questionnaires.document import Option
from medverka.questionnaires.editing import fresh_key

LONGEST_OPTION = 200
MORE_AT_A_TIME = 5


@dataclass
class Row:
    """One line of the form: what the option is called, and its key where it has one already."""

    key: str = ""
    text: str = ""
    face: str = ""
    alone: bool = False
    error: str = ""


class Rows:
    """A group of rows in the form of a question, under a name of its own."""

    def __init__(
        self,
        name: str,
        label: Promise | str,
        options: Sequence[Option],
        *,
        language: str,
        data: Any = None,
        least: int = 0,
        most: int = MOST_OPTIONS,
        blank: int = 2,
        faces: bool = False,
        alone: bool = False,
        one: Promise | str = "",
        help_text: Promise | str = "",
    ) -> None:
        self.name, self.label, self.help_text, self.one = name, label, help_text, one
        self.least, self.most, self.language = least, most, language
        self.with_faces, self.with_alone = faces, alone
        self.before = {option.key: option for option in options}
        self.error = ""
        if data is None or f"{name}-text" not in data:
            self.rows = [
                Row(option.key, option.text.get(language, ""), option.face, option.alone) for option in options
            ]
            self.rows += [Row() for _blank in range(max(blank, least - len(self.rows)))]
        else:
            self.rows = list(self._sent(data))

    @property
    def slug(self) -> str:
        """What stands before an option's key in the address of its own page."""
        return "rad-" if self.name == "rad" else "svar-"

    def _sent(self, data: Any) -> list[Row]:
        """The rows as they were sent. A key that no option has is not taken for one."""
        texts = data.getlist(f"{self.name}-text")[: MOST_OPTIONS * 10]
        keys, faces = data.getlist(f"{self.name}-key"), data.getlist(f"{self.name}-face")
        alone = data.getlist(f"{self.name}-alone")
        rows, seen = [], set()
        for number, text in enumerate(texts):
            key = keys[number] if number < len(keys) and keys[number] in self.before else ""
            face = faces[number] if number < len(faces) else ""
            rows.append(Row("" if key in seen else key, text.strip(), face, str(number) in alone))
            seen.add(key)
        return rows

    def do(self, verb: str, number: int) -> None:
        """What the buttons at the rows do, before anything is saved."""
        if verb == "more":
            self.rows += [Row() for _blank in range(MORE_AT_A_TIME)]
        place = number + {"up": -1, "down": 1}.get(verb, 0)
        if verb in ("up", "down") and 0 <= number < len(self.rows) and 0 <= place < len(self.rows):
            self.rows[number], self.rows[place] = self.rows[place], self.rows[number]

    def take_lines(self, lines: str) -> None:
        """Add what was pasted, a line each, in place of the empty rows."""
        new = [Row(text=line.strip()) for line in lines.splitlines() if line.strip()]
        if new:
            self.rows = [row for row in self.rows if row.text] + new

    @property
    def written(self) -> list[Row]:
        """The rows that say something; one that was emptied is a removed option."""
        return [row for row in self.rows if row.text]

    def check(self) -> bool:
        """Whether the rows can be kept. What is wrong stands at the row, or at the group."""
        seen: set[str] = set()
        for row in self.written:
            if len(row.text) > LONGEST_OPTION:
                row.error = _("Högst %(most)s tecken. Det här är %(is)s.") % {
                    "most": LONGEST_OPTION,
                    "is": len(row.text),
                }
            elif row.text.casefold() in seen:
                row.error = _("Samma ord står redan i en annan rad.")
            seen.add(row.text.casefold())
        if len(self.written) > self.most:
            self.error = _("Högst %(most)s. Här är %(is)s.") % {"most": self.most, "is": len(self.written)}
        elif len(self.written) < self.least:
            self.error = _("Skriv minst %(least)s.") % {"least": self.least}
        return not self.error and not any(row.error for row in self.rows)

    def options(self, taken: Sequence[str] = (), **values: Any) -> tuple[Option, ...]:
        """The rows as options: known ones with new words, new ones with a key made of their words."""
        keys = {*taken, *self.before}
        made = []
        for row in self.written:
            known = self.before.get(row.key)
            if known is None:
                known = Option(fresh_key(row.text, keys, otherwise="svar"), {})
                keys.add(known.key)
            words = {**known.text, self.language: row.text}
            face = row.face if self.with_faces else known.face
            alone = row.alone if self.with_alone else known.alone
            made.append(replace(known, text=words, face=face, alone=alone, **values))
        return tuple(made)
