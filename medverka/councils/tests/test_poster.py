import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.councils.models import Meeting
from medverka.councils.poster import page_of, poster
from medverka.councils.queries.poster import AT_MOST, on_poster
from medverka.foundation import clock
from medverka.voices.actions import record_voice
from medverka.voices.models import Voice


@pytest.fixture
def heard(forum, county):
    """Something was said at the forum, a month ago; perhaps answered so many days ago, perhaps shown openly."""
    starts = clock.now() - timedelta(days=30)
    meeting = Meeting.objects.create(council=forum, starts_at=starts, ends_at=starts + timedelta(hours=1))

    def said(text: str, days_ago: int | None = None, *, public: bool = True, **values) -> Voice:
        day = clock.day_of(starts)
        voice = record_voice(
            by=SYSTEM, text=text, unit=county.ward, origin=meeting.origin, said_on=day, answer_due_on=date(2099, 1, 1)
        )
        if days_ago is not None:
            day = clock.today() - timedelta(days=days_ago)
            given = {"answer": "yes", "because": "Det är rimligt.", "answered_on": day, "public": public} | values
            Voice.objects.filter(pk=voice.pk).update(**given)
        return voice

    return said


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


# --- What stands on it ------------------------------------------------------------------------


def test_the_latest_answers_that_are_public_stand_on_the_poster_and_no_more_than_can_be_read(forum, heard, county):
    for number in range(AT_MOST + 2):
        heard(f"Synpunkt {number}.", days_ago=number)
    heard("Ingen har svarat.")
    heard("Visas inte öppet.", days_ago=0, public=False)
    record_voice(
        by=SYSTEM, text="Sagt någon annanstans.", unit=county.ward, origin=("request", 1),
        said_on=clock.today(), answer_due_on=clock.today(),
    )  # fmt: skip
    assert [voice.text for voice in on_poster(forum)] == [f"Synpunkt {number}." for number in range(AT_MOST)]


def test_the_code_leads_to_the_councils_page_or_to_everybodys_where_it_has_none(forum):
    assert page_of(forum) == "/rad/patientforum-avdelning-12/"
    forum.public = False
    assert page_of(forum) == reverse("voices:public")


@pytest.mark.parametrize("answer", ["yes", "no", "later"])
def test_every_answer_can_be_set(forum, heard, answer):
    heard("Vi vill ut på kvällen.", 1, answer=answer, effect="Promenad varje kväll.", effect_on=clock.today())
    assert pages(poster(forum, paper="a4")) == 1


def test_without_any_answer_there_is_a_poster_that_says_what_will_come(forum):
    assert pages(poster(forum)) == 1


# --- The page ---------------------------------------------------------------------------------


def test_whoever_leads_the_forum_sees_what_stands_on_the_poster_and_takes_it_home(forum, heard, facilitator, sign_in):
    heard("Vi vill ut på kvällen.", days_ago=1)
    browser = sign_in(facilitator)
    assert "Vi vill ut på kvällen." in browser.get(f"/rad-och-forum/{forum.pk}/affisch/").content.decode()
    file = browser.get(f"/rad-och-forum/{forum.pk}/affisch/affisch.pdf?papper=a4")
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"] == 'attachment; filename="affisch.pdf"'


def test_who_may_publish_is_led_to_what_is_answered_and_not_shown(forum, heard, coordinator, facilitator, sign_in):
    voice = heard("Telefoner i matsalen.", days_ago=1, public=False)
    publish = reverse("voices:publish", args=[voice.pk])
    address = f"/rad-och-forum/{forum.pk}/affisch/"
    assert publish in sign_in(coordinator).get(address).content.decode()
    seen = sign_in(facilitator).get(address).content.decode()
    assert "Telefoner i matsalen." in seen
    assert publish not in seen


@pytest.mark.parametrize(
    ("who", "status"),
    [("commissioner", 403), ("steering_member", 403), ("north_coordinator", 404), ("contributor_user", 404), ("outsider", 403)],
)  # fmt: skip
def test_others_make_no_poster(who, status, forum, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    for address in ("", "affisch.pdf?papper=a3"):
        assert browser.get(f"/rad-och-forum/{forum.pk}/affisch/{address}").status_code == status


def test_a_paper_that_does_not_exist_leads_back_to_the_choice(forum, coordinator, sign_in):
    answer = sign_in(coordinator).get(f"/rad-och-forum/{forum.pk}/affisch/affisch.pdf?papper=a0")
    assert answer["Location"] == f"/rad-och-forum/{forum.pk}/affisch/"


def test_the_page_runs_as_many_queries_for_many_voices_as_for_few(
    forum, heard, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser, address = sign_in(coordinator), f"/rad-och-forum/{forum.pk}/affisch/"
    heard("En öppen.", days_ago=1)
    heard("En som inte visas.", days_ago=1, public=False)
    browser.get(address)
    with django_assert_max_num_queries(30) as few:
        browser.get(address)
    for number in range(10):
        heard(f"Öppen {number}.", days_ago=1)
        heard(f"Visas inte {number}.", days_ago=1, public=False)
    with django_assert_num_queries(len(few)):
        browser.get(address)


# --- The command ------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_writes_the_poster(forum, heard, tmp_path, capsys):
    heard("Vi vill ut på kvällen.", days_ago=1)
    target = tmp_path / "affisch.pdf"
    call_command("poster", council=forum.slug, out=str(target), paper="a4")
    assert pages(target.read_bytes()) == 1
    assert "Patientforum Avdelning 12" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_council_is_answered_with_those_that_are_near(forum, tmp_path):
    with pytest.raises(CommandError, match=r"Menade du något av dessa\? patientforum-avdelning-12"):
        call_command("poster", council="patientforum-avd-12", out=str(tmp_path / "affisch.pdf"))
    assert not list(tmp_path.iterdir())


def test_a_county_without_councils_says_so(county, tmp_path):
    with pytest.raises(CommandError, match="inga råd eller forum än"):
        call_command("poster", council="x", out=str(tmp_path / "affisch.pdf"))


@pytest.mark.parametrize("given", [{"council": "x"}, {"out": "x.pdf"}])
def test_what_is_missing_is_asked_for_in_words(county, given):
    with pytest.raises(CommandError, match="saknas"):
        call_command("poster", **given)


@pytest.mark.parametrize("place", ["finns-inte/affisch.pdf", "fil/affisch.pdf", "."])
def test_a_place_that_cannot_be_written_is_told_in_words_and_leaves_nothing(forum, tmp_path, place):
    (tmp_path / "fil").write_text("Något annat.")
    with pytest.raises(CommandError, match=r"gick inte att skriva|är en mapp"):
        call_command("poster", council=forum.slug, out=str(tmp_path / place))
    assert [path.name for path in tmp_path.iterdir()] == ["fil"]
