"""What is left of those who answered: nothing that a database remembers beside its tables, no drafts that nobody came back to."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from medverka.foundation import clock
from medverka.foundation.models import PostponedForm
from medverka.surveys import drafts
from medverka.surveys.actions import box
from medverka.surveys.actions.answering import AnsweredAlready, hand_in
from medverka.surveys.models import Draft, Group, Sheet, Ticket
from medverka.surveys.rules import State
from medverka.surveys.tests.test_handing_in import DAY, make_group, make_ticket, started


@pytest.fixture
def group(request: pytest.FixtureRequest) -> Iterator[Group]:
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    with clock.at(DAY):
        yield make_group()


@pytest.mark.django_db(transaction=True)
class TestWhatTheDatabaseRemembers:
    @pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the log of SQLite")
    def test_when_a_box_has_been_shaken_the_log_of_what_was_written_together_is_empty(
        self, transactional_db: None, group: Group
    ) -> None:
        hand_in(group, {"helhet": "5"}, ticket=make_ticket(group))
        log = Path(f"{connection.settings_dict['NAME']}-wal")
        assert log.stat().st_size > 0
        box.shake(group.round)
        assert log.stat().st_size == 0

    @pytest.mark.skipif("connection.vendor != 'sqlite'", reason="what SQLite does with the place of a deleted row")
    def test_what_was_deleted_does_not_stand_in_the_file(self, transactional_db: None, group: Group) -> None:
        secret = started(group)
        sealed = Draft.objects.get().sealed
        hand_in(group, {"helhet": "5"}, draft=secret)
        before = Sheet.objects.get().pk.hex
        box.shake(group.round)
        held = Path(connection.settings_dict["NAME"]).read_bytes()
        assert Sheet.objects.get().pk.hex.encode() in held, "or we look in the wrong file"
        assert sealed.encode() not in held
        assert before.encode() not in held

    @pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL keeps rows as they were")
    def test_rows_as_they_were_before_are_let_go_of(self, transactional_db: None, group: Group) -> None:
        hand_in(group, {"helhet": "5"}, ticket=make_ticket(group))
        with CaptureQueriesContext(connection) as queries:
            box.shake(group.round)
        swept = {query["sql"] for query in queries if query["sql"].startswith("VACUUM")}
        assert swept == {f'VACUUM "{model._meta.db_table}"' for model in (Sheet, Ticket, Draft, PostponedForm)}


@pytest.mark.django_db
class TestDraftsThatNobodyCameBackTo:
    def test_they_are_kept_for_a_month_after_the_last_day_and_then_thrown_away(self, db: None, group: Group) -> None:
        started(group)
        last = group.round.closes_on
        type(group.round).objects.update(state=State.COUNTED)
        with clock.at(last + drafts.KEPT_FOR):
            assert drafts.throw_away_old() == 0
        with clock.at(last + drafts.KEPT_FOR + timedelta(days=1)):
            assert drafts.throw_away_old() == 1
        assert not Draft.objects.exists()

    def test_those_of_a_round_that_still_takes_answers_stay(self, db: None, group: Group) -> None:
        started(group)
        with clock.at(group.round.closes_on):
            assert drafts.throw_away_old() == 0

    def test_a_round_that_has_not_been_closed_keeps_them(self, db: None, group: Group) -> None:
        started(group)
        with clock.at(group.round.closes_on + timedelta(days=90)):
            assert drafts.throw_away_old() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_processes_that_take_answers_at_once_lose_and_double_nothing(transactional_db: None) -> None:
    with clock.at(DAY):
        group = make_group()
        ticket, secrets = make_ticket(group), [started(group) for _each in range(12)]
    connections.close_all()  # What a process inherits it must not use.
    moves = [(group.pk, str(ticket.pk), "")] * 6 + [(group.pk, "", secret) for secret in secrets] * 2
    with ProcessPoolExecutor(4, mp_context=get_context("fork")) as processes:
        done = list(processes.map(_hand_in, moves))
    assert done[:6].count(True) == 1
    assert done[6:].count(True) == 12, "each draft is one sheet, though it was sent twice"
    assert Sheet.objects.count() == 13
    assert all(json.loads(sheet.answers) == {} for sheet in Sheet.objects.all())
    assert Ticket.objects.get().answered


def _hand_in(move: tuple[int, str, str]) -> bool:
    group, ticket, secret = move
    try:
        with clock.at(DAY):
            hand_in(
                Group.objects.get(pk=group), {}, ticket=Ticket.objects.get(pk=ticket) if ticket else None, draft=secret
            )
    except AnsweredAlready:
        return False
    finally:
        connections.close_all()
    return True
