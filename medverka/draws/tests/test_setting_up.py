from unittest.mock import Mock

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.draws import checks, jobs, problems, queries
from medverka.draws.actions import computing, setting_up
from medverka.draws.actions.setting_up import NewBounds
from medverka.draws.models import Draw
from medverka.draws.moves import NotNow
from medverka.draws.rules import State, proposed_bounds
from medverka.pool.actions import pause

pytestmark = pytest.mark.django_db

PEOPLE = "id;kön;adress\n" + "".join(f"p{n};{'kvinna' if n % 2 else 'man'};Gatan {n // 2}\n" for n in range(12))
QUOTAS = "feature,value,min,max\nkön,kvinna,1,2\nkön,man,1,2\n"


def files(people=PEOPLE, quotas=QUOTAS, household=""):
    return {
        "people": SimpleUploadedFile("personer.csv", people.encode()),
        "quotas": SimpleUploadedFile("kvoter.csv", quotas.encode()),
        "household": household,
    }


def worked_out(draw, by, objective="leximin"):
    computing.start_computing(draw, by=by, objective=objective)
    jobs.compute(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    return draw


def test_a_proposal_lies_on_both_sides_of_the_proportional_share():
    assert proposed_bounds(5, 15, 4) == (1, 2)
    assert proposed_bounds(5, 10, 4) == (2, 2)
    assert proposed_bounds(0, 10, 4) == (0, 0)
    assert proposed_bounds(0, 0, 4) == (0, 4)


def test_everybody_active_within_reach_is_in_it(draw, pool, coordinator):
    pause(pool[0], by=coordinator)
    assert problems.pool_rows(draw).count() == 14


def test_a_coordinator_of_a_sub_area_draws_among_those_there(pool, north_coordinator):
    draw = setting_up.create_draw(by=north_coordinator, title="I norr", size=2)
    assert problems.pool_rows(draw).count() == 10


def test_who_is_in_it_is_chosen_by_what_the_pool_tells(draw, county, coordinator):
    setting_up.choose_people(draw, by=coordinator, filters={"municipality": [str(county.norrvik.pk)]})
    assert problems.pool_rows(draw).count() == 10
    setting_up.choose_people(
        draw, by=coordinator, filters={"municipality": [str(county.norrvik.pk)], "perspective": ["relative"]}
    )
    assert problems.pool_rows(draw).count() == 4


def test_quotas_are_proposed_in_proportion_and_kept_when_others_are_added(draw, coordinator):
    (relatives,) = problems.quota_rows(draw)
    assert (relatives.label, relatives.people, relatives.quota.low, relatives.quota.high) == ("Närstående", 5, 1, 2)
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(relatives.quota.pk, 2, 3)])
    setting_up.choose_features(draw, by=coordinator, codes=["relative", "municipality"])
    rows = {row.label: (row.quota.low, row.quota.high) for row in problems.quota_rows(draw)}
    assert rows == {"Närstående": (2, 3), "Kommun: Ekdala": (1, 2), "Kommun: Norrvik": (2, 3)}


def test_a_draw_is_worked_out_and_says_everybodys_chance_in_parts(draw, coordinator):
    done = worked_out(draw, coordinator)
    assert done.state == State.COMPUTED
    assert done.people == 15
    assert len(done.summary["parts"]) == 3, "fifteen people make three parts of five"
    assert done.summary["before"] == pytest.approx(4 / 15)
    assert done.summary["parts"] == pytest.approx([4 / 15] * 3, abs=1e-5), (
        "the quota leaves room for everybody's equal chance"
    )


def test_a_change_takes_the_result_away(draw, coordinator):
    worked_out(draw, coordinator)
    setting_up.change_draw(draw, by=coordinator, title="Annat", size=5, purpose="")
    draw.refresh_from_db()
    assert (draw.state, draw.summary) == (State.DRAFT, {})


def test_work_that_was_stopped_leaves_nothing(draw, coordinator):
    computing.start_computing(draw, by=coordinator, objective="leximin")
    token = draw.began_at.isoformat()
    computing.stop(draw, by=coordinator)
    jobs.compute(draw.pk, token)
    draw.refresh_from_db()
    assert (draw.state, draw.summary) == (State.DRAFT, {})


def test_work_that_is_begun_again_is_done_by_the_latest_worker_alone(draw, coordinator):
    computing.start_computing(draw, by=coordinator, objective="leximin")
    old = draw.began_at.isoformat()
    computing.start_again(draw, by=coordinator)
    jobs.compute(draw.pk, old)
    draw.refresh_from_db()
    assert draw.state == State.COMPUTING
    jobs.compute(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == State.COMPUTED


def test_two_presses_compute_once(draw, coordinator):
    computing.start_computing(draw, by=coordinator, objective="leximin")
    with pytest.raises(NotNow):
        computing.start_computing(Draw.objects.get(pk=draw.pk), by=coordinator, objective="leximin")


def test_quotas_that_contradict_each_other_are_told(draw, coordinator):
    setting_up.choose_features(draw, by=coordinator, codes=["municipality"])
    bounds = [NewBounds(row.quota.pk, 3, 4) for row in problems.quota_rows(draw)]
    setting_up.set_quotas(draw, by=coordinator, bounds=bounds)
    assert checks.look_for_contradictions(draw)
    trouble = checks.in_words(draw)
    assert trouble.title == "Kvoterna går inte ihop"
    assert "De minsta antalen i ”Kommun” blir tillsammans 6, men bara 4 ska lottas." in trouble.text


def test_what_no_table_shows_at_first_sight_is_told_with_the_smallest_changes_made_in_one_press(
    draw, coordinator, sign_in
):
    setting_up.choose_features(draw, by=coordinator, codes=["relative", "patient"])
    table = {
        f"{bound}_{row.quota.pk}": 3 if bound == "low" else 4
        for row in problems.quota_rows(draw)
        for bound in ("low", "high")
    }
    browser = sign_in(coordinator)
    page = browser.post(reverse("draws:quotas", args=[draw.pk]), table, follow=True).content.decode()
    assert "Ingen grupp kan uppfylla alla kvoter" in page
    assert "” i ”Perspektiv” från 3 till" in page
    browser.post(reverse("draws:relax", args=[draw.pk]))
    draw.refresh_from_db()
    assert sum(row.quota.low for row in problems.quota_rows(draw)) == 4
    assert not checks.look_for_contradictions(draw)


def test_nobody_sees_a_draw_that_is_somebody_elses_in_a_sub_area(draw, north_coordinator, commissioner, sign_in):
    assert not queries.visible_to(north_coordinator).exists()
    assert not queries.visible_to(commissioner).exists()
    assert sign_in(north_coordinator).get(reverse("draws:draw", args=[draw.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        setting_up.throw_away(draw, by=north_coordinator)


def test_the_whole_way_by_the_pages(pool, coordinator, sign_in):
    browser = sign_in(coordinator)
    answer = browser.post(reverse("draws:new"), {"title": "Referensgrupp", "size": "4", "source": "pool"})
    draw = Draw.objects.get()
    assert answer["Location"] == reverse("draws:people", args=[draw.pk])
    answer = browser.post(answer["Location"], {"perspective": ["patient", "relative"]})
    answer = browser.post(answer["Location"], {"codes": ["relative", "municipality"]})
    page = browser.get(answer["Location"])
    table = {
        f"{bound}_{row.quota.pk}": getattr(row.quota, bound)
        for row in page.context["form"].rows
        for bound in ("low", "high")
    }
    answer = browser.post(reverse("draws:quotas", args=[draw.pk]), table)
    assert answer["Location"] == reverse("draws:draw", args=[draw.pk])
    assert "Kommun: Norrvik" in browser.get(answer["Location"]).content.decode()
    browser.post(reverse("draws:compute", args=[draw.pk]), {"objective": "leximin", "lottery": "uniform"})
    draw.refresh_from_db()
    assert "Väntar på sin tur" in browser.get(answer["Location"]).content.decode()
    jobs.compute(draw.pk, draw.began_at.isoformat())
    page = browser.get(answer["Location"]).content.decode()
    assert "Allas chanser" in page
    assert not any(name in page for one in pool for name in (one.pseudonym, one.reference))


def test_how_many_are_in_it_is_told_where_they_were_chosen_and_not_where_the_draw_has_moved_on(
    draw, coordinator, sign_in, monkeypatch
):
    browser, address = sign_in(coordinator), reverse("draws:people", args=[draw.pk])
    assert "15 personer är med i lottningen." in browser.post(address, follow=True).content.decode()
    monkeypatch.setattr(setting_up, "choose_people", Mock(side_effect=NotNow))
    page = browser.post(address, follow=True).content.decode()
    assert "Det hade redan hänt något mer." in page
    assert "personer är med i lottningen." not in page


def test_what_is_wrong_in_the_table_is_told_at_its_row(draw, coordinator, sign_in):
    browser = sign_in(coordinator)
    quota = draw.quotas.get()
    address = reverse("draws:quotas", args=[draw.pk])
    for low, high, words in (
        ("3", "2", "Minst är större än högst."),
        ("tolv", "2", "Skriv ett helt tal."),
        ("", "2", "Skriv ett tal."),
        ("0", "5", "Fler än så lottas inte fram."),
        ("-1", "2", "mindre än 0"),
    ):
        page = browser.post(address, {f"low_{quota.pk}": low, f"high_{quota.pk}": high}).content.decode()
        assert words in page
        assert f'value="{low}"' in page or not low
    quota.refresh_from_db()
    assert (quota.low, quota.high) == (1, 2)


def test_files_are_read_and_nothing_of_them_is_kept_but_what_is_needed(coordinator, sign_in, county):
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=3, source="file")
    sign_in(coordinator).post(reverse("draws:people", args=[draw.pk]), files(household="adress"))
    draw.refresh_from_db()
    assert (draw.people, draw.one_per_home, draw.quotas.count()) == (12, True, 2)
    first = draw.entrants.first()
    assert "Gatan" not in first.facts
    assert worked_out(draw, coordinator).state == State.COMPUTED


def test_what_is_wrong_in_files_is_told_with_row_column_and_remedy_and_nothing_is_kept(coordinator, sign_in, county):
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=3, source="file")
    wrong = files(people=PEOPLE + "p1;kvinna;Gatan 9\n", quotas=QUOTAS + "kön,annat,två,3\n")
    page = sign_in(coordinator).post(reverse("draws:people", args=[draw.pk]), wrong, follow=True).content.decode()
    assert "rad 4, kolumn ”min”" in page
    assert "Skriv antalet personer med siffror" in page
    draw.refresh_from_db()
    assert draw.people == 0


def test_the_list_asks_the_same_number_of_questions_however_long(coordinator, sign_in, county):
    browser = sign_in(coordinator)
    assert "Ingen lottning än" in browser.get(reverse("draws:list")).content.decode()
    setting_up.create_draw(by=coordinator, title="En", size=3)
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("draws:list"))
    for number in range(6):
        setting_up.create_draw(by=coordinator, title=f"Nummer {number}", size=3)
    with CaptureQueriesContext(connection) as many:
        browser.get(reverse("draws:list"))
    assert len(few) == len(many)


def test_nobody_draws_for_an_occasion_that_is_not_theirs(coordinator):
    with pytest.raises(PermissionDenied):
        setting_up.create_draw(by=coordinator, title="En grupp", size=4, origin=("request", 7))
    assert not Draw.objects.exists()


@pytest.fixture
def from_file(coordinator):
    """A draw of three, whose files are still to come."""
    return setting_up.create_draw(by=coordinator, title="Ur en fil", size=3, source=Draw.Source.FILE)


def test_a_people_file_that_does_not_say_which_column_holds_the_ids_is_refused(from_file, coordinator, sign_in):
    client = sign_in(coordinator)
    sent = files(people=PEOPLE.replace("id;", "namn;", 1))
    page = client.post(reverse("draws:people", args=[from_file.pk]), sent, follow=True)
    assert "Kolumnen ”id” saknas." in page.content.decode()
    assert not from_file.entrants.exists()


def test_a_file_of_quotas_in_the_place_of_the_people_is_told_as_such(from_file, coordinator, sign_in):
    client = sign_in(coordinator)
    page = client.post(reverse("draws:people", args=[from_file.pk]), files(people=QUOTAS, quotas=PEOPLE), follow=True)
    assert "personer.csv: Det här är en fil med kvoter." in page.content.decode()
    assert not from_file.entrants.exists()


def sent_in(browser, draw, **told):
    """What the page says after the files were sent in, and the draw as it stands then."""
    answer = browser.post(reverse("draws:people", args=[draw.pk]), files(**told), follow=True)
    draw.refresh_from_db()
    return answer, answer.content.decode()


def test_quotas_of_a_file_that_contradict_each_other_are_told_with_the_smallest_change_which_one_press_makes(
    from_file, coordinator, sign_in
):
    browser = sign_in(coordinator)
    quotas = "feature,value,min,max\nkön,kvinna,3,3\nkön,man,1,3\n"
    answer, page = sent_in(browser, from_file, quotas=quotas)
    assert answer.redirect_chain[-1][0] == reverse("draws:quotas", args=[from_file.pk])
    assert "De minsta antalen i ”kön” blir tillsammans 4, men bara 3 ska lottas." in page
    assert "Den minsta ändring som räcker:" in page
    assert (
        "Sänk minst för ”man” i ”kön” från 1 till 0." in page
        or "Sänk minst för ”kvinna” i ”kön” från 3 till 2." in page
    )
    assert "Ändra så" in page
    browser.post(reverse("draws:relax", args=[from_file.pk]))
    assert worked_out(from_file, coordinator).state == State.COMPUTED


def test_a_quota_of_a_file_above_the_size_is_taken_in_and_told(from_file, coordinator, sign_in):
    quotas = "feature,value,min,max\nkön,kvinna,5,6\nkön,man,0,6\n"
    page = sent_in(sign_in(coordinator), from_file, quotas=quotas)[1]
    assert "från 5 till 3" in page
    kept = from_file.quotas.get(value="kvinna")
    assert (kept.low, kept.high) == (5, 5)


def test_files_whose_quotas_go_together_lead_on_without_a_word(from_file, coordinator, sign_in):
    page = sent_in(sign_in(coordinator), from_file)[1]
    assert from_file.trouble == {}
    assert "Ändra så" not in page


def test_the_template_files_can_be_sent_in_as_they_are(from_file, coordinator, sign_in):
    browser = sign_in(coordinator)
    page = browser.get(reverse("draws:people", args=[from_file.pk])).content.decode()
    templates = {}
    for name, field in (("personer", "people"), ("kvoter", "quotas")):
        address = reverse("draws:template_file", args=[name])
        assert f'href="{address}"' in page
        templates[field] = SimpleUploadedFile(f"{name}.csv", browser.get(address).content)
    browser.post(reverse("draws:people", args=[from_file.pk]), templates | {"household": ""})
    assert from_file.entrants.count() == 3
    assert from_file.quotas.count() == 5
    assert browser.get(reverse("draws:template_file", args=["annat"])).status_code == 404
