"""What everybody reads about a draw, and how a visitor checks it."""

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.draws import queries, sources
from medverka.draws.actions import drawing, publishing, setting_up
from medverka.draws.models import Draw, Publication
from medverka.draws.moves import NotNow
from medverka.draws.tests.test_publishing import VALUES, drawn, published, soon
from medverka.fairness.draw import publication
from medverka.fairness.draw.randomness import beacon_after
from medverka.foundation import clock

pytestmark = pytest.mark.django_db


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


def test_each_kind_of_beacon_page_is_named(draw, coordinator):
    published(draw, coordinator, promise=beacon_after(soon()))
    (known,) = sources.in_words(draw.plan)
    assert re.fullmatch(r"https://api\.drand\.sh/[0-9a-f]{64}/public/\d+", known.where)


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
