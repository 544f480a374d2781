"""In how many ways named draws can come out is told while they are filled in."""

import math

import pytest

from medverka.draws import ways
from medverka.draws.tests.test_pages import page_of, tomorrow
from medverka.draws.tests.test_setting_up import worked_out
from medverka.fairness.draw.randomness import LEAST_BITS

LOTTO = {"count": 7, "least": 1, "greatest": 35}


def filled(row, **numbers):
    return {f"{name}_{row}": str(value) for name, value in numbers.items()}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (720, "720"), (10_000, "10\u00a0000"), (1_000_000, "1 miljon"), (6_724_520, "6,7 miljoner"),
        (2_099_999, "2 miljoner"), (1_999_999_999, "1,9 miljarder"), (2**40, "1 biljon"),
        (45 * 10**12, "45 biljoner"), (10**15, "mer än tusen biljoner"), (math.comb(10**9, 100), "mer än tusen biljoner"),
    ],
)  # fmt: skip
def test_a_large_number_is_told_in_words_and_never_rounded_up(number, words):
    assert ways.in_words(number) == words


def test_what_is_needed_is_what_the_draw_library_asks_for():
    assert ways.in_words(2**LEAST_BITS) in ways.needed()
    assert "7 tal från 1 till 35 kan det bli på 6,7 miljoner sätt" in ways.needed()
    one = ways.of(*ways.LOTTERY)
    assert one < ways.LEAST <= one * one, "the example is true"


def test_whether_it_suffices_is_said():
    assert ways.together([]) == ways.together([0]) == ""
    assert "Det räcker inte: minst 1 biljon behövs." in ways.together([6_724_520])
    assert ways.together([6_724_520, 6_724_520]).endswith("Det räcker.")


@pytest.mark.django_db
def test_it_is_reckoned_while_one_fills_in_whatever_else_is_missing(draw, coordinator, sign_in):
    browser, address = sign_in(coordinator), page_of(draw, "draws:publish") + "?med=siffror"
    worked_out(draw, coordinator)
    assert "en sådan dragning räcker inte, men två" in browser.get(address).content.decode()

    def told(given):
        return browser.post(address, given, headers={"HX-Request": "true"}).content.decode()

    assert told({}) == told(filled(1, count=7, least=1)) == told(filled(1, count="sju", least=1, greatest=35)) == ""
    assert told(filled(1, count=8, least=1, greatest=5)) == ""
    assert told(filled(1, **LOTTO)).startswith("Det du har fyllt i kan bli på 6,7 miljoner sätt. Det räcker inte")
    assert told(filled(1, **LOTTO) | filled(2, **LOTTO)).endswith("Det räcker.")


@pytest.mark.django_db
def test_without_javascript_it_stands_on_the_page_and_at_the_next_row(draw, coordinator, sign_in):
    worked_out(draw, coordinator)
    given = filled(1, **LOTTO, name="Lotto", where="tidningen", **tomorrow()) | {"lottery": "uniform"}
    page = sign_in(coordinator).post(page_of(draw, "draws:publish") + "?med=siffror", given)
    assert page.context["form"].errors.keys() == {"name_2"}
    assert "kan bli på 6,7 miljoner sätt. Det räcker inte" in page.content.decode()
