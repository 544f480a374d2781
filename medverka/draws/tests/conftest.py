"""A pool of fifteen, and a draw of four of them."""

from datetime import date

import pytest

from medverka.access.authorise import SYSTEM
from medverka.draws.actions import setting_up
from medverka.pool.actions import NewPerson, add_contributors


@pytest.fixture
def pool(county):
    """Fifteen active people: ten from Norrvik, every third a relative, the others patients."""
    new = [
        NewPerson(
            first_name=f"Anna {number}", last_name="Alm", email=f"anna{number}@exempel.invalid",
            perspectives={"relative"} if number % 3 == 0 else {"patient"},
            municipality=county.norrvik if number < 10 else county.ekdala,
            status="active", joined_on=date(2020, 1, 7),
        )
        for number in range(15)
    ]  # fmt: skip
    return add_contributors(new, by=SYSTEM)


@pytest.fixture
def draw(pool, coordinator):
    """Four of the pool, among them at least one relative; set up, not worked out."""
    draw = setting_up.create_draw(by=coordinator, title="Referensgrupp om väntrummen", size=4)
    setting_up.choose_features(draw, by=coordinator, codes=["relative"])
    return draw
