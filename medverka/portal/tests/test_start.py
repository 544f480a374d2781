import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_the_start_page_asks_for_the_county_once(client, coordinator):
    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("portal:start")).content.decode()
    assert "I Exempellän bestämmer vi" in page
    assert len([query for query in asked if "organisations_county" in query["sql"]]) == 1


def test_the_countys_settings_lead_to_its_lists(sign_in, coordinator):
    page = sign_in(coordinator).get(reverse("organisations:county")).content.decode()
    assert f'href="{reverse("pool:terms")}"' in page


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("coordinator", "portal:today"),
        ("commissioner", "portal:today"),
        ("contributor_user", "portal:my_page"),
        ("facilitator", "portal:today"),
        ("representative", "councils:councils"),
        ("steering_member", "reports:figures"),
    ],
)
def test_each_role_begins_its_day_where_its_work_is(who, home, sign_in, request):
    assert sign_in(request.getfixturevalue(who)).get(reverse("portal:home"))["Location"] == reverse(home)
