"""What a file is, told by its first bytes and its table of contents; and how large it is when unpacked."""

import io
import zipfile
import zlib
from typing import Literal

from django.utils.translation import gettext as _

from medverka.registers.sheets import UnreadableFile

Form = Literal["xlsx", "xls", "ods", "csv"]

MAX_UNPACKED = 200_000_000
MAX_PARTS = 2_000
_SLICE = 16_384
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def sniff(data: bytes) -> Form:
    """Which kind of register `data` is. Raises `UnreadableFile` for everything else."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableFile(_("Filen är tom. Kontrollera att du valde rätt fil och att den är sparad."))
    if data.startswith(b"PK"):
        return _sniff_zip(data)
    if data.startswith(_COMPOUND):
        return _sniff_compound(data)
    _refuse_others(data[:1024].lstrip().lower())
    return "csv"


def _refuse_others(start: bytes) -> None:
    """Say what a file that is no register is, as far as its first bytes tell."""
    if start.startswith(b"%pdf"):
        raise UnreadableFile(
            _("Filen är en PDF, och ur den går tabeller inte att läsa säkert. ")
            + _("Be om registret som .xlsx, .xls, .ods eller .csv.")
        )
    if start.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"riff", b"\x1f\x8b", b"rar!", b"7z\xbc", b"{\\rtf")):
        raise _no_register()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"\xef\xbb\xbf<", b"<")):
        raise UnreadableFile(
            _("Filen är en webbsida eller XML, fast den ser ut som ett kalkylblad. ")
            + _("Öppna den i ditt kalkylprogram, välj Spara som och typen .xlsx, och läs in den filen.")
        )


def _no_register() -> UnreadableFile:
    return UnreadableFile(
        _("Filen är inget register som går att läsa. Spara registret som .xlsx, .xls, .ods eller .csv och försök igen.")
    )


def broken() -> UnreadableFile:
    """The message for a workbook that is damaged or cut off."""
    return UnreadableFile(
        _("Filen är skadad eller ofullständig. ")
        + _("Öppna den i ditt kalkylprogram, spara den på nytt som .xlsx och försök igen.")
    )


def locked() -> UnreadableFile:
    """The message for a workbook behind a password."""
    return UnreadableFile(_("Filen är skyddad med lösenord. Öppna den, ta bort lösenordet, spara den och försök igen."))


def too_large() -> UnreadableFile:
    """The message for a file that grows beyond all registers when it is unpacked."""
    return UnreadableFile(
        _("Filen blir för stor när den packas upp. ")
        + _("Kopiera registrets rader till en ny, tom fil, eller dela upp det i flera filer.")
    )


def _sniff_compound(data: bytes) -> Form:
    """The older Office container: a workbook, a locked workbook, or another program's file."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked()
    if any(name.encode("utf-16-le") + b"\0\0" in data for name in ("Workbook", "Book")):
        return "xls"
    raise _no_register()


def _sniff_zip(data: bytes) -> Form:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise broken() from error
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    names = {part.filename for part in parts}
    _bound(data, parts)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "content.xml" in names and _ODS in _part(data, parts, "mimetype", "META-INF/manifest.xml"):
        if b"encryption-data" in _part(data, parts, "META-INF/manifest.xml"):
            raise locked()
        return "ods"
    raise _no_register()


def _bound(data: bytes, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, keeping nothing: the sizes that a zip states about itself may be lies."""
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise too_large()
    left = MAX_UNPACKED
    for part in parts:
        left -= unpacked_size(data, part, left)


def unpacked_size(data: bytes, part: zipfile.ZipInfo, limit: int) -> int:
    """The true size of one part in bytes. Raises `UnreadableFile` when it is above `limit` or broken."""
    start = part.header_offset
    start += 30 + int.from_bytes(data[start + 26 : start + 28], "little")
    start += int.from_bytes(data[part.header_offset + 28 : part.header_offset + 30], "little")
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        size = len(packed)
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        size = _inflated(packed, limit)
    else:
        raise broken()
    if size > limit:
        raise too_large()
    return size


def _inflated(packed: bytes, limit: int) -> int:
    """How many bytes `packed` inflates to; stops soon after `limit`. A slice inflates at most a thousandfold."""
    inflater, size = zlib.decompressobj(-15), 0
    try:
        for start in range(0, len(packed), _SLICE):
            size += len(inflater.decompress(packed[start : start + _SLICE]))
            if size > limit:
                break
    except zlib.error as error:
        raise broken() from error
    return size


def _part(data: bytes, parts: list[zipfile.ZipInfo], *names: str) -> bytes:
    """The first of the named parts that exists, at most 1 MB of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in names:
            if any(part.filename == name for part in parts):
                try:
                    with archive.open(name) as file:
                        return file.read(1_000_000)
                except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                    raise broken() from error
    return b""
