"""Counting a round: once, whole, and the same when it is done again."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medverka.foundation import clock
from medverka.questionnaires import counting as pure
from medverka.surveys import jobs, publishing, rules
from medverka.surveys.actions import box, counting
from medverka.surveys.models import FreeText, Group, Publication, Round, Sheet
from medverka.surveys.moves import NotNow
from medverka.surveys.rules import State
from medverka.surveys.tests import made
from medverka.surveys.tests.counted import EVERYTHING, OVERALL, WAYS, counted, hand_in, make_round, many, words

pytestmark = pytest.mark.django_db


def of(one, question, group):
    content = Publication.objects.get(round=one).content
    return next(each for each in content["questions"] if each["key"] == question)["groups"][group]


def test_a_closed_round_is_counted_and_published(county, coordinator):
    one = counted(make_round({"tjansteman": many(d=10, e=10), "rad": many(a=8)}), coordinator)
    assert one.state == State.COUNTED
    told = one.publication.content
    assert (told["format"], told["format_version"], told["survey"], told["k"]) == (
        "medverka-survey-results",
        1,
        one.slug,
        5,
    )
    assert [(group["key"], group["n"], group["response_rate"]) for group in told["groups"]] == [
        ("tjansteman", 20, 50.0),
        ("rad", 8, 50.0),
    ]
    shown = of(one, "helhet", "tjansteman")
    assert (shown["n"], shown["suppressed"]) == (20, False)
    assert {part["options"][0]: (part["count"], part["percent"]) for part in shown["distribution"]} == {
        "a": (0, 0.0), "b": (0, 0.0), "c": (0, 0.0), "d": (10, 50.0), "e": (10, 50.0), "vet-inte": (0, 0.0), None: (0, 0.0),
    }  # fmt: skip


def test_a_group_with_fewer_than_k_is_told_by_its_number_alone(county, coordinator):
    one = counted(make_round({"fa": many(a=4), "manga": many(e=9)}), coordinator)
    for question in one.publication.content["questions"]:
        assert question["groups"]["fa"] | {"asked": None} == {
            "n": 4, "asked": None, "suppressed": True, "distribution": [],
        }  # fmt: skip


def test_few_on_one_step_are_told_with_others_in_words_that_are_true(county, coordinator):
    one = counted(make_round({"alla": many(a=2, b=5, d=6, e=7)}), coordinator)
    parts = of(one, "helhet", "alla")["distribution"]
    assert sum(part["count"] for part in parts) == 20
    merged = next(part for part in parts if len(part["options"]) > 1)
    assert merged["label"]["sv"] == "Mycket dåligt eller Dåligt"
    assert merged["label"]["en"] == "Mycket dåligt (en) or Dåligt (en)"


def test_k_is_the_countys_and_is_kept_as_it_was(county, coordinator):
    county.row.small_group = 10
    county.row.save()
    one = counted(make_round({"alla": many(e=9)}), coordinator)
    county.row.small_group = 3
    county.row.save()
    assert Publication.objects.get().k == one.publication.content["k"] == 10
    assert of(one, "helhet", "alla")["suppressed"]


def test_a_follow_up_is_told_only_where_those_asked_are_whole_parts(county, coordinator):
    asked = [{"helhet": "d", "varfor": "a"}] * 10 + [{"helhet": "a", "varfor": "b"}] * 10
    one = counted(make_round({"alla": asked}), coordinator)
    told = of(one, "varfor", "alla")
    assert (told["n"], told["asked"], told["suppressed"]) == (20, 10, False)
    assert {part["options"][0]: part["count"] for part in told["distribution"] if part["count"]} == {"a": 10}
    hidden = [{"helhet": "d", "varfor": "a"}] * 3 + [{"helhet": "c"}] * 17
    two = counted(make_round({"alla": hidden}, slug="tva"), coordinator)
    told = of(two, "varfor", "alla")
    assert (told["asked"], told["suppressed"]) == (None, True)


def test_of_several_options_the_hidden_ones_are_left_out(county, coordinator):
    sheets = [{"satt": ["a", "b"]}] * 10 + [{"satt": ["c"]}] * 2 + [{}] * 8
    one = counted(make_round({"alla": sheets}), coordinator)
    told = of(one, "satt", "alla")
    assert {part["options"][0]: part["count"] for part in told["distribution"]} == {"a": 10, "b": 10}


def test_numbers_are_told_in_classes_and_a_matrix_row_by_row(county, coordinator):
    sheets = [{"ganger": str(number), "mote": {"tid": "e", "lokal": "a"}} for number in range(20)]
    one = counted(make_round({"alla": sheets}), coordinator)
    classes = of(one, "ganger", "alla")["distribution"]
    assert sum(part["count"] for part in classes) == 20
    assert all(part["count"] == 0 or part["count"] >= 5 for part in classes)
    assert classes[0]["label"]["sv"].endswith("gånger")
    rows = [question for question in one.publication.content["questions"] if question["question"] == "mote"]
    assert [(row["key"], row["row_text"]["sv"]) for row in rows] == [("mote.tid", "Tiden"), ("mote.lokal", "Lokalen")]


def test_free_text_lies_apart_from_ratings_and_is_not_published(county, coordinator):
    sheets = [{"helhet": "d", "fritt": f"Ord nummer {number}"} for number in range(12)]
    one = counted(make_round({"alla": sheets}), coordinator)
    rows = FreeText.objects.filter(group__round=one)
    assert {row.text for row in rows} == {sheet["fritt"] for sheet in sheets}
    assert {row.state for row in rows} == {FreeText.State.NEW}
    assert "Ord nummer" not in str(one.publication.content)
    assert one.publication.content["texts"] == [
        {
            "key": "fritt",
            "text": {"sv": "Vad kan bli bättre?", "en": "Vad kan bli bättre? (en)"},
            "section": "mer",
            "asked": {"alla": 12},
        }
    ]


def test_the_rows_of_texts_lie_in_another_order_than_their_sheets(county, coordinator):
    sheets = [{"fritt": f"{number:03}"} for number in range(40)]
    counted(make_round({"alla": sheets}), coordinator)
    order = [row.text for row in FreeText.objects.order_by("pk")]
    assert sorted(order) != order


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.COUNTED])
def test_only_a_closed_round_can_be_counted(county, coordinator, state):
    one = make_round({"alla": many(a=9)}, state=state)
    with pytest.raises(NotNow):
        counting.begin(one, by=coordinator)
    jobs.count(one.pk)
    assert not Publication.objects.exists()


def test_two_who_begin_at_once_count_once(county, coordinator):
    one = make_round({"alla": many(a=9)})
    counting.begin(one, by=coordinator)
    with pytest.raises(NotNow):
        counting.begin(Round.objects.get(), by=coordinator)
    jobs.count(one.pk)
    first = Publication.objects.get()
    hand_in(Group.objects.get(), many(e=1))
    jobs.count(one.pk)
    assert Publication.objects.get().content == first.content
    assert Publication.objects.get().counted_at == first.counted_at


def test_whoever_reads_results_does_not_count(county, commissioner):
    with pytest.raises(PermissionDenied):
        counting.begin(make_round({"alla": many(a=9)}), by=commissioner)


class Killed(BaseException):
    """No `except Exception` sees it, as none sees a kill."""


def test_a_worker_that_is_killed_leaves_nothing_half_done(county, coordinator, monkeypatch):
    one = make_round({"alla": [{"fritt": "hej"}] * 9})
    counting.begin(one, by=coordinator)
    with monkeypatch.context() as patched:
        patched.setattr(counting, "_put_texts_apart", lambda texts: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            jobs.count(one.pk)
    assert not Publication.objects.exists()
    assert not FreeText.objects.exists()
    assert Round.objects.get().state == State.COUNTING
    counting.begin_again(one, by=coordinator)
    jobs.count(one.pk)
    assert FreeText.objects.count() == 9
    with pytest.raises(NotNow):
        counting.begin_again(one, by=coordinator)


def test_a_round_that_nobody_answered_is_counted_too(county, coordinator):
    one = counted(make_round({"alla": []}), coordinator)
    assert one.publication.content["groups"][0]["n"] == 0
    assert all(question["groups"]["alla"]["suppressed"] for question in one.publication.content["questions"])


def test_more_answers_than_asked_give_no_rate(county, coordinator):
    one = make_round({"alla": many(a=9)})
    Group.objects.update(asked=3)
    assert counted(one, coordinator).publication.content["groups"][0]["response_rate"] is None


# --- Counted again ----------------------------------------------------------------------------


def test_a_recount_finds_the_same_and_tells_when_a_sheet_is_another(county, coordinator):
    one = counted(make_round({"alla": many(a=9, e=9)}), coordinator)
    assert counting.recount(one)
    Group.objects.update(name="Omdöpt", asked=77)
    assert counting.recount(one)
    sheet = Sheet.objects.first()
    sheet.answers = '{"helhet": "c"}'
    sheet.save()
    assert not counting.recount(one)


def test_sheets_are_disposed_of_after_a_while_and_what_is_published_stands(county, coordinator):
    one = counted(make_round({"alla": [{"helhet": "e", "fritt": "hej"}] * 9}), coordinator)
    before = Publication.objects.get().content
    read, aside, _unread, *_rest = FreeText.objects.all()
    FreeText.objects.filter(pk=aside.pk).update(state="aside")
    read.state, read.shown = "read", "hej då"
    read.save()
    assert counting.dispose() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert counting.dispose() == 9
        assert counting.dispose() == 0
    assert not Sheet.objects.exists()
    assert Publication.objects.get().content == before
    assert FreeText.objects.count() == 8
    read = FreeText.objects.get(pk=read.pk)
    assert (read.text, read.shown) == ("", "hej då")
    with pytest.raises(counting.SheetsAreGone):
        counting.recount(one)


# --- The same from scratch --------------------------------------------------------------------

step = st.sampled_from(["a", "b", "c", "d", "e", "vet-inte"])
sheets = st.lists(
    st.fixed_dictionaries(
        {}, optional={"helhet": step, "satt": st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted)}
    ),
    max_size=30,
)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=sheets, second=sheets)
def test_what_is_published_adds_up_to_the_sheets_one_by_one(county, first, second):
    with transaction.atomic():
        one = make_round({"forsta": first, "andra": second}, slug="x", version=None)
        counting.begin(one, by=counting.SYSTEM)
        jobs.count(one.pk)
        for key, given_sheets in (("forsta", first), ("andra", second)):
            told = of(one, "helhet", key)
            for part in told["distribution"]:
                assert part["count"] == sum(sheet.get("helhet") in part["options"] for sheet in given_sheets)
                assert part["count"] == 0 or part["count"] >= 5
            for part in of(one, "satt", key)["distribution"]:
                assert part["count"] == sum(part["options"][0] in sheet.get("satt", ()) for sheet in given_sheets)
        assert counting.recount(one)
        transaction.set_rollback(True)


def test_groups_with_the_same_question_lie_together_and_others_apart():
    """Pure: same key, kind and options."""
    other = replace(
        EVERYTHING,
        sections=(
            replace(
                EVERYTHING.sections[0],
                questions=(replace(OVERALL, text=words("Annan fråga")), replace(WAYS, options=WAYS.options[:2])),
            ),
        ),
    )
    groups = [
        publishing.Counted(key, key, asks, 0, None, pure.count(asks, []))
        for key, asks in (("a", EVERYTHING), ("b", other))
    ]
    day = date(2021, 9, 1)
    told = publishing.document(publishing.Head("x", "X", day, day, day, 5), groups)
    laid = {question["key"]: list(question["groups"]) for question in told["questions"]}
    assert laid["helhet"] == ["a", "b"]
    assert laid["satt"] == ["a"]
    assert laid["satt.2"] == ["b"]
    assert [question["question"] for question in told["questions"]][:4] == ["helhet", "varfor", "satt", "satt"]


def test_when_it_is_counted_what_was_written_lies_on_no_sheet_beside_ratings_and_the_count_still_agrees(
    county, coordinator
):
    answers = [{"helhet": "e", "fritt": f"Mer tid {place}"} for place in range(6)]
    one = counted(make_round({"ledning": answers}), coordinator)
    assert FreeText.objects.count() == 6
    assert [set(json.loads(sheet.answers)) for sheet in Sheet.objects.all()] == [{"helhet"}] * 6
    assert counting.recount(one)


def test_one_question_finds_every_box_that_is_to_be_shaken(county, coordinator, django_assert_num_queries):
    for number in range(3):
        made.opened(coordinator, slug=f"omgang-{number}")
    with django_assert_num_queries(1):
        box.shake_all()


def test_a_box_that_was_not_shaken_when_the_worker_died_is_shaken_at_night(county, coordinator):
    one = make_round({"ledning": [{"helhet": "e", "fritt": "Mer tid"}] * 6})
    box.shake(one)
    counting.begin(one, by=coordinator)
    assert counting.count(one)
    box.shake_all()
    assert all("fritt" not in json.loads(sheet.answers) for sheet in Sheet.objects.all())


def test_a_round_that_was_closed_early_is_told_of_until_the_day_it_was_counted(county, coordinator):
    one = make_round({"alla": many(e=9)})
    Round.objects.update(opens_on=clock.today() - timedelta(3), closes_on=clock.today() + timedelta(9))
    one.refresh_from_db()
    told = counted(one, coordinator).publication.content["period"]
    assert told["to"] == clock.today().isoformat()


@pytest.mark.parametrize(
    ("written_down", "tickets", "open_link", "asked"),
    [(12, 14, False, 14), (40, 14, True, 40), (None, 14, False, 14), (None, 14, True, None), (0, 0, False, 0)],
)
def test_as_many_were_asked_as_was_written_down_and_never_fewer_than_have_a_link_of_their_own(
    written_down, tickets, open_link, asked
):
    assert rules.how_many_asked(written_down, tickets, has_open_link=open_link) == asked
