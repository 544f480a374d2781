"""What organisations have answered, beside each other: levels, steps, and how they have moved since the mapping before.

Nothing here puts organisations in an order but the alphabet's, and nothing sums them up to one figure.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from medverka.foundation.alphabet import sort_key
from medverka.mappings import content, rules
from medverka.mappings.models import Mapping, SelfAssessment
from medverka.mappings.rules import STEPS, Answered, Level
from medverka.organisations.models import Organisation
from medverka.questionnaires.document import Question, Questionnaire


@dataclass(frozen=True)
class Cell:
    """One level of one organisation: its step now and last time, where there is one."""

    level: str
    step: int | None
    before: int | None = None

    @property
    def change(self) -> int | None:
        """How many steps it has moved since last time."""
        return None if self.step is None or self.before is None else self.step - self.before


@dataclass(frozen=True)
class Row:
    """One organisation's levels."""

    organisation: Organisation
    assessment: SelfAssessment
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Spread:
    """How many organisations stand on each step of one question; `steps[0]` is the first step."""

    question: Question
    level: str
    steps: tuple[int, ...]

    @property
    def answered(self) -> int:
        """How many stand on any step."""
        return sum(self.steps)

    @property
    def going_well(self) -> int:
        """How many have come to where it goes well."""
        return sum(self.steps[rules.GOING_WELL - 1 :])

    @property
    def hard(self) -> int:
        """How many have not come further than having begun."""
        return sum(self.steps[: rules.HARD])


@dataclass(frozen=True)
class Board:
    """A whole mapping: organisations by name, levels, and the spread of each question."""

    mapping: Mapping
    levels: Sequence[str]
    rows: Sequence[Row]
    spreads: Sequence[Spread]
    asked: int
    questions_changed: frozenset[str] = field(default_factory=frozenset)

    @property
    def may_tell_of_all(self) -> bool:
        """Whether so many have handed in that something is said of all of them."""
        return len(self.rows) >= rules.FEWEST_TO_TELL

    @property
    def follows(self) -> bool:
        """Whether there is something to compare with."""
        return any(cell.before is not None for row in self.rows for cell in row.cells)


def board(mapping: Mapping) -> Board:
    """All that has been handed in. Four queries, however many organisations."""
    questionnaire = content.of_version(mapping.version)
    levels = content.by_level(questionnaire)
    earlier = _levels_before(mapping)
    assessments = list(handed_in(mapping))
    rows = [Row(one.organisation, one, cells(levels, one, earlier.get(one.organisation_id, {}))) for one in assessments]
    return Board(
        mapping,
        list(levels),
        sorted(rows, key=lambda row: sort_key(row.organisation.name)),
        spreads(levels, assessments),
        mapping.assessments.count(),
        _questions_changed(mapping, questionnaire),
    )


def handed_in(mapping: Mapping) -> Iterable[SelfAssessment]:
    """What has been handed in."""
    return mapping.assessments.filter(state=Answered.HANDED_IN).select_related("organisation")


def figures(levels: dict[str, list[Question]], assessment: SelfAssessment) -> dict[str, int | None]:
    """Each level's step in one organisation's answers."""
    found = {}
    for level, questions in levels.items():
        asked = [one for one in questions if not _does_not_concern(one, assessment)]
        steps = [step for one in asked if (step := content.step_of(one, assessment.answers))]
        found[level] = rules.level_step(steps, len(asked))
    return found


def _does_not_concern(question: Question, assessment: SelfAssessment) -> bool:
    """Whether it was answered with what stands beside the ladder."""
    return assessment.answers.get(question.key) in {option.key for option in question.options if option.apart}


def cells(levels: dict[str, list[Question]], assessment: SelfAssessment, before: dict[str, int | None]) -> list[Cell]:
    """An organisation's levels, in their order."""
    return [Cell(level, step, before.get(level)) for level, step in figures(levels, assessment).items()]


def spreads(levels: dict[str, list[Question]], assessments: Sequence[SelfAssessment]) -> list[Spread]:
    """How many organisations stand on each step, question by question."""
    found = []
    for level, questions in levels.items():
        for question in questions:
            counted = Counter(content.step_of(question, one.answers) for one in assessments)
            found.append(Spread(question, level, tuple(counted[step] for step in range(1, STEPS + 1))))
    return found


def cells_of(board: Board, assessment: SelfAssessment) -> Sequence[Cell]:
    """One organisation's levels: as they stand on the board, or from what it has answered so far."""
    for row in board.rows:
        if row.assessment.pk == assessment.pk:
            return row.cells
    levels = content.by_level(content.of_version(assessment.mapping.version))
    return cells(levels, assessment, {})


def _levels_before(mapping: Mapping) -> dict[int, dict[str, int | None]]:
    """Each organisation's levels in the mapping that this one follows."""
    if mapping.follows is None:
        return {}
    levels = content.by_level(content.of_version(mapping.follows.version))
    return {one.organisation_id: figures(levels, one) for one in handed_in(mapping.follows)}


def _questions_changed(mapping: Mapping, questionnaire: Questionnaire) -> frozenset[str]:
    """The levels that do not ask the same as last time."""
    if mapping.follows is None:
        return frozenset()
    now = content.by_level(questionnaire)
    then = content.by_level(content.of_version(mapping.follows.version))
    keys = {
        level: ({one.key for one in now.get(level, ())}, {one.key for one in then.get(level, ())})
        for level in Level.values
    }
    return frozenset(level for level, (mine, theirs) in keys.items() if mine != theirs)
