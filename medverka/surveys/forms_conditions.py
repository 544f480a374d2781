"""The form in which a question or section is put to some alone."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from medverka.questionnaires.document import Condition, Question, Questionnaire, in_language


class ConditionForm(forms.Form):
    """To whom a question or section is put: everybody, or those who chose some answers to one earlier question."""

    chosen = forms.MultipleChoiceField(label=_("Svar"), required=False)

    def __init__(self, *args: Any, whole: Questionnaire, before: list[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        self.whole, self.before = whole, before
        self.fields["chosen"].choices = [  # type: ignore[attr-defined]
            (f"{one.key}:{option.key}", option.key) for one in before for option in one.options
        ]

    @staticmethod
    def initial_of(condition: Condition | None) -> dict[str, Any]:
        """What is ticked where a condition stands."""
        return {"chosen": [f"{condition.question}:{key}" for key in condition.options] if condition else []}

    def groups(self) -> Iterator[tuple[str, str, list[tuple[str, str, bool]], bool]]:
        """Each earlier question: its key, its words, its answers (value, words, ticked), and whether any is ticked."""
        ticked = set(self["chosen"].value() or ())
        language = self.whole.languages[0]
        for one in self.before:
            answers = [
                (value, in_language(option.text, language), value in ticked)
                for option in one.options
                for value in [f"{one.key}:{option.key}"]
            ]
            yield one.key, in_language(one.text, language), answers, any(is_on for _value, _words, is_on in answers)

    def clean_chosen(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["chosen"]
        if len({one.partition(":")[0] for one in chosen}) > 1:
            raise ValidationError(_("Välj svar på en enda fråga. Ta bort kryssen vid de andra."))
        return chosen

    def condition(self) -> Condition | None:
        """What was chosen."""
        chosen = self.cleaned_data["chosen"]
        for one in self.before:
            if options := tuple(option.key for option in one.options if f"{one.key}:{option.key}" in chosen):
                return Condition(one.key, options)
        return None
