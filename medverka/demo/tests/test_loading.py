from datetime import date, timedelta

from django.utils.text import slugify

from medverka.demo import loading
from medverka.demo.forum_sayings import HEARD
from medverka.demo.sayings import SAYINGS, SUBJECTS
from medverka.demo.stage import BEGINNING
from medverka.foundation import clock
from medverka.voices.themes import WORDS


def story(told, name, *pauses):
    for pause in pauses:
        told.append((name, clock.now()))
        yield clock.today() + timedelta(days=pause)
    told.append((name, clock.now()))


def test_stories_that_run_side_by_side_are_told_in_the_order_of_time():
    told = []
    day = BEGINNING + timedelta(days=40)
    loading.play([(day, story(told, "a", 10, 0)), (day, story(told, "b", 5))], until=date(2020, 1, 1))
    assert [name for name, _at in told] == ["a", "b", "b", "a", "a"]
    moments = [at for _name, at in told]
    assert moments == sorted(set(moments))


def test_what_a_story_has_for_tomorrow_is_not_told_today():
    told = []
    loading.play([(BEGINNING, story(told, "a", 10))], until=BEGINNING + timedelta(days=9))
    assert len(told) == 1


def test_everything_said_is_said_once_and_every_no_has_a_reason():
    sayings = [saying for subject in SUBJECTS for saying in SAYINGS[subject.title]]
    assert len({saying.text for saying in sayings}) == len(sayings) >= 100
    assert all(saying.because for saying in sayings)
    assert {saying.answer for saying in sayings} == {"yes", "no", "later"}
    assert not [saying for saying in sayings if saying.effect and saying.answer != "yes"]


def test_everything_said_in_forums_is_said_once_under_a_theme_that_there_is():
    heard = [one for meetings in HEARD.values() for meeting in meetings for one in meeting]
    assert len({one.text for one in heard}) == len(heard)
    assert {one.theme for one in heard} <= {slugify(name)[:50] for name, _english in WORDS}
    assert not [one for one in heard if bool(one.answer) != bool(one.because) or (one.effect and one.answer != "yes")]
