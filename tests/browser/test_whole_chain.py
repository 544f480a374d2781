"""The main job, from a request to what it led to: in a wide window and on a small phone."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock
from medverka.foundation.pdf import Code
from medverka.organisations import letters
from medverka.pool.actions import change_profile
from medverka.voices import actions_telling
from medverka.voices.rules import GATHER

TITLE = "Referensgrupp om väntrummet"
SAID = "Sätt fram en klocka som syns från alla stolar."
BECAUSE = "Vi har köpt en, och den hänger över disken."
EFFECT = "Ingen behöver längre fråga i luckan hur länge det är kvar."


@pytest.fixture
def people(contributor, paper_contributor, protected_contributor):
    """One who is reached by e-mail, one by letter, and one with protected identity by phone."""
    change_profile(protected_contributor, by=SYSTEM, channel="phone")
    return SimpleNamespace(by_mail=contributor, by_letter=paper_contributor, protected=protected_contributor)


@pytest.fixture
def printed_codes(monkeypatch):
    """The codes on the letters that have been printed."""
    codes = []
    document = letters.document

    def printed(title, blocks, **how):
        codes.extend(block.text for block in blocks if isinstance(block, Code))
        return document(title, blocks, **how)

    monkeypatch.setattr(letters, "document", printed)
    return codes


@pytest.mark.parametrize("width", [1280, 320])
def test_a_request_goes_all_the_way_to_the_answer_told_back(
    small_county, coordinator, commissioner, people, printed_codes, arrive, mailbox, width
):
    harald, karin = arrive(commissioner, width=width), arrive(coordinator, width=width)

    ask_for_people(harald)
    open_and_invite(karin, people)
    say_yes_by_link(arrive(width=width), mailbox)
    say_yes_by_code(karin, arrive(width=width), printed_codes)
    say_yes_by_phone(karin, people)
    agree_on_terms(karin, mailbox, people, arrive(width=width), arrive(width=width), printed_codes)
    harald_sees_what_was_released(harald)
    note_who_came(karin)
    write_down_and_answer(harald)
    tell_back(karin, mailbox, arrive(width=width))
    stand_on_the_public_page(karin, arrive(width=width))


def ask_for_people(harald):
    harald.go("/forfragan/").finds_the_page_fine("01 börja").press("Börja")
    harald.choose_from("Vilken verksamhet frågar?", "Vuxenpsykiatrin (Region").finds_the_page_fine("02 vem")
    harald.press("Spara och fortsätt")
    harald.write("Rubrik", TITLE).write("Vad vill ni uppnå?", "Väntan ska kännas kortare.")
    harald.choose("Hur en verksamhet arbetar").finds_the_page_fine("03 vad").press("Spara och fortsätt")
    harald.choose("Vara med:").write("Vad går att påverka?", "Möbler, ljud och skyltar. Inte huset.")
    harald.write("När fattas beslutet?", clock.today() + timedelta(days=90))
    harald.finds_the_page_fine("04 inflytande").press("Spara och fortsätt")
    harald.write("Hur många personer?", 3).choose("Brukare:", "Patient:", "Närstående:")
    harald.finds_the_page_fine("05 människor").press("Spara och fortsätt")
    harald.write("Första dagen", clock.today()).write("Plats", "Entrén, Vuxenpsykiatrin")
    harald.choose("På plats").finds_the_page_fine("06 när och var").press("Spara och fortsätt")
    harald.choose("Hörslinga").finds_the_page_fine("06b vad som finns").press("Spara och fortsätt")
    harald.write("Vem möter upp", "Harald Hägg").write("Vilken ersättning", "Arvode och resa.")
    harald.write("När får de som medverkat svar?", clock.today() + timedelta(days=30))
    harald.finds_the_page_fine("07 villkor").press("Spara och fortsätt")
    harald.sees(TITLE, "Väntan ska kännas kortare.").finds_the_page_fine("08 granska")
    harald.press("Skicka förfrågan").sees(TITLE).finds_the_page_fine("09 följ")


def open_and_invite(karin, people):
    karin.go("/idag/").sees(TITLE).finds_the_page_fine("10 idag").press(TITLE)
    karin.finds_the_page_fine("11 förfrågan").press("Börja söka personer")
    karin.finds_the_page_fine("12 öppna").press("Börja söka").sees("Vilka ska vi fråga?", "3 personer passar")
    karin.does_not_see("Lova", "Bertil", "Hemma", "Gömd", "Alva")
    for person in vars(people).values():
        karin.choose(person.pseudonym)
    karin.finds_the_page_fine("13 förslag").press("Bjud in de valda")
    karin.finds_the_page_fine("14 inbjudna")


def say_yes_by_link(lova, mailbox):
    letter = mailbox.newest_to("lova@exempel.invalid")
    assert "psykiatri" not in letter.subject.lower()
    lova.go(mailbox.link_to("lova@exempel.invalid")).sees(TITLE).finds_the_page_fine("15 inbjudan")
    lova.press("Ja, jag vill vara med").sees("Du är med").finds_the_page_fine("16 ja")


def say_yes_by_code(karin, bertil, printed_codes):
    karin.go("/forfragningar/brev-och-samtal/").finds_the_page_fine("17 brev och samtal")
    assert karin.fetch("Hämta brevet som PDF") == "brev.pdf"
    karin.press("Brevet är postat")
    bertil.go("/kod/").write("Koden i brevet", printed_codes[-1]).finds_the_page_fine("18 kod").press("Öppna")
    bertil.sees(TITLE).press("Ja, jag vill vara med").sees("Du är med")


def say_yes_by_phone(karin, people):
    karin.go("/forfragningar/brev-och-samtal/").press("Visa namn och nummer")
    karin.sees("070-174 06 11").does_not_see("Dolda vägen").finds_the_page_fine("19 numret")
    karin.press("Anteckna svaret").choose("per telefon").finds_the_page_fine("20 anteckna")
    karin.press("Ja, är med").press(TITLE).finds_the_page_fine("20 tre ja")


def agree_on_terms(karin, mailbox, people, lova, bertil, printed_codes):
    karin.press("Uppdragsbeskrivning").write("Uppgift", "Titta på väntrummet och säg vad som skaver.")
    karin.finds_the_page_fine("21 uppdragsbeskrivning").press("Spara och be om godkännande")
    lova.go(mailbox.link_to("lova@exempel.invalid")).sees("säg vad som skaver").press("Jag godkänner")
    lova.finds_the_page_fine("22 godkänt")
    assert lova.fetch("Hämta som PDF") == "uppdragsbeskrivning.pdf"
    karin.go("/forfragningar/brev-och-samtal/").fetch("Hämta")
    bertil.go("/kod/").write("Koden i brevet", printed_codes[-1]).press("Öppna")
    bertil.press("Jag godkänner").sees("Godkänd den")
    karin.press(people.protected.pseudonym).choose("per telefon").press("Godkänner uppdragsbeskrivningen")
    karin.go("/forfragningar/").press(TITLE).finds_the_page_fine("23 alla med")


def harald_sees_what_was_released(harald):
    harald.go("/forfragningar/").press(TITLE).sees("De som är med", "Lova", "Bertil", "Alva")
    harald.does_not_see("Lundgren", "Alva Dal", "Hemma", "Gömd", "070-174").finds_the_page_fine("24 uppdragsgivaren")


def note_who_came(karin):
    karin.press("Det som sades, svaren och insatserna").finds_the_page_fine("25 efteråt")
    karin.press("Anteckna vilka som kom").finds_the_page_fine("26 vilka kom")
    karin.press("Spara").sees("3 insatser")
    karin.press("Anteckna att det blev av").press("Det blev av").finds_the_page_fine("27 genomfört")


def write_down_and_answer(harald):
    harald.go("/forfragningar/").choose_from("Visa", "alla som har kommit in").press("Visa").press(TITLE)
    harald.press("Det som sades, och dina svar").press("Skriv ner det som sades")
    harald.write("Vad sades?", SAID).finds_the_page_fine("28 skriv ner").press("Spara och skriv nästa")
    harald.press("Klar, allt är med").sees(SAID).press("Svara på det som väntar")
    harald.choose("Ja").write("Därför att", BECAUSE).finds_the_page_fine("29 svara").press("Spara svaret")
    harald.sees(BECAUSE)
    harald.go("/synpunkter/").press(SAID).press("Berätta vad det ledde till")
    harald.write("Vad har förändrats?", EFFECT).finds_the_page_fine("30 ledde till").press("Spara")
    harald.sees(EFFECT).finds_the_page_fine("31 synpunkten")


def tell_back(karin, mailbox, lova):
    mailbox.to("lova@exempel.invalid")  # The thanks have come before.
    with clock.at(clock.now() + GATHER):
        actions_telling.send_due()
        address = mailbox.link_to("lova@exempel.invalid", "/svar/")
    lova.go(address).sees(SAID, BECAUSE, EFFECT)
    lova.finds_the_page_fine("32 berättat tillbaka")
    karin.go("/idag/").sees("Berätta tillbaka").press("Skriv ut breven").sees("Berätta tillbaka")
    karin.finds_the_page_fine("33 berätta tillbaka")
    karin.press("Brevet är postat").press("Samtalet är gjort").sees("Alla har fått veta")


def stand_on_the_public_page(karin, visitor):
    karin.go("/synpunkter/").press(SAID).press("Visa på öppna sidan").press("Visa för alla")
    visitor.go("/ni-sa-vi-gjorde/").sees(SAID, EFFECT).finds_the_page_fine("34 ni sa vi gjorde")
    visitor.does_not_see("Lova", "Bertil", "Alva", "Hemma")
