"""Into the pool and out of it, by oneself."""

import pytest

from medverka.pool.door import open_door
from medverka.pool.models import Contributor

OWN_WORDS = "<b>Jag</b> vill helst träffas på förmiddagen."


@pytest.mark.parametrize("width", [1280, 320])
def test_somebody_joins_step_by_step_goes_on_later_and_is_welcomed(small_county, coordinator, arrive, mailbox, width):
    nora = arrive(width=width).go("/").press("Jag har egen erfarenhet").finds_the_page_fine("01 gå med")
    nora.press("Börja").finds_the_page_fine("02 erfarenhet")
    nora.press("Fortsätt").sees("Välj minst en").finds_the_page_fine("03 fel")
    nora.choose("patient").press("Fortsätt").write("Förnamn", "Nora").write("E-post", "nora@exempel.invalid")
    nora.finds_the_page_fine("04 nå dig").press("Spara och fortsätt senare").finds_the_page_fine("05 sparat")

    elsewhere = arrive(width=width).go(mailbox.link_to("nora@exempel.invalid")).press("Fortsätt")
    for step in ("omraden", "satt", "plats", "behov", "granser", "egna-ord"):
        elsewhere.go(f"/intressebanken/ga-med/{step}/").finds_the_page_fine(f"06 {step}")
    elsewhere.write("Vill du berätta något mer?", OWN_WORDS).press("Fortsätt")
    elsewhere.sees("Nora", OWN_WORDS).finds_the_page_fine("07 läs igenom")
    elsewhere.press("Skicka").sees("Tack!").finds_the_page_fine("08 tack")

    karin = arrive(coordinator, width=width).go("/idag/").sees("vill vara med i Intressebanken")
    karin.press("Boka samtal").press(Contributor.objects.get().pseudonym).does_not_see("Nora")
    karin.finds_the_page_fine("09 personen").choose_from("Varför behöver du veta", "ålla välkomstsamtal").press(
        "Öppna dörren"
    )
    karin.sees("Nora", OWN_WORDS).finds_the_page_fine("10 dörren är öppen")
    karin.press("Vi har haft samtalet").sees("Aktiv")


def test_a_contributor_sees_who_opened_the_door_and_leaves(
    small_county, contributor, contributor_user, coordinator, arrive
):
    open_door(contributor, by=coordinator, purpose="practical")

    lova = arrive(contributor_user).go("/hem/").sees("Lova Lundgren", "Karin Blåklint", "Ordna något praktiskt")
    lova.finds_the_page_fine("11 min sida")
    assert lova.fetch("Att läsa (PDF)").endswith(".pdf")
    assert lova.fetch("För datorer (JSON)").endswith(".json")
    lova.press("Pausa").sees("Jag vill vara med igen").press("Jag vill vara med igen")
    lova.press("Lämna").finds_the_page_fine("12 lämna").press("Ja, jag lämnar").sees("Du har lämnat")
