from datetime import timedelta

import pytest

from medverka.assignments.afterwards_forms import OwnAfterwardsForm, VoiceForm, WhoCameForm
from medverka.assignments.forms import DayForm
from medverka.contributions.forms import OwnForm
from medverka.foundation import clock
from medverka.pool.forms import MilestoneForm


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "name"),
    [
        (DayForm, "on"),
        (OwnAfterwardsForm, "on"),
        (OwnForm, "on"),
        (MilestoneForm, "on"),
        (VoiceForm, "said_on"),
        (lambda data: WhoCameForm(data, people=[], day=clock.today()), "on"),
    ],
)
def test_what_has_not_been_yet_is_not_noted(form, name):
    def complains(day) -> bool:
        return any("har inte varit" in words for words in form({name: day.isoformat()}).errors.get(name, []))

    assert complains(clock.today() + timedelta(days=1))
    assert not complains(clock.today())
