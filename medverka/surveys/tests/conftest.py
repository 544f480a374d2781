import pytest

from medverka.access.authorise import SYSTEM
from medverka.pool.actions import NewPerson, add_contributors


@pytest.fixture
def pool_people(county):
    new = [
        NewPerson(
            first_name=f"Anna {number}", last_name="Alm", email=f"anna{number}@exempel.invalid",
            channel="letter" if number == 0 else "email", street="Gatan 1", postcode="12345", city="Norrvik",
            perspectives={"relative"} if number % 2 else {"patient"}, municipality=county.norrvik, status="active",
        )
        for number in range(4)
    ]  # fmt: skip
    return add_contributors(new, by=SYSTEM)
