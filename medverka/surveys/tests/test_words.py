import pytest

from medverka.questionnaires.problems import CODES, Problem, Step
from medverka.surveys import words

DETAILS = {"limits": "least", "too_many": "3", "not_json": "3:17", "too_small": "1.5", "too_big": "7"}


@pytest.mark.parametrize("code", sorted(CODES))
def test_there_are_words_for_everything_that_can_be_wrong(code):
    sentence = words.told(Problem((), code, DETAILS.get(code, "en")))
    assert sentence.endswith(".")
    assert "%(" not in sentence


def test_a_problem_is_told_with_a_place_that_one_can_find():
    there = (Step("section", 2, "moten"), Step("question", 3, "helhet"), Step("option", 1, ""))
    assert words.line(Problem(there, "missing_text", "text")) == (
        "Avsnitt 2 (moten), fråga 3 (helhet), alternativ 1: Texten saknas på formulärets första språk."
    )
    assert words.line(Problem((), "no_questions")) == "Det finns ingen fråga än."


def test_a_hostile_detail_stands_as_it_is_written():
    assert "%(x)s %d {0}" in words.told(Problem((), "unknown_field", "%(x)s %d {0}"))


def test_every_limit_and_every_field_has_words():
    for limit in ("least", "at_most", "longest"):
        assert words.told(Problem((), "limits", limit))
    assert words.told(Problem((), "missing_text", "help")).startswith("Hjälptexten")


def test_a_limit_is_written_as_swedes_write_numbers():
    assert words.told(Problem((), "too_big", "7.5")) == "Talet är för stort. Det får vara högst 7,5."


def test_of_very_many_mistakes_the_first_are_told_and_how_many_more_there_are():
    told = words.lines([Problem((), "no_questions")] * 53)
    assert (len(told), told[-1]) == (51, "… och 3 fel till.")


def test_a_language_without_a_name_of_ours_is_told_by_its_tag():
    assert words.told(Problem((), "untranslated", "so")) == "Något är inte översatt till språket so."
    assert words.told(Problem((), "untranslated", "en")) == "Något är inte översatt till engelska."
