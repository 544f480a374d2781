"""What the pages show of a register before it comes in: kept sealed as JSON between the pages."""

import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.pool.rules import PERSPECTIVES, shown_phone
from medverka.registers import arrivals, decisions, values
from medverka.registers.duplicates import Merge
from medverka.registers.headings import SURE, Column, SheetMap
from medverka.registers.prepare import Prepared
from medverka.registers.rows import PersonRow, Problem
from medverka.registers.sheets import Sheet, is_blank, letters

FIRST_ROWS = 5
MOST_WORDS = 150  # On one page; rarer ones are noted.


def preview(prepared: Prepared) -> str:
    """Everything that the preview's pages show."""
    return json.dumps(
        {
            "figures": _figures(prepared),
            "sheets": [_sheet(sheet, found) for sheet, found in zip(prepared.sheets, prepared.maps, strict=True)],
            "merges": _merges(prepared),
            "words": _words(prepared),
            "problems": _problems(prepared),
            "first": _first_rows(prepared),
        },
        ensure_ascii=False,
    )


def _figures(prepared: Prepared) -> dict[str, Any]:
    """The counts of what would come in, of what is there already, and of what stays out."""
    today = clock.today()
    contributions = prepared.contributions
    return {
        "persons": len(prepared.persons),
        "in_pool": sum(person.in_pool(today) for person in prepared.persons),
        "protected": sum(person.protected for person in prepared.persons),
        "requests": len(prepared.requests),
        "contributions": len(contributions),
        "hours": str(sum((row.hours for row in contributions if row.hours is not None), start=0)),
        "known": prepared.persons_known + len(prepared.known.requests) + len(prepared.known.contributions),
        "persons_known": prepared.persons_known,
        "requests_known": len(prepared.known.requests),
        "contributions_known": len(prepared.known.contributions),
        "already_here": sum(row.person_key.startswith("contributor:") for row in contributions),
        "rejected": len(prepared.rejected),
        "skipped": len(prepared.plan.skipped),
        "not_held": len(prepared.plan.not_held),
        "closed": sum(_closed_for_age(prepared)),
    }


def _closed_for_age(prepared: Prepared) -> list[bool]:
    """For each new request whether it comes in as closed though the register says that it goes on."""
    today = clock.today()
    return [
        row.status in ("received", "ongoing") and arrivals.request_state(row, today) == "closed"
        for row in prepared.requests
    ]


def _sheet(sheet: Sheet, found: SheetMap) -> dict[str, Any]:
    return {
        "key": sheet.key,
        "kind": found.kind.value if found.kind and found.used else "",
        "guess": found.kind.value if found.kind else "",
        "header_row": found.header_row,
        "height": len(sheet.rows),
        "rows": sum(any(not is_blank(cell) for cell in row) for row in sheet.rows[found.header_row + 1 :]),
        "note": found.note,
        "columns": [_column(sheet, found, column) for column in found.columns],
    }


def _column(sheet: Sheet, found: SheetMap, column: Column) -> dict[str, Any]:
    below = (sheet.cell(row, column.index) for row in range(found.header_row + 1, min(len(sheet.rows), 60)))
    samples = list(dict.fromkeys(values.text(cell) for cell in below if not is_blank(cell)))
    return {
        "index": column.index,
        "letters": letters(column.index),
        "heading": column.heading,
        "field": column.field or "",
        "doubtful": bool(column.field) and column.confidence < SURE,
        "note": column.note,
        "samples": [sample[:40] for sample in samples[:3]],
    }


def _merges(prepared: Prepared) -> list[dict[str, Any]]:
    rows = {row.key: row for row in prepared.reading.persons}
    made = {decisions.merge_id(merge) for merge in prepared.plan.merged}
    return [_merge(merge, rows, made) for merge in prepared.proposed]


def _merge(merge: Merge, rows: dict[str, PersonRow], made: set[str]) -> dict[str, Any]:
    return {
        "id": decisions.merge_id(merge),
        "chosen": decisions.merge_id(merge) in made,
        "sure": merge.sure,
        "reason": merge.reason,
        "rows": [_person_line(rows[key]) for key in merge.keys],
    }


def _person_line(row: PersonRow) -> dict[str, Any]:
    contact = [*row.emails, *map(shown_phone, row.phones)]
    return {"where": str(row.places[0].row), "name": row.name, "contact": ", ".join(contact), "from": row.municipality}


def _words(prepared: Prepared) -> list[dict[str, Any]]:
    """The words that the county does not have just so, the commonest first."""
    exact = {
        (name, target.code): target.name.casefold()
        for name, targets in prepared.county.targets.items()
        for target in targets
    }
    unlike = [
        word
        for word in prepared.lists.words.values()
        if not word.by_itself or exact.get((word.list, word.choice)) != word.text.casefold()
    ]
    return [
        {"id": word.id, "list": word.list.value, "text": word.text, "count": word.count, "choice": word.choice}
        for word in unlike[:MOST_WORDS]
    ]


def _problems(prepared: Prepared) -> list[dict[str, Any]]:
    found = [_problem(problem) for problem in prepared.plan.problems]
    for row in prepared.out_of_reach:
        found += [
            {"where": _("%(sheet)s, rad %(row)s") % {"sheet": row.place.sheet, "row": row.place.row}}
            | {"value": "", "message": reason, "accepted": "", "rejects": True}
            for reason in row.reasons
        ]
    return found


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "where": problem.where,
        "value": problem.value[:80],
        "message": problem.message,
        "accepted": problem.accepted,
        "rejects": problem.rejects,
    }


def _first_rows(prepared: Prepared) -> dict[str, list[list[str]]]:
    """The first of what would come in, as it would stand."""
    people = {row.key: row for row in prepared.plan.persons}
    return {
        "persons": [
            [
                person.name,
                ", ".join([*person.emails, *map(shown_phone, person.phones)]),
                person.municipality,
                ", ".join(str(PERSPECTIVES[code]) for code in person.perspectives),
                _day(person.joined_on),
            ]
            for person in prepared.persons[:FIRST_ROWS]
        ],
        "requests": [
            [row.number, _day(row.received_on), row.purpose or row.kind, row.unit]
            for row in prepared.requests[:FIRST_ROWS]
        ],
        "contributions": [
            [_day(row.on), people[row.person_key].name if row.person_key in people else "", row.kind, _hours(row.hours)]
            for row in prepared.contributions[:FIRST_ROWS]
        ],
    }


def _hours(hours: Any) -> str:
    return f"{hours:f}".replace(".", ",") if hours is not None else ""


def _day(day: date | None) -> str:
    """A date that is not broken over two lines."""
    return str(day or "").replace("-", "\u2011")
