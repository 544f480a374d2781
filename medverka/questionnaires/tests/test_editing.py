"""Changes of a questionnaire keep keys, conditions and everything that was not changed."""

from dataclasses import replace

import pytest

from medverka.questionnaires import editing
from medverka.questionnaires.document import Condition, Kind, Option, Picture, Question, Questionnaire, Section

YES_NO = (Option("ja", {"sv": "Ja"}), Option("nej", {"sv": "Nej"}))


def asked(key, asked_if=None):
    return Question(key, Kind.SINGLE, {"sv": key.title()}, options=YES_NO, asked_if=asked_if)


@pytest.fixture
def whole():
    """Two sections; the third question, and the second section, are put to those who answered yes to the first."""
    said_yes = Condition("ett", ("ja",))
    return Questionnaire(
        {"sv": "Prov"},
        sections=(
            Section("a", {"sv": "A"}, (asked("ett"), asked("tva"), asked("tre", said_yes))),
            Section("b", {"sv": "B"}, (asked("fyra"),), asked_if=said_yes),
        ),
    )


def order(whole):
    return [[question.key for question in section.questions] for section in whole.sections]


@pytest.mark.parametrize(
    ("words", "taken", "key"),
    [
        ("Hur är det på Åsö?", (), "hur-ar-det-pa-aso"),
        ("Ja", {"ja"}, "ja-2"),
        ("Ja", {"ja", "ja-2"}, "ja-3"),
        ("كيف حالك", (), "fraga"),
        ("2 gånger", (), "fraga-2-ganger"),
        ("a" * 80, (), "a" * 40),
    ],
)
def test_a_key_is_made_of_words_once(words, taken, key):
    assert editing.fresh_key(words, taken) == key


def test_a_question_goes_from_the_end_of_its_section_into_the_next_one_and_back(whole):
    moved = editing.move_question(whole, "tre", 1)
    assert order(moved) == [["ett", "tva"], ["tre", "fyra"]]
    assert editing.move_question(moved, "tre", -1) == whole
    assert editing.move_question(whole, "ett", -1) == whole, "the first stays first"
    assert editing.move_question(whole, "fyra", 1) == whole, "the last stays last"


def test_nothing_goes_before_what_it_hangs_on(whole):
    up = editing.move_question(whole, "tre", -1)
    assert order(up)[0] == ["ett", "tre", "tva"]
    with pytest.raises(editing.StillAsked) as found:
        editing.move_question(up, "tre", -1)
    assert [one.key for one in found.value.dependents] == ["tre"]
    with pytest.raises(editing.StillAsked) as found:
        editing.move_section(whole, "b", -1)
    assert [(one.key, one.is_section) for one in found.value.dependents] == [("b", True)]


def test_what_hangs_on_a_removed_question_is_asked_of_everybody(whole):
    assert [one.key for one in editing.depend_on(whole, "ett")] == ["tre", "b"]
    rest = editing.remove(whole, "ett")
    assert order(rest) == [["tva", "tre"], ["fyra"]]
    assert editing.dependents(rest) == []


def test_a_section_and_a_question_of_the_same_key_are_told_apart():
    whole = Questionnaire({"sv": "Prov"}, sections=(Section("a", {"sv": "A"}, (asked("a"), asked("b"))),))
    assert order(editing.remove(whole, "a")) == [["b"]]
    assert order(editing.remove(whole, "a", is_section=True)) == []


def test_an_option_that_a_condition_needs_is_not_removed_unseen(whole):
    was = editing.fingerprint(editing.body_of(whole.question("ett")))
    with pytest.raises(editing.StillAsked):
        editing.put_question(whole, replace(whole.question("ett"), options=YES_NO[1:]), was)
    reworded = replace(whole.question("ett"), options=(Option("ja", {"sv": "Jo"}), YES_NO[1]))
    assert editing.put_question(whole, reworded, was).question("ett").options[0].text == {"sv": "Jo"}


def test_a_question_is_changed_only_as_it_was_seen_and_keeps_its_picture_and_condition(whole):
    sign = Picture(icon="smile", alt={"sv": "Ett leende"})
    whole = editing.swap_question(whole, replace(whole.question("tre"), picture=sign))
    was = editing.fingerprint(editing.body_of(whole.question("tre")))
    changed = editing.put_question(whole, replace(asked("tre"), text={"sv": "Ny"}), was)
    assert changed.question("tre").picture == sign
    assert changed.question("tre").asked_if == Condition("ett", ("ja",))
    with pytest.raises(editing.Overtaken):
        editing.put_question(changed, asked("tre"), was)


def test_a_copied_section_has_keys_of_its_own_and_hangs_on_itself():
    inner = Section("a", {"sv": "A"}, (asked("ett"), asked("tva", Condition("ett", ("ja",)))))
    copied = editing.copy_section(Questionnaire({"sv": "Prov"}, sections=(inner,)), "a")
    assert [section.key for section in copied.sections] == ["a", "a-2"]
    assert order(copied) == [["ett", "tva"], ["ett-2", "tva-2"]]
    assert copied.question("tva-2").asked_if == Condition("ett-2", ("ja",))
    assert editing.left_hanging(copied) == []


def test_a_copied_question_stands_right_after_the_one_it_was_made_of(whole):
    assert order(editing.copy_question(whole, "ett"))[0] == ["ett", "ett-2", "tva", "tre"]


@pytest.mark.parametrize("change", [editing.move_question, editing.move_section])
def test_what_is_not_there_is_not_moved(whole, change):
    with pytest.raises(editing.NotThere):
        change(whole, "finns-inte", 1)
