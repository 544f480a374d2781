"""Whose round it is: whoever made it, and whoever keeps surveys in the whole county; nobody else changes or counts it."""

import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import SYSTEM, Grant, Someone
from medverka.surveys import policies
from medverka.surveys.actions import answering, concluding, counting, reviewing
from medverka.surveys.models import FreeText, Round
from medverka.surveys.queries import results, rounds, texts
from medverka.surveys.rules import State
from medverka.surveys.tests.counted import counted, make_round, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(county, coordinator):
    sheets = [{"helhet": "e", "fritt": f"Skrivet {place}"} for place in range(9)]
    return make_round({"rad": sheets}, created_by=coordinator)


def test_the_filter_says_what_the_rule_says_of_every_round_and_actor(
    one, coordinator, north_coordinator, commissioner, outsider
):
    version = version_of()
    make_round({}, slug="norr", version=version, created_by=north_coordinator)
    make_round({}, slug="ingens", version=version)
    narrow = Someone("link:1", (Grant("coordinator", sub_area_id=1),))
    for actor in (coordinator, north_coordinator, commissioner, outsider, SYSTEM, narrow):
        allowed = {each.slug for each in Round.objects.all() if policies.may_edit(actor, each)}
        assert {each.slug for each in rounds.visible_to(actor)} == allowed, actor
        assert {each.slug for each in results.to_edit(actor)} == allowed, actor
    assert [each.slug for each in rounds.visible_to(north_coordinator)] == ["norr"]
    assert not rounds.visible_to(narrow), "a round that nobody made is not everybody's"


def test_nobody_counts_reviews_or_concludes_a_round_of_somebody_else(one, coordinator, north_coordinator):
    with pytest.raises(PermissionDenied):
        counting.begin(one, by=north_coordinator)
    with pytest.raises(PermissionDenied):
        answering.hand_in_for(one.groups.get(), {}, by=north_coordinator)
    Round.objects.update(state=State.COUNTING)
    with pytest.raises(PermissionDenied):
        counting.begin_again(one, by=north_coordinator)
    Round.objects.update(state=State.CLOSED)
    counted(one, coordinator)
    text = FreeText.objects.first()
    given = {"shown": "x", "themes": [], "state": "chosen", "before": reviewing.seen(text)}
    with pytest.raises(PermissionDenied):
        reviewing.review(text, by=north_coordinator, **given)
    with pytest.raises(PermissionDenied):
        reviewing.review_many(one, [text.pk], by=north_coordinator, state="read")
    with pytest.raises(PermissionDenied):
        reviewing.make_voice(
            text, by=north_coordinator, words="x", unit=None, capacity="", said_on=None, answer_due_on=None
        )
    with pytest.raises(PermissionDenied):
        concluding.conclude(one, by=north_coordinator, conclusions="Norr var här", before="")
    assert not texts.counted_round(north_coordinator)
    assert list(results.visible_to(north_coordinator)) == [one], "what is counted is read with the permission for it"


def test_whoever_made_a_round_counts_it(county, north_coordinator):
    one = make_round({"rad": [{"helhet": "e"}] * 9}, created_by=north_coordinator)
    assert counted(one, north_coordinator).state == State.COUNTED
