"""One list of everything that was said, with one search and one set of filters."""

import csv
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock
from medverka.voices import actions
from medverka.voices.models import Theme
from medverka.voices.origins import Origin, _describers, _labels, describes
from medverka.voices.themes import ensure_default_themes

pytestmark = pytest.mark.django_db
LIST = "voices:list"


@pytest.fixture
def ward_forum():
    describes("ward", label="Forum")(lambda ids: {pk: Origin(f"Forum {pk}") for pk in ids})
    yield ("ward", 5)
    del _describers["ward"], _labels["ward"]


@pytest.fixture
def spoken(say, county, coordinator, ward_forum):
    """Five voices that differ in everything the list can be narrowed by."""
    ensure_default_themes(by=SYSTEM)
    food, rest = Theme.objects.get(slug="mat"), Theme.objects.get(slug="annat")
    today = clock.today()
    say("Maten.", themes=[food], said_on=today - timedelta(days=100))
    say("Brådskande mat.", themes=[food, rest], urgent=True)
    say("På avdelningen.", unit=county.ward, origin=ward_forum)
    say("Boendet.", unit=county.housing, owner=None, capacity="mandate", association=county.association)
    no = say("Nejet.", themes=[rest])
    actions.answer_voice(no, by=coordinator, answer="no", because="Nej.")


@pytest.fixture
def shown(sign_in, coordinator):
    browser = sign_in(coordinator)

    def texts(**filters):
        return {voice.text for voice in browser.get(reverse(LIST), filters).context["page"]}

    return texts


@pytest.mark.slow
def test_each_filter_narrows_the_list(spoken, shown, county):
    day = clock.today() - timedelta(days=30)
    assert shown(kalla="ward") == {"På avdelningen."}
    assert shown(tema="mat") == {"Maten.", "Brådskande mat."}
    assert shown(bradskar="on") == {"Brådskande mat."}
    assert shown(talade="mandate") == {"Boendet."}
    assert shown(visa="nej") == {"Nejet."}
    assert shown(fran=day.isoformat()) == {"Brådskande mat.", "På avdelningen.", "Boendet.", "Nejet."}
    assert shown(till=f"{day.day}/{day.month} {day.year}") == {"Maten."}


@pytest.mark.slow
def test_a_unit_is_shown_with_everything_under_it_and_any_level_above_can_be_chosen(spoken, shown, county):
    assert shown(verksamhet=county.ward.pk) == {"På avdelningen."}
    assert "På avdelningen." in shown(verksamhet=county.clinic.pk)
    assert shown(verksamhet=county.region.pk) == shown() - {"Boendet."}
    assert shown(verksamhet=county.ekdala.pk) == shown(), "Nothing was said there, so it is not offered."


def test_filters_combine(spoken, shown, county):
    assert shown(tema="annat", visa="obesvarade") == {"Brådskande mat."}
    assert shown(tema="annat", visa="nej", verksamhet=county.clinic.pk, q="nej") == {"Nejet."}
    assert shown(tema="mat", talade="mandate") == set()


def test_what_is_not_understood_narrows_nothing_and_a_day_that_is_none_says_so(spoken, shown, sign_in, coordinator):
    assert shown(kalla="x", tema="'--", talade="kung", visa="?", verksamhet="9" * 40) == shown()
    page = sign_in(coordinator).get(reverse(LIST), {"fran": "31 februari", "tema": "mat"})
    assert "Vi förstår inte dagen" in page.content.decode()
    assert '<details class="folding" open>' in page.content.decode()
    assert len(page.context["page"]) == 2


def test_what_is_chosen_stands_in_words_and_each_can_be_taken_away(spoken, sign_in, coordinator, county):
    browser = sign_in(coordinator)
    given = {"q": "<b>mat", "tema": "mat", "bradskar": "on", "fran": "2020-03-05", "page": "2"}
    page = browser.get(reverse(LIST), given)
    chosen = {str(item.label): item.url for item in page.context["wanted"].chosen()}
    assert list(chosen) == ["”<b>mat”", "Mat", "Från och med 5 mars 2020", "Brådskar"]
    assert chosen["Mat"] == "?q=%3Cb%3Emat&bradskar=on&fran=2020-03-05"
    text = page.content.decode()
    assert "”&lt;b&gt;mat”" in text
    assert "<b>mat" not in text
    assert "Inget passar" in text


@pytest.mark.slow
def test_the_choices_survive_turning_the_page(say, themes_of_many, sign_in, coordinator):
    text = sign_in(coordinator).get(reverse(LIST), {"tema": "mat", "visa": "obesvarade"}).content.decode()
    assert "?tema=mat&amp;visa=obesvarade&amp;page=2" in text


@pytest.fixture
def themes_of_many(say):
    ensure_default_themes(by=SYSTEM)
    for number in range(26):
        say(f"Röst {number}", themes=Theme.objects.filter(slug="mat"))


def test_what_is_urgent_stands_first_and_says_so_until_it_is_answered(spoken, sign_in, coordinator):
    browser = sign_in(coordinator)
    page = browser.get(reverse(LIST))
    first = page.context["page"][0]
    assert first.text == "Brådskande mat."
    assert page.content.decode().count("status-urgent") == 1
    actions.answer_voice(first, by=coordinator, answer="yes", because="Ja.")
    assert "status-urgent" not in browser.get(reverse(LIST)).content.decode()


@pytest.mark.slow
def test_two_hundred_voices_cost_as_many_queries_as_ten(say, sign_in, coordinator, county):
    ensure_default_themes(by=SYSTEM)
    browser, mat = sign_in(coordinator), Theme.objects.filter(slug="mat")

    def count(**filters):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(reverse(LIST), filters).status_code == 200
        return len(captured)

    for number in range(10):
        say(f"Röst {number}", themes=mat, origin=("meeting", number))
    count()
    few = count(), count(tema="mat", visa="obesvarade", q="röst")
    for number in range(10, 200):
        say(
            "å" * 1990 + str(number),
            themes=mat,
            origin=("meeting", number),
            unit=county.ward if number % 2 else county.clinic,
        )
    assert (count(), count(tema="mat", visa="obesvarade", q="röst")) == few


# --- The file -------------------------------------------------------------------------------------


def test_the_file_holds_what_the_list_shows_and_no_formula(say, spoken, sign_in, coordinator):
    say('=HYPERLINK("http://ond.example")')
    browser = sign_in(coordinator)
    response = browser.get(reverse("voices:export"), {"visa": "obesvarade"})
    assert response["Content-Disposition"].startswith('attachment; filename="synpunkter-')
    rows = list(csv.DictReader(response.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    texts = {row["Det som sades"] for row in rows}
    assert texts == {'\'=HYPERLINK("http://ond.example")', "Maten.", "Brådskande mat.", "På avdelningen.", "Boendet."}
    (one,) = [row for row in rows if row["Det som sades"] == "Brådskande mat."]
    assert (one["Teman"], one["Brådskar"], one["Tillfälle"]) == ("Annat, Mat", "Ja", "Möte 1")
    assert "Nejet." not in texts


@pytest.mark.slow
def test_only_coordinators_take_the_file_and_only_of_what_they_coordinate(
    spoken, sign_in, commissioner, steering_member, north_coordinator
):
    for user in (commissioner, steering_member):
        assert sign_in(user).get(reverse("voices:export")).status_code == 403
        assert reverse("voices:export") not in sign_in(user).get(reverse(LIST)).content.decode()
    text = sign_in(north_coordinator).get(reverse("voices:export")).content.decode()
    assert "Boendet." in text
    assert "Maten." not in text
