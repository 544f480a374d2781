from datetime import date, timedelta

from medverka.demo import loading
from medverka.demo.sayings import SAYINGS, SUBJECTS
from medverka.demo.stage import BEGINNING
from medverka.foundation import clock


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
