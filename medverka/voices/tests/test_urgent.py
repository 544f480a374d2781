from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock, outbox
from medverka.journal.models import Entry
from medverka.voices import actions, queries
from medverka.voices.models import Theme
from medverka.voices.themes import WORDS, ensure_default_themes

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes(county):
    ensure_default_themes(by=SYSTEM)
    return Theme.objects.all()


# --- Urgent -------------------------------------------------------------------------------------


def test_what_is_urgent_is_promised_an_answer_as_soon_as_the_county_says(say, county):
    assert say(urgent=True).answer_due_on == clock.today() + timedelta(days=7)
    soon = clock.today() + timedelta(days=2)
    assert say("Strax.", urgent=True, answer_due_on=soon).answer_due_on == soon
    county.row.urgent_answer_days = 1
    county.row.save()
    assert say("Genast.", urgent=True).answer_due_on == clock.today() + timedelta(days=1)


def test_what_is_urgent_is_mailed_though_something_was_said_there_today(say, commissioner, mailoutbox):
    say("Vanligt.")
    outbox.deliver_due()
    say("Fara på avdelningen.", urgent=True)
    outbox.deliver_due()
    assert len(mailoutbox) == 2
    mail = mailoutbox[1]
    assert mail.to == [commissioner.email]
    assert "brådskar" in mail.subject
    assert not [
        word for word in ("fara", "avdelning", "klinik", "psyk", "vård") if word in (mail.subject + mail.body).lower()
    ]


def test_many_urgent_voices_written_down_together_are_one_mail(say, mailoutbox):
    say("Ett.", urgent=True), say("Två.", urgent=True), say("Tre.", urgent=True)
    outbox.deliver_due()
    assert len(mailoutbox) == 1
    with clock.at(clock.now() + timedelta(minutes=5)):
        say("Fyra.", urgent=True)
        outbox.deliver_due()
    assert len(mailoutbox) == 2


def test_what_is_urgent_and_what_is_not_said_together_are_one_mail(say, mailoutbox):
    say("Vanligt."), say("Det brinner.", urgent=True), say("Vanligt igen.")
    outbox.deliver_due()
    assert len(mailoutbox) == 1
    assert "brådskar" in mailoutbox[0].subject


def test_what_is_answered_before_the_mail_goes_is_not_mailed(say, coordinator, mailoutbox):
    actions.answer_voice(say(urgent=True), by=coordinator, answer="yes", because="Ja.")
    outbox.deliver_due()
    assert mailoutbox == []


def test_a_voice_is_sorted_and_becomes_urgent_afterwards(say, themes, coordinator, mailoutbox):
    voice = say()
    outbox.deliver_due()
    chosen = list(themes[:2])
    for _press in range(2):
        actions.sort_voice(voice, by=coordinator, themes=chosen, urgent=True)
    outbox.deliver_due()
    assert (set(voice.themes.all()), voice.urgent) == (set(chosen), True)
    assert voice.answer_due_on == clock.today() + timedelta(days=7)
    assert len(mailoutbox) == 2
    assert Entry.objects.filter(verb="voice.sorted").count() == 1


def test_what_was_said_long_ago_and_is_answered_keeps_its_day_when_it_is_marked(overdue, coordinator):
    due = overdue.answer_due_on
    actions.sort_voice(overdue, by=coordinator, themes=[], urgent=True)
    assert overdue.answer_due_on == due


def test_another_units_commissioner_sorts_nothing(say, other_commissioner):
    with pytest.raises(PermissionDenied):
        actions.sort_voice(say(), by=other_commissioner, themes=[], urgent=True)


def test_a_voice_is_written_down_with_its_themes(say, themes):
    assert list(say(themes=[themes[0]]).themes.all()) == [themes[0]]


def test_today_says_to_whoever_is_to_answer_that_it_is_urgent(say, commissioner):
    say("Vanligt.")
    assert "brådskar" not in queries.waiting_for(commissioner)[0].text
    say("Genast.", urgent=True)
    (row,) = queries.waiting_for(commissioner)
    assert row.text.startswith("2 synpunkter. Det brådskar.")


# --- The county's list ----------------------------------------------------------------------------


def test_the_default_themes_come_once(themes):
    assert themes.count() == len(WORDS)
    assert ensure_default_themes(by=SYSTEM) == 0


def test_a_theme_is_added_renamed_and_retired_and_its_slug_stays(themes, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("voices:themes")
    browser.post(address, {"name": "Rökning"})
    made = Theme.objects.get(slug="rokning")
    browser.post(reverse("voices:theme", args=[made.pk]), {"name": "Rök", "name_en": "Smoke", "retired": "on"})
    made.refresh_from_db()
    assert (made.slug, made.name, made.name_en, made.retired) == ("rokning", "Rök", "Smoke", True)
    assert "Används inte längre" in browser.get(address).content.decode()
    assert "Skriv temat." in browser.post(address, {"name": " "}).content.decode()


def test_an_empty_list_offers_the_themes_to_begin_with(coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("voices:themes")
    assert "Inga teman än" in browser.get(address).content.decode()
    browser.post(address, {"defaults": "1"})
    assert "Bemötande" in browser.get(address).content.decode()


def test_only_whoever_coordinates_the_whole_county_changes_the_list(north_coordinator, commissioner, sign_in):
    for user in (north_coordinator, commissioner):
        assert sign_in(user).get(reverse("voices:themes")).status_code == 403
        with pytest.raises(PermissionDenied):
            ensure_default_themes(by=user)


def test_a_voice_is_sorted_on_its_page(say, themes, commissioner, other_commissioner, steering_member, sign_in):
    voice = say()
    address = reverse("voices:sort", args=[voice.pk])
    assert sign_in(other_commissioner).get(address).status_code == 404
    assert sign_in(steering_member).get(address).status_code == 403
    themes[0].retired or Theme.objects.filter(pk=themes[0].pk).update(retired=True)
    browser = sign_in(commissioner)
    assert themes[0].name not in browser.get(address).content.decode()
    browser.post(address, {"themes": [themes[1].pk], "urgent": "on"})
    voice.refresh_from_db()
    assert (list(voice.themes.all()), voice.urgent) == ([themes[1]], True)
    assert browser.post(address, {"themes": ["x", "9" * 30]}).status_code == 200
