from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.voices.actions import record_voice
from medverka.voices.models import Voice
from medverka.voices.origins import Origin, _describers, describes


@pytest.fixture
def occasion():
    """Occasions of a kind that only the tests know."""
    describes("meeting")(lambda ids: {pk: Origin(f"Möte {pk}", f"/mote/{pk}/") for pk in ids})
    yield ("meeting", 1)
    del _describers["meeting"]


Say = Callable[..., Voice]


@pytest.fixture
def say(county: SimpleNamespace, coordinator: User, commissioner: User, contributor: Contributor, occasion) -> Say:
    """Something is said to the clinic, a week ago, in the hearing of one contributor; an answer is due in two weeks."""

    def said(text: str = "Kallelsen går inte att förstå.", **values: object) -> Voice:
        today = clock.today()
        given: dict[str, object] = {
            "by": coordinator, "unit": county.clinic, "origin": occasion, "said_on": today - timedelta(days=7),
            "answer_due_on": today + timedelta(days=14), "speakers": [contributor], "owner": commissioner,
        }  # fmt: skip
        return record_voice(text=text, **(given | values))  # type: ignore[arg-type]

    return said


@pytest.fixture
def overdue(say: Say) -> Voice:
    """A voice that should have been answered two weeks ago."""
    today: date = clock.today()
    return say(said_on=today - timedelta(days=60), answer_due_on=today - timedelta(days=14))
