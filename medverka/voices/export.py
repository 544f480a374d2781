"""The list of voices as a file for spreadsheets."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.foundation.csv_files import as_csv
from medverka.voices import origins
from medverka.voices.models import Voice
from medverka.voices.queries import origins_of


def voices_csv(voices: QuerySet[Voice]) -> bytes:
    """Every voice, one a row, with its answer and effect."""
    return as_csv(_rows(voices))


def _rows(voices: QuerySet[Voice]) -> Iterator[Sequence[object]]:
    yield (
        _("Sades den"), _("Sades på"), _("Tillfälle"), _("Verksamhet"), _("De talade som"), _("Förening"), _("Teman"),
        _("Brådskar"), _("Det som sades"), _("Svar senast"), _("Svar"), _("Därför att"), _("Svarades den"),
        _("Det ledde till"), _("Visas på Ni sa, vi gjorde"),
    )  # fmt: skip
    rows = list(voices.prefetch_related("themes"))
    kinds, names, yes_no = origins.kinds(), origins_of(rows), {True: _("Ja"), False: _("Nej")}
    for voice in rows:
        origin = names.get((voice.origin_kind, voice.origin_id))
        yield (
            voice.said_on, kinds.get(voice.origin_kind, ""), origin.title if origin else "", voice.unit,
            capfirst(voice.get_capacity_display()), voice.association or "",
            ", ".join(theme.name for theme in voice.themes.all()), yes_no[voice.urgent], voice.text,
            voice.answer_due_on, voice.get_answer_display(), voice.because, voice.answered_on or "", voice.effect,
            yes_no[voice.public],
        )  # fmt: skip
