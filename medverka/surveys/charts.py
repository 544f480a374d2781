"""The picture of a question: groups beside each other, and where it is asked for the round before beside this one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from medverka.foundation.charts import Chart, LikertRow, Scale, Segment, likert_chart
from medverka.surveys import told
from medverka.surveys.bars import bars_of
from medverka.surveys.published import Answered, Before, Part, Question, Results, same_before


@dataclass(frozen=True)
class Figure:
    """A question as the page shows it."""

    question: Question
    title: str
    chart: Chart | None
    sentence: str
    notes: tuple[str, ...]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing is shown of any group."""
        return self.chart is None

    @property
    def place(self) -> str:
        """Its name in the page's address."""
        return "fraga-" + self.question.key.replace(".", "-")


@dataclass(frozen=True)
class Stretch:
    """Figures that stand under one heading: the rows of a matrix, or a question by itself."""

    heading: str
    figures: tuple[Figure, ...]

    @property
    def shown(self) -> "Stretch":
        """Without those of which nothing is shown."""
        return replace(self, figures=tuple(figure for figure in self.figures if not figure.is_hidden))


@dataclass(frozen=True)
class Chapter:
    """A section of the questionnaire with its figures."""

    key: str
    title: str
    parts: tuple[Stretch, ...]
    hidden: tuple[Question, ...]
    """Of these nothing is shown, of any group."""


def chapters(results: Results, before: Results | None) -> list[Chapter]:
    """Everything that is shown in figures, section by section."""
    found = []
    for key, title in results.sections.items():
        questions = [question for question in results.questions if question.section == key]
        if questions:
            parts = list(_parts(questions, results, before))
            hidden = [figure.question for part in parts for figure in part.figures if figure.is_hidden]
            shown = [kept for part in parts if (kept := part.shown).figures]
            found.append(Chapter(key, title, tuple(shown), tuple(hidden)))
    return found


def _parts(questions: Sequence[Question], results: Results, before: Results | None) -> Iterator[Stretch]:
    """Rows of one matrix come together, under its words."""
    at = 0
    while at < len(questions):
        first = questions[at]
        same = [first]
        if first.row is not None:
            same = [one for one in questions if one.original == first.original and one.row is not None]
        yield Stretch(first.text if first.row is not None else "", tuple(figure(one, results, before) for one in same))
        at += len(same)


def figure(question: Question, results: Results, before: Results | None) -> Figure:
    """One question's picture, with the sentence that tells what it shows."""
    same = same_before(question, before) if before else None
    rows = list(_rows(question, results, same, before))
    title = question.row_text if question.row is not None else question.text
    sentence = told.sentence(question, same.question if same else None)
    draw = _likert if question.is_scale else bars_of
    chart = draw(question, title, rows, sentence) if any(row.answered.parts is not None for row in rows) else None
    notes = [*_left_out(question, rows), *_notes(question, before, same)]
    return Figure(question, title, chart, sentence, tuple(notes))


@dataclass(frozen=True)
class Row:
    """A group in a round, with what it is called in the picture."""

    label: str
    answered: Answered
    earlier: bool = False


def _rows(question: Question, results: Results, same: Before | None, before: Results | None) -> Iterator[Row]:
    names = round_names(results, before) if before else ("", "")
    for one in question.groups:
        yield Row(f"{one.group.name}, {names[0]}" if same else one.group.name, one)
        if same and (was := same.question.of(one.group.key)):
            yield Row(f"{was.group.name}, {names[1]}", was, earlier=True)


def round_names(results: Results, before: Results) -> tuple[str, str]:
    """What two rounds are called beside each other: the year where that tells them apart, else the title."""
    if results.closes_on.year != before.closes_on.year:
        return str(results.closes_on.year), str(before.closes_on.year)
    return results.title, before.title


def _left_out(question: Question, rows: Sequence[Row]) -> Iterator[str]:
    """Whom the bars of a question do not show; on a scale their row says so."""
    names = [f"{row.label} (n = {row.answered.group.n})" for row in rows if row.answered.parts is None]
    if names and not question.is_scale:
        yield _("Visas inte: %(groups)s.") % {"groups": ", ".join(names)}


def _notes(question: Question, before: Results | None, same: Before | None) -> Iterator[str]:
    for one in question.groups:
        if one.asked is not None and one.asked != one.group.n:
            words = _("%(group)s: frågan ställdes till %(asked)s av %(n)s.")
            yield words % {"group": one.group.name, "asked": one.asked, "n": one.group.n}
    if before and same is None:
        yield _("Frågan ställdes inte, eller inte med samma svar att välja på, i %(round)s.") % {"round": before.title}
    if same and same.reworded:
        yield _("Frågan hade andra ord i %(round)s. Jämför med försiktighet.") % {
            "round": before.title if before else ""
        }


def _likert(question: Question, title: str, rows: Sequence[Row], sentence: str) -> Chart:
    places = {option.key: place for place, option in enumerate(question.options)}
    steps = [place for place, option in enumerate(question.options) if not option.apart]
    scale = Scale(
        steps=tuple(option.label for option in question.options),
        middle=steps[len(steps) // 2] if len(steps) % 2 else None,
        apart=tuple(place for place, option in enumerate(question.options) if option.apart),
        faces=any(option.face for option in question.options),
    )
    drawn = [_likert_row(row, places) for row in rows]
    return likert_chart(title, scale, drawn, what=_("Grupp"), key=chart_key(question), sentence=sentence)


def _likert_row(row: Row, places: dict[str, int]) -> LikertRow:
    one = row.answered
    segments = None if one.parts is None else tuple(_segment(one, part, places) for part in one.parts)
    number = one.group.n if one.asked is None else one.asked
    return LikertRow(row.label, number, segments, why=_("visas inte"))


def _segment(one: Answered, part: Part, places: dict[str, int]) -> Segment:
    steps = tuple(None if option is None else places[option] for option in part.options)
    return Segment(steps, part.label, part.count, one.share(part))


def chart_key(question: Question) -> str:
    """The name of the picture, of its own on the page."""
    return "bild-" + question.key.replace(".", "-")
