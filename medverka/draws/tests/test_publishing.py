import hashlib
import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from medverka.draws import disposal, doors, jobs, own_places, queries, sources, stand_ins, stand_ins_told
from medverka.draws.actions import drawing, publishing, setting_up
from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant, Outcome, Publication
from medverka.draws.moves import NotNow
from medverka.draws.notices import in_it
from medverka.draws.rules import IN_IT, State
from medverka.draws.tests.test_setting_up import files, worked_out
from medverka.fairness.draw import publication
from medverka.fairness.draw.randomness import Numbers, Source, WrongValues, beacon_after
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
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


def test_whoever_stands_in_is_alike_and_comes_first_in_the_order(draw, coordinator):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    alike = [one for one in queries.reserves_of(draw) if one.contributor.is_relative == leaving.contributor.is_relative]
    assert drawing.say_no(draw, leaving, by=coordinator) == [alike[0]]


def test_the_quotas_hold_as_long_as_anybody_is_left_with_whom_they_do(draw, coordinator):
    draw = drawn(draw, coordinator)
    for _turn in range(9):
        drawing.say_no(draw, queries.panel_of(draw).filter(said_no_at=None).first(), by=coordinator)
        panel = queries.panel_of(draw).filter(said_no_at=None)
        assert panel.count() == 4
        left = [one for one in queries.reserves_of(draw) if one.contributor.is_relative]
        relatives = sum(one.contributor.is_relative for one in panel)
        assert relatives <= 2
        assert relatives >= 1 or not left
    assert len(stand_ins.quotas_now(draw)) == 1


def test_after_a_no_a_message_says_who_got_the_seat_and_why_and_the_new_one_stands_where_the_other_stood(
    draw, coordinator, sign_in
):
    draw, browser = drawn(draw, coordinator), sign_in(coordinator)
    leaving = queries.panel_of(draw).first()
    is_relative = leaving.contributor.is_relative
    order = list(queries.reserves_of(draw))
    instead = next(one for one in order if one.contributor.is_relative == is_relative)
    passed = order.index(instead)
    answer = browser.post(reverse("draws:said_no", args=[draw.pk, leaving.number]), follow=True)
    page = answer.content.decode()
    name = instead.contributor.pseudonym
    assert f"{name} har fått platsen, och är lik den som lämnade" in page
    assert ("före i ordningen hoppades över" in page) == bool(passed)
    assert [one.number for one in answer.context["panel"]][:2] == [leaving.number, instead.number]
    assert len(answer.context["panel"]) == 5


def test_a_message_says_when_the_quotas_cannot_hold_any_longer_and_when_nobody_is_left(draw, coordinator):
    draw = drawn(draw, coordinator)
    told = []
    for _turn in range(12):
        leaving = queries.panel_of(draw).filter(said_no_at=None)
        relatives = [one for one in leaving if one.contributor.is_relative]
        instead = drawing.say_no(draw, (relatives or leaving)[0], by=coordinator)
        told.append(stand_ins_told.who_came(draw, instead))
    assert any("går det inte att hålla alla kvoter" in words for words in told)
    assert told[-1] == "Ingen reserv finns kvar att fråga, så platsen är tom."


def test_a_seat_stays_empty_when_nobody_is_left(draw, coordinator):
    draw = drawn(draw, coordinator)
    for _turn in range(12):
        drawing.say_no(draw, queries.panel_of(draw).filter(said_no_at=None).first(), by=coordinator)
    assert queries.panel_of(draw).filter(said_no_at=None).count() == 3


def test_two_presses_on_no_take_one_reserve(draw, coordinator):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    drawing.say_no(draw, leaving, by=coordinator)
    with pytest.raises(NotNow):
        drawing.say_no(draw, leaving, by=coordinator)
    assert draw.entrants.filter(stands_in_for=leaving).count() == 1


def test_whoever_pauses_is_not_asked_to_stand_in(draw, coordinator):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    for one in queries.reserves_of(draw):
        if one.contributor.is_relative == leaving.contributor.is_relative:
            pause(one.contributor, by=coordinator)
            break
    instead = drawing.say_no(draw, leaving, by=coordinator)
    assert one not in instead


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


def test_the_public_pages_tell_all_that_is_needed_and_nobodys_name(draw, coordinator, sign_in, tmp_path):
    visitor = sign_in()
    address = reverse("draws:public", args=[draw.reference])
    assert visitor.get(address).status_code == 404
    published(draw, coordinator)
    page = visitor.get(address).content.decode()
    assert draw.publication.fingerprint in page
    assert "Lotto 1" in page
    assert visitor.get(reverse("draws:draw_file", args=[draw.reference])).status_code == 404
    with clock.at(soon() + timedelta(minutes=1)):
        drawing.draw_now(draw, by=coordinator, values=VALUES)
    page = visitor.get(address).content.decode()
    assert "drogs" in page
    came = page.index("Det blev: Lotto 1")
    assert came < page.index("1 2 3 4 5 6 7") < page.index("Det blev: Lotto 2") < page.index("8 9 10 11 12 13 35")
    for one in draw.entrants.all():
        assert one.contributor.pseudonym not in page
        assert one.salt not in page


def test_a_visitor_checks_the_draw_with_the_program_alone(draw, coordinator, sign_in, tmp_path):
    draw, visitor = drawn(draw, coordinator), sign_in()
    for name, address in (
        ("underlag.json", reverse("draws:publication_file", args=[draw.reference])),
        ("dragning.json", reverse("draws:draw_file", args=[draw.reference])),
        ("verify.py", reverse("draws:verifier")),
    ):
        (tmp_path / name).write_bytes(visitor.get(address).content)
    one = queries.panel_of(draw).first()
    own = ["--salt", one.salt, "--id", one.contributor.reference]
    command = [
        sys.executable,
        "-I",
        "verify.py",
        "underlag.json",
        "dragning.json",
        "--fingerprint",
        draw.publication.fingerprint,
    ]
    ran = subprocess.run([*command, *own], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    tampered = (tmp_path / "dragning.json").read_text().replace('"number":', '"number": 1', 1)
    (tmp_path / "dragning.json").write_text(tampered)
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def hidden_in(page):
    """What a page's hidden fields send on."""
    return dict(re.findall(r'<input type="hidden" name="(?!csrf|next)(\w+)" value="([^"]*)">', page))


def yes_in(page):
    """What the button that publishes sends."""
    return {"sure": re.search(r'name="sure" value="([^"]+)"', page)[1]}


def test_before_publishing_a_last_page_says_when_in_full_and_nothing_typed_is_lost(draw, coordinator, sign_in):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    address = reverse("draws:publish", args=[draw.pk])
    with clock.at(datetime(2026, 11, 22, 10, tzinfo=UTC)):
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
def test_a_day_without_year_that_has_just_been_is_not_taken_for_next_years(draw, coordinator, sign_in, written):
    browser = sign_in(coordinator)
    worked_out(draw, coordinator)
    with clock.at(datetime(2026, 11, 22, 10, tzinfo=UTC)):
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


def test_letters_open_the_door_and_are_noted(draw, coordinator, paper_contributor, sign_in):
    published(draw, coordinator)
    browser = sign_in(coordinator)
    answer = browser.post(reverse("draws:letters_pdf", args=[draw.pk]))
    assert answer.content.startswith(b"%PDF")
    assert Entry.objects.filter(verb="door.opened", subject=f"contributor:{paper_contributor.pk}").exists()
    browser.post(reverse("draws:posted", args=[draw.pk]))
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


def rows_of(answer):
    return [row.split(";") for row in answer.content.decode("utf-8-sig").splitlines()[1:]]


def test_the_list_says_what_the_page_says_after_a_no_and_stands_in_the_groups_order(draw, coordinator, sign_in):
    draw = drawn(draw, coordinator)
    leaving = queries.panel_of(draw).first()
    (instead,) = drawing.say_no(draw, leaving, by=coordinator)
    browser = sign_in(coordinator)
    answer = browser.get(reverse("draws:list_csv", args=[draw.pk]))
    assert f"lista-{draw.reference}.csv" in answer["Content-Disposition"]
    rows = rows_of(answer)
    assert {row[0]: row[3] for row in rows} == {one.pseudonym: one.reference for one in Contributor.objects.all()}
    places = {row[0]: row[1] for row in rows}
    assert places[leaving.contributor.pseudonym] == "tackade nej"
    assert places[instead.contributor.pseudonym] == "reserv som fick en plats"
    group = {one.contributor.pseudonym for one in queries.panel_of(draw).filter(said_no_at=None)}
    assert {row[0] for row in rows[:4]} == group
    assert [row[0] for row in rows[4:14]] == [one.contributor.pseudonym for one in queries.reserves_of(draw)]
    assert [int(row[2]) for row in rows[4:14]] == [one.turn for one in queries.reserves_of(draw)]
    assert rows[14][0] == leaving.contributor.pseudonym
    page = browser.get(reverse("draws:draw", args=[draw.pk])).content.decode()
    assert all(words in page for words in ("tackade nej", "reserv som fick en plats"))


def test_a_published_draw_is_called_off_with_a_reason_that_everybody_reads(draw, coordinator, sign_in):
    published(draw, coordinator)
    browser = sign_in(coordinator)
    address = reverse("draws:call_off", args=[draw.pk])
    assert "Skriv varför" in browser.post(address, {"because": ""}).content.decode()
    browser.post(address, {"because": "Mötet blir inte av."})
    page = sign_in().get(reverse("draws:public", args=[draw.reference])).content.decode()
    assert "Mötet blir inte av." in page
    with clock.at(soon() + timedelta(minutes=1)), pytest.raises(NotNow), transaction.atomic():
        drawing.draw_now(draw, by=coordinator, values=VALUES)


def test_another_coordinator_of_a_sub_area_does_nothing_with_it(draw, coordinator, north_coordinator):
    published(draw, coordinator)
    for act in (
        lambda: publishing.call_off(draw, by=north_coordinator, because="nej"),
        lambda: publishing.tell_everybody(draw, by=north_coordinator),
        lambda: drawing.draw_now(draw, by=north_coordinator, values=VALUES),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_each_kind_of_beacon_page_is_named(draw, coordinator):
    published(draw, coordinator, promise=beacon_after(soon()))
    (known,) = sources.in_words(draw.plan)
    assert re.fullmatch(r"https://api\.drand\.sh/[0-9a-f]{64}/public/\d+", known.where)


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


def test_the_seat_of_somebody_disposed_of_before_the_draw_can_be_filled(draw, pool, coordinator):
    published(draw, coordinator)
    document = json.loads(draw.publication.document)
    with clock.at(soon() + timedelta(minutes=1)):
        record = publication.draw(document, VALUES)
        chosen = [
            one.contributor
            for one in draw.entrants.all()
            if publication.label(one.salt, facts_of([one])[0]["id"], record["number"]) in record["selected"]
        ]
        for person in chosen[:2]:
            leave(person, by=coordinator)
            dispose(person, by=coordinator)
        disposal.let_go()
        drawing.draw_now(draw, by=coordinator, values=VALUES)
        empty = queries.panel_of(draw).filter(contributor=None)
        assert (empty.count(), queries.panel_of(draw).count()) == (2, 4)
        for seat in empty:
            assert len(drawing.say_no(draw, seat, by=coordinator)) == 1
    staying = queries.panel_of(draw).filter(said_no_at=None)
    assert staying.count() == 4
    assert 1 <= sum(one.contributor.is_relative for one in staying) <= 2


@pytest.mark.parametrize(("hours", "known"), [(1, False), (3, True)])
def test_everybody_reads_when_it_was_called_off_and_whether_chance_had_spoken(draw, coordinator, client, hours, known):
    published(draw, coordinator)
    with clock.at(clock.now() + timedelta(hours=hours)):
        publishing.call_off(draw, by=coordinator, because="Uppdraget blev inte av.")
    page = client.get(reverse("draws:public", args=[draw.reference])).content.decode()
    assert ("Siffrorna som avgör var kända då." in page) == known
    assert ("Siffrorna som avgör var inte kända då." in page) != known


def test_whoever_draws_for_the_same_request_until_it_suits_is_seen(draw, pool, coordinator, client):
    other = setting_up.create_draw(by=coordinator, title="En gång till", size=4)
    Draw.objects.update(origin_kind="request", origin_id=7)
    page = reverse("draws:public", args=[draw.reference])
    published(Draw.objects.get(pk=draw.pk), coordinator)
    assert "En gång till" not in client.get(page).content.decode()
    published(Draw.objects.get(pk=other.pk), coordinator)
    said = client.get(page).content.decode()
    assert "En gång till" in said
    assert reverse("draws:public", args=[other.reference]) in said


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


def test_the_command_on_the_public_page_finds_files_that_were_changed_together(draw, coordinator, sign_in, tmp_path):
    draw, visitor = drawn(draw, coordinator), sign_in()
    page = visitor.get(reverse("draws:public", args=[draw.reference])).content.decode()
    shown = re.search(r"python3 (verify\.py [^<]+)</code>", page)[1].split()
    assert shown[-2:] == ["--fingerprint", draw.publication.fingerprint]
    document = json.loads(draw.publication.document) | {"title": "En annan rubrik"}
    record = json.loads(draw.publication.outcome.document)
    forged = publication.draw(document, record["values"])
    (tmp_path / shown[1]).write_bytes(publication.canonical(document))
    (tmp_path / shown[2]).write_bytes(publication.canonical(forged))
    (tmp_path / "verify.py").write_bytes(visitor.get(reverse("draws:verifier")).content)
    without = subprocess.run([sys.executable, "-I", *shown[:-2]], cwd=tmp_path, capture_output=True, check=False)
    assert without.returncode == 0, "without the fingerprint nobody notices"
    assert (
        subprocess.run([sys.executable, "-I", *shown], cwd=tmp_path, capture_output=True, check=False).returncode == 1
    )


def test_the_public_page_says_what_the_program_checks_and_what_it_cannot(draw, coordinator, sign_in):
    published(draw, coordinator)
    page = sign_in().get(reverse("draws:public", args=[draw.reference])).content.decode()
    assert "Programmet kan inte kontrollera att grupperna håller kvoterna" in page
    assert "för hand" not in page
    assert "vill vara med" not in page, "people of a file have perhaps not been asked"


def test_whoever_draws_without_a_request_until_it_suits_is_seen_under_any_title(draw, coordinator, client):
    address = reverse("draws:public", args=[draw.reference])
    published(draw, coordinator)
    assert "Ingen annan lottning har publicerats" in client.get(address).content.decode()
    setting_up.create_draw(by=coordinator, title="Inte publicerad", size=4)
    again = setting_up.create_draw(by=coordinator, title="Något helt annat", size=4)
    long_ago = setting_up.create_draw(by=coordinator, title="För länge sedan", size=4)
    for one in (again, long_ago):
        published(one, coordinator)
    Publication.objects.filter(draw=long_ago).update(published_at=clock.now() - timedelta(days=400))
    publishing.call_off(again, by=coordinator, because="Den passade inte.")
    page = client.get(address).content.decode()
    assert reverse("draws:public", args=[again.reference]) in page
    assert "Något helt annat</a>, publicerad" in page
    assert "avlyst" in page
    assert "Inte publicerad" not in page
    assert "För länge sedan" not in page


def test_the_public_page_asks_as_many_questions_whether_there_are_others_or_not(draw, coordinator, client):
    published(draw, coordinator)
    address = reverse("draws:public", args=[draw.reference])
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        published(setting_up.create_draw(by=coordinator, title=f"Nummer {number}", size=4), coordinator)
    with CaptureQueriesContext(connection) as many:
        assert "Nummer 2" in client.get(address).content.decode()
    assert len(few) == len(many)
