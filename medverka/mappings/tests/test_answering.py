import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import link_holder
from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.mappings.actions import answering
from medverka.mappings.actions import mappings as actions
from medverka.mappings.moves import NotNow
from medverka.mappings.rules import Answered
from medverka.mappings.tests.conftest import all_on
from medverka.organisations.actions import change_organisation

pytestmark = pytest.mark.django_db


def test_what_is_filled_in_stays_and_the_rest_comes_later(of, county, commissioner):
    one = answering.fill_in(of(county.clinic), by=commissioner, answers={"own_plan": "s2"})
    answering.fill_in(one, by=commissioner, answers={"meetings": "s4"}, comments={"meetings": " Varje månad. "})
    kept = of(county.clinic)
    assert kept.answers == {"own_plan": "s2", "meetings": "s4"}
    assert kept.comments == {"meetings": "Varje månad."}
    assert (kept.state, kept.on_behalf, kept.changed_by) == (Answered.BEGUN, False, commissioner.actor_id)


def test_an_emptied_answer_is_taken_away(of, county, commissioner):
    one = answering.fill_in(of(county.clinic), by=commissioner, answers={"own_plan": "s2", "choices": "s3"})
    assert answering.fill_in(one, by=commissioner, answers={"own_plan": ""}).answers == {"choices": "s3"}


def test_the_coordinator_fills_in_on_behalf_and_the_record_says_so(of, county, coordinator):
    one = answering.fill_in(of(county.ekdala), by=coordinator, answers={"own_plan": "s2"})
    assert one.on_behalf
    assert Entry.objects.get(verb="assessment.filled_in").facts == {"on_behalf": True}


def test_what_two_write_to_the_same_question_is_not_lost(of, county, commissioner, coordinator):
    one = of(county.clinic)
    seen = answering.stamp_of(one, ["own_plan"])
    answering.fill_in(one, by=commissioner, answers={"own_plan": "s2"}, seen=seen)
    with pytest.raises(answering.ChangedMeanwhile) as change:
        answering.fill_in(one, by=coordinator, answers={"own_plan": "s5"}, seen=seen)
    assert change.value.assessment.answers == {"own_plan": "s2"}
    assert of(county.clinic).answers == {"own_plan": "s2"}


def test_two_who_write_to_different_questions_are_not_in_each_others_way(of, county, commissioner, coordinator):
    one = of(county.clinic)
    first, second = answering.stamp_of(one, ["own_plan"]), answering.stamp_of(one, ["meetings"])
    answering.fill_in(one, by=commissioner, answers={"own_plan": "s2"}, seen=first)
    answering.fill_in(one, by=coordinator, answers={"meetings": "s5"}, seen=second)
    assert of(county.clinic).answers == {"own_plan": "s2", "meetings": "s5"}


def test_a_second_click_changes_nothing(of, county, commissioner):
    one = of(county.clinic)
    seen = answering.stamp_of(one, ["own_plan"])
    for _click in range(2):
        answering.fill_in(one, by=commissioner, answers={"own_plan": "s2"}, seen=seen)
        if of(county.clinic).revision != 1:
            pytest.fail("The same answer was written twice.")
    answering.hand_in(one, by=commissioner)
    answering.hand_in(one, by=commissioner)
    assert Entry.objects.filter(verb="assessment.handed_in").count() == 1


@pytest.mark.parametrize("answers", [{"own_plan": "s9"}, {"own_plan": ["s1"] * 3 + ["nej"]}])
def test_an_option_that_does_not_exist_is_refused_or_left_out(of, county, commissioner, answers):
    one = of(county.clinic)
    try:
        one = answering.fill_in(one, by=commissioner, answers=answers)
    except NotNow:
        one = of(county.clinic)
    assert one.answers in ({}, {"own_plan": "s1"})


def test_a_question_that_does_not_exist_is_left_out(of, county, commissioner):
    one = answering.fill_in(
        of(county.clinic), by=commissioner, answers={"okand": "s1", "own_plan": "s1"}, comments={"okand": "Hej"}
    )
    assert (one.answers, one.comments) == ({"own_plan": "s1"}, {})


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://exempel.invalid/",
        "https://",
        "https://kalle:hemligt@exempel.se/",
        "data:text/html,x",
    ],
)
def test_only_plain_https_addresses_are_evidence(of, county, commissioner, link):
    with pytest.raises(NotNow):
        answering.fill_in(of(county.clinic), by=commissioner, answers={}, evidence={"own_plan": [link]})
    assert of(county.clinic).evidence == {}


def test_evidence_is_kept_as_addresses(of, county, commissioner):
    given = ["https://exempel.se/plan.pdf", "https://exempel.se/plan.pdf"]
    one = answering.fill_in(of(county.clinic), by=commissioner, answers={}, evidence={"own_plan": given})
    assert one.evidence == {"own_plan": ["https://exempel.se/plan.pdf"]}


def test_a_far_too_long_comment_is_refused(of, county, commissioner):
    with pytest.raises(NotNow):
        answering.fill_in(of(county.clinic), by=commissioner, answers={}, comments={"own_plan": "x" * 5_000_000})


def test_nobody_answers_for_another_organisation(of, county, commissioner, other_commissioner, steering_member):
    for organisation, who in (
        (county.region, commissioner),  # The unit's head does not answer for the whole region.
        (county.clinic, other_commissioner),
        (county.clinic, steering_member),
        (county.clinic, link_holder("selfassessment", of(county.norrvik).pk)),
    ):
        with pytest.raises(PermissionDenied):
            answering.fill_in(of(organisation), by=who, answers={"own_plan": "s1"})


def test_whoever_holds_the_link_answers(of, county):
    one = of(county.norrvik)
    done = answering.fill_in(one, by=link_holder("selfassessment", one.pk), answers={"own_plan": "s1"})
    assert (done.answers, done.on_behalf) == ({"own_plan": "s1"}, False)


def test_nothing_is_handed_in_that_has_no_answer(of, county, commissioner):
    with pytest.raises(NotNow):
        answering.hand_in(of(county.clinic), by=commissioner)


def test_what_changed_after_it_was_read_is_not_handed_in_unseen(of, county, commissioner, coordinator):
    one = answering.fill_in(of(county.clinic), by=commissioner, answers={"own_plan": "s2"})
    answering.fill_in(one, by=coordinator, answers={"own_plan": "s3"})
    with pytest.raises(NotNow):
        answering.hand_in(one, by=commissioner, revision=1)
    assert answering.hand_in(one, by=commissioner, revision=2).state == Answered.HANDED_IN


def test_what_is_handed_in_is_taken_back_before_it_is_changed(of, county, commissioner):
    one = answering.fill_in(of(county.clinic), by=commissioner, answers=all_on(3))
    answering.hand_in(one, by=commissioner)
    with pytest.raises(NotNow):
        answering.fill_in(one, by=commissioner, answers={"own_plan": "s5"})
    answering.take_back(one, by=commissioner)
    assert answering.fill_in(one, by=commissioner, answers={"own_plan": "s5"}).answers["own_plan"] == "s5"


def test_a_closed_mapping_takes_nothing(mapping, answer, of, county, commissioner, coordinator):
    answer(county.clinic)
    actions.close_mapping(mapping, by=coordinator)
    for act in (
        lambda: answering.fill_in(of(county.region), by=coordinator, answers={"own_plan": "s1"}),
        lambda: answering.hand_in(of(county.region), by=coordinator),
        lambda: answering.take_back(of(county.clinic), by=commissioner),
    ):
        with pytest.raises(NotNow):
            act()


def test_an_organisation_that_has_closed_meanwhile_answers_no_more(of, county, coordinator):
    change_organisation(county.ekdala, by=coordinator, closed_on=clock.today())
    with pytest.raises(NotNow):
        answering.fill_in(of(county.ekdala), by=coordinator, answers={"own_plan": "s1"})
