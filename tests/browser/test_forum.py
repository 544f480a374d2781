"""A forum is held in the real browser: the net goes and comes, the tablet is lost, and nothing is."""

import json
import time
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.signals import request_started
from playwright.sync_api import expect

from medverka.access.authorise import SYSTEM
from medverka.councils.actions import forum as actions
from medverka.councils.actions.councils import create_council
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.forum_page import KINDS
from medverka.councils.models import ForumNote, ForumSession, Meeting
from medverka.councils.queries.forum import version_of
from medverka.councils.rules import CouncilKind
from medverka.councils.tests.conftest import at
from medverka.voices.models import Voice
from medverka.voices.personal import looks_personal
from medverka.voices.themes import ensure_default_themes
from tests.browser.visitor import PATIENCE

SAID = ["Telefontiden är för kort.", "Bra att läkaren kom och satte sig hos oss.", "Vi vill ha kaffe efter klockan 18."]
OFFLINE = "Ingen uppkoppling. Allt sparas här och skickas när nätet är tillbaka."
KEPT = "Sparat på surfplattan. Skickas när nätet är tillbaka."


@pytest.fixture
def meeting(small_county, commissioner):
    """Patientforum Avdelning 12, today."""
    ensure_default_themes(by=SYSTEM)
    forum = create_council(
        by=SYSTEM, name="Patientforum Avdelning 12", kind=CouncilKind.PATIENT_FORUM, level="operational",
        organisation=small_county.ward, answers=commissioner,
    )  # fmt: skip
    return plan_meeting(forum, by=SYSTEM, starts_at=at(0, 0), ends_at=at(0, 1))


class Tablet:
    """The facilitator's device."""

    def __init__(self, visitor, meeting):
        self.visitor, self.page, self.meeting = visitor, visitor.page, meeting

    def begin(self):
        self.visitor.go(f"/moten/{self.meeting.pk}/forum/").press("Börja skriva")
        return self.ready()

    def ready(self):
        self.page.evaluate(
            "(long) => Promise.race([navigator.serviceWorker.ready, new Promise((_, no) => setTimeout(no, long))])",
            PATIENCE,
        )
        expect(self.page.locator("#forum-calm, #forum-trouble").filter(visible=True)).to_have_count(1)
        return self

    def say(self, text):
        self.visitor.write("Vad säger ni?", text).press("Spara synpunkten")
        expect(self.page.locator("#id_text")).to_have_value("")
        return self

    def net(self, there):
        """Cut or mended. The server is deaf too: Chromium mends a page that is left, which then sends what it has."""
        if there:
            request_started.disconnect(self._is_not_heard)
        else:
            [self.cut] = [c["value"] for c in self.page.context.cookies() if c["name"] == "sessionid"]
            request_started.connect(self._is_not_heard)
        self.page.context.set_offline(not there)
        return self

    def _is_not_heard(self, environ, **_signal):
        if self.cut in environ.get("HTTP_COOKIE", ""):
            environ["wsgi.input"].read()
            raise ConnectionAbortedError

    def listed(self):
        return self.page.locator("#forum-notes .forum-text").all_inner_texts()

    def says(self, *texts):
        self.visitor.sees(*texts)
        return self

    def keeps_the_draft(self):
        """What is half written stands on the device, or comes: it is kept when the fingers rest."""
        deadline = time.monotonic() + PATIENCE / 1000
        while not any(key.endswith("/draft") for key in self.what_stands_on_it()["keys"]):
            assert time.monotonic() < deadline, "no draft is kept"
        return self

    def what_stands_on_it(self):
        """Every byte that the browser keeps for the page, as text."""
        return self.page.evaluate(READ_EVERYTHING)


@pytest.fixture
def tablet(arrive, meeting, facilitator):
    return Tablet(arrive(facilitator, width=390), meeting)


def on_the_server():
    return list(ForumNote.objects.filter(removed=False).order_by("pk").values_list("text", flat=True))


def test_the_net_is_cut_in_the_middle_and_nothing_is_lost_or_doubled(tablet, meeting):
    tablet.begin().say(SAID[0]).says("Allt är skickat.")
    assert on_the_server() == SAID[:1]

    tablet.net(False).says(OFFLINE)
    tablet.say(SAID[1]).says(KEPT, "En synpunkt är inte skickad än.")
    tablet.visitor.write("Vad säger ni?", "Halvt skriv")
    tablet.keeps_the_draft().page.reload()
    tablet.says(*SAID[:2], "En synpunkt är inte skickad än.")
    expect(tablet.page.locator("#id_text")).to_have_value("Halvt skriv")
    tablet.say(SAID[2]).says("2 synpunkter är inte skickade än.")
    assert tablet.listed() == SAID[::-1]

    tablet.net(True).says("Allt är skickat.")
    assert on_the_server() == SAID
    tablet.page.reload()
    tablet.ready().says(*SAID)
    assert on_the_server() == SAID

    read_back_and_close(tablet)
    assert list(Voice.objects.order_by("pk").values_list("text", flat=True)) == SAID
    assert Meeting.objects.get(pk=meeting.pk).came_own == 7


def read_back_and_close(tablet):
    tablet.visitor.press("Läs upp och avsluta").sees("Läs upp det som skrivits", *SAID)
    tablet.visitor.press("Alla har hört det som skrivits").sees("Avsluta forumet")
    tablet.visitor.write("Hur många med egen erfarenhet", "7").write("Hur många från verksamheten", "2")
    tablet.visitor.press("Avsluta forumet").sees("Tack, forumet är avslutat")
    tablet.says("Det som skrevs finns inte kvar på surfplattan.")
    assert tablet.what_stands_on_it()["rows"] == []


def test_nothing_that_was_said_can_be_read_off_the_device(tablet):
    tablet.begin().say(SAID[0]).says("Allt är skickat.").net(False).say(SAID[1])
    tablet.visitor.write("Vad säger ni?", SAID[2])
    there = tablet.keeps_the_draft().what_stands_on_it()
    assert len(there["rows"]) == 4, "two notes, a draft, and what the page is made of"
    kept = repr(there)
    assert [words for words in [*SAID, "Telefontiden", "kaffe", "Avdelning 12", "Saga"] if words in kept] == []
    assert there["halves"] == [["CryptoKey", False, "HKDF"]]
    assert there["local"] == "{}"
    assert "forum-half" in json.loads(there["session"])


def test_a_new_tab_without_a_net_shows_nothing_but_how_much_waits(tablet):
    tablet.begin().net(False).say(SAID[0])
    other = tablet.page.context.new_page()
    other.goto(tablet.page.url)
    expect(other.locator("h1")).to_have_text("Forumet är låst")
    expect(other.locator("#forum-left")).to_have_text("En synpunkt är inte skickad än.")
    assert SAID[0] not in other.content()
    tablet.net(True)
    expect(other.locator("#forum-notes .forum-text")).to_have_text([SAID[0]])


def test_a_tablet_that_nobody_has_touched_for_two_hours_is_locked(tablet):
    tablet.begin().net(False).say(SAID[0])
    tablet.page.evaluate(
        """() => {
          const kept = JSON.parse(sessionStorage.getItem("forum-half"));
          sessionStorage.setItem("forum-half", JSON.stringify({ ...kept, touched: Date.now() - 2 * 3600e3 - 1 }));
        }"""
    )
    tablet.page.reload()
    tablet.says("Forumet är låst").visitor.does_not_see(SAID[0])


def test_the_servers_half_of_the_key_stays_on_the_forums_pages_alone(tablet, meeting):
    tablet.begin().say(SAID[0])
    assert "forum-half" in json.loads(tablet.what_stands_on_it()["session"])
    tablet.visitor.go(f"/moten/{meeting.pk}/")
    assert "forum-half" not in json.loads(tablet.what_stands_on_it()["session"])


def test_a_lost_tablet_cannot_be_read_and_another_goes_on(tablet, arrive, coordinator, facilitator, meeting, sign_in):
    tablet.begin().say(SAID[0]).says("Allt är skickat.").net(False).say(SAID[1])
    karin = arrive(coordinator).go(f"/moten/{meeting.pk}/").sees("Forumet är öppet", "En synpunkt har kommit hit.")
    karin.finds_the_page_fine("forum öppet på mötet").press("Surfplattan är borta: avsluta på den")
    karin.finds_the_page_fine("forum surfplattan borta").press("Avsluta på surfplattan").sees("Klart.")

    tablet.net(True).says("Du är utloggad. Logga in igen, det du skrivit finns kvar.")
    tablet.visitor.go(f"/moten/{meeting.pk}/forum/").sees("Logga in").does_not_see(*SAID)

    facilitator.refresh_from_db()
    come_back(tablet, facilitator, sign_in)
    tablet.visitor.go(f"/moten/{meeting.pk}/forum/")
    tablet.says(SAID[0], "En synpunkt som stod här går inte att läsa längre")
    assert on_the_server() == SAID[:1]
    karin.press("Till forumet").sees(SAID[0])


def come_back(tablet, user, sign_in):
    cookie = sign_in(user).cookies["sessionid"].value
    here = urlsplit(tablet.page.url)
    tablet.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": f"http://{here.netloc}"}])


def test_whoever_is_signed_out_in_the_middle_signs_in_and_nothing_is_lost(tablet, facilitator, sign_in):
    tablet.begin()
    tablet.page.context.clear_cookies(name="sessionid")
    tablet.say(SAID[0]).says("Du är utloggad. Logga in igen, det du skrivit finns kvar.", SAID[0])
    expect(tablet.page.get_by_role("link", name="Logga in igen")).to_be_visible()
    come_back(tablet, facilitator, sign_in)
    tablet.page.reload()
    tablet.says(SAID[0], "Allt är skickat.")
    assert on_the_server() == SAID[:1]


def test_a_server_that_breaks_and_an_answer_that_is_lost_double_nothing(tablet):
    tablet.begin()
    answers = iter(["broken", "lost"])

    def trouble(route):
        how = next(answers, "")
        if how == "broken":
            route.fulfill(status=500, body="")
        elif how == "lost":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    tablet.page.context.route("**/forum/synpunkter/", trouble)
    tablet.say(SAID[0]).says("Något är fel hos oss. Det du skrivit finns kvar, och vi försöker igen.")
    expect(tablet.page.locator("#forum-calm-words")).to_have_text("Allt är skickat.")
    assert next(answers, "both came") == "both came"
    assert on_the_server() == SAID[:1]
    assert [wrong[:3] for wrong in tablet.visitor.went_wrong] == ["500"]
    tablet.visitor.went_wrong.clear()


def test_two_tabs_hold_the_same_and_two_devices_lose_nothing(tablet, arrive, coordinator, meeting):
    tablet.begin().say(SAID[0]).says("Allt är skickat.")
    other = tablet.page.context.new_page()
    other.goto(tablet.page.url)
    tablet.say(SAID[1])
    expect(other.locator("#forum-notes .forum-text")).to_have_text([SAID[1], SAID[0]])
    other.close()

    karin = Tablet(arrive(coordinator), meeting)
    karin.visitor.go(f"/moten/{meeting.pk}/forum/")
    karin.ready().says(*SAID[:2])
    tablet.net(False)
    for device, text in ((tablet, "Sagas ord"), (karin, "Karins ord")):
        device.page.locator("[data-key]", has_text=SAID[1]).get_by_role("link").click()
        device.visitor.write("Ändra synpunkten", text).press("Spara ändringen").sees(text)
    karin.says("Allt är skickat.")
    tablet.net(True).says("Allt är skickat.", "Sagas ord", "Karins ord")
    assert sorted(on_the_server()) == sorted([SAID[0], "Karins ord", "Sagas ord"])


def test_a_note_is_taken_away_and_brought_back_while_it_is_read(tablet):
    tablet.begin().say(SAID[0]).say(SAID[1]).says("Allt är skickat.").net(False)
    tablet.visitor.press("Läs upp och avsluta").sees("Läs upp det som skrivits")
    tablet.page.locator("[data-key]", has_text=SAID[0]).get_by_role("link").click()
    tablet.visitor.press("Ta bort").sees("Läs upp det som skrivits", "Synpunkten är borttagen.")
    expect(tablet.page.locator("#forum-aloud .forum-text")).to_have_text([SAID[1]])
    tablet.visitor.press("Ångra")
    expect(tablet.page.locator("#forum-aloud .forum-text")).to_have_text(SAID[:2])

    tablet.visitor.press("Visa en i taget")
    expect(tablet.page.locator("#forum-aloud .forum-text").filter(visible=True)).to_have_text([SAID[0]])
    tablet.visitor.press("Nästa")
    expect(tablet.page.locator("#forum-aloud .forum-text").filter(visible=True)).to_have_text([SAID[1]])

    tablet.visitor.press("Alla har hört det som skrivits").sees("Forumet kan avslutas först när allt är skickat")
    tablet.page.reload()
    tablet.says("Läs upp det som skrivits", *SAID[:2]).net(True).says("Allt är skickat.")
    tablet.visitor.press("Alla har hört det som skrivits").sees("Avsluta forumet", "2 synpunkter går till")


def test_a_device_that_comes_back_after_the_closing_sends_what_it_has(tablet, coordinator):
    tablet.begin().say(SAID[0]).says("Allt är skickat.").net(False).say(SAID[1])
    session = ForumSession.objects.get()
    actions.mark_read_back(session, by=coordinator, version=version_of(session))
    actions.close_forum(session, by=coordinator, came_own=5, came_service=1)
    tablet.net(True).says("Tack, forumet är avslutat", "Det som skrevs finns inte kvar på surfplattan.")
    assert list(Voice.objects.order_by("pk").values_list("text", flat=True)) == SAID[:2]
    assert tablet.what_stands_on_it()["rows"] == []


def test_a_tablet_that_was_asleep_when_the_forum_was_closed_sends_what_it_has(tablet, coordinator):
    tablet.begin().net(False).say(SAID[0])
    tablet.page.goto("about:blank")
    session = ForumSession.objects.get()
    actions.mark_read_back(session, by=coordinator, version=version_of(session))
    actions.close_forum(session, by=coordinator, came_own=5, came_service=1)
    tablet.net(True).visitor.go(f"/moten/{session.meeting_id}/forum/")
    tablet.says("Tack, forumet är avslutat", "En synpunkt som fanns kvar på surfplattan är nu sparad.")
    assert Voice.objects.get().text == SAID[0]


@pytest.mark.parametrize("width", [320, 1024])
def test_a_forum_is_held_without_scripts(arrive, meeting, facilitator, width):
    saga = arrive(facilitator, width=width, java_script_enabled=False)
    saga.go(f"/moten/{meeting.pk}/").press("Håll forumet").sees("Det som sades förra gången").press("Börja skriva")
    for text in SAID:
        saga.write("Vad säger ni?", text).press("Spara synpunkten")
    saga.sees("Synpunkt 3", *SAID).press("Spara synpunkten").sees("Skriv det som sades.")
    saga.write("Vad säger ni?", "Ring Karin Blåklint.").press("Spara synpunkten").sees(
        "Det ser ut att stå ett namn här."
    )
    saga.press("Ändra").write("Vad säger ni?", "Ring samordnaren.").press("Spara ändringen")
    saga.sees("Ring samordnaren.").does_not_see("Blåklint").press("Ändra").press("Ta bort")
    saga.sees("Synpunkten är borttagen.").does_not_see("Ring samordnaren.")
    saga.press("Läs upp och avsluta").sees(*SAID).press("Alla har hört").sees("3 synpunkter går till")
    saga.press("Avsluta forumet").sees("Skriv hur många.")
    saga.write("Hur många med egen", "4").write("Hur många från", "1").press("Avsluta forumet").sees("Tack")
    assert Voice.objects.count() == 3


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "dark"), (390, "light"), (1024, "dark"), (1024, "light")]
)
def test_the_forums_pages_shut_nobody_out(arrive, meeting, facilitator, width, scheme):
    visitor = arrive(facilitator, width=width, color_scheme=scheme)
    saga, look = Tablet(visitor, meeting), f"{width} {scheme}"
    visitor.go(f"/moten/{meeting.pk}/forum/").finds_the_page_fine(f"forum 1 börja {look}")
    saga.begin().visitor.finds_the_page_fine(f"forum 2 tomt {look}")
    visitor.press("Spara synpunkten").sees("Skriv det som sades.").finds_the_page_fine(f"forum 3 fel {look}")
    for text in SAID:
        saga.say(text)
    if width < 900:
        visitor.unfold("Tema, och om det brådskar")
    visitor.choose("Trygghet", "Det brådskar")
    visitor.write("Vad säger ni?", "Det är för ljust i korridoren på natten, säger sköterskan Anna.").sees("ett namn")
    visitor.finds_the_page_fine(f"forum 4 skriv {look}").press("Spara synpunkten")
    saga.net(False).visitor.write("Vad säger ni?", "Det är för ljust i korridoren på natten.")
    visitor.finds_the_page_fine(f"forum 5 utan nät {look}")
    saga.say("Det är för ljust i korridoren på natten.").visitor.finds_the_page_fine(f"forum 6 väntar {look}")
    visitor.press("Ändra").finds_the_page_fine(f"forum 7 ändra {look}").press("Avbryt")
    visitor.press("Läs upp och avsluta").finds_the_page_fine(f"forum 8 läs upp {look}")
    visitor.press("Visa en i taget").finds_the_page_fine(f"forum 9 en i taget {look}")
    saga.net(True).says("Allt är skickat.").visitor.press("Alla har hört")
    visitor.sees("Avsluta forumet").finds_the_page_fine(f"forum 10 avsluta {look}")
    visitor.write("Hur många med egen", "4").write("Hur många från", "1").press("Avsluta forumet")
    visitor.sees("Tack").finds_the_page_fine(f"forum 11 tack {look}").go(f"/moten/{meeting.pk}/")
    visitor.go("/moten/forum-skal/").finds_the_page_fine(f"forum 12 låst {look}")


def test_200_notes_on_one_page_do_not_hold_anybody_up(tablet, meeting, facilitator):
    session = actions.open_forum(meeting, by=facilitator)
    ForumNote.objects.bulk_create(
        [ForumNote(session=session, client_key=uuid4(), text=f"Det här sades som nummer {n}.") for n in range(1, 201)]
    )
    tablet.visitor.go(f"/moten/{meeting.pk}/forum/")
    tablet.ready().says("Det här sades som nummer 1.").say("Den tvåhundraförsta.").says(
        "Synpunkt 201", "Allt är skickat."
    )
    assert tablet.listed()[0] == "Den tvåhundraförsta."
    tablet.net(False)
    tablet.page.reload()
    tablet.says("Synpunkt 201", "Det här sades som nummer 1.")


def test_the_pages_rule_for_what_looks_personal_is_the_servers(tablet):
    tablet.begin()
    kinds = {str(words): kind for kind, words in KINDS.items()}
    for text in TEXTS:
        expected = {kinds[str(words)] for words in looks_personal(text)}
        found = tablet.page.evaluate(
            "(text) => looksPersonal(text, JSON.parse(document.getElementById('forum-words').textContent).signs)", text
        )
        assert set(found) == expected, text


TEXTS = [
    "Ring 070-123 45 67 i stället", "0701234567", "+46 70 123 45 67", "031-390 06 00", "Jag heter 19850312-1234",
    "850312-1234", "skriv till lova@exempel.se", "Väntrummet öppnade 2026-03-05 kl 09.30", "Det tog 365 dagar", "",
    "Det var nog Karin Blåklint som sade det.", "Karin Blåklint var snäll.", "Han på rummet heter Kalle och snarkar.",
    "Sköterskan Anna ropade på oss.", "Jag vill ha tillbaka läkaren Eva-Lena Öst.", "Jag träffade dr. Grön i går.",
    "När hon Lisa kom blev det lugnt.", "Kallelsen går inte att förstå. Brevet borde vara kort.",
    "På Solgården är det kallt. I Norrvik också. Hela Exempellän väntar.", "Jag fick ingen SIP av BUP och LSS sade nej.",
    "Sjuksköterskan kom inte. Läkaren hade inte tid. Hon sade: Vänta.", "Chefen\nBorde komma hit oftare",
    "Region Exempellän lovade mer. Avdelning Tolv fick inget, inte heller Södra Skogen.",
    "”Ingen lyssnar”, sade han. Alla höll med.", "Aa-" * 500 + "heter " * 500 + "a@" * 500,
    "Fråga inte Karin Blåklint på 070-174 06 05, Karin Blåklint svarar, annars karin@exempel.se.",
]  # fmt: skip


READ_EVERYTHING = """async () => {
  const ask = (request) => new Promise((done, no) => { request.onsuccess = () => done(request.result); request.onerror = no; });
  const text = (bytes) => new TextDecoder("latin1").decode(bytes) + new TextDecoder().decode(bytes);
  const database = await ask(indexedDB.open("medverka-forum"));
  const rows = [], keys = [];
  if (database.objectStoreNames.contains("rows")) {
    keys.push(...await ask(database.transaction("rows").objectStore("rows").getAllKeys()));
    for (const row of await ask(database.transaction("rows").objectStore("rows").getAll()))
      rows.push(Object.values(row).map((part) => part.byteLength === undefined ? String(part) : text(part)).join(" "));
  }
  const halves = database.objectStoreNames.contains("halves")
    ? await ask(database.transaction("halves").objectStore("halves").getAll()) : [];
  database.close();
  const cached = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) cached.push(request.url + " " + text(await (await cache.match(request)).arrayBuffer()));
  }
  return {
    rows, keys, cached, local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage),
    halves: halves.map((half) => [half.constructor.name, half.extractable, half.algorithm.name]),
  };
}"""
