"""Results as files: the same publication as the page shows, and the quotes that were chosen, apart from all figures."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from medverka.foundation import csv_files
from medverka.surveys import told
from medverka.surveys.published import Answered, Part, Question, Results
from medverka.surveys.quotes import Quote

Row = Sequence[object]
SHEET_NAME = 31  # No spreadsheet takes a longer one.


# --- JSON -------------------------------------------------------------------------------------


def as_json(content: dict[str, Any], quotes: Iterable[Quote]) -> dict[str, Any]:
    """The publication as it was published, with the chosen quotes under a key of their own."""
    chosen = [{"question": quote.question, "group": quote.group or None, "text": quote.text} for quote in quotes]
    return {**content, "quotes": chosen}


# --- Rows -------------------------------------------------------------------------------------


def headings() -> Row:
    """What the columns of `rows` hold."""
    return (
        _("Avsnitt"), _("Fråga"), _("Del av frågan"), _("Grupp"), _("Period"), _("Svarade i gruppen"), _("Fick frågan"),
        _("Svar"), _("Antal"), _("Procent"),
    )  # fmt: skip


def rows(results: Results) -> Iterator[Row]:
    """Every figure that is told, one a row; what is not shown has a row that says so."""
    for question in results.questions:
        for one in question.groups:
            yield from _rows_of(results, question, one)


def _rows_of(results: Results, question: Question, one: Answered) -> Iterator[Row]:
    start = (
        results.sections.get(question.section, ""), question.text, question.row_text, one.group.name, period(results),
        one.group.n, "" if one.asked is None else one.asked,
    )  # fmt: skip
    for part in one.parts or ():
        yield *start, part.label, part.count, part.percent
    if one.parts is None:
        yield *start, _("visas inte"), "", ""
    for option in hidden(question, one):
        yield *start, option, _("visas inte"), ""


def hidden(question: Question, one: Answered) -> list[str]:
    """Of several options, those whose number is not shown in a group that otherwise is."""
    if question.kind != "multiple" or one.parts is None:
        return []
    shown = {key for part in one.parts for key in part.options}
    return [option.label for option in question.options if option.key not in shown]


def period(results: Results) -> str:
    """The days of the round, as one reads them."""
    return f"{date_format(results.opens_on, 'j F Y')} – {date_format(results.closes_on, 'j F Y')}"


def group_rows(results: Results) -> Iterator[Row]:
    """How many answered in each group, and of how many."""
    yield _("Grupp"), _("Svarade"), _("Tillfrågade"), _("Svarsfrekvens i procent")
    for group in results.groups:
        yield group.full_name, group.n, _or_nothing(group.asked), _or_nothing(group.rate)


def quote_rows(results: Results, quotes: Iterable[Quote]) -> Iterator[Row]:
    """The quotes that were chosen."""
    yield _("Fråga"), _("Grupp"), _("Citat")
    for quote in quotes:
        yield results.texts.get(quote.question, quote.question), quote.group_name, quote.text


def _or_nothing(value: object) -> object:
    return "" if value is None else value


# --- Files ------------------------------------------------------------------------------------


def as_csv(years: Sequence[Results]) -> bytes:
    """One row a figure, this round and the one before where both were asked for."""
    return csv_files.as_csv([headings(), *(_with_comma(row) for results in years for row in rows(results))])


def _with_comma(row: Row) -> Row:
    """Numbers with the decimal sign of the language, as its spreadsheets read them."""
    return [number_format(cell, use_l10n=True) if isinstance(cell, float) else cell for cell in row]


def as_workbook(years: Sequence[Results], quotes: Iterable[Quote]) -> bytes:
    """A workbook: how many answered; a table a question, groups beside each other, ready to make a picture of; all rows; quotes."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    _fill(book, _("Svarande"), [row for results in years for row in (*([(results.title,)]), *group_rows(results), ())])
    _fill(book, _("Fråga för fråga"), [row for results in years for row in _tables(results)])
    _fill(book, _("Alla siffror"), [headings(), *(row for results in years for row in rows(results))])
    _fill(book, _("Citat"), list(quote_rows(years[0], quotes)))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _tables(results: Results) -> Iterator[Row]:
    """For each question its answers down and its groups across, in per cent of those asked, under what it shows."""
    for question in results.questions:
        yield (question.title,)
        yield (told.sentence(question),)
        yield (results.title, *(one.group.name for one in question.groups))
        yield (_("Fick frågan"), *(_or_nothing(one.asked) for one in question.groups))
        for label, cells in table(question):
            yield (label, *(_percent(cell) for cell in cells))
        yield ()


def _percent(cell: "Part | str | None") -> object:
    return cell.percent if isinstance(cell, Part) else _("visas inte") if cell is None else cell


def table(question: Question) -> Iterator[tuple[str, list["Part | str | None"]]]:
    """A question's parts as lines: of each group its part, None where it is not shown, a dash where it lies in another line."""
    labels: dict[tuple[str | None, ...], str] = {}
    for one in question.groups:
        labels |= {part.options: part.label for part in one.parts or () if part.options not in labels}
    if question.kind == "multiple":
        labels = {(option.key,): option.label for option in question.options}
    for options, label in sorted(labels.items(), key=lambda item: _order(question, item[0])):
        yield label, [_cell(question, one, options) for one in question.groups]


def _cell(question: Question, one: Answered, options: tuple[str | None, ...]) -> "Part | str | None":
    if one.parts is None:
        return None
    found = next((part for part in one.parts if part.options == options), None)
    return found or (None if question.kind == "multiple" else "–")


def _order(question: Question, options: tuple[str | None, ...]) -> tuple[int, int]:
    """Where a part stands: by its first option, those told together after those told singly."""
    places = {option.key: place for place, option in enumerate(question.options)}
    return places.get(options[0] or "", len(places)), len(options)


def _fill(book: Any, name: str, lines: Iterable[Row]) -> None:
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(name[:SHEET_NAME])
    for line in lines:
        sheet.append([_cell_of(sheet, WriteOnlyCell, value) for value in line])


def _cell_of(sheet: Any, make: Any, value: object) -> Any:
    """A number stays one; text is text, whatever a spreadsheet would make of it."""
    if isinstance(value, int | float):
        return make(sheet, value=value)
    text = "".join(sign for sign in str(value) if sign.isprintable() or sign == "\n")[:32_000]
    cell = make(sheet, value=text)
    cell.data_type = "s"
    cell.quotePrefix = text.lstrip().startswith(csv_files.FORMULA)
    return cell


# --- A terminal -------------------------------------------------------------------------------


def lines(results: Results, quotes: Iterable[Quote]) -> Iterator[str]:
    """The results as text."""
    yield results.title
    yield period(results)
    yield ""
    for group in results.groups:
        yield f"{group.name}: {told.rate(group.n, group.asked, group.rate)}"
    for question in results.questions:
        yield from ("", question.title, told.sentence(question))
        for one in question.groups:
            yield f"  {one.group.name}" + ("" if one.parts is not None else f": {_('visas inte')}")
            for part in one.parts or ():
                yield f"    {part.label:<50} {part.count:>6} {part.percent:>6} %"
            for label in hidden(question, one):
                yield f"    {label:<50} {_('visas inte')}"
    chosen = list(quotes)
    if chosen:
        yield from ("", _("Citat"))
    for quote in chosen:
        yield f"  ”{quote.text}”" + (f" ({quote.group_name})" if quote.group_name else "")
