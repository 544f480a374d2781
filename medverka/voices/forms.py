from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from medverka.accounts.models import User
from medverka.foundation.fields import RowsField
from medverka.voices.escalating import Taker
from medverka.voices.models import Escalation, Masking, Theme, Voice

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


class ThemeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A word of the county's list of themes."""

    class Meta:
        model = Theme
        fields = ("name", "name_en", "retired")
        labels = {"name": _("Tema"), "name_en": _("På engelska"), "retired": _("Används inte längre")}
        error_messages = {"name": {"required": _("Skriv temat.")}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance.pk:
            del self.fields["retired"]


class SortForm(forms.Form):
    """What a voice is about, and whether it is urgent."""

    themes = RowsField(Theme.objects.none(), label=_("Teman"), required=False, widget=forms.CheckboxSelectMultiple)
    urgent = forms.BooleanField(
        label=_("Det brådskar"),
        required=False,
        help_text=_("Den som ska svara får ett mejl genast, och ett svar utlovas tidigare."),
    )

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        chosen = list(voice.themes.all())
        kwargs["initial"] = {"themes": chosen, "urgent": voice.urgent}
        super().__init__(*args, **kwargs)
        fitting = Theme.objects.filter(Q(retired=False) | Q(pk__in=[theme.pk for theme in chosen]))
        self.fields["themes"].queryset = fitting  # type: ignore[attr-defined]


class MaskForm(forms.Form):
    """New wording in place of what could tell who somebody is."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = long_text(_("Det som sades"), _("Skriv vad som ska stå i stället."))
    because = long_text(_("Svaret"), _("Skriv vad som ska stå i stället."))
    effect = long_text(_("Det ledde till"), _("Skriv vad som ska stå i stället."))
    why = forms.ChoiceField(
        label=_("Vad tar du bort?"),
        choices=[(why, capfirst(words)) for why, words in Masking.Why.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad du tar bort.")},
    )

    def __init__(self, *args: Any, voice: Voice, **kwargs: Any) -> None:
        self.handed = {f"handed_{row.pk}": row for row in Escalation.objects.filter(voice=voice)}
        now = {name: getattr(voice, name) for name in ("text", "because", "effect")}
        now |= {name: row.because for name, row in self.handed.items()}
        self.digest = sha256(repr(now).encode()).hexdigest()[:16]
        kwargs["initial"] = now | {"seen": self.digest}
        super().__init__(*args, **kwargs)
        for name in self.handed:
            self.fields[name] = long_text(_("Varför någon annan ska svara"), _("Skriv vad som ska stå i stället."))
        self.order_fields(["seen", "text", "because", "effect", *self.handed])
        for name in [name for name, value in now.items() if not value]:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.pop("seen", "") != self.digest:
            self.add_error(None, _("Någon har ändrat texten sedan du öppnade sidan. Öppna sidan igen och läs den."))
        return values

    def given(self) -> dict[str, Any]:
        """What the action needs."""
        values = dict(self.cleaned_data)
        return values | {"handed": [(row, values.pop(name)) for name, row in self.handed.items()]}


class EscalateForm(forms.Form):
    """To whom a voice is handed on, and why."""

    to = forms.ChoiceField(
        label=_("Vem behöver svara i stället?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Välj vem som ska svara."),
            "invalid_choice": _("Den du valde kan inte svara längre. Välj någon annan."),
        },
    )
    because = long_text(
        _("Därför att"),
        _("Skriv varför någon annan behöver svara."),
        help_text=_("Vad kan du inte bestämma själv? Det står sedan i synpunktens historik."),
    )

    def __init__(self, *args: Any, takers: list[tuple[Taker, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.takers = {taker.key: taker for taker, _words in takers}
        self.fields["to"].choices = [(taker.key, words) for taker, words in takers]  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """What the action needs."""
        taker = self.takers[self.cleaned_data["to"]]
        return {"to_unit": taker.unit, "owner": taker.owner, "because": self.cleaned_data["because"]}


ANSWER_WORDS = {"ja": Voice.Answer.YES, "nej": Voice.Answer.NO, "senare": Voice.Answer.LATER}
