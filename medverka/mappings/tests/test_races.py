"""Several at once, each in a transaction of their own: nothing is lost, and nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from medverka.journal.models import Entry
from medverka.mappings.actions import answering
from medverka.mappings.actions import areas as area_actions
from medverka.mappings.models import DevelopmentArea
from medverka.mappings.tests.conftest import KEYS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
EVERY = [key for keys in KEYS.values() for key in keys]


def at_once(act, things):
    def alone(thing):
        try:
            return act(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        return list(threads.map(alone, things))


def test_officials_who_write_to_different_questions_at_once_lose_nothing(of, county, commissioner):
    one = of(county.clinic)
    at_once(lambda key: answering.fill_in(one, by=commissioner, answers={key: "s3"}), EVERY)
    kept = of(county.clinic)
    assert kept.answers == dict.fromkeys(EVERY, "s3")
    assert kept.revision == len(EVERY)


def test_of_those_who_write_to_the_same_question_at_once_one_writes_and_the_others_are_told(of, county, commissioner):
    one = of(county.clinic)
    seen = answering.stamp_of(one, ["own_plan"])

    def write(step):
        try:
            answering.fill_in(one, by=commissioner, answers={"own_plan": f"s{step}"}, seen=seen)
        except answering.ChangedMeanwhile as change:
            return change.assessment.answers["own_plan"]
        return "written"

    said = at_once(write, range(1, 6))
    assert said.count("written") == 1
    assert set(said) == {"written", of(county.clinic).answers["own_plan"]}


def test_double_clicks_hand_in_once_and_plan_once(of, county, commissioner):
    one = answering.fill_in(of(county.clinic), by=commissioner, answers={"own_plan": "s1"})
    at_once(lambda _click: answering.hand_in(one, by=commissioner), range(4))
    assert Entry.objects.filter(verb="assessment.handed_in").count() == 1
    given = {"organisation": county.clinic, "level": "system", "what": "Svar i tid"}
    at_once(lambda _click: area_actions.plan_area(by=commissioner, **given), range(4))
    assert DevelopmentArea.objects.count() == 1
