"""What happens to a request, from the first draft until it is closed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise, may_everywhere
from medverka.assignments import rules
from medverka.assignments.actions import invitations
from medverka.assignments.actions.afterwards_asking import ask_how_it_was
from medverka.assignments.actions.lists import choose, taken_out
from medverka.assignments.actions.tellings import tell, tell_commissioner
from medverka.assignments.models import InvolvementRequest, RequestMessage, Telling
from medverka.assignments.policies import asked_for, may_handle, may_write
from medverka.assignments.rules import NotNow, RequestState
from medverka.foundation import clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import Event, record, record_many
from medverka.organisations.models import Organisation
from medverka.pool.models import Term

# What those who ask may fill in. Everything else is moved by actions alone.
FILLED_IN = frozenset(
    {
        "title", "unit", "unit_in_words", "contact_name", "contact_email", "contact_phone", "purpose", "way", "level",
        "promise", "can_be_influenced", "decision_on", "persons_wanted", "wants_user", "wants_patient",
        "wants_relative", "mix_own", "mix_relative", "mix_units", "starts_on", "ends_on", "when_in_words", "form", "language",
        "place", "municipality", "place_access", "other_participants", "support_person", "compensation", "answer_by",
        "last_reply_on",
    }
)  # fmt: skip


class Incomplete(NotNow):
    """Something compulsory is missing; `missing` says what, and in which step."""

    def __init__(self, missing: list[tuple[str, Any]]) -> None:
        super().__init__(_("Något saknas innan förfrågan kan skickas."))
        self.missing = missing


@transaction.atomic
def create_request(
    *,
    by: Any,
    unit: Organisation | None = None,
    source: str = InvolvementRequest.Source.COMMISSIONER,
    **values: Any,
) -> InvolvementRequest:
    """A new draft. A visitor needs no permission, for nothing is received until their address is confirmed."""
    if source != InvolvementRequest.Source.VISITOR:
        authorise(by, "requests.make", unit)
    if by.actor_id.startswith("user:"):
        values["drafted_by_id"] = int(by.actor_id.removeprefix("user:"))
        if source == InvolvementRequest.Source.COMMISSIONER:
            values.setdefault("commissioner_id", values["drafted_by_id"])
    lists = taken_out(values)
    request = InvolvementRequest.objects.create(unit=unit, source=source, **values)
    choose(request, lists)
    record(by, "request.drafted", request, source=source)
    return request


@transaction.atomic
def save_draft(request: InvolvementRequest, *, by: Any, **values: Any) -> InvolvementRequest:
    """Keep what has been filled in so far; nothing is compulsory yet."""
    if not may_write(by, request):
        raise PermissionDenied
    lists = taken_out(values)
    _only_what_is_filled_in(values)
    if values.get("unit") and request.source != InvolvementRequest.Source.VISITOR:
        authorise(by, "requests.make", values["unit"])
    drafts = InvolvementRequest.objects.filter(pk=request.pk, state__in=rules.DRAFTS)
    if not drafts.update(**values, saved_at=clock.now()):
        raise NotNow(_("Förfrågan är redan skickad och kan inte ändras här."))
    choose(request, lists)
    request.refresh_from_db()
    return request


def what_is_missing(request: InvolvementRequest) -> list[tuple[str, Any]]:
    """(step, what to do) for each compulsory thing that is not filled in."""
    has_account = request.commissioner_id is not None
    return rules.missing(
        {
            "unit": request.unit_id or request.unit_in_words.strip(),
            "contact_name": has_account or request.contact_name,
            "contact_email": has_account
            or request.contact_email
            or request.source == InvolvementRequest.Source.COORDINATOR,
            "title": request.title,
            "purpose": request.purpose,
            "promise": request.promise,
            "wants": request.wants_user or request.wants_patient or request.wants_relative,
            "answer_by": request.answer_by,
        }
    )


@transaction.atomic
def send_request(request: InvolvementRequest, *, by: Any) -> InvolvementRequest:
    """Send a draft. A visitor's is received when they have confirmed their address. Raises `Incomplete`."""
    if not may_write(by, request):
        raise PermissionDenied
    if missing := what_is_missing(request):
        raise Incomplete(missing)
    if request.source == InvolvementRequest.Source.VISITOR:
        move_request(request, "await_confirmation", saved_at=clock.now())
        record(by, "request.confirmation_mailed", request)
        queue("assignments.confirm", request.pk, key=f"assignments.confirm:{request.pk}:{clock.now():%Y%m%d%H%M%S}")
        return request
    return _receive(request, by)


@transaction.atomic
def mail_resume_link(request: InvolvementRequest, *, by: Any) -> None:
    """Mail the way back to a draft to the address that was filled in. The draft is kept as long as the link opens."""
    if not may_write(by, request):
        raise PermissionDenied
    InvolvementRequest.objects.filter(pk=request.pk, state__in=rules.DRAFTS).update(saved_at=clock.now())
    record(by, "request.link_mailed", request)
    queue("assignments.resume", request.pk, key=f"assignments.resume:{request.pk}:{clock.now():%Y%m%d%H%M}")


@transaction.atomic
def confirm_request(request: InvolvementRequest, *, by: Any) -> InvolvementRequest:
    """Receive a visitor's request, now that its address has answered. Again is harmless."""
    if not asked_for(by, request):
        raise PermissionDenied
    if request.state not in rules.DRAFTS:
        return request
    if missing := what_is_missing(request):
        raise Incomplete(missing)
    return _receive(request, by)


@transaction.atomic
def drop_visitors_drafts(*, by: Any, saved_before: datetime) -> int:
    """Delete what visitors began, have not saved since that moment and never confirmed. Returns how many."""
    if not may_everywhere(by, "requests.handle"):
        raise PermissionDenied
    visitors = InvolvementRequest.objects.filter(source=InvolvementRequest.Source.VISITOR, state__in=rules.DRAFTS)
    old = visitors.filter(saved_at__lt=saved_before).select_for_update()  # One may be confirmed just now.
    ids = [request.pk for request in old]
    if ids:
        InvolvementRequest.objects.filter(pk__in=ids).delete()
        record(by, "request.drafts_dropped", "county:1", count=len(ids))
    return len(ids)


@transaction.atomic
def ask_back(request: InvolvementRequest, *, by: Any, text: str) -> RequestMessage:
    """Ask the commissioner something; the request waits for the reply."""
    _authorise_handling(by, request)
    move_request(request, "ask_back")
    message = _write(request, by, text, from_coordinator=True)
    tell_commissioner(request, "asked_back", message.pk)
    record(by, "request.asked_back", request)
    return message


@transaction.atomic
def reply_to_question(request: InvolvementRequest, *, by: Any, text: str) -> RequestMessage:
    """The commissioner's reply, or the coordinator's note of it."""
    if not may_write(by, request):
        raise PermissionDenied
    move_request(request, "reply")
    message = _write(request, by, text, from_coordinator=False)
    record(by, "request.replied", request)
    return message


@transaction.atomic
def decline_request(request: InvolvementRequest, *, by: Any, reason: str) -> InvolvementRequest:
    """Say no, with the reason that the commissioner reads."""
    _authorise_handling(by, request)
    reason = rules.plain(reason, 2000)
    if not reason:
        raise NotNow(_("Skriv varför ni säger nej. Uppdragsgivaren läser det."))
    move_request(request, "decline", decline_reason=reason)
    tell_commissioner(request, "declined")
    record(by, "request.declined", request)
    return request


@transaction.atomic
def open_request(request: InvolvementRequest, *, by: Any, unit: Organisation | None = None) -> InvolvementRequest:
    """Begin to look for people. A visitor's unit in words must by now be a known unit."""
    _authorise_handling(by, request)
    unit = unit or request.unit
    if unit is None:
        raise NotNow(_("Välj vilken verksamhet förfrågan gäller innan du öppnar den."))
    authorise(by, "requests.handle", unit)
    move_request(request, "open", opened_on=clock.today(), unit=unit)
    tell_commissioner(request, "opened")
    record(by, "request.opened", request)
    return request


@transaction.atomic
def change_request(request: InvolvementRequest, *, by: Any, **values: Any) -> InvolvementRequest:
    """Change what was asked for after it was received. More places move reserves up."""
    _authorise_handling(by, request)
    lists = taken_out(values)
    _only_what_is_filled_in(values)
    if values.get("unit"):
        authorise(by, "requests.handle", values["unit"])
    wanted = values.get("persons_wanted", request.persons_wanted)
    living = InvolvementRequest.objects.filter(pk=request.pk, state__in=rules.LIVING, places_taken__lte=wanted)
    if not living.update(**{"source": request.source, **values}):
        raise NotNow(_("Så många har redan tackat ja att det inte går, eller så är förfrågan avslutad."))
    changed = sorted(
        [*(name for name, value in values.items() if getattr(request, name) != value), *choose(request, lists)]
    )
    request.refresh_from_db()
    record(by, "request.changed", request, fields=changed)
    invitations.move_up(request, by=by)
    return request


@transaction.atomic
def cancel_request(request: InvolvementRequest, *, by: Any) -> InvolvementRequest:
    """Call it off. Everybody who was asked is told."""
    _authorise_handling(by, request)
    move_request(request, "cancel")
    for invitation in invitations.of(request, *invitations.COUNTED_ON):
        invitations.forget_letters(invitation)
        tell(invitation, Telling.What.CANCELLED)
    tell_commissioner(request, "cancelled")
    record(by, "request.cancelled", request)
    return request


@transaction.atomic
def carry_out_request(request: InvolvementRequest, *, by: Any, on: date | None = None) -> InvolvementRequest:
    """Note that it took place (`on` a day, today unless told). Those who got no place are thanked."""
    _authorise_handling(by, request)
    move_request(request, "carry_out", carried_out_on=on or clock.today())
    invitations.release_those_not_chosen(request, by=by)
    ask_how_it_was(request)
    record(by, "request.carried_out", request)
    return request


@transaction.atomic
def close_request(request: InvolvementRequest, *, by: Any) -> InvolvementRequest:
    """Nothing more is to be done."""
    _authorise_handling(by, request)
    move_request(request, "close", closed_on=clock.today())
    record(by, "request.closed", request)
    return request


@dataclass(frozen=True)
class NewRequest:
    """A request as a register knows it: what is not known is left out."""

    title: str
    received_on: date
    unit: Organisation | None = None
    unit_in_words: str = ""
    number: str = ""
    purpose: str = ""
    way: Term | None = None
    level: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    persons_wanted: int = 2
    starts_on: date | None = None
    ends_on: date | None = None
    when_in_words: str = ""
    form: Term | None = None
    place: str = ""
    municipality: Organisation | None = None
    state: str = RequestState.CLOSED
    areas: Sequence[Term] = field(default=())


@transaction.atomic
def import_requests(items: Sequence[NewRequest], *, by: Any) -> list[InvolvementRequest]:
    """Take in many past requests at once, in the order given."""
    authorise(by, "registers.import")
    numbers = _Numbers({item.number for item in items})
    requests = InvolvementRequest.objects.bulk_create(
        [_from_register(item, item.number or numbers.next(item.received_on.year)) for item in items], batch_size=500
    )
    through = InvolvementRequest.areas.through
    through.objects.bulk_create(
        [
            through(involvementrequest_id=request.pk, term_id=term.pk)
            for request, item in zip(requests, items, strict=True)
            for term in item.areas
        ],
        batch_size=500,
    )
    record_many(by, [Event("request.imported", f"involvementrequest:{request.pk}") for request in requests])
    return requests


def _from_register(item: NewRequest, number: str) -> InvolvementRequest:
    done = item.state in {RequestState.CARRIED_OUT, RequestState.CLOSED}
    last = item.ends_on or item.starts_on or item.received_on
    return InvolvementRequest(
        source=InvolvementRequest.Source.IMPORT,
        number=number,
        state=item.state,
        title=item.title[:120],
        received_on=item.received_on,
        opened_on=item.received_on if done else None,
        carried_out_on=last if done else None,
        closed_on=last if item.state == RequestState.CLOSED else None,
        unit=item.unit,
        unit_in_words=item.unit_in_words[:120] or ("" if item.unit else _("okänd verksamhet")),
        purpose=item.purpose[:4000],
        way=item.way,
        level=item.level,
        contact_name=item.contact_name[:120],
        contact_email=item.contact_email,
        contact_phone=item.contact_phone[:30],
        when_in_words=item.when_in_words[:200],
        form=item.form,
        place=item.place[:200],
        municipality=item.municipality,
        persons_wanted=min(max(item.persons_wanted, 1), 200),
        starts_on=item.starts_on,
        ends_on=item.ends_on,
    )


class _Numbers:
    """The next free numbers of each year; those `taken` are about to be given otherwise."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self._last: dict[int, int] = {}
        self._taken = taken

    def next(self, year: int) -> str:
        if year not in self._last:
            ours = InvolvementRequest.objects.filter(number__regex=rf"^{year}-[0-9]+$")
            last = ours.order_by(Length("number").desc(), "-number").values_list("number", flat=True).first()
            self._last[year] = int(last.partition("-")[2]) if last else 0
        while (number := self._step(year)) in self._taken:
            pass
        return number

    def _step(self, year: int) -> str:
        self._last[year] += 1
        return f"{year}-{self._last[year]:03}"


def _receive(request: InvolvementRequest, by: Any) -> InvolvementRequest:
    for _attempt in range(20):  # Two may be received at the same moment; the number is unique.
        try:
            with transaction.atomic():
                number = _Numbers().next(clock.today().year)
                move_request(request, "send", received_on=clock.today(), number=number)
            break
        except IntegrityError:
            continue
    else:
        raise NotNow(_("Så många förfrågningar kom just nu att din inte fick något nummer. Försök igen."))
    tell_commissioner(request, "received")
    record(by, "request.received", request, number=request.number)
    return request


def move_request(request: InvolvementRequest, verb: str, **values: Any) -> None:
    """The guarded change of state; `request` then shows it. Raises `NotNow` where it came too late."""
    sources, target = rules.TRANSITIONS[verb]
    if not InvolvementRequest.objects.filter(pk=request.pk, state__in=sources).update(state=target, **values):
        raise NotNow(_("Förfrågan har ändrats sedan du öppnade sidan. Här ser du hur den ser ut nu."))
    request.refresh_from_db()


def _authorise_handling(by: Any, request: InvolvementRequest) -> None:
    if not may_handle(by, request):
        raise PermissionDenied("requests.handle")


def _only_what_is_filled_in(values: dict[str, Any]) -> None:
    if unknown := values.keys() - FILLED_IN:
        raise TypeError(f"Not to be filled in: {', '.join(sorted(unknown))}")


def _write(request: InvolvementRequest, by: Any, text: str, *, from_coordinator: bool) -> RequestMessage:
    text = rules.plain(text, 4000)
    if not text:
        raise NotNow(_("Skriv vad du vill fråga eller svara."))
    return RequestMessage.objects.create(
        request=request, from_coordinator=from_coordinator, text=text, author=by.actor_id
    )
