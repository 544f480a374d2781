"""A coordinator writes a request for somebody who phoned."""

import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import SYSTEM
from medverka.assignments import queries
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.tests.conftest import complete
from medverka.assignments.tests.pages import url


def begun(browser):
    """The draft that somebody begins on the page, before it is known for which unit."""
    assert browser.get(browser.post(url("public_request")).url).status_code == 200
    return InvolvementRequest.objects.get()


def test_a_sub_areas_coordinator_writes_a_request_and_sends_it(sign_in, north_coordinator, county):
    browser = sign_in(north_coordinator)
    draft = begun(browser)
    browser.post(url("step", draft.key, "vem"), {"unit": county.housing.pk, "contact_name": "Berit"})
    given = complete(county.housing)
    actions.save_draft(draft, by=north_coordinator, **given)
    assert browser.post(url("review", draft.key)).url == url("request", draft.key)
    assert browser.get(url("request", draft.key)).status_code == 200
    draft.refresh_from_db()
    assert (draft.state, draft.source, draft.commissioner) == ("received", "coordinator", None)


def test_whoever_began_a_draft_for_another_finds_it_on_today(
    sign_in, north_coordinator, coordinator, other_commissioner
):
    draft = begun(sign_in(north_coordinator))
    assert [waiting.key for waiting in queries.waiting_for(north_coordinator)] == [f"draft:{draft.pk}"]
    assert queries.waiting_for(coordinator) == queries.waiting_for(other_commissioner) == []
    assert draft in queries.visible_to(north_coordinator)


def test_a_draft_moves_to_no_unit_beyond_its_writers_reach(sign_in, north_coordinator, county):
    draft = begun(sign_in(north_coordinator))
    with pytest.raises(PermissionDenied):
        actions.save_draft(draft, by=north_coordinator, unit=county.clinic)


def test_once_it_is_sent_having_drafted_it_opens_nothing(sign_in, north_coordinator, coordinator, county):
    draft = begun(sign_in(north_coordinator))
    sent = actions.send_request(
        actions.save_draft(draft, by=SYSTEM, contact_name="Berit", **complete(county.clinic)), by=SYSTEM
    )
    assert sent not in queries.visible_to(north_coordinator)
    assert sign_in(north_coordinator).get(url("request", sent.key)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.reply_to_question(
            actions.ask_back(sent, by=coordinator, text="Vad?").request, by=north_coordinator, text="Så"
        )
