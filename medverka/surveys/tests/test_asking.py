"""Who is asked: nobody twice, and those who are still there."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock, outbox
from medverka.pool import actions as pool
from medverka.pool import circles
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything
from medverka.surveys import disposal, pasted, round_jobs, rules, tickets, waiting
from medverka.surveys.actions import asking, rounds, sending
from medverka.surveys.actions.answering import hand_in_for
from medverka.surveys.models import Asking, Round, Ticket
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import asked, people
from medverka.surveys.tests import made
from medverka.surveys.tests.made import ask_list, fresh
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db
Source = Asking.Source


@pytest.fixture
def group(coordinator):
    return made.opened(coordinator)


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


def test_the_pool_is_narrowed_by_who_sits_on_a_council(group, coordinator, sign_in, pool_people, monkeypatch):
    council = circles.Circle("council-1", "Rådet i Norrvik", frozenset({pool_people[2].pk}))
    monkeypatch.setattr(circles, "_sources", [lambda user: [council]])
    browser, at = sign_in(coordinator), reverse("surveys:invite", args=[group.round.slug, group.key])
    page = browser.get(f"{at}?fran=banken").content.decode()
    assert "Rådet i Norrvik (1)" in page
    assert "checked" not in page
    browser.post(f"{at}?fran=banken", {"whom": "some", "seats_on": "council-1"})
    assert group.tickets.get().contributor == pool_people[2]


def test_all_of_the_pool_are_asked_when_that_is_said(group, coordinator, sign_in, pool_people):
    at = reverse("surveys:invite", args=[group.round.slug, group.key])
    sign_in(coordinator).post(f"{at}?fran=banken", {"whom": "all"})
    assert group.tickets.count() == len(pool_people)


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
        ("banken", {}), ("banken", {"whom": "some"}), ("banken", {"whom": "all", "perspectives": "patient"}),
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
    assert asked.piles_of(group) == []
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
