"""What a contributor has been asked, has done and been told, for the coordinator's page of them.

Bare facts under the pseudonym, as they stand on other pages too: no door is opened for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_deeds


@dataclass(frozen=True)
class Deed:
    """One line: what happened that day, what it was about, and what is more to say."""

    on: date
    what: str
    about: str
    more: str = ""
    url: str = ""


def deeds_of(contributor: Contributor, *, by: Any) -> list[Deed]:
    """All that the apps above know of and `by` may see, the latest first."""
    found: list[Deed] = []
    for _receiver, deeds in gathering_deeds.send(Contributor, contributor=contributor, by=by):
        found += cast(list[Deed], deeds)
    return sorted(found, key=lambda deed: deed.on, reverse=True)


def hours_in_words(hours: Decimal | None) -> str:
    """Hours as they stand in a line; nothing where nobody noted them."""
    if hours is None:
        return ""
    return _("1 timme") if hours == 1 else _("%(hours)s timmar") % {"hours": number_format(f"{hours.normalize():f}")}


def in_one_line(words: Iterable[object]) -> str:
    """What is known, each as a sentence of its own."""
    return " ".join(f"{text[:1].upper()}{text[1:]}." for text in map(str, words) if text)
