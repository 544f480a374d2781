"""A page elsewhere cannot make somebody's browser do anything here."""

import pytest
from django.test import Client

from tests.test_every_url import GUARDED, OURS, address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("who", ["coordinator", "commissioner", "contributor_user"])
def test_no_post_from_elsewhere_is_let_in(who, request):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(request.getfixturevalue(who), backend="allauth.account.auth_backends.AuthenticationBackend")
    let_in = [name for name, pattern in GUARDED if browser.post(address(name, pattern)).status_code != 403]
    assert let_in == []


def test_neither_is_a_visitors(county, coordinator):
    browser = Client(enforce_csrf_checks=True)
    public = [entry for entry in OURS if entry[1].callback.access == "public"]
    assert [name for name, pattern in public if browser.post(address(name, pattern)).status_code != 403] == []


@pytest.mark.parametrize(
    "path",
    ["login/", "logout/", "login/code/", "password/change/", "email/", "steg/totp/activate/", "steg/webauthn/add/"],
)
def test_nor_are_the_pages_of_the_sign_in(path, coordinator, county):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(f"/konto/{path}", {"email": "x@exempel.invalid"}).status_code == 403
