from dataclasses import replace
from datetime import date, timedelta

import pytest

from medverka.assignments import fit, rules
from medverka.assignments.rules import Facts, InvitationState, RequestState
from medverka.foundation.petals import CHAIN, PETALS, chain_steps

TODAY = date(2026, 3, 2)

# Every state × every verb: what a row allows stands here once more, by hand.
ALLOWED = {
    "draft": {"send", "await_confirmation"},
    "unconfirmed": {"send", "await_confirmation"},
    "received": {"ask_back", "decline", "open", "withdraw"},
    "asked_back": {"ask_back", "reply", "decline", "open", "withdraw"},
    "open": {"cancel", "carry_out"},
    "declined": set(),
    "cancelled": set(),
    "carried_out": {"close"},
    "closed": set(),
}
ALLOWED_INVITATION = {
    "raised": {"invite", "reserve", "decline", "not_choose"},
    "reserve": {"invite", "not_choose", "take_back"},
    "invited": {"accept", "decline", "expire", "not_choose", "take_back"},
    "accepted": {"withdraw"},
    "waiting": {"give_place", "decline", "not_choose"},
    "declined": {"accept"},
    "expired": {"invite", "accept", "decline"},
    "not_chosen": set(),
    "withdrawn": set(),
    "taken_back": {"invite", "reserve"},
}


@pytest.mark.parametrize("state", RequestState.values)
@pytest.mark.parametrize("verb", rules.TRANSITIONS)
def test_a_request_can_be_moved_from_exactly_these_states(state, verb):
    assert rules.can(verb, state) == (verb in ALLOWED[state])


@pytest.mark.parametrize("state", InvitationState.values)
@pytest.mark.parametrize("verb", rules.INVITATION_TRANSITIONS)
def test_an_invitation_can_be_moved_from_exactly_these_states(state, verb):
    assert rules.invitation_can(verb, state) == (verb in ALLOWED_INVITATION[state])


@pytest.mark.parametrize(
    ("facts", "done", "current"),
    [
        (Facts("draft"), {"need"}, "request"),
        (Facts("received"), {"need", "request"}, "people"),
        (Facts("open", accepted=1, wanted=2), {"need", "request"}, "people"),
        (Facts("open", accepted=2, wanted=2), {"need", "request", "people"}, "voice"),
        (Facts("carried_out", accepted=1, wanted=2), {"need", "request", "people"}, "voice"),
        (Facts("carried_out", 2, 2, voices=2, answered=1), {"need", "request", "people", "voice"}, "answer"),
        (Facts("carried_out", 2, 2, voices=2, answered=2, to_tell=4, told=3), {"need", "request", "people", "voice", "answer"}, "told"),
        (Facts("closed", 2, 2, 2, 2, effects=1, to_tell=4, told=4), set(CHAIN), "-"),
        (Facts("declined"), {"need", "request"}, "-"),
    ],
)  # fmt: skip
def test_the_chain_shows_how_far_it_has_come(facts, done, current):
    assert rules.steps_done(facts) == done
    assert rules.current_step(facts) == current
    assert len(chain_steps(rules.steps_done(facts), rules.current_step(facts))) == 7


def test_every_petal_opens_in_the_end():
    assert rules.petals(Facts("closed", 2, 2, 1, 1, 1, 1, 1)) == set(PETALS)


@pytest.mark.parametrize(("days", "said"), [(None, ""), (-1, "past"), (0, "near"), (13, "near"), (14, ""), (100, "")])
def test_a_decision_within_fourteen_days_is_late(days, said):
    decision = None if days is None else TODAY + timedelta(days=days)
    assert rules.lateness(decision, TODAY) == said


@pytest.mark.parametrize(
    ("last", "starts", "day"),
    [
        (None, None, 10),
        (20, None, 20),
        (-3, None, 10),  # A last day that has passed is none.
        (None, 5, 4),
        (20, 5, 4),
        (None, 1, 0),  # The answer must come before it begins.
        (None, 0, 0),
        (None, -3, 1),  # It has begun: one day.
    ],
)
def test_the_last_day_to_answer(last, starts, day):
    after = lambda days: None if days is None else TODAY + timedelta(days=days)  # noqa: E731
    assert rules.reply_day(TODAY, 10, last=after(last), starts_on=after(starts)) == TODAY + timedelta(days=day)


@pytest.mark.parametrize(("passed", "due"), [(0, False), (4, False), (5, True), (10, True), (11, False)])
def test_a_reminder_is_due_when_half_the_time_has_gone_and_never_after(passed, due):
    assert rules.reminder_is_due(TODAY + timedelta(days=passed), TODAY, TODAY + timedelta(days=10)) == due


def test_an_accepted_assignments_link_lives_on_after_it():
    assert rules.link_ends("accepted", TODAY, TODAY + timedelta(days=60)) == TODAY + timedelta(days=150)
    assert rules.link_ends("invited", TODAY, TODAY + timedelta(days=60)) == TODAY + timedelta(days=14)


def test_everything_compulsory_is_asked_for_with_its_step():
    assert {step for step, _words in rules.missing({})} == {"vem", "vad", "inflytande", "manniskor", "villkor"}
    assert rules.missing(dict.fromkeys([field for field, _step, _words in rules.COMPULSORY], "x")) == []


# --- Who fits ---------------------------------------------------------------------------------

WISH = fit.Wish(frozenset({"patient"}), areas=frozenset({1, 2}), way=5, form=7, weekdays=frozenset({1}), on_site=True, municipality=10, sub_area=100, can_arrange=frozenset({20}), cannot_arrange=frozenset({22}))  # fmt: skip


@pytest.mark.parametrize(
    ("person", "reasons"),
    [
        ({}, []),
        ({"already": True}, ["asked"]),
        ({"status": "new"}, ["new"]),
        ({"status": "paused"}, ["paused"]),
        ({"perspectives": frozenset({"relative"})}, ["perspective"]),
        ({"areas": frozenset({3})}, ["experience"]),
        ({"areas": frozenset({2, 3})}, []),
        ({"ways": frozenset({6})}, ["way"]),
        ({"forms": frozenset({8})}, ["form"]),
        ({"needs": frozenset({20, 21})}, []),
        ({"needs": frozenset({20, 22})}, ["access"]),
        ({"weekdays": frozenset({0, 2})}, ["weekday"]),
        ({"same_unit": True}, []),
        ({"most": 2, "busy": 2}, ["limit"]),
        ({"most": 2, "busy": 1}, []),
        ({"most": 0}, ["limit"]),
        ({"perspectives": frozenset({"user"}), "forms": frozenset({8})}, ["perspective", "form"]),
    ],
)
def test_who_does_not_fit_and_why(person, reasons):
    asked = fit.Person(**{"perspectives": frozenset({"patient"}), **person})
    assert fit.why_not(WISH, asked) == reasons


@pytest.mark.parametrize("person", [{"same_unit": True}, {"most": 2, "busy": 2}, {"same_unit": True, "most": 0}])
def test_where_units_are_kept_apart_that_is_not_told_from_having_enough_to_do(person):
    asked = fit.Person(perspectives=frozenset({"patient"}), **person)
    assert fit.why_not(replace(WISH, apart=True), asked) == ["apart"]


def test_what_is_not_said_counts_against_nobody():
    silent = fit.Person(perspectives=frozenset({"patient"}))
    assert fit.why_not(WISH, silent) == []
    assert fit.remarks(WISH, silent) == ["experience_unknown"]


@pytest.mark.parametrize(
    ("municipality", "sub_area", "remarks"),
    [(10, 100, []), (11, 100, []), (12, 200, ["far"]), (12, None, ["far"]), (None, None, [])],
)
def test_another_part_of_the_county_is_remarked_on_and_an_unknown_home_is_not(municipality, sub_area, remarks):
    person = fit.Person(areas=frozenset({1}), municipality=municipality, sub_area=sub_area)
    assert fit.remarks(WISH, person) == remarks


@pytest.mark.parametrize(
    ("needs", "remarks"),
    [(set(), []), ({20}, []), ({21}, ["access_unknown"]), ({22}, ["access_impossible"]), ({20, 21, 22}, ["access_unknown", "access_impossible"])],
)  # fmt: skip
def test_a_need_that_nobody_has_answered_is_to_be_asked_about(needs, remarks):
    person = fit.Person(areas=frozenset({1}), needs=frozenset(needs))
    assert fit.remarks(WISH, person) == remarks
    assert [fit.needs_for(remark, WISH, person) for remark in remarks] == [
        {"access_unknown": {21}, "access_impossible": {22}}[remark] for remark in remarks
    ]


def test_where_somebody_lives_does_not_matter_when_nobody_travels():
    wish = fit.Wish(municipality=10, sub_area=100, on_site=False)
    assert fit.remarks(wish, fit.Person(municipality=12, sub_area=200)) == []


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (None, None, set()),
        (date(2026, 3, 3), None, {1}),
        (date(2026, 3, 6), date(2026, 3, 9), {4, 5, 6, 0}),
        (date(2026, 3, 2), date(2026, 3, 9), set()),
    ],
)
def test_the_weekdays_of_a_period(start, end, days):
    assert fit.weekdays_between(start, end) == days


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (None, None, 0),
        (date(2026, 3, 3), None, 1),
        (date(2026, 3, 2), date(2026, 3, 7), 6),
        (TODAY, date(2026, 3, 8), 0),
    ],
)
def test_which_days_of_a_long_period_are_meant_is_not_known(start, end, days):
    assert len(fit.days_of(start, end)) == days


@pytest.mark.parametrize(
    ("municipality", "sub_area", "on_site", "distance"),
    [(10, 100, True, 0), (11, 100, True, 1), (12, 200, True, 2), (None, None, True, 0), (12, 200, False, 0)],
)
def test_how_far_from_home(municipality, sub_area, on_site, distance):
    wish = fit.Wish(municipality=10, sub_area=100, on_site=on_site)
    assert fit.distance(wish, fit.Person(municipality=municipality, sub_area=sub_area)) == distance


@pytest.mark.parametrize(
    ("perspectives", "tags"),
    [
        ({"user"}, {"own"}),
        ({"patient"}, {"own"}),
        ({"relative"}, {"relative"}),
        ({"user", "relative"}, {"own", "relative"}),
    ],
)
def test_who_counts_for_a_mixed_group(perspectives, tags):
    assert fit.tags(perspectives) == tags
