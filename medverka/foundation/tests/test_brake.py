import pytest

from medverka.foundation import brake

pytestmark = pytest.mark.django_db


def test_tries_are_counted_by_key():
    assert [brake.count("a", seconds=60) for _try in range(3)] == [1, 2, 3]
    assert (brake.tries("a"), brake.tries("b")) == (3, 0)


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
        brake.count(key, seconds=60)
    for place in range(320):  # More than Django's cache keeps unless told otherwise.
        brake.count(f"other {place}", seconds=60)
    assert [brake.tries(key) for key in watched] == [1] * 20
