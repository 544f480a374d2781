"""Public randomness in words: what will decide a draw, what was promised, and what is wrong with what was written in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverka.draws.rules import SEEN_FIRST
from medverka.fairness.draw.randomness import Beacon, Numbers, Promise, Source, WrongValues, promise_from_data
from medverka.foundation import clock

WRONG: dict[str, Lazy | str] = {
    "moment": gettext_lazy("Vi förstår inte tiden."),
    "not_in_the_future": gettext_lazy(
        "Välj en tid som är minst en halvtimme bort. Siffrorna får inte vara kända, och andra ska hinna se fingeravtrycket före dem."
    ),
    "source_range": gettext_lazy(
        "Så många olika tal finns inte mellan det minsta och det största. Ändra något av dem."
    ),
    "too_predictable": gettext_lazy(
        "De dragningar som är ifyllda kan bli på för få sätt, så någon skulle kunna prova sig fram. Fyll i den här också."
    ),
    "not_numbers": gettext_lazy("Skriv talen med mellanslag emellan, till exempel 3 14 22."),
    "count": gettext_lazy("Det ska vara %(expected)s olika tal. Här är det %(found)s."),
    "twice": gettext_lazy("%(number)s står två gånger. Det ska vara olika tal."),
    "outside": gettext_lazy("%(number)s ligger inte mellan %(least)s och %(greatest)s."),
    "address": gettext_lazy("Det där är bara adressen. Öppna den, och kopiera det som står på sidan."),
    "no_signature": gettext_lazy("Här finns ingen signatur. Öppna länken till omgången och kopiera hela sidan."),
    "swapped": gettext_lazy("Slumptalet och signaturen har bytt plats. Kopiera hela sidan, så hamnar de rätt."),
    "randomness_length": gettext_lazy(
        "Slumptalet, ”randomness”, ska ha %(expected)s tecken. Här är det %(found)s. Kopiera hela sidan igen."
    ),
    "signature_length": gettext_lazy(
        "Signaturen, ”signature”, ska ha %(expected)s tecken. Här är det %(found)s. Kopiera hela sidan igen."
    ),
    "other_round": gettext_lazy(
        "Det här är omgång %(found)s. Det ska vara omgång %(expected)s. Öppna länken till den, och kopiera hela sidan."
    ),
    "signature": gettext_lazy("Signaturen hör inte till det slumptalet. Kopiera hela sidan igen."),
    "unsigned": gettext_lazy(
        "Signaturen är inte drands för omgång %(expected)s. Öppna länken till omgången, och kopiera hela sidan igen."
    ),
    "not_hex": gettext_lazy(
        "Signaturen består bara av siffror och bokstäverna a–f, och här står något annat. Kopiera hela sidan igen."
    ),
}
SOMETHING = gettext_lazy("Värdena är inte de som utlovades. Kontrollera dem mot källan.")


@dataclass(frozen=True)
class Known:
    """One thing that decides, in words: what it is called, where it is made public, when, and what is drawn."""

    name: str
    where: str
    when: datetime
    what: str

    @property
    def link(self) -> bool:
        """Whether it is made public at an address."""
        return self.where.startswith("https://")


def in_words(plan: dict[str, Any]) -> list[Known]:
    """What will decide, one after the other."""
    promise = promise_from_data(plan)
    if isinstance(promise, Beacon):
        name = _("drand, omgång %(round)s") % {"round": promise.round}
        return [Known(name, promise.where(), moment(promise.when()), _("ett slumptal som ingen enskild kan påverka"))]
    return [_known(source) for source in promise.sources] if isinstance(promise, Numbers) else []


def _known(source: Source) -> Known:
    words = {"count": source.count, "least": source.least, "greatest": source.greatest}
    what = _("%(count)s olika tal från %(least)s till %(greatest)s") % words
    return Known(source.name, source.where, moment(source.when), what)


def decided_from(promise: Promise) -> datetime:
    """When all that decides is known."""
    return max(map(moment, promise.moments()))


def moment(written: str) -> datetime:
    """A moment as documents write it."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def earliest() -> str:
    """Before this moment nothing that decides may become known, as documents write it: others must have seen the fingerprint."""
    return as_written(clock.now() + SEEN_FIRST)


def as_written(at: datetime) -> str:
    """A moment as documents write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(day: date, at: time) -> datetime:
    """A day and a time where the county is."""
    return timezone.make_aware(datetime.combine(day, at))


def wrong(error: WrongValues) -> ValidationError:
    """What is wrong, in words."""
    text = WRONG.get(error.code, SOMETHING) % error.values
    return ValidationError(str(text))
