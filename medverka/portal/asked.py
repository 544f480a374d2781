"""What the county has asked and everybody may read about: surveys that are counted and mappings that are closed, in one list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverka.mappings import queries as mappings
from medverka.surveys.queries import results as surveys

SURVEY, MAPPING = gettext_lazy("Enkät"), gettext_lazy("Kartläggning")


@dataclass(frozen=True)
class Asked:
    """One survey or mapping: what it is called, to whom it was put, when, how many answered, and where it is read."""

    kind: Promise
    title: str
    begins_on: date
    ends_on: date
    answered: str
    whom: str
    address: str


def published() -> list[Asked]:
    """All of them, the newest first. Two queries, however many."""
    return sorted([*_surveys(), *_mappings()], key=lambda one: one.ends_on, reverse=True)


def _surveys() -> list[Asked]:
    return [
        Asked(
            SURVEY, one.title, one.opens_on, one.closes_on, _answered(one.n, one.asked), ", ".join(one.groups),
            reverse("surveys:public_results", args=[one.slug]),
        )
        for one in surveys.told_to_all()
    ]  # fmt: skip


def _answered(n: int, asked: int | None) -> str:
    if asked:
        return _("%(n)s av %(asked)s svarade.") % {"n": n, "asked": asked}
    return ngettext("En svarade.", "%(n)s svarade.", n) % {"n": n}


def _mappings() -> list[Asked]:
    rows: Iterable[Any] = mappings.with_counts(mappings.open_to_all())
    return [
        Asked(
            MAPPING, one.title, one.opens_on, one.closes_on, _handed_in(one.handed_in, one.taking_part),
            _("Kommuner, region och verksamheter beskriver själva hur de arbetar med inflytande."),
            reverse("mappings:public", args=[one.slug]),
        )
        for one in rows
    ]  # fmt: skip


def _handed_in(n: int, of: int) -> str:
    return ngettext("%(n)s av en organisation svarade.", "%(n)s av %(of)s organisationer svarade.", of) % {
        "n": n,
        "of": of,
    }
