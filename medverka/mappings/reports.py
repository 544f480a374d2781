"""One organisation's report: its own steps with what they mean, since last time, beside the county, and what it wants to develop."""

from dataclasses import dataclass
from typing import Any

from medverka.mappings import policies, queries, results, shown, told
from medverka.mappings.models import DevelopmentArea, SelfAssessment
from medverka.mappings.rules import Answered


@dataclass(frozen=True)
class LevelTold:
    """One level: its step in words, and how it has moved."""

    label: str
    step: int | None
    word: str
    change: str


def of(assessment: SelfAssessment, reader: Any) -> dict[str, Any]:
    """All that the report's page and its PDF show."""
    board = results.board(assessment.mapping)
    follows = policies.may_follow_results(reader, assessment.mapping)
    beside = follows and board.may_tell_of_all and assessment.state == Answered.HANDED_IN
    spreads = {one.question.key: one for one in board.spreads} if beside else None
    may_answer = policies.may_answer(reader, assessment)
    areas = (
        DevelopmentArea.objects.select_related("owner", "organisation")
        if may_answer
        else queries.areas_visible_to(reader)
    )
    return {
        "assessment": assessment,
        "mapping": assessment.mapping,
        "levels": _levels(board, assessment),
        "follows": assessment.mapping.follows if board.follows else None,
        "parts": shown.answers_of(assessment, spreads=spreads),
        "beside": len(board.rows) if beside else 0,
        "areas": list(areas.filter(organisation=assessment.organisation)),
        "may_answer": may_answer,
        "may_plan": policies.may_plan(reader, assessment.organisation),
        "sees_results": follows,
    }


def _levels(board: results.Board, assessment: SelfAssessment) -> list[LevelTold]:
    cells = results.cells_of(board, assessment)
    return [LevelTold(told.level(one.level), one.step, told.step(one.step), told.change(one)) for one in cells]
