"""Translations without a system gettext: ``python -m tools.translations check|update|compile``.

Swedish is the source language and stands in the code itself. English lives in
``medverka/locale/en/LC_MESSAGES/django.po``; what is compiled from it is never committed.
"""

import ast
import io
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "medverka"
PO = "locale/en/LC_MESSAGES/django.po"

_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_NOT_PRODUCT = {"tests", "migrations", "locale", "static"}
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")


def _sources(package: Path) -> Iterator[tuple[Path, str]]:
    """Every file that may hold interface texts, with Python that calls gettext for each of them."""
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package).parts
        if not path.is_file() or _NOT_PRODUCT.intersection(inside):
            continue
        if path.suffix == ".py":
            code = path.read_text()
            yield path, f"{code}\n{_within_f_strings(code)}"
        elif "templates" in inside:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SyntaxWarning)  # A comment to the translator in an odd place.
                code = templatize(path.read_text(), origin=str(path))
            # What is no message comes back as words of X; without its indentation it reads as Python.
            yield path, "\n".join(line.strip() for line in code.splitlines())


def _within_f_strings(code: str) -> str:
    """The calls within f-strings, which whoever looks for texts takes for plain strings."""
    strings = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr))
    return "\n".join(ast.unparse(part) for string in strings for part in ast.walk(string) if isinstance(part, ast.Call))


def _keywords(code: str) -> dict[str, Any]:
    """What marks a text in this file: gettext's functions, under whatever names they are imported."""
    imported = re.findall(r"^from django\.utils\.translation import (\w*gettext\w*) as (\w+)", code, re.MULTILINE)
    return {**_KEYWORDS, **{alias: _KEYWORDS.get(function) for function, alias in imported}}


def texts(package: Path) -> Catalog:
    """All texts of the interface, Swedish, with the files they stand in."""
    found = Catalog(project="Medverka", fuzzy=False)
    for path, code in _sources(package):
        name = str(path.relative_to(package))
        for line, words, comments, context in extract(
            "python", io.BytesIO(code.encode()), _keywords(code), ("Translators:",)
        ):
            key = tuple(words) if isinstance(words, tuple) else words
            found.add(key, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def read(path: Path) -> Catalog:
    """The catalog in a .po file; an empty English one where there is no file yet."""
    if not path.exists():
        return Catalog(locale="en", project="Medverka", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _forms(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, tuple | list) else (str(words),)


def _flaws_of(message: Message, translation: Message | None) -> Iterator[str]:
    if translation is None:
        yield "missing"
    elif not all(_forms(translation.string)) or not translation.string:
        yield "not translated"
    elif translation.fuzzy:
        yield "marked fuzzy: read it, correct it, take the mark away"
    else:
        known = set(_PLACEHOLDER.findall(" ".join(_forms(message.id))))
        for form in _forms(translation.string):
            if strange := set(_PLACEHOLDER.findall(form)) - known:
                yield f"{', '.join(sorted(strange))} does not stand in the Swedish text"
        lost = known - set(_PLACEHOLDER.findall(" ".join(_forms(translation.string))))
        if lost:
            yield f"{', '.join(sorted(lost))} is lost"


def flaws(package: Path) -> list[str]:
    """What the English translation lacks, one sentence each; an empty list when it is complete."""
    wanted, have = texts(package), read(package / PO)
    found = []
    for message in wanted:
        if message.id:
            for flaw in _flaws_of(message, have.get(message.id, message.context)):
                name, line = message.locations[0]
                found.append(f"{name}:{line}: “{_forms(message.id)[0]}”: {flaw}")
    for message in have:
        if message.id and wanted.get(message.id, message.context) is None:
            found.append(f"{PO}: “{_forms(message.id)[0]}”: no longer used")
    return found


def update(package: Path) -> None:
    """Writes new texts into the .po file, untranslated, and takes away those no longer used."""
    path = package / PO
    wanted, have = texts(package), read(path)
    wanted.creation_date = have.creation_date
    have.update(wanted, no_fuzzy_matching=True)
    have.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, have, width=100, sort_by_file=True, include_lineno=False)


def compile_all(package: Path) -> None:
    """Writes the .mo file that Django reads beside each .po file."""
    for path in sorted(package.glob("locale/*/LC_MESSAGES/*.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


def main(arguments: Iterable[str]) -> int:
    """Exit code 0 when done and complete, 1 when the check finds flaws, 2 for an unknown verb."""
    match list(arguments):
        case ["compile"]:
            compile_all(PACKAGE)
        case ["update"]:
            update(PACKAGE)
        case ["check"]:
            if found := flaws(PACKAGE):
                print(
                    *found,
                    f"\n{len(found)} flaws in the translation. `make texts` adds what is missing.",
                    sep="\n",
                )
                return 1
            print("The translation is complete.")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
