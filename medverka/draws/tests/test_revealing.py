"""What is published lets nobody find out, by dividing seats by chances, how few have something."""

import pytest
from django.urls import reverse

from medverka.draws import checks, jobs
from medverka.draws.actions import publishing, setting_up
from medverka.draws.actions.setting_up import NewBounds
from medverka.draws.models import Draw, Publication
from medverka.draws.moves import NotNow
from medverka.draws.revealing import few_with_other_chances
from medverka.draws.rules import State
from medverka.draws.tests.test_publishing import published, two_lotteries
from medverka.draws.tests.test_setting_up import files, worked_out
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.journal.models import Entry
from medverka.organisations.models import County
from medverka.pool.models import Contributor


def with_bounds(low, high, *, few=2, people=143, size=12, others=(0, 12)):
    everybody = [Person(str(n), {"k": "few" if n < few else "many"}) for n in range(people)]
    return Problem(everybody, [Quota("k", "few", low, high), Quota("k", "many", *others)], size)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (with_bounds(1, 1), [("k", "few")]),
        (with_bounds(0, 0), [("k", "few")]),
        (with_bounds(0, 12, others=(0, 11)), [("k", "few")]),
        (with_bounds(0, 2, few=4, people=20), [("k", "few")]),
        (with_bounds(0, 12, few=4, people=20, others=(10, 12)), [("k", "few")]),
        (with_bounds(0, 1), []),
        (with_bounds(1, 1, few=5), []),
        (with_bounds(2, 3, few=4, people=20), []),
        (with_bounds(0, 0, few=0), []),
    ],
)
def test_few_whose_chance_differs_by_their_quota_are_found(problem, told):
    assert few_with_other_chances(problem, 5) == told


def refused(draw, by):
    worked_out(draw, by)
    publishing.start_publishing(draw, by=by, lottery="exact", promise=two_lotteries())
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == State.COMPUTED
    assert not Publication.objects.exists()
    return checks.in_words(draw)


@pytest.mark.django_db
def test_a_draw_that_would_tell_how_few_have_something_is_not_published_until_its_quota_is_wider(draw, coordinator):
    County.objects.update(small_group=6)
    quota = draw.quotas.get()
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(quota.pk, 2, 2)])
    assert refused(draw, coordinator).lines == ["Närstående"]
    setting_up.set_quotas(draw, by=coordinator, bounds=[NewBounds(quota.pk, 1, 2)])
    published(draw, coordinator)


@pytest.mark.django_db
def test_a_draw_among_very_few_is_not_published(draw, coordinator):
    Contributor.objects.filter(pk__in=list(Contributor.objects.values_list("pk", flat=True)[4:])).update(
        status="paused"
    )
    setting_up.choose_features(draw, by=coordinator, codes=[])
    assert "Så få är med" in refused(draw, coordinator).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("people", "size", "said"),
    [("pa;kvinna", 2, "Bara 4 personer är med."), ("pa;kvinna\npb;kvinna\npc;kvinna", 4, "<li>kön: man</li>")],
)
def test_a_draw_from_a_file_that_would_tell_of_few_is_published_when_whoever_has_the_file_says_yes(
    coordinator, sign_in, county, people, size, said
):
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=size, source="file")
    browser = sign_in(coordinator)
    sent = files(
        f"id;kön\np1;kvinna\np2;kvinna\np3;man\n{people}\n", "feature,value,min,max\nkön,kvinna,0,4\nkön,man,1,1\n"
    )
    browser.post(reverse("draws:people", args=[draw.pk]), sent)
    draw.refresh_from_db()
    assert refused(draw, coordinator), "nobody has said yes"
    draw.refresh_from_db()
    answer = browser.get(reverse("draws:publish", args=[draw.pk]))
    assert answer["Location"] == reverse("draws:few", args=[draw.pk])
    assert said in browser.get(answer["Location"]).content.decode()
    old_tab = browser.post(answer["Location"], {"sure": "another result"})
    assert "räknats ut igen" in old_tab.content.decode()
    assert said in old_tab.content.decode(), "what this result tells is shown before anybody says yes to it"
    assert not Entry.objects.filter(verb="draw.few_accepted").exists()
    yes = {"sure": old_tab.context["stamp"]}
    assert f'name="sure" value="{yes["sure"]}"' in old_tab.content.decode()
    assert browser.post(answer["Location"], yes)["Location"] == reverse("draws:publish", args=[draw.pk])
    assert Entry.objects.filter(verb="draw.few_accepted").count() == 1
    assert browser.get(reverse("draws:publish", args=[draw.pk])).status_code == 200
    draw.refresh_from_db()
    publishing.start_publishing(draw, by=coordinator, lottery="exact", promise=two_lotteries())
    jobs.publish(draw.pk, draw.began_at.isoformat())
    draw.refresh_from_db()
    assert draw.state == State.PUBLISHED


@pytest.mark.django_db
def test_a_page_left_open_says_no_yes_to_a_result_that_came_after_it(coordinator, sign_in, county):
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=3, source="file")
    browser, address = sign_in(coordinator), reverse("draws:few", args=[draw.pk])
    people = "id,a,b\n" + "".join(f"p{n},{'x' if n < 2 else 'y'},{'z' if n < 1 else 'y'}\n" for n in range(20))

    def worked_out_with(quotas):
        browser.post(reverse("draws:people", args=[draw.pk]), files(people, "feature,value,min,max\n" + quotas))
        worked_out(Draw.objects.get(pk=draw.pk), coordinator)
        return browser.get(address).context

    old = worked_out_with("a,x,1,1\na,y,2,2\n")
    new = worked_out_with("b,z,1,1\nb,y,2,2\n")
    assert (old["told"]["labels"], new["told"]["labels"]) == (["a: x"], ["b: z"])
    assert "b: z" in browser.post(address, {"sure": old["stamp"]}).content.decode()
    assert not Draw.objects.get(pk=draw.pk).summary.get("few_accepted")
    browser.post(address, {"sure": new["stamp"]})
    assert Draw.objects.get(pk=draw.pk).summary["few_accepted"]


@pytest.mark.django_db
def test_a_yes_is_for_one_result_and_for_files_alone(draw, coordinator, sign_in):
    County.objects.update(small_group=16)
    worked_out(draw, coordinator)
    with pytest.raises(NotNow):
        publishing.accept_few(draw, by=coordinator)
    address = reverse("draws:few", args=[draw.pk])
    assert sign_in(coordinator).get(address)["Location"] == reverse("draws:publish", args=[draw.pk])
    Draw.objects.update(source=Draw.Source.FILE)
    draw = Draw.objects.get()
    publishing.accept_few(draw, by=coordinator)
    assert worked_out(Draw.objects.get(), coordinator).summary.get("few_accepted") is None
