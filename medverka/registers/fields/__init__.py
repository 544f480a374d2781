"""The fields that a register can have, and the headings under which coordinators keep them."""

from functools import cache

from medverka.registers.fields.base import KIND_LABELS, KIND_NAMES, Field, Kind
from medverka.registers.fields.contributions import CONTRIBUTION_FIELDS
from medverka.registers.fields.not_taken import NOT_TAKEN
from medverka.registers.fields.persons import PERSON_FIELDS
from medverka.registers.fields.requests import REQUEST_FIELDS

__all__ = ["FIELDS", "KIND_LABELS", "KIND_NAMES", "NOT_TAKEN", "Field", "Kind", "field_named"]

FIELDS = {
    Kind.PERSONS: PERSON_FIELDS,
    Kind.REQUESTS: REQUEST_FIELDS,
    Kind.CONTRIBUTIONS: CONTRIBUTION_FIELDS,
}


@cache
def field_named(kind: Kind, code: str) -> Field:
    """The field of that code among those of a kind. Raises `KeyError`."""
    return {field.code: field for field in FIELDS[kind]}[code]
