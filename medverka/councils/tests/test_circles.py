"""Who sits on councils, as apps that ask people of the pool may offer it."""

import pytest

from medverka.councils.actions.councils import close_council
from medverka.councils.queries.councils import visible_to
from medverka.pool import circles

pytestmark = pytest.mark.django_db


def test_whoever_of_the_pool_sits_on_a_council_is_in_its_circle(council, members, coordinator):
    found = [one for one in circles.visible_to(coordinator) if one.name == council.name]
    assert [one.contributors for one in found] == [
        {members.lova.contributor_id, members.kalle.contributor_id, members.bertil.contributor_id} - {None}
    ]
    assert members.lova.contributor_id in circles.members(coordinator, [found[0].key])


def test_a_council_that_somebody_may_not_open_has_no_circle_for_them(council, members, payroll_officer):
    assert council not in visible_to(payroll_officer)
    assert circles.visible_to(payroll_officer) == []
    assert not circles.members(payroll_officer, [f"council-{council.pk}"])


def test_a_council_that_has_ended_has_no_circle(council, members, coordinator):
    close_council(council, by=coordinator)
    assert circles.visible_to(coordinator) == []
