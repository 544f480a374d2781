"""The manager answers from the link in the mail; the coordinator narrows the list, hands on, and takes out a name."""

from datetime import timedelta

import pytest

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.voices.actions import record_voice
from medverka.voices.models import Theme
from medverka.voices.themes import ensure_default_themes

SAID = ("Ingen svarar när man ringer.", "Sköterskan Anna bad oss vänta i två timmar.")


@pytest.fixture
def spoken(small_county, coordinator, commissioner):
    """Two voices of one forum, one of them urgent, and a director one level up."""
    ensure_default_themes(by=SYSTEM)
    director = User.objects.create_user("rut@exempel.invalid", "Rut Ros")
    RoleHolding.objects.create(user=director, role="commissioner", organisation=small_county.region)
    today = clock.today()
    return [
        record_voice(
            by=coordinator, text=text, unit=small_county.clinic, origin=("forum", 1), said_on=today, owner=commissioner,
            answer_due_on=today + timedelta(days=30), themes=Theme.objects.filter(slug="trygghet"), urgent=not place,
            in_room=True,
        )
        for place, text in enumerate(SAID)
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
def test_the_manager_answers_everything_from_the_mail(spoken, commissioner, mailbox, arrive, width):
    harald = arrive(width=width)
    harald.go(mailbox.link_to(commissioner.email, "/svara/mejl/")).sees(
        "Det här väntar på ditt svar", "Brådskar", *SAID
    )
    harald.finds_the_page_fine("1 det som väntar").press("Svara på den första")
    harald.press("Spara svaret").sees("Något behöver rättas").finds_the_page_fine("2 fel")
    for _voice in spoken:
        harald.choose("Ja").write("Därför att", "Vi har ändrat det.").finds_the_page_fine("3 svara").press(
            "Spara svaret"
        )
    harald.sees("Allt har fått svar").finds_the_page_fine("4 klart")
    harald.press("Berätta vad det ledde till").write("Vad har förändrats?", "En till svarar.")
    harald.finds_the_page_fine("5 ledde till").press("Spara och berätta").sees("De som var med får veta")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_voice_is_found_rid_of_a_name_and_handed_on(spoken, coordinator, arrive, width):
    karin = arrive(coordinator, width=width)
    karin.go("/synpunkter/").finds_the_page_fine("1 listan").choose_from("Tema", "Trygghet").write("Sök bland", "vänta")
    karin.page.keyboard.press("Enter")
    karin.sees("En synpunkt").sees(SAID[1]).finds_the_page_fine("2 valt").press(SAID[1])
    karin.finds_the_page_fine("3 kedjan").press("Ta bort ett namn").sees("ser ut som ett namn")
    karin.write("Det som sades", "Någon bad oss vänta i två timmar.").choose("Ett namn").finds_the_page_fine("4 namn")
    karin.press("Spara den nya texten").sees("togs ett namn bort ur texten")
    karin.press("Lämna vidare").choose("Region Exempellän, Rut Ros").write("Därför att", "Det är regionens telefon.")
    karin.finds_the_page_fine("5 vidare").press("Lämna vidare").sees("Rut Ros ska svara.", "Det är regionens telefon.")
    karin.finds_the_page_fine("6 historien").press("Teman och brådska").choose("Det brådskar")
    karin.finds_the_page_fine("7 teman").press("Spara").sees("Brådskar")
