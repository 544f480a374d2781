from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.foundation.fields import DateField


class PeriodForm(forms.Form):
    """From which day to which, both included. Its values stand in the address."""

    mark_optional = False

    fran = DateField(label=_("Från och med"), help_text=_("Till exempel 2021-01-01."))
    till = DateField(label=_("Till och med"), help_text=_("Till exempel 2021-12-31."))
    fran.widget.attrs["size"] = till.widget.attrs["size"] = 14

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, end = values.get("fran"), values.get("till")
        if start and end and start > end:
            self.add_error("till", _("Den sista dagen ligger före den första. Ändra en av dem."))
        return values
