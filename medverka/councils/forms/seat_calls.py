from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.councils.queries.seat_calls import associations_to_ask
from medverka.foundation import clock
from medverka.foundation.fields import DateField, RowsField
from medverka.organisations.models import Organisation


def in_three_weeks() -> Any:
    """Time enough for a board to meet."""
    return clock.today() + timedelta(weeks=3)


class CallForm(forms.Form):
    """Which associations are asked, what is said to them, and until when they can answer."""

    associations = RowsField(
        Organisation.objects.none(),
        label=_("Vilka föreningar vill du fråga?"),
        help_text=_("Fråga gärna olika föreningar, inte bara dem som brukar svara."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en förening.")},
    )
    text = forms.CharField(
        label=_("Något du vill säga till dem"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Vad rådet är till för står redan på sidan som de kommer till."),
    )
    reply_by = DateField(label=_("Svar senast"), initial=in_three_weeks)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["associations"].queryset = associations_to_ask()  # type: ignore[attr-defined]


class NominationForm(forms.Form):
    """Whom an association puts forward. What is needed depends on the answer: a no needs nothing."""

    mark_optional = False
    name = forms.CharField(
        label=_("Vem föreslår ni?"),
        required=False,
        max_length=120,
        help_text=_("Fråga personen först. Namnet läses bara av den som samordnar."),
    )
    email = forms.EmailField(label=_("Personens e-post"), required=False)
    phone = forms.CharField(label=_("Personens telefon"), required=False, max_length=40)
    text = forms.CharField(
        label=_("Något ni vill säga"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
