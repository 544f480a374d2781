"""What hinders a questionnaire from being put to anybody, and what somebody should know before it is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from medverka.questionnaires.answering import HAS_CHOICES, conditions_of
from medverka.questionnaires.document import Condition, Kind, Option, Picture, Question, Questionnaire, Section, Text
from medverka.questionnaires.problems import Place, Problem, Step

MOST_QUESTIONS: Final = 200
MOST_OPTIONS: Final = 100
MOST_LANGUAGES: Final = 50
LONGEST_TEXT: Final = 500
LONGEST_HELP: Final = 1000
LONGEST_INTRO: Final = 5000
FEWEST_STEPS: Final = 2
MOST_STEPS: Final = 7
LONGEST_ANSWER: Final = 20_000

_FIELDS_OF: Final = {
    "options": {Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX},
    "rows": {Kind.MATRIX},
    "at_most": {Kind.MULTIPLE},
    "least": {Kind.NUMBER},
    "most": {Kind.NUMBER},
    "unit": {Kind.NUMBER},
}


def problems(questionnaire: Questionnaire) -> list[Problem]:
    """All that hinders it, and the cautions, in the order they stand."""
    found = [*_whole(questionnaire)]
    if (
        sum(1 for _question in questionnaire.questions) > MOST_QUESTIONS
        or len(questionnaire.languages) > MOST_LANGUAGES
    ):
        return found  # What else is wrong can wait, and would take long to find.
    found += [*_keys(questionnaire), *_conditions(questionnaire)]
    for place, section in _sections(questionnaire):
        found += _section(questionnaire, section, place)
        for question_place, question in _questions(section, place):
            found += _question(questionnaire, question, question_place)
    return sorted(dict.fromkeys(found), key=_order)


def _order(problem: Problem) -> tuple[tuple[str, int], ...]:
    return tuple((step.what, step.number) for step in problem.place)


def _sections(questionnaire: Questionnaire) -> Iterator[tuple[Place, Section]]:
    for number, section in enumerate(questionnaire.sections, 1):
        yield (Step("section", number, section.key),), section


def _questions(section: Section, place: Place) -> Iterator[tuple[Place, Question]]:
    for number, question in enumerate(section.questions, 1):
        yield (*place, Step("question", number, question.key)), question


def _whole(questionnaire: Questionnaire) -> Iterator[Problem]:
    count = sum(1 for _question in questionnaire.questions)
    if count == 0:
        yield Problem((), "no_questions")
    if count > MOST_QUESTIONS:
        yield Problem((), "too_many_questions", str(MOST_QUESTIONS))
    if not questionnaire.languages:
        yield Problem((), "no_languages")
    if len(questionnaire.languages) > MOST_LANGUAGES:
        yield Problem((), "too_many_languages", str(MOST_LANGUAGES))
        return
    for language, times in Counter(questionnaire.languages).items():
        if times > 1:
            yield Problem((), "doubled_language", language)
    yield from _text(questionnaire, questionnaire.title, (), "title", LONGEST_TEXT)
    yield from _text(questionnaire, questionnaire.intro, (), "intro", LONGEST_INTRO, required=False)
    yield from _text(questionnaire, questionnaire.thanks, (), "thanks", LONGEST_INTRO, required=False)


def _section(questionnaire: Questionnaire, section: Section, place: Place) -> Iterator[Problem]:
    several = len(questionnaire.sections) > 1
    yield from _text(questionnaire, section.title, place, "title", LONGEST_TEXT, required=several)
    yield from _text(questionnaire, section.text, place, "text", LONGEST_INTRO, required=False)


def _question(questionnaire: Questionnaire, question: Question, place: Place) -> Iterator[Problem]:
    yield from _text(questionnaire, question.text, place, "text", LONGEST_TEXT)
    yield from _text(questionnaire, question.help, place, "help", LONGEST_HELP, required=False)
    yield from _text(questionnaire, question.unit, place, "unit", LONGEST_TEXT, required=False)
    yield from _picture(questionnaire, question.picture, place)
    yield from _options(questionnaire, question, place)
    yield from _limits(question, place)
    for field, kinds in _FIELDS_OF.items():
        if question.kind not in kinds and getattr(question, field):
            yield Problem(place, "not_of_this_kind", field)


def _options(questionnaire: Questionnaire, question: Question, place: Place) -> Iterator[Problem]:
    """How many there are to choose, and what each says."""
    if question.kind in (Kind.SCALE, Kind.MATRIX) and not FEWEST_STEPS <= len(question.steps) <= MOST_STEPS:
        yield Problem(place, "steps", f"{FEWEST_STEPS}–{MOST_STEPS}")
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE) and len(question.options) < FEWEST_STEPS:
        yield Problem(place, "few_options", str(FEWEST_STEPS))
    if question.kind == Kind.MATRIX and not question.rows:
        yield Problem(place, "no_rows")
    for what, options in (("option", question.options), ("row", question.rows)):
        if len(options) > MOST_OPTIONS:
            yield Problem(place, "many_options", str(MOST_OPTIONS))
        yield from _doubled(place, what, [option.key for option in options])
        for number, option in enumerate(options, 1):
            yield from _option(questionnaire, option, (*place, Step(what, number, option.key)))
            if option.alone and (question.kind != Kind.MULTIPLE or what == "row"):
                yield Problem((*place, Step(what, number, option.key)), "not_of_this_kind", "alone")


def _option(questionnaire: Questionnaire, option: Option, place: Place) -> Iterator[Problem]:
    yield from _text(questionnaire, option.text, place, "text", LONGEST_TEXT)
    yield from _text(questionnaire, option.description, place, "description", LONGEST_HELP, required=False)
    yield from _picture(questionnaire, option.picture, place)


def _limits(question: Question, place: Place) -> Iterator[Problem]:
    if question.least is not None and question.most is not None and question.least > question.most:
        yield Problem(place, "limits", "least")
    if question.at_most is not None and not 1 <= question.at_most <= len(question.options):
        yield Problem(place, "limits", "at_most")
    if not 1 <= question.longest <= LONGEST_ANSWER:
        yield Problem(place, "limits", "longest")


# --- Words ------------------------------------------------------------------------------------


def _text(
    questionnaire: Questionnaire, text: Text, place: Place, field: str, longest: int, *, required: bool = True
) -> Iterator[Problem]:
    """Whether there are words in the first language, and in the others (a caution); and whether they are too many."""
    first, *others = questionnaire.languages or ("sv",)
    written = {language for language, words in text.items() if words.strip()}
    if any(len(words) > longest for words in text.values()):
        yield Problem(place, "too_long_text", str(longest))
    if first not in written:
        if required or written:
            yield Problem(place, "missing_text", field)
        return
    for language in others:
        if language not in written:
            yield Problem(place, "untranslated", language, caution=True)
    for language in sorted(written.difference(questionnaire.languages)):
        yield Problem(place, "unlisted_language", language, caution=True)


def _picture(questionnaire: Questionnaire, picture: Picture | None, place: Place) -> Iterator[Problem]:
    if picture is None:
        return
    if picture.icon and picture.file:
        yield Problem(place, "two_pictures")
    for language in questionnaire.languages:
        if not picture.alt.get(language, "").strip():
            yield Problem(place, "no_alt", language, caution=True)


# --- Keys and conditions ----------------------------------------------------------------------


def _doubled(place: Place, what: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, key in enumerate(keys, 1):
        if key and key in seen:
            yield Problem((*place, Step(what, number, key)), "doubled_key", key)
        seen.add(key)


def _keys(questionnaire: Questionnaire) -> Iterator[Problem]:
    """No section has another's key, and no question that of another, wherever they stand."""
    yield from _doubled((), "section", [section.key for section in questionnaire.sections])
    seen: set[str] = set()
    for place, question in chain.from_iterable(_questions(one, place) for place, one in _sections(questionnaire)):
        if question.key and question.key in seen:
            yield Problem(place, "doubled_key", question.key)
        seen.add(question.key)


def _conditions(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Each condition is about options of a question that stands earlier: so there is no circle either."""
    later = {question.key for question in questionnaire.questions}
    earlier: dict[str, Question] = {}
    for place, section in _sections(questionnaire):
        yield from _condition(section.asked_if, place, earlier, later)
        for question_place, question in _questions(section, place):
            yield from _condition(question.asked_if, question_place, earlier, later)
            if len(conditions_of(section, question)) > 1:
                yield Problem(question_place, "two_conditions", caution=True)
            earlier.setdefault(question.key, question)


def _condition(
    condition: Condition | None, place: Place, earlier: dict[str, Question], later: set[str]
) -> Iterator[Problem]:
    if condition is None:
        return
    question = earlier.get(condition.question)
    if question is None:
        yield Problem(place, f"condition_{'later' if condition.question in later else 'missing'}", condition.question)
    elif question.kind not in HAS_CHOICES:
        yield Problem(place, "condition_kind", condition.question)
    elif not condition.options:
        yield Problem(place, "condition_empty", condition.question)
    else:
        there = {option.key for option in question.options}
        for key in condition.options:
            if key not in there:
                yield Problem(place, "condition_option", key)
