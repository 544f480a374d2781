from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import Grant, Someone, authorise, may, may_everywhere

clinic = SimpleNamespace(path="/1/2/", sub_area_id=None)
ward = SimpleNamespace(path="/1/2/3/", sub_area_id=None)
other = SimpleNamespace(path="/1/20/", sub_area_id=None)
northern = SimpleNamespace(path="/9/", sub_area_id=4)


def test_a_unit_role_covers_the_unit_and_everything_under_it():
    head = Someone("user:1", (Grant("commissioner", path="/1/2/"),))
    assert may(head, "requests.make", clinic)
    assert may(head, "requests.make", ward)


def test_a_unit_role_does_not_cover_a_unit_whose_number_begins_alike():
    assert not may(Someone("user:1", (Grant("commissioner", path="/1/2/"),)), "requests.make", other)


def test_a_sub_area_role_covers_its_sub_area_alone():
    coordinator = Someone("user:1", (Grant("coordinator", sub_area_id=4),))
    assert may(coordinator, "requests.handle", northern)
    assert not may(coordinator, "requests.handle", clinic)
    assert not may_everywhere(coordinator, "requests.handle")


def test_what_is_not_divided_by_sub_area_takes_a_role_in_the_whole_county():
    for permission in ("county.edit", "journal.read"):
        assert may(Someone("user:1", (Grant("coordinator"),)), permission)
        assert not may(Someone("user:1", (Grant("coordinator", sub_area_id=4),)), permission)


def test_whoever_lacks_a_permission_is_refused():
    with pytest.raises(PermissionDenied):
        authorise(Someone("user:1", (Grant("steering_member"),)), "requests.handle", clinic)


def test_a_misspelt_permission_is_an_error_and_no_refusal():
    with pytest.raises(KeyError):
        may(Someone("user:1"), "requests.handel")
