from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.accounts.models import User
from medverka.voices.models import Voice

LONG = 2000
TOO_LONG = _("Texten är för lång. Skriv högst 2 000 tecken.")


def long_text(label: Any, missing: Any, **options: Any) -> forms.CharField:
    """A large field for up to 2,000 characters."""
    errors = {"required": missing, "max_length": TOO_LONG}
    return forms.CharField(
        label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}), error_messages=errors, **options
    )


class AnswerForm(forms.Form):
    """Yes, no or later, and always why."""

    answer = forms.ChoiceField(
        label=_("Vad blir svaret?"),
        choices=[
            ("yes", _("Ja")),
            ("no", _("Nej")),
            ("later", _("Senare. Ett ja eller nej kommer när du vet.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ja, nej eller senare.")},
    )
    because = long_text(
        _("Därför att"),
        _("Skriv varför. Ett svar utan ”därför att” är inget svar."),
        help_text=_("Skriv till dem som sade det, med vanliga ord. Vad gör ni nu, eller vad hindrar er?"),
    )

    def __init__(self, *args: Any, among: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.choices = [choice for choice in field.choices if choice[0] in among]  # type: ignore[attr-defined]


class EffectForm(forms.Form):
    """What it led to."""

    effect = long_text(
        _("Vad har förändrats?"),
        _("Skriv vad det ledde till."),
        help_text=_("Berätta det så att den som var med känner igen sig. De får veta det på sitt sätt."),
    )


class TextForm(forms.Form):
    """The words of a voice, to be corrected."""

    text = long_text(_("Det som sades"), _("Skriv det som sades."))


class OwnerForm(forms.Form):
    """Who is to answer."""

    owner = forms.ModelChoiceField(
        label=_("Vem ska svara?"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Välj vem som ska svara."),
            "invalid_choice": _("Personen kan inte svara för den verksamheten. Välj någon annan."),
        },
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name")  # type: ignore[attr-defined]


ANSWER_WORDS = {"ja": Voice.Answer.YES, "nej": Voice.Answer.NO, "senare": Voice.Answer.LATER}
