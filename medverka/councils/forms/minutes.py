from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.councils.models import AgendaItem, Decision, Meeting, MinutesSection, SeatHolding
from medverka.councils.queries.agenda import seats_at
from medverka.councils.queries.minutes import may_attest
from medverka.councils.queries.seats import people_of
from medverka.foundation import clock
from medverka.foundation.fields import DateField, RowsField
from medverka.voices.models import Theme
from medverka.voices.personal import looks_personal

NO_NAMES = _("Inga namn, och inget om någons egen vård.")
DAY = {"required": _("Skriv vilken dag.")}


def words(label: Any, missing: Any, most: int = 2000, rows: int = 4, **options: Any) -> forms.CharField:
    """A large field."""
    errors = {"required": missing, "max_length": _("Texten är för lång.")}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, error_messages=errors, **options)


class SectionForm(forms.Form):
    """One section of minutes. `version` is of the text that the writer began from."""

    heading = forms.CharField(
        label=_("Rubrik"), max_length=200, error_messages={"required": _("Skriv en rubrik för avsnittet.")}
    )
    text = words(_("Anteckningar"), "", most=20000, rows=14, required=False, help_text=NO_NAMES)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, section: MinutesSection | None = None, **kwargs: Any) -> None:
        if section is not None:
            kwargs["initial"] = {name: getattr(section, name) for name in ("heading", "text", "version")}
        super().__init__(*args, **kwargs)
        if section is None:
            del self.fields["version"]


def in_a_week() -> date:
    """Time enough to read a draft."""
    return clock.today() + timedelta(weeks=1)


class SendOutForm(forms.Form):
    """Until when the members may say what they think."""

    comment_by = DateField(
        label=_("Synpunkter senast"), initial=in_a_week, error_messages=DAY, help_text=_("Till exempel 12 maj.")
    )


class CommentForm(forms.Form):
    """What a member says of a draft."""

    section = forms.ModelChoiceField(
        label=_("Vilket avsnitt gäller det?"),
        queryset=MinutesSection.objects.none(),
        required=False,
        empty_label=_("Hela protokollet"),
    )
    text = words(_("Vad vill du ändra eller säga?"), _("Skriv vad du vill ändra eller säga."))

    def __init__(self, *args: Any, minutes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["section"]
        field.queryset = MinutesSection.objects.filter(minutes=minutes)  # type: ignore[attr-defined]


class CommentForOtherForm(CommentForm):
    """The same, as a member said it to whoever writes."""

    holding = forms.ModelChoiceField(
        label=_("Vem säger det?"),
        queryset=SeatHolding.objects.none(),
        empty_label=_("Välj"),
        error_messages={"required": _("Välj vem som säger det.")},
    )
    field_order = ["holding", "section", "text"]

    def __init__(self, *args: Any, minutes: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, minutes=minutes, **kwargs)
        fill(self.fields["holding"], may_attest(minutes.meeting), reader)


class AnswerForm(forms.Form):
    """What was done about a comment."""

    answer = words(
        _("Vad har du gjort?"),
        _("Skriv vad du har gjort, eller varför inte."),
        help_text=_("Till exempel: Rättat. Eller: Nej, därför att mötet sade så."),
    )


class AttestersForm(forms.Form):
    """Who is to attest."""

    holdings = RowsField(
        SeatHolding.objects.none(),
        label=_("Vem justerar?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj vem som justerar.")},
        help_text=_("Den som justerar intygar att protokollet stämmer med det som hände på mötet."),
    )

    def __init__(self, *args: Any, meeting: Meeting, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self.fields["holdings"], may_attest(meeting), reader)


class DecisionForm(forms.Form):
    """A decision, or a task with who and when."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("Vad är det?"),
        choices=[("decision", _("Ett beslut")), ("task", _("En uppgift som någon ska göra"))],
        widget=forms.RadioSelect,
        initial="task",
    )
    text = words(_("Vad bestämdes?"), _("Skriv vad som bestämdes."), rows=3)
    owner = forms.ModelChoiceField(
        label=_("Vem gör det?"), queryset=SeatHolding.objects.none(), required=False, empty_label=_("Någon annan"),
        help_text=_("För en uppgift."),
    )  # fmt: skip
    owner_in_words = forms.CharField(
        label=_("Vem annan?"), max_length=120, required=False,
        help_text=_("Om det inte är någon i rådet. Skriv en verksamhet eller en roll hellre än ett namn."),
    )  # fmt: skip
    due_on = DateField(label=_("Klart senast"), required=False, help_text=_("För en uppgift. Till exempel 12 maj."))
    item = forms.ModelChoiceField(
        label=_("Vid vilken punkt?"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("Ingen särskild"),
    )

    def __init__(
        self, *args: Any, meeting: Meeting, reader: Any, decision: Decision | None = None, **kwargs: Any
    ) -> None:
        if decision is not None:
            kwargs["initial"] = {name: getattr(decision, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if meeting.council.is_forum:
            del self.fields["owner"]
            self.fields["owner_in_words"].label = _("Vem gör det?")
        else:
            fill(self.fields["owner"], seats_at(meeting), reader)
        items = AgendaItem.objects.filter(meeting=meeting, state=AgendaItem.State.ON)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("owner"):
            data["owner_in_words"] = ""
        return data


class OutcomeForm(forms.Form):
    """How a task went."""

    outcome = words(_("Hur gick det?"), _("Skriv hur det gick, så att de andra får veta."))


class SaidForm(forms.Form):
    """Something that was said at a council's meeting, and from which seat."""

    text = words(
        _("Vad sades?"),
        _("Skriv det som sades."),
        help_text=_("En sak i taget, så att varje sak får ett svar. Inga namn, och inget om någons egen vård."),
    )
    anyway = forms.BooleanField(label=_("Spara ändå, det är inga personuppgifter"), required=False)
    holding = forms.ModelChoiceField(
        label=_("Vem sade det?"),
        queryset=SeatHolding.objects.none(),
        empty_label=_("Välj"),
        help_text=_("Platsen visar om det sades av en enskild eller för många. Namnet sparas inte."),
        error_messages={"required": _("Välj vem som sade det.")},
    )
    themes = RowsField(Theme.objects.none(), label=_("Teman"), required=False, widget=forms.CheckboxSelectMultiple)
    urgent = forms.BooleanField(
        label=_("Det brådskar"), required=False, help_text=_("Den som ska svara får ett mejl genast.")
    )

    def __init__(self, *args: Any, meeting: Meeting, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self.fields["holding"], seats_at(meeting), reader)
        self.fields["themes"].queryset = Theme.objects.filter(retired=False)  # type: ignore[attr-defined]
        self.warned = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found = looks_personal(data.get("text", ""))
        self.warned = bool(found)
        if found and not data.get("anyway"):
            signs = ", ".join(str(sign) for sign in found)
            self.add_error(
                "text", _("Texten ser ut att innehålla %s. Ta bort det, eller kryssa i att du vill spara ändå.") % signs
            )
        return data

    def given(self) -> dict[str, Any]:
        """What to write down."""
        return {name: value for name, value in self.cleaned_data.items() if name != "anyway"}


def fill(field: Any, seats: Any, reader: Any) -> None:
    """Let a field offer these seats, in the words that the reader may see."""
    people = people_of(seats, reader)
    field.queryset = seats
    field.label_from_instance = lambda holding: str(people[holding.pk])
