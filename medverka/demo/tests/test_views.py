import time

import pytest

pytestmark = pytest.mark.django_db


def test_outside_the_demo_there_is_no_such_page(client, settings, county, coordinator):
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/kliv-in/{coordinator.pk}/").status_code == 404
    assert client.get("/demo/brevladan/").status_code == 404


def test_somebody_outside_the_cast_cannot_be_stepped_into(client, settings, coordinator):
    settings.DEMO = True
    assert client.post(f"/demo/kliv-in/{coordinator.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["..", "x" * 300, "20260101T000000-abc"])
def test_a_letter_that_does_not_exist_is_not_found(client, settings, county, coordinator, name):
    settings.DEMO = True
    assert client.get(f"/demo/brevladan/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("demo", "host", "says"),
    [(True, "127.0.0.1:8000", True), (True, "localhost:8000", False), (False, "127.0.0.1:8000", False)],
)
def test_the_page_for_a_passkey_says_where_in_the_demo_it_works(sign_in, coordinator, settings, demo, host, says):
    settings.DEMO = demo
    browser = sign_in(coordinator)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session.save()
    page = browser.get("/konto/steg/webauthn/add/", HTTP_HOST=host)
    assert page.status_code == 200
    assert ("http://localhost:8000/demo/" in page.content.decode()) is says
