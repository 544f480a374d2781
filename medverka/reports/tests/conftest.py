from datetime import date

import pytest

from medverka.foundation import clock


@pytest.fixture(autouse=True)
def today():
    """So that it is known which years are over."""
    with clock.at(date(2026, 11, 22)):
        yield
