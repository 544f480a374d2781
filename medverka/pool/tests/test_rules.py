from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.pool import rules


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("welcome", {"new"}),
        ("pause", {"active"}),
        ("resume", {"paused"}),
        ("leave", {"new", "active", "paused"}),
    ],
)
def test_each_verb_is_possible_from_its_own_statuses_alone(verb, allowed):
    assert {status for status in ("new", "active", "paused", "left") if rules.may_move(verb, status)} == allowed


@pytest.mark.parametrize(
    "written", ["070-174 06 05", "0701740605", "+46 70 174 06 05", "0046701740605", " 070 174 0605 "]
)
def test_a_phone_number_is_kept_alike_however_it_is_written(written):
    assert rules.plain_phone(written) == "+46701740605"


def test_what_is_no_number_is_kept_as_written():
    assert rules.plain_phone("ring  min syster") == "ring min syster"


def test_a_kept_number_is_shown_as_it_is_written_in_sweden():
    assert rules.shown_phone("+46701740605") == "070-174 06 05"


@given(st.text(max_size=60))
def test_no_text_in_the_place_of_a_number_is_an_error(text):
    rules.shown_phone(rules.plain_phone(text))


def test_somebody_who_wants_mail_but_has_no_address_is_reached_as_they_can_be():
    assert rules.usable_channel("email", ["phone", "letter"]) == "phone"


def test_a_letter_takes_both_street_and_town():
    assert rules.ways_to_be_reached("", "", "Storgatan 4", "") == []


def test_disposal_follows_the_setting_and_waits_a_year_for_those_who_want_to_be_told():
    left = date(2026, 1, 1)
    assert rules.disposal_day(left, 30, tell_after=False) == date(2026, 1, 31)
    assert rules.disposal_day(left, 30, tell_after=True) == date(2027, 1, 1)


def test_a_double_name_is_found_by_each_of_its_words():
    assert rules.name_words("Anna-Karin", "Åberg Öst") == {"anna", "karin", "åberg", "öst"}


@pytest.mark.parametrize(
    ("kept", "shown"), [("38122", "381 22"), ("381 22", "381 22"), ("FI-00100", "FI-00100"), ("", "")]
)
def test_a_swedish_postcode_is_shown_in_two_groups(kept, shown):
    assert rules.shown_postcode(kept) == shown
