"""A coordinator rebuilds the county's follow-up from nothing to a preview, without a mouse."""

import pytest
from playwright.sync_api import expect

from medverka.questionnaires import files
from medverka.surveys.models import Questionnaire
from tests.browser.test_keyboard import Keyboard

pytestmark = pytest.mark.one_database

STEPS = ["Mycket dåligt", "Ganska dåligt", "Varken bra eller dåligt", "Ganska bra", "Mycket bra"]


def add(hands, kind, words, *, then=()):
    """A question of a kind by keyboard, in the one section there is."""
    hands.go_to("Ny fråga").enter().go_to(kind).enter().go_to("Frågan").type(words)
    for choice in then:
        hands.go_to(choice).keys.press("Space")
    hands.keys.press("Tab")
    hands.go_to("Spara frågan").enter()


@pytest.fixture
def karin(small_county, coordinator, arrive):
    return arrive(coordinator)


def test_the_follow_up_is_built_from_empty_to_preview_by_keyboard(karin):
    hands = Keyboard(karin.go("/enkater/formular/"))
    karin.sees("Inget frågeformulär än")
    hands.go_to("Nytt frågeformulär").enter().go_to("Vad ska formuläret heta?").type("Uppföljning till medverkande")
    hands.go_to("Fortsätt").enter()
    karin.sees("Det här behövs innan det kan ställas").finds_the_page_fine("bygga tomt formulär")
    add(hands, "Skala", "Vad är ditt helhetsintryck?", then=["Med ansikten"])
    karin.sees("Frågan är tillagd.", *STEPS)
    add(hands, "Skala", "Hur blir du bemött?")
    add(hands, "Egna ord", "Vad kan bli bättre?")
    hands.go_to("Villkor: Vad kan bli bättre?").enter().go_to("Hur blir du bemött?")
    hands.go_to("Mycket dåligt").keys.press("Space")
    hands.go_to("Spara").enter()
    karin.sees("Ställs bara till dem som svarade ”Mycket dåligt” på ”Hur blir du bemött?”.")
    karin.does_not_see("Det här behövs innan det kan ställas").finds_the_page_fine("bygga med frågor")
    hands.go_to("Förhandsvisa").enter().go_to("Börja").enter()
    karin.sees("Vad är ditt helhetsintryck?", "Inget sparas.").finds_the_page_fine("förhandsvisa")
    document = files.load(Questionnaire.objects.get().versions.get().content)
    assert [question.kind for question in document.questions] == ["scale", "scale", "text"]


def test_enter_in_a_row_saves_and_a_question_moves_without_a_new_page(karin):
    karin.go("/enkater/formular/nytt/").write("Vad ska formuläret heta?", "Prov").press("Fortsätt")
    for words in ("Första?", "Andra?"):
        karin.press("Ny fråga").press("Ett val").write("Frågan", words).write("Svar 1", "Ja").write("Svar 2", "Nej")
        karin.page.get_by_label("Svar 2").press("Enter")
        karin.sees("Frågan är tillagd.", words)
    karin.page.evaluate("window.stays = true")
    karin.page.locator("#andra summary").click()
    karin.page.locator("#andra button", has_text="Flytta upp").click()
    expect(karin.page.locator(".built-question").first).to_have_id("andra")
    assert karin.page.evaluate("window.stays"), "htmx brought the part that changed alone"
    assert karin.page.locator("#andra details").get_attribute("open") is not None, "one goes on moving from there"


def test_a_phone_builds_too_and_a_page_in_another_language_is_sound(karin, arrive, coordinator):
    karin.go("/enkater/formular/nytt/").write("Vad ska formuläret heta?", "Prov")
    karin.choose("Till närstående").press("Fortsätt").press("Språk")
    karin.choose_from("Språk", "arabiska").press("Lägg till").sees("Arabiska").finds_the_page_fine("översätta")
    phone = arrive(coordinator, width=320).go("/enkater/formular/prov/").finds_the_page_fine("bygga mobil")
    for page in (
        "sprak/ar/",
        "versioner/",
        "avsnitt/",
        "om/",
        "forhandsvisning/?sprak=ar",
        "forhandsvisning/mobil/",
        "ta-bort/",
    ):
        phone.go(f"/enkater/formular/prov/{page}").finds_the_page_fine(
            f"bygga mobil {page.strip('/')}".replace("/", " ")
        )
