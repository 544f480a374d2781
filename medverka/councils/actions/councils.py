"""Councils and seats come, change and end; people are appointed to seats."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise, may
from medverka.accounts.models import User
from medverka.councils import policies, rules
from medverka.councils.actions.meetings import cancel
from medverka.councils.models import Council, Meeting, Seat, SeatHolding
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.organisations.models import County, Organisation
from medverka.pool.models import Contributor
from medverka.pool.policies import knows_of_protection, reaches

COUNCIL_FIELDS = frozenset({
    "name", "kind", "level", "organisation", "sub_area", "answers", "purpose", "mandate", "procedure", "rhythm",
    "public", "hidden_in_compilations", "runs_elsewhere",
})  # fmt: skip
SEAT_FIELDS = frozenset({"title", "capacity", "duty", "perspective", "organisation", "stands_in_for", "order"})


@transaction.atomic
def create_council(*, by: Any, **values: Any) -> Council:
    """Set up a standing body. The sub-area follows from the organisation unless given. `KeyError` for unknown fields."""
    _known(values, COUNCIL_FIELDS)
    authorise(by, "councils.edit", values["organisation"])
    values.setdefault("sub_area", values["organisation"].sub_area)
    list(County.objects.select_for_update(no_key=True))  # Two councils of one name take turns for their addresses.
    council = Council(slug=_free_slug(values["name"]), **_fitting(values))
    council.full_clean(exclude=["slug"])
    council.save()
    record(by, "council.created", council, kind=council.kind, organisation=council.organisation_id)
    return council


@transaction.atomic
def change_council(council: Council, *, by: Any, version: int | None = None, **values: Any) -> Council:
    """Change what is given. `ValidationError` where somebody else has saved since `version` was read."""
    _known(values, COUNCIL_FIELDS)
    if not policies.may_edit(by, council):
        raise PermissionDenied("councils.edit")
    if values.get("organisation") and not may(by, "councils.edit", values["organisation"]):
        raise PermissionDenied("councils.edit")
    row = Council.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=council.pk)
    if version is not None and row.version != version:
        raise ValidationError(
            _("Någon annan har ändrat här under tiden. Det du skrev står kvar i fälten; läs det nya och spara igen.")
        )
    for name, value in _fitting(values).items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean(exclude=["slug"])
    row.save()
    record(by, "council.changed", row, fields=sorted(values))
    return row


@transaction.atomic
def close_council(council: Council, *, by: Any) -> None:
    """It has ceased: meetings ahead are called off and nobody sits on it from today on. Its history stays. Again is harmless."""
    if not policies.may_edit(by, council):
        raise PermissionDenied("councils.edit")
    today = clock.today()
    if Council.objects.filter(pk=council.pk, closed_on=None).update(closed_on=today, version=F("version") + 1):
        ahead = list(Meeting.objects.filter(council=council, state__in=rules.AHEAD, starts_at__gt=clock.now()))
        cancel(ahead)  # While there still is somebody to tell.
        for holding in SeatHolding.objects.held_on(today).filter(seat__council=council):
            end_holding(holding, by=by, ends_on=today)
        record(by, "council.closed", council, meetings=len(ahead))


@transaction.atomic
def create_seat(council: Council, *, by: Any, **values: Any) -> Seat:
    """A new seat, last in the order. `KeyError` for unknown fields."""
    _known(values, SEAT_FIELDS)
    if not policies.may_edit(by, council):
        raise PermissionDenied("councils.edit")
    last = Seat.objects.filter(council=council).aggregate(last=Max("order"))["last"] or 0
    seat = Seat(council=council, **{"order": last + 1, "perspective": _perspective(values), **values})
    seat.full_clean()
    seat.save()
    record(by, "seat.created", seat, council=council.pk, capacity=seat.capacity)
    return seat


@transaction.atomic
def change_seat(seat: Seat, *, by: Any, **values: Any) -> Seat:
    """Change what is given. As what somebody sits cannot change while somebody does. `KeyError` for unknown fields."""
    _known(values, SEAT_FIELDS)
    if not policies.may_edit(by, seat.council):
        raise PermissionDenied("councils.edit")
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if values.get("capacity", row.capacity) != row.capacity and SeatHolding.objects.filter(seat=row).exists():
        raise ValidationError(
            {"capacity": _("Någon har suttit på platsen. Avsluta den och gör en ny, så att historien stämmer.")}
        )
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    record(by, "seat.changed", row, fields=sorted(values))
    return row


@transaction.atomic
def close_seat(seat: Seat, *, by: Any) -> None:
    """The seat is no longer there from today on, nor whoever held it. Again is harmless."""
    if not policies.may_edit(by, seat.council):
        raise PermissionDenied("councils.edit")
    if Seat.objects.filter(pk=seat.pk, closed_on=None).update(closed_on=clock.today()):
        for holding in SeatHolding.objects.held_on(clock.today()).filter(seat=seat):
            end_holding(holding, by=by, ends_on=clock.today())
        record(by, "seat.closed", seat)


@transaction.atomic
def move_seat(seat: Seat, *, by: Any, earlier: bool) -> None:
    """Let a seat change places with the one before or after it; at the end of the row nothing happens."""
    if not policies.may_edit(by, seat.council):
        raise PermissionDenied("councils.edit")
    Council.objects.select_for_update(of=("self",)).get(pk=seat.council_id)  # Two moves take turns.
    row = list(Seat.objects.filter(council=seat.council, closed_on=None))
    place = row.index(seat)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
        for order, one in enumerate(row, start=1):
            Seat.objects.filter(pk=one.pk).exclude(order=order).update(order=order)
        record(by, "seat.changed", seat, fields=["order"])


@dataclass(frozen=True)
class Holder:
    """Who is to sit on a seat: exactly one of `contributor`, `user` and `name` (somebody outside pool and staff).

    `channel` and the ways to reach them are for those outside. `public_name` is what they agreed to be shown as.
    """

    contributor: Contributor | None = None
    user: User | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    channel: str = ""
    public_name: str = ""
    needs: str = ""


@transaction.atomic
def appoint(
    seat: Seat,
    holder: Holder,
    *,
    by: Any,
    organisation: Organisation | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> SeatHolding:
    """Let somebody sit on a seat from a day. `organisation` is for whom they sit.

    `ValidationError` where the seat is held on some of those days, or a mandate names no association.
    """
    if not policies.may_edit(by, seat.council):
        raise PermissionDenied("councils.edit")
    if holder.contributor is not None and not reaches(by, "pool.read", holder.contributor):
        raise PermissionDenied("pool.read")
    Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)  # Two appointments take turns.
    outside = {name: getattr(holder, name).strip() for name in ("name", "email", "phone", "address")}
    holding = SeatHolding(
        seat=seat, contributor=holder.contributor, user=holder.user, **outside, is_outside=bool(outside["name"]),
        outside_channel=holder.channel if outside["name"] else "", organisation=organisation or seat.organisation,
        public_name=holder.public_name.strip(), needs=holder.needs.strip(),
        starts_on=starts_on or clock.today(), ends_on=ends_on,
    )  # fmt: skip
    _check_holder(holding)
    _check_name(holding, by)
    _check_days(holding)
    holding.save()
    person = holding.contributor_id
    record(by, "seat.held", holding, seat=seat.pk, council=seat.council_id, contributor=person)
    return holding


@transaction.atomic
def change_holding(holding: SeatHolding, *, by: Any, **values: str) -> SeatHolding:
    """Correct how somebody is reached, their needs, and under which name they agreed to be shown. `KeyError` for the rest."""
    _known(values, frozenset({"public_name", "needs", "email", "phone", "address", "outside_channel"}))
    if not (policies.may_edit(by, holding.seat.council) or policies.is_holder(by, holding)):
        raise PermissionDenied("councils.edit")
    row = SeatHolding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    for name, value in values.items():
        setattr(row, name, value.strip())
    _check_holder(row)
    _check_name(row, by)
    row.save()
    record(by, "seat.holder_changed", row, fields=sorted(values))
    return row


@transaction.atomic
def end_holding(holding: SeatHolding, *, by: Any, ends_on: date) -> None:
    """From the day after, the seat is vacant. The same day again is harmless."""
    if not policies.may_edit(by, holding.seat.council):
        raise PermissionDenied("councils.edit")
    if ends_on < holding.starts_on:
        raise ValidationError({"ends_on": _("Sista dagen kan inte komma före den första.")})
    changed = SeatHolding.objects.filter(pk=holding.pk).exclude(ends_on=ends_on).update(ends_on=ends_on)
    if changed:
        record(by, "seat.left", holding, seat=holding.seat_id, on=ends_on.isoformat())


def _check_holder(holding: SeatHolding) -> None:
    if sum([holding.contributor is not None, holding.user is not None, holding.is_outside]) != 1:
        raise ValidationError(_("Välj vem som ska sitta på platsen."))
    if holding.seat.capacity == rules.Capacity.MANDATE and holding.organisation is None:
        raise ValidationError({"organisation": _("Den som har mandat sitter för en förening. Välj vilken.")})
    if holding.is_outside and holding.channel == Contributor.Channel.EMAIL and not holding.email:
        raise ValidationError({"email": _("Skriv en e-postadress, eller välj brev eller telefon.")})


def _check_name(holding: SeatHolding, by: Any) -> None:
    """Whoever knows that somebody is protected is told; to the others it stays unsaid, and the alias is what is shown."""
    if holding.public_name and holding.contributor and knows_of_protection(by, holding.contributor):
        raise ValidationError({"public_name": _("Den som har skyddade personuppgifter visas aldrig med namn.")})


def _check_days(holding: SeatHolding) -> None:
    if holding.ends_on and holding.ends_on < holding.starts_on:
        raise ValidationError({"ends_on": _("Sista dagen kan inte komma före den första.")})
    others = SeatHolding.objects.filter(seat=holding.seat).filter(Q(ends_on=None) | Q(ends_on__gte=holding.starts_on))
    if holding.ends_on:
        others = others.filter(starts_on__lte=holding.ends_on)
    if other := others.order_by("starts_on").first():
        if other.starts_on <= holding.starts_on and other.ends_on is None:
            words = _("Någon sitter på platsen. Avsluta det uppdraget först, eller välj en dag efter det.")
        else:
            words = _("Någon annan sitter på platsen under en del av tiden. Välj andra dagar.")
        raise ValidationError({"starts_on": words})


def _perspective(values: dict[str, Any]) -> str:
    """An official brings the service's view, a politician that of politics."""
    by_capacity = {
        rules.Capacity.OFFICIAL: rules.Perspective.SERVICE,
        rules.Capacity.POLITICIAN: rules.Perspective.POLITICS,
    }
    return by_capacity.get(values["capacity"], "")


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """The one who is to answer must be able to."""
    answers, organisation = values.get("answers"), values.get("organisation")
    if answers is not None and organisation is not None and not may(answers, "voices.answer", organisation):
        raise ValidationError({"answers": _("%(name)s kan inte svara för den verksamheten.") % {"name": answers}})
    return values


def _known(values: dict[str, Any], fields: frozenset[str]) -> None:
    if unknown := set(values) - fields:
        raise KeyError(*sorted(unknown))


def _free_slug(name: str) -> str:
    """The name as it stands in an address; with a number where it is taken."""
    base = slugify(name)[:70] or "rad"
    taken = set(Council.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))] if slug not in taken
    )
