import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.journal.models import Entry
from medverka.voices import actions
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.actions_masking import mask_voice
from medverka.voices.models import Escalation, Masking, Voice
from medverka.voices.rules import NotNow

pytestmark = pytest.mark.django_db


def everything_kept():
    """All that the database knows of voices and the journal, as one text."""
    rows = [*Voice.objects.values(), *Masking.objects.values(), *Entry.objects.values()]
    return str(rows)


def test_a_name_is_masked_and_only_the_trace_stays(say, coordinator):
    voice = mask_voice(say("Sköterskan Anna ropade."), by=coordinator, text="Någon ropade.", why="name")
    assert voice.text == "Någon ropade."
    trace = Masking.objects.get()
    assert (trace.voice, trace.field, trace.why, trace.recorded_by) == (voice, "text", "name", coordinator.actor_id)
    assert "Anna" not in everything_kept()
    assert Entry.objects.get(verb="voice.masked").facts == {"fields": ["text"], "why": "name"}


def test_answer_and_effect_of_a_public_voice_are_masked_too(say, coordinator):
    voice = say("Anna ropade.")
    actions.answer_voice(voice, by=coordinator, answer="yes", because="Anna har slutat.")
    actions.tell_effect(voice, by=coordinator, effect="Efter Anna kom Eva.")
    actions.make_public(voice, by=coordinator)
    mask_voice(voice, by=coordinator, why="name", text="En ropade.", because="Hen har slutat.", effect="En annan kom.")
    assert (voice.text, voice.because, voice.effect, voice.public) == (
        "En ropade.", "Hen har slutat.", "En annan kom.", True,
    )  # fmt: skip
    assert sorted(Masking.objects.values_list("field", flat=True)) == ["because", "effect", "text"]
    assert "Anna" not in everything_kept()


def test_a_name_in_the_reason_for_handing_on_is_masked_too(say, coordinator, county, sign_in):
    voice = escalate_voice(
        say("Maten är kall."), by=coordinator, to_unit=county.region, owner=None, because="Anna vägrar svara."
    )
    row = Escalation.objects.get()
    browser, address = sign_in(coordinator), reverse("voices:mask", args=[voice.pk])
    page = browser.get(address)
    seen = page.context["form"].digest
    assert "Anna vägrar svara." in page.content.decode()
    given = {"seen": seen, "text": voice.text, f"handed_{row.pk}": "Kan inte svara.", "why": "name"}
    assert browser.post(address, given).status_code == 302
    row.refresh_from_db()
    assert row.because == "Kan inte svara."
    assert Masking.objects.get().field == "handed"
    assert Entry.objects.get(verb="voice.masked").facts == {"fields": ["handed"], "why": "name"}
    page = browser.get(reverse("voices:voice", args=[voice.pk])).content.decode()
    assert "Kan inte svara." in page
    assert "Anna" not in page
    stale = Escalation(pk=row.pk, voice=voice, because="Anna vägrar svara.")
    with pytest.raises(NotNow):
        mask_voice(voice, by=coordinator, why="name", handed=[(stale, "Hen vägrar svara.")])


def test_the_reason_of_another_voice_is_left_alone(say, coordinator, county):
    other = escalate_voice(say("Maten."), by=coordinator, to_unit=county.region, owner=None, because="Anna.")
    with pytest.raises(NotNow):
        mask_voice(say("Kallt."), by=coordinator, why="name", handed=[(Escalation.objects.get(voice=other), "En.")])
    assert Escalation.objects.get().because == "Anna."


def test_masking_with_stale_words_never_brings_back_what_was_taken_out(say, coordinator):
    voice = say("Anna och Eva ropade.")
    stale = Voice.objects.get(pk=voice.pk)
    mask_voice(voice, by=coordinator, text="En och Eva ropade.", why="name")
    with pytest.raises(NotNow):
        mask_voice(stale, by=coordinator, text="Anna och en ropade.", why="name")
    assert Voice.objects.get().text == "En och Eva ropade."
    assert Masking.objects.count() == 1


def test_the_same_text_an_empty_one_and_an_unknown_reason_are_refused(say, coordinator):
    voice = say("Anna ropade.")
    for text in ("Anna ropade.", " Anna ropade. ", "  "):
        with pytest.raises(NotNow):
            mask_voice(voice, by=coordinator, text=text, why="name")
    with pytest.raises(ValueError, match="curiosity"):
        mask_voice(voice, by=coordinator, text="En ropade.", why="curiosity")
    assert not Masking.objects.exists()


def test_an_answer_cannot_be_written_by_masking(say, coordinator):
    mask_voice(say("Anna ropade."), by=coordinator, text="En ropade.", because="Ja.", why="name")
    assert Voice.objects.get().because == ""


def test_once_answered_only_the_coordinator_masks(say, commissioner, other_commissioner, coordinator):
    voice = mask_voice(say("Anna ropade.", by=commissioner), by=commissioner, text="En ropade.", why="name")
    with pytest.raises(PermissionDenied):
        mask_voice(voice, by=other_commissioner, text="Ingen ropade.", why="other")
    actions.answer_voice(voice, by=commissioner, answer="no", because="Nej.")
    with pytest.raises(PermissionDenied):
        mask_voice(voice, by=commissioner, text="Ingen ropade.", why="other")
    assert mask_voice(voice, by=coordinator, text="Någon ropade.", why="other").text == "Någon ropade."


# --- The page -------------------------------------------------------------------------------------


def hidden(page):
    return page.context["form"].digest


def test_the_page_names_what_looks_personal_and_saves_the_new_wording(say, coordinator, sign_in, county):
    voice = say("Sköterskan Anna på Avdelning 12 ropade. Ring 070-174 06 05 till Nya Vuxenpsykiatrin.")
    browser, address = sign_in(coordinator), reverse("voices:mask", args=[voice.pk])
    page = browser.get(address)
    text = page.content.decode()
    assert "”Anna” ser ut som ett namn" in text
    assert "”070-174 06 05” ser ut som ett telefonnummer" in text
    assert "Nya Vuxenpsykiatrin”" not in text, "The county knows the place."
    browser.post(address, {"seen": hidden(page), "text": "Någon ropade.", "why": "name"})
    voice.refresh_from_db()
    assert voice.text == "Någon ropade."
    assert "Anna" not in browser.get(reverse("voices:voice", args=[voice.pk])).content.decode()


def test_somebody_elses_change_meanwhile_is_told_and_what_was_typed_stays(say, coordinator, sign_in):
    voice = say("Anna och Eva ropade.")
    browser, address = sign_in(coordinator), reverse("voices:mask", args=[voice.pk])
    seen = hidden(browser.get(address))
    mask_voice(voice, by=coordinator, text="En och Eva ropade.", why="name")
    again = browser.post(address, {"seen": seen, "text": "Anna och en ropade.", "why": "name"}).content.decode()
    assert "Någon har ändrat texten" in again
    assert "Anna och en ropade." in again
    assert Voice.objects.get().text == "En och Eva ropade."


def test_a_reason_must_be_chosen_and_a_long_text_is_not_lost(say, coordinator, sign_in):
    voice, long = say("Anna ropade."), "å" * 2001
    browser, address = sign_in(coordinator), reverse("voices:mask", args=[voice.pk])
    seen = hidden(browser.get(address))
    text = browser.post(address, {"seen": seen, "text": long}).content.decode()
    assert "Välj vad du tar bort." in text
    assert long in text


def test_who_may_open_the_page(
    say, coordinator, north_coordinator, commissioner, other_commissioner, contributor_user, sign_in
):
    voice = say("Anna ropade.", by=commissioner)
    address = reverse("voices:mask", args=[voice.pk])
    statuses = {"coordinator": 200, "commissioner": 200, "other": 404, "north": 404, "contributor": 403}
    people = {"coordinator": coordinator, "commissioner": commissioner, "other": other_commissioner,
              "north": north_coordinator, "contributor": contributor_user}  # fmt: skip
    assert {name: sign_in(user).get(address).status_code for name, user in people.items()} == statuses
    actions.answer_voice(voice, by=coordinator, answer="yes", because="Ja.")
    assert sign_in(commissioner).get(address).status_code == 403
