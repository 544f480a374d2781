"""Answers that wait to be told at a meeting are found on Today, on the agenda and where the forum ends."""

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.councils.actions.councils import create_council
from medverka.councils.actions.forum import close_forum, mark_read_back, open_forum
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.models import Meeting
from medverka.councils.queries import telling_waiting
from medverka.councils.queries.mine import Mine
from medverka.councils.tests.conftest import at
from medverka.foundation import clock
from medverka.voices.actions import answer_voice, record_voice

pytestmark = pytest.mark.django_db


def answered_before(council, text="Maten är kall."):
    """A voice of a meeting a month ago that has got its answer."""
    with clock.at(at(-40)):
        meeting = plan_meeting(council, by=SYSTEM, starts_at=at(10), ends_at=at(10, 15))
    Meeting.objects.filter(pk=meeting.pk).update(state="held")
    voice = record_voice(
        by=SYSTEM, text=text, unit=council.organisation, origin=meeting.origin,
        said_on=clock.day_of(meeting.starts_at), answer_due_on=clock.today(), owner=council.answers, in_room=True,
    )  # fmt: skip
    answer_voice(voice, by=SYSTEM, answer="yes", because="Vi byter.")
    return voice


def waiting_for(user):
    return telling_waiting.waiting_for(Mine(user))


def steps(user):
    return [(row.step, row.url) for row in waiting_for(user)]


def test_a_council_is_told_its_answers_once_its_meeting_has_begun(meeting, council, commissioner, contributor_user):
    answered_before(council)
    with clock.at(at(10, 12)):
        assert steps(commissioner) == []
    with clock.at(at(10, 14)):
        assert steps(commissioner) == [("Berätta svaren", reverse("councils:agenda", args=[meeting.pk]))]
        assert steps(contributor_user) == []
    with clock.at(at(11)):
        assert steps(commissioner) == []


@pytest.mark.slow
def test_answers_that_were_not_told_while_the_forum_was_open_can_be_told_when_it_is_closed(
    forum_meeting, facilitator, sign_in
):
    voice = answered_before(forum_meeting.council)
    assert steps(facilitator) == []
    session = open_forum(forum_meeting, by=facilitator)
    mark_read_back(session, by=facilitator, version=0)
    close_forum(session, by=facilitator, came_own=6, came_service=2)
    assert len(steps(facilitator)) == 1
    browser, done = sign_in(facilitator), reverse("councils:forum_done", args=[forum_meeting.pk])
    assert "Har du berättat svaren" in browser.get(done).content.decode()
    agenda = reverse("councils:agenda", args=[forum_meeting.pk])
    assert "Berättat på mötet" in browser.get(agenda).content.decode()
    browser.post(reverse("councils:forum_tell", args=[forum_meeting.pk]), {"voice": voice.pk})
    assert steps(facilitator) == []
    assert "Har du berättat svaren" not in browser.get(done).content.decode()


def test_ten_councils_cost_today_no_more_queries_than_one(
    council, commissioner, coordinator, django_assert_max_num_queries
):
    def meets_today(number):
        made = create_council(
            by=SYSTEM, name=f"Råd {number}", kind="user_council", level="operational",
            organisation=council.organisation, answers=commissioner,
        )  # fmt: skip
        answered_before(made)
        plan_meeting(made, by=SYSTEM, starts_at=at(0, 10), ends_at=at(0, 11))

    for number in range(10):
        meets_today(number)
    with clock.at(at(0, 12)):
        list(coordinator.grants)
        with django_assert_max_num_queries(5):
            assert len(waiting_for(coordinator)) == 10
