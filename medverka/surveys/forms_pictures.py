"""The form in which a question or an answer to choose gets its sign or picture."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.foundation.templatetags.medverka import icon
from medverka.questionnaires.checks import LONGEST_HELP, LONGEST_TEXT
from medverka.questionnaires.document import Option, Picture, Question
from medverka.surveys import pictures
from medverka.surveys.forms_building import said


def _with_sign(name: str, words: Any) -> SafeString | str:
    if not pictures.is_sign(name):
        return str(words)
    return format_html('<span class="sign-choice">{} {}</span>', icon(name), words)


class PictureForm(forms.Form):
    """A sign or a picture of one's own, and what it shows; for an option also what it means at more length."""

    mark_optional = False

    description = forms.CharField(
        label=_("Förklaring"),
        help_text=_("Står under svaret, om orden inte räcker."),
        max_length=LONGEST_HELP,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    icon = forms.ChoiceField(label=_("Tecken"), required=False, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Egen bild"),
        help_text=_("PNG, JPEG eller WebP, högst 2 MB. Uppgifter om plats och kamera tas bort."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    drop = forms.BooleanField(label=_("Ta bort den egna bilden"), required=False)
    alt = forms.CharField(
        label=_("Vad föreställer bilden?"),
        help_text=_("Läses upp för den som inte ser den. Lämna tomt om orden bredvid redan säger det."),
        max_length=LONGEST_TEXT,
        required=False,
    )

    def __init__(self, *args: Any, thing: Question | Option, language: str, **options: Any) -> None:
        self.thing, self.language = thing, language
        picture = thing.picture
        initial = {
            "description": thing.description.get(language, "") if isinstance(thing, Option) else "",
            "icon": picture.icon if picture else "",
            "alt": picture.alt.get(language, "") if picture else "",
        }
        options["initial"] = initial
        super().__init__(*args, **options)
        named = dict(pictures.SIGNS)
        if initial["icon"] and initial["icon"] not in named:
            named[initial["icon"]] = initial["icon"]  # type: ignore[assignment]  # One that came with a file.
        signs = [("", _("Inget tecken")), *named.items()]
        self.fields["icon"].choices = [(key, _with_sign(key, words)) for key, words in signs]  # type: ignore[attr-defined]
        if isinstance(thing, Question):
            del self.fields["description"]
        if not (picture and picture.file):
            del self.fields["drop"]

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent and sent.size > pictures.MOST_BYTES:
            raise ValidationError(_("Bilden är större än 2 MB. Gör den mindre och försök igen."))
        return sent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and data.get("icon"):
            self.add_error("file", _now("Välj antingen ett tecken eller en egen bild."))
        return data

    def changed(self, uploaded: str) -> Question | Option:
        """The thing with its picture as it was filled in."""
        data, before = self.cleaned_data, self.thing.picture
        file = uploaded or ("" if data.get("drop") or data["icon"] or not before else before.file)
        alt = said(before.alt if before else {}, self.language, data["alt"])
        picture = Picture(icon="" if file else data["icon"], file=file, alt=alt) if file or data["icon"] else None
        if isinstance(self.thing, Question):
            return replace(self.thing, picture=picture)
        description = said(self.thing.description, self.language, data["description"])
        return replace(self.thing, picture=picture, description=description)
