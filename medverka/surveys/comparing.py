"""What was changed between two versions of a questionnaire, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverka.questionnaires import editing
from medverka.questionnaires.document import Question, Questionnaire
from medverka.surveys import building_told


@dataclass(frozen=True)
class Change:
    """One question that is not as it was: what happened to it, and how it read before and after."""

    what: str
    kind: str
    name: str
    before: list[str]
    after: list[str]


def changes(before: Questionnaire, after: Questionnaire) -> list[Change]:
    """Question by question, in the order of the new one; those that are gone come last."""
    return [*_texts(before, after), *_questions(before, after)]


def _texts(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    def lines(whole: Questionnaire) -> list[str]:
        first = whole.languages[0]
        return [text.get(first, "") for text in (whole.title, whole.intro, whole.thanks) if text.get(first)]

    if lines(before) != lines(after):
        yield Change(_("Ändrat"), "changed", _("Rubrik, inledning och tack"), lines(before), lines(after))
    if before.languages != after.languages:
        yield Change(_("Ändrat"), "changed", _("Språk"), list(before.languages), list(after.languages))


def _questions(before: Questionnaire, after: Questionnaire) -> Iterator[Change]:
    old = {one.key: one for one in before.questions}
    for one in after.questions:
        then = old.pop(one.key, None)
        name = building_told.question(after, one).text
        if then is None:
            yield Change(_("Ny"), "added", name, [], _lines(after, one))
        elif (was := _lines(before, then)) != (now := _lines(after, one)):
            yield Change(_("Ändrad"), "changed", name, was, now)
        elif _place(before, one.key) != _place(after, one.key):
            yield Change(_("Flyttad"), "moved", name, [], [])
        elif then != one:
            yield Change(_("Ändrad"), "changed", name, [], [_("Översättningar, ansikten eller bilder är ändrade.")])
    for gone in old.values():
        yield Change(_("Borttagen"), "removed", building_told.question(before, gone).text, _lines(before, gone), [])


def _lines(whole: Questionnaire, one: Question) -> list[str]:
    told = building_told.question(whole, one)
    lines = [
        told.text,
        told.help,
        told.kind,
        " · ".join(told.options),
        " · ".join(told.rows),
        *told.facts,
        told.condition,
    ]
    return [line for line in lines if line]


def _place(whole: Questionnaire, key: str) -> tuple[str, str]:
    """The section, and the question right before: a question that others moved past has not moved itself."""
    home = editing.section_of(whole, key)
    keys = [one.key for one in home.questions]
    number = keys.index(key)
    return home.key, keys[number - 1] if number else ""
