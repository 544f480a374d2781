"""A council from the call to attested minutes and a task that is done: by account, by link and by phone."""

import io
from datetime import timedelta

import pikepdf

from medverka.councils.models import Meeting
from medverka.councils.tests.conftest import council, members
from medverka.foundation import clock

__all__ = ["council", "members"]

VERA = "vera@exempel.invalid"
POINT = "Skyltarna i entrén"
WRITTEN = "Flera har gått fel. Mötet vill ha större skyltar, och med symboler."
DECIDED = "Nya skyltar sätts upp före sommaren."
TASK = "Fråga föreningens medlemmar vilka symboler som går att förstå."
DONE = "Sju av åtta förstod symbolerna."
OUTCOME = "Rättat: det var i östra entrén."


def test_a_council_goes_from_the_call_to_attested_minutes_and_a_task_that_is_done(
    small_county, coordinator, commissioner, representative, council, members, mailbox, arrive
):
    karin, harald, kalle = arrive(coordinator), arrive(commissioner), arrive(representative, width=390)
    vera = arrive(width=320)

    meeting = plan_and_call(karin, council)
    answer_by_link(vera, mailbox)
    answer_by_account_and_send_in_a_point(kalle)
    answer_by_phone(karin, meeting, members.bertil.contributor)
    put_it_on_the_agenda(karin, meeting, mailbox)
    note_who_came(karin, meeting)
    write_the_minutes(karin)
    say_what_is_missing_by_link(vera, mailbox, karin)
    attest(karin, harald, vera, mailbox)
    publish(karin, arrive(width=320), council)
    carry_the_task_until_it_is_done(karin, kalle, council)


def plan_and_call(karin, council):
    karin.go(f"/rad-och-forum/{council.pk}/").finds_the_page_fine("01 rådet")
    plan(karin, council, days=14, name="02 planera")
    karin.finds_the_page_fine("03 planerat").press("Kalla till mötet").sees("5 personer kallas")
    karin.finds_the_page_fine("04 kalla").press("Kalla").sees("5 har inte svarat").finds_the_page_fine("05 kallat")
    return Meeting.objects.get(council=council)


def plan(karin, council, days, name):
    karin.go(f"/rad-och-forum/{council.pk}/").press("Planera ett möte")
    karin.write("Dag", clock.today() + timedelta(days=days)).write("Börjar klockan", "13.00")
    karin.write("Slutar klockan", "15.00").write("Plats", "Violen").finds_the_page_fine(name).press("Planera mötet")
    karin.sees("Mötet är planerat")


def answer_by_link(vera, mailbox):
    letter = mailbox.newest_to(VERA)
    assert letter.subject == "Kallelse till möte"
    assert [word for word in ("psykiatri", "brukar", "Violen") if word in letter.text] == []
    vera.go(mailbox.link_to(VERA, "/mote/")).sees("Brukarrådet vid Vuxenpsykiatrin", "Violen", "Kommer du?")
    vera.write("Behöver du något", "Hörslinga").finds_the_page_fine("06 kallelsen").press("Ja, jag kommer")
    vera.sees("Du kommer").finds_the_page_fine("07 ja")


def answer_by_account_and_send_in_a_point(kalle):
    kalle.go("/moten/").finds_the_page_fine("08 mina möten").press("Läs och svara").press("Ja, jag kommer")
    kalle.sees("Du kommer").press("Dagordningen, och skicka in en punkt").finds_the_page_fine("09 dagordningen")
    kalle.press("Skicka in en punkt").write("Rubrik", POINT).write("Berätta mer", "Det är svårt att hitta rätt.")
    kalle.finds_the_page_fine("10 en punkt").press("Skicka in").sees(POINT, "Väntar på svar")
    kalle.finds_the_page_fine("11 inskickad")


def answer_by_phone(karin, meeting, bertil):
    karin.go(f"/moten/{meeting.pk}/").press("Anteckna svar", about=bertil.pseudonym).choose("kommer", "per telefon")
    karin.finds_the_page_fine("12 per telefon").press("Anteckna svaret")
    karin.sees("3 kommer.", "2 har inte svarat.", "Hörslinga").does_not_see("Brevik").finds_the_page_fine("13 svaren")


def put_it_on_the_agenda(karin, meeting, mailbox):
    karin.press("Dagordning och handlingar").sees("Inskickade punkter", POINT, "Kalle Kassör")
    karin.finds_the_page_fine("14 inskickat").press("Svara", about=POINT).finds_the_page_fine("15 svara")
    karin.press("Sätt upp på dagordningen").sees("Punkten står på dagordningen.", f"4. {POINT}")
    karin.finds_the_page_fine("16 på dagordningen")
    assert mailbox.newest_to("kalle@exempel.invalid").subject == "Svar om en punkt till ett möte"
    assert karin.fetch("Dagordningen som pdf") == "dagordning.pdf"


def note_who_came(karin, meeting):
    the_day_comes(meeting)
    karin.go(f"/moten/{meeting.pk}/").press("Anteckna vilka som kom").choose("Harald Hägg")
    karin.finds_the_page_fine("17 vilka kom").press("Spara").sees("4 personer kom.").finds_the_page_fine("18 genomfört")


def the_day_comes(meeting):
    """A meeting that was planned for another day has just been."""
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=clock.now() - timedelta(minutes=2), ends_at=clock.now() - timedelta(minutes=1)
    )


def write_the_minutes(karin):
    karin.press("Protokoll").finds_the_page_fine("19 inget protokoll").press("Börja skriva").sees(POINT)
    karin.press("Skriv", about=POINT).write("Anteckningar", WRITTEN).finds_the_page_fine("20 skriv")
    karin.press("Spara").sees(WRITTEN)
    decide(karin, "Ett beslut", DECIDED)
    decide(karin, "En uppgift", TASK, owner="Kalle Kassör", due=clock.today() + timedelta(days=30))
    karin.sees("Var med", "Förening, med en förenings mandat, Föreningen Förgätmigej", "Beslut", "Att göra")
    karin.finds_the_page_fine("22 utkastet").press("Skicka till medlemmarna")
    karin.write("Synpunkter senast", clock.today() + timedelta(days=7)).finds_the_page_fine("23 skicka").press("Skicka")
    karin.sees("Medlemmarna kan säga vad de tycker")


def decide(karin, kind, text, owner="", due=None):
    karin.press("Lägg till ett beslut eller en uppgift").choose(kind).write("Vad bestämdes?", text)
    karin.choose_from("Vid vilken punkt?", POINT)
    if owner:
        karin.choose_from("Vem gör det?", owner).write("Klart senast", due)
    karin.finds_the_page_fine(f"21 {kind}").press("Spara").sees(text)


def say_what_is_missing_by_link(vera, mailbox, karin):
    assert mailbox.newest_to(VERA).subject == "Ett utkast att läsa"
    vera.go(mailbox.link_to(VERA, "/mote/")).press("Läs protokollet").sees(WRITTEN, DECIDED, TASK)
    vera.choose_from("Vilket avsnitt gäller det?", POINT).write("Vad vill du ändra", "Det gällde östra entrén.")
    vera.finds_the_page_fine("24 utkastet på länken").press("Skicka").sees("Tack", "Väntar på svar")
    karin.page.reload()
    karin.sees("Det gällde östra entrén.", "Vera Vitsippa").press("Svara på det som väntar")
    karin.write("Vad har du", OUTCOME).finds_the_page_fine("25 svara på utkastet").press("Svara").sees(OUTCOME)
    karin.press("Skriv", about=POINT).write("Anteckningar", f"{WRITTEN} Det gäller östra entrén.").press("Spara")


def attest(karin, harald, vera, mailbox):
    karin.press("Gå till justering").choose("Harald Hägg", "Vera Vitsippa").finds_the_page_fine("26 till justering")
    karin.press("Be dem justera").sees("Justeras.").finds_the_page_fine("27 justeras")
    harald.go("/idag/").press("Protokoll att justera").sees("Du justerar det här protokollet", "östra entrén")
    harald.finds_the_page_fine("28 ordföranden").press("Justera").sees("Tack, du har justerat.")
    assert mailbox.newest_to(VERA).subject == "Protokoll att justera"
    vera.go(mailbox.link_to(VERA, "/mote/")).press("Läs och justera").sees("Var med", "Stämmer det?", OUTCOME)
    vera.finds_the_page_fine("29 justera på länken").press("Justera").sees("Det kan inte ändras.")
    vera.finds_the_page_fine("30 justerat")


def publish(karin, anybody, council):
    karin.page.reload()
    karin.sees("Det kan inte ändras.", "Innehållet är det som justerades.").finds_the_page_fine("31 justerat")
    assert pages(karin.fetch_bytes("Ladda ner som pdf")) >= 1
    karin.press("Visa öppet").finds_the_page_fine("32 visa öppet").press("Visa öppet").sees("Sluta visa öppet")
    anybody.go(f"/rad/{council.slug}/").does_not_see("Vera Vitsippa", "Kalle Kassör", "Harald Hägg")
    anybody.finds_the_page_fine("33 öppna sidan")
    assert pages(anybody.fetch_bytes("(pdf)")) >= 1


def pages(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def carry_the_task_until_it_is_done(karin, kalle, council):
    plan(karin, council, days=60, name="34 nästa")
    karin.press("Dagordning och handlingar").sees("2. ", TASK, "Kalle Kassör, senast den")
    karin.finds_the_page_fine("35 nästa dagordning")
    kalle.go("/rad-och-forum/").press(council.name).press("Klar", about=TASK[:40]).write("Hur gick det?", DONE)
    kalle.finds_the_page_fine("36 uppgiften").press("Klar").sees("Uppgiften är klar").does_not_see(TASK)
    karin.page.reload()
    karin.sees("Inga uppgifter är kvar från tidigare möten.").does_not_see(TASK)
    karin.go(f"/moten/{Meeting.objects.get(council=council, state='held').pk}/protokoll/").sees("Klar den", DONE)
