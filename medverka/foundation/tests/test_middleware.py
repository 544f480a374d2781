import tempfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from medverka.foundation.views import takes_files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "language"), [("", "sv"), ("en", "en"), ("sv", "sv"), ("xx", "sv"), ("<script>", "sv")]
)
def test_the_language_is_swedish_unless_another_was_chosen(client, cookie, language):
    client.cookies["django_language"] = cookie
    page = client.get("/komponenter/", headers={"accept-language": "en-US"})
    assert f'<html lang="{language}">' in page.content.decode()
    assert page["Content-Language"] == language


def test_a_visitors_address_is_taken_from_the_proxy_only_when_there_is_one(rf, settings):
    from medverka.foundation.middleware import trust_proxies

    seen = []

    def answer(request):
        seen.append(request.META["REMOTE_ADDR"])

    for proxies in (0, 1, 2):
        settings.TRUSTED_PROXIES = proxies
        trust_proxies(answer)(rf.get("/", headers={"x-forwarded-for": "6.6.6.6, 10.0.0.7"}))
    assert seen == ["127.0.0.1", "10.0.0.7", "6.6.6.6"]


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_nul_is_refused_before_it_reaches_the_database(client, way):
    assert getattr(client, way)("/konto/login/", {"login": "a\0b"}).status_code == 400


def test_what_a_visitor_has_written_and_what_a_link_opens_stays_in_no_cache(client):
    assert "no-store" not in client.get("/komponenter/").headers.get("Cache-Control", "")
    assert "no-store" in client.get("/svar/a-forged-link/")["Cache-Control"]
    client.post("/intressebanken/ga-med/borja/")
    assert "no-store" in client.get("/intressebanken/ga-med/perspektiv/")["Cache-Control"]


@pytest.mark.parametrize("address", ["/ni-sa-vi-gjorde/?svar={}", "/komponenter/?q={}", "/svar/{}/"])
def test_an_address_that_nobody_writes_is_refused_in_words_and_not_repeated(client, address):
    page = client.get(address.format("x" * 200_000))
    assert page.status_code == 414
    assert "längre än vi kan läsa" in page.content.decode()
    assert len(page.content) < 20_000


def test_the_longest_address_that_is_read_is_read(client):
    from medverka.foundation.middleware import LONGEST_ADDRESS

    filler = "x" * (LONGEST_ADDRESS - len("/komponenter/q="))
    assert client.get(f"/komponenter/?q={filler}").status_code == 200
    assert client.get(f"/komponenter/?q={filler}x").status_code == 414


def test_signs_that_nobody_sees_are_left_out_and_line_breaks_and_emoji_stay(client):
    from medverka.assignments.models import InvolvementRequest

    draft = client.post("/forfragan/").url
    text = "gnp\u202egpj.\u2066exe\x07\r\nRad två\t👩‍🎤"
    client.post(draft.replace("/vem/", "/vad/"), {"purpose": text})
    assert InvolvementRequest.objects.get().purpose == "gnpgpj.exe\r\nRad två\t👩‍🎤"


def test_ten_megabytes_pasted_are_refused_in_words(client):
    draft = client.post("/forfragan/").url
    answer = client.post(draft, "purpose=" + "a" * 10_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "större än vi kan ta emot" in answer.content.decode()


# --- No more than an address takes ---------------------------------------------------------------


class Unread:
    """What is sent, as the server hands it over: whoever reads any of it fails."""

    def read(self, *args):
        raise AssertionError("It was received.")

    readline = read


def send(client, address, size):
    kind = "multipart/form-data; boundary=b"
    said = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": kind, "wsgi.input": Unread()}
    return client.generic("POST", address, **said)


FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize("address", ["/", "/konto/login/", "/lottningar/", "/forfragan/"])
@pytest.mark.parametrize("size", [FORM + 1, 300_000_000])
def test_more_than_a_form_is_refused_in_words_and_nothing_of_it_is_received(address, size):
    answer = send(Client(enforce_csrf_checks=True), address, size)
    assert answer.status_code == 413
    assert "större än vi kan ta emot" in answer.content.decode()


def test_what_is_sent_to_no_page_at_all_is_not_received_either(client):
    assert send(client, "/finns-inte/", FORM + 1).status_code == 404


TAKE_FILES = {"registers:start": 80, "draws:people": 80, "councils:new_paper": 20}


def address_of(name):
    return reverse(name, args=[] if name == "registers:start" else [1])


def test_the_addresses_that_take_files_are_known():
    assert {name: resolve(address_of(name)).func.file_bytes // 1_000_000 for name in TAKE_FILES} == TAKE_FILES


@pytest.mark.parametrize("name", TAKE_FILES)
def test_files_are_received_of_whoever_is_signed_in_alone_and_up_to_a_size(name, coordinator, sign_in):
    address, most = address_of(name), FORM + TAKE_FILES[name] * 1_000_000
    nobody, somebody = Client(enforce_csrf_checks=True), sign_in(coordinator)
    answer = send(nobody, address, FORM + 1)
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('account_login')}?next={address}")
    assert send(nobody, address, most + 1).status_code == 413
    answer = send(somebody, address, most + 1)
    assert answer.status_code == 413
    assert f"{TAKE_FILES[name]} MB" in answer.content.decode()
    with pytest.raises(AssertionError, match="received"):
        send(somebody, address, most)


def test_a_view_cannot_say_that_it_takes_more_than_is_held_in_memory():
    with pytest.raises(ValueError, match="held in memory"):
        takes_files(up_to=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)


def test_a_file_on_its_way_in_lies_nowhere_but_in_memory(tmp_path, monkeypatch, rf):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    request = rf.post("/", {"people": SimpleUploadedFile("personer.csv", b"id;diagnos\n" * 3_000_000)})
    file = request.FILES["people"]
    assert file.size == 33_000_000
    assert not list(tmp_path.iterdir())
    assert file.read(10) == b"id;diagnos"
