from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from medverka.accounts import rules

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def invitation(**values):
    kept = {"invited_at": NOW, "accepted_at": None, "withdrawn_at": None, "ends_on": None}
    return SimpleNamespace(**(kept | values))


def test_contributors_get_their_role_from_the_pool_and_not_from_here():
    assert "contributor" not in {role.code for role in rules.staff_roles()}
    assert "coordinator" in {role.code for role in rules.staff_roles()}


@pytest.mark.parametrize(
    ("later", "state"),
    [(timedelta(days=13, hours=23), "open"), (timedelta(days=14), "expired"), (timedelta(days=400), "expired")],
)
def test_an_invitation_is_open_for_fourteen_days(later, state):
    assert rules.invitation_state(invitation(), NOW + later) == state


def test_an_invitation_to_a_role_that_has_ended_is_too_old():
    assert rules.invitation_state(invitation(ends_on=date(2026, 3, 4)), NOW) == "expired"
    assert rules.invitation_state(invitation(ends_on=date(2026, 3, 5)), NOW) == "open"


def test_answered_and_withdrawn_come_before_too_old():
    late = NOW + timedelta(days=30)
    assert rules.invitation_state(invitation(accepted_at=NOW), late) == "accepted"
    assert rules.invitation_state(invitation(withdrawn_at=NOW), late) == "withdrawn"


def test_a_role_holds_on_its_first_and_on_its_last_day():
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    assert [rules.holds_on(first, last, day) for day in (first, last)] == [True, True]
    assert not rules.holds_on(first, last, date(2025, 12, 31))
    assert not rules.holds_on(first, last, date(2026, 7, 1))
    assert rules.holds_on(first, None, date(2099, 1, 1))
