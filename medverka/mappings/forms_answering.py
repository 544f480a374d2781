"""The form of one section: each question with its steps in plain words, a comment, and links that show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.mappings import links_given
from medverka.mappings.actions.answering import stamp_of
from medverka.mappings.content import words
from medverka.mappings.models import SelfAssessment
from medverka.mappings.rules import LONGEST_COMMENT
from medverka.questionnaires.answering import clean
from medverka.questionnaires.document import Kind, Option, Question, Questionnaire, Section

TOO_LONG = _("Texten är för lång. Skriv högst %(limit_value)s tecken.")


@dataclass(frozen=True)
class Asked:
    """A question with its fields, as the page shows them."""

    question: Question
    answers: Sequence[BoundField]
    comment: BoundField
    evidence: BoundField

    @property
    def unfolded(self) -> bool:
        """Whether something stands in the part that is folded."""
        return any(field.value() or field.errors for field in (self.comment, self.evidence))


class SectionForm(forms.Form):
    """The questions of one section. `seen` is the stamp of what stood there when the page was opened."""

    mark_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, given: Any, *, assessment: SelfAssessment, section: Section, easy: bool = False) -> None:
        self.assessment, self.questions, self.easy = assessment, section.questions, easy
        super().__init__(given, initial={"seen": stamp_of(assessment, self.keys)})
        for question in self.questions:
            for name, field in self._answer_fields(question):
                self.fields[name] = field
            self.fields[f"c-{question.key}"] = _comment(assessment.comments.get(question.key, ""))
            self.fields[f"e-{question.key}"] = _evidence(assessment.evidence.get(question.key, []))

    @property
    def keys(self) -> list[str]:
        """The questions' keys."""
        return [question.key for question in self.questions]

    def asked(self) -> Iterator[Asked]:
        """Question by question, for the page."""
        for question in self.questions:
            names = [name for name, _field in self._answer_fields(question)]
            key = question.key
            yield Asked(question, [self[name] for name in names], self[f"c-{key}"], self[f"e-{key}"])

    def given(self) -> dict[str, dict[str, Any]]:
        """What the action takes: answers, comments and evidence by key."""
        values, questions = self.cleaned_data, self.questions
        return {
            "answers": {one.key: self._given(one) for one in questions},
            "comments": {one.key: values[f"c-{one.key}"] for one in questions},
            "evidence": {one.key: values[f"e-{one.key}"] for one in questions},
        }

    def clean(self) -> dict[str, Any]:
        """What the questions themselves say of numbers and lengths."""
        for question in self.questions:
            names = [name for name, _field in self._answer_fields(question)]
            if any(name not in self.cleaned_data for name in names):
                continue
            alone = Questionnaire({}, sections=(Section("one", {}, (question,)),))
            _kept, problems = clean(alone, {question.key: self._given(question)})
            for problem in problems:
                if problem.code != "required" and not problem.caution:
                    self.add_error(names[0], _problem(problem.code, problem.detail))
        return self.cleaned_data

    def lay_beside(self, other: SelfAssessment) -> None:
        """Show what somebody else wrote meanwhile beside what was typed here, field by field."""
        fresh = SectionForm(None, assessment=other, section=Section("", {}, tuple(self.questions)), easy=self.easy)
        for name, field in fresh.fields.items():
            stands, typed = field.initial or "", self.cleaned_data.get(name)
            typed = "\n".join(typed) if isinstance(typed, list) and name.startswith("e-") else typed or ""
            if name != "seen" and stands != typed:
                shown = _in_words(field, stands)
                self.add_error(name, _g("Under tiden har någon annan skrivit: ”%(words)s”.") % {"words": shown})
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["seen"] = stamp_of(other, self.keys)
        self.data = data

    def _given(self, question: Question) -> Any:
        if question.kind == Kind.MATRIX:
            rows = {row.key: self.cleaned_data.get(f"a-{question.key}-{row.key}") for row in question.rows}
            return {key: value for key, value in rows.items() if value}
        return self.cleaned_data.get(f"a-{question.key}") or ""

    def _answer_fields(self, question: Question) -> Iterator[tuple[str, forms.Field]]:
        answer, label = self.assessment.answers.get(question.key), words(question.text, easy=self.easy)
        name, help_text = f"a-{question.key}", words(question.help, easy=self.easy)
        if question.kind in (Kind.SCALE, Kind.SINGLE):
            yield name, self._one_of(question.options, label, help_text, answer)
        elif question.kind == Kind.MATRIX:
            for row in question.rows:
                chosen = answer.get(row.key) if isinstance(answer, dict) else ""
                title = f"{label} {words(row.text, easy=self.easy)}"
                yield f"{name}-{row.key}", self._one_of(question.options, title, help_text, chosen)
        elif question.kind == Kind.MULTIPLE:
            yield (
                name,
                forms.MultipleChoiceField(
                    label=label, help_text=help_text, choices=self._choices(question.options), initial=answer or [],
                    required=False, widget=forms.CheckboxSelectMultiple,
                ),
            )  # fmt: skip
        else:
            long = question.kind == Kind.TEXT
            widget = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput(attrs={"size": 14})
            longest = question.longest if long else 60
            yield name, _text(label, help_text, longest, widget, answer or "")

    def _one_of(self, options: Sequence[Option], label: str, help_text: str, answer: Any) -> forms.ChoiceField:
        choices = [*self._choices(options), ("", _("Inget svar än"))]
        return forms.ChoiceField(
            label=label, help_text=help_text, choices=choices, initial=answer or "", required=False,
            widget=forms.RadioSelect,
        )  # fmt: skip

    def _choices(self, options: Sequence[Option]) -> list[tuple[str, SafeString]]:
        return [(option.key, self._described(option)) for option in options]

    def _described(self, option: Option) -> SafeString:
        name, told = words(option.text, easy=self.easy), words(option.description, easy=self.easy)
        if not told:
            return format_html("<span>{}</span>", name)
        return format_html('<span><b>{}</b> <span class="told">{}</span></span>', name, told)


class LinksField(forms.CharField):
    """Addresses, one a line."""

    def clean(self, value: Any) -> Any:
        return links_given.read(super().clean(value))


def _comment(text: str) -> forms.CharField:
    return _text(_("Kommentar"), "", LONGEST_COMMENT, forms.Textarea(attrs={"rows": 3}), text)


def _evidence(addresses: list[str]) -> LinksField:
    help_text = _("Till exempel en plan, ett protokoll eller en webbsida. En länk på varje rad, högst fem.")
    field = LinksField(
        label=_("Länkar som visar det"), help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000, error_messages={"max_length": TOO_LONG},
    )  # fmt: skip
    field.initial = "\n".join(addresses)
    return field


def _text(label: Any, help_text: Any, longest: int, widget: forms.Widget, initial: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=longest, required=False, widget=widget, initial=initial,
        error_messages={"max_length": TOO_LONG},
    )  # fmt: skip


def _in_words(field: forms.Field, value: Any) -> str:
    """What stands in a field, as people read it."""
    names = dict(getattr(field, "choices", ()))
    many = value if isinstance(value, list) else [value]
    shown = ", ".join(str(names.get(one, one)) if one else "" for one in many)
    return strip_tags(shown).strip() or _g("inget")


def _problem(code: str, detail: str) -> str:
    words_of = {
        "not_a_number": _g("Vi förstår inte talet. Skriv det med siffror."),
        "too_small": _g("Talet är för litet. Det minsta är %(detail)s."),
        "too_big": _g("Talet är för stort. Det största är %(detail)s."),
        "too_long": _g("Texten är för lång. Skriv högst %(detail)s tecken."),
        "too_many": _g("Det är för många val. Välj högst %(detail)s."),
    }
    return words_of.get(code, _g("Svaret passar inte frågan. Välj ett som finns.")) % {"detail": detail}
