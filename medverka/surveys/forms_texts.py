"""The forms by which what somebody wrote is reviewed, and becomes a voice."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.questionnaires.checks import LONGEST_ANSWER
from medverka.surveys.models import FreeText
from medverka.voices import personal
from medverka.voices.forms import long_text
from medverka.voices.models import Theme, Voice

LONGEST = 4000  # Of a quote; what is only read may be as long as it was written.
SOME_MARKS = 2000
DECISIONS = [
    (FreeText.State.READ, _("Läst. Den räknas med i sina teman och visas inte.")),
    (FreeText.State.CHOSEN, _("Ett citat. Den visas på resultatsidan, som den står i rutan ovan.")),
    (FreeText.State.ASIDE, _("Lägg åt sidan. Den används inte, och gallras tillsammans med svarsbladen.")),
]


class ReviewForm(forms.Form):
    """How a text may be shown, what it is about, and whether it is a quote."""

    shown = forms.CharField(
        label=_("Så får det visas"),
        required=False,
        max_length=LONGEST_ANSWER + SOME_MARKS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Ta bort det som kan peka ut någon, och korta om det behövs. Det du tar bort märks ut med […]. Egna ord skriver du inom hakparentes, till exempel [maskerat] eller [en vårdcentral]. Annat än det som skrevs går inte att visa."
        ),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Vad det handlar om"), queryset=Theme.objects.none(), to_field_name="slug", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("Vad ska hända med det?"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad som ska hända med det.")},
    )
    sure = forms.BooleanField(label=_("Jag har läst varningen, och det pekar inte ut någon"), required=False)
    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, text: FreeText, quotable: bool, before: str, **kwargs: Any) -> None:
        state = "" if text.state == FreeText.State.NEW else text.state
        own = list(text.themes.all())
        initial = {
            "shown": text.shown or text.text,
            "themes": [theme.slug for theme in own],
            "state": state,
            "before": before,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        kept = {theme.pk for theme in own}
        themes: Any = self.fields["themes"]
        themes.queryset = Theme.objects.filter(retired=False) | Theme.objects.filter(pk__in=kept)
        if not quotable:
            states: Any = self.fields["state"]
            states.choices = [choice for choice in DECISIONS if choice[0] != FreeText.State.CHOSEN]

    def clean(self) -> dict[str, Any]:
        """A quote has words, and whoever chooses it has seen what looks like a name."""
        data = self.cleaned_data
        data["shown"] = data.get("shown", "").replace("\r\n", "\n").strip()
        if data.get("state") != FreeText.State.CHOSEN or self.errors:
            return data
        if not data["shown"]:
            self.add_error("shown", _("Skriv det som ska visas."))
        elif len(data["shown"]) > LONGEST:
            self.add_error(
                "shown", _("Citatet är %(n)s tecken. Korta det till högst 4 000.") % {"n": len(data["shown"])}
            )
        elif not data.get("sure") and (found := personal.suspects(data["shown"])):
            parts = ", ".join(f"”{part}”" for _words, part in found)
            self.add_error(
                "sure",
                _("Det här ser ut att kunna peka ut någon: %s. Ta bort det, eller kryssa i att du har läst varningen.")
                % parts,
            )
        return data

    def overtaken(self, before: str) -> None:
        """Somebody else has reviewed it meanwhile: what was typed stays."""
        given: Any = self.data
        self.data = given = given.copy()
        given["before"] = before
        self.add_error(
            None,
            _(
                "Någon annan har granskat texten medan du skrev. Det som de sparade står ovanför. Spara igen för att ersätta det."
            ),
        )


def other_words(form: forms.Form, field: str, words: Sequence[str]) -> None:
    """Say that something in a field was never written."""
    if words:
        problem = _("Det här står inte i det som skrevs: %s. Ta bort det, eller skriv det inom hakparentes.")
        form.add_error(field, problem % ", ".join(f"”{word}”" for word in words))
    else:
        form.add_error(field, _("Något av det som skrevs behöver stå kvar."))


class ToVoiceForm(forms.Form):
    """Who is to answer what somebody wrote."""

    words = long_text(
        _("Det som sades"), _("Skriv det som sades."), help_text=_("Inget här får peka ut den som skrev.")
    )
    unit = forms.ModelChoiceField(
        label=_("Vem ska svara?"),
        queryset=Organisation.objects.none(),
        error_messages={"required": _("Välj vem som ska svara."), "invalid_choice": _("Välj någon i listan.")},
    )
    capacity = forms.ChoiceField(
        label=_("De som sade det talade som"),
        choices=[choice for choice in Voice.Capacity.choices if choice[0] != Voice.Capacity.MANDATE],
        initial=Voice.Capacity.INDIVIDUAL,
    )

    def __init__(self, *args: Any, text: FreeText, units: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"words": (text.shown or text.text)[:2000]}, **kwargs})
        chosen: Any = self.fields["unit"]
        chosen.queryset = Organisation.objects.filter(pk__in=[unit.pk for unit in units])

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes."""
        due = clock.today() + timedelta(days=the_county().answer_days)
        return {**self.cleaned_data, "answer_due_on": due}
