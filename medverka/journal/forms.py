"""How the journal is narrowed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from medverka.foundation.alphabet import sort_key
from medverka.foundation.fields import DateField
from medverka.journal import queries, words


class EntryFilter(forms.Form):
    """Kind of event, days, and what it is about. The names of the fields stand in the address."""

    text = forms.CharField(required=False, max_length=100)
    group = forms.ChoiceField(label=_("Vad hände?"), required=False)
    first = DateField(label=_("Från och med"), required=False)
    last = DateField(label=_("Till och med"), required=False)

    def __init__(self, *args: Any, reader: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reader = reader
        choices = [(code, str(group.heading)) for code, group in words.groups().items()]
        field: Any = self.fields["group"]
        field.choices = [("", _("allt")), *sorted(choices, key=lambda choice: sort_key(choice[1]))]

    def clean_text(self) -> list[str] | None:
        """The things that the words may mean; None where nothing was asked for."""
        text = self.cleaned_data["text"]
        found = queries.find(self.reader, text) if text else None
        if found and len(found) > queries.MOST_FOUND:
            raise ValidationError(_("Det stämmer in på för mycket. Skriv mer, till exempel ett nummer."))
        return found

    def clean(self) -> dict[str, Any]:
        """The days must come in order."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            raise ValidationError({"last": _("Sista dagen måste komma efter den första.")})
        return cleaned
