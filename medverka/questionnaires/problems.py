"""What is wrong with a questionnaire or with answers to it, as data: where, which kind, and the value that tells of it.

Words are the caller's: this package speaks no language. Every code with its `detail`:

========================  =================================================================================
the file as a whole
`too_large`               megabytes allowed
`not_text`                not UTF-8
`not_json`                line and character, "3:17"
`too_deep`                objects within objects within objects
`not_this_format`         the format that it says it is, or ""
`newer_version`           its format_version
a part of the file
`unknown_field`           the field
`doubled_field`           a field that stands twice
`missing_field`           the field
`not_an_object`           the field, or "" for the part itself
`not_a_list`              the field
`not_words`               the field: it holds no string
`not_a_number`            the field
`not_yes_or_no`           the field
`not_a_key`               the field: small letters a–z, digits and hyphens, at most 60
`not_a_language`          what should have been a language tag
`strange_sign`            the field that holds a sign which no text has
`unknown_kind`            the kind
`unknown_face`            the face
`not_a_picture`           the field
`many_pictures`           how many a file may carry
the questionnaire         (`checks`)
`no_questions`            ""
`too_many_questions`      how many are allowed
`no_languages`            ""
`too_many_languages`      how many are allowed
`doubled_language`        the language
`doubled_key`             the key
`missing_text`            the field: there are no words in the first language
`too_long_text`           how many characters are allowed
`few_options`             how many there must be
`many_options`            how many there may be
`steps`                   "2–7"
`no_rows`                 ""
`not_of_this_kind`        a field that means nothing to this kind of question
`limits`                  the field that stands in the wrong relation to another
`condition_missing`       the question that does not exist
`condition_later`         the question that does not stand earlier
`condition_kind`          the question that has nothing to choose
`condition_option`        the option that the question does not have
`condition_empty`         the question
`two_pictures`            ""
`two_conditions`          (caution) "": the section's and its own, on another section's question; results show nothing
`untranslated`            (caution) the language in which something is not written
`unlisted_language`       (caution) a language of some text that is none of the questionnaire's
`no_alt`                  (caution) the language in which a picture is not described
answers                   (`answering`)
`required`                ""
`too_many`                how many may be chosen
`not_alone`               the option that shuts out the others, and was chosen beside one
`not_a_number`            what was written
`too_small`, `too_big`    the limit
`too_long`                how many characters are allowed
`unknown_option`          the option
`unknown_row`             (caution) the row
`unknown_question`        (caution) the question
`not_asked`               (caution) an answer to a question that is not put, given these answers
========================  =================================================================================
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

CODES: Final = frozenset(
    code for line in __doc__.splitlines() if line.startswith("`") for code in line[:26].split("`")[1::2]
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a place: the second "section", the "question" with this key. `number` counts from 1."""

    what: str
    number: int
    key: str = ""


Place: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. A caution stops nothing: it is for somebody to know."""

    place: Place
    code: str
    detail: str = ""
    caution: bool = False

    def key_of(self, what: str) -> str:
        """The key of the "section", "question", "option" or "row" it stands in, or nothing."""
        return next((step.key for step in self.place if step.what == what), "")

    @property
    def item(self) -> str:
        """The key of what was to be answered: of the question, and of the row in a matrix."""
        return ".".join(filter(None, (self.key_of("question"), self.key_of("row"))))


def stopping(problems: list[Problem]) -> list[Problem]:
    """Those that are no cautions."""
    return [problem for problem in problems if not problem.caution]
