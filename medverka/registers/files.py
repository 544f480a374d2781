"""From a file to its sheets. What a file is, its content says, not its name."""

from pathlib import PurePath

from django.utils.translation import gettext as _

from medverka.registers import containers, delimited, workbooks
from medverka.registers.sheets import MAX_BYTES, Sheet, UnreadableFile


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
        return [delimited.read(PurePath(source).stem, data, source)]
    return workbooks.read(form, data, source)
