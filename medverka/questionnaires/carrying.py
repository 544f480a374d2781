"""The pictures that a questionnaire's file carries, beside the document itself: the document names them by digest alone."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from medverka.questionnaires.document import Option, Picture, Question, Questionnaire
from medverka.questionnaires.parts import MOST_PICTURES, PICTURES
from medverka.questionnaires.writing import write

MOST_MEGABYTES: Final = 10
"""Of a file with pictures."""
NOTHING: Final[Mapping[str, bytes]] = {}
_ROOM: Final = 7_500_000  # Characters of pictures: the rest is for the words.


def dumps(questionnaire: Questionnaire, pictures: Mapping[str, bytes] = NOTHING) -> str:
    """The file, as people can read it too, with these pictures, by digest, as far as there is room for them."""
    packed: dict[str, str] = {}
    for digest, data in pictures.items():
        if len(packed) < MOST_PICTURES and sum(map(len, packed.values())) + len(data) * 4 // 3 < _ROOM:
            packed[digest] = b64encode(data).decode()
    whole = write(questionnaire) | ({PICTURES: packed} if packed else {})
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def carried(data: bytes) -> dict[str, bytes]:
    """The pictures of a file that `files.read` has read. What is no picture is for whoever draws it to find."""
    whole: Any = json.loads(data.decode("utf-8-sig"))
    return {digest: _bytes(text) for digest, text in (whole.get(PICTURES) or {}).items()}


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def renamed(whole: Questionnaire, names: Mapping[str, str]) -> Questionnaire:
    """The same with pictures named by what they became when they were drawn anew."""

    def picture(one: Picture | None) -> Picture | None:
        return one and replace(one, file=names.get(one.file, one.file))

    def options(group: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(replace(one, picture=picture(one.picture)) for one in group)

    def question(one: Question) -> Question:
        return replace(one, picture=picture(one.picture), options=options(one.options), rows=options(one.rows))

    sections = tuple(replace(one, questions=tuple(map(question, one.questions))) for one in whole.sections)
    return replace(whole, sections=sections)
