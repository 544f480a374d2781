"""The order of what waits."""

from datetime import date

import pytest
from django.urls import reverse

from medverka.foundation.waiting import Waiting
from medverka.portal import queries


def thing(group, day, late_days=0):
    return Waiting(group, f"{group} {day}", "", date(2026, 3, day), "/", "Svara", late_days=late_days)


@pytest.fixture
def waits(monkeypatch):
    def waits(*things):
        monkeypatch.setattr(queries, "SOURCES", [lambda user: list(things)])

    return waits


def order():
    return [(group, [row.since.day for row in rows]) for group, rows in queries.waiting_for(None)]


def test_the_group_with_the_latest_thing_stands_first(waits):
    waits(thing("Nya", 1), thing("Utkast", 2), thing("Svar", 9, late_days=249), thing("Svar", 3))
    assert order() == [("Svar", [9, 3]), ("Nya", [1]), ("Utkast", [2])]


def test_what_is_not_late_stands_by_how_long_it_has_waited(waits):
    waits(thing("Nya", 7), thing("Utkast", 5), thing("Nya", 6))
    assert order() == [("Utkast", [5]), ("Nya", [6, 7])]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["organisations:county", "organisations:organisations", "pool:contributors"])
def test_one_place_in_the_menu_is_where_one_is(name, sign_in, coordinator):
    page = sign_in(coordinator).get(reverse(name)).content.decode()
    menu = page[page.index('id="menu"') : page.index("</nav>")]
    assert menu.count('aria-current="page"') == 1
    assert f'href="{reverse(name)}" aria-current="page"' in menu
