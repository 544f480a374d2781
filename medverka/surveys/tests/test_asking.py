"""Who is asked, and how the mails and letters go: each once, nobody who has answered, nobody more than twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock, outbox
from medverka.foundation.models import OutgoingMail
from medverka.pool import actions as pool
from medverka.pool.actions import NewPerson, add_contributors
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything
from medverka.surveys import disposal, pasted, round_jobs, rules, tickets, waiting
from medverka.surveys.actions import asking, rounds, sending
from medverka.surveys.actions.answering import hand_in_for
from medverka.surveys.models import Asking, Group, Round, Ticket
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import asked, people
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db
Source = Asking.Source


@pytest.fixture
def group(coordinator):
    return made.opened(coordinator)


@pytest.fixture
def pool_people(county):
    new = [
        NewPerson(
            first_name=f"Anna {number}", last_name="Alm", email=f"anna{number}@exempel.invalid",
            channel="letter" if number == 0 else "email", street="Gatan 1", postcode="12345", city="Norrvik",
            perspectives={"relative"} if number % 2 else {"patient"}, municipality=county.norrvik, status="active",
        )
        for number in range(4)
    ]  # fmt: skip
    return add_contributors(new, by=SYSTEM)


def ask_list(group, by, *addresses):
    return asking.ask(group, by=by, source=Source.LIST, people=[Invitee(name="Bo", email=one) for one in addresses])


def waiting_mails():
    return OutgoingMail.objects.filter(notice__startswith="survey.")


def fresh(group):
    return Group.objects.select_related("round").get(pk=group.pk)


# --- Lists that are pasted --------------------------------------------------------------------


def test_a_list_is_read_as_people_paste_it():
    text = (
        "Anna Alm <Anna@Exempel.se>\nBo Björk\tbo@exempel.se\n\n"
        'cecilia@exempel.se\r\n"Dahl, Dag" <dag@exempel.se>;\nEva;eva@exempel.se'
    )
    read = pasted.read(text)
    assert [(one.name, one.email) for one in read.people] == [
        ("Anna Alm", "anna@exempel.se"), ("Bo Björk", "bo@exempel.se"), ("", "cecilia@exempel.se"),
        ("Dahl Dag", "dag@exempel.se"), ("Eva", "eva@exempel.se"),
    ]  # fmt: skip
    assert not read.wrong


def test_every_bad_line_is_told_with_its_number_and_doubles_with_both():
    text = "Anna\nBo <bo@>\na@b.se c@d.se\n" + "x" * 200 + " <x@y.se>\nok@ok.se\nOk <OK@ok.se>\n<script>@x.se"
    read = pasted.read(text)
    assert [(one.line, one.why) for one in read.wrong] == [
        (1, "no_address"), (2, "bad_address"), (3, "two_addresses"), (4, "long_name"), (7, "bad_address"),
    ]  # fmt: skip
    assert read.doubles == [(6, 5)]


# --- Tickets ----------------------------------------------------------------------------------


def test_nobody_is_asked_twice_in_a_round_whatever_the_group_or_the_way(group, coordinator, pool_people):
    both = [*ask_list(group, coordinator, "bo@exempel.se", "eva@exempel.se").group.tickets.all()]
    assert len(both) == 2
    again = ask_list(group, coordinator, "BO@exempel.se", "ny@exempel.se")
    assert (again.total, again.made) == (2, 1)
    for _time in range(2):
        everybody = [Invitee(contributor=one.pk) for one in pool_people]
        asking.ask(group, by=coordinator, source=Source.POOL, people=everybody)
    assert Ticket.objects.exclude(contributor=None).count() == len(pool_people)
    with pytest.raises(IntegrityError):
        tickets.make(group, [Invitee(contributor=pool_people[0].pk)])


def test_whoever_pauses_or_leaves_is_not_asked_and_gets_nothing_more(group, coordinator, pool_people):
    first, second, third, _fourth = pool_people
    pool.pause(first, by=SYSTEM)
    found = people.of_pool(coordinator, group.round)
    assert first not in found
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=one.pk) for one in pool_people])
    assert set(group.tickets.values_list("contributor", flat=True)) == {one.pk for one in pool_people[1:]}
    round_jobs.invite(group.pk)
    pool.leave(second, by=SYSTEM)
    mail.outbox.clear()
    outbox.deliver_due()
    assert sorted(message.to[0] for message in mail.outbox) == ["anna2@exempel.invalid", "anna3@exempel.invalid"]
    assert asked.to_remind(fresh(group)).count() == 2
    assert third.pk in asked.to_remind(fresh(group)).values_list("contributor", flat=True)


def test_the_pool_is_narrowed_by_perspective_and_municipality(group, coordinator, pool_people, county):
    of = people.of_pool
    assert of(coordinator, group.round, perspectives=["relative"]).count() == 2
    assert of(coordinator, group.round, perspectives=["relative", "patient"]).count() == 4
    assert of(coordinator, group.round, municipalities=[county.ekdala]).count() == 0


def test_a_coordinator_of_a_part_asks_only_people_within_reach(north_coordinator, pool_people, county):
    group = made.opened(north_coordinator)
    Contributor.objects.filter(pk=pool_people[0].pk).update(municipality=county.ekdala)
    assert people.of_pool(north_coordinator, group.round).count() == 3


def test_staff_are_asked_once_by_role_and_place(coordinator, commissioner, other_commissioner, county):
    everybody = people.staff(coordinator, roles=["commissioner", "coordinator"])
    assert {one.name for one in everybody} == {"Harald Hägg", "Berit Björk", "Karin Blåklint"}
    assert [one.name for one in people.staff(coordinator, roles=["commissioner"], at=county.region)] == ["Harald Hägg"]


def test_many_are_the_workers_and_a_run_that_died_goes_on_where_it_was(group, coordinator, monkeypatch):
    monkeypatch.setattr(rules, "ASKED_AT_ONCE", 3)
    monkeypatch.setattr(rules, "SLICE", 4)
    made_ = ask_list(group, coordinator, *(f"p{n}@exempel.se" for n in range(10)))
    assert group.tickets.count() == 0
    real, calls = tickets.make, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        return real(*args)

    monkeypatch.setattr(tickets, "make", dies)
    with pytest.raises(RuntimeError):
        round_jobs.make_tickets(str(made_.pk))
    assert group.tickets.count() == 4
    under_way = asked.under_way(group)
    assert under_way is not None
    assert under_way.taken == 4
    for _time in range(2):
        round_jobs.make_tickets(str(made_.pk))
    assert group.tickets.count() == 10
    assert asked.under_way(group) is None
    assert Asking.objects.get(pk=made_.pk).people == ""


def test_no_tickets_are_made_once_the_round_is_closed(group, coordinator):
    rounds.close_round(group.round, by=coordinator)
    with pytest.raises(NotNow):
        ask_list(group, coordinator, "a@exempel.se")


def test_somebody_who_has_not_answered_is_removed_and_their_code_opens_nothing(group, coordinator):
    ticket = made.ticket(group)
    code = tickets.code_of(ticket)
    asking.remove(ticket, by=coordinator)
    assert tickets.of_code(code) is None
    other = made.ticket(group)
    hand_in_for(group, {}, by=coordinator, ticket=other)
    with pytest.raises(NotNow):
        asking.remove(other, by=coordinator)


# --- Mails ------------------------------------------------------------------------------------


def test_each_gets_a_mail_of_their_own_that_tells_nothing_of_what_it_is_about(group, coordinator):
    Round.objects.filter(pk=group.round_id).update(title="Hur är psykiatrin?")
    ask_list(group, coordinator, "bo@exempel.se", "eva@exempel.se")
    sending.send_invitations(fresh(group), by=coordinator)
    for _time in range(2):
        round_jobs.invite(group.pk)
    outbox.deliver_due()
    assert sorted(message.to for message in mail.outbox) == [["bo@exempel.se"], ["eva@exempel.se"]]
    for message in mail.outbox:
        assert "psyk" not in f"{message.subject} {message.body}".lower()
        assert "/enkat/svara/" in message.body
        assert not message.cc
        assert not message.bcc


def test_whoever_answers_before_the_mail_goes_gets_none(group, coordinator):
    ask_list(group, coordinator, "bo@exempel.se")
    round_jobs.invite(group.pk)
    hand_in_for(group, {}, by=coordinator, ticket=group.tickets.get())
    outbox.deliver_due()
    assert not mail.outbox
    assert waiting_mails().get().state == OutgoingMail.State.MOOT


def test_reminders_go_to_those_who_have_not_answered_and_twice_at_most(group, coordinator):
    ask_list(group, coordinator, "bo@exempel.se", "eva@exempel.se")
    round_jobs.invite(group.pk)
    hand_in_for(group, {}, by=coordinator, ticket=group.tickets.get(number=1))
    for after in (0, 1):
        sending.remind(fresh(group), by=coordinator, after=after)
        with pytest.raises(NotNow):  # The same button, pressed again.
            sending.remind(fresh(group), by=coordinator, after=after)
        for _time in range(2):
            round_jobs.remind(group.pk)
    with pytest.raises(NotNow):
        sending.remind(fresh(group), by=coordinator, after=2)
    sent = waiting_mails().filter(notice=rules.REMINDER)
    assert set(sent.values_list("subject_id", flat=True)) == {str(group.tickets.get(number=2).pk)}
    assert sent.count() == 2


def test_whoever_is_invited_after_a_reminder_is_not_reminded_by_it(group, coordinator):
    ask_list(group, coordinator, "bo@exempel.se")
    round_jobs.invite(group.pk)
    sending.remind(fresh(group), by=coordinator, after=0)
    ask_list(fresh(group), coordinator, "ny@exempel.se")
    round_jobs.invite(group.pk)
    round_jobs.remind(group.pk)
    assert waiting_mails().filter(notice=rules.REMINDER).count() == 1


def test_nothing_goes_before_the_first_day_or_after_the_last(coordinator):
    tomorrow = clock.today() + timedelta(days=1)
    group = made.opened(coordinator, opens_on=tomorrow)
    ask_list(group, coordinator, "bo@exempel.se")
    with pytest.raises(NotNow):
        sending.send_invitations(group, by=coordinator)
    with clock.at(tomorrow):
        sending.send_invitations(fresh(group), by=coordinator)
        round_jobs.invite(group.pk)
    rounds.close_round(fresh(group).round, by=coordinator)
    with clock.at(tomorrow + timedelta(hours=1)):
        outbox.deliver_due()
    assert not mail.outbox
    with pytest.raises(NotNow):
        sending.remind(fresh(group), by=coordinator, after=0)


# --- Letters ----------------------------------------------------------------------------------


def test_letters_are_made_and_noted_as_posted_a_pile_at_a_time(group, coordinator, sign_in, pool_people, monkeypatch):
    Contributor.objects.update(channel="letter")
    monkeypatch.setattr(asked, "LETTERS_AT_ONCE", 3)
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=one.pk) for one in pool_people])
    browser, at = sign_in(coordinator), [group.round.slug, group.key]
    for left in (4, 1):
        ways = asked.ways_of(group)
        assert (ways.letters, ways.letters_made) == (left, 0)
        for _time in range(2):  # The same again, should the printer jam.
            assert browser.post(reverse("surveys:letters_pdf", args=at))["Content-Type"] == "application/pdf"
        browser.post(reverse("surveys:letters_posted", args=at), {"upto": asked.ways_of(group).letters_upto})
    assert asked.ways_of(group).letters == 0


def test_letters_to_the_pool_need_a_second_factor(group, coordinator, sign_in, pool_people):
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=pool_people[0].pk)])
    coordinator.verified_twice = False
    response = sign_in(coordinator).post(reverse("surveys:letters_pdf", args=[group.round.slug, group.key]))
    assert response.status_code == 403
    assert not Ticket.objects.get().letter_made


# --- Pages ------------------------------------------------------------------------------------


def test_the_pages_of_asking_work_from_list_to_reminder(group, coordinator, sign_in):
    browser, at = sign_in(coordinator), [group.round.slug, group.key]
    invite = reverse("surveys:invite", args=at)
    for way in ("banken", "medarbetare", "lista", "koder", "annat"):
        assert browser.get(f"{invite}?fran={way}").status_code == 200
    refused = browser.post(f"{invite}?fran=lista", {"people": "Anna\nbo@exempel.se"}).content.decode()
    assert "Rad 1: adressen saknas." in refused
    assert "bo@exempel.se" in refused
    told = browser.post(f"{invite}?fran=lista", {"people": "bo@exempel.se\nBO@exempel.se"}, follow=True)
    assert "En fick en egen länk. En rad stod två gånger: rad 2." in told.content.decode()
    told = browser.post(f"{invite}?fran=koder", {"number": "3"}, follow=True).content.decode()
    assert "3 koder är gjorda." in told
    assert "Skicka ett mejl" in told
    browser.post(reverse("surveys:send", args=at))
    round_jobs.invite(group.pk)
    page = browser.get(reverse("surveys:group", args=at)).content.decode()
    assert "Påminn en som inte har svarat" in page
    browser.post(reverse("surveys:remind", args=at), {"after": "0"})
    browser.post(reverse("surveys:remind", args=at), {"after": "0"})
    assert fresh(group).reminded == 1
    listed = browser.get(reverse("surveys:people", args=at)).content.decode()
    assert "bo@exempel.se" in listed
    assert "Kod nummer 2" in listed
    assert browser.get(reverse("surveys:remove_person", args=[*at, 1])).status_code == 200
    browser.post(reverse("surveys:remove_person", args=[*at, 1]))
    assert group.tickets.count() == 3


@pytest.mark.parametrize(
    ("way", "data"),
    [
        ("koder", {"number": "0"}), ("koder", {"number": "99999999999999999999"}), ("koder", {"number": "tre"}),
        ("lista", {"people": ""}), ("lista", {"people": "bara ord"}), ("medarbetare", {}),
        ("medarbetare", {"roles": "kung"}), ("banken", {"municipalities": "9" * 30}), ("banken", {"perspectives": "x"}),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_and_asks_nobody(group, coordinator, sign_in, way, data):
    address = reverse("surveys:invite", args=[group.round.slug, group.key])
    response = sign_in(coordinator).post(f"{address}?fran={way}", data)
    assert response.status_code == 200
    assert "errors" in response.content.decode()
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("who", ["commissioner", "steering_member", "outsider"])
def test_nobody_else_asks_sends_or_removes(group, coordinator, request, who):
    user, ticket = request.getfixturevalue(who), made.ticket(group)
    for deed in (
        lambda: ask_list(group, user, "a@exempel.se"),
        lambda: sending.send_invitations(group, by=user),
        lambda: sending.remind(group, by=user, after=0),
        lambda: asking.remove(ticket, by=user),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_the_list_of_those_asked_takes_as_many_queries_for_many_as_for_few(
    group, coordinator, sign_in, pool_people, django_assert_max_num_queries
):
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=one.pk) for one in pool_people])
    tickets.make(group, [Invitee(name=f"N {n}", email=f"n{n}@exempel.se") for n in range(120)])
    browser = sign_in(coordinator)
    for name in ("people", "group"):
        with django_assert_max_num_queries(30):
            browser.get(reverse(f"surveys:{name}", args=[group.round.slug, group.key]))


# --- What is kept, and for how long -----------------------------------------------------------


def test_ones_own_copy_tells_that_one_was_asked_and_not_what_one_answered(group, coordinator, pool_people):
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=pool_people[1].pk)])
    told = dict(answer for _receiver, answer in gathering_everything.send(None, contributor=pool_people[1]))
    (row,) = told["Enkäter"]
    assert row["enkät"] == group.round.title
    assert row["har svarat"] == "nej"


def test_who_was_asked_is_let_go_of_and_the_counts_stay(group, coordinator, pool_people):
    asking.ask(group, by=coordinator, source=Source.POOL, people=[Invitee(contributor=one.pk) for one in pool_people])
    ask_list(group, coordinator, "bo@exempel.se")
    codes = [tickets.code_of(ticket) for ticket in group.tickets.all()]
    Contributor.objects.filter(pk=pool_people[0].pk).update(disposed_on=clock.today())
    assert disposal.let_go() == 1
    assert asked.codes_of(group).count() == 0
    Round.objects.filter(pk=group.round_id).update(state=rules.State.COUNTED)
    assert disposal.let_go() == 4
    assert disposal.let_go() == 0
    assert group.tickets.filter(contributor=None, name="", email="", secret="").count() == 5
    assert [tickets.of_code(code) for code in codes] == [None] * 5


def test_today_tells_of_rounds_that_end_soon_and_are_to_be_counted(group, coordinator):
    assert not waiting.waiting_for(coordinator)
    rounds.change_group(group, by=coordinator, asked=10)
    with clock.at(group.round.closes_on - timedelta(days=1)):
        (soon,) = waiting.waiting_for(coordinator)
    assert soon.title == "Stänger snart: Uppföljning hösten"
    rounds.close_round(fresh(group).round, by=coordinator)
    (count,) = waiting.waiting_for(coordinator)
    assert count.title == "Räkna svaren: Uppföljning hösten"
