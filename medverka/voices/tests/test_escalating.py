from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock, outbox
from medverka.journal.models import Entry
from medverka.voices import actions, actions_telling, queries
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.models import Escalation, Voice
from medverka.voices.rules import NotNow

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(county):
    """Rut Ros, who answers for the whole region."""
    user = User.objects.create_user("rut@exempel.invalid", "Rut Ros")
    RoleHolding.objects.create(user=user, role="commissioner", organisation=county.region)
    return user


@pytest.fixture
def hand_on(county, director, commissioner):
    def escalated(voice, **values):
        given = {"by": commissioner, "to_unit": county.region, "owner": director, "because": "Det är regionens pengar."}
        return escalate_voice(voice, **(given | values))

    return escalated


def test_a_voice_is_handed_on_with_its_history_and_a_new_promise(overdue, hand_on, county, commissioner, director):
    actions_telling.remind_due()
    voice = hand_on(Voice.objects.get())
    assert (voice.unit, voice.owner, voice.reminded_on) == (county.region, director, None)
    assert voice.answer_due_on == clock.today() + timedelta(days=county.row.answer_days)
    (step,) = Escalation.objects.all()
    assert (step.from_unit, step.from_owner, step.to_unit, step.to_owner) == (
        county.clinic, commissioner, county.region, director,
    )  # fmt: skip
    assert step.because == "Det är regionens pengar."
    assert "pengar" not in str(Entry.objects.get(verb="voice.escalated").facts)


def test_whoever_is_to_answer_now_gets_a_mail_and_whoever_handed_it_on_no_more(say, hand_on, director, mailoutbox):
    voice = say()
    outbox.deliver_due()
    mailoutbox.clear()
    hand_on(voice)
    outbox.deliver_due()
    assert [mail.to for mail in mailoutbox] == [[director.email]]


def test_something_urgent_stays_urgent(say, hand_on):
    assert hand_on(say(urgent=True)).answer_due_on == clock.today() + timedelta(days=7)


def test_whoever_handed_it_on_still_sees_it_but_does_not_answer_it(
    say, hand_on, commissioner, other_commissioner, sign_in
):
    voice = hand_on(say())
    assert voice in queries.visible_to(commissioner)
    assert voice not in queries.visible_to(other_commissioner)
    assert sign_in(commissioner).get(reverse("voices:voice", args=[voice.pk])).status_code == 200
    with pytest.raises(PermissionDenied):
        actions.answer_voice(voice, by=commissioner, answer="yes", because="Ja.")


def test_a_later_that_is_handed_on_is_waited_for_again_until_a_yes_or_a_no(say, hand_on, commissioner, director):
    voice = actions.answer_voice(say(), by=commissioner, answer="later", because="Budgeten tas i maj.")
    assert not voice.awaited
    hand_on(voice)
    assert voice.awaited
    with clock.at(clock.now() + timedelta(days=40)):
        assert actions_telling.remind_due() == 1
        assert [row.title for row in queries.waiting_for(director)] == ["Möte 1"]
        actions.answer_voice(voice, by=director, answer="no", because="Pengarna räcker inte.")
        assert not voice.awaited
        assert queries.waiting_for(director) == []


def test_what_has_a_yes_or_a_no_is_not_handed_on(say, hand_on, coordinator):
    voice = actions.answer_voice(say(), by=coordinator, answer="no", because="Nej.")
    with pytest.raises(PermissionDenied):
        hand_on(voice)


def test_handing_on_loses_to_an_answer_and_to_another_handing_on(say, hand_on, county, coordinator):
    answered, moved = say("Ett."), say("Två.")
    stale = [Voice.objects.select_related("unit", "owner").get(pk=voice.pk) for voice in (answered, moved)]
    actions.answer_voice(answered, by=coordinator, answer="yes", because="Ja.")
    hand_on(moved)
    for voice in stale:
        with pytest.raises(NotNow):
            hand_on(voice, by=coordinator, to_unit=county.norrvik, owner=None)
    assert Escalation.objects.count() == 1


def test_an_answer_from_the_old_page_loses_to_the_handing_on(say, hand_on, commissioner):
    voice = say()
    stale = Voice.objects.select_related("unit").get(pk=voice.pk)
    hand_on(voice)
    with pytest.raises((PermissionDenied, NotNow)):
        actions.answer_voice(stale, by=commissioner, answer="yes", because="Ja.")
    assert Voice.objects.get().answer == ""


def test_where_nobody_answers_yet_the_coordinator_chooses(say, hand_on, coordinator, county):
    voice = hand_on(say(), to_unit=county.norrvik, owner=None)
    assert (voice.unit, voice.owner) == (county.norrvik, None)
    assert [row.key for row in queries.waiting_for(coordinator) if "overdue" in row.key] == ["overdue:meeting:1"]


@pytest.mark.parametrize("wrong", ["same", "association", "closed", "stranger", "no words"])
def test_what_makes_no_sense_is_refused_in_words(say, hand_on, county, commissioner, other_commissioner, wrong):
    closed = county.ward
    closed.closed_on = clock.today()
    values = {
        "same": {"to_unit": county.clinic, "owner": commissioner},
        "association": {"to_unit": county.association, "owner": None},
        "closed": {"to_unit": closed, "owner": None},
        "stranger": {"owner": other_commissioner},
        "no words": {"because": " "},
    }
    with pytest.raises(NotNow):
        hand_on(say(), **values[wrong])
    assert not Escalation.objects.exists()


def test_another_units_commissioner_hands_nothing_on(say, hand_on, other_commissioner):
    with pytest.raises(PermissionDenied):
        hand_on(say(), by=other_commissioner)


# --- The page -------------------------------------------------------------------------------------


def test_the_page_offers_the_next_level_first_and_hands_on(
    say, county, director, commissioner, other_commissioner, sign_in
):
    voice = say()
    browser, address = sign_in(commissioner), reverse("voices:escalate", args=[voice.pk])
    choices = [words for _key, words in browser.get(address).context["form"].fields["to"].choices]
    assert choices == ["Region Exempellän, Rut Ros", "Norrvik › Boendestödet i Norrvik, Berit Björk"]
    sent = {"to": f"{county.region.pk}:{director.pk}", "because": "Det är regionens pengar."}
    assert browser.post(address, sent).url == reverse("voices:voice", args=[voice.pk])
    assert Voice.objects.get().owner == director
    assert browser.post(address, sent).status_code == 403, "It is no longer theirs to hand on."


def test_a_level_above_where_nobody_answers_can_be_chosen_all_the_same(say, county, commissioner, sign_in):
    browser, address = sign_in(commissioner), reverse("voices:escalate", args=[say().pk])
    browser.post(address, {"to": f"{county.region.pk}:", "because": "Det är regionens pengar."})
    assert (Voice.objects.get().unit, Voice.objects.get().owner) == (county.region, None)


def test_what_was_typed_stays_when_the_choice_is_forged_or_missing(say, commissioner, county, sign_in):
    browser, address = sign_in(commissioner), reverse("voices:escalate", args=[say().pk])
    for to in ("", "x", f"{county.ekdala.pk}:1"):
        text = browser.post(address, {"to": to, "because": "Regionens <b>pengar</b>."}).content.decode()
        assert "Regionens &lt;b&gt;pengar&lt;/b&gt;." in text
    assert not Escalation.objects.exists()


def test_who_may_open_the_page(
    say, coordinator, north_coordinator, commissioner, other_commissioner, contributor_user, sign_in
):
    voice = say()
    address = reverse("voices:escalate", args=[voice.pk])
    wanted = [
        (coordinator, 200),
        (commissioner, 200),
        (other_commissioner, 404),
        (north_coordinator, 404),
        (contributor_user, 403),
    ]
    assert [sign_in(user).get(address).status_code for user, _status in wanted] == [status for _user, status in wanted]
    actions.answer_voice(voice, by=coordinator, answer="yes", because="Ja.")
    assert sign_in(commissioner).get(address).status_code == 302


def test_the_page_costs_the_same_however_many_can_take_over(
    say, county, commissioner, sign_in, django_assert_max_num_queries
):
    for number in range(12):
        user = User.objects.create_user(f"chef{number}@exempel.invalid", f"Chef {number}")
        RoleHolding.objects.create(user=user, role="commissioner", organisation=county.ward)
    voice = say()
    browser = sign_in(commissioner)
    with django_assert_max_num_queries(15):
        browser.get(reverse("voices:escalate", args=[voice.pk]))
