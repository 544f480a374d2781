import pytest

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
