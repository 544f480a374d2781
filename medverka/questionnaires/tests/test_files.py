import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.questionnaires import files
from medverka.questionnaires.files import Unreadable, dumps, load, read, write
from medverka.questionnaires.problems import CODES, stopping
from medverka.questionnaires.tests.make import in_sections, of, questionnaires, scale, single

GOOD = write(of(single("deltagit"), scale("helhet")))


def changed(change) -> dict:
    """The good file, with something done to it."""
    copy = json.loads(json.dumps(GOOD))
    change(copy)
    return copy


def wrong(data) -> list[tuple[str, str, str]]:
    """Where, what and the detail of everything that is wrong."""
    with pytest.raises(Unreadable) as caught:
        read(data)
    for problem in caught.value.problems:
        assert problem.code in CODES
        assert not problem.caution
    return [
        (" ".join(f"{step.what} {step.number}" for step in one.place), one.code, one.detail)
        for one in caught.value.problems
    ]


def first_question(**fields):
    return changed(lambda data: data["sections"][0]["questions"][0].update(fields))


@pytest.mark.slow
@given(questionnaires())
def test_what_is_written_is_read_as_the_same(questionnaire):
    assert read(write(questionnaire)) == questionnaire
    assert read(dumps(questionnaire).encode()) == questionnaire
    assert load(write(questionnaire)) == questionnaire


@pytest.mark.slow
@given(questionnaires())
def test_the_file_is_the_same_however_the_database_has_ordered_its_keys(questionnaire):
    shuffled = json.loads(json.dumps(write(questionnaire), sort_keys=True))
    assert dumps(read(shuffled)) == dumps(questionnaire)


def test_a_byte_order_mark_is_no_hindrance():
    assert read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode()) == load(GOOD)


def test_what_is_unfinished_is_loaded_from_the_database_but_not_read_from_a_file():
    unfinished = write(of())
    assert load(unfinished) == of()
    assert wrong(unfinished) == [("", "no_questions", "")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"PK\x03\x04\xff\xfe", "not_text"),
        (b'{"format": NaN}', "not_json"),
        (b"[" * 1_000_000, "too_deep"),
        (b'{"a":' * 100_000, "too_deep"),
        (b" " * 50_000_000, "too_large"),
        (b"[]", "not_an_object"),
        (b'"medverka-questionnaire"', "not_an_object"),
        (b'{"format": 7}', "not_this_format"),
        (b'{"format": "something-else", "format_version": 1}', "not_this_format"),
        (b'{"format": "medverka-questionnaire"}', "missing_field"),
        (b'{"format": "medverka-questionnaire", "format_version": true}', "not_a_number"),
        (b'{"format": "medverka-questionnaire", "format_version": 2}', "newer_version"),
        (b'{"format": "medverka-questionnaire", "format_version": ' + b"9" * 5000 + b"}", "not_a_number"),
    ],
)
def test_what_is_no_questionnaire_at_all_is_refused_by_what_it_is(data, code):
    assert [one for _place, one, _detail in wrong(data)] == [code]


def test_a_comma_too_many_is_told_by_line_and_character():
    assert wrong(b'{\n  "format": "medverka-questionnaire",\n}') == [("", "not_json", "3:1")]


def test_everything_that_is_wrong_is_told_at_once_with_its_place():
    def spoil(data):
        data["colour"] = "red"
        data["sections"][0]["questions"][0]["kind"] = "guess"
        data["sections"][0]["questions"][1]["options"][2]["text"] = {"en": "Neither"}
        data["sections"][0]["questions"].append({"key": "Ny fråga", "kind": "text", "text": {"sv": "Varför?"}})

    assert wrong(changed(spoil)) == [
        ("section 1 question 1", "unknown_kind", "guess"),
        ("section 1 question 3", "not_a_key", "key"),
        ("", "unknown_field", "colour"),
        ("section 1 question 2 option 3", "missing_text", "text"),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": "Vad tycker du?"}, ("not_an_object", "text")),
        ({"text": {}}, ("missing_text", "text")),
        ({"text": None}, ("missing_field", "text")),
        ({"text": {"sv": 7}}, ("not_words", "text")),
        ({"text": {"sv": "Hej \ud800"}}, ("strange_sign", "text")),
        ({"text": {"sv": "Hej \x00"}}, ("strange_sign", "text")),
        ({"text": {"svenska!": "Hej", "sv": "Hej"}}, ("not_a_language", "svenska!")),
        ({"text": {"sv": "x" * 501}}, ("too_long_text", "500")),
        ({"help": {"sv": "x" * 1001}}, ("too_long_text", "1000")),
        ({"key": "å ä ö"}, ("not_a_key", "key")),
        ({"key": "x" * 61}, ("not_a_key", "key")),
        ({"key": 3}, ("not_a_key", "key")),
        ({"options": {"ja": "Ja"}}, ("not_a_list", "options")),
        ({"options": []}, ("few_options", "2")),
        ({"required": "ja"}, ("not_yes_or_no", "required")),
        ({"longest": 0}, ("not_a_number", "longest")),
        ({"longest": 10**8}, ("limits", "longest")),
        ({"kind": "multiple", "at_most": 3}, ("limits", "at_most")),
        ({"kind": "multiple", "at_most": "2"}, ("not_a_number", "at_most")),
        ({"kind": "number", "options": [], "least": 5, "most": 4}, ("limits", "least")),
        ({"kind": "number", "options": [], "least": 1e300}, ("not_a_number", "least")),
        ({"least": 5}, ("not_of_this_kind", "least")),
        ({"kind": "matrix"}, ("no_rows", "")),
        ({"picture": {"icon": "../etc"}}, ("not_a_picture", "icon")),
        ({"picture": {"icon": "smile", "file": "0f" * 32}}, ("two_pictures", "")),
        ({"asked_if": {"question": "finns-inte", "options": ["ja"]}}, ("condition_missing", "finns-inte")),
        ({"asked_if": {"question": "helhet", "options": ["bra"]}}, ("condition_later", "helhet")),
        ({"asked_if": {"question": "deltagit", "options": ["ja"]}}, ("condition_later", "deltagit")),
        ({"asked_if": "helhet"}, ("not_an_object", "asked_if")),
    ],
)
def test_a_question_that_cannot_be_is_told_by_what_is_wrong(fields, told):
    assert wrong(first_question(**fields)) == [("section 1 question 1", *told)]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ({"question": "deltagit", "options": ["kanske"]}, ("condition_option", "kanske")),
        ({"question": "deltagit", "options": []}, ("condition_empty", "deltagit")),
        ({"question": "deltagit"}, ("missing_field", "options")),
    ],
)
def test_a_condition_is_about_options_that_there_are(condition, told):
    data = changed(lambda data: data["sections"][0]["questions"][1].update(asked_if=condition))
    assert wrong(data) == [("section 1 question 2", *told)]


def test_a_field_that_stands_twice_is_told_rather_than_half_read():
    twice = json.dumps(GOOD).replace('"kind": "single"', '"kind": "single", "kind": "text"')
    assert wrong(twice.encode())[0] == ("section 1 question 1", "doubled_field", "kind")


def test_two_questions_never_have_one_key_wherever_they_stand():
    assert wrong(write(in_sections((single("a"),), (single("a"),)))) == [("section 2 question 1", "doubled_key", "a")]
    assert wrong(write(of(single("a", "ja", "ja")))) == [("section 1 question 1 option 2", "doubled_key", "ja")]


def test_tags_in_a_text_are_words_like_others():
    hostile = first_question(text={"sv": "<script>alert('&')</script>"})
    assert next(read(hostile).questions).text["sv"] == "<script>alert('&')</script>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        ",".join(f'"{number % 60_000}":1' for number in range(140_000)),
        '"sections":[' + ",".join(['{"questions":[{"key":"a","kind":"x"}]}'] * 40_000) + "]",
        '"sections":[{"key":"a","questions":[' + ",".join(['{"options":[{}]}'] * 80_000) + "]}]",
    ],
)
def test_of_a_hundred_thousand_mistakes_the_first_thousand_are_told(fields):
    data = b'{"format": "medverka-questionnaire", "format_version": 1, ' + fields.encode() + b"}"
    assert len(data) < 2_000_000
    assert len(wrong(data)) == 1000


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@given(questionnaires(), st.data())
def test_a_file_with_anything_anywhere_is_read_or_refused_with_known_codes(questionnaire, data):
    document = write(questionnaire)
    part = document
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
        if not isinstance(part[place], dict | list) or not part[place]:
            break
        part = part[place]
    place = data.draw(st.sampled_from(sorted(part) if isinstance(part, dict) else range(len(part))))
    part[place] = data.draw(anything)
    again, problems = files.read_with_problems(document)
    assert {problem.code for problem in problems} <= CODES
    assert again is not None or problems
    if again is not None and not stopping(problems):
        assert read(files.write(again)) == again


def test_of_far_too_much_only_that_is_told():
    """What else is wrong in thousands of questions, or in as many languages, would take long to find."""
    many = changed(lambda data: data["sections"][0]["questions"].extend({"key": f"n{number}", "kind": "text", "text": {"fr": "?"}} for number in range(201)))  # fmt: skip
    assert {code for _place, code, _detail in wrong(many)} == {"too_many_questions"}
    spoken = ["sv", *(f"x{first}{second}" for first in "abcdefghij" for second in "abcde")]
    assert {code for _place, code, _detail in wrong(changed(lambda data: data.update(languages=spoken)))} == {"too_many_languages"}  # fmt: skip
