"""A questionnaire as a respondent meets it, with nothing kept: what is answered lies in the page itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from medverka.questionnaires.answering import Page, clean, pages
from medverka.questionnaires.document import Questionnaire
from medverka.questionnaires.problems import Problem
from medverka.surveys import asking


@dataclass(frozen=True)
class Step:
    """Where somebody is: 0 is the start, then the sections that are put, and last the thanks."""

    number: int
    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    new: list[str] = field(default_factory=list)

    def page(self, whole: Questionnaire) -> Page | None:
        """The section before somebody, or none at the start and the end."""
        put = pages(whole, self.answers)
        return put[self.number - 1] if 1 <= self.number <= len(put) else None

    @property
    def kept(self) -> str:
        """The answers, as the page carries them."""
        return json.dumps(self.answers)


def step(whole: Questionnaire, posted: QueryDict) -> Step:
    """The step after what was sent: on, back, or here once more where something is wrong or has come."""
    here = Step(_number(posted.get("number", "")), _read(posted.get("answers", "")))
    page = here.page(whole)
    if page is None:
        return Step(max(0, here.number + (1 if "next" in posted else -1)), here.answers)
    answers = {**here.answers, **asking.read(page.section, posted)}
    if "back" in posted:
        return Step(here.number - 1, answers)
    seen = set(posted.getlist("seen"))
    put = [one for one in asking.of_page(whole, page.section, answers, whole.languages[0]) if not one.waits]
    new = [one.key for one in put if one.key not in seen]
    problems = [one for one in _problems(whole, answers) if one.key_of("question") in {shown.key for shown in put}]
    if new or problems:
        return Step(here.number, answers, [] if new else problems, new)
    return Step(here.number + 1, answers)


def _problems(whole: Questionnaire, answers: Mapping[str, Any]) -> list[Problem]:
    _answers, found = clean(whole, answers)
    return [one for one in found if not one.caution]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _read(text: str) -> dict[str, Any]:
    """What a page carried; nothing where it carried something else."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
