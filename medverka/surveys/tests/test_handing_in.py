import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.foundation.crypto import CannotOpen, seal_with, unseal_with
from medverka.journal.models import Entry
from medverka.surveys import drafts
from medverka.surveys.actions import box
from medverka.surveys.actions.answering import AnsweredAlready, RoundClosed, hand_in, hand_in_for
from medverka.surveys.models import Draft, Group, Questionnaire, Round, Sheet, Ticket, Version
from medverka.surveys.rules import State

DAY = date(2021, 10, 4)


def make_group(state: str = State.OPEN) -> Group:
    questionnaire = Questionnaire.objects.create(slug=f"q-{uuid4().hex[:8]}", name="Uppföljning")
    version = Version.objects.create(questionnaire=questionnaire, number=1, content={}, fixed_at=clock.now())
    one = Round.objects.create(
        slug=f"r-{uuid4().hex[:8]}", title="Hösten 2021", version=version, state=state,
        opens_on=DAY, closes_on=DAY + timedelta(days=30),
    )  # fmt: skip
    return Group.objects.create(round=one, key="medverkande", name="Medverkande")


def make_ticket(group: Group, number: int = 1) -> Ticket:
    return Ticket.objects.create(group=group, number=number, secret=uuid4().hex, code_digest=uuid4().hex)


def started(group: Group) -> str:
    """The secret of a draft of somebody who answers by the open link."""
    return drafts.begin(group, {"helhet": "5"})


@pytest.fixture
def in_period() -> object:
    with clock.at(DAY):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("in_period")
class TestHandingIn:
    def test_what_is_answered_lies_in_the_box_and_the_ticket_is_used(self) -> None:
        group = make_group()
        ticket = make_ticket(group)
        hand_in(group, {"helhet": "5"}, ticket=ticket)
        ticket.refresh_from_db()
        assert ticket.answered
        assert json.loads(Sheet.objects.get().answers) == {"helhet": "5"}

    def test_a_used_ticket_hands_in_nothing_more(self) -> None:
        group = make_group()
        ticket = make_ticket(group)
        hand_in(group, {"helhet": "5"}, ticket=ticket)
        with pytest.raises(AnsweredAlready):
            hand_in(group, {"helhet": "1"}, ticket=ticket)
        assert Sheet.objects.count() == 1

    def test_a_second_click_by_the_open_link_hands_in_nothing_more(self) -> None:
        group = make_group()
        secret = started(group)
        hand_in(group, {"helhet": "5"}, draft=secret)
        with pytest.raises(AnsweredAlready):
            hand_in(group, {"helhet": "5"}, draft=secret)
        assert Sheet.objects.count() == 1
        assert not Draft.objects.exists()

    def test_what_another_tab_types_after_it_was_handed_in_is_not_kept(self) -> None:
        group = make_group()
        ticket, secret = make_ticket(group), started(group)
        hand_in(group, {}, draft=secret)
        hand_in(group, {}, ticket=ticket)
        with pytest.raises(drafts.Gone):
            drafts.keep(secret, group, {"helhet": "5"})
        with pytest.raises(drafts.Gone):
            drafts.keep(drafts.secret_of(ticket), group, {"helhet": "5"}, ticket=ticket)
        assert not Draft.objects.exists()

    def test_pages_that_are_kept_at_once_lose_nothing_of_each_other(self) -> None:
        group = make_group()
        ticket, secret = make_ticket(group), started(group)
        of_ticket = drafts.secret_of(ticket)
        for page in ({"helhet": "5", "fritt": "Mer"}, {"ganger": "7"}, {"fritt": ""}):
            drafts.keep(secret, group, page)
            drafts.keep(of_ticket, group, page, ticket=ticket)
        for one in (secret, of_ticket):
            draft = drafts.find(one)
            assert draft is not None
            assert drafts.answers_of(draft, one) == {"helhet": "5", "fritt": "", "ganger": "7"}

    def test_the_ticket_of_another_group_opens_nothing(self) -> None:
        with pytest.raises(AnsweredAlready):
            hand_in(make_group(), {}, ticket=make_ticket(make_group()))
        assert not Sheet.objects.exists()

    def test_without_ticket_and_draft_nothing_is_handed_in(self) -> None:
        with pytest.raises(ValueError, match="second click"):
            hand_in(make_group(), {})

    @pytest.mark.parametrize("state", [State.DRAFT, State.CLOSED, State.COUNTING, State.COUNTED])
    def test_a_round_that_is_not_open_keeps_draft_and_ticket_as_they_were(self, state: str) -> None:
        group = make_group(state)
        ticket, secret = make_ticket(group), started(group)
        with pytest.raises(RoundClosed):
            hand_in(group, {"helhet": "5"}, ticket=ticket, draft=secret)
        ticket.refresh_from_db()
        assert not ticket.answered
        assert Draft.objects.count() == 1
        assert not Sheet.objects.exists()

    def test_the_day_after_the_last_is_too_late(self) -> None:
        group = make_group()
        with clock.at(group.round.closes_on):
            hand_in(group, {}, draft=started(group))
        with clock.at(group.round.closes_on + timedelta(days=1)), pytest.raises(RoundClosed):
            hand_in(group, {}, draft=started(group))

    def test_paper_is_entered_until_the_round_is_counted(self, coordinator: User) -> None:
        hand_in_for(make_group(State.CLOSED), {"helhet": "5"}, by=coordinator)
        with pytest.raises(RoundClosed):
            hand_in_for(make_group(State.COUNTED), {"helhet": "5"}, by=coordinator)
        assert Sheet.objects.count() == 1

    def test_the_journal_tells_that_a_sheet_was_entered_and_not_what_or_for_whom(self, coordinator: User) -> None:
        group = make_group()
        hand_in_for(group, {"helhet": "5"}, by=coordinator, ticket=make_ticket(group))
        entry = Entry.objects.get(verb="survey.entered")
        assert (entry.subject, entry.facts) == (f"group:{group.pk}", {})

    def test_nobody_else_enters_paper(self, commissioner: User) -> None:
        with pytest.raises(PermissionDenied):
            hand_in_for(make_group(), {}, by=commissioner)


@pytest.mark.django_db
class TestUnlinkable:
    def test_a_sheet_has_no_column_that_could_tell_who_when_or_how(self) -> None:
        assert [field.name for field in Sheet._meta.concrete_fields] == ["id", "group", "answers"]

    def test_a_ticket_has_no_column_that_could_tell_which_sheet_or_when(self) -> None:
        kinds = {field.name: field.get_internal_type() for field in Ticket._meta.concrete_fields}
        assert "answered" in kinds
        assert not [name for name, kind in kinds.items() if kind in {"DateTimeField", "TimeField", "DateField"}]
        assert not [field for field in Ticket._meta.concrete_fields if field.related_model in {Sheet, Draft}]

    def test_what_is_answered_does_not_stand_in_the_database_as_it_was_written(self) -> None:
        with clock.at(DAY):
            group = make_group()
            hand_in(group, {"fritt": "Solrosor i korridoren"}, draft=started(group))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT answers FROM {Sheet._meta.db_table}")
            assert "Solrosor" not in cursor.fetchone()[0]

    def test_shaken_sheets_lie_in_another_order_with_other_ids_and_are_all_there(self) -> None:
        group = make_group()
        Sheet.objects.bulk_create(Sheet(group=group, answers=json.dumps({"nr": str(place)})) for place in range(60))
        before = {sheet.pk for sheet in Sheet.objects.all()}
        assert _as_they_lie() == list(range(60))
        assert box.shake(group.round) == 60
        assert sorted(_as_they_lie()) == list(range(60))
        assert _as_they_lie() != list(range(60))
        assert not before & {sheet.pk for sheet in Sheet.objects.all()}

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite does not tell which transaction wrote a row"
    )
    def test_after_shaking_no_transaction_ties_a_ticket_to_a_sheet(self) -> None:
        with clock.at(DAY):
            group = make_group()
            tickets = [make_ticket(group, number) for number in range(6)]
            for ticket in tickets[:4]:
                hand_in(group, {}, ticket=ticket)
        assert len(_writers(Sheet)) == 4, "each came in a transaction of its own"
        assert _writers(Sheet) < _writers(Ticket), "which is the one that used the ticket"
        box.shake(group.round)
        assert len(_writers(Sheet) | _writers(Ticket)) == 1

    def test_only_boxes_into_which_something_fell_are_shaken(self) -> None:
        with clock.at(DAY):
            group = make_group()
            hand_in(group, {}, draft=started(group))
            first = Sheet.objects.get().pk
            box.shake_all()
            second = Sheet.objects.get().pk
            box.shake_all()
        assert first != second
        assert Sheet.objects.get().pk == second


class TestSealedWithASecret:
    def test_only_the_same_secret_opens_it_in_the_same_place(self) -> None:
        sealed = seal_with("hemlig", "svaren", "plats")
        assert unseal_with("hemlig", sealed, "plats") == "svaren"
        for secret, place in (("annan", "plats"), ("hemlig", "annan plats")):
            with pytest.raises(CannotOpen):
                unseal_with(secret, sealed, place)
        with pytest.raises(CannotOpen):
            unseal_with("hemlig", "skräp", "plats")


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_counting_waits_for_somebody_who_is_handing_in_so_that_no_sheet_comes_after_it() -> None:
    with clock.at(DAY):
        group = make_group()
        secret = started(group)
        counting = Event()
        with ThreadPoolExecutor(1) as threads, transaction.atomic():
            hand_in(group, {}, draft=secret)
            counted = threads.submit(_take_groups, group, counting)
            assert counting.wait(5)
            assert not counted.done()
            assert not wait([counted], timeout=0.5).done, "it waits for the one who has not committed"
        assert counted.result() == 1


def _take_groups(group: Group, begun: Event) -> int:
    """As the job that counts: how many sheets it sees once it holds the group."""
    begun.set()
    try:
        with transaction.atomic():
            list(Group.objects.select_for_update().filter(pk=group.pk))
            return Sheet.objects.filter(group=group).count()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_ten_who_hand_in_at_once_by_one_ticket_and_ten_by_open_links_lose_and_double_nothing() -> None:
    with clock.at(DAY):
        group = make_group()
        ticket, secrets = make_ticket(group), [started(group) for _ in range(10)]
        moves: list[Callable[[], None]] = [lambda: hand_in(group, {}, ticket=ticket)] * 10
        moves += [lambda secret=secret: hand_in(group, {}, draft=secret) for secret in secrets]  # type: ignore[misc]
        with ThreadPoolExecutor(8) as threads:
            done = list(threads.map(_try, moves))
    assert done[:10].count(True) == 1
    assert done[10:] == [True] * 10
    assert Sheet.objects.count() == 11


def _try(move: Callable[[], None]) -> bool:
    try:
        with clock.at(DAY):
            move()
    except AnsweredAlready:
        return False
    finally:
        connection.close()
    return True


def _as_they_lie() -> list[int]:
    """The numbers on the sheets in the order in which the rows lie in the table."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {Sheet._meta.db_table} ORDER BY {place}")
        ids = [row[0] for row in cursor.fetchall()]
    return [int(json.loads(Sheet.objects.get(pk=pk).answers)["nr"]) for pk in ids]


def _writers(model: type) -> set[str]:
    """Which transactions wrote the rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {model._meta.db_table}")  # type: ignore[attr-defined]
        return {row[0] for row in cursor.fetchall()}
