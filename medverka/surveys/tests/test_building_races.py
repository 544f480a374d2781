"""Two who write at the same moment: nothing is lost, and one next version begins."""

from functools import partial

import pytest

from medverka.assignments.tests.test_races import at_once
from medverka.foundation import clock
from medverka.questionnaires import editing, files
from medverka.questionnaires.document import Kind, Question
from medverka.surveys.actions import pictures
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.models import Image, Version
from medverka.surveys.pictures import redrawn
from medverka.surveys.tests.test_building_parts_pages import picture
from medverka.surveys.tests.test_questionnaires import DOCUMENT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def adding(key):
    return partial(editing.add_questions, into="a", new=[Question(key, Kind.TEXT, {"sv": key})])


def test_two_who_change_a_version_in_use_write_in_one_next_version(coordinator):
    made = actions.make(DOCUMENT, by=coordinator, name="Prov")
    Version.objects.update(fixed_at=clock.now())
    at_once(*(partial(actions.change, made, by=coordinator, edit=adding(f"q{number}")) for number in range(4)))
    newest, first = made.versions.all()
    assert (newest.number, newest.revision, first.number) == (2, 4, 1)
    keys = [question.key for question in files.load(newest.content).questions]
    assert (keys[0], sorted(keys[1:])) == ("helhet", ["q0", "q1", "q2", "q3"])


def test_two_clicks_at_once_copy_once(coordinator):
    made = actions.make(DOCUMENT, by=coordinator, name="Prov")
    seen, copy = actions.stamp(made.versions.get()), partial(editing.copy_question, key="helhet")
    results = at_once(*(partial(actions.change, made, by=coordinator, edit=copy, seen=seen) for _click in range(3)))
    assert len([result for result in results if isinstance(result, editing.Overtaken)]) == 2
    assert len(list(files.load(made.versions.get().content).questions)) == 2


def test_the_same_picture_sent_twice_at_once_is_kept_once(coordinator):
    at_once(*(partial(pictures.keep, redrawn(picture()), by=coordinator) for _click in range(3)))
    assert Image.objects.count() == 1
