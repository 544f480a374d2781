import pytest

from medverka.foundation import clock
from medverka.mappings.actions import mappings as actions
from medverka.mappings.moves import NotNow
from medverka.surveys.actions import questionnaires
from medverka.surveys.models import Questionnaire, Version

pytestmark = pytest.mark.django_db


def test_medverkas_own_questions_are_taken_in_once(make):
    first, second = make(), make()
    assert first.version == second.version
    assert Questionnaire.objects.count() == 1
    assert first.slug != second.slug


def test_questions_that_a_mapping_asks_are_never_removed(make, coordinator):
    one = make()
    questionnaire = one.version.questionnaire
    assert questionnaires.is_used(questionnaire)
    assert questionnaires.put_away(questionnaire, by=coordinator) is False
    assert Questionnaire.objects.get().archived_on


def test_an_open_mapping_keeps_its_questions(mapping, coordinator):
    other = Version.objects.create(
        questionnaire=mapping.version.questionnaire, number=2, content=mapping.version.content
    )
    with pytest.raises(NotNow):
        actions.change_mapping(mapping, by=coordinator, version=other)


def test_questions_without_levels_are_no_mapping(make):
    one = make()
    content = one.version.content
    content["sections"] = [{**part, "level": ""} for part in content["sections"]]
    plain = Version.objects.create(
        questionnaire=one.version.questionnaire, number=2, content=content, fixed_at=clock.now()
    )
    with pytest.raises(NotNow):
        make(version=plain)


def test_questions_that_lost_their_levels_meanwhile_stop_the_opening_and_nobody_is_asked(make, county, coordinator):
    one = make()
    actions.choose(one, [county.clinic], by=coordinator)
    Version.objects.filter(pk=one.version_id).update(content={**one.version.content, "sections": []})
    with pytest.raises(NotNow):
        actions.open_mapping(one, by=coordinator)
    one.refresh_from_db()
    assert one.state == "draft"
