from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from medverka.access.authorise import SYSTEM, link_holder
from medverka.foundation import clock
from medverka.journal import queries
from medverka.journal.actions import record
from medverka.journal.models import Entry
from medverka.pool.actions import link_account

pytestmark = pytest.mark.django_db


def text_of(browser, query=""):
    page = browser.get(f"/journal/{query}")
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture
def karin(sign_in, coordinator):
    return sign_in(coordinator)


def test_an_entry_is_told_in_words(karin, coordinator, contributor):
    record(coordinator, "door.opened", contributor, purpose="invitation")
    page = text_of(karin)
    assert "Karin Blåklint, samordnare" in page
    assert "Öppnade dörren till någons namn och kontaktuppgifter: fråga om ett uppdrag" in page
    assert f'<a href="/intressebanken/{contributor.reference}/">{contributor.pseudonym}</a>' in page
    for machine_word in (coordinator.actor_id, "door.opened", f"contributor:{contributor.pk}<"):
        assert machine_word not in page


def test_no_contributor_is_named_however_they_act(karin, contributor, protected_contributor):
    record(contributor.user, "contributor.confirmed", contributor)
    record(contributor.user, "user.signed_out_everywhere", contributor.user)
    record(link_holder("contributor", protected_contributor.pk), "contributor.paused", protected_contributor)
    page = text_of(karin)
    assert page.count("personen själv") == 3
    assert page.count(contributor.pseudonym) > 2
    for name in ("Lova", "Lundgren", "Hemma", "Gömd", "Alva Dal"):
        assert name not in page


def test_an_official_who_is_a_contributor_too_is_not_given_away(karin, commissioner, paper_contributor):
    link_account(paper_contributor, by=SYSTEM, user=commissioner)
    record(commissioner, "contributor.confirmed", paper_contributor)
    page = text_of(karin, "?group=personer")
    assert "personen själv" in page
    assert "Harald" not in page
    assert "Harald" not in text_of(karin, "?group=konton")


def test_a_sub_areas_coordinator_does_not_read_what_happens_elsewhere(sign_in, north_coordinator):
    browser = sign_in(north_coordinator)
    assert browser.get("/journal/").status_code == 403
    assert 'href="/journal/"' not in browser.get("/idag/").content.decode()


def test_the_journal_is_paged(karin, contributor):
    for _number in range(120):
        record(SYSTEM, "contributor.confirmed", contributor)
    first, last = text_of(karin), Entry.objects.order_by("-number").values_list("number", flat=True)[49]
    assert f"?fore={last}" in first
    second = text_of(karin, f"?group=personer&fore={last}")
    assert f"(post {last - 1})" in second
    assert f"(post {last})" not in second
    assert "?group=personer" in second


def test_it_is_narrowed_by_kind_of_event(karin, coordinator, contributor):
    record(coordinator, "door.opened", contributor, purpose="contact")
    page = text_of(karin, "?group=dorren")
    assert "Öppnade dörren" in page
    assert "Anmälan kom in" not in page


def test_it_is_narrowed_by_day_with_both_days_counted(karin, contributor):
    for day in (3, 4, 5):
        with clock.at(date(2031, 5, day)):
            record(SYSTEM, "contributor.confirmed", contributor)
    page = text_of(karin, "?first=4 maj 2031&last=2031-05-04")
    assert "Söndag 4 maj 2031" in page
    assert "3 maj 2031" not in page
    assert "5 maj 2031" not in page


def test_it_is_narrowed_by_what_people_call_a_thing(karin, contributor, paper_contributor, county):
    page = text_of(karin, f"?text={contributor.pseudonym}")
    assert contributor.pseudonym in page
    assert paper_contributor.pseudonym not in page
    assert "Avdelning 12</a>" in text_of(karin, "?text=avdelning 12")
    assert "Inget sådant har hänt" in text_of(karin, "?text=finns inte alls")


def test_a_word_that_means_too_much_is_asked_about_and_nothing_is_left_out_unsaid(karin, county, monkeypatch):
    monkeypatch.setattr(queries, "MOST_FOUND", 2)
    page = text_of(karin, "?text=e")
    assert "Det stämmer in på för mycket." in page
    assert 'value="e"' in page
    assert "Inget sådant har hänt" not in page


def test_an_address_narrows_to_one_thing_and_says_what_it_is(karin, contributor, paper_contributor):
    page = text_of(karin, f"?om=contributor:{contributor.pk}")
    assert f"<b>{contributor.pseudonym}</b>" in page
    assert paper_contributor.pseudonym not in page


def test_what_is_gone_keeps_its_entries(karin):
    record(SYSTEM, "voice.removed", "voice:987")
    record(SimpleNamespace(actor_id="user:98765"), "something.new", "whatever:1")
    page = text_of(karin)
    assert "En synpunkt" in page
    assert "någon med konto" in page


def test_a_page_asks_as_many_questions_however_much_has_happened(karin, coordinator, contributor, paper_contributor):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            text_of(karin)
        return len(asked)

    record(coordinator, "door.opened", contributor, purpose="contact")
    few = questions()
    for _round in range(15):
        record(coordinator, "door.opened", paper_contributor, purpose="contact")
        record(contributor.user, "contributor.confirmed", contributor)
    assert questions() == few


@pytest.mark.parametrize(
    "query",
    [
        "?fore=x", "?fore=99999999999999999999", "?om=<script>", "?om=contributor:²", "?om=contributor:99999999999999999999",
        "?fore=-1", "?group=x", "?first=x", "?first=0001-01-01&last=9999-12-31", "?first=2026-02-02&last=2026-01-01",
        "?text=%00", f"?text={'x' * 5000}", "?om=county:",
    ],
)  # fmt: skip
def test_a_nonsense_address_is_no_error(karin, query):
    page = karin.get(f"/journal/{query}")
    assert page.status_code in {200, 400, 414}
    assert "<script>" not in page.content.decode().replace('<script src="', "")


def test_a_day_that_cannot_be_read_is_said_in_words(karin):
    page = text_of(karin, "?first=igår")
    assert escape("Vi förstår inte dagen.") in page
    assert 'value="igår"' in page
