"""The form of what the county takes with it from a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.surveys.models import Round

LONGEST = 5000


class ConclusionsForm(forms.Form):
    """What the county takes with it from a round."""

    conclusions = forms.CharField(
        label=_("Det här tar vi med oss"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Skriv vad ni lärde er och vad ni tänker göra. Det visas överst på resultatsidan. Tom rad ger nytt stycke."
        ),
        error_messages={"max_length": _("Texten är för lång. Skriv högst 5 000 tecken.")},
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, one: Round, **kwargs: Any) -> None:
        initial = {"conclusions": one.conclusions, "before": one.conclusions}
        super().__init__(*args, **{"initial": initial, **kwargs})

    def clean(self) -> dict[str, Any]:
        """What a browser sends has its own sign for the end of a line."""
        return {name: text.replace("\r\n", "\n").strip() for name, text in self.cleaned_data.items()}

    def overtaken(self, one: Round) -> None:
        """Somebody has written there meanwhile: what they wrote is shown, and what was typed stays in the form."""
        given: Any = self.data
        self.data = given = given.copy()
        given["before"] = one.conclusions
        self.add_error(
            None,
            _(
                "Någon annan har skrivit här medan du skrev: ”%s” Din text står kvar nedan. Spara igen för att ersätta deras."
            )
            % one.conclusions,
        )
