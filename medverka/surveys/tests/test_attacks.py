"""An outsider who has the whole published document, and respondents who have their own sheet too, against small surveys.

Every way in which a group can have filled in its sheets is counted and published for real. Documents that are the same letter
by letter cannot be told apart; whatever is the same in all that lies behind one is known.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date

import pytest

from medverka.disclosure.tests import test_answers_surveys as attack
from medverka.disclosure.tests.outsider import World, same_page, worlds
from medverka.questionnaires.counting import count
from medverka.questionnaires.document import Condition, Kind, Option, Question, Questionnaire, Section
from medverka.surveys.published import Results, read
from medverka.surveys.publishing import Counted, Head, document
from medverka.surveys.queries.texts import _themes
from medverka.surveys.quotes import allowed
from medverka.voices.models import Theme

KINDS = {"scale": Kind.SCALE, "single": Kind.SINGLE, "multiple": Kind.MULTIPLE}
K = 3


def questionnaire(survey: attack.Survey) -> Questionnaire:
    """The survey of the attack as a questionnaire, with its follow-ups in a section of their own."""
    questions = [
        Question(
            f"q{place}",
            KINDS[one.kind],
            {"sv": "Fråga"},
            options=tuple(
                Option(f"o{option}", {"sv": "Svar"}, apart=option in one.apart) for option in range(one.options)
            ),
            asked_if=one.asked_if
            and Condition(f"q{one.asked_if[0]}", tuple(f"o{option}" for option in sorted(one.asked_if[1]))),
        )
        for place, one in enumerate(survey)
    ]
    first = [question for question in questions if question.asked_if is None]
    then = [question for question in questions if question.asked_if is not None]
    return Questionnaire(
        {"sv": "Uppföljning"},
        sections=(Section("a", {"sv": "A"}, tuple(first)), Section("b", {"sv": "B"}, tuple(then))),
    )


def filled_in(sheet: attack.Sheet) -> dict[str, object]:
    answers: dict[str, object] = {}
    for place, answer in enumerate(sheet):
        if isinstance(answer, frozenset) and answer:
            answers[f"q{place}"] = [f"o{option}" for option in sorted(answer)]
        elif isinstance(answer, int):
            answers[f"q{place}"] = f"o{answer}"
    return answers


def published(survey: attack.Survey, sheets: Sequence[attack.Sheet]) -> Callable[[World], str]:
    asks, answers = questionnaire(survey), [filled_in(sheet) for sheet in sheets]
    day = date(2021, 11, 1)

    def rule(world: World) -> str:
        group = [one for one, many in zip(answers, world, strict=True) for _ in range(many)]
        counted = Counted("rad", "Rådet", asks, len(group), 40, count(asks, group))
        return json.dumps(document(Head("host", "Hösten", day, day, day, K), [counted]))

    return rule


@pytest.mark.slow
@pytest.mark.parametrize(
    ("survey", "n"),
    [
        (attack.CHAIN, 8),
        (attack.CHAIN, 10),
        (attack.SIDE, 7),
        (attack.SEVERAL, 8),
        (attack.TWO, 6),
        (attack.CROSSED, 8),
    ],
)
def test_nobody_is_found_in_what_is_published_of_a_small_survey(survey: attack.Survey, n: int) -> None:
    sheets = attack.kinds_of_sheets(survey)
    documents = same_page(published(survey, sheets), worlds(len(sheets), n))
    assert len(documents) > 1
    for told, behind in documents:
        page = attack.told_of(survey, sheets, K)(behind[0])
        found = list(attack.found_out(survey, sheets, page, behind, K))
        assert not found, (told, found)


# ── Texts that follow on an answer ────────────────────────────────────────────────────────────

WHY_BAD = Question("varfor", Kind.TEXT, {"sv": "Varför?"}, asked_if=Condition("q0", ("o0", "o1")))
FREE = Question("fritt", Kind.TEXT, {"sv": "Något mer?"})


def told_of_texts(counts: Sequence[int], k: int = 5) -> Results:
    """What is published of a group of which so many chose each of four steps, and were then asked why."""
    scale = questionnaire([attack.Question("scale", 4)]).sections[0].questions[0]
    asks = Questionnaire({"sv": "Uppföljning"}, sections=(Section("a", {"sv": "A"}, (scale, WHY_BAD, FREE)),))
    group = [{"q0": f"o{step}"} for step, many in enumerate(counts) for _ in range(many)]
    day = date(2021, 11, 1)
    counted = Counted("rad", "Rådet", asks, len(group), 40, count(asks, group))
    return read(document(Head("host", "Hösten", day, day, day, k), [counted]), "sv")


def quoted(counts: Sequence[int], question: str, k: int = 5) -> list[str]:
    """Which of a group's texts are shown, when one of them wrote something."""
    results = told_of_texts(counts, k)
    return [one.text for one in allowed([("rad", question, "Ord")], results.groups, k, results.texts_asked)]


def test_a_text_that_says_what_its_writer_answered_is_shown_where_that_is_told_of_enough() -> None:
    assert quoted([2, 4, 9, 9], "varfor") == ["Ord"]
    assert quoted([5, 0, 9, 9], "varfor") == ["Ord"]


def test_a_text_that_says_what_its_writer_answered_is_not_shown_where_few_or_an_untold_number_did() -> None:
    assert quoted([0, 1, 9, 9], "varfor") == []
    assert quoted([1, 4, 9, 9], "varfor") == []
    assert quoted([0, 1, 9, 9], "fritt") == ["Ord"]


def test_themes_of_texts_that_follow_on_an_answer_are_counted_among_those_who_gave_it() -> None:
    """Five of the six who were asked would say that the sixth wrote of something else, or nothing."""
    results, theme = told_of_texts([2, 4, 9, 9]), Theme(pk=1, name="Tider")
    assert _themes({("varfor", "rad", 1): 5}, "varfor", results.groups[0], [theme], results) == []
    assert _themes({("varfor", "rad", 1): 6}, "varfor", results.groups[0], [theme], results) == [("Tider", 6)]
    assert _themes({("fritt", "rad", 1): 5}, "fritt", results.groups[0], [theme], results) == [("Tider", 5)]
