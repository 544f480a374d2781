import pytest
from django.utils import translation

from medverka.journal import words
from medverka.journal.tests import verbs

WRITTEN = list(verbs.everywhere())


def test_the_search_for_verbs_sees_through_other_names_and_choices():
    source = """
from medverka.journal.actions import Event as Entry, record
def act(by, thing, new):
    verb = "thing.made" if new else "thing.changed"
    record(by, verb, thing)
    record_many(by, [Entry("thing.seen", f"thing:{thing.pk}")])
    record(by, verb=secret(), thing=thing)
"""
    found = list(verbs.in_module(source, "x.py"))
    assert {(one.where, one.verbs, one.kind) for one in found} == {
        ("x.py:5", frozenset({"thing.made", "thing.changed"}), ""),
        ("x.py:6", frozenset({"thing.seen"}), "thing"),
        ("x.py:7", frozenset(), ""),
    }


def test_every_verb_is_written_out_where_it_is_journalled():
    assert len(WRITTEN) > 60
    assert [one.where for one in WRITTEN if not one.verbs] == []


def test_every_verb_has_words():
    known = words.all_events()
    assert [(one.where, verb) for one in WRITTEN for verb in one.verbs if verb not in known] == []


def test_there_are_no_words_for_what_is_never_journalled():
    written = {verb for one in WRITTEN for verb in one.verbs}
    assert set(words.all_events()) - written == set()


def test_every_kind_of_thing_that_is_spelt_out_has_words():
    assert [one.where for one in WRITTEN if one.kind and one.kind not in words.kinds()] == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_event_reads_as_another_within_its_group(language):
    with translation.override(language):
        for group in words.groups().values():
            texts = [str(text) for text in group.events.values()]
            assert sorted(set(texts)) == sorted(texts)
            assert all(text and "_" not in text and "." not in text for text in texts)


def test_words_that_stand_twice_are_refused():
    with pytest.raises(ValueError, match="stand twice"):
        words.register_events("another", "Another", {"door.opened": "x"})
    with pytest.raises(ValueError, match="two kinds"):
        words.register_kind("contributor", words.Kind("x"))
