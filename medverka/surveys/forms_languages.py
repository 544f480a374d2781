"""The forms in which a questionnaire gets one more language, and its words in it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.questionnaires import editing, translating
from medverka.questionnaires.checks import LONGEST_HELP, LONGEST_INTRO, LONGEST_TEXT
from medverka.questionnaires.document import Questionnaire
from medverka.surveys import building_told, respondent_words, tongues


class AddLanguageForm(forms.Form):
    """One more language."""

    mark_optional = False

    language = forms.ChoiceField(label=_("Språk"))
    other = forms.CharField(
        label=_("Annat språk"),
        help_text=_("Språkets kod, till exempel lt för litauiska. Fyll i det här bara om språket inte finns i listan."),
        max_length=35,
        required=False,
        widget=forms.TextInput(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, whole: Questionnaire, **options: Any) -> None:
        super().__init__(*args, **options)
        left = [tag for tag in ("sv", *tongues.OFFERED) if tag not in whole.languages]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _now("Välj språk")), *((tag, tongues.name(tag)) for tag in left),
        ]  # fmt: skip
        self.fields["language"].required = False

    def clean_other(self) -> str:
        tag: str = self.cleaned_data["other"].strip()
        if tag and not tongues.is_tag(tag):
            raise ValidationError(_("Det är ingen språkkod. En kod är två eller tre bokstäver, till exempel lt."))
        return tag

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("other") or data.get("language")):
            self.add_error("language", _now("Välj ett språk."))
        return data

    @property
    def tag(self) -> str:
        """The language that was chosen."""
        return str(self.cleaned_data["other"] or self.cleaned_data["language"])


class TranslationForm(forms.Form):
    """All texts of a part of a questionnaire in one language, each beside the words of the first."""

    def __init__(self, *args: Any, whole: Questionnaire, language: str, part: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.whole, self.language = whole, language
        self.paths: dict[str, translating.Path] = {}
        self.beside: dict[str, str] = {}
        for path, text in texts_of(whole, part):
            self._add(path, text)
        self.asks_for_words = not part and language not in respondent_words.SPOKEN
        if self.asks_for_words:
            for key, words in respondent_words.WORDS.items():
                self._add(("words", key), {whole.languages[0]: str(words), language: whole.words.get(language, {}).get(key, "")})  # fmt: skip

    def _add(self, path: translating.Path, text: Mapping[str, str]) -> None:
        name = ".".join(path)
        first = text.get(self.whole.languages[0], "")
        longest = LONGEST_INTRO if path[-1] in ("intro", "thanks") or path[0] == "section" else LONGEST_HELP
        if path[-1] == "text" and path[0] == "question":
            longest = LONGEST_TEXT
        long_one = len(first) > 60 or path[-1] in ("intro", "thanks", "help")
        attrs = {"lang": self.language, "dir": tongues.direction(self.language)}
        widget = forms.Textarea(attrs={**attrs, "rows": 2}) if long_one else forms.TextInput(attrs=attrs)
        self.fields[name] = forms.CharField(label=first, max_length=longest, required=False, widget=widget)
        self.initial[name] = text.get(self.language, "")
        self.paths[name], self.beside[name] = path, first

    @property
    def stamp(self) -> str:
        """What stood in the fields when the page was made."""
        return editing.fingerprint([(name, self.initial[name]) for name in self.paths])

    def rows(self) -> Iterator[tuple[Any, str]]:
        """Each field, and what is being translated: ”Svar 2”, ”Rubrik”."""
        for name, path in self.paths.items():
            yield self[name], building_told.part_of(path)

    def edit(self, part: str, was: str) -> editing.Edit:
        """The change that was filled in."""

        def change(whole: Questionnaire) -> Questionnaire:
            if self.language not in whole.languages:
                raise editing.NotThere(self.language)
            now = TranslationForm(whole=whole, language=self.language, part=part)
            if now.stamp != was:
                raise editing.Overtaken
            words = {path: self.cleaned_data[name] for name, path in self.paths.items()}
            own = {path[1]: said for path, said in words.items() if path[0] == "words" and said}
            changed = translating.written(whole, self.language, words)
            if part:
                return changed
            others = {tag: said for tag, said in changed.words.items() if tag != self.language}
            return replace(changed, words={**others, self.language: own} if own else others)

        return change


def texts_of(whole: Questionnaire, part: str) -> Iterator[tuple[translating.Path, Mapping[str, str]]]:
    """The texts of a section (by key), or with no part those that stand first and last."""
    keys = {question.key for one in whole.sections if one.key == part for question in one.questions}
    for path, text in translating.texts(whole):
        in_section = path[:2] == ("section", part) or (path[0] == "question" and path[1] in keys)
        if in_section if part else len(path) == 1:
            yield path, text
