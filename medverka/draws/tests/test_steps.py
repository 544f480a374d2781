"""What the pages say on the way from an idea to a published draw, step by step."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.urls import reverse
from django.utils import translation

from medverka.draws import checks, features, problems, shown, summaries, words
from medverka.draws.actions import publishing, setting_up
from medverka.draws.models import Draw
from medverka.draws.moves import NotNow
from medverka.draws.tests.test_publishing import published, soon, two_lotteries
from medverka.draws.tests.test_setting_up import files, worked_out
from medverka.fairness.draw.randomness import beacon_after
from medverka.foundation import clock

pytestmark = pytest.mark.django_db


def a_round():
    return beacon_after(soon())


def read(browser, name, *args, **query):
    """What a page of draws says."""
    return browser.get(reverse(f"draws:{name}", args=args), query).content.decode()


def test_deleting_and_calling_off_are_told_in_words_that_mean_nothing_else(draw, coordinator, sign_in):
    browser = sign_in(coordinator)
    draft = read(browser, "draw", draw.pk) + read(browser, "throw_away", draw.pk)
    assert "Ta bort lottningen" in draft
    assert "Kasta" not in draft
    published(draw, coordinator)
    later = read(browser, "draw", draw.pk) + read(browser, "call_off", draw.pk)
    assert "Avlys lottningen" in later
    assert "Ställ in" not in later
    browser.post(reverse("draws:call_off", args=[draw.pk]), {"because": "Mötet blir inte av."})
    assert "Lottningen är avlyst" in read(browser, "draw", draw.pk)


def test_every_step_leads_back_to_the_one_before_and_on_again(coordinator, pool, sign_in):
    browser = sign_in(coordinator)
    draw = setting_up.create_draw(by=coordinator, title="Referensgrupp", size=4)
    first = f"{reverse('draws:change', args=[draw.pk])}?steg=1"
    assert f'href="{first}"' in read(browser, "people", draw.pk)
    page = browser.get(first).content.decode()
    assert "Steg 1 av 4" in page
    assert "Referensgrupp" in page
    on = browser.post(first, {"title": "Referensgrupp", "size": "5"})
    assert on["Location"] == reverse("draws:people", args=[draw.pk])
    assert f'href="{reverse("draws:people", args=[draw.pk])}"' in read(browser, "features", draw.pk)
    setting_up.choose_features(draw, by=coordinator, codes=["relative"])
    back = re.search(r'href="([^"]+)"[^>]*>\s*Tillbaka', read(browser, "quotas", draw.pk))
    assert back[1] == reverse("draws:features", args=[draw.pk])


def test_quotas_that_do_not_go_together_are_told_in_their_step_and_have_the_focus(draw, coordinator, sign_in):
    browser, quota = sign_in(coordinator), draw.quotas.get()
    setting_up.choose_people(draw, by=coordinator, filters={"perspective": ["patient"]})
    setting_up.set_quotas(draw, by=coordinator, bounds=[setting_up.NewBounds(quota.pk, 4, 4)])
    checks.look_for_contradictions(draw)
    page = read(browser, "quotas", draw.pk)
    assert "Steg 4 av 4" in page
    box = html5lib.parse(page, namespaceHTMLElements=False).find(".//*[@autofocus]")
    assert "Kvoterna går inte ihop" in "".join(box.itertext())


def test_too_few_people_in_a_file_lead_to_where_the_number_of_seats_is_changed(coordinator, sign_in):
    browser = sign_in(coordinator)
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=20, source="file")
    address = reverse("draws:people", args=[draw.pk])
    change = f'href="{reverse("draws:change", args=[draw.pk])}">Ändra hur många som lottas fram'
    page = browser.post(address, files(), follow=True).content.decode()
    assert "20 ska lottas, men det finns bara 12" in page
    assert change in page
    setting_up.change_draw(draw, by=coordinator, title="Ur en fil", size=5, purpose="")
    checks.look_for_contradictions(draw)
    assert change not in read(browser, "quotas", draw.pk)


def test_large_numbers_have_spaces_where_they_are_told(draw, coordinator, sign_in):
    published(draw, coordinator)
    Draw.objects.filter(pk=draw.pk).update(people=100_000)
    browser = sign_in(coordinator)
    for page in (read(browser, "draw", draw.pk), read(browser, "public", draw.reference)):
        assert "100\xa0000 personer" in page
        assert "100000" not in page


@pytest.mark.parametrize(
    ("promise", "told"), [(two_lotteries, "skriver in de tal som drogs"), (a_round, "hämtar slumptalet")]
)
def test_a_published_draw_says_who_must_come_back_and_do_what(draw, coordinator, sign_in, promise, told):
    published(draw, coordinator, promise=promise())
    page = read(sign_in(coordinator), "draw", draw.pk)
    assert told in page
    assert "I dag påminner dig då" in page


def test_letters_are_posted_only_after_they_have_been_made(draw, coordinator, paper_contributor, sign_in):
    published(draw, coordinator)
    browser, posted = sign_in(coordinator), "Breven är postade"
    assert posted not in read(browser, "draw", draw.pk)
    with pytest.raises(NotNow):
        publishing.note_letters_posted(draw, by=coordinator, upto=draw.people)
    browser.post(reverse("draws:letters_pdf", args=[draw.pk]))
    page = read(browser, "draw", draw.pk)
    assert posted in page
    assert "Breven hämtades senast den" in page


def test_what_the_program_says_of_quotas_is_in_the_readers_language_and_names_stay(draw, county, coordinator, client):
    setting_up.choose_features(draw, by=coordinator, codes=["relative", "municipality"])
    published(draw, coordinator)
    with translation.override("en"):
        told = shown.result(Draw.objects.get(pk=draw.pk))
    labels = [row.label for row in told.quotas]
    assert "Relative" in labels
    assert f"Municipality: {county.norrvik.name}" in labels
    assert "Närstående" not in "".join([*labels, told.certificate])
    type(county.norrvik).objects.filter(pk=county.norrvik.pk).update(name="Nytt namn")
    assert f"Kommun: {county.norrvik.name}" in [row.label for row in shown.result(draw).quotas]


def test_what_holds_the_least_chance_down_is_told_in_the_readers_language():
    one = {"feature": "relative", "value": "yes", "bound": "low", "name": ""}
    with translation.override("en"):
        said = words.holding(
            summaries.in_words(
                {"levels": [{"held_by": [one]}]},
                {"relative": features.Feature("relative", "Relative", {"yes": "yes"}, "Perspective")},
            )
        )
    assert "“Relative” in “Perspective”" in said


def test_a_files_own_yes_and_no_are_values_like_others(coordinator, sign_in):
    draw = setting_up.create_draw(by=coordinator, title="Ur en fil", size=2, source="file")
    people = "id;van\n" + "".join(f"p{n};{'yes' if n % 2 else 'no'}\n" for n in range(12))
    sign_in(coordinator).post(
        reverse("draws:people", args=[draw.pk]), files(people, "feature,value,min,max\nvan,yes,1,2\nvan,no,0,2\n")
    )
    assert [row.label for row in problems.quota_rows(draw)] == ["van: yes", "van: no"]
    with translation.override("en"):
        assert [row.label for row in problems.quota_rows(draw)] == ["van: yes", "van: no"]


def test_a_day_is_proposed_its_rule_told_and_one_far_off_is_asked_about(draw, coordinator, sign_in):
    worked_out(draw, coordinator)
    browser, address = sign_in(coordinator), reverse("draws:publish", args=[draw.pk])
    page = browser.get(address)
    assert "Minst en halvtimme bort" in page.content.decode()
    filled = {name: page.context["form"][name].value() for name in ("day", "at")}
    assert filled["day"] == clock.today() + timedelta(days=7)
    lottery, question = {"lottery": "uniform"}, "mer än två år bort"
    near = browser.post(address, lottery | {"day": filled["day"].isoformat(), "at": "12.00"}).content.decode()
    assert "Publicera lottningen nu?" in near
    assert question not in near
    far = {"day": (clock.today() + timedelta(days=800)).isoformat(), "at": "12.00"}
    assert question in browser.post(address, lottery | far).content.decode()


def test_what_is_wrong_with_named_draws_says_which_of_them_and_all_at_once(draw, coordinator, sign_in):
    worked_out(draw, coordinator)
    sent = {"lottery": "uniform", "name_2": "Lotto", "count_1": "sju", "least_1": "35", "greatest_1": "1"}
    address = f"{reverse('draws:publish', args=[draw.pk])}?med=siffror"
    page = sign_in(coordinator).post(address, sent).content.decode()
    box = page[page.index("Något behöver rättas") :].split("</div>")[0]
    for told in ("Dragning 1: Vad dras? – Fyll i det här.", "Dragning 1: Hur många tal?", "Dragning 2: Var syns det?"):
        assert told in box
    assert "Dragning 1: Största tal – Det största talet ska vara större än det minsta." in box
