"""The forms by which a draw is published and drawn."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.draws import pasted, sources, ways
from medverka.draws.models import Draw
from medverka.fairness.draw.randomness import (
    Beacon,
    Numbers,
    Promise,
    Source,
    WrongValues,
    beacon_after,
    check_promise,
    promise_from_data,
)
from medverka.foundation import clock
from medverka.foundation.fields import DateField, TimeField, says_no_year

ROWS = (1, 2, 3)
PARTS = ("name", "where", "day", "at", "count", "least", "greatest")


NOON = time(12)
HALF_A_YEAR = timedelta(days=183)


class ComingDay(DateField):
    """A day to come. Without a year the nearest such day is meant, and one that has just been is not taken for next year's."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and says_no_year(str(value)) and day - clock.today() > HALF_A_YEAR:
            words = _now("Den dagen har redan varit. Skriv årtalet också om du menar %(year)s.")
            raise ValidationError(words % {"year": day.year}, code="has_been")
        return day


class PublishForm(forms.Form):
    """What is promised. The kind of lottery goes with it, so that it is published as it was shown."""

    made: Promise  # What will decide, once the form is valid.

    lottery = forms.ChoiceField(choices=Draw.Lottery.choices, widget=forms.HiddenInput)

    def kept(self) -> list[tuple[str, str]]:
        """What was filled in, by field, as the last page sends it on: days with their year, so that they mean the same then."""
        return [(name, _as_filled_in(value)) for name, value in self.cleaned_data.items() if value not in (None, "")]


def _as_filled_in(value: Any) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _check(form: PublishForm, promise: Callable[[], Promise], faulty: Callable[[WrongValues], str | None]) -> None:
    """What will decide must make sense, leave enough to chance and lie in the future; `faulty` is the field that is wrong."""
    if form.errors:
        return
    try:
        form.made = promise()
        check_promise(form.made, sources.earliest())
    except WrongValues as error:
        form.add_error(faulty(error), sources.wrong(error))


def _in_a_week() -> date:
    return clock.today() + timedelta(days=7)


class BeaconForm(PublishForm):
    """A round of drand decides: the first after a moment."""

    day = ComingDay(
        label=_("Vilken dag ska det dras?"),
        help_text=_(
            "Minst en halvtimme bort, så att andra hinner se fingeravtrycket. Skriv som du brukar, till exempel 5 december."
        ),
        initial=_in_a_week,
    )
    at = TimeField(label=_("Vilken tid?"), help_text=_("Till exempel 12.00."), initial=NOON)

    def clean(self) -> dict[str, Any]:
        """The round is what will decide."""
        _check(self, self._round, lambda _error: "day")
        return self.cleaned_data

    def _round(self) -> Promise:
        return beacon_after(sources.local(self.cleaned_data["day"], self.cleaned_data["at"]))


class NumbersForm(PublishForm):
    """One to three named public draws decide, together."""

    mark_optional = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in ROWS:
            for name, field in _source_fields().items():
                field.required = row == 1
                field.error_messages["required"] = _("Fyll i det här.")
                field.label = format_lazy("{} {}: {}", _("Dragning"), row, field.label)
                self.fields[f"{name}_{row}"] = field

    def rows(self) -> list[list[Any]]:
        """The fields, row by row."""
        return [[self[f"{name}_{row}"] for name in PARTS] for row in ROWS]

    def ways(self) -> str:
        """In how many ways what is filled in so far can come out, whatever else is missing or wrong."""
        return ways.together(ways.of(*numbers) for row in ROWS if (numbers := self._range(row)))

    def _range(self, row: int) -> list[int]:
        """How many numbers, the least and the greatest, where all three can be read."""
        try:
            told = [self.fields[name].clean(self.data.get(name)) for name in (f"{part}_{row}" for part in PARTS[-3:])]
        except ValidationError:
            return []
        return [] if None in told else told

    def clean(self) -> dict[str, Any]:
        """A row is filled in wholly, or not at all; all of them together are what will decide."""
        for row in ROWS[1:]:
            given = {name: self.cleaned_data.get(f"{name}_{row}") not in (None, "") for name in PARTS}
            if any(given.values()):
                for name in [name for name, there in given.items() if not there]:
                    if f"{name}_{row}" not in self.errors:
                        self.add_error(f"{name}_{row}", _now("Fyll i det här också, eller töm hela raden."))
        for row in ROWS:
            least, greatest = (self.cleaned_data.get(f"{part}_{row}") for part in ("least", "greatest"))
            if least is not None and greatest is not None and least >= greatest:
                self.add_error(f"greatest_{row}", _now("Det största talet ska vara större än det minsta."))
        _check(self, self._numbers, self._faulty)
        return self.cleaned_data

    def _numbers(self) -> Promise:
        return Numbers([self._source(row) for row in ROWS if self.cleaned_data.get(f"name_{row}")])

    def _source(self, row: int) -> Source:
        told = {name: self.cleaned_data[f"{name}_{row}"] for name in PARTS}
        when = sources.as_written(sources.local(told.pop("day"), told.pop("at")))
        return Source(when=when, **told)

    def _faulty(self, error: WrongValues) -> str | None:
        """The field at which a mistake is told."""
        if error.code == "too_predictable":
            return next((f"name_{row}" for row in ROWS if not self.cleaned_data.get(f"name_{row}")), None)
        if error.code == "not_in_the_future":
            return next(f"day_{row}" for row in ROWS if self._source(row).when == error.values["moment"])
        return f"count_{error.values['source']}" if error.code == "source_range" else None


def _source_fields() -> dict[str, forms.Field]:
    return {
        "name": forms.CharField(
            label=_("Vad dras?"), help_text=_("Till exempel: Lotto lördag 5 december."), max_length=100
        ),
        "where": forms.CharField(label=_("Var syns det?"), help_text=_("Webbadress eller tidning."), max_length=200),
        "day": ComingDay(label=_("Vilken dag?")),
        "at": TimeField(label=_("Vilken tid?")),
        "count": forms.IntegerField(label=_("Hur många tal?"), min_value=1, max_value=100, widget=_short()),
        "least": forms.IntegerField(label=_("Minsta tal"), min_value=0, max_value=10**9, widget=_short()),
        "greatest": forms.IntegerField(label=_("Största tal"), min_value=1, max_value=10**9, widget=_short()),
    }


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"size": 6, "inputmode": "numeric"})


class ValuesForm(forms.Form):
    """What chance has said: all that the round's page shows, or numbers for each source."""

    mark_optional = False
    values: Any  # What the draw takes, once the form is valid.

    def __init__(self, *args: Any, plan: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        made = promise_from_data(plan)
        self.beacon = made if isinstance(made, Beacon) else None
        self.sources = made.sources if isinstance(made, Numbers) else []
        if self.beacon:
            self.fields["page"] = _copied()
        for place, source in enumerate(self.sources):
            self.fields[f"numbers_{place}"] = _typed(source)

    def clean(self) -> dict[str, Any]:
        """They must be what was promised; what is not is told at its field."""
        read = {name: self._read(name) for name in self.fields if name in self.cleaned_data}
        if not self.errors:
            self.values = read["page"] if self.beacon else list(read.values())
        return self.cleaned_data

    def _read(self, name: str) -> Any:
        text = self.cleaned_data[name]
        try:
            if self.beacon:
                return pasted.round_in(text, self.beacon)
            return _numbers(text, self.sources[int(name.removeprefix("numbers_"))])
        except WrongValues as error:
            self.add_error(name, sources.wrong(error))
            return None

    def said(self) -> list[tuple[str, str]]:
        """What will decide, as it was understood, each beside what it is called."""
        if self.beacon:
            return [(_now("Slumptalet"), self.values["randomness"])]
        written = (" ".join(map(str, numbers)) for numbers in self.values)
        return list(zip((source.name for source in self.sources), written, strict=True))

    def kept(self) -> list[tuple[str, str]]:
        """What was filled in, by field, as the last page sends it on."""
        return list(self.cleaned_data.items())


def _numbers(text: str, source: Source) -> list[int]:
    numbers = pasted.numbers_in(text)
    source.written(numbers)
    return numbers


def _copied() -> forms.CharField:
    return forms.CharField(
        label=_("Det som står på omgångens sida"),
        help_text=_("Öppna länken, markera allt, kopiera och klistra in här. Det räcker också med ”signature”."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
    )


def _typed(source: Source) -> forms.CharField:
    words = _now("%(count)s tal med mellanslag emellan. Ordningen spelar ingen roll.")
    return forms.CharField(label=source.name, help_text=words % {"count": source.count}, max_length=1000)


class PostedForm(forms.Form):
    """The letters of which PDF are posted: those up to the number of the last who was in it when the page was made."""

    upto = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class CallOffForm(forms.Form):
    """Why a published draw is called off; everybody reads it."""

    because = forms.CharField(
        label=_("Varför avlyses lottningen?"),
        help_text=_("Syns öppet på lottningens sida."),
        max_length=300,
        error_messages={"required": _("Skriv varför. De som är med har rätt att få veta.")},
    )
