"""A request as it is read: what was answered in each step, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst

from medverka.assignments.actions.requests import what_is_missing
from medverka.assignments.fit import MIXED
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.request_forms import STEPS
from medverka.pool.rules import PERSPECTIVES


@dataclass(frozen=True)
class Section:
    """One step: its word in the address, its title, labels with values, and what is missing in it."""

    step: str
    title: Promise | str
    rows: Sequence[tuple[str, str]]
    missing: Sequence[Promise]


def sections(request: InvolvementRequest, user: Any = None) -> list[Section]:
    """Every step of a request with what was answered; what was left empty is left out."""
    missing = what_is_missing(request)
    return [
        Section(
            step, title, _rows(form_class(instance=request, user=user)), [words for at, words in missing if at == step]
        )
        for step, (title, form_class) in STEPS.items()
    ]


def perspectives(request: InvolvementRequest) -> str:
    """Whom they look for, in words: "brukare, patient"."""
    return ", ".join(str(word) for code, word in PERSPECTIVES.items() if getattr(request, f"wants_{code}"))


def _rows(form: Any) -> list[tuple[str, str]]:
    request = form.instance
    rows = [(str(field.label), _value(request, name)) for name, field in form.fields.items()]
    return [(label, value) for label, value in rows if value]


def _value(request: InvolvementRequest, name: str) -> str:
    if name == "wants":
        return capfirst(perspectives(request))
    if name == "mix":
        return capfirst(", ".join(str(words) for code, words in MIXED.items() if getattr(request, f"mix_{code}")))
    field = InvolvementRequest._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        return ", ".join(term.name for term in getattr(request, name).all())
    if isinstance(field, models.CharField) and field.choices:
        return str(capfirst(getattr(request, f"get_{name}_display")()))
    value = getattr(request, name)
    return date_format(value, "j F Y") if isinstance(field, models.DateField) and value else str(value or "")
