from types import SimpleNamespace

import pytest

from medverka.access.authorise import Grant, Someone
from medverka.accounts.policies import may_give, may_name_themselves, needs_second_factor

north, south = SimpleNamespace(pk=4), SimpleNamespace(pk=5)
clinic = SimpleNamespace(path="/1/2/", sub_area_id=None)
northern = SimpleNamespace(path="/9/", sub_area_id=4)
southern = SimpleNamespace(path="/8/", sub_area_id=5)

county = Someone("user:1", (Grant("coordinator"),))
of_north = Someone("user:2", (Grant("coordinator", sub_area_id=4),))
head = Someone("user:3", (Grant("commissioner", path="/1/2/"),))


def test_a_county_coordinator_gives_every_staff_role_in_its_scopes():
    assert may_give(county, "coordinator")
    assert may_give(county, "coordinator", sub_area=north)
    assert may_give(county, "commissioner", clinic)
    assert may_give(county, "steering_member")


def test_a_sub_area_coordinator_gives_roles_within_it_alone():
    assert may_give(of_north, "coordinator", sub_area=north)
    assert may_give(of_north, "commissioner", northern)
    assert not may_give(of_north, "coordinator")
    assert not may_give(of_north, "coordinator", sub_area=south)
    assert not may_give(of_north, "commissioner", southern)
    assert not may_give(of_north, "commissioner", clinic)
    assert not may_give(of_north, "steering_member")


@pytest.mark.parametrize("role", ["coordinator", "commissioner", "steering_member"])
def test_whoever_does_not_manage_staff_gives_nothing(role):
    assert not may_give(head, role)
    assert not may_give(head, role, clinic)


def test_a_role_is_given_only_in_the_scopes_that_it_has():
    assert not may_give(county, "commissioner")
    assert not may_give(county, "coordinator", clinic)
    assert not may_give(county, "steering_member", clinic)
    assert not may_give(county, "facilitator", clinic, north)


def test_nobody_makes_contributors_or_roles_that_do_not_exist_here():
    assert not may_give(county, "contributor")
    assert not may_give(county, "king")


def test_a_contributor_keeps_the_pseudonym():
    assert not may_name_themselves(Someone("user:4", (Grant("contributor"),)))
    assert may_name_themselves(head)


@pytest.mark.parametrize(
    ("grants", "verified", "needed"),
    [
        ((Grant("coordinator"),), False, True),
        ((Grant("coordinator"),), True, False),
        ((Grant("facilitator"),), False, False),
    ],
)
def test_whoever_may_open_the_door_needs_a_second_factor(grants, verified, needed):
    user = SimpleNamespace(grants=grants, verified_twice=verified)
    assert needs_second_factor(user) is needed
