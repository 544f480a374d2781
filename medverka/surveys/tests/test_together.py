"""Groups too small to be shown are counted as one: before the count, for good, and never one by one."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.surveys import exports
from medverka.surveys import together as rules
from medverka.surveys.actions import counting, reviewing, rounds
from medverka.surveys.actions import together as actions
from medverka.surveys.models import FreeText, Group
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import results as queries
from medverka.surveys.queries import texts as queries_of_texts
from medverka.surveys.rules import State
from medverka.surveys.tests import made
from medverka.surveys.tests.counted import EVERYTHING, counted, make_round, many, version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(county):
    """Three heads and four teachers, and twenty officials."""
    return make_round({"rektorer": many(d=3), "larare": many(e=4), "tjansteman": many(d=20)})


def put_together(one, by, *keys, name="Skolans folk", key="skolans-folk"):
    return actions.put_together(list(one.groups.filter(key__in=keys)), by=by, one=one, key=key, name=name)


def told(one):
    return {group["key"]: group for group in one.publication.content["groups"]}


def test_groups_that_are_put_together_are_told_of_as_one_and_never_apart(one, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    content = counted(one, coordinator).publication.content
    assert list(told(one)) == ["skolans-folk", "tjansteman"]
    assert told(one)["skolans-folk"] == {
        "key": "skolans-folk", "name": "Skolans folk", "n": 7, "asked": 14, "response_rate": 50.0,
        "members": ["Rektorer", "Larare"],
    }  # fmt: skip
    assert "members" not in told(one)["tjansteman"]
    for question in content["questions"]:
        assert set(question["groups"]) == {"skolans-folk", "tjansteman"}
    overall = next(question for question in content["questions"] if question["key"] == "helhet")
    assert sum(part["count"] for part in overall["groups"]["skolans-folk"]["distribution"]) == 7
    assert '"rektorer"' not in json.dumps(content)


def test_apart_the_same_answers_are_lost(one, coordinator):
    content = counted(one, coordinator).publication.content
    assert all(question["groups"]["larare"]["suppressed"] for question in content["questions"])


def test_together_they_are_told_just_as_one_group_with_the_same_sheets(one, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    as_one = make_round({"alla": many(d=3, e=4)}, slug="som-en", version=one.version)

    def figures(of, key):
        return [question["groups"][key] for question in counted(of).publication.content["questions"]]

    assert figures(one, "skolans-folk") == figures(as_one, "alla")


def test_how_many_were_asked_is_known_where_it_is_known_of_all(one, coordinator):
    Group.objects.filter(key="larare").update(asked=None, has_open_link=True)
    put_together(one, coordinator, "rektorer", "larare")
    counted(one, coordinator)
    assert (told(one)["skolans-folk"]["asked"], told(one)["skolans-folk"]["response_rate"]) == (None, None)
    assert rules.sum_of_known([3, 0, 4]) == 7


def test_a_recount_counts_them_together_too(one, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    counted(one, coordinator)
    assert counting.recount(one)
    one.groups.get(key="larare").sheets.first().delete()
    assert not counting.recount(one)


def test_what_they_wrote_comes_from_the_joint_group_and_may_be_quoted(county, coordinator):
    words = [{"fritt": f"Ord {number}"} for number in range(3)]
    one = make_round({"rektorer": words, "larare": words})
    put_together(one, coordinator, "rektorer", "larare")
    counted(one, coordinator)
    texts = list(FreeText.objects.filter(group__round=one))
    assert {text.group.key for text in texts} == {"skolans-folk"}
    assert len(texts) == 6
    reviewing.review(
        texts[0], by=coordinator, shown=texts[0].text, themes=[], state="chosen", before=reviewing.seen(texts[0])
    )
    assert [(quote.group, quote.text) for quote in queries.quotes_of(one)] == [("skolans-folk", texts[0].text)]


def test_only_groups_that_were_asked_the_same_can_be_put_together(one, coordinator):
    Group.objects.filter(key="larare").update(version=version_of(EVERYTHING))
    with pytest.raises(ValidationError, match="olika frågor"):
        put_together(one, coordinator, "rektorer", "larare")
    assert rules.by_questions(one.groups.select_related("round")) != []
    with pytest.raises(ValidationError, match="minst två"):
        put_together(one, coordinator, "rektorer")


def test_a_group_is_counted_in_one_group_and_no_joint_group_in_another(one, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    with pytest.raises(ValidationError, match="minst två"):
        put_together(one, coordinator, "skolans-folk", "tjansteman", name="Alla", key="alla")
    with pytest.raises(ValidationError, match="minst två"):
        put_together(one, coordinator, "larare", "tjansteman", name="Alla", key="alla")
    group = one.groups.get(key="tjansteman")
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.objects.filter(pk=group.pk).update(counted_with=group)


def test_the_joint_group_has_a_name_of_its_own(one, coordinator):
    with pytest.raises(ValidationError, match="heter redan så"):
        put_together(one, coordinator, "rektorer", "larare", name="Larare", key="larare")


def test_groups_are_taken_apart_until_they_are_counted(one, coordinator):
    joint = put_together(one, coordinator, "rektorer", "larare")
    actions.take_apart(joint, by=coordinator)
    assert list(one.groups.filter(counted_with=None).values_list("key", flat=True)) == [
        "rektorer",
        "larare",
        "tjansteman",
    ]
    with pytest.raises(NotNow):
        actions.take_apart(joint, by=coordinator)
    with pytest.raises(NotNow):
        actions.take_apart(one.groups.get(key="larare"), by=coordinator)
    joint = put_together(one, coordinator, "rektorer", "larare")
    counted(one, coordinator)
    with pytest.raises(NotNow):
        actions.take_apart(joint, by=coordinator)
    assert list(Entry.objects.filter(verb__startswith="round.groups").order_by("number").values_list("verb", flat=True)) == [
        "round.groups_put_together", "round.groups_taken_apart", "round.groups_put_together",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.COUNTING, State.COUNTED])
def test_only_a_closed_round_has_groups_put_together(one, coordinator, state):
    type(one).objects.filter(pk=one.pk).update(state=state)
    with pytest.raises(NotNow):
        put_together(one, coordinator, "rektorer", "larare")


def test_whoever_may_not_edit_the_round_does_not_put_groups_together(one, facilitator):
    with pytest.raises(PermissionDenied):
        put_together(one, facilitator, "rektorer", "larare")


def test_next_year_begins_with_the_groups_apart(one, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    counted(one, coordinator)
    after = made.round_(coordinator, slug="nasta", of=one.version, follows=one)
    assert {group.key for group in after.groups.all()} == {"rektorer", "larare", "tjansteman"}
    assert not after.groups.exclude(counted_with=None).exists()


# --- The pages --------------------------------------------------------------------------------


@pytest.fixture
def browser(coordinator, sign_in):
    return sign_in(coordinator)


def address(name, *args):
    return reverse(f"surveys:{name}", args=args)


def test_the_pages_lead_from_a_closed_round_to_one_group_and_back(one, browser):
    seen = browser.get(address("round", one.slug)).content.decode()
    assert address("count_together", one.slug) in seen
    assert address("count_together", one.slug) in browser.get(address("results", one.slug)).content.decode()
    form = browser.get(address("count_together", one.slug)).content.decode()
    assert "Rektorer (3 svar)" in form
    ids = list(one.groups.filter(key__in=["rektorer", "larare"]).values_list("pk", flat=True))
    browser.post(address("count_together", one.slug), {"groups": ids, "name": "Skolans folk"})
    seen = browser.get(address("round", one.slug)).content.decode()
    assert "Skolans folk räknas som en grupp" in seen
    assert "Räknas i Skolans folk" in browser.get(address("results", one.slug)).content.decode()
    assert browser.get(address("group", one.slug, "larare")).status_code == 200
    assert browser.get(address("group", one.slug, "skolans-folk")).status_code == 404
    browser.post(address("count_apart", one.slug), {"grupp": "skolans-folk"})
    assert not one.groups.filter(key="skolans-folk").exists()


def test_the_counted_pages_name_the_members_and_tell_nothing_of_each(one, browser, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    counted(one, coordinator)
    seen = browser.get(address("round", one.slug)).content.decode()
    assert "Rektorer, Larare." in seen
    assert "Räkna dem var för sig" not in seen
    assert "7 av 14 har svarat" in seen
    assert "av 6 har svarat" not in seen
    assert "Räknade tillsammans: Rektorer, Larare" in browser.get(address("results", one.slug)).content.decode()
    assert browser.get(address("group", one.slug, "larare")).status_code == 404
    assert browser.get(address("group", one.slug, "skolans-folk")).status_code == 200
    assert browser.get(address("count_together", one.slug)).status_code == 404


def test_the_workbook_names_the_members(one, coordinator):
    put_together(one, coordinator, "rektorer", "larare")
    results = queries_of_texts.results_of(counted(one, coordinator))
    assert [row[0] for row in exports.group_rows(results)][1:] == ["Skolans folk (Rektorer, Larare)", "Tjansteman"]


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(one, browser):
    ids = list(one.groups.filter(key="larare").values_list("pk", flat=True))
    answer = browser.post(address("count_together", one.slug), {"groups": ids, "name": "Skolans folk"}).content.decode()
    assert "Välj minst två grupper." in answer
    assert "Skolans folk" in answer
    answer = browser.post(address("count_together", one.slug), {"groups": ids, "name": "!"}).content.decode()
    assert "Skriv ett namn med bokstäver." in answer


def test_where_no_two_groups_were_asked_the_same_nothing_is_offered(one, browser):
    Group.objects.filter(key="larare").update(version=version_of(EVERYTHING))
    Group.objects.filter(key="rektorer").delete()
    assert address("count_together", one.slug) not in browser.get(address("round", one.slug)).content.decode()


def test_a_round_that_is_opened_again_keeps_them_together_and_takes_answers_by_the_members_links(
    one, browser, coordinator
):
    put_together(one, coordinator, "rektorer", "larare")
    rounds.reopen_round(one, by=coordinator, closes_on=clock.today() + timedelta(days=3))
    seen = browser.get(address("round", one.slug)).content.decode()
    assert "Skolans folk räknas som en grupp" in seen
    assert "Räkna dem var för sig" not in seen
    assert browser.get(address("group", one.slug, "larare")).status_code == 200
