import hashlib
import json
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from medverka.draws import disposal, doors, jobs, queries, sources
from medverka.draws.actions import drawing, publishing, setting_up
from medverka.draws.models import Draw, Entrant, Outcome, Publication
from medverka.draws.moves import NotNow
from medverka.draws.rules import State
from medverka.draws.tests.test_setting_up import worked_out
from medverka.fairness.draw.randomness import Numbers, Source, WrongValues, beacon_after
from medverka.foundation import clock
from medverka.pool.actions import dispose, leave, pause
from medverka.pool.models import Contributor

pytestmark = pytest.mark.django_db

Place = Entrant.Place


def soon():
    return clock.now() + timedelta(hours=2)


def two_lotteries():
    when = sources.as_written(soon())
    return Numbers([Source(name, "svenskaspel.se", when, 7, 1, 35) for name in ("Lotto 1", "Lotto 2")])


def published(draw, by, promise=None, lottery="uniform"):
    worked_out(draw, by)
    publishing.start_publishing(draw, by=by, lottery=lottery, promise=promise or two_lotteries())
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == State.PUBLISHED, draw.trouble
    return draw


def token_in(text):
    """What the link to somebody's own place holds."""
    return re.search(r"/lottningar/min/([^/\s]+)/", text)[1]


VALUES = [[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 35]]


def drawn(draw, by):
    published(draw, by)
    with clock.at(soon() + timedelta(minutes=1)):
        drawing.draw_now(draw, by=by, values=VALUES)
    return Draw.objects.get(pk=draw.pk)


def test_what_is_published_has_the_fingerprint_of_its_bytes_and_speaks_of_nobody(draw, coordinator):
    published(draw, coordinator)
    kept = Publication.objects.get(draw=draw)
    assert hashlib.sha256(kept.document.encode()).hexdigest() == kept.fingerprint
    document = json.loads(kept.document)
    assert len(document["panels"]) == 1000
    assert document["quotas"] == [{"feature": "Perspektiv", "value": "Närstående", "low": 1, "high": 2}]
    for person in Contributor.objects.all():
        assert person.reference not in kept.document
        assert person.pseudonym not in kept.document


def test_everybodys_chance_in_the_published_lottery_is_what_they_are_told(draw, coordinator):
    published(draw, coordinator)
    entrants = list(draw.entrants.all())
    assert sum(one.chance for one in entrants) == pytest.approx(draw.size)
    assert min(one.chance for one in entrants) >= 0.98 * 4 / 15
    assert len({one.label for one in entrants}) == 15
    assert len({one.salt for one in entrants}) == 15


def test_the_exact_lottery_is_published_too(draw, coordinator):
    published(draw, coordinator, lottery="exact")
    assert draw.entrants.first().chance == pytest.approx(4 / 15, abs=1e-6)


def test_nothing_is_drawn_before_chance_has_spoken_and_nothing_twice(draw, coordinator):
    published(draw, coordinator)
    with pytest.raises(drawing.TooEarly):
        drawing.draw_now(draw, by=coordinator, values=VALUES)
    with clock.at(soon() + timedelta(minutes=1)):
        with pytest.raises(WrongValues), transaction.atomic():
            drawing.draw_now(draw, by=coordinator, values=[[1, 2], [3]])
        draw.refresh_from_db()
        assert draw.state == State.PUBLISHED
        drawing.draw_now(draw, by=coordinator, values=VALUES)
        with pytest.raises(NotNow):
            drawing.draw_now(Draw.objects.get(pk=draw.pk), by=coordinator, values=VALUES)
    assert Outcome.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(publication=draw.publication, document="{}")


def test_the_panel_is_the_published_one_and_the_rest_stand_in_the_drawn_order(draw, coordinator):
    draw = drawn(draw, coordinator)
    panel = queries.panel_of(draw)
    assert panel.count() == 4
    relatives = sum(one.contributor.is_relative for one in panel)
    assert 1 <= relatives <= 2
    record = json.loads(draw.publication.outcome.document)
    reserves = [one.label for one in queries.reserves_of(draw)]
    assert reserves == [label for label in record["order"] if label in reserves]
    assert len(reserves) == 11


def test_a_published_draw_is_not_changed_thrown_away_or_published_again(draw, coordinator):
    published(draw, coordinator)
    for change in (
        lambda: setting_up.change_draw(draw, by=coordinator, title="Annat", size=5, purpose=""),
        lambda: setting_up.choose_people(draw, by=coordinator, filters={}),
        lambda: setting_up.throw_away(draw, by=coordinator),
        lambda: publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=two_lotteries()),
    ):
        with pytest.raises(NotNow), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(decided_from=None)


def test_what_is_known_already_or_easily_guessed_decides_nothing(draw, coordinator):
    worked_out(draw, coordinator)
    past = Numbers([Source("Lotto", "tidningen", "2020-01-01T12:00:00Z", 7, 1, 35)] * 2)
    one_die = Numbers([Source("En tärning", "här", sources.as_written(soon()), 1, 1, 6)])
    for promise in (past, one_die):
        with pytest.raises(WrongValues), transaction.atomic():
            publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=promise)


def test_what_was_still_to_come_when_it_was_asked_for_and_is_known_when_it_is_ready_decides_nothing(draw, coordinator):
    worked_out(draw, coordinator)
    publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=two_lotteries())
    with clock.at(soon() + timedelta(minutes=1)):
        jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert (draw.state, draw.trouble) == (State.COMPUTED, {"code": "too_late"})
    assert not Publication.objects.exists()


def test_what_was_drawn_for_a_request_is_found_by_it(pool, coordinator):
    draw = setting_up.create_draw(by=coordinator, title="För en förfrågan", size=4)
    Draw.objects.filter(pk=draw.pk).update(origin_kind="request", origin_id=7)
    draw.refresh_from_db()
    assert queries.drawn_for(("request", 7)) is None
    draw = drawn(draw, coordinator)
    found = queries.drawn_for(("request", 7))
    assert [one.pk for one in found.panel] == [one.contributor_id for one in queries.panel_of(draw)]
    assert len(found.reserves) == 11
    drawing.say_no(draw, queries.panel_of(draw).first(), by=coordinator)
    again = queries.drawn_for(("request", 7))
    assert (len(again.panel), len(again.reserves)) == (4, 10)
    assert queries.drawn_for(("request", 8)) is None


def test_salt_and_facts_go_with_the_person_and_what_is_published_stays(draw, coordinator, pool):
    published(draw, coordinator)
    one = draw.entrants.get(contributor=pool[3])
    link = doors.link_of(one)
    leave(pool[3], by=coordinator)
    pool[3].refresh_from_db()
    dispose(pool[3], by=coordinator)
    jobs.forget()
    one.refresh_from_db()
    assert (one.contributor, one.salt, one.facts) == (None, "", "")
    assert one.label in draw.publication.document
    assert doors.entrant_of(token_in(link)) is None
    with clock.at(soon() + timedelta(minutes=1)):
        drawing.draw_now(draw, by=coordinator, values=VALUES)
    assert draw.entrants.filter(place=Place.DRAWN).count() == 4, (
        "whoever is gone may be one of them: then a seat is empty"
    )
    assert queries.reserves_of(draw).filter(pk=one.pk).count() == 0


def hidden_in(page):
    """What a page's hidden fields send on."""
    return dict(re.findall(r'<input type="hidden" name="(?!csrf|next)(\w+)" value="([^"]*)">', page))


def yes_in(page):
    """What the button that publishes sends."""
    return {"sure": re.search(r'name="sure" value="([^"]+)"', page)[1]}


@pytest.fixture
def in_november():
    """Ask for it first: who may do what begins on the day that the roles were given."""
    with clock.at(datetime(2026, 11, 22, 10, tzinfo=UTC)):
        yield


def test_before_publishing_a_last_page_says_when_in_full_and_nothing_typed_is_lost(
    in_november, draw, coordinator, sign_in
):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    address = reverse("draws:publish", args=[draw.pk])
    sure = browser.post(address, {"lottery": "exact", "day": "5 december", "at": "12"}).content.decode()
    assert "Det avgörs lördag den 5 december 2026 klockan 12.00." in sure
    assert "går det inte att ta tillbaka" in sure
    kept = hidden_in(sure)
    assert kept == {"lottery": "exact", "day": "2026-12-05", "at": "12:00"}
    form = browser.post(address, kept | {"change": "1"}).content.decode()
    assert 'value="2026-12-05"' in form
    assert 'name="lottery" value="exact"' in form
    draw.refresh_from_db()
    assert draw.state == State.COMPUTED
    browser.post(address, kept | yes_in(sure))
    draw.refresh_from_db()
    assert (draw.state, sources.local(date(2026, 12, 5), time(12))) == (State.PUBLISHING, draw.decided_from)


@pytest.mark.parametrize("written", ["21 november", "21/11", "21.11", "den 21 nov."])
def test_a_day_without_year_that_has_just_been_is_not_taken_for_next_years(
    in_november, draw, coordinator, sign_in, written
):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    given = {"lottery": "uniform", "day": written, "at": "12"}
    page = browser.post(reverse("draws:publish", args=[draw.pk]), given).content.decode()
    assert "Den dagen har redan varit. Skriv årtalet också om du menar 2027." in page
    assert f'value="{written}"' in page
    sure = browser.post(reverse("draws:publish", args=[draw.pk]), given | {"day": f"{written} 2027"})
    assert "november 2027" in sure.content.decode()


def test_the_whole_way_from_result_to_the_day_of_the_draw_by_the_pages(draw, coordinator, sign_in):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    day = clock.to_the_minute(soon())
    address = reverse("draws:publish", args=[draw.pk])
    wrong = browser.post(address, {"lottery": "uniform", "day": "2020-01-01", "at": "12.00"}).content.decode()
    assert "minst en halvtimme bort" in wrong
    given = {"lottery": "uniform", "day": day.date().isoformat(), "at": f"{day:%H.%M}"}
    sure = browser.post(address, given).content.decode()
    assert "Publicera lottningen nu?" in sure
    answer = browser.post(address, given | yes_in(sure))
    assert answer["Location"] == reverse("draws:draw", args=[draw.pk])
    draw.refresh_from_db()
    jobs.publish(draw.pk, draw.began_at.isoformat())
    page = browser.get(answer["Location"]).content.decode()
    assert "Fram till dess kan ingen veta vem som dras" in page
    draw.refresh_from_db()
    number = draw.plan["round"]
    with clock.at(draw.decided_from + timedelta(minutes=1)):
        assert "Skriv in siffrorna och dra" in browser.get(answer["Location"]).content.decode()
        assert str(number) in browser.get(reverse("draws:draw_now", args=[draw.pk])).content.decode()


def test_named_draws_are_filled_in_row_by_row(draw, coordinator, sign_in):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    day = clock.to_the_minute(soon())
    row = {
        "name": "Lotto 1",
        "where": "svenskaspel.se",
        "day": day.date().isoformat(),
        "at": f"{day:%H.%M}",
        "count": "7",
        "least": "1",
        "greatest": "35",
    }
    address = reverse("draws:publish", args=[draw.pk]) + "?med=siffror"
    one = {"lottery": "uniform", **{f"{name}_1": value for name, value in row.items()}}
    assert "Fyll i den här också." in browser.post(address, one).content.decode()
    half = one | {"name_2": "Lotto 2"}
    assert "Fyll i det här också, eller töm hela raden." in browser.post(address, half).content.decode()
    whole = one | {f"{name}_2": value for name, value in row.items()}
    sure = browser.post(address, whole).content.decode()
    assert sure.count("7 olika tal från 1 till 35") == 2
    assert browser.post(address, hidden_in(sure) | yes_in(sure)).status_code == 302
    draw.refresh_from_db()
    assert draw.state == State.PUBLISHING


def test_another_coordinator_of_a_sub_area_does_nothing_with_it(draw, coordinator, north_coordinator):
    published(draw, coordinator)
    for act in (
        lambda: publishing.call_off(draw, by=north_coordinator, because="nej"),
        lambda: publishing.tell_everybody(draw, by=north_coordinator),
        lambda: drawing.draw_now(draw, by=north_coordinator, values=VALUES),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("go", [leave, pause])
def test_whoever_leaves_or_pauses_before_the_publication_is_not_in_it(draw, pool, coordinator, go):
    worked_out(draw, coordinator)
    publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=two_lotteries())
    go(pool[3], by=coordinator)
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert (draw.state, draw.trouble) == (State.DRAFT, {"code": "outdated"})
    assert not Publication.objects.exists()
    published(draw, coordinator)
    assert not draw.entrants.filter(contributor=pool[3]).exists()
    assert draw.people == 14


def test_a_lottery_is_published_for_those_alone_for_whom_it_was_worked_out(draw, pool, coordinator):
    worked_out(draw, coordinator)
    publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=two_lotteries())
    leave(pool[3], by=coordinator)
    dispose(pool[3], by=coordinator)
    disposal.let_go()
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert (draw.state, draw.trouble) == (State.DRAFT, {"code": "outdated"})


def test_others_have_time_to_see_the_fingerprint_before_what_decides_can_be_known(draw, coordinator, sign_in):
    worked_out(draw, coordinator)
    at = clock.now() + timedelta(minutes=29)
    with pytest.raises(WrongValues), transaction.atomic():
        publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=beacon_after(at))
    local = timezone.localtime(at)
    given = {"day": local.date(), "at": f"{local:%H.%M}", "lottery": "uniform"}
    answer = sign_in(coordinator).post(reverse("draws:publish", args=[draw.pk]), given)
    assert "minst en halvtimme bort" in answer.content.decode()
    publishing.start_publishing(draw, by=coordinator, lottery="uniform", promise=beacon_after(soon()))
