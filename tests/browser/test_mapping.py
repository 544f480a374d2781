"""A mapping from the coordinator's first page to the picture of all: an official answers, by account and by the mail's link."""

from datetime import timedelta

import pytest

from medverka.foundation import clock
from medverka.mappings.models import SelfAssessment
from medverka.organisations.actions import save_contact_person
from medverka.organisations.models import ContactPerson

STEPS = ("Har börjat", "På god väg", "Så arbetar vi")


@pytest.fixture
def contact(small_county, coordinator):
    person = ContactPerson(organisation=small_county.norrvik, name="Nora Nord", email="nora@exempel.invalid")
    return save_contact_person(person, by=coordinator)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_mapping_from_beginning_to_end(small_county, contact, coordinator, commissioner, mailbox, arrive, width):
    karin, today = arrive(coordinator, width=width), clock.today()
    karin.go("/kartlaggningar/").finds_the_page_fine("1 listan").press("Ny kartläggning")
    karin.write("Rubrik", "Kartläggning").write("Öppnar den", today).finds_the_page_fine("2 ny").press("Fortsätt")
    karin.sees("Skriv vilken dag svaren ska vara inne.").finds_the_page_fine("3 fel")
    karin.write("Lämnas in senast", today + timedelta(days=20)).press("Fortsätt")
    karin.choose("Region Exempellän › Vuxenpsykiatrin").finds_the_page_fine("4 vilka").press("Spara")
    karin.finds_the_page_fine("5 förbereds").press("Öppna").finds_the_page_fine("6 öppna").press("Öppna nu")
    karin.sees("Kartläggningen är öppen").finds_the_page_fine("7 öppen")

    harald = arrive(commissioner, width=width)
    harald.go("/hem/").press("Kartläggning: svara för Vuxenpsykiatrin").finds_the_page_fine("8 översikt")
    answer_all(harald, "harald")
    nora = arrive(width=width)
    nora.go(mailbox.link_to(contact.email, "/kartlaggningar/lank/"))
    answer_all(nora, "nora")
    assert SelfAssessment.objects.filter(state="handed_in").count() == 2

    karin.page.reload()
    karin.press("Läs resultatet").sees("Kartläggningen är öppen", "Har börjat").finds_the_page_fine("14 resultat")
    karin.press("Vuxenpsykiatrin").sees("Det finns skriftligt").finds_the_page_fine("15 rapport")
    karin.press("Gör till utvecklingsområde").sees("Nästa steg:").write("Vad ska bli bättre?", "Egna planer")
    karin.finds_the_page_fine("16 område").press("Spara").sees("Utvecklingsområdet är sparat")
    karin.choose("Pågår").write("Vad har hänt?", "Vi har börjat.").press("Spara").sees("Vi har börjat.")
    karin.finds_the_page_fine("17 ett område").press("Utvecklingsområden").finds_the_page_fine("18 områden")


def answer_all(visitor, name):
    """One question a level, a comment, and a link that is none at first."""
    visitor.press("Börja svara")
    for number, step in enumerate(STEPS):
        visitor.page.get_by_label(step).first.check()
        if number == 0:
            visitor.page.locator("fieldset").nth(1).get_by_label("På god väg").check()
            visitor.unfold("Kommentar och länkar").write("Länkar som visar det", "javascript:alert(1)")
            visitor.press("Spara och fortsätt").sees("Rad 1 är ingen länk")
            visitor.finds_the_page_fine(f"9 {name} fel").write("Länkar som visar det", "https://exempel.se/plan")
        visitor.press("Spara och")
    visitor.sees("exempel.se/plan").finds_the_page_fine(f"12 {name} allt").press("Lämna in").sees("Svaren är inlämnade")
    visitor.finds_the_page_fine(f"13 {name} inlämnat")
