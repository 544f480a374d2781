"""What happens by itself as days pass."""

from datetime import timedelta

from medverka.access.authorise import link_holder
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import invitations_due
from medverka.assignments.models import Invitation
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool.actions import leave

State = Invitation.State


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def holder(invitation):
    return link_holder("invitation", invitation.pk)


def test_a_reminder_goes_once(opened, coordinator, contributor):
    row = people.invite(opened, [contributor], by=coordinator)[0]
    assert invitations_due.remind_due() == 0
    with clock.at(row.reply_by - timedelta(days=1)):
        assert invitations_due.remind_due() == 1
        assert invitations_due.remind_due() == 0
    assert OutgoingMail.objects.filter(notice="assignments.reminder").count() == 1


def test_expiry_runs_twice_without_harm(opened, coordinator, contributor):
    row = people.invite(opened, [contributor], by=coordinator)[0]
    with clock.at(row.reply_by):
        assert invitations_due.expire_due() == 0
    with clock.at(row.reply_by + timedelta(days=1)):
        assert invitations_due.expire_due() == 1
        assert invitations_due.expire_due() == 0
    assert fresh(row).state == State.EXPIRED


def test_whoever_leaves_the_pool_takes_up_no_place(opened, coordinator, pool):
    leaver, asked, silent, reserve = pool(4)
    rows = people.invite(opened, [leaver, asked], by=coordinator)
    people.accept(rows[0], by=holder(rows[0]))
    people.add_reserves(opened, [silent, reserve], by=coordinator)
    for person in (leaver, silent):
        leave(person, by=coordinator)
    assert invitations_due.let_go_of_those_who_left() == 2
    assert invitations_due.let_go_of_those_who_left() == 0
    states = {row.contributor_id: row.state for row in Invitation.objects.all()}
    assert states == {
        leaver.pk: State.WITHDRAWN, asked.pk: State.INVITED, silent.pk: State.NOT_CHOSEN, reserve.pk: State.INVITED,
    }  # fmt: skip
    assert fresh(opened).places_taken == 0
    assert Entry.objects.filter(verb="invitation.not_chosen", actor="system").count() == 1
