import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied

from medverka.foundation.models import PostponedForm
from medverka.journal.models import Entry
from medverka.portal import actions

pytestmark = pytest.mark.django_db


def end_session(browser):
    """The session's time is up: the row is there still, but no longer valid."""
    Session.objects.update(expire_date="2020-01-01T00:00:00Z")


def test_what_was_typed_when_the_session_had_ended_comes_back_after_sign_in(sign_in, coordinator):
    browser = sign_in(coordinator)
    end_session(browser)
    response = browser.post("/utskick/1/igen/", {"text": "Långt svar <b>"})
    assert response.status_code == 302
    kept = PostponedForm.objects.get()
    again = sign_in(coordinator).get(f"/fortsatt/{kept.pk}/")
    assert "Långt svar &lt;b&gt;" in again.content.decode()


def test_nobody_else_on_the_same_computer_gets_to_see_it(sign_in, coordinator, commissioner):
    browser = sign_in(coordinator)
    end_session(browser)
    browser.post("/utskick/1/igen/", {"text": "hemligt"})
    assert sign_in(commissioner).get(f"/fortsatt/{PostponedForm.objects.get().pk}/").status_code == 404


def test_what_a_stranger_posts_is_not_kept(client, coordinator):
    client.post("/utskick/1/igen/", {"text": "skräp"})
    assert not PostponedForm.objects.exists()


def test_what_came_too_late_is_thrown_away_by_its_owner_alone_and_noted_once(coordinator, commissioner, sign_in):
    kept = PostponedForm.objects.create(user_id=str(coordinator.pk), path="/idag/", fields="[]")
    with pytest.raises(PermissionDenied):
        actions.throw_away_postponed(kept, by=commissioner)
    assert sign_in(coordinator).post(f"/fortsatt/{kept.pk}/").status_code == 302
    actions.throw_away_postponed(kept, by=coordinator)
    assert not PostponedForm.objects.exists()
    assert Entry.objects.get(verb="form.thrown_away").subject == f"user:{coordinator.pk}"
