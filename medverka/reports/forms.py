from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.fields import DateField


class PeriodForm(forms.Form):
    """From which day to which, both included; from the beginning and until today where nothing is said."""

    mark_optional = False

    fran = DateField(
        label=_("Från och med"), required=False, help_text=_("Till exempel 2021-01-01. Tomt: från början.")
    )
    till = DateField(
        label=_("Till och med"), required=False, help_text=_("Till exempel 2021-12-31. Tomt: till och med idag.")
    )
    fran.widget.attrs["size"] = till.widget.attrs["size"] = 14

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("fran"), values.get("till") or clock.today()
        if start and start > end and not self.errors:
            self.add_error("till", _("Den sista dagen ligger före den första. Ändra en av dem."))
        return values
