"""The coordinator's pages of rounds, as a browser meets them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.foundation import clock
from medverka.surveys.actions import rounds
from medverka.surveys.actions.answering import hand_in_for
from medverka.surveys.models import Group, Round, Sheet, Version
from medverka.surveys.rules import State
from medverka.surveys.tests import made
from medverka.surveys.tests.counted import counted, make_round, many

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(coordinator, sign_in):
    return sign_in(coordinator)


def page(browser, name, *args, status=200):
    response = browser.get(reverse(f"surveys:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def filled(version, **changes):
    today = clock.today()
    told = {
        "title": "Uppföljning hösten", "questionnaire": version.questionnaire_id, "slug": "",
        "opens_on": today.isoformat(), "closes_on": (today + timedelta(days=20)).isoformat(), "follows": "",
    }  # fmt: skip
    return {**told, **changes}


def test_the_empty_list_says_what_to_do_first(browser):
    assert "Ingen omgång än" in page(browser, "list")
    assert "Det finns inget frågeformulär än" in page(browser, "new_round")


def test_a_round_is_made_from_the_form_and_its_address_from_the_title(browser):
    version = made.version()
    response = browser.post(reverse("surveys:new_round"), filled(version))
    assert response["Location"] == reverse("surveys:round", args=["uppfoljning-hosten"])
    seen = page(browser, "round", "uppfoljning-hosten")
    assert "Lägg till minst en grupp." in seen
    browser.post(reverse("surveys:new_group", args=["uppfoljning-hosten"]), {"name": "Chefer i länet", "way": "open"})
    assert Group.objects.get().key == "chefer-i-lanet"
    seen = page(browser, "round", "uppfoljning-hosten")
    assert "Öppna omgången" in seen
    before = page(browser, "open_round", "uppfoljning-hosten")
    assert "Frågorna, grupperna" in before
    assert "Små grupper visar lite" in before
    browser.post(reverse("surveys:open_round", args=["uppfoljning-hosten"]))
    browser.post(reverse("surveys:open_round", args=["uppfoljning-hosten"]))
    assert Round.objects.get().state == State.OPEN
    seen = page(browser, "group", "uppfoljning-hosten", "chefer-i-lanet")
    assert "/enkat/uppfoljning-hosten/chefer-i-lanet/" in seen
    assert "/enkat/uppfoljning-hosten/chefer-i-lanet/surfplatta/" in seen


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closes_on": "2020-01-01"}, "Sista dagen är före den första"),
        ({"opens_on": "2020-01-01", "closes_on": "2020-02-01"}, "Dagen har varit"),
        ({"slug": "!!!"}, "Använd bara små bokstäver"),
        ({"slug": "kod"}, "Adressen används redan"),
        ({"opens_on": "i morgon"}, "Vi förstår inte dagen"),
        ({"questionnaire": "99999"}, "errors"),
        ({"questionnaire": "9" * 40}, "errors"),
        ({"follows": "x"}, "errors"),
        ({"title": ""}, "errors"),
        ({"title": "x" * 5000}, "errors"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(browser, changes, words):
    version = made.version()
    response = browser.post(reverse("surveys:new_round"), filled(version, **{"title": "Min rubrik", **changes}))
    seen = response.content.decode()
    assert response.status_code == 200
    assert words in seen
    assert not Round.objects.exists()
    if "title" not in changes:
        assert "Min rubrik" in seen


def test_the_page_follows_the_round_from_plan_to_closed(browser, coordinator):
    group = made.opened(coordinator)
    one = group.round
    hand_in_for(group, {}, by=coordinator)
    assert "Ett svar hittills." in page(browser, "round", one.slug)
    rounds.change_group(group, by=coordinator, asked=4)
    assert "1 av 4 har svarat (25 %)." in page(browser, "round", one.slug)
    assert "Stäng omgången?" in page(browser, "close_round", one.slug)
    browser.post(reverse("surveys:close_round", args=[one.slug]))
    browser.post(reverse("surveys:close_round", args=[one.slug]))
    assert "Räkna svaren" in page(browser, "round", one.slug)
    response = browser.post(reverse("surveys:reopen_round", args=[one.slug]), {"closes_on": "2020-01-01"})
    assert "Dagen har varit" in response.content.decode()
    browser.post(reverse("surveys:reopen_round", args=[one.slug]), {"closes_on": clock.today().isoformat()})
    assert Round.objects.get().state == State.OPEN


def test_of_an_open_round_the_last_day_alone_can_be_changed_and_it_says_why(browser, coordinator):
    one = made.opened(coordinator).round
    assert "ligger fast" in page(browser, "change_round", one.slug)
    later = (clock.today() + timedelta(days=60)).isoformat()
    browser.post(reverse("surveys:change_round", args=[one.slug]), {"closes_on": later, "title": "Annan"})
    one.refresh_from_db()
    assert (one.title, one.closes_on.isoformat()) == ("Uppföljning hösten", later)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    response = browser.post(reverse("surveys:change_round", args=[one.slug]), {"closes_on": yesterday})
    assert "stäng omgången" in response.content.decode()


def test_an_unfinished_questionnaire_is_told_with_where_to_mend_it(browser, coordinator):
    version = made.version("ofardigt", content=made.version("tomt").content | {"sections": []})
    one = made.round_(coordinator, of=version)
    made.group(one, coordinator)
    seen = page(browser, "round", one.slug)
    assert "Det finns ingen fråga än." in seen
    assert reverse("surveys:questionnaire", args=["ofardigt"]) in seen
    browser.post(reverse("surveys:open_round", args=[one.slug]))
    assert Version.objects.get(questionnaire__slug="ofardigt").fixed_at is None


def test_the_address_of_a_draft_can_be_changed_and_a_taken_one_is_told(browser, coordinator):
    one, other = made.round_(coordinator), made.round_(coordinator, slug="annan")
    told = filled(one.version, slug="annan")
    assert (
        "Adressen används redan"
        in browser.post(reverse("surveys:change_round", args=[one.slug]), told).content.decode()
    )
    browser.post(reverse("surveys:change_round", args=[one.slug]), told | {"slug": "ny-adress", "follows": other.pk})
    one.refresh_from_db()
    assert (one.slug, one.follows) == ("ny-adress", other)


def test_a_draft_and_its_groups_can_be_removed_after_a_question(browser, coordinator):
    one = made.round_(coordinator)
    group = made.group(one, coordinator)
    assert "Ta bort gruppen?" in page(browser, "remove_group", one.slug, group.key)
    browser.post(reverse("surveys:remove_group", args=[one.slug, group.key]))
    assert not Group.objects.exists()
    assert "Ta bort omgången?" in page(browser, "throw_away_round", one.slug)
    browser.post(reverse("surveys:throw_away_round", args=[one.slug]))
    assert not Round.objects.exists()


def test_readers_of_results_see_what_is_counted_alone(coordinator, commissioner, sign_in):
    one = made.opened(coordinator).round
    reader = sign_in(commissioner)
    assert "Inget resultat än" in page(reader, "list")
    Round.objects.filter(pk=one.pk).update(state=State.COUNTED)
    assert one.title in page(reader, "list")
    page(reader, "round", one.slug, status=403)


def test_another_coordinators_round_does_not_exist_for_one_of_a_part(coordinator, north_coordinator, sign_in):
    one = made.opened(coordinator).round
    page(sign_in(north_coordinator), "round", one.slug, status=404)


def test_the_list_asks_the_database_as_often_for_many_rounds_as_for_few(
    browser, coordinator, django_assert_max_num_queries
):
    version = made.version()
    for number in range(12):
        one = made.round_(coordinator, slug=f"r{number}", of=version)
        made.group(one, coordinator)
        made.group(one, coordinator, "andra", version=version)
    with django_assert_max_num_queries(20):
        page(browser, "list")
    with django_assert_max_num_queries(25):
        page(browser, "round", "r1")


def test_a_counted_round_shows_what_was_published_also_when_its_sheets_are_gone(browser):
    one = counted(make_round({"chefer": many(d=6, e=4)}))
    Sheet.objects.all().delete()
    Group.objects.update(asked=99)  # What was published stands.
    listed = page(browser, "list")
    assert "10 av 20 har svarat (50 %)" in listed
    assert reverse("surveys:results", args=[one.slug]) in listed
    seen = page(browser, "round", one.slug)
    assert "10 svar." in seen
    assert "10 av 20 har svarat (50 %)" in seen


def test_more_answers_than_were_asked_are_told_plainly_before_they_are_counted(browser, coordinator):
    one = made.round_(coordinator)
    group = made.group(one, coordinator, asked=3)
    rounds.open_round(one, by=coordinator)
    Sheet.objects.bulk_create(Sheet(group=group, answers="{}") for _sheet in range(31))
    assert "31 svar, av 3 tillfrågade." in page(browser, "close_round", one.slug)


def test_whoever_opens_it_for_a_tablet_in_the_room_is_signed_out_there(browser, coordinator):
    group = made.opened(coordinator)
    tablet = reverse("surveys:tablet", args=[group.round.slug, group.key])
    assert f'name="next" value="{tablet}"' in page(browser, "group", group.round.slug, group.key)
    answer = browser.post(reverse("account_logout"), {"next": tablet})
    assert (answer.status_code, answer["Location"]) == (302, tablet)
    assert browser.get(reverse("portal:today")).status_code == 302
