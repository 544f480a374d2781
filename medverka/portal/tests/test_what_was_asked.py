"""What everybody can find of surveys and mappings: what is published, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.surveys.tests.counted import counted, make_round, many

pytestmark = pytest.mark.django_db

ADDRESS = "/enkater-och-kartlaggningar/"


def test_it_is_found_from_the_start_page_and_says_when_there_is_nothing(client, coordinator):
    assert f'href="{ADDRESS}"' in client.get(reverse("portal:start")).content.decode()
    assert "Här står inget än" in client.get(ADDRESS).content.decode()


def test_only_what_everybody_may_read_stands_there(client, county, coordinator):
    counted(make_round({"rad": many(e=12)}, slug="oppen", results_are_public=True), coordinator)
    counted(make_round({"rad": many(e=12)}, slug="bara-vi", year=2022), coordinator)
    make_round({"rad": many(e=12)}, slug="ej-raknad", year=2023, results_are_public=True)
    html = client.get(ADDRESS).content.decode()
    assert reverse("surveys:public_results", args=["oppen"]) in html
    assert "12 av 24 svarade." in html
    assert ("Hösten 2022" in html, "Hösten 2023" in html) == (False, False)


def test_it_asks_as_much_of_many_as_of_few(client, county, coordinator):
    numbers = []
    for place in range(3):
        counted(make_round({"rad": many(e=6)}, slug=f"nummer-{place}", results_are_public=True), coordinator)
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS)
        numbers.append(len(asked))
    assert len(set(numbers)) == 1
