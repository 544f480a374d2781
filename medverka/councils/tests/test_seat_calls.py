"""Associations are asked about a vacant seat."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from medverka.access.authorise import SYSTEM, link_holder
from medverka.accounts.models import RoleHolding
from medverka.councils.actions import seat_calls as actions
from medverka.councils.actions.councils import create_seat
from medverka.councils.models import SeatCall, SeatCallAnswer, SeatHolding
from medverka.councils.queries import seat_calls as queries
from medverka.councils.queries.mine import Mine
from medverka.councils.rules import Capacity
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.foundation.outbox import deliver_due
from medverka.organisations.actions import create_organisation
from medverka.organisations.models import ContactPerson, Organisation

pytestmark = pytest.mark.django_db

PROPOSED = {"name": "Vide Vass", "email": "vide@exempel.invalid", "phone": "", "text": "Har tid."}


@pytest.fixture
def seat(council, county):
    return create_seat(council, by=SYSTEM, title="Föreningarna", capacity=Capacity.MANDATE)


@pytest.fixture
def other(county):
    """An association without any e-mail."""
    return create_organisation(by=SYSTEM, name="Anhörigringen", kind=Organisation.Kind.ASSOCIATION)


@pytest.fixture
def call(seat, county, representative, other):
    ContactPerson.objects.create(organisation=county.association, name="Siv Säv", email="siv@exempel.invalid")
    ContactPerson.objects.create(organisation=county.association, name="Kalle", email="KALLE@exempel.invalid")
    day = clock.today() + timedelta(days=20)
    return actions.ask_associations(seat, [county.association, other], by=SYSTEM, reply_by=day, text="Välkomna!")


@pytest.fixture
def asked(call, county):
    return SeatCallAnswer.objects.get(call=call, association=county.association)


def letters():
    deliver_due()
    found, mail.outbox[:] = list(mail.outbox), []
    return found


def link_in(letter):
    return re.search(r"https?://[^/]+(/\S+)", letter.body)[1]


# --- Mail -------------------------------------------------------------------------------------


def test_everybody_at_an_association_is_asked_once_in_words_that_reveal_nothing(call, council):
    sent = letters()
    assert sorted(letter.to[0] for letter in sent) == ["kalle@exempel.invalid", "siv@exempel.invalid"]
    assert {letter.subject for letter in sent} == {"En fråga till er förening"}
    for letter in sent:
        for word in ("psykiatri", "brukar", "råd", council.name.lower(), "förgätmigej"):
            assert word not in f"{letter.subject} {letter.body}".lower()


def test_one_reminder_comes_before_the_last_day_to_those_who_have_not_answered(call, asked, other):
    letters()
    assert actions.remind_associations() == 0
    SeatCall.objects.update(reply_by=clock.today() + timedelta(days=3))
    for _again in range(2):
        actions.remind_associations()
    assert len(letters()) == 2
    actions.answer_seat_call(asked, by=link_holder("seatcallanswer", asked.pk), declined=True)
    OutgoingMail.objects.all().delete()
    assert actions.remind_associations() == 1  # The other one, which has no address.
    assert letters() == []


def test_a_mail_that_is_late_is_not_sent_when_the_question_is_closed_or_the_contact_is_gone(call, asked):
    ContactPerson.objects.filter(name="Siv Säv").update(
        ends_on=clock.today() - timedelta(days=1), starts_on="2020-01-01"
    )
    assert [letter.to[0] for letter in letters()] == ["kalle@exempel.invalid"]
    OutgoingMail.objects.update(state="waiting", next_attempt_at=clock.now())
    actions.close_seat_call(call, by=SYSTEM)
    assert letters() == []


# --- The link ---------------------------------------------------------------------------------


def test_an_association_puts_somebody_forward_from_the_link_and_can_change_it(call, asked, sign_in, council):
    browser, address = sign_in(None), link_in(letters()[0])
    opened = browser.get(address)
    assert council.name in opened.content.decode()
    assert opened["Cache-Control"] == "no-store, private"
    asked.refresh_from_db()
    assert asked.answered_at is None  # To read changes nothing.
    browser.post(address, {**PROPOSED, "propose": "1"})
    asked.refresh_from_db()
    assert (asked.name, asked.declined, asked.recorded_by) == ("Vide Vass", False, "")
    browser.post(address, {"decline": "1", "name": "Vide Vass"})
    asked.refresh_from_db()
    assert (asked.name, asked.declined) == ("", True)


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(call, asked, sign_in):
    browser, address = sign_in(None), link_in(letters()[0])
    text = browser.post(address, {"propose": "1", "text": "Vi vill gärna."}).content.decode()
    assert "Skriv vem ni föreslår." in text
    assert "Vi vill gärna." in text
    text = browser.post(address, {"propose": "1", "name": "Vide"}).content.decode()
    assert "så att vi når personen" in text


def test_a_double_click_is_one_answer(call, asked):
    holder = link_holder("seatcallanswer", asked.pk)
    first = actions.answer_seat_call(asked, by=holder, declined=False, **PROPOSED)
    again = actions.answer_seat_call(asked, by=holder, declined=False, **PROPOSED)
    assert first.answered_at == again.answered_at


def test_after_it_is_closed_the_link_says_so_and_takes_no_answer(call, asked, sign_in):
    browser, address = sign_in(None), link_in(letters()[0])
    actions.close_seat_call(call, by=SYSTEM)
    assert "Frågan är avslutad" in browser.get(address).content.decode()
    browser.post(address, {**PROPOSED, "propose": "1"})
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_a_forged_link_opens_nothing(call, asked, sign_in):
    browser, address = sign_in(None), link_in(letters()[0])
    assert browser.get(address[:-4] + "abc/").status_code == 404
    SeatCallAnswer.objects.filter(pk=asked.pk).update(stamp=uuid4())
    assert browser.get(address).status_code == 404


def test_whoever_no_longer_stands_for_the_association_opens_nothing(call, asked, sign_in):
    links = {letter.to[0]: link_in(letter) for letter in letters()}
    ContactPerson.objects.filter(name="Siv Säv").update(
        ends_on=clock.today() - timedelta(days=1), starts_on="2020-01-01"
    )
    browser = sign_in(None)
    assert browser.get(links["siv@exempel.invalid"]).status_code == 404
    assert browser.post(links["siv@exempel.invalid"], {"decline": "1"}).status_code == 404
    assert browser.get(links["kalle@exempel.invalid"]).status_code == 200


def test_one_associations_link_answers_for_no_other(call, asked, other):
    theirs = SeatCallAnswer.objects.get(association=other)
    with pytest.raises(PermissionDenied):
        actions.answer_seat_call(theirs, by=link_holder("seatcallanswer", asked.pk), declined=True)


# --- Accounts and the coordinator -------------------------------------------------------------


def test_a_representative_finds_the_question_among_their_councils_and_answers(call, asked, representative, sign_in):
    browser, address = sign_in(representative), f"/till-er-forening/{asked.pk}/"
    assert address in browser.get("/rad-och-forum/").content.decode()
    browser.post(address, {**PROPOSED, "propose": "1"})
    asked.refresh_from_db()
    assert asked.name == "Vide Vass"
    RoleHolding.objects.filter(user=representative).delete()
    RoleHolding.objects.create(user=representative, role="steering_member")
    assert browser.get(address).status_code == 404


def test_the_coordinator_writes_down_what_was_said_by_phone(call, other, coordinator, sign_in):
    theirs = SeatCallAnswer.objects.get(association=other)
    browser = sign_in(coordinator)
    assert "Har ingen e-post. Ring eller skriv" in browser.get(f"/fragor-till-foreningar/{call.pk}/").content.decode()
    browser.post(f"/fragor-till-foreningar/svar/{theirs.pk}/", {"decline": "1"})
    theirs.refresh_from_db()
    assert (theirs.declined, theirs.recorded_by) == (True, coordinator.actor_id)


def test_one_is_appointed_the_others_are_thanked_and_forgotten(call, asked, other, county, coordinator, sign_in, seat):
    actions.answer_seat_call(asked, by=link_holder("seatcallanswer", asked.pk), declined=False, **PROPOSED)
    theirs = SeatCallAnswer.objects.get(association=other)
    ContactPerson.objects.create(organisation=other, name="Rut", email="rut@exempel.invalid")
    given = {"name": "Ture Tång", "phone": "031-390 06 03"}
    actions.answer_seat_call(theirs, by=link_holder("seatcallanswer", theirs.pk), declined=False, **given)
    letters()
    browser, address = sign_in(coordinator), f"/fragor-till-foreningar/svar/{theirs.pk}/utse/"
    assert "Ture Tång" in browser.get(address).content.decode()
    browser.post(address, {"starts_on": clock.today().isoformat()})
    holding = SeatHolding.objects.get(seat=seat)
    assert (holding.name, holding.channel, holding.organisation) == ("Ture Tång", "phone", other)
    told = {letter.to[0]: letter.body for letter in letters()}
    assert "får platsen" in told["rut@exempel.invalid"]
    assert "blev det inte" in told["siv@exempel.invalid"]
    asked.refresh_from_db()
    theirs.refresh_from_db()
    assert (asked.name, asked.email, theirs.name) == ("", "", "")
    browser.post(address, {"starts_on": clock.today().isoformat()})  # Once more changes nothing.
    assert SeatHolding.objects.count() == 1


def test_nobody_is_appointed_for_an_association_that_declined(call, asked):
    actions.answer_seat_call(asked, by=SYSTEM, declined=True)
    with pytest.raises(ValidationError, match="inte föreslagit"):
        actions.appoint_from_call(asked, by=SYSTEM)
    call.refresh_from_db()
    assert call.closed_on is None


def test_a_seat_is_asked_about_once_at_a_time_and_of_associations_alone(call, seat, county):
    with pytest.raises(ValidationError, match="redan tillfrågade"):
        actions.ask_associations(seat, [county.association], by=SYSTEM, reply_by=clock.today())
    actions.close_seat_call(call, by=SYSTEM)
    with pytest.raises(ValidationError, match="minst en förening"):
        actions.ask_associations(seat, [county.clinic], by=SYSTEM, reply_by=clock.today())
    with pytest.raises(ValidationError, match="redan varit"):
        actions.ask_associations(seat, [county.association], by=SYSTEM, reply_by=clock.today() - timedelta(days=1))


def test_today_tells_the_coordinator_when_there_is_an_answer(
    call, asked, coordinator, north_coordinator, representative
):
    assert queries.waiting_for(Mine(coordinator)) == []
    actions.answer_seat_call(asked, by=SYSTEM, declined=True)
    (row,) = queries.waiting_for(Mine(coordinator))
    assert row.text.startswith("En förening har svarat.")
    assert queries.waiting_for(Mine(north_coordinator)) == queries.waiting_for(Mine(representative)) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("north_coordinator", 404),
        ("commissioner", 403),
        ("representative", 403),
        ("outsider", 403),
    ],
)
def test_answers_are_the_coordinators_to_read(who, status, call, asked, seat, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    for address in (
        f"/platser/{seat.pk}/fraga-foreningar/", f"/fragor-till-foreningar/{call.pk}/",
        f"/fragor-till-foreningar/{call.pk}/avsluta/", f"/fragor-till-foreningar/svar/{asked.pk}/",
        f"/fragor-till-foreningar/svar/{asked.pk}/utse/",
    ):  # fmt: skip
        assert browser.get(address).status_code == status, address


def test_the_form_asks_those_who_are_ticked(seat, county, other, coordinator, sign_in):
    browser, address = sign_in(coordinator), f"/platser/{seat.pk}/fraga-foreningar/"
    day = clock.today() + timedelta(days=9)
    answer = browser.post(address, {"associations": [other.pk], "reply_by": day.isoformat(), "text": "Hej!"})
    call = SeatCall.objects.get()
    assert answer["Location"] == f"/fragor-till-foreningar/{call.pk}/"
    assert [row.association for row, _reached in queries.answers_to(call)] == [other]


def test_the_answers_take_as_many_queries_for_many_associations_as_for_few(
    seat, county, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    day = clock.today()
    call = actions.ask_associations(seat, [county.association], by=SYSTEM, reply_by=day)
    browser, address = sign_in(coordinator), f"/fragor-till-foreningar/{call.pk}/"
    browser.get(address)
    with django_assert_max_num_queries(20) as few:
        browser.get(address)
    for number in range(10):
        one = create_organisation(by=SYSTEM, name=f"Förening {number}", kind=Organisation.Kind.ASSOCIATION)
        SeatCallAnswer.objects.create(call=call, association=one)
    with django_assert_num_queries(len(few)):
        browser.get(address)
