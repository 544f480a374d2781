from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from medverka.foundation import clock, outbox
from medverka.foundation.models import OutgoingMail

State = OutgoingMail.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def notices(monkeypatch):
    """A notice of the tests' own; about `moot` there is nothing to say any longer."""
    monkeypatch.setattr(outbox, "_composers", {})

    @outbox.notice("test.hello")
    def hello(subject_id):
        if subject_id == "moot":
            return None
        return outbox.Message("ture@exempel.invalid", "Hej", f"Nummer {subject_id}")


class ServerDown(Exception):
    pass


@pytest.fixture
def server_down(monkeypatch):
    def refuse(self, fail_silently=False):
        raise ServerDown("ture@exempel.invalid")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def due():
    return OutgoingMail.objects.get()


def test_a_queued_message_is_sent_by_the_sweep():
    outbox.queue("test.hello", 7)
    outbox.deliver_due()
    assert [message.body for message in mail.outbox] == ["Nummer 7"]
    assert due().state == State.SENT


def test_the_same_key_is_queued_and_sent_once():
    for _click in range(3):
        outbox.queue("test.hello", 7)
    outbox.deliver_due()
    outbox.deliver_due()
    assert len(mail.outbox) == 1


def test_a_message_whose_transaction_was_rolled_back_is_never_sent():
    with transaction.atomic():
        outbox.queue("test.hello", 7)
        transaction.set_rollback(True)
    outbox.deliver_due()
    assert mail.outbox == []


def test_what_need_not_be_said_any_longer_is_not_sent():
    outbox.queue("test.hello", "moot")
    outbox.deliver_due()
    assert mail.outbox == []
    assert due().state == State.MOOT


def test_a_server_that_is_down_is_tried_again_later_and_then_the_message_arrives(monkeypatch, server_down):
    outbox.queue("test.hello", 7)
    outbox.deliver_due()
    assert (due().state, due().attempts, due().last_error) == (State.WAITING, 1, "ServerDown")
    monkeypatch.undo()
    outbox._composers["test.hello"] = lambda number: outbox.Message("t@exempel.invalid", "Hej", "Nu")
    assert outbox.deliver_due() == 0  # Not at once: the server gets time.
    with clock.at(clock.now() + timedelta(minutes=2)):
        outbox.deliver_due()
    assert due().state == State.SENT


def test_an_error_keeps_no_address(server_down, caplog):
    outbox.queue("test.hello", 7)
    outbox.deliver_due()
    assert "exempel.invalid" not in due().last_error + caplog.text


def test_after_the_last_attempt_the_message_is_marked_failed_and_can_be_tried_anew(server_down):
    outbox.queue("test.hello", 7)
    OutgoingMail.objects.update(attempts=outbox.ATTEMPTS - 1)
    outbox.deliver_due()
    assert due().state == State.FAILED
    outbox.try_again(due())
    assert (due().state, due().attempts) == (State.WAITING, 0)


def test_a_server_that_is_down_over_the_weekend_loses_no_message():
    waited = sum((outbox.pause_after(attempt) for attempt in range(1, outbox.ATTEMPTS)), timedelta())
    assert timedelta(days=3) < waited < timedelta(days=4)  # The page of mail says three days.


def test_a_worker_killed_while_sending_leaves_a_lease_that_runs_out():
    outbox.queue("test.hello", 7)
    OutgoingMail.objects.update(next_attempt_at=clock.now() + outbox.LEASE, attempts=1)  # Leased, then killed.
    outbox.deliver_due()
    assert mail.outbox == []
    with clock.at(clock.now() + outbox.LEASE + timedelta(seconds=1)):
        outbox.deliver_due()
    assert len(mail.outbox) == 1


def test_the_history_that_is_written_afterwards_counts_as_delivered():
    yesterday = clock.today() - timedelta(days=1)
    with outbox.delivered_already(until=clock.today()), clock.at(yesterday):
        outbox.queue("test.hello", 7)
    assert (due().state, due().sent_at) == (State.SENT, due().created_at)
    outbox.deliver_due()
    assert mail.outbox == []


def test_an_unknown_notice_is_a_programming_error():
    with pytest.raises(ValueError, match=r"test\.goodbye"):
        outbox.queue("test.goodbye", 7)
