"""Writing in a forum without scripts, and closing it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from medverka.councils.models import ForumNote
from medverka.councils.notes import LONGEST, REVISIONS, Note, cleaned
from medverka.organisations.models import Organisation
from medverka.voices.models import Theme

MOST_PEOPLE = 500


class NoteForm(forms.Form):
    """One voice. Its key is made with the page, so that pressing twice saves it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=REVISIONS)
    text = forms.CharField(
        label=_("Vad säger ni?"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST}),
        error_messages={"required": _("Skriv det som sades.")},
    )
    themes = forms.MultipleChoiceField(label=_("Tema"), required=False, widget=forms.CheckboxSelectMultiple)
    urgent = forms.BooleanField(label=_("Det brådskar"), required=False)
    unit = forms.TypedChoiceField(label=_("Vem ska svara?"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, data: Any, *, units: Sequence[Organisation], themes: Sequence[Theme], note: ForumNote | None = None
    ) -> None:
        super().__init__(data, initial=_initial(note))
        self.fields["themes"].choices = [(theme.slug, theme.name) for theme in themes]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", units[0].name), *((unit.pk, unit.name) for unit in units[1:])]  # type: ignore[attr-defined]
        if len(units) == 1:
            del self.fields["unit"]

    def clean_text(self) -> str:
        text = cleaned(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Skriv det som sades."))
        if len(text) > LONGEST:
            raise ValidationError(_("Texten är för lång. Skriv högst 2 000 tecken."))
        return text

    @property
    def note(self) -> Note:
        """What was written."""
        data = self.cleaned_data
        return Note(
            data["key"], data["revision"], data["text"], tuple(sorted(data["themes"])), data["urgent"], data.get("unit")
        )


def _initial(note: ForumNote | None) -> dict[str, UUID | int | str | list[str] | bool | None]:
    if note is None:
        return {"key": uuid4(), "revision": 1}
    return {
        "key": note.client_key, "revision": note.revision + 1, "text": note.text,
        "themes": note.themes, "urgent": note.urgent, "unit": note.unit_id,
    }  # fmt: skip


def _count(label: Any) -> forms.IntegerField:
    wrong = _("Skriv ett antal med siffror, högst 500.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "autocomplete": "off"}),
        error_messages={
            "required": _("Skriv hur många. Skriv 0 om ingen var med."),
            **dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        },
    )


class CloseForm(forms.Form):
    """How many were there. Nobody is named."""

    came_own = _count(_("Hur många med egen erfarenhet var med?"))
    came_service = _count(_("Hur många från verksamheten var med?"))
