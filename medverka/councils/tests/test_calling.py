"""Being called to a meeting, and answering."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM, link_holder
from medverka.councils.actions.calling import answer_call, call_meeting, remind_due
from medverka.councils.actions.councils import Holder, appoint, close_council, create_seat, end_holding
from medverka.councils.actions.meetings import cancel_meeting, change_meeting, plan_meeting
from medverka.councils.actions.tellings import mark_told, not_told_after_all
from medverka.councils.models import Meeting, SeatHolding, Summons, Telling
from medverka.councils.queries.tellings import tellings_for
from medverka.councils.rules import Capacity, Duty, Told
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.outbox import deliver_due
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(meeting):
    """The council's meeting, to which everybody is called."""
    call_meeting(meeting, by=SYSTEM)
    return Meeting.objects.select_related("council__organisation").get(pk=meeting.pk)


@pytest.fixture
def summons(called, members):
    """The call to each member, by the name in `members`."""
    return {name: Summons.objects.get(meeting=called, holding=one) for name, one in vars(members).items()}


@pytest.fixture
def substitute(council, members, outsider):
    """Otto comes instead of Kalle."""
    seat = create_seat(
        council, by=SYSTEM, title="Ersättare", capacity=Capacity.OFFICIAL, duty=Duty.SUBSTITUTE,
        stands_in_for=members.kalle.seat,
    )  # fmt: skip
    return appoint(seat, Holder(user=outsider), by=SYSTEM)


def told(what, **filters):
    return Telling.objects.filter(what=what, **filters)


# --- Calling ----------------------------------------------------------------------------------


def test_everybody_who_sits_there_is_called_once_and_in_their_own_way(called, members, coordinator):
    assert called.state == "called"
    assert Summons.objects.filter(meeting=called).count() == 5
    assert told("call", channel="email").count() == 4
    assert [row.summons.holding for row in tellings_for(coordinator)] == [members.bertil]
    assert call_meeting(called, by=SYSTEM) == 0
    assert Telling.objects.count() == 5


def test_a_mail_about_a_meeting_says_when_and_neither_where_with_whom_nor_about_what(called, mailoutbox):
    deliver_due()
    assert {mail.to[0] for mail in mailoutbox} == {
        f"{name}@exempel.invalid" for name in ("harald", "lova", "kalle", "vera")
    }
    for mail in mailoutbox:
        assert mail.subject == "Kallelse till möte"
        assert "kl. 13.00–15.00" in mail.body
        for secret in ("Brukarråd", "Vuxenpsyk", "Violen", "psyk", "patient"):
            assert secret not in mail.body + mail.subject


def test_somebody_appointed_later_can_be_called_and_the_others_are_left_in_peace(called, council):
    seat = create_seat(council, by=SYSTEM, title="En till", capacity=Capacity.OFFICIAL)
    appoint(seat, Holder(name="Sven Sen", email="sven@exempel.invalid"), by=SYSTEM)
    assert call_meeting(called, by=SYSTEM) == 1
    assert Telling.objects.count() == 6


def test_somebody_whose_time_on_the_seat_has_ended_by_the_day_is_not_called(meeting, members):
    end_holding(members.vera, by=SYSTEM, ends_on=clock.today() + timedelta(days=9))
    assert call_meeting(meeting, by=SYSTEM) == 4
    assert not Summons.objects.filter(holding=members.vera).exists()


def test_a_substitute_is_not_called_until_somebody_sends_them_or_the_seat_is_vacant(meeting, members, substitute):
    call_meeting(meeting, by=SYSTEM)
    assert not Summons.objects.filter(holding=substitute).exists()
    end_holding(members.kalle, by=SYSTEM, ends_on=clock.today())
    call_meeting(meeting, by=SYSTEM)
    assert Summons.objects.filter(holding=substitute).exists()


def test_a_forum_is_called_without_calling_anybody_by_name(forum, facilitator, mailoutbox):
    meeting = plan_meeting(forum, by=facilitator, starts_at=at(3), ends_at=at(3, 14))
    assert call_meeting(meeting, by=facilitator) == 0
    meeting.refresh_from_db()
    assert (meeting.state, Summons.objects.count(), OutgoingMail.objects.count()) == ("called", 0, 0)


@pytest.mark.parametrize("who", ["contributor_user", "steering_member", "north_coordinator", "outsider"])
def test_only_those_who_lead_call_to_a_meeting(who, meeting, request):
    with pytest.raises(PermissionDenied):
        call_meeting(meeting, by=request.getfixturevalue(who))
    assert not Summons.objects.exists()


def test_nobody_is_called_to_a_meeting_that_has_begun_or_is_called_off(meeting):
    with clock.at(meeting.starts_at), pytest.raises(ValidationError, match="ligger framför oss"):
        call_meeting(meeting, by=SYSTEM)
    cancel_meeting(meeting, by=SYSTEM)
    with pytest.raises(ValidationError, match="ligger framför oss"):
        call_meeting(meeting, by=SYSTEM)


# --- Answering --------------------------------------------------------------------------------


def test_an_answer_can_be_changed_until_the_meeting_begins(called, summons):
    lova = summons["lova"]
    holder = link_holder("summons", lova.pk)
    answer_call(lova, by=holder, reply="yes", needs="Hörslinga")
    answer_call(lova, by=holder, reply="yes")
    answer_call(lova, by=holder, reply="no")
    lova.refresh_from_db()
    assert (lova.reply, lova.recorded_how) == ("no", "")
    assert Entry.objects.filter(verb="summons.answered").count() == 2
    with clock.at(called.starts_at), pytest.raises(ValidationError, match="inte att svara längre"):
        answer_call(lova, by=holder, reply="yes")


def test_what_somebody_needs_is_kept_sealed_for_the_next_meeting(summons, members):
    answer_call(summons["lova"], by=link_holder("summons", summons["lova"].pk), reply="yes", needs=" Hörslinga ")
    assert SeatHolding.objects.get(pk=members.lova.pk).needs == "Hörslinga"
    assert "Hörslinga" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_another_persons_link_answers_nothing(summons):
    with pytest.raises(PermissionDenied):
        answer_call(summons["lova"], by=link_holder("summons", summons["kalle"].pk), reply="no")


def test_a_member_answers_by_account_and_whoever_leads_says_how_the_answer_came(summons, contributor_user, coordinator):
    answer_call(summons["lova"], by=contributor_user, reply="yes")
    with pytest.raises(ValidationError, match="Välj"):
        answer_call(summons["bertil"], by=coordinator, reply="yes")
    answer_call(summons["bertil"], by=coordinator, reply="yes", how="letter")
    replies = dict(Summons.objects.exclude(reply="").values_list("holding__seat__title", "recorded_how"))
    assert replies == {"Egen erfarenhet": "", "Närstående": "letter"}


def test_an_answer_takes_the_letter_off_the_list(summons, coordinator):
    answer_call(summons["bertil"], by=coordinator, reply="no", how="phone")
    assert not tellings_for(coordinator).exists()


def test_a_substitute_is_called_and_told_when_not_needed_after_all(summons, substitute, mailoutbox):
    kalle = summons["kalle"]
    answer_call(kalle, by=link_holder("summons", kalle.pk), reply="substitute")
    sent = Summons.objects.get(holding=substitute)
    assert sent.stands_in_for == kalle
    answer_call(kalle, by=link_holder("summons", kalle.pk), reply="yes")
    assert told(Told.NOT_NEEDED, summons=sent).count() == 1
    answer_call(kalle, by=link_holder("summons", kalle.pk), reply="substitute")
    again = Summons.objects.get(holding=substitute)
    assert again.stamp != sent.stamp
    assert told(Told.CALL, summons=sent).count() == 2
    deliver_due()
    assert [mail.subject for mail in mailoutbox if mail.to == ["otto@exempel.invalid"]].count("Kallelse till möte") == 1


def test_a_substitute_is_proposed_to_whoever_writes_down_an_answer(summons, substitute, coordinator, sign_in):
    page = sign_in(coordinator).get(f"/moten/svar/{summons['kalle'].pk}/").content.decode()
    assert "skickar ersättare" in page


def test_whoever_has_no_substitute_is_told_so_and_nothing_is_changed(summons):
    with pytest.raises(ValidationError, match="ingen ersättare"):
        answer_call(summons["lova"], by=link_holder("summons", summons["lova"].pk), reply="substitute")
    summons["lova"].refresh_from_db()
    assert summons["lova"].reply == ""


def test_a_substitute_for_all_comes_for_one_alone(council, members, outsider, meeting):
    seat = create_seat(council, by=SYSTEM, title="Ersättare", capacity=Capacity.OFFICIAL, duty=Duty.SUBSTITUTE)
    appoint(seat, Holder(user=outsider), by=SYSTEM)
    call_meeting(meeting, by=SYSTEM)
    lova, kalle = Summons.objects.get(holding=members.lova), Summons.objects.get(holding=members.kalle)
    answer_call(lova, by=link_holder("summons", lova.pk), reply="substitute")
    with pytest.raises(ValidationError, match="ingen ersättare"):
        answer_call(kalle, by=link_holder("summons", kalle.pk), reply="substitute")


# --- Being told -------------------------------------------------------------------------------


def test_those_who_have_not_answered_are_reminded_once_three_days_before(called, summons, mailoutbox):
    answer_call(summons["lova"], by=link_holder("summons", summons["lova"].pk), reply="yes")
    with clock.at(called.starts_at - timedelta(days=4)):
        assert remind_due() == 0
    with clock.at(called.starts_at - timedelta(days=2)):
        assert remind_due() == 4
        assert remind_due() == 0
    assert told(Told.REMINDER).count() == 4


def test_a_call_on_the_same_day_is_reminder_enough(council, members):
    soon = plan_meeting(council, by=SYSTEM, starts_at=at(1), ends_at=at(1, 15))
    call_meeting(soon, by=SYSTEM)
    assert remind_due() == 0


def test_another_time_asks_everybody_anew_and_tells_them(called, summons, mailoutbox):
    deliver_due()
    answer_call(summons["lova"], by=link_holder("summons", summons["lova"].pk), reply="yes")
    mailoutbox.clear()
    change_meeting(called, by=SYSTEM, starts_at=at(11), ends_at=at(11, 15))
    summons["lova"].refresh_from_db()
    assert summons["lova"].reply == ""
    deliver_due()
    assert {mail.subject for mail in mailoutbox} == {"Ett möte har ändrats"}
    assert len(mailoutbox) == 4


def test_another_room_is_told_and_leaves_the_answers(called, summons):
    answer_call(summons["lova"], by=link_holder("summons", summons["lova"].pk), reply="yes")
    change_meeting(called, by=SYSTEM, place="Rosen")
    summons["lova"].refresh_from_db()
    called.refresh_from_db()
    assert (summons["lova"].reply, called.sequence) == ("yes", 1)
    assert told(Told.CHANGED).count() == 4


def test_a_letter_that_is_not_posted_yet_says_the_new_time_itself(called, summons, coordinator):
    change_meeting(called, by=SYSTEM, starts_at=at(11), ends_at=at(11, 15))
    assert [row.what for row in tellings_for(coordinator)] == ["call"]
    mark_told(tellings_for(coordinator).get(), by=coordinator)
    change_meeting(called, by=SYSTEM, starts_at=at(12), ends_at=at(12, 15))
    assert [row.what for row in tellings_for(coordinator)] == ["changed"]


def test_a_meeting_is_called_off_once_and_those_who_have_heard_of_it_are_told(called, coordinator, mailoutbox):
    deliver_due()
    mailoutbox.clear()
    cancel_meeting(called, by=coordinator)
    cancel_meeting(called, by=coordinator)
    assert not tellings_for(coordinator).exists()  # The letter with the call was never posted.
    deliver_due()
    assert [mail.subject for mail in mailoutbox] == ["Ett möte är inställt"] * 4
    assert "/mote/" not in mailoutbox[0].body
    assert Entry.objects.filter(verb="meeting.cancelled").count() == 1


def test_a_council_that_ceases_calls_off_what_it_had_planned_and_plans_no_more(called, council):
    close_council(council, by=SYSTEM)
    called.refresh_from_db()
    assert called.state == "cancelled"
    assert told(Told.CANCELLED).count() == 4
    with pytest.raises(ValidationError, match="upphört"):
        plan_meeting(council, by=SYSTEM, starts_at=at(20), ends_at=at(20, 15))


def test_whoever_leaves_the_seat_before_the_meeting_is_no_longer_counted_on(called, summons, members):
    end_holding(members.vera, by=SYSTEM, ends_on=clock.today())
    with clock.at(called.starts_at - timedelta(days=2)):
        assert remind_due() == 4
    assert not told(Told.REMINDER, summons=summons["vera"]).exists()


def test_a_call_that_is_not_sent_yet_is_never_sent_when_the_meeting_is_called_off(called, mailoutbox):
    cancel_meeting(called, by=SYSTEM)
    deliver_due()
    assert {mail.subject for mail in mailoutbox} == {"Ett möte är inställt"}


def test_a_mail_that_cannot_be_delivered_becomes_a_call_to_make(called, coordinator, members):
    OutgoingMail.objects.filter(pk=told("call", summons__holding=members.vera).get().mail_id).update(state="failed")
    assert members.vera in [row.summons.holding for row in tellings_for(coordinator)]


def test_a_letter_is_taken_off_the_list_and_put_back_the_same_day_alone(called, coordinator, contributor_user):
    telling = tellings_for(coordinator).get()
    with pytest.raises(PermissionDenied):
        mark_told(telling, by=contributor_user)
    mark_told(telling, by=coordinator)
    mark_told(telling, by=coordinator)
    assert Entry.objects.filter(verb="summons.told").count() == 1
    not_told_after_all(telling, by=coordinator)
    assert tellings_for(coordinator).count() == 1
    mark_told(telling, by=coordinator)
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(ValidationError, match="samma dag"):
        not_told_after_all(telling, by=coordinator)


def test_the_chair_reaches_those_from_outside_and_leaves_contributors_to_the_coordinator(
    called, commissioner, members, council
):
    seat = create_seat(council, by=SYSTEM, title="Ombud", capacity=Capacity.OFFICIAL)
    ombud = appoint(seat, Holder(name="Olle Ombud", address="Gatan 1", channel="letter"), by=SYSTEM)
    call_meeting(called, by=commissioner)
    assert [row.summons.holding for row in tellings_for(commissioner)] == [ombud]
