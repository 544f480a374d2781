"""What is filled in about meetings."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.councils import rules
from medverka.councils.models import Meeting, Series, Summons
from medverka.councils.queries.seats import Who
from medverka.foundation import clock
from medverka.foundation.fields import DateField, TimeField
from medverka.pool.models import Contributor

PLACES = ("place", "place_access", "online")
WEEKDAYS = [
    (0, _("måndag")), (1, _("tisdag")), (2, _("onsdag")), (3, _("torsdag")), (4, _("fredag")), (5, _("lördag")),
    (6, _("söndag")),
]  # fmt: skip

OFTEN: dict[str, Promise] = {
    "weekly-1": _("varje vecka"),
    "weekly-2": _("varannan vecka"),
    "weekly-3": _("var tredje vecka"),
    "weekly-4": _("var fjärde vecka"),
    "monthly-1": _("varje månad"),
    "monthly-2": _("varannan månad"),
    "monthly-3": _("var tredje månad"),
    "monthly-6": _("varje halvår"),
}


def how_often(series: Series) -> str:
    """How a series goes on, in words."""
    words = OFTEN.get(f"{series.rhythm}-{series.interval}")
    return str(words or series.get_rhythm_display())


class PlaceForm(forms.Form):
    """When in the day, and where."""

    begins = TimeField(label=_("Börjar klockan"))
    ends = TimeField(label=_("Slutar klockan"))
    place = forms.CharField(label=_("Plats"), max_length=200, required=False)
    place_access = forms.CharField(
        label=_("Så tillgänglig är platsen"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Till exempel ingång utan trappor, hörslinga, ett lugnt rum att gå undan till."),
    )
    online = forms.URLField(label=_("Länk för den som är med på distans"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, TimeField | DateField):
                field.widget.attrs["size"] = 8 if name in {"begins", "ends"} else 18

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("begins") and values.get("ends"):
            if values["ends"] <= values["begins"]:
                self.add_error("ends", _("Slutet måste komma efter början."))
            elif minutes_between(values["begins"], values["ends"]) > 720:
                self.add_error("ends", _("Ett möte kan vara högst tolv timmar."))
        return values

    def places(self) -> dict[str, str]:
        """Where, as the actions take it."""
        return {name: self.cleaned_data[name] for name in PLACES}

    def minutes(self) -> int:
        """How long."""
        return minutes_between(self.cleaned_data["begins"], self.cleaned_data["ends"])


class MeetingForm(PlaceForm):
    """One meeting."""

    on = DateField(label=_("Dag"), help_text=_("Till exempel 15 januari 2027."))
    field_order = ["on", "begins", "ends", *PLACES]
    fields_of = {"starts_at": "begins", "ends_at": "ends"}  # What the actions call what stands in the form.

    @classmethod
    def of(cls, meeting: Meeting, given: Any = None) -> "MeetingForm":
        """Filled in as the meeting is."""
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        times = {"on": starts.date(), "begins": starts.time(), "ends": ends.time()}
        return cls(given, initial={**times, **{name: getattr(meeting, name) for name in PLACES}})

    def given(self) -> dict[str, Any]:
        """The values as the actions take them."""
        on = self.cleaned_data["on"]
        starts, ends = (
            timezone.make_aware(datetime.combine(on, self.cleaned_data[name])) for name in ("begins", "ends")
        )
        return {"starts_at": starts, "ends_at": ends, **self.places()}

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day < clock.today():
            raise ValidationError(_("Dagen har redan varit. Välj en dag som kommer."))
        return day


class SeriesForm(PlaceForm):
    """A series, before its days are shown."""

    often = forms.ChoiceField(
        label=_("Hur ofta"), choices=list(OFTEN.items()), widget=forms.RadioSelect, initial=f"{rules.Rhythm.MONTHLY}-1"
    )
    first_on = DateField(
        label=_("Första gången"),
        help_text=_("Veckodagen blir den samma varje gång, och i månaden till exempel alltid den andra tisdagen."),
    )
    last_on = DateField(label=_("Till och med"))
    field_order = ["often", "first_on", "last_on", "begins", "ends", *PLACES]
    fields_of = {"starts": "begins", "minutes": "ends"}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first, last = values.get("first_on"), values.get("last_on")
        if first and first < clock.today():
            self.add_error("first_on", _("Dagen har redan varit. Välj en dag som kommer."))
        if first and last and last < first:
            self.add_error("last_on", _("Sista dagen kan inte komma före den första."))
        if not self.errors and len(self.days()) >= rules.SERIES_AT_MOST:
            self.add_error(
                "last_on", _("Det blir för många möten. Välj en tidigare dag, och låt serien gå längre sedan.")
            )
        return values

    def given(self) -> dict[str, Any]:
        """The values as `make_series` takes them."""
        rhythm, _dash, interval = self.cleaned_data["often"].partition("-")
        values = {name: self.cleaned_data[name] for name in ("first_on", "last_on")} | {"rhythm": rhythm}
        return {
            **values,
            "interval": int(interval),
            "starts": self.cleaned_data["begins"],
            "minutes": self.minutes(),
            **self.places(),
        }

    def days(self) -> list[date]:
        """The days that it gives."""
        values = self.given()
        return rules.series_days(values["rhythm"], values["interval"], values["first_on"], values["last_on"])


class MoveForm(PlaceForm):
    """A series is moved from a day on."""

    from_on = DateField(label=_("Från och med"))
    weekday = forms.TypedChoiceField(label=_("Veckodag"), choices=WEEKDAYS, coerce=int)
    field_order = ["from_on", "weekday", "begins", "ends", *PLACES]
    fields_of = {"starts": "begins", "minutes": "ends"}

    @classmethod
    def of(cls, series: Series, given: Any = None) -> "MoveForm":
        """Filled in as the series goes."""
        ends = (datetime.combine(series.first_on, series.starts) + timedelta(minutes=series.minutes)).time()
        times = {"weekday": series.first_on.weekday(), "begins": series.starts, "ends": ends}
        places = {name: getattr(series, name) for name in PLACES}
        return cls(given, initial={"from_on": clock.today(), **times, **places})

    def given(self) -> dict[str, Any]:
        """The values as `move_series` takes them."""
        values = {name: self.cleaned_data[name] for name in ("from_on", "weekday")}
        return {**values, "starts": self.cleaned_data["begins"], "minutes": self.minutes(), **self.places()}


class LastDayForm(forms.Form):
    """A series goes on longer, or ends."""

    last_on = DateField(label=_("Sista dagen"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"size": 18}))


class AnswerForm(forms.Form):
    """What somebody needs, beside the answer, which is a button."""

    needs = forms.CharField(
        label=_("Behöver du något för att kunna vara med?"),
        help_text=_("Skriv det som ska ordnas, inte varför. Den som bokar ser behovet utan ditt namn."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HeardForm(AnswerForm):
    """An answer that somebody else writes down, and how it came."""

    reply = forms.ChoiceField(
        label=_("Vad är svaret?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett av svaren.")},
    )
    how = forms.ChoiceField(
        label=_("Hur kom svaret?"),
        choices=[
            (Contributor.Channel.PHONE, _("per telefon")),
            (Contributor.Channel.LETTER, _("på papper")),
            (Contributor.Channel.EMAIL, _("per e-post")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur svaret kom.")},
    )
    field_order = ["reply", "how", "needs"]

    def __init__(self, *args: Any, has_substitute: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = self.fields["needs"]
        needs.label = _("Behöver personen något för att kunna vara med?")
        needs.help_text = _("Skriv det som ska ordnas, inte varför. Den som bokar ser behovet utan personens namn.")
        replies = [(rules.Reply.YES, _("kommer")), (rules.Reply.NO, _("kommer inte"))]
        substitute = [(rules.Reply.SUBSTITUTE, _("skickar ersättare"))] if has_substitute else []
        self.fields["reply"].choices = replies + substitute  # type: ignore[attr-defined]


class CountForm(forms.Form):
    """How many came to a forum."""

    came_own = forms.IntegerField(label=_("Med egen erfarenhet"), min_value=0, max_value=999)
    came_service = forms.IntegerField(label=_("Från verksamheten"), min_value=0, max_value=999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["size"] = 4


class AttendanceForm(forms.Form):
    """Who came to a council. Those who have said yes are ticked until somebody has noted otherwise."""

    came = forms.TypedMultipleChoiceField(
        label=_("De som kom"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    mark_optional = False

    def __init__(
        self, *args: Any, people: Mapping[UUID, Who], summons: Mapping[UUID, Summons], held: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        field.choices = [(pk, str(who)) for pk, who in people.items()]  # type: ignore[attr-defined]
        field.initial = [pk for pk, row in summons.items() if (row.came if held else row.reply == rules.Reply.YES)]


def minutes_between(begins: time, ends: time) -> int:
    """Minutes from one time of the day to another."""
    return (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
