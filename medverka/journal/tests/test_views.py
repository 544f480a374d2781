import pytest

from medverka.access.authorise import SYSTEM
from medverka.journal.actions import record
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_the_journal_is_paged_and_narrowed_to_one_thing(sign_in, coordinator):
    for number in range(120):
        record(SYSTEM, "thing.done", f"thing:{number}")
    browser = sign_in(coordinator)
    first = browser.get("/journal/").content.decode()
    assert "thing:119" in first
    assert "thing:3<" not in first
    last = Entry.objects.get(subject="thing:20").number
    assert "thing:3<" in browser.get(f"/journal/?fore={last}").content.decode()
    only = browser.get("/journal/?om=thing:7").content.decode()
    assert "thing:7<" in only
    assert "thing:8<" not in only


@pytest.mark.parametrize("query", ["?fore=x", "?fore=99999999999999999999", "?om=<script>", "?fore=-1"])
def test_a_nonsense_address_is_no_error(sign_in, coordinator, query):
    page = sign_in(coordinator).get(f"/journal/{query}")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().replace('<script src="', "")
