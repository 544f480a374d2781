from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.councils.models import AgendaItem, Meeting, SeatHolding
from medverka.councils.papers import MAX_BYTES, TYPES
from medverka.councils.queries.agenda import seats_at
from medverka.councils.queries.seats import people_of
from medverka.foundation.fields import RowsField
from medverka.pool.models import Contributor
from medverka.voices.models import Voice

MORE = _("Skriv det som alla behöver veta innan mötet. Inga namn, och inget om någons egen vård.")


def title_field() -> forms.CharField:
    """What a point is called."""
    return forms.CharField(
        label=_("Rubrik"), max_length=200, error_messages={"required": _("Skriv en rubrik för punkten.")}
    )


def text_field(label: Any) -> forms.CharField:
    """What everybody needs to know of a point."""
    errors = {"max_length": _("Texten är för lång. Skriv högst 4 000 tecken.")}
    return forms.CharField(
        label=label, max_length=4000, required=False, help_text=MORE, error_messages=errors,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ItemForm(forms.Form):
    """An item of the agenda. What every agenda has keeps its title."""

    title = title_field()
    text = text_field(_("Vad det gäller"))
    minutes = forms.IntegerField(
        label=_("Så många minuter"),
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "invalid": _("Skriv minuterna med siffror, till exempel 20."),
            "min_value": _("Skriv minst en minut."),
            "max_value": _("Skriv högst 600 minuter."),
        },
    )
    round = forms.BooleanField(
        label=_("Ordet går laget runt"), required=False, help_text=_("Alla får ordet, en i taget.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: AgendaItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            names = ("title", "text", "minutes", "round", "version")
            kwargs["initial"] = {name: getattr(item, name) for name in names}
        super().__init__(*args, **kwargs)
        if item is None:
            del self.fields["version"]
        elif item.kind != AgendaItem.Kind.POINT:
            del self.fields["title"]

    def given(self) -> dict[str, Any]:
        """What to save."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProposalForm(forms.Form):
    """A point that a member sends in."""

    title = title_field()
    text = text_field(_("Berätta mer"))


class ProposalForOtherForm(ProposalForm):
    """The same, as a member said it by phone, in a letter or in the corridor."""

    holding = forms.ModelChoiceField(
        label=_("Vem vill ta upp punkten?"),
        queryset=SeatHolding.objects.none(),
        empty_label=_("Välj"),
        error_messages={"required": _("Välj vem som vill ta upp punkten.")},
    )
    recorded_how = forms.ChoiceField(
        label=_("Hur fick du veta det?"),
        choices=Contributor.Channel.choices,
        widget=forms.RadioSelect,
        initial=Contributor.Channel.PHONE,
    )
    field_order = ["holding", "recorded_how", "title", "text"]

    def __init__(self, *args: Any, meeting: Meeting, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, seats = self.fields["holding"], seats_at(meeting)
        people = people_of(seats, reader)
        field.queryset = seats  # type: ignore[attr-defined]
        field.label_from_instance = lambda holding: str(people[holding.pk])  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a point is not on the agenda this time."""

    because = forms.CharField(
        label=_("Inte den här gången, därför att"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Den som skickade in punkten får läsa det du skriver."),
        error_messages={"required": _("Skriv varför, så att den som skickade in punkten förstår.")},
    )


class PaperForm(forms.Form):
    """A file for the meeting."""

    paper = forms.FileField(
        label=_("Filen"),
        help_text=_("Högst 10 MB: pdf, docx, odt, xlsx, pptx, png, jpg eller txt."),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in [*TYPES, "jpeg"])}),
        error_messages={
            "required": _("Välj en fil."),
            "empty": _("Filen är tom. Kontrollera att den är sparad, och välj den igen."),
            "max_length": _("Filens namn är för långt. Ge den ett kortare namn."),
        },
    )
    item = forms.ModelChoiceField(
        label=_("Vilken punkt hör den till?"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("Hela mötet"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.ON)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    def clean_paper(self) -> Any:
        paper = self.cleaned_data["paper"]
        if paper.size > MAX_BYTES:
            raise ValidationError(_now("Filen är större än 10 MB. Spara den i mindre format och välj den igen."))
        return paper


class TellForm(forms.Form):
    """Which answers the room has been told."""

    voices = RowsField(Voice.objects.none(), widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, among: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voices"].queryset = among  # type: ignore[attr-defined]
