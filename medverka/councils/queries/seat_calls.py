"""Questions to associations about a seat: whom they reach, and what has been answered."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.accounts.models import RoleHolding
from medverka.councils.models import SeatCall, SeatCallAnswer
from medverka.councils.queries.councils import within_reach
from medverka.councils.queries.mine import Mine
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.organisations.models import ContactPerson, Organisation

OPEN = Q(call__closed_on=None, call__seat__closed_on=None, call__seat__council__closed_on=None)


@dataclass(frozen=True)
class Recipient:
    """Somebody whom a mail to an association reaches: a representative's account, or a contact person."""

    key: str  # "user:7" or "contact:7", as the outbox keeps it.
    email: str


def recipients_of(associations: Collection[int]) -> dict[int, list[Recipient]]:
    """Who is mailed for each association (ids), each address once; two queries."""
    today = clock.today()
    held = RoleHolding.objects.held_on(today).filter(role="representative", organisation__in=associations)
    contacts = ContactPerson.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
    found: dict[int, dict[str, Recipient]] = {pk: {} for pk in associations}
    for holding in held.filter(user__is_active=True).select_related("user").order_by("pk"):
        reached = Recipient(f"user:{holding.user_id}", holding.user.email)
        found[holding.organisation_id or 0].setdefault(reached.email, reached)
    for contact in contacts.filter(organisation__in=associations).exclude(email="").order_by("pk"):
        reached = Recipient(f"contact:{contact.pk}", contact.email.lower())
        found[contact.organisation_id].setdefault(reached.email, reached)
    return {pk: list(people.values()) for pk, people in found.items()}


def address_of(association: Organisation, key: str) -> str:
    """Where a recipient is reached today; empty where they no longer stand for the association."""
    return next((one.email for one in recipients_of([association.pk])[association.pk] if one.key == key), "")


def calls_visible_to(user: Any) -> QuerySet[SeatCall]:
    """Calls about seats of councils that `user` appoints to."""
    found = SeatCall.objects.filter(within_reach(user, "councils.edit", "seat__council"))
    return found.select_related("seat__council__organisation", "seat__organisation")


def answers_visible_to(user: Any) -> QuerySet[SeatCallAnswer]:
    """Answers to those calls."""
    found = SeatCallAnswer.objects.filter(within_reach(user, "councils.edit", "call__seat__council"))
    return found.select_related("association", "call__seat__council__organisation", "call__seat__organisation")


def answers_to(call: SeatCall) -> list[tuple[SeatCallAnswer, int]]:
    """Every association that was asked, by name, and how many the mail reaches there; three queries."""
    rows = list(SeatCallAnswer.objects.filter(call=call).select_related("association").order_by("association__name"))
    reached = recipients_of([row.association_id for row in rows])
    return [(row, len(reached[row.association_id])) for row in rows]


def asked_of(user: Any) -> QuerySet[SeatCallAnswer]:
    """Open questions to the associations that somebody who signs in represents."""
    held = RoleHolding.objects.held_on(clock.today()).filter(user=user.pk, role="representative")
    found = SeatCallAnswer.objects.filter(OPEN, association__in=held.values("organisation"))
    return found.select_related("association", "call__seat__council__organisation", "call__seat__organisation")


def associations_to_ask() -> QuerySet[Organisation]:
    """Every association that there is."""
    return Organisation.objects.associations().current()


def is_open(call: SeatCall) -> bool:
    """Whether it can be answered: neither it nor the seat is closed. `seat.council` must have been fetched."""
    return not (call.closed_on or call.seat.closed_on or call.seat.council.closed_on)


def waiting_for(mine: Mine) -> list[Waiting]:
    """Calls that somebody has answered, or whose last day has been."""
    answered = Count("pk", filter=Q(answered_at__isnull=False))
    rows = SeatCallAnswer.objects.filter(OPEN, within_reach(mine.user, "councils.edit", "call__seat__council"))
    columns = ("call", "call__seat__council__name", "call__seat__title", "call__made_on", "call__reply_by")
    counted = rows.order_by().values(*columns).annotate(asked=Count("pk"), answered=answered)
    late = Q(answered__gt=0) | Q(call__reply_by__lt=clock.today())
    return [_waiting(row) for row in counted.filter(late).order_by("call__made_on", "call")]


def _waiting(row: dict[str, Any]) -> Waiting:
    many = row["answered"]
    told = ngettext("En förening har svarat.", "%(n)s föreningar har svarat.", many) if many else _("Ingen har svarat.")
    day = date_format(row["call__reply_by"], "j F")
    return Waiting(
        group=_("Råd och forum"),
        title=_("En plats i %(council)s") % {"council": row["call__seat__council__name"]},
        text=f"{told % {'n': many}} {_('Sista dag att svara är den %s.') % day}",
        since=row["call__made_on"],
        url=reverse("councils:seat_call", args=[row["call"]]),
        step=_("Se svaren"),
        key=f"seat-call:{row['call']}",
    )
