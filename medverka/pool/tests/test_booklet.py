"""The copy of everything that is held about somebody, as JSON and as a PDF."""

import json
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from medverka.foundation import clock
from medverka.foundation.pdf import Bullets, Facts, Paragraph
from medverka.pool import actions_identity, booklet, door

pytestmark = pytest.mark.django_db
HOSTILE = '#panic() $x$ ]#read("x")[ <script>alert(1)</script> =cmd|calc\r\nBcc: x@exempel.invalid \u202e'


@pytest.fixture
def written(monkeypatch):
    """What the PDF was made of."""
    blocks = []
    monkeypatch.setattr(booklet, "document", lambda title, given: blocks.extend(given) or b"%PDF-")
    return blocks


def words(blocks):
    texts = []
    for block in blocks:
        if isinstance(block, Bullets):
            texts += block.items
        if isinstance(block, Facts):
            texts += [f"{label}: {value}" for label, value in block.rows]
        if isinstance(block, Paragraph):
            texts.append(block.text)
    return "\n".join(texts)


@pytest.fixture
def opened(contributor, coordinator):
    """The door was opened one summer evening, an hour before midnight in Greenwich."""
    with clock.at(datetime(2027, 7, 1, 22, 30, 12, 345, tzinfo=UTC)):
        door.open_door(contributor, by=coordinator, purpose="contact")


def test_the_booklet_writes_times_as_people_here_do(opened, contributor_user, sign_in, written):
    sign_in(contributor_user).get(reverse("pool:my_pdf"))
    text = words(written)
    assert "När: 2 juli 2027 00.30. Vad: Öppnade dörren" in text
    assert "Med sedan: 2 mars 2020" in text
    assert "+00:00" not in text
    assert "2020-03-02" not in text


def test_json_writes_times_in_the_way_of_machines(opened, contributor_user, sign_in):
    held = json.loads(sign_in(contributor_user).get(reverse("pool:my_json")).content)
    assert "2027-07-02T00:30:00+02:00" in [happened["När"] for happened in held["Vad som har hänt"]]
    assert held["Din profil"]["Med sedan"] == date(2020, 3, 2).isoformat()


def test_hostile_text_is_text_in_both(contributor, contributor_user, sign_in):
    actions_identity.change_identity(contributor, by=contributor_user, own_words=HOSTILE, first_name=HOSTILE[:60])
    browser = sign_in(contributor_user)
    held = json.loads(browser.get(reverse("pool:my_json")).content)
    assert held["Vem du är"]["Egna ord"] == HOSTILE
    assert browser.get(reverse("pool:my_pdf")).content.startswith(b"%PDF-")
    assert "<script>alert" not in browser.get(reverse("portal:my_page")).content.decode()


@pytest.mark.parametrize("name", ["my_json", "my_pdf"])
@pytest.mark.parametrize("other", ["reference", "pk"])
def test_nobody_downloads_another_persons_copy_whatever_they_add_to_the_address(
    name, other, contributor_user, contributor, protected_contributor, sign_in, written
):
    answer = sign_in(contributor_user).get(
        reverse(f"pool:{name}"), {"contributor": getattr(protected_contributor, other), "id": protected_contributor.pk}
    )
    assert "Lundgren" in answer.content.decode() + words(written)
    assert "Gömd" not in answer.content.decode() + words(written)
    assert "no-store" in answer.headers["Cache-Control"]
