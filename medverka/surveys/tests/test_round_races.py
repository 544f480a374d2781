"""What several people press at the same moment happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from medverka.journal.models import Entry
from medverka.surveys import drafts, round_jobs, tickets
from medverka.surveys.actions import asking, counting, rounds, sending, together
from medverka.surveys.actions.answering import AnsweredAlready
from medverka.surveys.actions.entering import save_entered
from medverka.surveys.models import Asking, Group, Round, Sheet
from medverka.surveys.moves import NotNow
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT_ONCE = 4


def all_at_once(deed: Callable[[int], Any]) -> list[bool]:
    """Do it in several threads; whether each was the one that did."""
    barrier = Barrier(AT_ONCE)

    def one(number: int) -> bool:
        barrier.wait()
        try:
            deed(number)
        except (NotNow, AnsweredAlready, ValidationError):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def times(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


def test_a_round_is_made_opened_and_closed_once(coordinator):
    version = made.version()
    done = all_at_once(lambda _number: made.round_(coordinator, of=version))
    assert done.count(True) == Round.objects.count() == 1
    one = Round.objects.get()
    made.group(one, coordinator)
    for verb, deed in (("round.opened", rounds.open_round), ("round.closed", rounds.close_round)):
        done = all_at_once(lambda _number, deed=deed: deed(Round.objects.get(), by=coordinator))
        assert done.count(True) == times(verb) == 1


def test_a_reminder_is_pressed_once_and_each_is_mailed_once(coordinator, monkeypatch):
    group = made.opened(coordinator)
    for number in range(6):
        made.ticket(group, email=f"p{number}@exempel.se")
    monkeypatch.setattr(sending, "SENT_AT_ONCE", 2)
    sent: list[str] = []
    monkeypatch.setattr(sending, "queue", lambda name, pk, key="": sent.append(f"{name}:{pk}"))
    all_at_once(lambda _number: round_jobs.invite(group.pk))
    assert len(sent) == len(set(sent)) == 6
    fresh = Group.objects.select_related("round")
    done = all_at_once(lambda _number: sending.remind(fresh.get(pk=group.pk), by=coordinator, after=0))
    assert done.count(True) == 1
    assert fresh.get(pk=group.pk).reminded == 1


def test_two_who_ask_the_same_people_at_once_give_each_one_ticket(coordinator):
    group = made.opened(coordinator)
    people = [Invitee(name="Bo", email=f"p{number}@exempel.se") for number in range(5)]
    fresh = Group.objects.select_related("round")
    all_at_once(
        lambda _number: asking.ask(fresh.get(pk=group.pk), by=coordinator, source=Asking.Source.LIST, people=people)
    )
    assert list(group.tickets.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_a_form_that_is_saved_several_times_at_once_lies_in_the_box_once(coordinator):
    group = made.opened(coordinator)
    (ticket,) = tickets.make(group, [Invitee()])
    for used in (None, ticket):
        secret = drafts.begin(group)
        before = Sheet.objects.count()
        done = all_at_once(
            lambda _number, secret=secret, used=used: save_entered(
                Group.objects.select_related("round").get(pk=group.pk), {}, by=coordinator, secret=secret, ticket=used
            )
        )
        assert done.count(True) == Sheet.objects.count() - before == 1


def test_groups_are_put_together_once_and_never_while_counting_begins(coordinator):
    one = made.round_(coordinator)
    groups = [made.group(one, coordinator, key) for key in ("rektorer", "larare")]
    rounds.open_round(one, by=coordinator)
    rounds.close_round(one, by=coordinator)

    def deed(number: int) -> None:
        if number:
            together.put_together(groups, by=coordinator, one=one, key=f"alla-{number}", name="Alla")
        else:
            counting.begin(Round.objects.get(), by=coordinator)

    done = all_at_once(deed)
    assert done[0]
    assert done.count(True) - 1 == times("round.groups_put_together") == Group.objects.filter(name="Alla").count()
    assert done.count(True) <= 2
