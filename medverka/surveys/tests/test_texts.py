"""What was written is read by a coordinator, and shown only when they have chosen it, as they let it stand."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.surveys.actions import reviewing
from medverka.surveys.models import FreeText, Group, Sheet
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import results as results_queries
from medverka.surveys.queries import texts as queries
from medverka.surveys.tests.counted import counted, make_round
from medverka.voices.models import Theme, Voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(county, coordinator):
    Theme.objects.create(slug="bemotande", name="Bemötande")
    Theme.objects.create(slug="mat", name="Mat")
    sheets = [{"helhet": "e", "fritt": f"Lyssna mer, sade nummer {place}."} for place in range(12)]
    few = [{"fritt": "Vi är så få här."}] * 3
    return counted(make_round({"rad": sheets, "fa": few, "par": few}), coordinator)


@pytest.fixture
def text(one):
    return FreeText.objects.filter(group__key="rad").first()


@pytest.fixture
def unquotable(one):
    """It follows on an answer, and that so many gave it cannot be told."""
    return FreeText.objects.create(group=Group.objects.get(key="rad"), question="varfor", text="Vi är så få.")


def review(text, by, **values):
    given = {"shown": text.text, "themes": [], "state": "read", "before": reviewing.seen(text)}
    reviewing.review(text, by=by, **(given | values))


def at(name, one, *more):
    return reverse(f"surveys:{name}", args=[one.slug, *more])


def test_a_quote_is_shown_as_it_was_masked_and_never_as_it_was_written(one, text, coordinator, sign_in):
    form = {"shown": "Lyssna mer.", "state": "chosen", "themes": ["mat"], "before": reviewing.seen(text)}
    answer = sign_in(coordinator).post(at("text", one, text.pk), form)
    assert answer.status_code == 302
    html = sign_in(coordinator).get(at("results", one)).content.decode()
    assert "”Lyssna mer. […]”" in html
    assert text.text not in html
    assert [theme.slug for theme in FreeText.objects.get(pk=text.pk).themes.all()] == ["mat"]


def test_saving_goes_on_to_the_next_unread(one, text, coordinator, sign_in):
    form = {"shown": text.text, "state": "read", "before": reviewing.seen(text), "nasta": "1"}
    answer = sign_in(coordinator).post(at("text", one, text.pk), form)
    following = FreeText.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])
    assert (following.state, following.pk != text.pk) == ("new", True)


def test_whoever_chooses_what_looks_like_a_name_is_warned_and_loses_nothing(one, text, coordinator, sign_in):
    text.text = "Ring Anna Andersson på 070-174 06 05."
    text.save()
    browser, address = sign_in(coordinator), at("text", one, text.pk)
    form = {"shown": "Ring Anna Andersson på 070-174 06 05.", "state": "chosen", "before": reviewing.seen(text)}
    html = browser.post(address, form).content.decode()
    assert "Anna Andersson" in html
    assert "kryssa i att du har läst varningen" in html
    assert FreeText.objects.get(pk=text.pk).state == "new"
    browser.post(address, form | {"sure": "on"})
    assert FreeText.objects.get(pk=text.pk).state == "chosen"


def test_two_who_review_at_once_lose_nothing(one, text, coordinator, sign_in):
    before = reviewing.seen(text)
    review(text, coordinator, shown="Lyssna mer")
    with pytest.raises(NotNow):
        review(text, coordinator, shown="sade", before=before)
    form = {"shown": "Sade nummer", "state": "read", "before": before}
    html = sign_in(coordinator).post(at("text", one, text.pk), form).content.decode()
    assert "Sade nummer" in html
    assert "Lyssna mer […]" in html


def test_a_text_from_one_of_several_small_groups_names_no_group(one, coordinator, sign_in):
    few = FreeText.objects.filter(group__key="fa").first()
    assert "Grupp" not in sign_in(coordinator).get(at("text", one, few.pk)).content.decode()
    assert "Fa</option>" not in sign_in(coordinator).get(at("texts", one) + "?grupp=fa").content.decode()


def test_what_was_written_in_the_only_small_group_is_read_by_nobody(county, coordinator):
    answers = {"rad": [{"fritt": "Lyssna mer."}] * 12, "fa": [{"helhet": "a", "fritt": "Bara jag skrev det."}]}
    one = counted(make_round(answers), coordinator)
    assert {text.group.key for text in FreeText.objects.filter(group__round=one)} == {"rad"}
    (sheet,) = Sheet.objects.filter(group__round=one, group__key="fa")
    assert "Bara jag" not in sheet.answers


def test_what_may_not_be_quoted_is_no_choice(one, unquotable, coordinator, sign_in):
    html = sign_in(coordinator).get(at("text", one, unquotable.pk)).content.decode()
    assert 'value="chosen"' not in html
    with pytest.raises(reviewing.MayNotBeQuoted):
        review(unquotable, coordinator, state="chosen")
    unquotable.state, unquotable.shown = "chosen", unquotable.text
    unquotable.save()
    assert results_queries.quotes_of(one) == []


def test_many_are_marked_at_once_and_quotes_stay(one, text, coordinator, sign_in):
    review(text, coordinator, state="chosen", shown="Lyssna mer")
    ids = [str(row.pk) for row in FreeText.objects.filter(group__key="rad")]
    browser = sign_in(coordinator)
    browser.post(at("texts_many", one), {"text": ids, "gor": "tema", "satt_tema": "bemotande"})
    browser.post(at("texts_many", one), {"text": ids, "gor": "tema", "satt_tema": "bemotande"})
    assert FreeText.themes.through.objects.count() == 12
    answer = browser.post(at("texts_many", one), {"text": ids, "gor": "aside", "sida": "lage=new&ond=//x"})
    assert answer["Location"] == at("texts", one) + "?lage=new"
    assert FreeText.objects.filter(state="aside").count() == 11
    assert FreeText.objects.get(pk=text.pk).state == "chosen"
    for bad in (
        {},
        {"text": ["x"], "gor": "read"},
        {"text": ids, "gor": "tema", "satt_tema": "finns-inte"},
        {"text": ids, "gor": "chosen"},
    ):
        browser.post(at("texts_many", one), bad)
    assert FreeText.objects.filter(state="aside").count() == 11


def test_texts_are_found_by_state_group_theme_and_words(one, text, coordinator, sign_in):
    review(text, coordinator, themes=Theme.objects.filter(slug="mat"))
    browser = sign_in(coordinator)

    def found(query):
        return browser.get(at("texts", one) + query).content.decode().count('<li class="row">')

    assert (found(""), found("?lage=read"), found("?tema=mat"), found("?grupp=rad"), found("?grupp=-")) == (
        18,
        1,
        1,
        12,
        6,
    )
    assert (found("?q=SADE+nummer"), found("?q=finns+inte"), found("?lage=fel&page=99")) == (12, 0, 18)


def test_a_text_becomes_a_voice_once(one, text, county, coordinator, sign_in):
    browser, address = sign_in(coordinator), at("text_to_voice", one, text.pk)
    form = {"words": "Lyssna mer.", "unit": county.clinic.pk, "capacity": "individual"}
    for _time in range(2):
        assert browser.post(address, form).status_code == 302
    voice = Voice.objects.get()
    assert (voice.text, voice.unit, voice.origin_kind, voice.origin_id) == (
        "Lyssna mer. […]",
        county.clinic,
        "survey",
        one.pk,
    )
    assert FreeText.objects.get(pk=text.pk).voice_id == voice.pk
    assert "Hösten 2021" in browser.get(reverse("voices:voice", args=[voice.pk])).content.decode()
    assert "Det är en synpunkt" in browser.get(at("text", one, text.pk)).content.decode()
    assert browser.post(address, {"words": "", "unit": 99}).status_code == 200


def test_what_was_never_written_becomes_no_voice(one, text, county, coordinator, sign_in):
    form = {"words": "Chefen slår oss.", "unit": county.clinic.pk, "capacity": "individual"}
    html = sign_in(coordinator).post(at("text_to_voice", one, text.pk), form).content.decode()
    assert "Det här står inte i det som skrevs" in html
    assert "Chefen slår oss." in html
    assert not Voice.objects.exists()


def test_readers_of_results_read_no_texts(one, text, commissioner, coordinator, sign_in):
    for name, more in (("texts", ()), ("text", (text.pk,)), ("text_to_voice", (text.pk,)), ("texts_many", ())):
        assert sign_in(commissioner).get(at(name, one, *more)).status_code == 403
    for act in (
        lambda: review(text, commissioner),
        lambda: reviewing.review_many(one, [text.pk], by=commissioner, state="read"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_themes_are_told_when_all_is_read_and_protected_as_several_options_are(one, coordinator):
    results = queries.results_of(one)
    rows = list(FreeText.objects.filter(group__key="rad"))
    for place, row in enumerate(rows):
        review(
            row,
            coordinator,
            themes=Theme.objects.filter(slug="mat")
            if place < 6
            else Theme.objects.filter(slug="bemotande")[: place < 8],
        )
    assert queries.themes_told(one, results) == [], "six are unread"
    FreeText.objects.filter(group__key__in=["fa", "par"]).update(state="read")
    (told,) = queries.themes_told(one, results)
    assert (told.group.key, dict(told.themes)) == ("rad", {"Mat": 6, "Bemötande": None})


def test_a_theme_of_few_tells_no_number_before_and_after_one_more_until_they_are_enough(one, coordinator):
    """Nor do those who wrote of something else, where they are few."""
    FreeText.objects.exclude(group__key="rad").delete()
    rows = list(FreeText.objects.filter(group__key="rad"))
    mat, other = Theme.objects.filter(slug="mat"), Theme.objects.filter(slug="bemotande")
    results, told = queries.results_of(one), {}
    for about in (0, 4, 5, 7, 8):
        for place, row in enumerate(rows):
            row.refresh_from_db()
            review(row, coordinator, themes=mat if place < about else other)
        told[about] = {name: many for group in queries.themes_told(one, results) for name, many in group.themes}
    assert told[0] == {"Bemötande": 12}
    assert told[5] == {"Mat": 5, "Bemötande": 7}
    assert told[7] == {"Mat": 7, "Bemötande": 5}
    assert not any((*told[4].values(), *told[8].values()))


def test_a_theme_of_one_group_is_not_told_of_another_as_chosen_by_nobody(one, coordinator):
    for text in FreeText.objects.filter(group__round=one):
        review(text, coordinator, themes=Theme.objects.filter(slug="mat" if text.group.key == "rad" else "bemotande"))
    (told,) = queries.themes_told(one, queries.results_of(one))
    assert (told.group.key, told.themes) == ("rad", [("Mat", 12)])


def test_the_list_asks_as_much_of_many_texts_as_of_few(one, coordinator, sign_in):
    browser = sign_in(coordinator)
    counts = []
    for _time in range(2):
        browser.get(at("texts", one))
        with CaptureQueriesContext(connection) as asked:
            browser.get(at("texts", one))
        counts.append(len(asked))
        group = Group.objects.get(key="rad")
        for number in range(20):
            FreeText.objects.create(group=group, question="fritt", text=f"Mer {number}")
    assert counts[0] == counts[1]


def test_too_long_words_come_back_with_the_limit(one, text, coordinator, sign_in):
    long = "ord " * 1500
    text.text = long
    text.save()
    form = {"shown": long, "state": "chosen", "before": reviewing.seen(text)}
    browser, address = sign_in(coordinator), at("text", one, text.pk)
    html = browser.post(address, form).content.decode()
    assert "Citatet är 5999 tecken. Korta det till högst 4 000." in html
    assert long.strip() in html
    assert browser.post(address, form | {"state": "read"}).status_code == 302, "to have read it is enough"


def test_other_words_than_were_written_are_not_saved_and_told_of(one, text, coordinator, sign_in):
    form = {"shown": "Allt är bra. Lyssna mer.", "state": "chosen", "before": reviewing.seen(text)}
    browser, address = sign_in(coordinator), at("text", one, text.pk)
    html = browser.post(address, form).content.decode()
    assert "Det här står inte i det som skrevs: ”Allt”, ”är”, ”bra.”." in html
    assert "Allt är bra. Lyssna mer." in html
    assert "Något av det som skrevs" in browser.post(address, form | {"shown": "[Allt är bra]"}).content.decode()
    assert FreeText.objects.get(pk=text.pk).state == "new"


def test_what_has_been_disposed_of_is_reviewed_by_what_is_left(one, text, coordinator, sign_in):
    review(text, coordinator, shown="Lyssna mer")
    FreeText.objects.filter(pk=text.pk).update(text="")
    html = sign_in(coordinator).get(at("text", one, text.pk)).content.decode()
    assert "Lyssna mer […]" in html
    assert "är gallrat" in html


def test_what_may_not_be_quoted_becomes_no_voice(one, unquotable, county, coordinator, sign_in):
    form = {"words": "Vi är så få.", "unit": county.ward.pk, "capacity": "individual"}
    html = sign_in(coordinator).post(at("text_to_voice", one, unquotable.pk), form).content.decode()
    assert "För få har svarat för att texten ska kunna visas för någon annan." in html
    assert not Voice.objects.exists()
