import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from medverka.access.authorise import SYSTEM
from medverka.foundation import clock
from medverka.voices import actions
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.models import Theme
from medverka.voices.themes import ensure_default_themes

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TODAY = clock.today()


def told(*words, first=TODAY - timedelta(days=400), last=TODAY):
    out = StringIO()
    call_command("voices", "--from", str(first), "--to", str(last), *words, stdout=out)
    return json.loads(out.getvalue()) if "--json" in words else out.getvalue()


def test_an_empty_period_has_counts_of_nought_and_no_shares(county):
    assert told("--json") == {
        "from": str(TODAY - timedelta(days=400)), "to": str(TODAY), "voices": 0,
        "by_origin": {"assignment": 0, "council": 0, "forum": 0}, "by_theme": {}, "answered": 0, "share_answered": None,
        "yes": 0, "no": 0, "later": 0, "with_effect": 0, "share_with_effect": None, "median_days": None, "urgent": 0,
        "escalated": 0, "overdue": 0,
    }  # fmt: skip


@pytest.fixture
def spoken(say, overdue, county, coordinator):
    ensure_default_themes(by=SYSTEM)
    food, other = Theme.objects.get(slug="mat"), Theme.objects.get(slug="annat")
    for number, answer in enumerate(("yes", "yes", "no", "later")):
        voice = say(f"Röst {number}", origin=("request", 1), themes=[food])
        actions.answer_voice(voice, by=coordinator, answer=answer, because="Därför.")
    actions.tell_effect(voice.__class__.objects.get(text="Röst 0"), by=coordinator, effect="En tavla.")
    moved = say("Flyttas.", origin=("forum", 1), urgent=True, themes=[food, other])
    for place in (county.region, county.norrvik):
        escalate_voice(moved, by=coordinator, to_unit=place, owner=None, because="Någon annan.")
    say("Rådet.", origin=("council", 1))


def test_everything_said_in_the_period_is_counted_once_in_each_way(spoken):
    found = told("--json")
    assert found["voices"] == 7 == sum(found["by_origin"].values())
    assert found["by_origin"] == {"assignment": 4, "council": 1, "forum": 1, "meeting": 1}
    assert found["by_theme"] == {"mat": 5, "": 2, "annat": 1}
    assert [found[key] for key in ("answered", "yes", "no", "later", "with_effect")] == [4, 2, 1, 1, 1]
    assert (found["share_answered"], found["share_with_effect"], found["median_days"]) == (57.1, 25.0, 7.0)
    assert (found["urgent"], found["escalated"], found["overdue"]) == (1, 1, 1)


def test_both_days_are_included_and_no_others(say):
    day = say().said_on
    assert [told("--json", first=day + before, last=day + after)["voices"] for before, after in (
        (timedelta(0), timedelta(0)), (timedelta(-1), timedelta(-1)), (timedelta(1), timedelta(1)),
    )] == [1, 0, 0]  # fmt: skip


def test_without_json_it_is_a_table_that_can_be_read(spoken):
    text = told()
    assert "andel som har fått svar, %" in text
    assert "57,1" in text
    assert "  forum                                   1" in text
    assert "  råd                                     1" in text
    assert max(map(len, text.splitlines())) < 80


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--to", "2026-01-01"], "--from saknas. Skriv båda dagarna: medverka voices"),
        (["--from", "2026-01-01"], "--to saknas"),
        (["--from", "2026-02-30", "--to", "2026-03-01"], "--from 2026-02-30 är ingen dag som finns"),
        (["--from", "i går", "--to", "2026-03-01"], "ingen dag som finns"),
        (["--from", "2026-03-02", "--to", "2026-03-01"], "Perioden slutar innan den börjar"),
    ],
)
def test_days_that_make_no_period_are_refused_in_words(county, words, answer):
    with pytest.raises(CommandError, match=answer):
        call_command("voices", *words)
