from collections import defaultdict

import pytest

from medverka.questionnaires.checks import problems
from medverka.questionnaires.document import EASY, Kind
from medverka.questionnaires.files import dumps, read
from medverka.surveys import bank
from medverka.surveys.ladders import LADDERS

FILES = sorted(bank.FOLDER.glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_questionnaire_of_the_bank_is_finished_in_all_three_languages(file):
    questionnaire = read(file.read_bytes())
    assert questionnaire.languages == ("sv", EASY, "en")
    assert problems(questionnaire) == []
    assert dumps(questionnaire) == file.read_text()


def test_every_file_is_offered_and_says_whom_it_is_for():
    assert {file.stem for file in FILES} == {one.key for one in bank.ready()}
    assert all(str(one.whom) for one in bank.ready())


def test_questions_of_one_key_can_be_laid_side_by_side():
    answers = defaultdict(set)
    for one in bank.ready():
        for question in one.questionnaire.questions:
            keys = tuple(option.key for option in question.options)
            answers[question.key].add((question.kind, keys, tuple(row.key for row in question.rows)))
    assert {key: found for key, found in answers.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (
            "tjanstepersoner",
            "medverkande",
            {"helhet", "komma-till-tals", "ledde-till", "satt", "fungerar-bra", "battre"},
        ),
        ("uppdrag-medverkande", "uppdrag-uppdragsgivare", {"uppdraget", "tydligt", "lika-villkor", "nytta", "igen"}),
    ],
)
def test_both_sides_are_asked_the_same(one, other, shared):
    sides = [{question.key for question in bank.questionnaire(side).questions} for side in (one, other)]
    assert shared <= sides[0] & sides[1]


def test_a_step_has_the_same_words_and_face_wherever_it_stands():
    for language in ("sv", "en"):
        words = defaultdict(set)
        for one in bank.items():
            if one.question.kind in (Kind.SCALE, Kind.MATRIX):
                keys = tuple(option.key for option in one.question.steps)
                words[keys].add(tuple((option.text[language], option.face) for option in one.question.steps))
        assert all(len(found) == 1 for found in words.values())


def test_the_builders_ready_scales_are_those_of_the_bank():
    scales = [one.question.steps for one in bank.items() if one.question.kind == Kind.SCALE]
    by_keys = {tuple(step.key for step in steps): [step.text for step in steps] for steps in scales}
    shared = [ladder for ladder in LADDERS.values() if tuple(key for key, _text in ladder.steps) in by_keys]
    assert {"bra", "grad", "ofta", "ja"} <= {ladder.key for ladder in shared}
    for ladder in shared:
        assert [text for _key, text in ladder.steps] == by_keys[tuple(key for key, _text in ladder.steps)]


def test_not_knowing_is_never_a_step_of_the_scale():
    scales = [one.question for one in bank.items() if one.question.kind == Kind.SCALE]
    assert scales
    for question in scales:
        assert [option.key for option in question.options if option.apart][-1] == "vet-inte"


def test_whoever_is_asked_for_words_is_asked_for_no_names():
    for one in bank.items():
        if one.question.kind == Kind.TEXT:
            assert "inga namn" in one.question.help["sv"]


def test_a_single_question_is_found_by_its_key_and_is_put_to_everybody():
    assert bank.item("tjanstepersoner.eget-arbetssatt-vad").asked_if is None
    assert all(bank.item(one.key).key == one.question.key for one in bank.items())
    for unknown in ("tjanstepersoner.finns-inte", "finns-inte.helhet", "../helhet", ""):
        with pytest.raises(KeyError):
            bank.item(unknown)


def test_what_is_asked_in_the_same_words_is_offered_once():
    offered = [one.question.key for one in bank.items()]
    assert offered.count("battre") == 1
    assert offered.count("komma-till-tals") == 2
