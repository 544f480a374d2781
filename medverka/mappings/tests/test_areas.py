from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.mappings import queries, waiting
from medverka.mappings.actions import areas as actions
from medverka.mappings.models import DevelopmentArea
from medverka.mappings.moves import NotNow
from medverka.mappings.rules import AreaState

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(county, commissioner):
    def planned(by=commissioner, **values):
        given = {"organisation": county.clinic, "level": "operational", "what": "Alla får svar i tid", **values}
        return actions.plan_area(by=by, **given)

    return planned


def page(name, *args):
    return reverse(f"mappings:{name}", args=args)


def test_an_area_is_planned_moved_and_its_history_stands(plan, commissioner):
    area = plan()
    actions.move_area(area, by=commissioner, state="under_way", text="Vi har börjat.")
    actions.move_area(area, by=commissioner, state="done")
    assert list(area.notes.values_list("state", "text")) == [
        ("done", ""), ("under_way", "Vi har börjat."), ("planned", ""),
    ]  # fmt: skip
    assert list(Entry.objects.filter(verb__startswith="area.").values_list("verb", flat=True).order_by("number")) == [
        "area.planned", "area.moved", "area.moved",
    ]  # fmt: skip


def test_a_second_click_plans_and_moves_nothing_more(plan, commissioner):
    area = plan()
    assert plan() == area
    for _click in range(2):
        actions.move_area(area, by=commissioner, state="under_way", text="Igång")
    assert area.notes.count() == 2


def test_a_move_that_is_none_is_refused_in_words(plan, commissioner):
    area = plan()
    actions.move_area(area, by=commissioner, state="done")
    with pytest.raises(NotNow):
        actions.move_area(area, by=commissioner, state="planned")


def test_nobody_plans_for_others(plan, county, other_commissioner, steering_member, commissioner):
    for who in (other_commissioner, steering_member):
        with pytest.raises(PermissionDenied):
            plan(by=who)
    with pytest.raises(PermissionDenied):
        plan(by=commissioner, organisation=county.norrvik)
    area = plan()
    with pytest.raises(PermissionDenied):
        actions.move_area(area, by=other_commissioner, state="done")


def test_an_area_is_seen_where_it_belongs_and_by_its_owner(
    plan, commissioner, other_commissioner, steering_member, outsider
):
    area = plan(owner=other_commissioner)
    other = plan(what="Något annat")
    assert set(queries.areas_visible_to(commissioner)) == {area, other}
    assert set(queries.areas_visible_to(other_commissioner)) == {area}
    assert set(queries.areas_visible_to(steering_member)) == {area, other}
    assert not queries.areas_visible_to(outsider)


def test_what_two_wrote_at_once_is_not_overwritten_unseen(plan, commissioner, coordinator, sign_in):
    area = plan()
    given = {"what": "Mina ord", "level": "system", "revision": area.revision}
    actions.change_area(area, by=coordinator, what="Samordnarens ord", revision=0)
    browser = sign_in(commissioner)
    answer = browser.post(page("change_area", area.pk), given).content.decode()
    for words in ("Samordnarens ord", "Mina ord", "Så står det nu"):
        assert words in answer
    browser.post(page("change_area", area.pk), given | {"revision": 1})
    area.refresh_from_db()
    assert area.what == "Mina ord"


def test_an_area_begins_from_a_question_with_its_next_step(mapping, answer, county, commissioner, sign_in):
    one = answer(county.clinic, 2)
    browser = sign_in(commissioner)
    address = f"{page('new_area')}?svar={one.pk}&fraga=answers"
    shown = browser.get(address).content.decode()
    assert "Nästa steg: Det finns någon som ansvarar för svaren" in shown
    browser.post(address, {"organisation": county.clinic.pk, "what": "Svar i tid", "level": "operational"})
    area = DevelopmentArea.objects.get()
    assert (area.mapping, area.question) == (mapping, "answers")
    assert "Får de som säger något veta vad det ledde till?" in browser.get(page("area", area.pk)).content.decode()


@pytest.mark.parametrize("nonsense", ["?svar=x&fraga=y", "?svar=99999999999999999999&fraga=answers", "?svar=1"])
def test_an_address_that_is_not_understood_begins_from_nothing(county, commissioner, sign_in, nonsense):
    assert sign_in(commissioner).get(page("new_area") + nonsense).status_code == 200


def test_the_list_is_narrowed_by_organisation_level_and_what_is_late(plan, county, coordinator, sign_in):
    yesterday = clock.today() - timedelta(days=1)
    plan(what="Sent", due_on=yesterday)
    plan(what="Annat", level="system")
    plan(by=coordinator, what="Norrviks", organisation=county.norrvik)
    actions.move_area(plan(what="Klart"), by=coordinator, state="done")
    browser = sign_in(coordinator)

    def found(query):
        shown = browser.get(page("areas") + query).content.decode()
        return {what for what in ("Sent", "Annat", "Norrviks", "Klart") if f">{what}</a>" in shown}

    assert found("") == {"Sent", "Annat", "Norrviks"}
    assert found("?visa=sena") == {"Sent"}
    assert found("?visa=klara") == {"Klart"}
    assert found("?niva=system") == {"Annat"}
    assert found(f"?organisation={county.region.pk}") == {"Sent", "Annat"}
    assert found("?q=norr") == {"Norrviks"}
    assert found("?organisation=x&niva=y&visa=z") == {"Sent", "Annat", "Norrviks"}


def test_the_list_is_a_file_without_formulas(plan, coordinator, sign_in):
    plan(what='=HYPERLINK("https://exempel.se")')
    file = sign_in(coordinator).get(page("areas_csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in file


def test_what_is_late_waits_for_the_organisation_and_in_one_line_for_the_coordinator(
    plan, commissioner, other_commissioner, coordinator
):
    for what in ("Ett", "Två"):
        plan(what=what, due_on=clock.today() - timedelta(days=3))
    assert [one.late_days for one in waiting.waiting_for(commissioner)] == [3, 3]
    assert [one.key for one in waiting.waiting_for(coordinator)] == ["areas:late"]
    assert waiting.waiting_for(other_commissioner) == []


def test_a_wrong_move_on_the_page_is_told_and_what_was_typed_stays(plan, commissioner, sign_in):
    area = plan()
    answer = sign_in(commissioner).post(page("move_area", area.pk), {"state": "x", "text": "Mina ord"})
    assert "Mina ord" in answer.content.decode()
    area.refresh_from_db()
    assert area.state == AreaState.PLANNED
