"""How rows of a register become what the actions of the other apps take. Only `actions.py` uses this."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from medverka.accounts.models import User
from medverka.assignments.actions.requests import NewRequest
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import RequestState
from medverka.contributions.actions import NewContribution
from medverka.pool.actions import NewPerson
from medverka.pool.models import Contributor, Term
from medverka.registers.rows import ContributionRow, PersonRow, RequestRow
from medverka.registers.vocabulary import TERMS, List
from medverka.registers.wordlist import FORMS, Lists

STILL_GOING = timedelta(days=365)  # What came in earlier and was never closed is history, not waiting work.
_STATES = {
    "received": RequestState.RECEIVED,
    "ongoing": RequestState.OPEN,
    "done": RequestState.CLOSED,
    "declined": RequestState.DECLINED,
    "cancelled": RequestState.CANCELLED,
}
_LABELS = {
    List.AREA: lambda: _("Erfarenhet"),
    List.WAY: lambda: _("Vill bidra med"),
    List.LANGUAGE: lambda: _("Språk"),
    List.ACCESS: lambda: _("Behov"),
}


def new_person(row: PersonRow, lists: Lists, named: Sequence[User], today: date) -> NewPerson:
    """Somebody on their way into the pool. What has no place of its own goes into the note."""
    terms, note = _terms_and_note(row, lists)
    return NewPerson(
        first_name=row.given_name,
        last_name=row.family_name,
        email=next(iter(row.emails), ""),
        phone=next(iter(row.phones), ""),
        street=row.street,
        postcode=row.postcode,
        city=row.town,
        note=note,
        perspectives=row.perspectives,
        municipality=lists.place(List.MUNICIPALITY, row.municipality),
        age_band=row.age_band,
        terms=terms,
        channel=next(iter(row.channels), ""),
        protected=row.protected,
        named=named if row.protected else (),
        source=Contributor.Source.IMPORT,
        **_standing(row, today),
    )


def _terms_and_note(row: PersonRow, lists: Lists) -> tuple[list[Term], str]:
    """The county's words for a person, and the note, in which the register's other words stand."""
    terms, notes = [], [row.notes] if row.notes else []
    for name, texts in zip(TERMS, (row.areas, row.ways, row.languages, row.access_needs), strict=True):
        found, left = lists.terms_for(name, texts)
        terms += found
        notes += [f"{_LABELS[name]()}: {', '.join(left)}"] if left else []
    terms += [lists.forms[slug] for form in row.forms if (slug := FORMS[form]) in lists.forms]
    if row.municipality and lists.place(List.MUNICIPALITY, row.municipality) is None:
        notes.append(_("Kommun: %s") % row.municipality)
    notes += [f"{label}: {', '.join(more)}" for label, more in _more_ways(row) if more]
    return terms, "\n".join(notes)


def _more_ways(row: PersonRow) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Addresses and numbers beyond the first."""
    yield _("Fler e-postadresser"), row.emails[1:]
    yield _("Fler telefonnummer"), row.phones[1:]


def _standing(row: PersonRow, today: date) -> dict[str, Any]:
    """Status and its days; somebody who is to leave later is still in."""
    left_on = row.left_on if row.left_on and row.left_on <= today else None
    status = row.status or Contributor.Status.ACTIVE
    if status == Contributor.Status.LEFT and left_on is None:
        status = Contributor.Status.ACTIVE
    paused_on = None
    if status == Contributor.Status.PAUSED:
        paused_on = max(filter(None, (row.status_since or today, row.joined_on)))
    return {
        "status": status,
        "joined_on": row.joined_on,
        "paused_on": paused_on,
        "left_on": left_on if status == Contributor.Status.LEFT else None,
    }


@dataclass(frozen=True)
class Days:
    """The first and the last day of a request's contributions."""

    first: date
    last: date


def days_of_requests(rows: Iterable[ContributionRow]) -> dict[str, Days]:
    """By request key, between which days its contributions were made."""
    days: dict[str, list[date]] = defaultdict(list)
    for row in rows:
        days[row.request_key].append(row.on)
    return {key: Days(min(each), max(each)) for key, each in days.items() if key}


def new_requests(rows: Sequence[RequestRow], lists: Lists, days: Mapping[str, Days], today: date) -> list[NewRequest]:
    """Requests as history: a register's number is kept where nobody has it."""
    free = _free_numbers(rows)
    return [
        _new_request(row, row.number if row.number in free else "", lists, days.get(row.key), today) for row in rows
    ]


def _free_numbers(rows: Sequence[RequestRow]) -> set[str]:
    counts = Counter(row.number for row in rows if 0 < len(row.number) <= 20)
    once = {number for number, count in counts.items() if count == 1}
    return once - set(InvolvementRequest.objects.exclude(number=None).values_list("number", flat=True))


def _new_request(row: RequestRow, number: str, lists: Lists, days: Days | None, today: date) -> NewRequest:
    unit = lists.place(List.UNIT, row.unit)
    kept = [row.purpose, row.notes, _("Återkoppling: %s") % row.told_back_note if row.told_back_note else ""]
    kept += [_("Registrets nummer: %s") % row.number if row.number and not number else ""]
    return NewRequest(
        title=row.purpose or _capital(row.kind) or _("Förfrågan %s") % (row.number or row.received_on),
        received_on=row.received_on,
        unit=unit,
        unit_in_words="" if unit else row.unit,
        number=number,
        purpose="\n".join(filter(None, kept)),
        way=lists.term(List.WAY, row.kind),
        level=row.level,
        contact_name=row.contact_name,
        contact_email=next(iter(row.contact_emails), ""),
        contact_phone=next(iter(row.contact_phones), ""),
        persons_wanted=row.headcount or 2,
        starts_on=days.first if days else None,
        ends_on=days.last if days else None,
        when_in_words=row.when,
        form=lists.forms.get(FORMS.get(row.form, "")),
        place=row.venue,
        municipality=lists.place(List.MUNICIPALITY, row.municipality),
        state=request_state(row, today),
    )


def request_state(row: RequestRow, today: date) -> str:
    """Where an imported request stands. What nobody closed in a year is closed; so is what says nothing."""
    state = _STATES.get(row.status, RequestState.CLOSED)
    waiting = state in {RequestState.RECEIVED, RequestState.OPEN}
    return RequestState.CLOSED if waiting and row.received_on < today - STILL_GOING else state


def new_contribution(
    row: ContributionRow, contributor: Contributor, lists: Lists, request: InvolvementRequest | None
) -> NewContribution:
    """One person on one occasion; unit and level are the request's where the row says nothing."""
    return NewContribution(
        contributor=contributor,
        on=row.on,
        hours=row.hours or None,
        way=lists.term(List.WAY, row.kind),
        level=row.level or (request.level if request else ""),
        unit=lists.place(List.UNIT, row.unit) or (request.unit if request else None),
        origin=("request", request.pk) if request else None,
    )


def without_unit(new: NewContribution) -> NewContribution:
    """The same contribution at no unit, where the importer does not reach the unit of its request."""
    return replace(new, unit=None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
