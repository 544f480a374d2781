"""A forum all the way: from what is said on a ward to what the next forum is told and the term's compilation counts."""

import io
import json
from datetime import timedelta
from types import SimpleNamespace

import pikepdf
import pytest
from django.core.management import call_command

from medverka.access.authorise import SYSTEM
from medverka.councils import poster
from medverka.councils.actions.councils import create_council
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.models import Meeting
from medverka.councils.rules import CouncilKind
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.reports.compilation.terms import Term
from medverka.voices.themes import ensure_default_themes

URGENT = "Larmknappen i duschen fungerar inte."
WALK = "Vi vill gå ut tillsammans varje kväll."
GARDEN = "Trädgården är låst på helgerna."
ANSWERS = {
    URGENT: ("Ja", "Vi lagade den samma dag."),
    WALK: ("Nej", "Vi är för få på kvällarna. Fråga oss om eftermiddagarna."),
    GARDEN: ("Senare", "Vi räknar på vad det kostar."),
}
EFFECT = "Nu provas alla larmknappar varje måndag."


@pytest.fixture
def forum(small_county, commissioner):
    """Patientforum Avdelning 12, and its meeting today."""
    ensure_default_themes(by=SYSTEM)
    council = create_council(
        by=SYSTEM, name="Patientforum Avdelning 12", kind=CouncilKind.PATIENT_FORUM, level="operational",
        organisation=small_county.ward, answers=commissioner, purpose="Att säga hur det är på avdelningen.",
    )  # fmt: skip
    meeting = plan_meeting(council, by=SYSTEM, starts_at=at(0, 0), ends_at=at(0, 1), place="Dagrummet")
    return SimpleNamespace(council=council, meeting=meeting)


@pytest.fixture
def printed(monkeypatch):
    """The words on the posters that have been printed."""
    posters, draw = [], poster.pdf.poster

    def drawn(title, subtitle, pairs, **how):
        posters.append([pair.said[1] for pair in pairs])
        return draw(title, subtitle, pairs, **how)

    monkeypatch.setattr(poster.pdf, "poster", drawn)
    return posters


def test_what_is_said_in_a_forum_is_answered_shown_told_and_counted(
    forum, coordinator, commissioner, facilitator, steering_member, printed, mailbox, arrive
):
    saga, karin, stig = arrive(facilitator, width=320), arrive(coordinator), arrive(steering_member)

    hold_the_forum(saga)
    answer_from_the_mail(arrive(width=320), mailbox, commissioner)
    publish_two(karin, forum.council)
    print_the_poster(karin, forum.council, printed)
    stand_on_the_public_page(arrive(width=320), forum.council)
    following = plan_the_next(karin, forum.council)
    tell_it_in_the_room(saga, following)
    the_whole_chain_stands_on_the_voices_page(karin)
    compile_the_term(stig)
    count_the_same_on_the_command_line()


def hold_the_forum(saga):
    saga.go("/idag/").finds_the_page_fine("01 idag").press("Patientforum Avdelning 12")
    saga.sees("Inget från tidigare möten").finds_the_page_fine("02 börja").press("Börja skriva")
    saga.sees("Sidan fungerar också om nätet försvinner.").unfold("Tema, och om det brådskar")
    saga.choose("Trygghet", "Det brådskar").write("Vad säger ni?", URGENT).press("Spara synpunkten").sees("Synpunkt 1")
    saga.unfold("Tema, och om det brådskar").choose("Aktiviteter")
    saga.write("Vad säger ni?", WALK).press("Spara synpunkten").sees("Synpunkt 2")
    saga.write("Vad säger ni?", GARDEN).press("Spara synpunkten").sees("Synpunkt 3", "Allt är skickat.")
    saga.finds_the_page_fine("03 skriv").press("Läs upp och avsluta").sees(URGENT, WALK, GARDEN)
    saga.finds_the_page_fine("04 läs upp").press("Alla har hört det som skrivits")
    saga.write("Hur många med egen", 7).write("Hur många från", 2).finds_the_page_fine("05 avsluta")
    saga.press("Avsluta forumet").sees("Tack", "3 synpunkter har gått till").finds_the_page_fine("06 tack")


def answer_from_the_mail(harald, mailbox, commissioner):
    letter = mailbox.newest_to(commissioner.email)
    assert [word for word in ("patient", "psykiatri", "larmknapp", "avdelning") if word in letter.subject.lower()] == []
    harald.go(mailbox.link_to(commissioner.email, "/svara/mejl/")).sees("Brådskar", *ANSWERS)
    harald.finds_the_page_fine("07 det som väntar").press("Svara på den första")
    for text, (answer, because) in ANSWERS.items():
        harald.sees("Du svarar som Harald Hägg", text).choose(answer).write("Därför att", because).press("Spara svaret")
    harald.sees("Allt har fått svar").finds_the_page_fine("08 svarat")
    harald.press("Berätta vad det ledde till", about=URGENT).write("Vad har förändrats?", EFFECT)
    harald.finds_the_page_fine("09 ledde till").press("Spara och berätta").sees("De som var med får veta")


def publish_two(karin, council):
    karin.go(f"/rad-och-forum/{council.pk}/").finds_the_page_fine("10 forumet").press("Affisch")
    karin.sees("Inget svar visas öppet än").finds_the_page_fine("11 affischen tom")
    for text in (URGENT, WALK):
        karin.go(f"/rad-och-forum/{council.pk}/affisch/").press("Visa öppet", about=text)
        karin.finds_the_page_fine("12 visa öppet").press("Visa för alla").sees("visas på den öppna sidan")


def print_the_poster(karin, council, printed):
    karin.go(f"/rad-och-forum/{council.pk}/affisch/").sees(URGENT, EFFECT, WALK).finds_the_page_fine("13 affischen")
    with pikepdf.open(io.BytesIO(karin.fetch_bytes("Ladda ner affischen"))) as pdf:
        assert len(pdf.pages) == 1
    assert [sorted(texts) for texts in printed] == [sorted([URGENT, WALK])]


def stand_on_the_public_page(visitor, council):
    visitor.go(f"/rad/{council.slug}/").sees(URGENT, EFFECT, WALK, ANSWERS[WALK][1]).does_not_see(GARDEN, "Saga Samtal")
    visitor.finds_the_page_fine("14 öppna sidan").go("/ni-sa-vi-gjorde/").sees(URGENT, WALK).does_not_see(GARDEN)


def plan_the_next(karin, council):
    karin.go(f"/rad-och-forum/{council.pk}/").press("Planera ett möte").write("Dag", clock.today() + timedelta(days=14))
    karin.write("Börjar klockan", "13.00").write("Slutar klockan", "14.00").write("Plats", "Dagrummet")
    karin.finds_the_page_fine("15 planera").press("Planera mötet").press("Dagordning och handlingar")
    karin.sees("Har fått svar", *ANSWERS, EFFECT, "Från mötets dag").finds_the_page_fine("16 dagordningen")
    assert karin.page.locator("main h2").first.inner_text() == "1. Det som sades förra gången"
    return Meeting.objects.get(council=council, state="planned")


def tell_it_in_the_room(saga, meeting):
    the_day_comes(meeting)
    saga.go(f"/moten/{meeting.pk}/").press("Håll forumet").sees("Har fått svar", *ANSWERS, EFFECT)
    saga.finds_the_page_fine("17 berätta").press("Jag har berättat svaren")
    saga.sees("Väntar på svar", GARDEN).does_not_see(URGENT, WALK).finds_the_page_fine("18 berättat")


def the_day_comes(meeting):
    """A meeting that was planned for another day is now."""
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=clock.now() - timedelta(minutes=1), ends_at=clock.now() + timedelta(hours=1)
    )


def the_whole_chain_stands_on_the_voices_page(karin):
    karin.go("/synpunkter/").choose_from("Tema", "Trygghet").write("Sök bland", "larmknappen")
    karin.page.keyboard.press("Enter")
    karin.press(URGENT).sees("Att säga hur det är på avdelningen.", "räknas men namnges inte")
    karin.sees(ANSWERS[URGENT][1], EFFECT, "Berättat på mötet den")
    karin.finds_the_page_fine("19 kedjan")
    assert karin.page.locator(".story > li.done").count() == 7, "from the need to the telling back"


def compile_the_term(stig):
    term = Term.of(clock.today())
    stig.go("/siffror/").press("Vad som återkommer").sees(str(term), "Terminen pågår", "Trygghet", "Aktiviteter")
    stig.sees("Patientforum Avdelning 12", URGENT, EFFECT).does_not_see(GARDEN).finds_the_page_fine("20 terminen")
    with pikepdf.open(io.BytesIO(stig.fetch_bytes("Ladda ner som PDF"))) as pdf:
        assert len(pdf.pages) >= 1


def count_the_same_on_the_command_line():
    today, out = clock.today().isoformat(), io.StringIO()
    call_command("voices", "--from", today, "--to", today, "--json", stdout=out)
    counts = json.loads(out.getvalue())
    found = {key: counts[key] for key in ("voices", "answered", "yes", "no", "later", "with_effect", "urgent")}
    assert found == {"voices": 3, "answered": 3, "yes": 1, "no": 1, "later": 1, "with_effect": 1, "urgent": 1}
    assert counts["by_origin"] == {"assignment": 0, "council": 0, "forum": 3}
    assert counts["by_theme"] == {"": 1, "aktiviteter": 1, "trygghet": 1}
