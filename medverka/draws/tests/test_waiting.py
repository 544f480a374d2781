from datetime import timedelta

import pytest

from medverka.draws import queries, waiting
from medverka.draws.actions import publishing, setting_up
from medverka.draws.tests.test_pages import page_of
from medverka.draws.tests.test_publishing import published
from medverka.foundation import clock
from medverka.pool.actions import leave
from medverka.pool.models import Contributor

pytestmark = pytest.mark.django_db


def told_of(user):
    return [(one.title, one.text, one.url) for one in waiting.waiting_for(user)]


def test_mails_and_letters_about_a_draw_wait_on_today_until_they_have_gone(
    draw, pool, coordinator, north_coordinator, paper_contributor, sign_in
):
    assert told_of(coordinator) == []
    published(draw, coordinator)
    one = ("Berätta för dem som är med: Referensgrupp om väntrummen", f"{page_of(draw)}#beratta")
    mails = Contributor.objects.filter(status="active", channel="email").count()
    assert told_of(coordinator) == [(one[0], f"{mails} mejl har inte gått. Ett brev är inte postat.", one[1])]
    assert one[0] in sign_in(coordinator).get("/idag/").content.decode()
    assert told_of(north_coordinator) == [], "the draw is somebody else's"
    publishing.queue_mails(draw)
    assert told_of(coordinator) == [(one[0], "Ett brev är inte postat.", one[1])]
    publishing.note_letters_fetched(draw, queries.next_letters(draw), by=coordinator)
    publishing.note_letters_posted(draw, by=coordinator, upto=draw.people)
    assert told_of(coordinator) == []


def test_nobody_is_waited_for_who_has_left_or_whose_draw_is_called_off_or_long_past(draw, pool, coordinator):
    published(draw, coordinator)
    with clock.at(draw.decided_from + timedelta(days=91)):
        assert not any("Berätta" in title for title, *_rest in told_of(coordinator))
    for person in pool[1:]:
        leave(person, by=coordinator)
    ((_title, text, _url),) = told_of(coordinator)
    assert text == "Ett mejl har inte gått."
    publishing.call_off(draw, by=coordinator, because="Uppdraget blev inte av.")
    assert told_of(coordinator) == []


def test_today_asks_as_much_of_many_draws_as_of_one(draw, coordinator, django_assert_num_queries):
    published(draw, coordinator)
    with django_assert_num_queries(2):
        assert len(told_of(coordinator)) == 1
    published(setting_up.create_draw(by=coordinator, title="En till", size=4), coordinator)
    with django_assert_num_queries(2):
        assert len(told_of(coordinator)) == 2
