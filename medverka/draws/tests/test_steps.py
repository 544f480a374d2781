"""What the pages say on the way from an idea to a published draw, step by step."""

import pytest
from django.urls import reverse

from medverka.draws.tests.test_publishing import published

pytestmark = pytest.mark.django_db


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
