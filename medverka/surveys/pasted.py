"""A list of names and addresses, as people paste it: from a mail program or a spreadsheet."""

import re
from dataclasses import dataclass
from typing import Final

from medverka.surveys.tickets import Invitee

ADDRESS: Final = re.compile(r"[^\s<>\"',;()]+@[^\s<>\"',;()]+")
VALID: Final = re.compile(r"[^@\s.][^@\s]{0,63}@(?:[a-z0-9åäö](?:[a-z0-9åäö-]{0,62})\.)+[a-z]{2,24}", re.IGNORECASE)
LONGEST_NAME: Final = 120
LONGEST_LINE: Final = 500  # No name with its address is longer; what is would take long to look through.


@dataclass(frozen=True)
class Wrong:
    """A line that cannot be read: its number, and why (`no_address`, `two_addresses`, `bad_address`, `long_name`)."""

    line: int
    why: str


@dataclass(frozen=True)
class Pasted:
    """What a list holds. `doubles` are (line, the line with the same address before)."""

    people: list[Invitee]
    wrong: list[Wrong]
    doubles: list[tuple[int, int]]


def read(text: str) -> Pasted:
    """One person a line: "Anna Alm <anna@…>", a name and an address with a tab, comma or semicolon between, or an address."""
    people: list[Invitee] = []
    wrong: list[Wrong] = []
    doubles: list[tuple[int, int]] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip(" \t\r,;"):
            continue
        one = _read(line)
        if isinstance(one, str):
            wrong.append(Wrong(number, one))
        elif (first := lines.setdefault(one.email, number)) != number:
            doubles.append((number, first))
        else:
            people.append(one)
    return Pasted(people, wrong, doubles)


def _read(line: str) -> Invitee | str:
    if len(line) > LONGEST_LINE:
        return "long_name"
    found = ADDRESS.findall(line)
    if not found:
        return "bad_address" if "@" in line else "no_address"
    if len(found) > 1:
        return "two_addresses"
    address = found[0].removeprefix("mailto:").rstrip(".")
    if not VALID.fullmatch(address) or ".." in address:
        return "bad_address"
    rest = line.replace(found[0], " ")
    name = " ".join(re.sub(r"[<>\"();,\t]", " ", rest).split())
    return Invitee(name=name, email=address.lower()) if len(name) <= LONGEST_NAME else "long_name"
