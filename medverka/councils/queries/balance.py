"""Whose views a council gathers, at a glance."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.councils import rules
from medverka.councils.models import Seat
from medverka.foundation.charts import Chart, Row, bar_chart

SIDES = (rules.Perspective.USER, rules.Perspective.PATIENT, rules.Perspective.RELATIVE)


@dataclass(frozen=True)
class Balance:
    """Two pictures, what they say in a sentence, and what could be thought of; empty where there are no seats."""

    sentence: str
    charts: list[Chart]
    thoughts: list[str]


def balance(seats: Collection[Seat], held: Collection[int]) -> Balance | None:
    """How the seats are spread, and those of them that are `held` today (ids)."""
    if not seats:
        return None
    taken = [seat for seat in seats if seat.pk in held]
    by_perspective = Counter(seat.perspective for seat in taken)
    by_voice = Counter(rules.SPEAKS_FOR[seat.capacity] for seat in taken)
    rows: list[Row] = [(label, by_perspective[code]) for code, label in rules.Perspective.choices]
    if by_perspective[""]:
        rows.append((_("inget särskilt"), by_perspective[""]))
    voices: list[Row] = [(code.label, by_voice[code]) for code in rules.SpeaksFor]
    vacant: list[Row] = [(_("lediga"), len(seats) - len(taken))]
    return Balance(
        _sentence(len(seats), len(taken), by_voice),
        [
            bar_chart(_("Perspektiv"), [*rows, *vacant], what=_("Perspektiv"), measure=_("Platser"), key="perspektiv"),
            bar_chart(
                _("En eller många"), [*voices, *vacant], what=_("Talar"), measure=_("Platser"), key="en-eller-manga"
            ),
        ],
        _thoughts(taken, by_perspective),
    )


def _sentence(seats: int, taken: int, by_voice: Counter[rules.SpeaksFor]) -> str:
    words = ngettext("En plats", "%(n)s platser", seats) % {"n": seats}
    vacant = seats - taken
    free = ngettext("en är ledig", "%(n)s är lediga", vacant) % {"n": vacant} if vacant else _("ingen är ledig")
    many, one = by_voice[rules.SpeaksFor.MANY], by_voice[rules.SpeaksFor.ONE]
    speak = _("%(one)s talar för en, %(many)s för många och %(service)s för en verksamhet.")
    service = by_voice[rules.SpeaksFor.SERVICE]
    counts = {"one": one or _("ingen"), "many": many or _("ingen"), "service": service or _("ingen")}
    return f"{words}, {free}. {capfirst(speak % counts)}"


def _thoughts(taken: Collection[Seat], by_perspective: Counter[str]) -> list[str]:
    thoughts = []
    if sum(seat.capacity in rules.OWN_EXPERIENCE for seat in taken) < 2:
        thoughts.append(
            _("Färre än två sitter där med egen erfarenhet. Ingen ska behöva vara ensam, och en kan bli sjuk.")
        )
    missing = [str(side.label) for side in SIDES if not by_perspective[side]]
    if missing:
        words = ngettext(
            "Ett perspektiv saknas: %(missing)s.", "%(count)s perspektiv saknas: %(missing)s.", len(missing)
        )
        thoughts.append(words % {"count": len(missing), "missing": ", ".join(missing)})
    return thoughts
