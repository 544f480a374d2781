"""More forms of the builder: whom something is put to, what is taken from the question bank, pictures, languages."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from medverka.foundation.templatetags.medverka import icon
from medverka.questionnaires import editing, translating
from medverka.questionnaires.checks import LONGEST_HELP, LONGEST_INTRO, LONGEST_TEXT
from medverka.questionnaires.document import Condition, Option, Picture, Question, Questionnaire, in_language
from medverka.surveys import building_told, pictures, respondent_words, tongues
from medverka.surveys.forms_building import said


class ConditionForm(forms.Form):
    """To whom a question or section is put: everybody, or those who chose some answers to one earlier question."""

    chosen = forms.MultipleChoiceField(required=False)

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
        if not part and language not in respondent_words.SPOKEN:
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
