"""What holds in the pool: perspectives, statuses and their transitions, purposes, and how contacts are written."""

import re
from collections.abc import Collection
from datetime import date, timedelta

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERSPECTIVES: dict[str, Promise | str] = {
    "user": _("brukare"),
    "patient": _("patient"),
    "relative": _("närstående"),
}

# How old somebody says they are, roughly; nobody has to. Wide, so that few are alone in theirs: children, whom
# services meet otherwise than others, young adults, two halves of working life, and those past it.
AGE_BANDS: dict[str, Promise | str] = {
    "under-18": _("under 18 år"),
    "18-25": _("18–25 år"),
    "26-40": _("26–40 år"),
    "41-64": _("41–64 år"),
    "65-up": _("65 år eller äldre"),
}

WEEKDAYS: tuple[Promise | str, ...] = (
    _("måndag"), _("tisdag"), _("onsdag"), _("torsdag"), _("fredag"), _("lördag"), _("söndag"),
)  # fmt: skip

# verb: (from which statuses, to which)
TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "welcome": (frozenset({"new"}), "active"),
    "pause": (frozenset({"active"}), "paused"),
    "resume": (frozenset({"paused"}), "active"),
    "leave": (frozenset({"new", "active", "paused"}), "left"),
}

# Why somebody opens the door. A choice, never free text: it is journalled for good and the contributor reads it.
PURPOSES: dict[str, Promise | str] = {
    "contact": _("ta kontakt"),
    "welcome": _("hålla välkomstsamtal"),
    "invitation": _("fråga om ett uppdrag"),
    "practical": _("ordna något praktiskt inför ett uppdrag"),
    "told_back": _("berätta vad det ledde till"),
    "letter": _("skicka brev"),
    "correct": _("rätta uppgifter"),
    "duplicate": _("se om samma person finns två gånger"),
    "search": _("hitta någon som har hört av sig"),
}

RELEASABLE = ("first_name", "last_name", "email", "phone")
DOOR_MINUTES = 15
DRAFT_DAYS = 30
CONFIRM_AFTER = timedelta(days=365)
TOLD_FOR_DAYS = 365  # How long somebody who has left can be told what it led to, if they asked for it.


def may_move(verb: str, status: str) -> bool:
    """Whether `verb` is possible from `status`."""
    return status in TRANSITIONS[verb][0]


def disposal_day(left_on: date, retention_days: int, *, tell_after: bool) -> date:
    """From which day the personal data of somebody who has left is to be disposed of."""
    days = max(retention_days, TOLD_FOR_DAYS) if tell_after else retention_days
    return left_on + timedelta(days=days)


def plain_email(text: str) -> str:
    """An address as it is compared and kept."""
    return text.strip().lower()


def plain_phone(text: str) -> str:
    """A number in E.164 where it can be understood as one, else as it was written."""
    written = " ".join(text.split())
    try:
        number = phonenumbers.parse(written, "SE")
    except phonenumbers.NumberParseException:
        return written
    if not phonenumbers.is_possible_number(number):
        return written
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_postcode(postcode: str) -> str:
    """A postcode as it is written in Sweden: "381 22"."""
    signs = postcode.replace(" ", "")
    return f"{signs[:3]} {signs[3:]}" if len(signs) == 5 and signs.isdecimal() else postcode


def shown_phone(number: str) -> str:
    """A kept number as people in Sweden write it."""
    try:
        parsed = phonenumbers.parse(number, "SE")
    except phonenumbers.NumberParseException:
        return number
    swedish = parsed.country_code == 46
    style = phonenumbers.PhoneNumberFormat.NATIONAL if swedish else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style) if phonenumbers.is_possible_number(parsed) else number


def name_words(*names: str) -> set[str]:
    """The words by which a name is found: small letters, split at spaces and hyphens."""
    return {word for name in names for word in re.split(r"[\s\-,.]+", name.casefold()) if word}


def ways_to_be_reached(email: str, phone: str, street: str, city: str) -> list[str]:
    """The channels that can be used, in the order in which they are proposed."""
    found = {"email": bool(email), "phone": bool(phone), "letter": bool(street and city)}
    return [channel for channel, usable in found.items() if usable]


def usable_channel(wanted: str, ways: Collection[str]) -> str:
    """The wanted channel where it can be used, else the first that can; the wanted one where none can."""
    return wanted if wanted in ways or not ways else next(iter(ways))
