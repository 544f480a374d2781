from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from medverka.foundation import brake

pytestmark = pytest.mark.django_db


def test_tries_are_counted_by_key():
    assert [brake.count("a", most=3, seconds=60) for _try in range(4)] == [True, True, True, False]
    assert (brake.allows("a", most=3), brake.allows("a", most=4), brake.allows("b", most=1)) == (False, True, True)


def test_each_try_is_forgotten_in_its_own_time():
    """The cache's own counting would keep to five minutes from the last try, whatever it is told."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for minutes, counted in ((0, True), (10, True), (11, False), (16, True), (17, False), (26, True)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert brake.count("a", most=2, seconds=900) is counted, minutes


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_one_subscriber_is_one_however_many_addresses_they_have(address, whose):
    assert brake.subscriber(address) == whose


@pytest.mark.slow
def test_a_flood_of_other_tries_makes_no_count_forgotten():
    watched = [f"watched {place}" for place in range(20)]
    for key in watched:
        brake.count(key, most=1, seconds=60)
    for place in range(320):  # More than Django's cache keeps unless told otherwise.
        brake.count(f"other {place}", most=1, seconds=60)
    assert not any(brake.allows(key, most=1) for key in watched)
