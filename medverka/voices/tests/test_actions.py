from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock, outbox
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool.actions import dispose, leave
from medverka.voices import actions, actions_telling, policies, queries, telling
from medverka.voices.models import Speaker, ToldBack, Voice
from medverka.voices.origins import Origin, describes
from medverka.voices.rules import NotNow

pytestmark = pytest.mark.django_db


def yes(voice, by):
    return actions.answer_voice(voice, by=by, answer="yes", because="Vi skriver om brevet.")


def deliver(mailoutbox, hours=1):
    """Let the worker run a while later."""
    with clock.at(clock.now() + timedelta(hours=hours)):
        actions_telling.send_due()
        outbox.deliver_due()
        actions_telling.send_due()
    return mailoutbox


# --- Writing it down ----------------------------------------------------------------------------


def test_the_same_words_twice_are_one_voice(say):
    assert say("Öppna på helgen.") == say("  Öppna på helgen. ")
    assert Voice.objects.count() == 1


def test_a_voice_of_the_future_is_refused(say):
    with pytest.raises(NotNow):
        say(said_on=clock.today() + timedelta(days=1))


def test_a_voice_without_words_is_refused(say):
    with pytest.raises(NotNow):
        say(" \n ")


def test_a_mandate_names_its_association(say, county):
    with pytest.raises(IntegrityError), transaction.atomic():
        say(capacity="mandate")
    assert say(capacity="mandate", association=county.association).association == county.association


def test_another_units_commissioner_cannot_write_down_what_was_said_to_the_clinic(say, other_commissioner):
    with pytest.raises(PermissionDenied):
        say(by=other_commissioner)


def test_somebody_who_may_not_answer_does_not_become_the_one_to_answer(say, other_commissioner):
    assert say(owner=other_commissioner).owner is None


def test_whoever_is_to_answer_gets_one_mail_however_much_was_said(say, mailoutbox, commissioner):
    say("Ett."), say("Två."), say("Tre.")
    assert [mail.to for mail in deliver(mailoutbox)] == [[commissioner.email]]
    assert "Ett." not in mailoutbox[0].body


# --- Answering --------------------------------------------------------------------------------


@pytest.mark.parametrize("because", ["", "  \n "])
def test_an_answer_without_because_is_refused(say, commissioner, because):
    with pytest.raises(NotNow):
        actions.answer_voice(say(), by=commissioner, answer="no", because=because)


def test_the_database_itself_refuses_an_answer_without_because(say):
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=say().pk).update(answer="no", answered_on=clock.today())


def test_the_database_itself_refuses_an_effect_without_an_answer(say):
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=say().pk).update(effect="En tavla", effect_on=clock.today())


def test_the_database_itself_refuses_to_publish_what_is_not_answered(say):
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.filter(pk=say().pk).update(public=True)


def test_two_clicks_answer_once(say, commissioner):
    voice = say()
    stale = Voice.objects.get(pk=voice.pk)
    yes(voice, commissioner)
    yes(stale, commissioner)
    assert ToldBack.objects.count() == 1
    assert Entry.objects.filter(verb="voice.answered").count() == 1


def test_the_second_of_two_different_answers_is_told_that_it_came_too_late(say, commissioner, coordinator):
    voice = say()
    stale = Voice.objects.get(pk=voice.pk)
    yes(voice, commissioner)
    with pytest.raises(NotNow):
        actions.answer_voice(stale, by=coordinator, answer="no", because="Nej.")
    voice.refresh_from_db()
    assert voice.answer == "yes"


def test_a_later_is_followed_by_a_final_answer_that_is_told_too(say, commissioner, contributor):
    voice = say()
    actions.answer_voice(voice, by=commissioner, answer="later", because="Budgeten tas i maj.")
    actions.answer_voice(voice, by=commissioner, answer="no", because="Det blev inga pengar.")
    assert set(ToldBack.objects.values_list("what", flat=True)) == {"answer", "final"}


def test_another_units_commissioner_cannot_answer(say, other_commissioner):
    with pytest.raises(PermissionDenied):
        yes(say(), other_commissioner)


def test_an_answer_that_does_not_exist_is_refused(say, commissioner):
    with pytest.raises(ValueError, match="maybe"):
        actions.answer_voice(say(), by=commissioner, answer="maybe", because="Kanske.")


def test_what_was_said_and_answered_does_not_stand_in_the_journal(say, commissioner):
    yes(say("HEMLIGT"), commissioner)
    assert not [entry for entry in Entry.objects.all() if "HEMLIGT" in str(entry.facts) or "brevet" in str(entry.facts)]


def correct(voice, by, answer="no", because="Pengarna räcker inte."):
    return actions.correct_answer(voice, by=by, answer=answer, because=because)


def test_an_answer_is_corrected_while_nobody_has_been_told(say, commissioner, other_commissioner):
    voice = yes(say(owner=None), commissioner)
    with pytest.raises(PermissionDenied):
        correct(voice, other_commissioner)
    for _click in range(2):
        corrected = correct(voice, commissioner)
    assert (corrected.answer, corrected.because) == ("no", "Pengarna räcker inte.")
    assert ToldBack.objects.count() == 1
    (entry,) = Entry.objects.filter(verb="voice.answer_corrected")
    assert entry.facts == {"answer": "no"}


def test_an_answer_that_somebody_has_been_told_is_not_corrected(
    say, commissioner, coordinator, contributor, paper_contributor, mailoutbox
):
    voice = yes(say(speakers=[contributor, paper_contributor], owner=None), commissioner)
    (letter,) = queries.to_tell(coordinator)
    actions_telling.mark_all_told(letter.debts, by=coordinator)
    with pytest.raises(NotNow, match="fått veta"):
        correct(voice, commissioner)
    assert Voice.objects.get().answer == "yes"


def test_an_answer_whose_mail_has_gone_is_not_corrected_though_it_is_not_noted_yet(say, commissioner):
    voice = yes(say(owner=None), commissioner)
    with clock.at(clock.now() + timedelta(hours=1)):
        actions_telling.send_due()
    assert correct(voice, commissioner).answer == "no", "The mail is only queued."
    OutgoingMail.objects.update(state=OutgoingMail.State.SENT, sent_at=clock.now())
    with pytest.raises(NotNow):
        correct(voice, commissioner, answer="yes")


def test_an_answer_that_is_public_has_an_effect_or_is_not_given_is_not_corrected(say, commissioner, coordinator):
    public, changed = yes(say("Ett."), commissioner), yes(say("Två."), commissioner)
    stale = [Voice.objects.get(pk=voice.pk) for voice in (public, changed)]
    actions.make_public(public, by=coordinator)
    actions.tell_effect(changed, by=commissioner, effect="En tavla.")
    for voice in (public, changed, *stale, say("Tre.")):
        with pytest.raises(NotNow):
            correct(voice, commissioner)
    assert not Voice.objects.filter(answer="no").exists()


def test_a_final_answer_is_corrected_to_a_final_answer_alone(say, commissioner):
    voice = say(owner=None)
    actions.answer_voice(voice, by=commissioner, answer="later", because="Budgeten tas i maj.")
    yes(voice, commissioner)
    with pytest.raises(NotNow):
        correct(voice, commissioner, answer="later")
    assert correct(voice, commissioner).answer == "no"


# --- Effect, public, correcting -----------------------------------------------------------------


def test_an_effect_comes_after_an_answer_and_once(say, commissioner):
    voice = say()
    with pytest.raises(NotNow):
        actions.tell_effect(voice, by=commissioner, effect="En tavla.")
    yes(voice, commissioner)
    actions.tell_effect(voice, by=commissioner, effect="En tavla.")
    actions.tell_effect(voice, by=commissioner, effect="En tavla.")
    assert ToldBack.objects.filter(what="effect").count() == 1


def test_only_the_coordinator_makes_public(say, commissioner, coordinator):
    voice = yes(say(), commissioner)
    with pytest.raises(PermissionDenied):
        actions.make_public(voice, by=commissioner)
    assert actions.make_public(voice, by=coordinator).public
    assert not actions.make_public(voice, by=coordinator, public=False).public


def test_what_is_not_answered_is_not_made_public(say, coordinator):
    with pytest.raises(NotNow):
        actions.make_public(say(), by=coordinator)


def test_what_was_said_is_corrected_until_it_is_answered_and_by_nobody_after_that(say, commissioner, coordinator):
    voice = actions.correct_voice(say("Kalle sade nej.", by=commissioner), by=commissioner, text="Någon sade nej.")
    yes(voice, commissioner)
    for by in (commissioner, coordinator):
        with pytest.raises(PermissionDenied):
            actions.correct_voice(voice, by=by, text="Annat.")


def test_what_was_written_down_by_mistake_goes_but_what_is_answered_stays(say, coordinator):
    voice = say("Fel.")
    actions.remove_voice(voice, by=coordinator)
    answered = yes(say("Rätt."), coordinator)
    with pytest.raises(PermissionDenied):
        actions.remove_voice(answered, by=coordinator)
    assert [voice.text for voice in Voice.objects.all()] == ["Rätt."]


# --- Told back ----------------------------------------------------------------------------------


def test_whoever_has_mail_is_told_once_though_the_job_runs_twice(say, commissioner, mailoutbox):
    yes(say(owner=None), commissioner)
    deliver(mailoutbox)
    deliver(mailoutbox, hours=2)
    assert len(mailoutbox) == 1
    assert ToldBack.objects.get().told_at is not None


def test_the_mail_is_neutral_and_holds_neither_voice_nor_answer(say, commissioner, mailoutbox):
    yes(say("Väntrummet på psyket.", owner=None), commissioner)
    (mail,) = deliver(mailoutbox)
    assert mail.subject == "Ett svar till dig från Medverka"
    whole = (mail.subject + mail.body).lower()
    assert not [word for word in ("psyk", "väntrum", "brevet", "klinik", "vård") if word in whole]


def test_answers_about_one_occasion_are_gathered_into_one_mail(say, commissioner, mailoutbox):
    voices = [say(f"Röst {number}", owner=None) for number in range(3)]
    for voice in voices:
        yes(voice, commissioner)
    deliver(mailoutbox)
    assert len(mailoutbox) == 1
    assert ToldBack.objects.filter(told_at__isnull=False).count() == 3


def test_an_answer_and_what_it_led_to_straight_after_are_told_in_one_mail(say, commissioner, mailoutbox):
    voice = yes(say(owner=None), commissioner)
    assert deliver(mailoutbox, hours=0) == []
    actions.tell_effect(voice, by=commissioner, effect="Det nya brevet går ut i maj.")
    assert len(deliver(mailoutbox)) == 1


def test_a_mails_subject_says_which_matter_by_its_number(say, commissioner, mailoutbox, occasion):
    describes("meeting")(lambda ids: {pk: Origin("Möte", number="2026-014") for pk in ids})
    yes(say(owner=None), commissioner)
    assert [mail.subject for mail in deliver(mailoutbox)] == ["Ett svar till dig från Medverka (2026-014)"]


def test_a_mail_waits_for_more_answers_but_not_for_ever(say, commissioner, mailoutbox):
    first = say("Ett.", owner=None)
    say("Två.", owner=None)
    yes(first, commissioner)
    actions_telling.send_due()
    assert not OutgoingMail.objects.filter(notice="voices.told").exists()
    assert len(deliver(mailoutbox)) == 1


def test_a_letter_is_not_mailed_but_waits_for_the_coordinator(
    say, commissioner, coordinator, paper_contributor, mailoutbox
):
    yes(say(speakers=[paper_contributor], owner=None), commissioner)
    assert deliver(mailoutbox) == []
    (person,) = queries.to_tell(coordinator)
    assert (person.contributor, person.channel) == (paper_contributor, "letter")
    actions_telling.mark_all_told([person.debts[0]], by=coordinator)
    actions_telling.mark_all_told([person.debts[0]], by=coordinator)
    assert queries.to_tell(coordinator) == []
    assert Entry.objects.filter(verb="voice.told_back").count() == 1


def test_a_commissioner_cannot_note_a_letter_as_posted(say, commissioner, paper_contributor):
    yes(say(speakers=[paper_contributor]), commissioner)
    with pytest.raises(PermissionDenied):
        actions_telling.mark_all_told(ToldBack.objects.all(), by=commissioner)


def test_a_mail_that_failed_for_good_becomes_a_call(say, commissioner, coordinator):
    yes(say(owner=None), commissioner)
    with clock.at(clock.now() + timedelta(hours=1)):
        actions_telling.send_due()
    OutgoingMail.objects.update(state=OutgoingMail.State.FAILED)
    assert [person.channel for person in queries.to_tell(coordinator)] == ["phone"]


@pytest.mark.parametrize(("tell_after", "mails"), [(True, 1), (False, 0)])
def test_whoever_left_is_told_if_they_asked_to_be(
    say, commissioner, contributor, coordinator, mailoutbox, tell_after, mails
):
    voice = say(owner=None)
    leave(contributor, by=coordinator, tell_after=tell_after)
    yes(voice, commissioner)
    assert len(deliver(mailoutbox)) == mails


def test_whoever_leaves_between_answer_and_mail_is_left_in_peace(
    say, commissioner, contributor, coordinator, mailoutbox
):
    yes(say(owner=None), commissioner)
    leave(contributor, by=coordinator)
    assert deliver(mailoutbox) == []
    assert not telling.untold().exists()


def test_after_disposal_nobody_is_told(say, commissioner, contributor, coordinator, mailoutbox):
    voice = say(owner=None)
    leave(contributor, by=coordinator, tell_after=True)
    dispose(contributor, by=coordinator)
    yes(voice, commissioner)
    assert deliver(mailoutbox) == []
    assert Speaker.objects.count() == 1


def test_a_protected_person_is_greeted_by_alias(say, commissioner, protected_contributor, mailoutbox):
    yes(say(speakers=[protected_contributor], owner=None), commissioner)
    (mail,) = deliver(mailoutbox)
    assert "Hej Alva" in mail.body
    assert "Hemma" not in mail.body


def test_progress_counts_what_is_answered_and_told(say, commissioner, mailoutbox):
    first = say("Ett.", owner=None)
    say("Två.", owner=None)
    assert queries.progress("meeting", [1, 2]).keys() == {1}
    yes(first, commissioner)
    progress = queries.progress("meeting", [1])[1]
    assert (progress.voices, progress.answered, progress.owed, progress.told) == (2, 1, 1, 0)
    assert not progress.finished
    yes(Voice.objects.get(text="Två."), commissioner)
    deliver(mailoutbox)
    assert queries.progress("meeting", [1])[1].finished


# --- Reminders ----------------------------------------------------------------------------------


def test_whoever_owes_an_answer_is_reminded_once_a_week(overdue, mailoutbox):
    OutgoingMail.objects.all().delete()
    assert actions_telling.remind_due() == 1
    assert actions_telling.remind_due() == 0
    with clock.at(clock.now() + timedelta(days=6)):
        assert actions_telling.remind_due() == 0
    with clock.at(clock.now() + timedelta(days=7)):
        assert actions_telling.remind_due() == 1
    outbox.deliver_due()
    assert OutgoingMail.objects.filter(notice="voices.overdue").count() == 2


def test_nobody_is_reminded_of_what_is_in_time_or_answered(say, overdue, commissioner):
    say("I tid.")
    yes(overdue, commissioner)
    assert actions_telling.remind_due() == 0


def test_a_reminder_is_not_sent_if_the_answer_came_first(overdue, commissioner, mailoutbox):
    OutgoingMail.objects.all().delete()
    actions_telling.remind_due()
    Voice.objects.update(answer="no", because="Nej.", answered_on=clock.today())
    outbox.deliver_due()
    assert mailoutbox == []


def test_choosing_who_answers_covers_everything_from_the_occasion(say, coordinator, commissioner):
    first = say("Ett.", owner=None)
    say("Två.", owner=None)
    assert actions.choose_owner_for_all(first, by=coordinator, owner=commissioner) == 2
    assert set(Voice.objects.values_list("owner", flat=True)) == {commissioner.pk}


def test_nobody_from_another_unit_can_be_chosen_to_answer(say, coordinator, other_commissioner):
    with pytest.raises(NotNow):
        actions.choose_owner(say(), by=coordinator, owner=other_commissioner)


def test_nobody_is_chosen_or_asked_to_answer_what_is_answered(say, coordinator, commissioner, county):
    other = User.objects.create_user("hilda@exempel.invalid", "Hilda Hassel")
    RoleHolding.objects.create(user=other, role="commissioner", organisation=county.clinic)
    stale = say()
    answered = yes(Voice.objects.get(), commissioner)
    OutgoingMail.objects.all().delete()
    for voice in (answered, stale):
        with pytest.raises(NotNow):
            actions.choose_owner(voice, by=coordinator, owner=other)
    assert actions.choose_owner_for_all(answered, by=coordinator, owner=other) == 0
    assert not OutgoingMail.objects.exists()
    assert not Entry.objects.filter(verb="voice.owner_chosen").exists()


def test_a_correction_never_changes_what_was_answered_meanwhile(say, commissioner):
    voice = say("Fel ord.", by=commissioner)
    stale = Voice.objects.get(pk=voice.pk)
    yes(voice, commissioner)
    with pytest.raises(NotNow):
        actions.correct_voice(stale, by=commissioner, text="Andra ord.")


def test_reminding_twice_a_day_reminds_and_is_journalled_once(overdue, coordinator):
    rows = Voice.objects.all()
    assert [actions_telling.remind(rows, by=coordinator) for _press in range(2)] == [1, 0]
    (entry,) = Entry.objects.filter(verb="voice.reminded")
    assert (entry.actor, entry.facts) == (coordinator.actor_id, {"voices": [overdue.pk]})


def test_the_weekly_reminder_is_journalled_too(overdue):
    actions_telling.remind_due()
    assert Entry.objects.get(verb="voice.reminded").actor == "system"


def test_whoever_is_to_answer_does_not_rewrite_or_remove_what_others_wrote(say, commissioner, facilitator, county):
    written_by_others = say("Vi hörs inte.", unit=county.ward, by=facilitator, owner=commissioner)
    own = say("Bra möte.", by=commissioner)
    assert [policies.may_correct(commissioner, one) for one in (written_by_others, own)] == [False, True]
    assert [policies.may_remove(commissioner, one) for one in (written_by_others, own)] == [False, True]
    assert policies.may_correct(facilitator, written_by_others)
    with pytest.raises(PermissionDenied):
        actions.correct_voice(written_by_others, by=commissioner, text="Allt är bra.")
