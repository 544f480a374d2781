from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from medverka.access.authorise import link_holder
from medverka.assignments import queries
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions.taking_back import take_back
from medverka.assignments.actions.tellings import mark_told
from medverka.assignments.models import Invitation, Telling
from medverka.assignments.rules import NotNow
from medverka.assignments.tests.pages import by_link, sent_mail, url
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool.models import Contributor


def told_of_taking_back():
    return OutgoingMail.objects.filter(notice="assignments.taken_back").exists()


def test_an_invitation_taken_back_before_its_mail_went_is_never_heard_of(sign_in, coordinator, invitation, mailoutbox):
    browser = sign_in(coordinator)
    address = url("invitation", invitation.request.key, invitation.pk)
    assert "Ta tillbaka inbjudan" in browser.get(address).content.decode()
    for _click in range(2):
        browser.post(address, {"do": "take_back"})
    assert Invitation.objects.get().state == "taken_back"
    assert not any("/inbjudan/" in message.body for message in sent_mail())
    assert not told_of_taking_back()
    assert Contributor.objects.get(pk=invitation.contributor_id).last_asked_on is None
    assert Entry.objects.filter(verb="invitation.taken_back").count() == 1


def test_whoever_got_the_mail_is_told_that_it_is_taken_back_and_the_link_says_so(client, coordinator, invitation):
    sent_mail()
    take_back(invitation, by=coordinator)
    assert sent_mail()[-1].subject == f"Frågan om uppdrag {invitation.request.number} är tillbakatagen"
    page = client.post(by_link(invitation), {"do": "yes"}, follow=True).content.decode()
    assert "Du behöver inte svara." in page
    assert Invitation.objects.get().state == "taken_back"


def test_a_posted_letter_is_followed_by_another_and_an_unposted_one_is_not_needed(coordinator, letter):
    mark_told(Telling.objects.get(), by=coordinator)
    take_back(letter, by=coordinator)
    assert [row.what for row in queries.tellings_for(coordinator)] == ["taken_back"]


def test_a_letter_that_is_not_posted_leaves_the_list(coordinator, letter):
    take_back(letter, by=coordinator)
    assert not queries.tellings_for(coordinator).exists()


def test_the_place_of_an_invitation_taken_back_goes_to_the_reserve(coordinator, opened, pool):
    one, other, reserve = pool(3)
    first, _second = people.invite(opened, [one, other], by=coordinator)
    (waits,) = people.add_reserves(opened, [reserve], by=coordinator)
    take_back(first, by=coordinator)
    waits.refresh_from_db()
    assert waits.state == "invited"


def test_a_reserve_is_taken_away_in_silence(coordinator, opened, contributor, contributor_user):
    (row,) = people.add_reserves(opened, [contributor], by=coordinator)
    take_back(row, by=coordinator)
    assert not OutgoingMail.objects.filter(notice__startswith="assignments.taken").exists()
    assert not queries.invitations_of(contributor).exists()


def test_somebody_whose_invitation_was_taken_back_can_be_asked_again(coordinator, invitation):
    take_back(invitation, by=coordinator)
    assert people.invite(invitation.request, [invitation.contributor], by=coordinator)
    assert Invitation.objects.get().state == "invited"


def test_an_answer_is_not_taken_back(coordinator, invitation):
    people.accept(invitation, by=link_holder("invitation", invitation.pk))
    with pytest.raises(NotNow):
        take_back(invitation, by=coordinator)
    invitation.request.refresh_from_db()
    assert invitation.request.places_taken == 1


def test_nobody_but_the_coordinator_takes_back(commissioner, north_coordinator, invitation):
    for somebody in (commissioner, north_coordinator, link_holder("invitation", invitation.pk)):
        with pytest.raises(PermissionDenied):
            take_back(invitation, by=somebody)


def test_a_letter_is_undone_the_same_day_and_leaves_its_trace_on_the_persons_page(sign_in, coordinator, letter):
    browser = sign_in(coordinator)
    telling = Telling.objects.get()
    browser.post(url("told", telling.pk))
    for page in (url("tellings"), url("invitation", letter.request.key, letter.pk)):
        assert "Brev postat den" in browser.get(page).content.decode()
    assert browser.post(url("letters_pdf"), {"only": telling.pk}).content[:5] == b"%PDF-"
    browser.post(url("told", telling.pk), {"undo": "1"})
    assert queries.tellings_for(coordinator).get() == telling
    assert Entry.objects.filter(verb="invitation.untold").count() == 1


def test_the_day_after_nothing_is_undone(sign_in, coordinator, letter):
    telling = Telling.objects.get()
    mark_told(telling, by=coordinator)
    with clock.at(clock.today() + timedelta(days=1)):
        page = sign_in(coordinator).post(url("told", telling.pk), {"undo": "1"}, follow=True)
    assert "samma dag" in page.content.decode()
    assert not queries.tellings_for(coordinator).exists()


def test_a_letter_that_is_no_longer_needed_is_not_put_back(sign_in, coordinator, letter):
    telling = Telling.objects.get()
    mark_told(telling, by=coordinator)
    people.accept(letter, by=coordinator, how="phone")
    sign_in(coordinator).post(url("told", telling.pk), {"undo": "1"})
    assert not queries.tellings_for(coordinator).filter(what="invitation").exists()
