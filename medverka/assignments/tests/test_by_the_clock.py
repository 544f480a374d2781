"""What happens by itself as days pass."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import link_holder
from medverka.assignments import jobs
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import invitations_due
from medverka.assignments.actions import requests as actions
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.tests.conftest import complete
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool.actions import leave

State = Invitation.State


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def holder(invitation):
    return link_holder("invitation", invitation.pk)


def visitors_draft(county):
    return actions.create_request(
        by=link_holder("visitor", "form"), source="visitor", contact_name="Vera", contact_email="vera@exempel.invalid",
        **complete(county.clinic),
    )  # fmt: skip


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


def test_a_visitors_draft_is_forgotten_a_month_after_it_was_last_saved(county, draft):
    theirs = visitors_draft(county)
    me = link_holder("request", theirs.pk)
    with clock.at(clock.today() + timedelta(days=20)):
        actions.save_draft(theirs, by=me)
    with clock.at(clock.today() + timedelta(days=49)):
        jobs.forget_what_visitors_never_confirmed()
        assert InvolvementRequest.objects.filter(pk=theirs.pk).exists()
    with clock.at(clock.today() + timedelta(days=52)):
        jobs.forget_what_visitors_never_confirmed()
        jobs.forget_what_visitors_never_confirmed()
    assert list(InvolvementRequest.objects.all()) == [draft]
    entry = Entry.objects.get(verb="request.drafts_dropped")
    assert (entry.actor, entry.facts) == ("system", {"count": 1})


def test_a_draft_is_kept_as_long_as_the_mailed_link_back_to_it_opens(county):
    theirs = visitors_draft(county)
    me = link_holder("request", theirs.pk)
    with clock.at(clock.today() + timedelta(days=29)):
        actions.mail_resume_link(theirs, by=me)
    assert Entry.objects.get(verb="request.link_mailed").actor == me.actor_id
    with clock.at(clock.today() + timedelta(days=58)):
        jobs.forget_what_visitors_never_confirmed()
    assert fresh(theirs).state == "draft"


def test_a_confirmed_request_is_never_forgotten(county):
    theirs = visitors_draft(county)
    me = link_holder("request", theirs.pk)
    actions.send_request(theirs, by=me)
    actions.confirm_request(fresh(theirs), by=me)
    with clock.at(clock.today() + timedelta(days=400)):
        jobs.forget_what_visitors_never_confirmed()
    assert fresh(theirs).state == "received"


def test_only_the_county_drops_visitors_drafts(county, commissioner, north_coordinator):
    theirs = visitors_draft(county)
    for somebody in (commissioner, north_coordinator, link_holder("request", theirs.pk)):
        with pytest.raises(PermissionDenied):
            actions.drop_visitors_drafts(by=somebody, saved_before=clock.now() + timedelta(days=1))
    assert fresh(theirs).state == "draft"
