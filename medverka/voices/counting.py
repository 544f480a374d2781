"""What was said in a period, counted: where, about what, and what became of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from medverka.voices.models import Escalation, Voice
from medverka.voices.queries import answer_figures
from medverka.voices.telling import overdue

# What an origin is called in the answer. These three always stand there; other kinds where there are any.
KINDS = {"request": "assignment", "council": "council", "forum": "forum"}

WORDS = {"assignment": "uppdrag", "council": "råd", "": "inget tema"}

# Key, label, how it is counted.
DEFINITIONS: tuple[tuple[str, str, str], ...] = (
    ("voices", "synpunkter", "Det som sades från den första till den sista dagen, båda inräknade."),
    ("by_origin", "sades på", "Synpunkterna efter var de sades: uppdrag, råd eller forum."),
    (
        "by_theme",
        "tema",
        "Synpunkterna efter tema. Den som har flera teman räknas i vart och ett; den tomma nyckeln är de som inget har.",
    ),
    ("answered", "har fått svar", "De av dem som fram till idag har fått ja, nej eller senare, med ett skäl."),
    ("share_answered", "andel som har fått svar, %", "Av alla synpunkter."),
    ("yes", "svaret är ja", "Det svar som gäller idag."),
    ("no", "svaret är nej", "Det svar som gäller idag."),
    ("later", "svaret är senare", "Det svar som gäller idag."),
    ("with_effect", "ledde till något", "De där någon har skrivit vad de ledde till."),
    ("share_with_effect", "andel som ledde till något, %", "Av dem som har fått svar."),
    ("median_days", "dagar till svar, median", "Från att det sades till svaret. Bara det som har fått svar räknas."),
    ("urgent", "brådskande", "De som är märkta som brådskande."),
    ("escalated", "lämnade vidare", "De som någon gång har lämnats vidare till någon annan att svara på."),
    ("overdue", "svaret är sent", "De som idag väntar på svar efter den dag då det utlovades."),
)


def counts(first: date, last: date) -> dict[str, Any]:
    """The counts of a period, as plain values. Shares are per cent, and None where there is nothing to share."""
    said = Voice.objects.filter(said_on__gte=first, said_on__lte=last).order_by()
    answers = Counter(said.values_list("answer", flat=True))
    figures = answer_figures(first, last)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "voices": figures.voices,
        "by_origin": _by_origin(said),
        "by_theme": _by_theme(said),
        "answered": figures.answered,
        "share_answered": _per_cent(figures.share_answered),
        **{answer: answers[answer] for answer in ("yes", "no", "later")},
        "with_effect": figures.with_effect,
        "share_with_effect": _per_cent(figures.share_with_effect),
        "median_days": figures.median_days,
        "urgent": said.filter(urgent=True).count(),
        "escalated": Escalation.objects.filter(voice__in=said.values("pk")).values("voice").distinct().count(),
        "overdue": overdue().filter(pk__in=said.values("pk")).count(),
    }


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The same as text for a terminal."""
    yield f"Det som sades från {found['from']} till {found['to']}"
    yield ""
    for key, label, _how in DEFINITIONS:
        value = found[key]
        if isinstance(value, dict):
            yield f"{label}:"
            yield from (f"  {WORDS.get(name, name):<34}{number:>7}" for name, number in value.items())
        else:
            yield f"{label:<36}{_in_words(value):>7}"


def as_page() -> str:
    """The page in docs/ that says how everything is counted."""
    rows = [f"| {label} | `{key}` | {how} |" for key, label, how in DEFINITIONS]
    lines = [
        "# Så räknas synpunkterna",
        "",
        "Skapad ur koden (`medverka/voices/counting.py`) med `medverka docs`. Ändra där, inte här.",
        "",
        "`medverka voices --from DAG --to DAG --json` ger dem för en period, båda dagarna inräknade; utan `--json` som en",
        "tabell att läsa. Dagarna står i `from` och `to`. Det är antalen som de är, för den som driver Medverka: de siffror",
        "som visas för andra följer [regeln om små grupper](disclosure.md) och står i [figures.md](figures.md).",
        "",
        "| antal | nyckel | så räknas det |",
        "|---|---|---|",
        *rows,
        "",
        "I `by_origin` står alltid `assignment` (uppdrag), `council` (råd) och `forum`. I `by_theme` står temats namn i",
        "adresser. En andel eller median är `null` där det inte finns något att räkna på.",
    ]
    return "\n".join(lines) + "\n"


def _by_origin(said: QuerySet[Voice]) -> dict[str, int]:
    found: dict[str, int] = dict(said.values_list("origin_kind").annotate(Count("pk")))
    return dict.fromkeys(KINDS.values(), 0) | {KINDS.get(kind, kind): number for kind, number in found.items()}


def _by_theme(said: QuerySet[Voice]) -> dict[str, int]:
    found: Any = said.values_list("themes__slug").annotate(number=Count("pk")).order_by("-number", "themes__slug")
    return {slug or "": number for slug, number in found}


def _per_cent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _in_words(value: float | None) -> str:
    return "–" if value is None else f"{value:g}".replace(".", ",")
