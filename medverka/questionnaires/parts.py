"""The objects of a file that may hold anything: what is asked for is taken out, and all that is wrong is noted with its place."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeVar

from medverka.questionnaires.document import FACES, Kind, Text
from medverka.questionnaires.problems import Place, Problem, Step

KEY: Final = re.compile(r"[a-z0-9_-]{1,60}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
_ICON: Final = re.compile(r"[a-z0-9-]{1,60}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_STRANGE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONGEST_WHOLE: Final = 18  # Digits; more is no number that anybody means.
_LARGEST: Final = 10**9
PICTURES: Final = "pictures"
"""The field of a file that carries pictures."""
MOST_PICTURES: Final = 30
MOST_PROBLEMS: Final = 1000
"""Whoever has more than these has one and the same mistake often."""

T = TypeVar("T")


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood twice."""

    doubled: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        times = Counter(key for key, _value in pairs)
        made.doubled = tuple(key for key in made if times[key] > 1)
    return made


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_WHOLE else math.inf


def _no_number(_text: str) -> float:
    raise ValueError


def unfold(data: bytes, most_megabytes: int) -> Any:
    """What the JSON says, or the `Problem` that hinders it."""
    if len(data) > most_megabytes * 1_000_000:
        return Problem((), "too_large", str(most_megabytes))
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole, parse_constant=_no_number)
    except UnicodeDecodeError:
        return Problem((), "not_text")
    except json.JSONDecodeError as wrong:
        return Problem((), "not_json", f"{wrong.lineno}:{wrong.colno}")
    except ValueError:
        return Problem((), "not_json")
    except RecursionError:
        return Problem((), "too_deep")


def shown(value: object) -> str:
    """What stands there, as it may be shown: short, and without signs that no text has."""
    return _STRANGE.sub("\N{REPLACEMENT CHARACTER}", str(value)[:60])


class Part:
    """One object: each field is taken once, and `end` tells which ones nobody asked for."""

    def __init__(self, data: Mapping[str, Any], place: Place, problems: list[Problem] | None = None) -> None:
        self.data = data
        self.place = place
        self.problems: list[Problem] = [] if problems is None else problems
        self._taken: set[str] = set()
        for key in getattr(data, "doubled", ()):
            self.wrong("doubled_field", key)

    def wrong(self, code: str, detail: object = "") -> None:
        self._note(Problem(self.place, code, shown(detail)))

    def _note(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def pass_over(self, *fields: str) -> None:
        self._taken.update(fields)

    def end(self) -> None:
        """Tell the fields that the format does not have."""
        for field in self.data:
            if field not in self._taken:
                self.wrong("unknown_field", field)

    def _take(self, field: str, *, required: bool = False) -> Any:
        self._taken.add(field)
        value = self.data.get(field)
        if required and value is None:
            self.wrong("missing_field", field)
        return value

    # --- Words ---

    def _words(self, value: object, field: str) -> str:
        """A string, whatever stands there."""
        if not isinstance(value, str):
            self.wrong("not_words", field)
            return ""
        if _STRANGE.search(value):
            self.wrong("strange_sign", field)
        return value

    def _dictionary(self, value: object, field: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            for key in getattr(value, "doubled", ()):
                self.wrong("doubled_field", key)
            return value
        if value is not None:
            self.wrong("not_an_object", field)
        return {}

    def text(self, field: str, *, required: bool = False) -> Text:
        found = self._dictionary(self._take(field, required=required), field)
        return {self._language(tag): self._words(words, field) for tag, words in found.items()}

    def words(self, field: str) -> dict[str, dict[str, str]]:
        """What buttons say, by language."""
        found = self._dictionary(self._take(field), field)
        return {
            self._language(tag): {
                shown(name): self._words(one, field) for name, one in self._dictionary(words, field).items()
            }
            for tag, words in found.items()
        }

    def carried(self) -> None:
        """See that the pictures which the file carries are such by their form; `carrying` unpacks them."""
        found = self._dictionary(self._take(PICTURES), PICTURES)
        if len(found) > MOST_PICTURES:
            self.wrong("many_pictures", MOST_PICTURES)
        for digest, packed in found.items():
            if not _DIGEST.fullmatch(digest) or not isinstance(packed, str):
                self.wrong("not_a_picture", digest)

    def string(self, field: str) -> str:
        value = self._take(field)
        return "" if value is None else self._words(value, field)

    def _language(self, tag: object) -> str:
        if not isinstance(tag, str) or not LANGUAGE.fullmatch(tag):
            self.wrong("not_a_language", tag)
        return str(tag)

    def languages(self) -> tuple[str, ...]:
        return tuple(self._language(tag) for tag in self._list("languages", required=True))

    # --- Keys and choices ---

    def key(self, field: str = "key") -> str:
        value = self._take(field, required=True)
        return "" if value is None else self._key(value, field)

    def keys(self, field: str) -> tuple[str, ...]:
        return tuple(self._key(value, field) for value in self._list(field, required=True))

    def _key(self, value: object, field: str) -> str:
        if not isinstance(value, str) or not KEY.fullmatch(value):
            self.wrong("not_a_key", field)
        return value if isinstance(value, str) else ""

    def kind(self, field: str) -> Kind:
        value = self._take(field, required=True)
        if value is not None and value not in list(Kind):
            self.wrong("unknown_kind", value)
        return Kind(value) if value in list(Kind) else Kind.SINGLE

    def face(self, field: str) -> str:
        return self._one_of(field, lambda value: value in FACES, "unknown_face")

    def icon(self, field: str) -> str:
        return self._one_of(field, lambda value: bool(_ICON.fullmatch(value)), "not_a_picture")

    def digest(self, field: str) -> str:
        return self._one_of(field, lambda value: bool(_DIGEST.fullmatch(value)), "not_a_picture")

    def _one_of(self, field: str, holds: Callable[[str], bool], code: str) -> str:
        value = self._take(field)
        if value is None or value == "":
            return ""
        if not isinstance(value, str) or not holds(value):
            self.wrong(code, value if code == "unknown_face" else field)
            return ""
        return value

    # --- Numbers ---

    def flag(self, field: str) -> bool:
        value = self._take(field)
        if value is not None and not isinstance(value, bool):
            self.wrong("not_yes_or_no", field)
        return value is True

    def whole(self, field: str) -> int | None:
        """A whole number from 1."""
        value = self._take(field)
        if value is None:
            return None
        if type(value) is not int or not 1 <= value <= _LARGEST:
            self.wrong("not_a_number", field)
            return None
        return value

    def number(self, field: str) -> Decimal | None:
        value = self._take(field)
        if value is None:
            return None
        if type(value) not in (int, float) or not abs(value) <= _LARGEST:
            self.wrong("not_a_number", field)
            return None
        return Decimal(repr(value))

    # --- Parts ---

    def _list(self, field: str, *, required: bool = False) -> list[Any]:
        value = self._take(field, required=required)
        if value is not None and not isinstance(value, list | tuple):
            self.wrong("not_a_list", field)
        return list(value) if isinstance(value, list | tuple) else []

    def parts(self, field: str, what: str, *, required: bool = False) -> Iterator["Part"]:
        """The objects of a list, each with its number and key in its place."""
        for number, value in enumerate(self._list(field, required=required), 1):
            key = value.get("key") if isinstance(value, Mapping) else None
            place = (*self.place, Step(what, number, shown(key) if isinstance(key, str) else ""))
            if isinstance(value, Mapping):
                yield Part(value, place, self.problems)
            else:
                self._note(Problem(place, "not_an_object"))

    def inside(self, field: str) -> "Part | None":
        """An object that belongs to this one, and is told at its place."""
        value = self._take(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.wrong("not_an_object", field)
            return None
        return Part(value, self.place, self.problems)
