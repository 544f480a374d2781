"""A council and a forum, with those who sit there, as the tests of councils meet them."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import User
from medverka.councils.actions.councils import Holder, appoint, create_council, create_seat
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.models import Council, Meeting
from medverka.councils.rules import Capacity, CouncilKind, Duty
from medverka.foundation import clock
from medverka.pool.models import Contributor


def at(day: int, hour: int = 13) -> datetime:
    """So many days from today, at an hour."""
    moment = clock.now() + timedelta(days=day)
    return timezone.localtime(moment).replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def forum(county: SimpleNamespace, commissioner: User) -> Council:
    """Patientforum Avdelning 12, led by the facilitator of the ward; Harald answers."""
    return create_council(
        by=SYSTEM, name="Patientforum Avdelning 12", kind=CouncilKind.PATIENT_FORUM, level="operational",
        organisation=county.ward, answers=commissioner,
    )  # fmt: skip


@pytest.fixture
def council(county: SimpleNamespace, commissioner: User) -> Council:
    """Brukarrådet vid Vuxenpsykiatrin."""
    return create_council(
        by=SYSTEM, name="Brukarrådet vid Vuxenpsykiatrin", kind=CouncilKind.USER_COUNCIL, level="operational",
        organisation=county.clinic, answers=commissioner,
    )  # fmt: skip


@pytest.fixture
def members(
    council: Council,
    county: SimpleNamespace,
    contributor: Contributor,
    paper_contributor: Contributor,
    representative: User,
    commissioner: User,
) -> SimpleNamespace:
    """Harald in the chair, Lova as an individual, Kalle with a mandate, Bertil on paper, Vera from outside."""

    def sit(title: str, capacity: str, holder: Holder, duty: str = Duty.MEMBER, **values: object):
        seat = create_seat(council, by=SYSTEM, title=title, capacity=capacity, duty=duty)
        return appoint(seat, holder, by=SYSTEM, **values)

    return SimpleNamespace(
        chair=sit("Ordförande", Capacity.OFFICIAL, Holder(user=commissioner), Duty.CHAIR),
        lova=sit("Egen erfarenhet", Capacity.INDIVIDUAL, Holder(contributor=contributor)),
        kalle=sit("Förening", Capacity.MANDATE, Holder(user=representative), organisation=county.association),
        bertil=sit("Närstående", Capacity.INDIVIDUAL, Holder(contributor=paper_contributor)),
        vera=sit("Kommunen", Capacity.OFFICIAL, Holder(name="Vera Vitsippa", email="vera@exempel.invalid")),
    )


@pytest.fixture
def meeting(council: Council, members: SimpleNamespace) -> Meeting:
    """A council's meeting in ten days."""
    return plan_meeting(council, by=SYSTEM, starts_at=at(10), ends_at=at(10, 15), place="Violen")


@pytest.fixture
def forum_meeting(forum: Council) -> Meeting:
    """A forum today."""
    return plan_meeting(forum, by=SYSTEM, starts_at=at(0), ends_at=at(0, 14), place="Dagrummet")
