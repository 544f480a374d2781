"""What holds for requests and invitations: pure functions, transitions as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LATE_DAYS = 14  # A decision this near leaves hardly any time to be influenced.
LINK_DAYS = 14  # So long after the last day to answer a link still tells what became of it.
AGREED_DAYS = 7  # So long before the first day everybody should have agreed to the terms.
POST_DAYS = 4  # So long it takes until a letter is there and its answer is back.
AFTER_DAYS = 90  # So long after the last day of an assignment its link still opens.


class NotNow(Exception):
    """It cannot be done as things stand. The argument says why, in words for the person who tried."""


class RequestState(TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("utkast")
    UNCONFIRMED = "unconfirmed", _("väntar på att adressen bekräftas")
    RECEIVED = "received", _("ny")
    ASKED_BACK = "asked_back", _("väntar på besked från uppdragsgivaren")
    OPEN = "open", _("söker personer")
    DECLINED = "declined", _("avböjd")
    CANCELLED = "cancelled", _("inställd")
    CARRIED_OUT = "carried_out", _("genomförd, väntar på svar")
    CLOSED = "closed", _("avslutad")


# verb: (from which states, to which)
TRANSITIONS: dict[str, tuple[frozenset[RequestState], RequestState]] = {
    "send": (frozenset({RequestState.DRAFT, RequestState.UNCONFIRMED}), RequestState.RECEIVED),
    "await_confirmation": (frozenset({RequestState.DRAFT, RequestState.UNCONFIRMED}), RequestState.UNCONFIRMED),
    "ask_back": (frozenset({RequestState.RECEIVED, RequestState.ASKED_BACK}), RequestState.ASKED_BACK),
    "reply": (frozenset({RequestState.ASKED_BACK}), RequestState.RECEIVED),
    "decline": (frozenset({RequestState.RECEIVED, RequestState.ASKED_BACK}), RequestState.DECLINED),
    "open": (frozenset({RequestState.RECEIVED, RequestState.ASKED_BACK}), RequestState.OPEN),
    "withdraw": (frozenset({RequestState.RECEIVED, RequestState.ASKED_BACK}), RequestState.CANCELLED),
    "cancel": (frozenset({RequestState.OPEN}), RequestState.CANCELLED),
    "carry_out": (frozenset({RequestState.OPEN}), RequestState.CARRIED_OUT),
    "close": (frozenset({RequestState.CARRIED_OUT}), RequestState.CLOSED),
}

DRAFTS = frozenset({RequestState.DRAFT, RequestState.UNCONFIRMED})
LIVING = frozenset({RequestState.RECEIVED, RequestState.ASKED_BACK, RequestState.OPEN})


def plain(text: str, most: int) -> str:
    """What somebody typed, without blanks around it, cut to `most` signs."""
    return text.strip()[:most]


def both_ways(needs: Iterable[object]) -> str:
    """That these needs are said both to be possible to arrange and not to be."""
    names = ", ".join(sorted(str(need).lower() for need in needs))
    return gettext("Samma sak kan inte både gå och inte gå att ordna: %(needs)s. Välj den på ett ställe.") % {
        "needs": names
    }


def can(verb: str, state: str) -> bool:
    """Whether a request in `state` can be taken through `verb`."""
    return state in TRANSITIONS[verb][0]


class InvitationState(TextChoices):
    """Where one contributor stands in one request."""

    RAISED = "raised", _("har anmält intresse")
    RESERVE = "reserve", _("reserv, inte tillfrågad än")
    INVITED = "invited", _("inbjuden, har inte svarat")
    ACCEPTED = "accepted", _("är med")
    WAITING = "waiting", _("vill vara med, står på tur")
    DECLINED = "declined", _("tackade nej")
    EXPIRED = "expired", _("svarade inte i tid")
    NOT_CHOSEN = "not_chosen", _("fick inte plats den här gången")
    WITHDRAWN = "withdrawn", _("har dragit sig ur")
    TAKEN_BACK = "taken_back", _("inbjudan är tillbakatagen")


_I = InvitationState
# verb: (from which states, to which). "accept" leads to WAITING where every place is taken.
INVITATION_TRANSITIONS: dict[str, tuple[frozenset[InvitationState], InvitationState]] = {
    "invite": (frozenset({_I.RAISED, _I.RESERVE, _I.EXPIRED, _I.TAKEN_BACK}), _I.INVITED),
    "reserve": (frozenset({_I.RAISED, _I.TAKEN_BACK}), _I.RESERVE),
    "accept": (frozenset({_I.INVITED, _I.EXPIRED, _I.DECLINED}), _I.ACCEPTED),
    "give_place": (frozenset({_I.WAITING}), _I.ACCEPTED),
    "decline": (frozenset({_I.INVITED, _I.EXPIRED, _I.WAITING, _I.RAISED}), _I.DECLINED),
    "expire": (frozenset({_I.INVITED}), _I.EXPIRED),
    "withdraw": (frozenset({_I.ACCEPTED}), _I.WITHDRAWN),
    "take_back": (frozenset({_I.INVITED, _I.RESERVE}), _I.TAKEN_BACK),
    "not_choose": (frozenset({_I.RAISED, _I.RESERVE, _I.INVITED, _I.WAITING}), _I.NOT_CHOSEN),
    "raise_hand": (frozenset(), _I.RAISED),  # Only somebody without an invitation raises a hand.
}
# An invitation in one of these has been put to the contributor, and was not turned down.
ASKED = frozenset({_I.INVITED, _I.ACCEPTED, _I.WAITING, _I.EXPIRED, _I.NOT_CHOSEN, _I.WITHDRAWN})
# In one of these somebody takes part, or may come to.
BUSY = frozenset({_I.INVITED, _I.ACCEPTED, _I.WAITING})
# A request in one of these has happened, or is to.
HAPPENS = frozenset({RequestState.OPEN, RequestState.CARRIED_OUT, RequestState.CLOSED})


class Picked(TextChoices):
    """How a person came to be asked. A fact for the figures: whoever asks is free to ask anybody."""

    PROPOSED = "proposed", _("föreslogs")
    OTHER = "other", _("valdes av samordnaren")
    RAISED = "raised", _("anmälde sig själv")
    DRAWN = "drawn", _("drogs i en lottning")


def invitation_can(verb: str, state: str) -> bool:
    """Whether an invitation in `state` can be taken through `verb`."""
    return state in INVITATION_TRANSITIONS[verb][0]


# What is told only for as long as the invitation stands so. The rest is told whatever happens.
NEWS_WHILE = {"invitation": _I.INVITED, "reminder": _I.INVITED, "place": _I.ACCEPTED, "terms": _I.ACCEPTED}


def is_still_news(what: str, state: str) -> bool:
    """Whether a letter or call of this kind is still needed by somebody whose invitation is in `state`."""
    return NEWS_WHILE.get(what, state) == state


def reply_day(today: date, days: int, *, last: date | None = None, starts_on: date | None = None) -> date:
    """The last day to answer an invitation sent today: the request's own, else after `days`, but before it starts.

    It is today only where the first day is today or tomorrow.
    """
    day = last if last and last > today else today + timedelta(days=days)
    if starts_on and starts_on >= today:
        return min(day, max(starts_on - timedelta(days=1), today))
    return min(day, today + timedelta(days=1)) if starts_on else day


def post_days(channel: str) -> int:
    """How many days more somebody gets whose invitation goes by post."""
    return POST_DAYS if channel == "letter" else 0


def waits_for_post(what: str, reply_by: date | None, today: date) -> bool:
    """Whether a letter of this kind, posted today, may come too late to be answered."""
    asks = what in {"invitation", "reminder"}
    return asks and reply_by is not None and reply_by < today + timedelta(days=POST_DAYS)


def reminder_is_due(today: date, invited_on: date, reply_by: date) -> bool:
    """Whether half the time to answer has gone, with the last day not yet passed."""
    return today <= reply_by and today - invited_on >= max((reply_by - invited_on) / 2, timedelta(days=1))


def link_ends(state: str, reply_by: date, ends_on: date | None) -> date:
    """The last day on which an invitation's link opens."""
    if state in {_I.ACCEPTED, _I.WAITING}:
        return max(reply_by, ends_on or reply_by) + timedelta(days=AFTER_DAYS)
    return reply_by + timedelta(days=LINK_DAYS)


@dataclass(frozen=True)
class Facts:
    """What the chain of a request is drawn from."""

    state: str
    accepted: int = 0
    wanted: int = 2
    voices: int = 0
    answered: int = 0
    effects: int = 0
    to_tell: int = 0  # Messages back that are owed, told or not.
    told: int = 0


def steps_done(facts: Facts) -> set[str]:
    """Which of the seven steps of the chain are taken (keys of `petals.CHAIN`)."""
    done = {"need"}
    if facts.state not in DRAFTS:
        done.add("request")
    if facts.accepted and (facts.accepted >= facts.wanted or facts.state in {"carried_out", "closed"}):
        done.add("people")
    if facts.voices:
        done.add("voice")
    if facts.voices and facts.answered == facts.voices:
        done.add("answer")
    if facts.effects:
        done.add("effect")
    if facts.to_tell and facts.told == facts.to_tell and "answer" in done:
        done.add("told")
    return done


def current_step(facts: Facts) -> str:
    """The step that is waited for now; "-" where nothing is."""
    if facts.state in {RequestState.DECLINED, RequestState.CANCELLED, RequestState.CLOSED}:
        return "-"
    done = steps_done(facts)
    order = ("request", "people", "voice", "answer", "told", "effect")
    return next((step for step in order if step not in done), "-")


def petals(facts: Facts) -> set[str]:
    """Which of the five petals are open (names of `petals.PETALS`)."""
    steps = steps_done(facts)
    names = {"request": "asked", "people": "taking_part", "voice": "said", "answer": "answered", "effect": "changed"}
    return {petal for step, petal in names.items() if step in steps}


def lateness(decision_on: date | None, today: date) -> str:
    """`"past"` or `"near"` where the decision leaves no time to be influenced, else the empty string."""
    if decision_on is None or decision_on >= today + timedelta(days=LATE_DAYS):
        return ""
    return "past" if decision_on < today else "near"


def terms_are_due(starts_on: date | None, today: date) -> bool:
    """Whether the first day is so near that everybody should have agreed to the terms."""
    return starts_on is not None and starts_on <= today + timedelta(days=AGREED_DAYS)


# (field, the step where it is filled in, what to do). Compulsory at sending, and only then.
COMPULSORY: tuple[tuple[str, str, Promise], ...] = (
    ("unit", "vem", _("Säg vilken verksamhet som frågar.")),
    ("contact_name", "vem", _("Skriv namnet på den vi ska tala med.")),
    ("contact_email", "vem", _("Skriv en e-postadress där vi når er.")),
    ("title", "vad", _("Ge förfrågan en rubrik.")),
    ("purpose", "vad", _("Berätta vad ni vill uppnå.")),
    ("promise", "inflytande", _("Välj vad ni lovar dem som medverkar.")),
    ("wants", "manniskor", _("Välj minst en erfarenhet: brukare, patient eller närstående.")),
    ("answer_by", "villkor", _("Säg när de som medverkat får svar.")),
)


def missing(given: dict[str, object]) -> list[tuple[str, Promise]]:
    """(step, what to do) for each compulsory thing that is not given yet."""
    return [(step, words) for field, step, words in COMPULSORY if not given.get(field)]
