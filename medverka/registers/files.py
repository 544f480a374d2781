"""From a file to its sheets. What a file is, its content says, not its name."""

from collections.abc import Sequence
from pathlib import PurePath

from django.utils.translation import gettext as _

from medverka.registers import containers, delimited, workbooks
from medverka.registers.sheets import MAX_BYTES, MAX_COLUMNS, Cell, Sheet, UnreadableFile, is_blank


def read_file(name: str, data: bytes) -> list[Sheet]:
    """All sheets of a register file (.xlsx, .xls, .ods or .csv). Raises `UnreadableFile`."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            _("Filen är större än %(limit)s MB. Dela upp den i flera filer och läs in dem var för sig.")
            % {"limit": MAX_BYTES // 1_000_000}
        )
    source = PurePath(name.replace("\\", "/")).name
    form = containers.sniff(data)
    if form == "csv":
        sheets = [delimited.read(PurePath(source).stem, data, source)]
    else:
        sheets = workbooks.read(form, data, source)
    if any(_too_wide(row) for sheet in sheets for row in sheet.rows):
        raise workbooks.too_many_cells()
    return sheets


def _too_wide(row: Sequence[Cell]) -> bool:
    """Whether something stands farther to the right than any register reaches: each heading takes time to understand."""
    return len(row) > MAX_COLUMNS and not all(is_blank(cell) for cell in row[MAX_COLUMNS:])
