"""A questionnaire as its file, always in the same order."""

from decimal import Decimal
from typing import Any, Final

from medverka.questionnaires.document import LONGEST, Condition, Option, Picture, Question, Questionnaire, Section, Text

FORMAT: Final = "medverka-questionnaire"
FORMAT_VERSION: Final = 1


def write(questionnaire: Questionnaire) -> dict[str, Any]:
    """What its file says, as plain data. What is as it is when nothing is said is not written."""
    return _Writer(questionnaire.languages).questionnaire(questionnaire)


class _Writer:
    """Writes each text in the order of the questionnaire's languages."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages

    def text(self, text: Text) -> dict[str, str]:
        listed = [language for language in self.languages if language in text]
        return {language: text[language] for language in dict.fromkeys([*listed, *sorted(text)])}

    def questionnaire(self, one: Questionnaire) -> dict[str, Any]:
        words = {language: dict(sorted(one.words[language].items())) for language in sorted(one.words)}
        return {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "title": self.text(one.title),
            "languages": list(one.languages),
            **_said(intro=self.text(one.intro), thanks=self.text(one.thanks), words=words),
            "sections": [self.section(section) for section in one.sections],
        }

    def section(self, one: Section) -> dict[str, Any]:
        return {
            "key": one.key,
            "title": self.text(one.title),
            **_said(text=self.text(one.text), level=one.level, asked_if=_condition(one.asked_if)),
            "questions": [self.question(question) for question in one.questions],
        }

    def question(self, one: Question) -> dict[str, Any]:
        return {
            "key": one.key,
            "kind": str(one.kind),
            "text": self.text(one.text),
            **_said(
                help=self.text(one.help),
                required=one.required,
                asked_if=_condition(one.asked_if),
                picture=self.picture(one.picture),
                rows=[self.option(row) for row in one.rows],
                options=[self.option(option) for option in one.options],
                at_most=one.at_most,
                least=_number(one.least),
                most=_number(one.most),
                unit=self.text(one.unit),
                longest=one.longest if one.longest != LONGEST else None,
            ),
        }

    def option(self, one: Option) -> dict[str, Any]:
        said = _said(
            description=self.text(one.description),
            face=one.face,
            picture=self.picture(one.picture),
            apart=one.apart,
            alone=one.alone,
        )
        return {"key": one.key, "text": self.text(one.text), **said}

    def picture(self, one: Picture | None) -> dict[str, Any] | None:
        return None if one is None else _said(icon=one.icon, file=one.file, alt=self.text(one.alt))


def _condition(one: Condition | None) -> dict[str, Any] | None:
    return None if one is None else {"question": one.question, "options": list(one.options)}


def _number(number: Decimal | None) -> int | float | None:
    return None if number is None else int(number) if number == int(number) else float(number)


def _said(**fields: Any) -> dict[str, Any]:
    """Those of the fields that say something; the number 0 does."""
    return {name: value for name, value in fields.items() if value or (value == 0 and value is not False)}
