"""Forms for what is noted when an assignment is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from medverka.assignments.actions.afterwards import TookPart
from medverka.assignments.afterwards_queries import QUESTIONS
from medverka.assignments.models import Evaluation, Invitation
from medverka.contributions.forms import day_field, hours_field
from medverka.foundation.fields import has_been, row_number
from medverka.organisations.models import Organisation
from medverka.voices.models import Voice
from medverka.voices.personal import looks_personal

WORDS = ("words", "words_open")


@dataclass(frozen=True)
class Row:
    """One person in the form: came or not, hours, and what is noted for the day already."""

    invitation: Invitation
    came: BoundField
    hours: BoundField
    seen: int


class WhoCameForm(forms.Form):
    """Everybody who had said yes, in one form. `seen` maps invitations to contributions noted that day already."""

    mark_optional = False

    on = day_field(_("Vilken dag?"), _("Skriv vilken dag det var."), validators=[has_been])

    def __init__(
        self, *args: Any, people: Sequence[Invitation], hours: Decimal | None = None, day: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        self.seen: dict[int, int] = {}
        self.initial["on"] = day
        for person in people:
            self.fields[f"came_{person.pk}"] = forms.BooleanField(
                label=str(person.contributor), required=False, initial=not person.no_show
            )
            field = self.fields[f"hours_{person.pk}"] = hours_field()
            field.initial = hours
            field.label = _("Timmar, %s") % person.contributor  # An error then says whose hours.

    def rows(self) -> Iterator[Row]:
        """The people, each with their fields."""
        for person in self.people:
            fields = self[f"came_{person.pk}"], self[f"hours_{person.pk}"]
            yield Row(person, *fields, self.seen.get(person.pk, 0))

    def took_part(self, given: Mapping[str, Any]) -> list[TookPart]:
        """What to note. `given` also says for whom a further contribution the same day is meant."""
        data = self.cleaned_data
        return [
            TookPart(
                person,
                came=data[f"came_{person.pk}"],
                hours=data[f"hours_{person.pk}"],
                known=row_number(given.get(f"more_{person.pk}", "")),
            )
            for person in self.people
        ]


class EvaluationForm(forms.Form):
    """The same four questions to both sides, and own words."""

    words = forms.CharField(
        label=_("Med egna ord"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad var bra, och vad kan göras bättre till nästa gång?"),
        error_messages={"max_length": _("Texten är för lång. Skriv högst 4 000 tecken.")},
    )

    words_open = forms.BooleanField(
        label=_("Samordnaren får läsa orden, även om det går att förstå vem som skrev"), required=False
    )

    def __init__(self, *args: Any, must: bool = True, ours: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ours:
            del self.fields["words_open"]  # The commissioner's words are read as theirs.
        own = [name for name in self.fields if name not in WORDS]
        for name, words in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=Evaluation._meta.get_field(name).verbose_name,  # type: ignore[union-attr]
                choices=list(words.items()),
                coerce=int,
                empty_value=None,
                required=must,
                widget=forms.RadioSelect,
                error_messages={"required": _("Välj det svar som ligger närmast.")},
            )
        self.order_fields([*own, *QUESTIONS, *WORDS])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = [name for name in QUESTIONS if name in self.fields]
        if any(data.get(name) for name in asked) or data.get("words"):
            for name in asked:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Svara på alla fyra frågorna, eller på ingen av dem."))
        return data

    def answers(self) -> dict[str, Any]:
        """The four answers and the words; empty where nothing was answered."""
        data = self.cleaned_data
        return {name: data[name] for name in (*QUESTIONS, *WORDS) if name in data} if data.get("overall") else {}


class OwnAfterwardsForm(EvaluationForm):
    """A contributor's own: the day and hours, and how it was. All of it as one likes."""

    mark_optional = False

    on = day_field(_("Vilken dag var du med?"), required=False, validators=[has_been])
    hours = hours_field()

    def __init__(self, *args: Any, counted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, must=False, **kwargs)
        for name in (*QUESTIONS, *WORDS) if counted else ():  # Too late: the answers are counted.
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("hours") and not data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Skriv också vilken dag det var."))
        return data


class VoiceForm(forms.Form):
    """One thing that was said."""

    text = forms.CharField(
        label=_("Vad sades?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
        help_text=_("En sak i taget, så att varje sak får ett svar. Inga namn, och inget om någons egen vård."),
        error_messages={
            "required": _("Skriv det som sades."),
            "max_length": _("Texten är för lång. Skriv högst 2 000 tecken."),
        },
    )
    anyway = forms.BooleanField(label=_("Spara ändå, det är inga personuppgifter"), required=False)
    capacity = forms.ChoiceField(
        label=_("De som sade det talade som"),
        choices=[
            ("individual", _("enskilda")),
            ("mandate", _("företrädare för en förening, med mandat")),
            ("peer", _("anställda med egen erfarenhet")),
        ],
        widget=forms.RadioSelect,
        initial=Voice.Capacity.INDIVIDUAL,
    )
    association = forms.ModelChoiceField(
        label=_("Vilken förening?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Ingen"),
        help_text=_("Bara om de talade med en förenings mandat."),
    )
    unit = forms.ModelChoiceField(
        label=_("Vilken verksamhet ska svara?"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _("Välj vilken verksamhet som ska svara.")},
    )
    said_on = day_field(_("När sades det?"), _("Skriv vilken dag det sades."), validators=[has_been])
    answer_due_on = day_field(_("Svar senast"), _("Skriv när de som var med får svar."))

    def __init__(self, *args: Any, ask_for_unit: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Organisation.objects.current()
        self.fields["association"].queryset = current.associations()  # type: ignore[attr-defined]
        if ask_for_unit:
            self.fields["unit"].queryset = current.units()  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
        self.warned = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("capacity") == Voice.Capacity.MANDATE and not data.get("association"):
            self.add_error("association", _("Välj vilken förening som gav mandatet."))
        if data.get("capacity") != Voice.Capacity.MANDATE:
            data["association"] = None
        if data.get("said_on") and data.get("answer_due_on") and data["answer_due_on"] < data["said_on"]:
            self.add_error("answer_due_on", _("Svaret kan inte komma före det som sades."))
        found = looks_personal(data.get("text", ""))
        self.warned = bool(found)
        if found and not data.get("anyway"):
            words = ", ".join(str(sign) for sign in found)
            self.add_error(
                "text", _("Texten ser ut att innehålla %s. Ta bort det, eller kryssa i att du vill spara ändå.") % words
            )
        return data

    def given(self) -> dict[str, Any]:
        """What to write down."""
        return {name: value for name, value in self.cleaned_data.items() if name != "anyway"}
