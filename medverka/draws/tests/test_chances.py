"""Chances as people read them: small ones keep digits that say something, and above zero none is written as zero."""

from fractions import Fraction

import pytest

from medverka.draws.chances import at_least, in_per_cent


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.2, "20 %"),
        (Fraction(1, 3), "33,3 %"),
        (0.0123, "1,2 %"),
        (0.00996, "1 %"),
        (0.005, "0,5 %"),
        (0.0043, "0,43 %"),
        (20 / 100_000, "0,02 %"),
        (1 / 500_000, "0,0002 %"),
        (1e-12, "mindre än 0,000001 %"),
    ],
)
def test_a_chance_is_written_with_digits_that_say_something(share, words):
    assert in_per_cent(share).replace("\xa0", " ") == words


@pytest.mark.parametrize("share", [10**-power * digit for power in range(1, 12) for digit in (1, 4.9, 9.99)])
def test_no_chance_above_zero_is_written_as_zero(share):
    assert in_per_cent(share) != in_per_cent(0)


def test_a_share_that_somebody_has_at_least_is_never_more_than_they_have():
    assert at_least(0.9999) == "99,9\xa0%"
    assert at_least(0.98) == "98\xa0%"
    assert at_least(1) == "100\xa0%"
