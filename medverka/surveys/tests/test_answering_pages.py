import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client

from medverka.foundation import clock
from medverka.questionnaires import files
from medverka.questionnaires.document import Condition, Kind, Option, Question, Questionnaire, Section
from medverka.surveys import tickets
from medverka.surveys.models import Draft, Group, Round, Sheet, Ticket, Version
from medverka.surveys.models import Questionnaire as Kept
from medverka.surveys.rules import State

DAY = date(2021, 10, 4)
pytestmark = pytest.mark.django_db


def words(swedish: str, **others: str) -> dict[str, str]:
    return {"sv": swedish, **others}


SCALE = tuple(Option(key, words(text)) for key, text in (("d", "Dåligt"), ("v", "Varken eller"), ("b", "Bra")))
QUESTIONNAIRE = Questionnaire(
    words("Uppföljning", en="Follow-up", ar="متابعة"),
    languages=("sv", "en", "ar"),
    sections=(
        Section(
            "ett",
            words("Ditt intryck", en="Your impression"),
            questions=(
                Question("helhet", Kind.SCALE, words("Hur är det?", en="How is it?"), options=SCALE, required=True),
                Question(
                    "varfor", Kind.TEXT, words("Vad är dåligt?"), longest=50, asked_if=Condition("helhet", ("d",))
                ),
                Question("satt", Kind.MULTIPLE, words("På vilka sätt?"), options=SCALE, at_most=2),
            ),
        ),
        Section(
            "tva",
            words("Mer"),
            questions=(
                Question("antal", Kind.NUMBER, words("Hur många?"), unit=words("gånger")),
                Question("mote", Kind.MATRIX, words("Mötet"), options=SCALE, rows=(Option("tid", words("Tiden")),)),
            ),
        ),
    ),
    words={"ar": {"begin": "ابدأ"}},
)


@pytest.fixture
def group(county: object) -> Iterator[Group]:
    version = Version.objects.create(
        questionnaire=Kept.objects.create(slug="q", name="Q"),
        number=1,
        content=files.write(QUESTIONNAIRE),
        fixed_at=clock.now(),
    )
    one = Round.objects.create(
        slug="host-2021",
        title="Hösten 2021",
        version=version,
        state=State.OPEN,
        opens_on=DAY,
        closes_on=DAY + timedelta(30),
    )
    with clock.at(DAY):
        yield Group.objects.create(round=one, key="medverkande", name="Medverkande")


@pytest.fixture
def ticket(group: Group) -> Ticket:
    return tickets.make(group, [tickets.Invitee(name="Ture Tallkotte", email="ture@exempel.invalid")])[0]


def begin(client: Client) -> str:
    """The address of the first section, for somebody who begins by the open link."""
    return client.post("/enkat/host-2021/medverkande/").url  # type: ignore[attr-defined]


ONE = {"seen": ["helhet", "satt"], "q.helhet": "b", "q.satt": ["d", "v"], "next": "1"}
TWO = {"seen": ["antal", "mote"], "q.antal": "3", "q.mote.tid": "b", "next": "1"}


class TestTheWholeWay:
    def test_somebody_with_the_open_link_answers_and_nothing_but_the_answers_is_kept(
        self, client: Client, group: Group
    ) -> None:
        assert "Börja" in client.get("/enkat/host-2021/medverkande/").text
        first = begin(client)
        second = client.post(first, ONE).url  # type: ignore[attr-defined]
        check = client.post(second, TWO).url  # type: ignore[attr-defined]
        page = client.get(check, follow=True)
        assert "Läs igenom" in page.text
        assert "Dåligt" in page.text
        done = client.post(page.request["PATH_INFO"], follow=True)
        assert "Tack för dina svar!" in done.text
        assert json.loads(Sheet.objects.get().answers) == {
            "helhet": "b", "satt": ["d", "v"], "antal": "3", "mote": {"tid": "b"},
        }  # fmt: skip
        assert not Draft.objects.exists()
        assert "sessionid" not in client.cookies

    def test_a_ticket_is_used_once_and_the_link_says_so_afterwards(self, client: Client, ticket: Ticket) -> None:
        address = f"/enkat/svara/{tickets.token_of(ticket)}/"
        client.post(f"{address}1/", ONE)
        client.post(f"{address}2/", TWO)
        client.post(f"{address}las-igenom/")
        again = client.get(address)
        assert again.status_code == 410
        assert "redan svarat" in again.text
        for rest in ("1/", "las-igenom/", "sparat/"):
            assert client.post(f"{address}{rest}", ONE).status_code == 410
        assert Sheet.objects.count() == 1

    def test_a_code_from_paper_leads_to_the_same_place(self, client: Client, ticket: Ticket) -> None:
        typed = tickets.code_of(ticket).lower().replace("-", " ")
        response = client.post("/enkat/kod/", {"code": typed})
        assert response.url == f"/enkat/svara/{tickets.token_of(ticket)}/"  # type: ignore[attr-defined]

    def test_codes_are_not_guessed_at_will(self, client: Client, ticket: Ticket) -> None:
        for _try in range(10):
            assert "stämmer inte" in client.post("/enkat/kod/", {"code": "ACDEF HJKLM"}).text
        assert "för många försök" in client.post("/enkat/kod/", {"code": "ACDEF HJKLN"}).text
        assert client.post("/enkat/kod/", {"code": tickets.code_of(ticket)}).status_code == 302, "another half is free"

    def test_whoever_presses_send_twice_is_thanked_twice_and_counted_once(self, client: Client, group: Group) -> None:
        address = begin(client).removesuffix("1/")
        client.post(f"{address}1/", ONE)
        form = re.search(r'name="sending" value="([^"]+)"', client.get(f"{address}las-igenom/").text)
        assert form
        for _click in range(2):
            answer = client.post(f"{address}las-igenom/", {"sending": form.group(1)})
            assert answer.url == "/enkat/host-2021/medverkande/tack/"  # type: ignore[attr-defined]
        assert client.post(f"{address}las-igenom/").status_code == 404, "the draft is gone, and with it the address"
        other = begin(client).removesuffix("1/").replace("svara/", "svara/x")
        assert client.post(f"{other}las-igenom/", {"sending": form.group(1)}).status_code == 404
        assert Sheet.objects.count() == 1


class TestWhatIsTypedIsKept:
    def test_going_back_and_saving_for_later_keep_what_was_typed(self, client: Client, group: Group) -> None:
        first = begin(client)
        second = first.replace("/1/", "/2/")
        client.post(first, ONE)
        client.post(second, {"seen": ["antal"], "q.antal": "inte ett tal", "back": "1"})
        assert 'value="inte ett tal"' in client.get(second).text
        saved = client.post(second, {"seen": ["antal"], "q.antal": "4", "later": "1"}, follow=True)
        address = re.search(r'href="http://[^/]+(/enkat/svara/[^"]+)"', saved.text)
        assert address
        assert "Fortsätt där du var" in Client().get(address.group(1)).text, "on another device"
        assert 'value="4"' in Client().get(second).text

    def test_what_is_wrong_is_told_at_the_question_and_nothing_is_lost(self, client: Client, group: Group) -> None:
        first = begin(client)
        page = client.post(first, {**ONE, "q.helhet": "", "q.satt": ["d", "v", "b"]})
        assert page.status_code == 200
        assert "behöver ett svar" in page.text
        assert "högst 2" in page.text
        assert page.text.count(" checked") == 3

    def test_a_text_that_is_too_long_comes_back_whole(self, client: Client, group: Group) -> None:
        first = begin(client)
        text = "ord " * 5000
        page = client.post(
            first, {"seen": ["helhet", "varfor", "satt"], "q.helhet": "d", "q.varfor": text, "next": "1"}
        )
        assert "längre än 50" in page.text
        assert text.strip() in page.text
        assert len(Draft.objects.get().sealed) < 4000, "what nobody will send is not kept whole"

    def test_a_follow_up_is_put_before_anybody_goes_on(self, client: Client, group: Group) -> None:
        first = begin(client)
        page = client.post(first, {**ONE, "q.helhet": "d"})
        assert page.status_code == 200
        assert "Det kom en fråga till" in page.text
        seen = {**ONE, "q.helhet": "d", "seen": ["helhet", "varfor", "satt"]}
        assert client.post(first, seen).status_code == 302

    def test_an_answer_to_a_question_that_is_no_longer_put_is_told_and_not_sent(
        self, client: Client, group: Group
    ) -> None:
        first = begin(client)
        client.post(first, {**ONE, "q.helhet": "d", "q.varfor": "Maten", "seen": ["helhet", "varfor", "satt"]})
        client.post(first, ONE)
        check = first.replace("/1/", "/las-igenom/")
        assert "Ett svar hör till en fråga" in client.get(check).text
        client.post(check)
        assert "varfor" not in json.loads(Sheet.objects.get().answers)

    def test_a_round_that_closes_meanwhile_shows_what_was_written(self, client: Client, group: Group) -> None:
        first = begin(client)
        client.post(first, ONE)
        Round.objects.update(state=State.CLOSED)
        for address in (first, first.replace("/1/", "/las-igenom/")):
            page = client.post(address, ONE)
            assert page.status_code == 410
            assert "Enkäten är stängd" in page.text
            assert "Hur är det?" in page.text
        Round.objects.update(state=State.OPEN)
        assert client.post(first.replace("/1/", "/las-igenom/")).status_code == 302


class TestWhoMayAnswer:
    def test_a_round_under_preparation_is_not_there(self, client: Client, group: Group) -> None:
        Round.objects.update(state=State.DRAFT)
        for address in ("/enkat/host-2021/", "/enkat/host-2021/medverkande/", "/enkat/host-2021/medverkande/tack/"):
            assert client.get(address).status_code == 404

    def test_a_group_without_an_open_link_has_none(self, client: Client, group: Group) -> None:
        Group.objects.update(has_open_link=False)
        for address in (
            "/enkat/host-2021/",
            "/enkat/host-2021/medverkande/",
            "/enkat/host-2021/medverkande/surfplatta/",
        ):
            assert client.get(address).status_code == 404

    def test_before_the_first_day_the_page_tells_when_it_opens(self, client: Client, group: Group) -> None:
        with clock.at(DAY - timedelta(days=2)):
            page = client.get("/enkat/host-2021/medverkande/")
            assert "öppnar den 4 oktober 2021" in page.text
            assert client.post("/enkat/host-2021/medverkande/").status_code == 200
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("token", ["x", "ACDEFHJKLM" + "0" * 24, "å" * 30, "a" * 900])
    def test_forged_links_open_nothing(self, client: Client, ticket: Ticket, token: str) -> None:
        assert client.get(f"/enkat/svara/{token}/1/").status_code == 404

    def test_half_a_right_link_opens_nothing(self, client: Client, ticket: Ticket) -> None:
        token = tickets.token_of(ticket)
        for forged in (token[:-1], token[:10], token[:-1] + ("0" if token[-1] != "0" else "1")):
            assert client.get(f"/enkat/svara/{forged}/").status_code == 404

    def test_no_page_is_kept_on_the_way_or_found_by_search(self, client: Client, ticket: Ticket) -> None:
        response = client.get(f"/enkat/svara/{tickets.token_of(ticket)}/")
        assert response["Cache-Control"] == "no-store, private"
        assert response["X-Robots-Tag"] == "noindex"


class TestLanguages:
    def test_somebody_answers_in_the_language_they_choose(self, client: Client, group: Group) -> None:
        client.post("/enkat/sprak/", {"language": "en", "next": "/enkat/host-2021/medverkande/"})
        assert "Begin" in client.get("/enkat/host-2021/medverkande/").text
        assert "How is it?" in client.get(begin(client)).text

    def test_a_language_that_is_written_from_the_right_has_its_own_buttons(self, client: Client, group: Group) -> None:
        client.post("/enkat/sprak/", {"language": "ar", "next": "/"})
        page = client.get("/enkat/host-2021/medverkande/").text
        assert 'dir="rtl"' in page
        assert "ابدأ" in page

    @pytest.mark.parametrize("elsewhere", ["https://annan.invalid/", "//annan.invalid/", "abc", "home", ""])
    def test_the_way_back_leads_nowhere_else(self, client: Client, group: Group, elsewhere: str) -> None:
        response = client.post("/enkat/sprak/", {"language": "en", "next": elsewhere})
        assert response.url == "/"  # type: ignore[attr-defined]

    def test_a_language_that_is_not_there_falls_back(self, client: Client, group: Group) -> None:
        client.post("/enkat/sprak/", {"language": "<script>", "next": "/"})
        assert "Börja" in client.get("/enkat/host-2021/medverkande/").text


class TestATabletInTheRoom:
    def test_after_one_person_the_next_begins_and_sees_nothing_of_the_former(
        self, client: Client, group: Group
    ) -> None:
        start = "/enkat/host-2021/medverkande/surfplatta/"
        client.get(start)
        first = client.post(start).url  # type: ignore[attr-defined]
        client.post(first, ONE)
        thanks = client.post(first.replace("/1/", "/las-igenom/"), follow=True)
        assert f'data-back-to="{start}"' in thanks.text
        assert client.get(first).status_code == 404
        assert client.post(start).url != first  # type: ignore[attr-defined]
        assert "checked" not in client.get(client.post(start).url).text  # type: ignore[attr-defined]

    def test_whoever_goes_away_leaves_nothing_for_the_next(self, client: Client, group: Group) -> None:
        start = "/enkat/host-2021/medverkande/surfplatta/"
        client.get(start)
        first = client.post(start).url  # type: ignore[attr-defined]
        client.post(first, {**ONE, "back": "1"})
        assert "börja om för nästa person" in client.get(first).text
        assert client.post(first.replace("/1/", "/lamna/")).url == start  # type: ignore[attr-defined]
        assert not Draft.objects.exists()
        assert client.get(first).status_code == 404

    def test_nobody_elses_draft_is_thrown_away_so(self, client: Client, group: Group, ticket: Ticket) -> None:
        first = begin(client)
        client.post(first.replace("/1/", "/lamna/"))
        assert Draft.objects.count() == 1, "not at a tablet"
        client.get("/enkat/host-2021/medverkande/surfplatta/")
        own = f"/enkat/svara/{tickets.token_of(ticket)}/"
        client.post(f"{own}1/", ONE)
        client.post(f"{own}lamna/")
        assert Draft.objects.count() == 2, "by a link of their own"

    def test_a_flood_from_one_address_is_stopped_by_either_way_in(self, client: Client, group: Group) -> None:
        with patch("medverka.surveys.views.answering.BEGUN", 3):
            for address in ("/enkat/host-2021/medverkande/", "/enkat/host-2021/medverkande/surfplatta/") * 2:
                answer = client.post(address)
        assert answer.status_code == 429
        assert "Många svarar just nu" in answer.text
        assert Draft.objects.count() == 3


def test_a_round_closed_before_its_last_day_says_so_first_and_names_no_day_to_come(
    client: Client, group: Group
) -> None:
    Round.objects.update(state=State.CLOSED)
    page = client.get("/enkat/host-2021/medverkande/").text
    assert "Enkäten är stängd." in page
    assert "3 november" not in page
    assert "frågor. Det tar" not in " ".join(page.split())
    with clock.at(DAY + timedelta(31)):
        assert "Det gick att svara till och med" in client.get("/enkat/host-2021/medverkande/").text
