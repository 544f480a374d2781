"""Files for a meeting: which kinds are taken, told by what they hold and not by what they are called."""

import io
import re
import unicodedata
import zipfile
import zlib
from lzma import LZMAError
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 10_000_000
MOST_UNPACKED = 200_000_000  # What an office file may say that it becomes; a bomb says more.
MOST_PARTS = 5_000
NAME_AT_MOST = 150
OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
}
_BEGINS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_FOLDER = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}


def checked(name: str, data: bytes) -> tuple[str, str]:
    """(name as it is shown, content type) of a file. `ValidationError` where it is not what its name says, or not taken."""
    shown = shown_name(name)
    kind = ending(shown)
    if kind not in TYPES:
        raise ValidationError(
            _("Den sortens fil tar vi inte emot. Välj pdf, docx, odt, xlsx, pptx, png, jpg eller txt.")
        )
    if not data:
        raise ValidationError(_("Filen är tom. Kontrollera att den är sparad, och välj den igen."))
    if len(data) > MAX_BYTES:
        raise ValidationError(_("Filen är större än 10 MB. Spara den i mindre format och välj den igen."))
    if not _holds(kind, data):
        raise ValidationError(_("Innehållet är inte det som filens namn säger. Spara filen på nytt och välj den igen."))
    return shown, TYPES[kind]


def ending(name: str) -> str:
    """The kind of file that a name says it is."""
    kind = PurePosixPath(name).suffix.lower().removeprefix(".")
    return "jpg" if kind == "jpeg" else kind


def shown_name(name: str) -> str:
    """A file's name without folders or signs that nobody can see."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = " ".join("".join(sign for sign in last if sign.isprintable()).split()).lstrip(". ")
    stem, dot, kind = seen.rpartition(".")
    return f"{stem[: NAME_AT_MOST - 10]}{dot}{kind[:9]}" if stem else seen[:NAME_AT_MOST]


def _holds(kind: str, data: bytes) -> bool:
    if kind in _BEGINS:
        return data.startswith(_BEGINS[kind])
    return _is_text(data) if kind == "txt" else _is_office(kind, data)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return all(sign in "\n\r\t\f" or ord(sign) >= 32 for sign in text)


def _is_office(kind: str, data: bytes) -> bool:
    """Whether the archive's list of contents is that of such a document; nothing but a short label is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                return False
            if any(name.startswith("/") or ".." in name.split("/") or "vbaproject" in name.lower() for name in names):
                return False
            if kind == "odt":
                label = next((part for part in parts if part.filename == "mimetype"), None)
                return label is not None and label.file_size < 100 and archive.read(label).decode() == TYPES["odt"]
            return "[Content_Types].xml" in names and any(name.startswith(_FOLDER[kind]) for name in names)
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
        LZMAError,
    ):
        return False
