import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.questionnaires.answering import asked, clean, items, pages, read_number
from medverka.questionnaires.counting import count
from medverka.questionnaires.document import Condition
from medverka.questionnaires.problems import CODES, stopping
from medverka.questionnaires.tests.make import (
    in_sections,
    matrix,
    multiple,
    number,
    of,
    option,
    questionnaires,
    scale,
    sheets,
    single,
    text,
)

MET = Condition("deltagit", ("ja",))
FOLLOWED = of(
    single("deltagit"), scale("moten", asked_if=MET), text("varfor", asked_if=Condition("moten", ("daligt",)))
)


def keys(questions):
    return [question.key for question in questions]


def told(problems):
    return [(problem.item, problem.code, problem.detail) for problem in problems]


# --- What is asked ---


def test_a_follow_up_is_put_to_those_who_answered_so():
    assert keys(asked(FOLLOWED, {})) == ["deltagit"]
    assert keys(asked(FOLLOWED, {"deltagit": "nej"})) == ["deltagit"]
    assert keys(asked(FOLLOWED, {"deltagit": "ja"})) == ["deltagit", "moten"]
    assert keys(asked(FOLLOWED, {"deltagit": "ja", "moten": "daligt"})) == ["deltagit", "moten", "varfor"]


def test_an_answer_to_a_hidden_question_opens_no_other():
    assert keys(asked(FOLLOWED, {"deltagit": "nej", "moten": "daligt"})) == ["deltagit"]


def test_one_of_several_choices_is_enough_for_a_follow_up():
    questionnaire = of(multiple("satt"), text("mer", asked_if=Condition("satt", ("b", "c"))))
    assert keys(asked(questionnaire, {"satt": ["a", "c"]})) == ["satt", "mer"]
    assert keys(asked(questionnaire, {"satt": ["a"]})) == ["satt"]


def test_a_whole_section_is_left_out_with_its_questions_and_those_that_hang_on_them():
    questionnaire = in_sections(
        (single("deltagit"),),
        (scale("moten"),),
        (text("mer", asked_if=Condition("moten", ("bra",))), text("annat")),
        conditions=(None, MET),
    )
    shown = pages(questionnaire, {"deltagit": "nej", "moten": "bra"})
    assert [(page.section.key, keys(page.questions), page.first) for page in shown] == [
        ("del-0", ["deltagit"], 1),
        ("del-2", ["annat"], 2),
    ]


@pytest.mark.parametrize("answer", [None, 7, ["ja", ["ja"]], {"ja": "ja"}, "okänt", b"ja", [None]])
def test_answers_of_any_shape_ask_without_failing(answer):
    assert asked(FOLLOWED, {"deltagit": answer})[0].key == "deltagit"
    clean(FOLLOWED, {"deltagit": answer, "moten": answer, "varfor": answer})


# --- What was answered ---


def test_answers_to_hidden_questions_fall_away_and_it_is_told():
    kept, problems = clean(FOLLOWED, {"deltagit": "nej", "moten": "bra", "varfor": "Därför", "annat": "x"})
    assert kept == {"deltagit": "nej"}
    assert told(problems) == [
        ("moten", "not_asked", "moten"),
        ("varfor", "not_asked", "varfor"),
        ("annat", "unknown_question", "annat"),
    ]
    assert stopping(problems) == []


def test_empty_answers_to_hidden_questions_are_nothing_to_tell_of():
    assert clean(of(single("deltagit"), matrix("bemotande", asked_if=MET)), {"bemotande": {"personal": ""}}) == ({}, [])


def test_an_option_that_there_is_not_is_refused():
    kept, problems = clean(of(single("deltagit"), multiple("satt")), {"deltagit": "kanske", "satt": ["a", "x", "a"]})
    assert kept == {"satt": ["a"]}
    assert told(problems) == [("deltagit", "unknown_option", "kanske"), ("satt", "unknown_option", "x")]


def test_what_shuts_out_the_others_stands_alone():
    question = replace(multiple("satt"), options=(option("a"), option("b"), option("inget", alone=True)))
    kept, problems = clean(of(question), {"satt": ["inget", "a"]})
    assert kept == {"satt": ["a", "inget"]}, "what was chosen stands until somebody has decided"
    assert told(problems) == [("satt", "not_alone", "inget")]
    assert stopping(problems)
    for fine in (["inget"], ["a", "b"]):
        assert clean(of(question), {"satt": fine}) == ({"satt": fine}, [])


def test_too_many_choices_are_told_and_kept_as_they_were_made():
    kept, problems = clean(of(multiple("satt", at_most=2)), {"satt": ["c", "a", "b"]})
    assert kept == {"satt": ["a", "b", "c"]}
    assert told(problems) == [("satt", "too_many", "2")]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12", "12"),
        (" 1 234,5 ", "1234.5"),
        ("1\u00a0234,50", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1'234", "1234"),
        ("−3", "-3"),
        ("+3", "3"),
        ("-0,0", "0"),
        ("007", "7"),
        ("3.25", "3.25"),
        ("٣٫٥", "3.5"),
        ("5 dagar", "5"),
        ("5dagar", "5"),
        (7, "7"),
    ],
)
def test_numbers_are_read_as_people_write_them(written, kept):
    assert clean(of(number("dagar", unit={"sv": "dagar"})), {"dagar": written}) == ({"dagar": kept}, [])


@pytest.mark.parametrize("written", ["fem", "1 2", "1,2,3", "1e9", "12 34", "NaN", "--1", "9" * 16, "1,1234567", "½"])
def test_what_is_no_number_stands_as_it_was_written(written):
    kept, problems = clean(of(number("dagar")), {"dagar": written})
    assert kept == {"dagar": written}
    assert told(problems) == [("dagar", "not_a_number", written)]


def test_a_number_outside_its_limits_is_told_with_the_limit():
    limited = of(number("dagar", least=Decimal(0), most=Decimal("7.5")))
    assert told(clean(limited, {"dagar": "-1"})[1]) == [("dagar", "too_small", "0")]
    assert clean(limited, {"dagar": "8"}) == ({"dagar": "8"}, clean(limited, {"dagar": "8"})[1])
    assert told(clean(limited, {"dagar": "8"})[1]) == [("dagar", "too_big", "7.5")]
    assert clean(limited, {"dagar": "7,5"}) == ({"dagar": "7.5"}, [])


def test_five_megabytes_of_text_are_told_and_kept_whole():
    words = "ord " * 1_300_000
    kept, problems = clean(of(text("annat")), {"annat": words})
    assert kept["annat"] == words.strip()
    assert told(problems) == [("annat", "too_long", "2000")]


def test_text_is_counted_as_browsers_count_it_and_freed_from_what_cannot_be_stored():
    kept, problems = clean(of(text("annat", longest=5)), {"annat": " a\r\nb\x00\ud800c \n"})
    assert kept == {"annat": "a\nb\N{REPLACEMENT CHARACTER}c"}
    assert problems == []


def test_what_must_be_answered_is_told_by_question_and_by_row():
    demanded = of(single("deltagit", required=True), text("mer", required=True), matrix("bemotande", required=True))
    kept, problems = clean(demanded, {"mer": "  ", "bemotande": {"personal": "bra", "okand": "bra"}})
    assert kept == {"bemotande": {"personal": "bra"}}
    assert told(problems) == [
        ("deltagit", "required", ""),
        ("mer", "required", ""),
        ("bemotande.chefer", "required", ""),
        ("bemotande", "unknown_row", "okand"),
    ]


def test_what_must_be_answered_stops_nobody_whom_it_is_not_put_to():
    assert clean(of(single("deltagit"), text("mer", required=True, asked_if=MET)), {"deltagit": "nej"})[1] == []


@pytest.mark.slow
@given(questionnaires(), st.data())
def test_what_is_clean_stays_as_it_is(questionnaire, data):
    kept, problems = clean(questionnaire, data.draw(sheets(questionnaire)))
    assert {problem.code for problem in problems} <= CODES
    assert clean(questionnaire, kept)[0] == kept
    assert set(kept) <= set(keys(asked(questionnaire, kept)))
    assert asked(questionnaire, kept) == [
        question for page in pages(questionnaire, kept) for question in page.questions
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.slow
@given(questionnaires(), st.data())
def test_answers_that_are_anything_at_all_are_made_clean_or_told(questionnaire, data):
    sent = {question.key: data.draw(anything) for question in questionnaire.questions}
    kept, problems = clean(questionnaire, {**sent, "annat": data.draw(anything)})
    assert {problem.code for problem in problems} <= CODES
    assert json.loads(json.dumps(kept)) == kept
    if not stopping(problems):
        assert clean(questionnaire, kept) == (kept, [])
        count(questionnaire, [kept])


# --- What is counted ---


def test_a_row_of_a_matrix_is_counted_by_itself_and_words_are_not():
    found = items(of(matrix("bemotande"), text("annat"), number("dagar")))
    assert [(item.key, item.kind, item.row and item.row.key) for item in found] == [
        ("bemotande.personal", "scale", "personal"),
        ("bemotande.chefer", "scale", "chefer"),
        ("dagar", "number", None),
    ]


def test_a_unit_is_no_number_by_itself():
    assert read_number("dagar", number("dagar", unit={"sv": "dagar"})) is None
