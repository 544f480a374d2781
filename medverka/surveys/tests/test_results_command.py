"""`medverka survey results` prints what is published, never more; `recount` says whether it is right."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from medverka.surveys.models import FreeText, Sheet
from medverka.surveys.tests.counted import counted, make_round, many

pytestmark = pytest.mark.django_db


def survey(*arguments):
    out = StringIO()
    call_command("survey", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def one(county, coordinator):
    sheets = [{"helhet": "e", "fritt": f"Mera kaffe {number}"} for number in range(9)]
    return counted(make_round({"rad": sheets, "fa": many(a=2)}), coordinator)


def choose(one, group, text="Ett citat", **values):
    row = FreeText.objects.filter(group__round=one, group__key=group).first()
    FreeText.objects.filter(pk=row.pk).delete()
    return FreeText.objects.create(
        pk=row.pk, group=row.group, question="fritt", text=row.text, shown=text, state="chosen", **values
    )


def test_json_is_the_publication_and_the_quotes_that_were_chosen(one):
    choose(one, "rad")
    told = json.loads(survey("results", one.slug, "--json"))
    assert told.pop("quotes") == [{"question": "fritt", "group": "rad", "text": "Ett citat"}]
    assert told == one.publication.content


def test_what_lies_in_the_box_makes_no_difference_to_what_is_printed(one):
    before = survey("results", one.slug, "--json"), survey("results", one.slug)
    for sheet in Sheet.objects.all():
        sheet.answers = '{"helhet": "a", "fritt": "FÖRGIFTAT"}'
        sheet.save()
    FreeText.objects.all().delete()
    assert (survey("results", one.slug, "--json"), survey("results", one.slug)) == before


def test_text_tells_the_same_in_words(one):
    told = survey("results", one.slug)
    assert "Hösten 2021" in told
    assert "Svarade ”Bra” eller ”Mycket bra”: Rad 9 av 9 (100\N{NO-BREAK SPACE}%)." in told
    assert "Fa: visas inte" in told
    assert "Mera kaffe" not in told


@pytest.mark.parametrize("verb", ["results", "recount"])
def test_a_round_that_is_not_there_or_not_counted_is_told_so(county, coordinator, verb):
    with pytest.raises(CommandError, match="Det finns ingen omgång"):
        survey(verb, "finns-inte")
    make_round({"rad": many(a=9)})
    with pytest.raises(CommandError, match="Menade du: host-2021"):
        survey(verb, "hosten-2021")
    with pytest.raises(CommandError, match="host-2021 är inte räknad än"):
        survey(verb, "host-2021")


def test_a_recount_says_same_or_not(one):
    assert "Lika" in survey("recount", one.slug)
    Sheet.objects.first().delete()
    with pytest.raises(CommandError, match="Olika"):
        survey("recount", one.slug)
    Sheet.objects.all().delete()
    with pytest.raises(CommandError, match="gallrade"):
        survey("recount", one.slug)


def test_a_quote_from_a_small_group_is_not_told_where_it_would_name_the_group(county, coordinator):
    sheets = [{"fritt": f"Ord {number}"} for number in range(3)]
    one = counted(make_round({"fa": sheets, "manga": many(a=9)}), coordinator)
    group = one.groups.get(key="fa")  # None of its texts is kept; were there one, it would not be told.
    FreeText.objects.create(group=group, question="fritt", text="Ord", shown="Ett citat", state="chosen")
    assert json.loads(survey("results", one.slug, "--json"))["quotes"] == []
    two = counted(make_round({"fa": sheets, "nagra": sheets, "manga": many(a=9)}, slug="tva"), coordinator)
    choose(two, "fa")
    assert json.loads(survey("results", two.slug, "--json"))["quotes"] == [
        {"question": "fritt", "group": None, "text": "Ett citat"}
    ]
