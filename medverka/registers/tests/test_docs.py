import re
from pathlib import Path

import pytest

from medverka.registers.fields import FIELDS, Kind, field_named
from medverka.registers.headings import SURE, fit

PAGE = (Path(__file__).parents[3] / "docs" / "registers.md").read_text()
TITLES = {Kind.PERSONS: "**Persons**", Kind.REQUESTS: "**Requests**", Kind.CONTRIBUTIONS: "**Contributions**"}


def documented(kind) -> list[tuple[list[str], list[list[str]]]]:
    """The rows of a kind's table: its fields, and for each of them (or for all) the headings."""
    table = PAGE.split(TITLES[kind])[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| `")]
    return [
        (re.findall(r"`(\w+)`", codes), [group.split(", ") for group in headings.split("; ")])
        for codes, headings in rows
    ]


@pytest.mark.parametrize("kind", Kind)
def test_every_field_is_documented(kind):
    found = {code for codes, _groups in documented(kind) for code in codes}
    assert found | {"municipality", "unit", "level", "notes"} >= {field.code for field in FIELDS[kind]}


@pytest.mark.parametrize("kind", Kind)
def test_every_documented_heading_is_known_as_its_field(kind):
    for codes, groups in documented(kind):
        each = groups if len(groups) == len(codes) else [[heading for group in groups for heading in group]]
        for code, headings in zip(codes, each, strict=True):
            for heading in headings:
                assert fit(heading, "", field_named(kind, code)) >= SURE, (code, heading)
