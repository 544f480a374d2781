"""Two clicks at the same moment."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from medverka.accounts import actions
from medverka.accounts.models import StaffInvitation, User


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_clicks_on_invite_send_one_invitation(coordinator):
    gate, refused = threading.Barrier(4), []

    def click():
        by = User.objects.get(pk=coordinator.pk)
        gate.wait()
        try:
            actions.invite_staff(by=by, email="nina@exempel.invalid", name="Nina", role="steering_member")
        except ValidationError as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _click in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (StaffInvitation.objects.count(), len(refused)) == (1, 3)
