"""A coordinator sets up a round, asks people in every way, enters what came on paper by keyboard alone, and closes it."""

import pytest
from playwright.sync_api import expect

from medverka.foundation import outbox
from medverka.surveys import bank, round_jobs, tickets
from medverka.surveys.actions.questionnaires import take_in
from medverka.surveys.models import Group, Round, Sheet
from medverka.surveys.rules import State

TITLE = "Uppföljning hösten"


@pytest.mark.one_database
def test_a_round_goes_from_plan_to_closed(small_county, coordinator, arrive, mailbox):
    for key in ("tjanstepersoner", "medverkande"):
        take_in(bank.questionnaire(key), by=coordinator, slug=key)
    karin = arrive(coordinator)
    plan(karin)
    ask(karin)
    enter(karin)
    answer_by_phone(karin)
    close(karin)
    on_a_phone(arrive(coordinator, width=320, color_scheme="dark"))


def plan(karin):
    karin.go("/enkater/").finds_the_page_fine("01 enkater tom").press("Ny omgång").finds_the_page_fine("02 ny omgang")
    karin.press("Fortsätt").finds_the_page_fine("03 fel")
    karin.write("Rubrik", TITLE).choose_from("Frågeformulär", "tjänstepersoner")
    karin.write("Första dagen", "2020-01-01").write("Sista dagen", "2199-12-31").press("Fortsätt")
    karin.finds_the_page_fine("04 utan grupper")
    for name, form in (("Chefer i länet", ""), ("Medverkande", "egen erfarenhet")):
        karin.press("Lägg till en grupp").write("Namn", name).write("Hur många får frågan?", "20")
        if form:
            karin.choose_from("Eget frågeformulär", form)
        karin.finds_the_page_fine("05 ny grupp").press("Spara")
    karin.finds_the_page_fine("06 utkast").press("Öppna omgången").finds_the_page_fine("07 oppna").press(
        "Öppna omgången"
    )
    karin.sees("0 av 20 har svarat")
    karin.finds_the_page_fine("08 oppen")


def ask(karin):
    karin.press("Chefer i länet").finds_the_page_fine("09 grupp").press("Lägg till dem som ska frågas")
    karin.finds_the_page_fine("10 banken").go(f"{karin.page.url}?fran=medarbetare")
    karin.finds_the_page_fine("11 medarbetare").press("En lista")
    karin.write("Namn och e-postadresser", "Anna Alm <anna@exempel.se>\nBo\nbo@exempel.se").press("Lägg till dem")
    karin.sees("Rad 2: adressen saknas.").finds_the_page_fine("12 lista fel")
    karin.write("Namn och e-postadresser", "Anna Alm <anna@exempel.se>\nbo@exempel.se").press("Lägg till dem")
    karin.sees("2 fick var sin egen länk.").press("Lägg till dem som ska frågas").press("Koder på papper")
    karin.write("Hur många koder?", 3).finds_the_page_fine("13 koder").press("Gör koder").sees("3 koder är gjorda.")
    karin.press("Skicka 2 mejl")
    group = Group.objects.get(key="chefer-i-lanet")
    round_jobs.invite(group.pk)
    outbox.deliver_due()
    karin.go(karin.page.url).sees("Påminn 2 som inte har svarat").finds_the_page_fine("14 utskickat")
    assert karin.fetch("Formulär med kod") == "formular.pdf"
    assert karin.fetch("Affisch, A4") == "affisch.pdf"


def enter(karin):
    """One form by keyboard alone: the code, a digit for each choice, Enter."""
    group = Group.objects.get(key="chefer-i-lanet")
    code = tickets.code_of(group.tickets.get(number=3))
    karin.press("Skriv in svar").finds_the_page_fine("15 skriv in")
    keys = karin.page.keyboard
    expect(karin.page.locator("#code")).to_be_focused()
    keys.type(code)
    keys.press("Enter")
    keys.press("3")
    keys.press("4")
    karin.photograph("16 halvvags")
    last = karin.page.get_by_role("button", name="Se efter innan du sparar")
    for _step in range(40):
        if last.evaluate("button => button === document.activeElement"):
            break
        keys.press("Enter")
    keys.press("Enter")
    karin.sees("Stämmer det?").finds_the_page_fine("17 se efter")
    keys.press("Enter")
    karin.sees("Ett formulär inskrivet sedan du loggade in.")
    assert Sheet.objects.filter(group=group).count() == 1
    assert group.tickets.get(number=3).answered


def answer_by_phone(karin):
    karin.go("/enkater/uppfoljning-hosten/grupper/chefer-i-lanet/").press(
        "egna länkar och koder, "
    ).finds_the_page_fine("18 vilka")
    karin.press("Svarar på telefon", "Anna Alm").finds_the_page_fine("19 telefon")
    while karin.page.get_by_role("button", name="Nästa").count():
        karin.press("Nästa")
    karin.press("Se efter innan du sparar").finds_the_page_fine("20 telefon se efter").press("Spara svaren")
    assert Sheet.objects.count() == 2


def close(karin):
    karin.go("/enkater/uppfoljning-hosten/andra/").finds_the_page_fine("21 sista dagen")
    karin.go("/enkater/uppfoljning-hosten/").press("Stäng omgången").finds_the_page_fine("22 stang").press("Stäng")
    karin.sees("Räkna svaren").finds_the_page_fine("23 stangd").press("Öppna igen").finds_the_page_fine("24 oppna igen")
    assert Round.objects.get().state == State.CLOSED
    karin.go("/enkater/").finds_the_page_fine("25 lista")


def on_a_phone(karin):
    """The same pages on a narrow, dark screen."""
    at = "/enkater/uppfoljning-hosten/"
    group = f"{at}grupper/chefer-i-lanet/"
    pages = ("/enkater/", "/enkater/ny/", at, group, f"{group}vilka/", f"{group}skriv-in/", f"{group}andra/", "/idag/")
    for number, address in enumerate(pages, start=31):
        karin.go(address).finds_the_page_fine(f"{number} telefon")
