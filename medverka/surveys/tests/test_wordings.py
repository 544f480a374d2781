"""Groups that are asked in different words: nobody's answer stands under words that they never saw."""

from dataclasses import replace

import pytest

from medverka.questionnaires.document import Questionnaire, Section
from medverka.surveys.tests.counted import OVERALL, OWN_WORDS, counted, make_round, version_of, words

pytestmark = pytest.mark.django_db


def asks(overall, own):
    questions = (overall, replace(OWN_WORDS, text=words(own)))
    return Questionnaire(words("Enkät"), languages=("sv", "en"), sections=(Section("s", words("S"), questions),))


def published(first, second):
    one = make_round(
        {key: [{"helhet": "e", "fritt": "Ledaren"}] * 8 for key in ("ga", "gb")}, version=version_of(first)
    )
    one.groups.filter(key="gb").update(version=version_of(second, "annat"))
    return counted(one).publication.content


GOOD = replace(OVERALL, text=words("Var mötena bra?"))


def test_the_same_words_lie_together(county):
    content = published(asks(GOOD, "Vad var bra?"), asks(GOOD, "Vad var bra?"))
    assert [list(one["groups"]) for one in content["questions"]] == [["ga", "gb"]]
    assert [one["text"]["sv"] for one in content["texts"]] == ["Vad var bra?"]


def test_a_question_in_several_wordings_is_told_with_all_of_them(county):
    content = published(asks(GOOD, "Fritt"), asks(replace(OVERALL, text=words("Var mötena dåliga?")), "Fritt"))
    told = [(one["text"]["sv"], list(one["groups"])) for one in content["questions"]]
    assert told == [("Var mötena bra? / Var mötena dåliga?", ["ga", "gb"])]


def test_answers_in_other_words_lie_apart(county):
    other = replace(GOOD, options=tuple(replace(one, text=words(f"Inte {one.key}")) for one in GOOD.options))
    content = published(asks(GOOD, "Vad var bra?"), asks(other, "Vad var bra?"))
    told = [(one["key"], one["text"]["sv"], list(one["groups"])) for one in content["questions"]]
    assert told == [("helhet", "Var mötena bra?", ["ga"]), ("helhet.2", "Var mötena bra?", ["gb"])]


def test_what_was_written_stands_under_all_words_that_were_asked(county):
    content = published(asks(GOOD, "Vad var bra?"), asks(GOOD, "Vad var dåligt?"))
    assert [one["text"]["sv"] for one in content["texts"]] == ["Vad var bra? / Vad var dåligt?"]
