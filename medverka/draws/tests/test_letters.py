"""Letters to many are made and posted a pile at a time: nobody is noted as told whose letter was in no pile."""

from itertools import chain

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.draws import letters
from medverka.draws.actions import setting_up
from medverka.draws.models import Draw
from medverka.draws.tests.test_publishing import published
from medverka.journal.models import Entry
from medverka.pool.actions import NewPerson, add_contributors

pytestmark = pytest.mark.django_db

WITH_MAIL, ON_PAPER, PILE = 5, 7, 3


@pytest.fixture
def piles(monkeypatch):
    """The numbers of those who were in each PDF, three letters at most."""
    made, real = [], letters.pile
    for module in ("queries", "group"):
        monkeypatch.setattr(f"medverka.draws.{module}.LETTERS_AT_ONCE", PILE)

    def pile(draw, rows, reaches):
        made.append([row.number for row in rows])
        return real(draw, rows, reaches)

    monkeypatch.setattr(letters, "pile", pile)
    return made


@pytest.fixture
def draw(county, coordinator):
    new = [
        NewPerson(
            first_name=f"Anna {number}", last_name="Alm", street="Gatan 1", postcode="12345", city="Norrvik",
            email=f"anna{number}@exempel.invalid", channel="letter" if number < ON_PAPER else "email",
            perspectives={"patient"}, status="active",
        )
        for number in range(ON_PAPER + WITH_MAIL)
    ]  # fmt: skip
    add_contributors(new, by=SYSTEM)
    return published(setting_up.create_draw(by=coordinator, title="Många brev", size=4), coordinator)


@pytest.fixture
def browser(coordinator, sign_in):
    return sign_in(coordinator)


def page(browser, draw):
    return browser.get(reverse("draws:draw", args=[draw.pk]))


def fetch(browser, draw):
    browser.post(reverse("draws:letters_pdf", args=[draw.pk]))


def note_posted(browser, draw, seen):
    browser.post(reverse("draws:posted", args=[draw.pk]), {"upto": seen.context["telling"].upto})


def told(draw):
    return list(draw.entrants.exclude(told_at=None).order_by("number").values_list("number", flat=True))


def test_everybody_on_paper_gets_a_letter_in_some_pile_and_is_noted_then(draw, browser, piles):
    for left in (7, 4, 1):
        seen = page(browser, draw)
        assert seen.context["telling"].letters_left == left
        assert ("högst 3 åt gången" in seen.content.decode()) == (left > PILE)
        assert "Breven är postade" not in seen.content.decode(), "none of those who are left is in a pile yet"
        fetch(browser, draw)
        fetch(browser, draw)
        assert piles[-1] == piles[-2], "the same again, should the printer jam"
        note_posted(browser, draw, page(browser, draw))
        assert told(draw) == list(chain(*piles[1::2]))
    assert [len(one) for one in piles[1::2]] == [3, 3, 1]
    assert "Inga brev väntar." in page(browser, draw).content.decode()
    assert draw.entrants.exclude(told_at=None).exclude(contributor__channel="letter").count() == 0


def test_the_page_says_how_many_of_the_letters_are_fetched(draw, browser, piles):
    fetch(browser, draw)
    seen = page(browser, draw)
    assert "3 av 7 brev är hämtade, senast den" in seen.content.decode()
    assert f'name="upto" value="{piles[0][-1]}"' in seen.content.decode()


def test_a_page_left_open_notes_nothing_of_the_next_pile(draw, browser, piles):
    fetch(browser, draw)
    old = page(browser, draw)
    note_posted(browser, draw, old)
    fetch(browser, draw)
    note_posted(browser, draw, old)
    assert told(draw) == piles[0]
    assert Entry.objects.filter(verb="draw.letters_posted").count() == 1


@pytest.mark.parametrize("upto", ["", "-1", "x", "9" * 5000])
def test_a_number_that_no_page_gave_notes_nothing(draw, browser, piles, upto):
    fetch(browser, draw)
    answer = browser.post(reverse("draws:posted", args=[draw.pk]), {"upto": upto})
    assert answer["Location"] == reverse("draws:draw", args=[draw.pk])
    assert told(Draw.objects.get(pk=draw.pk)) == []


def test_who_begins_to_want_letters_between_two_piles_is_in_the_next(draw, browser, piles):
    fetch(browser, draw)
    late = draw.entrants.filter(contributor__channel="email").order_by("number")[0]
    type(late.contributor).objects.filter(pk=late.contributor_id).update(channel="letter")
    note_posted(browser, draw, page(browser, draw))
    assert told(draw) == piles[0]
    for _pile in range(2):
        fetch(browser, draw)
        note_posted(browser, draw, page(browser, draw))
    assert late.number in chain(*piles[1:])
