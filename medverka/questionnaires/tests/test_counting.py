from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.questionnaires.answering import asked, clean, items
from medverka.questionnaires.counting import ItemCount, count, texts
from medverka.questionnaires.document import Condition, Kind
from medverka.questionnaires.tests.make import (
    LADDER,
    matrix,
    multiple,
    number,
    of,
    questionnaires,
    scale,
    sheets,
    single,
    text,
)


def naive(questionnaire, answered):
    """The same, a sheet at a time as anybody would do it by hand."""
    found = {}
    for item in items(questionnaire):
        put = answers = 0
        options, values = {option.key: 0 for option in item.options}, []
        for sheet in answered:
            if item.question not in asked(questionnaire, sheet):
                continue
            put += 1
            answer = sheet.get(item.question.key)
            if item.row:
                answer = (answer or {}).get(item.row.key)
            if not answer:
                continue
            answers += 1
            if item.kind == Kind.NUMBER:
                values.append(Decimal(answer))
            for option in [answer] if isinstance(answer, str) and item.kind != Kind.NUMBER else answer:
                if option in options:
                    options[option] += 1
        found[item.key] = ItemCount(put, answers, options, tuple(sorted(values)))
    return found


@pytest.mark.slow
@given(questionnaires(), st.data())
def test_the_count_is_what_a_count_by_hand_gives(questionnaire, data):
    answered = data.draw(st.lists(sheets(questionnaire), max_size=6))
    assert count(questionnaire, answered) == naive(questionnaire, answered)
    kept = [clean(questionnaire, sheet)[0] for sheet in answered]
    assert count(questionnaire, iter(kept)) == naive(questionnaire, kept)


def test_everybody_who_was_asked_is_in_the_figures_and_each_option_stands_there():
    assert count(of(scale("helhet")), [{"helhet": "bra"}, {"helhet": "bra"}, {}]) == {
        "helhet": ItemCount(3, 2, {**dict.fromkeys((*LADDER, "vet-inte"), 0), "bra": 2})
    }


def test_several_choices_are_counted_each_by_itself_and_a_person_once():
    counted = count(of(multiple("satt")), [{"satt": ["a", "b"]}, {"satt": ["a"]}, {}])["satt"]
    assert counted == ItemCount(3, 2, {"a": 2, "b": 1, "c": 0})


def test_a_follow_up_is_counted_among_those_it_was_put_to():
    questionnaire = of(single("deltagit"), scale("moten", asked_if=Condition("deltagit", ("ja",))))
    counted = count(questionnaire, [{"deltagit": "ja", "moten": "bra"}, {"deltagit": "ja"}, {"deltagit": "nej"}, {}])
    assert (counted["moten"].asked, counted["moten"].answered) == (2, 1)


def test_the_rows_of_a_matrix_are_counted_by_themselves():
    counted = count(of(matrix("bemotande")), [{"bemotande": {"personal": "bra"}}, {}])
    assert (counted["bemotande.personal"].answered, counted["bemotande.chefer"].answered) == (1, 0)


def test_numbers_come_as_values_smallest_first():
    counted = count(of(number("dagar")), [{"dagar": "10"}, {"dagar": "2.5"}, {}])
    assert counted["dagar"] == ItemCount(3, 2, {}, (Decimal("2.5"), Decimal(10)))


def test_nobody_answering_gives_zeros_rather_than_nothing():
    assert count(of(single("deltagit")), []) == {"deltagit": ItemCount(0, 0, {"ja": 0, "nej": 0})}


def test_texts_come_question_by_question_and_no_order_tells_whose_they_are():
    questionnaire = of(text("bra"), single("deltagit"), text("mer", asked_if=Condition("deltagit", ("ja",))))
    written = [
        {"bra": "Öppenhet", "deltagit": "ja", "mer": "Tid"},
        {"bra": "Ansvar", "deltagit": "ja", "mer": "Ärlighet"},
        {"bra": "Möten", "deltagit": "nej", "mer": "Ska inte med"},
    ]
    expected = [("bra", "Ansvar"), ("bra", "Möten"), ("bra", "Öppenhet"), ("mer", "Tid"), ("mer", "Ärlighet")]
    assert sorted(texts(questionnaire, written)) == sorted(expected)
    assert list(texts(questionnaire, written)) == list(texts(questionnaire, reversed(written)))
