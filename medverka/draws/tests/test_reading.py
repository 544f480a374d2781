"""Large files are read by the worker: sealed until then, with progress and a way to stop, and away afterwards."""

import errno
import operator
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from medverka.draws import files as read_files
from medverka.draws import jobs, uploads, work
from medverka.draws.actions import computing, setting_up
from medverka.draws.models import Draw, Upload
from medverka.draws.rules import LONGEST_WORK, State
from medverka.draws.tests.test_setting_up import PEOPLE, QUOTAS, files, worked_out
from medverka.foundation import clock
from medverka.foundation.progress import SILENT
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _everything_is_large_and_the_file_store_is_empty(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("medverka.draws.forms.READ_AT_ONCE", 0)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draw(coordinator):
    return setting_up.create_draw(by=coordinator, title="Ur en fil", size=3, source="file")


@pytest.fixture
def client(coordinator, sign_in):
    return sign_in(coordinator)


def send_in(draw, client, **sent):
    answer = client.post(reverse("draws:people", args=[draw.pk]), files(**sent))
    draw.refresh_from_db()
    return answer


def read(draw):
    jobs.read(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()


def stored():
    if not default_storage.exists(uploads.FOLDER):
        return []
    return default_storage.listdir(uploads.FOLDER)[1]


def test_large_files_are_kept_sealed_until_the_worker_has_read_them(draw, client, django_capture_on_commit_callbacks):
    answer = send_in(draw, client, household="adress")
    assert answer["Location"] == reverse("draws:draw", args=[draw.pk])
    assert (draw.state, draw.people) == (State.READING, 0)
    assert len(stored()) == 2
    for name in stored():
        with default_storage.open(f"{uploads.FOLDER}/{name}") as file:
            assert not any(word in file.read() for word in (b"kvinna", b"feature", b"personer"))
    page = client.get(answer["Location"]).content.decode()
    assert "Filerna läses" in page
    assert "Väntar på sin tur" in page
    with django_capture_on_commit_callbacks(execute=True):
        read(draw)
    assert (draw.state, draw.people, draw.quotas.count(), draw.one_per_home) == (State.DRAFT, 12, 2, True)
    assert not stored()
    assert not Upload.objects.exists()
    assert "Gatan" not in draw.entrants.first().facts
    assert worked_out(draw, draw.created_by).state == State.COMPUTED


@pytest.fixture
def full_disk(monkeypatch):
    """There is room for one file and a bit of the next, and for no more."""
    whole, kept = ContentFile.chunks, []

    def chunks(file, *args):
        kept.append(file)
        if len(kept) == 1:
            yield from whole(file, *args)
        else:
            yield b"a bit"
            assert len(stored()) == 2
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ContentFile, "chunks", chunks)
    return kept


def test_where_there_is_no_room_for_the_second_file_neither_is_kept_and_the_form_says_so(draw, client, full_disk):
    answer = send_in(draw, client, household="adress")
    page = answer.content.decode()
    assert len(full_disk) == 2
    assert answer.status_code == 200
    assert "disken är full. Inget är sparat." in page
    assert 'value="adress"' in page
    assert (draw.state, Upload.objects.count(), stored()) == (State.DRAFT, 0, [])
    assert not Entry.objects.filter(verb="draw.files_sent_in").exists()


def test_what_is_wrong_is_told_when_the_work_is_done_and_nothing_is_taken_in_or_kept(
    draw, client, django_capture_on_commit_callbacks
):
    wrong = PEOPLE + "p1;kvinna;Gatan 9\n"
    send_in(draw, client, people=wrong, household="adress, ort")
    with django_capture_on_commit_callbacks(execute=True):
        read(draw)
    assert (draw.state, draw.people) == (State.DRAFT, 0)
    assert not stored()
    assert draw.trouble == {"code": "bad_files"}, "what quotes the files is sealed"
    assert "står redan" not in str(list(Upload.objects.values_list("mistakes", flat=True)))
    for name in ("draws:draw", "draws:people"):
        page = client.get(reverse(name, args=[draw.pk])).content.decode()
        assert "Filerna gick inte att använda" in page
        assert "personer.csv, rad 14, kolumn ”id”: Id ”p1” står redan på rad 3. Ge var och en sitt eget id" in page
        assert "Kolumnen ”ort” saknas. Lägg till den" in page
    assert 'value="adress, ort"' in page, "what was typed is not lost"
    send_in(draw, client)
    read(draw)
    assert (draw.people, draw.trouble) == (12, {})


def test_reading_can_be_stopped_and_then_nothing_is_left_of_the_files(
    draw, client, coordinator, django_capture_on_commit_callbacks
):
    send_in(draw, client)
    token = draw.began_at.isoformat()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("draws:stop", args=[draw.pk]))
    assert not stored()
    jobs.read(draw.pk, token)
    draw.refresh_from_db()
    assert (draw.state, draw.people, draw.trouble) == (State.DRAFT, 0, {})


@pytest.mark.parametrize("after", ["_given_up", "files.read"])
def test_a_stop_between_two_looks_at_the_draw_is_no_fault(
    draw, client, coordinator, monkeypatch, caplog, after, django_capture_on_commit_callbacks
):
    send_in(draw, client)
    real = operator.attrgetter(after)(work)

    def stopped_meanwhile(*given):
        with django_capture_on_commit_callbacks(execute=True):
            computing.stop(Draw.objects.get(pk=draw.pk), by=coordinator)
        return real(*given)

    monkeypatch.setattr(f"medverka.draws.work.{after}", stopped_meanwhile)
    read(draw)
    assert (draw.state, draw.trouble) == (State.DRAFT, {})
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


def test_files_that_are_gone_though_nobody_stopped_the_reading_are_a_fault(draw, client, caplog):
    send_in(draw, client)
    for name in stored():
        default_storage.delete(f"{uploads.FOLDER}/{name}")
    read(draw)
    assert draw.trouble == {"code": "broken"}
    assert [one.levelname for one in caplog.records if one.name == "medverka.draws.work"] == ["ERROR"]


def test_reading_that_is_under_way_notices_that_it_was_stopped(draw, client, coordinator, monkeypatch):
    send_in(draw, client)
    taken_in, real = [], read_files.read_problem

    def stopped_meanwhile(*given, **options):
        computing.stop(Draw.objects.get(pk=draw.pk), by=coordinator)
        with clock.at(clock.now() + timedelta(seconds=2)):
            taken_in.append(real(*given, **options))

    monkeypatch.setattr(read_files, "read_problem", stopped_meanwhile)
    read(draw)
    assert (draw.state, taken_in) == (State.DRAFT, [])


def test_new_files_take_the_place_of_those_that_were_read_and_the_result_of_before_goes(draw, client, coordinator):
    send_in(draw, client)
    read(draw)
    worked_out(draw, coordinator)
    send_in(draw, client, people="id,kön\na,kvinna\nb,man\nc,man\n")
    assert draw.summary == {}
    read(draw)
    assert (draw.state, draw.people) == (State.DRAFT, 3)


def test_reading_that_a_worker_died_from_is_said_to_have_stopped_and_is_begun_again(draw, client):
    send_in(draw, client)
    Draw.objects.update(step="reading", percent=40)
    old = draw.began_at.isoformat()
    with clock.at(clock.now() + SILENT + timedelta(seconds=1)):
        page = client.get(reverse("draws:draw", args=[draw.pk])).content.decode()
        assert reverse("draws:again", args=[draw.pk]) in page
        client.post(reverse("draws:again", args=[draw.pk]))
        jobs.read(draw.pk, old)
        draw.refresh_from_db()
        assert draw.state == State.READING, "the dead worker's job comes back, and is not the latest"
        read(draw)
    assert (draw.state, draw.people) == (State.DRAFT, 12)


def test_reading_that_comes_back_after_its_time_ends_with_words_and_without_files(
    draw, client, django_capture_on_commit_callbacks
):
    send_in(draw, client)
    Draw.objects.update(step="reading")
    with clock.at(clock.now() + LONGEST_WORK), django_capture_on_commit_callbacks(execute=True):
        read(draw)
    assert (draw.state, draw.trouble) == (State.DRAFT, {"code": "took_too_long"})
    assert not stored()


def test_files_that_nobody_names_are_swept_away(draw, client):
    send_in(draw, client)
    with clock.at(clock.now() + timedelta(days=1)):
        jobs.forget()
        assert len(stored()) == 2, "somebody still waits for them"
        Upload.objects.all().delete()
        jobs.forget()
    assert not stored()


def test_files_go_with_the_draw_that_is_thrown_away(draw, client, django_capture_on_commit_callbacks):
    send_in(draw, client)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("draws:throw_away", args=[draw.pk]))
    assert answer["Location"] == reverse("draws:list")
    assert not Draw.objects.exists()
    assert not stored()


def test_who_sent_files_in_is_journalled(draw, client, coordinator):
    send_in(draw, client)
    read(draw)
    did = Entry.objects.filter(subject=f"draw:{draw.pk}").order_by("number").values_list("verb", "actor")
    by = f"user:{coordinator.pk}"
    assert list(did) == [("draw.created", by), ("draw.files_sent_in", by), ("draw.people_chosen", by)]


def test_small_files_are_read_before_the_page_is_answered(draw, client, monkeypatch):
    monkeypatch.setattr("medverka.draws.forms.READ_AT_ONCE", len(PEOPLE.encode()) + len(QUOTAS.encode()))
    answer = send_in(draw, client)
    assert answer["Location"] == reverse("draws:draw", args=[draw.pk])
    assert (draw.state, draw.people) == (State.DRAFT, 12)


@pytest.mark.parametrize(("most", "state"), [(3, State.DRAFT), (2, State.READING)])
def test_small_files_with_many_quotas_are_read_by_the_worker(draw, client, monkeypatch, most, state):
    monkeypatch.setattr("medverka.draws.forms.READ_AT_ONCE", 200_000)
    monkeypatch.setattr("medverka.draws.forms.QUOTAS_AT_ONCE", most)
    send_in(draw, client)
    assert len(QUOTAS.splitlines()) == 3
    assert draw.state == state
    if state == State.READING:
        read(draw)
    assert (draw.state, draw.people, draw.quotas.count()) == (State.DRAFT, 12, 2)
