"""What those who are in a draw are told, and what they see of their own place."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.draws import doors, jobs, own_places, queries
from medverka.draws.actions import drawing, setting_up
from medverka.draws.facts import facts_of
from medverka.draws.notices import in_it
from medverka.draws.rules import IN_IT
from medverka.draws.tests.test_publishing import drawn, published, token_in
from medverka.draws.tests.test_setting_up import files
from medverka.draws.tests.test_stand_ins import rows_of
from medverka.fairness.draw import publication
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_everybody_who_reads_mail_gets_one_and_its_subject_says_nothing(
    draw, coordinator, mailoutbox, django_capture_on_commit_callbacks
):
    published(draw, coordinator)
    jobs.tell(draw.pk)
    jobs.tell(draw.pk)
    assert OutgoingMail.objects.filter(notice=IN_IT).count() == 15
    one = draw.entrants.first()
    message = in_it(str(one.pk))
    assert message.subject == "Ett meddelande från Medverka"
    assert doors.entrant_of(token_in(message.text)) == one
    assert one.salt not in message.text


def test_ones_own_place_is_seen_by_the_link_and_by_nobody_else(draw, coordinator, sign_in):
    draw = drawn(draw, coordinator)
    one = queries.panel_of(draw).first()
    page = sign_in().get(reverse("draws:own", args=[token_in(doors.link_of(one))])).content.decode()
    assert "Du lottades fram." in page
    assert one.salt in page
    assert "Länken öppnar inget längre" in sign_in().get(reverse("draws:own", args=["fel"])).content.decode()


def test_a_contributor_sees_their_own_place_and_no_other(draw, coordinator, contributor, contributor_user, sign_in):
    draw = drawn(draw, coordinator)
    page = sign_in(contributor_user).get(reverse("draws:mine")).content.decode()
    own = draw.entrants.get(contributor=contributor)
    assert own.label in page
    others = draw.entrants.exclude(pk=own.pk)
    assert not any(one.salt in page for one in others)


def test_a_reserve_is_told_their_place_in_the_order_as_it_stands_now(draw, coordinator, sign_in):
    draw = drawn(draw, coordinator)
    drawing.say_no(draw, queries.panel_of(draw).first(), by=coordinator)
    for place, one in enumerate(queries.reserves_of(draw), start=1):
        if place in (1, 10):
            page = sign_in().get(reverse("draws:own", args=[token_in(doors.link_of(one))])).content.decode()
            assert f"Du är reserv, på plats {place} av 10." in page
    assert place == 10


def test_ones_own_chance_is_told_beside_what_all_had_had_without_quotas(draw, coordinator):
    draw = published(draw, coordinator)
    assert draw.size / draw.people == pytest.approx(4 / 15)
    assert "så gott som samma" in own_places.beside_the_others(0.267, draw)
    assert "Utan kvoter hade alla haft 26,7\xa0%." in own_places.beside_the_others(0.5, draw)


def test_ones_own_page_takes_as_many_queries_for_two_draws_as_for_one(
    draw, coordinator, contributor, contributor_user, sign_in, django_assert_num_queries
):
    drawn(draw, coordinator)
    browser, address = sign_in(contributor_user), reverse("draws:mine")
    browser.get(address)
    with CaptureQueriesContext(connection) as first:
        browser.get(address)
    drawn(setting_up.create_draw(by=coordinator, title="En till", size=4), coordinator)
    with django_assert_num_queries(len(first)):
        assert "En till" in browser.get(address).content.decode()


def test_letters_open_the_door_and_are_noted(draw, coordinator, paper_contributor, sign_in):
    published(draw, coordinator)
    browser = sign_in(coordinator)
    answer = browser.post(reverse("draws:letters_pdf", args=[draw.pk]))
    assert answer.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="door.opened", subject=f"contributor:{paper_contributor.pk}").exists()
    upto = browser.get(reverse("draws:draw", args=[draw.pk])).context["telling"].upto
    browser.post(reverse("draws:posted", args=[draw.pk]), {"upto": upto})
    assert draw.entrants.get(contributor=paper_contributor).told_at
    assert "Inga brev väntar." in browser.get(reverse("draws:draw", args=[draw.pk])).content.decode()


def test_a_draw_from_a_file_hands_out_salts_by_the_files_ids(coordinator, sign_in, county):
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=3, source="file")
    browser = sign_in(coordinator)
    browser.post(reverse("draws:people", args=[draw.pk]), files(household="adress"))
    draw.refresh_from_db()
    draw = drawn(draw, coordinator)
    salts = {one.salt for one in draw.entrants.all()}
    listed = browser.get(reverse("draws:list_csv", args=[draw.pk])).content.decode("utf-8-sig")
    assert listed.splitlines()[0] == "id;plats;turordning"
    assert len(listed.splitlines()) == 13
    assert not any(salt in listed for salt in salts), "whoever hands the list on hands out no salts"
    assert browser.get(reverse("draws:salts_csv", args=[draw.pk])).status_code == 405
    answer = browser.post(reverse("draws:salts_csv", args=[draw.pk]))
    handed = {row[0]: row[1:3] for row in rows_of(answer)}
    assert {salt for salt, _label in handed.values()} == salts
    assert all(publication.label(salt, one) == label for one, (salt, label) in handed.items())
    assert sum(float(row[3].replace(",", ".")) for row in rows_of(answer)) == pytest.approx(300, abs=1e-4), "per cent"
    assert Entry.objects.filter(verb="draw.salts_fetched", actor=f"user:{coordinator.pk}").count() == 1
    page = browser.get(reverse("draws:draw", args=[draw.pk])).content.decode()
    assert page.count("Hämta listan") == 1
    assert "Lämna aldrig filen med salter vidare" in page
    assert {facts["id"] for facts in facts_of(queries.panel_of(draw))} <= set(re.findall(r"\bp\d+\b", page))


def test_salts_of_the_pool_are_in_no_file(draw, coordinator, sign_in):
    published(draw, coordinator)
    assert sign_in(coordinator).post(reverse("draws:salts_csv", args=[draw.pk])).status_code == 404
    assert not Entry.objects.filter(verb="draw.salts_fetched").exists()
