"""The page of a voice: its whole chain, step by step."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.voices import actions, actions_telling
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.actions_masking import mask_voice
from medverka.voices.chain import story
from medverka.voices.models import Theme
from medverka.voices.themes import ensure_default_themes

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(sign_in):
    def text(voice, user):
        return " ".join(sign_in(user).get(reverse("voices:voice", args=[voice.pk])).content.decode().split())

    return text


def test_the_page_tells_everything_that_happened_to_a_voice(say, county, coordinator, commissioner, read):
    ensure_default_themes(by=SYSTEM)
    director = User.objects.create_user("rut@exempel.invalid", "Rut Ros")
    RoleHolding.objects.create(user=director, role="commissioner", organisation=county.region)
    voice = say(
        "Anna sade nej till maten.", themes=Theme.objects.filter(slug="mat"), urgent=True, in_room=True,
        capacity="mandate", association=county.association,
    )  # fmt: skip
    mask_voice(voice, by=coordinator, text="Någon sade nej till maten.", why="name")
    escalate_voice(voice, by=commissioner, to_unit=county.region, owner=director, because="<b>Regionens pengar.</b>")
    before = read(voice, coordinator)
    actions.answer_voice(voice, by=director, answer="yes", because="Ny meny i maj.")
    actions.tell_effect(voice, by=director, effect="Menyn är ny.")
    actions_telling.tell_room([voice], by=director)
    after = read(voice, coordinator)
    for words in ("Rut Ros ska svara.", "Brådskar", "När svaret är givet får de som var med veta det"):
        assert words in before
    for words in (
        "Sades för Föreningen Förgätmigej, med mandat av medlemmarna.", "Handlar om: Mat.", "togs ett namn bort ur texten.",
        "från Vuxenpsykiatrin till Region Exempellän", "&lt;b&gt;Regionens pengar.&lt;/b&gt;", "Ny meny i maj.",
        "Menyn är ny.", "En person var med", "Berättat på mötet den", "0 av 1 har fått veta", "Möte 1",
    ):  # fmt: skip
        assert words in after, words
    assert "Anna" not in before + after
    assert "Brådskar" not in after


def test_the_flower_opens_as_far_as_the_voice_has_come(say, commissioner):
    voice = say(in_room=True, speakers=[])

    def states():
        return [stage.state for stage in story(voice).stages.values()]

    assert states() == ["done"] * 4 + ["current", "coming", "coming"]
    actions.answer_voice(voice, by=commissioner, answer="yes", because="Ja.")
    assert states() == ["done"] * 5 + ["coming", "current"]
    actions_telling.tell_room([voice], by=commissioner)
    assert states() == ["done"] * 5 + ["current", "done"]
    actions.tell_effect(voice, by=commissioner, effect="En tavla.")
    assert states() == ["done"] * 6 + ["current"]


def test_persons_and_the_room_are_told_side_by_side(say, commissioner):
    voice = actions.answer_voice(say(in_room=True, owner=None), by=commissioner, answer="no", because="Nej.")
    actions_telling.tell_room([voice], by=commissioner)
    person, room = story(voice).told
    assert (person.in_room, person.told, person.owed) == (False, 0, 1)
    assert (room.in_room, room.finished, clock.day_of(room.last)) == (True, True, clock.today())


@pytest.mark.parametrize("who", ["coordinator", "commissioner", "steering_member"])
def test_there_is_one_primary_step_at_most(say, overdue, who, read, request, coordinator):
    user = request.getfixturevalue(who)
    answered = actions.answer_voice(say("Ett."), by=coordinator, answer="yes", because="Ja.")
    later = actions.answer_voice(say("Två."), by=coordinator, answer="later", because="I maj.")
    counts = [read(voice, user).count("button-primary") for voice in (say("Tre."), overdue, answered, later)]
    assert max(counts) == (0 if who == "steering_member" else 1)


def test_somebody_who_only_reads_sees_no_links_to_change(say, steering_member, read):
    voice = say()
    text = read(voice, steering_member)
    for name in ("answer", "escalate", "mask", "sort", "correct", "remove", "owner"):
        assert reverse(f"voices:{name}", args=[voice.pk]) not in text


def test_a_long_history_costs_no_more_queries(say, coordinator, county, sign_in):
    voice = say()
    browser, address = sign_in(coordinator), reverse("voices:voice", args=[voice.pk])
    browser.get(address)

    def count():
        with CaptureQueriesContext(connection) as captured:
            browser.get(address)
        return len(captured)

    few = count()
    for number in range(6):
        mask_voice(voice, by=coordinator, text=f"Text {number}", why="other")
        place = county.region if number % 2 else county.norrvik
        escalate_voice(voice, by=coordinator, to_unit=place, owner=None, because="Någon annan.")
    assert count() <= few + 1
