"""Short ways to write down what has been, for tests of figures."""

from datetime import date
from decimal import Decimal
from itertools import count

from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.contributions.models import Contribution
from medverka.foundation import clock
from medverka.pool.models import Contributor, StatusChange
from medverka.reports.figures import Figures
from medverka.reports.queries import figures
from medverka.voices.models import Voice

numbers = count(1)


def of_year(year: int) -> Figures:
    """What is published of a whole year."""
    return figures(date(year, 1, 1), date(year, 12, 31))


def people(
    number: int,
    joined: str | None,
    left: str | None = None,
    *,
    paused: str | None = None,
    resumed: str | None = None,
    **values,
) -> list[Contributor]:
    """So many alike in the pool since `joined`; patients unless told."""
    values.setdefault("is_patient", not (values.get("is_user") or values.get("is_relative")))
    status = "left" if left else "paused" if paused and not resumed else "active" if joined else "new"
    names = [next(numbers) for _ in range(number)]
    rows = Contributor.objects.bulk_create(
        Contributor(
            reference=f"sten-{n}", pseudonym=f"Sten {n}", status=status, joined_on=joined, left_on=left, **values
        )
        for n in names
    )
    days = ((joined, "active"), (paused, "paused"), (resumed, "active"), (left, "left"))
    StatusChange.objects.bulk_create(
        StatusChange(contributor=row, status=changed, on=day) for row in rows for day, changed in days if day
    )
    return rows


def person(joined: str | None, left: str | None = None, **values) -> Contributor:
    return people(1, joined, left, **values)[0]


def contribution(who: Contributor, on: str, hours: str | None = None, **values) -> Contribution:
    return Contribution.objects.create(
        contributor=who, on=on, hours=hours and Decimal(hours), recorded_by="system", **values
    )


def request(received: str | None, *, state: str = "closed", **values) -> InvolvementRequest:
    values.setdefault("unit_in_words", "Någonstans" if "unit" not in values else "")
    number = f"T-{next(numbers)}" if received else None
    return InvolvementRequest.objects.create(received_on=received, state=state, number=number, **values)


def invitation(to: Contributor, on: str | None) -> Invitation:
    moment = None
    if on:
        with clock.at(date.fromisoformat(on)):
            moment = clock.now()
    return Invitation.objects.create(
        request=request("2019-01-01"), contributor=to, state="invited", channel="email", invited_at=moment
    )


def voice(unit, said: str, answered: str | None = None, effect: str | None = None, **values) -> Voice:
    answer = {"answer": "yes", "because": "Det är rimligt.", "answered_on": answered} if answered else {}
    led_to = {"effect": "En tavla sitter uppe.", "effect_on": effect} if effect else {}
    values = {"text": "Vi vill veta vem som jobbar i natt.", "origin_kind": "request", "origin_id": 1} | values
    return Voice.objects.create(
        unit=unit, said_on=said, answer_due_on="2099-01-01", recorded_by="system", **answer, **led_to, **values
    )
