"""Two clicks at the same moment."""

import pytest
from django.core.exceptions import ValidationError

from medverka.accounts import actions
from medverka.accounts.models import StaffInvitation, User
from medverka.assignments.tests.test_races import at_once


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_clicks_on_invite_send_one_invitation(coordinator):
    def click():
        by = User.objects.get(pk=coordinator.pk)
        return actions.invite_staff(by=by, email="nina@exempel.invalid", name="Nina", role="steering_member")

    results = at_once(*[click] * 4)
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert (StaffInvitation.objects.count(), len(refused)) == (1, 3)
