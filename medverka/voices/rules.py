"""What holds for voices, answers and telling back: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

REMIND_EVERY = timedelta(days=7)
GATHER = timedelta(minutes=5)  # So long a mail waits for more answers, and for second thoughts, about an occasion.
TOLD_LINK_DAYS = 365


class NotNow(Exception):
    """It cannot be done as things stand. The argument says why, in words for the person who tried."""


# From which answers to which. "Later" is a promise of another answer.
ANSWERS: dict[str, frozenset[str]] = {
    "": frozenset({"yes", "no", "later"}),
    "later": frozenset({"yes", "no"}),
    "yes": frozenset(),
    "no": frozenset(),
}


def may_answer_with(answer: str, *, before: str) -> bool:
    """Whether `answer` can follow the answer that stands (the empty text: none)."""
    return answer in ANSWERS[before]


def days_late(due_on: date, answer: str, today: date) -> int:
    """How many days past the promise an unanswered voice is; 0 where it is answered or in time."""
    return 0 if answer else max((today - due_on).days, 0)


def petals(answer: str, effect: str) -> set[str]:
    """The open petals of one voice (names of `petals.PETALS`)."""
    opened = {"asked", "taking_part", "said"}
    if answer:
        opened.add("answered")
    if effect:
        opened.add("changed")
    return opened


def current_petal(answer: str) -> str:
    """The petal that is waited for: an answer that was promised."""
    return "" if answer in {"yes", "no"} else "answered"


def reminder_is_due(last: date | None, today: date) -> bool:
    """Whether somebody who is late may be reminded: a week must have gone since the last time."""
    return last is None or today - last >= REMIND_EVERY


@dataclass(frozen=True)
class AnswerFigures:
    """How what was said in a period has been answered, and how much of what was answered led to something.

    Shares are 0 to 1, and None where there is nothing to share.
    """

    voices: int
    answered: int
    with_effect: int
    median_days: float | None

    @property
    def share_answered(self) -> float | None:
        return self.answered / self.voices if self.voices else None

    @property
    def share_with_effect(self) -> float | None:
        return self.with_effect / self.answered if self.answered else None


def answer_figures(rows: Sequence[tuple[date, date | None, bool]]) -> AnswerFigures:
    """Figures from (said on, answered on, whether it had an effect) of each voice."""
    days = [(answered - said).days for said, answered, _effect in rows if answered]
    return AnswerFigures(
        voices=len(rows),
        answered=len(days),
        with_effect=sum(effect for _said, _answered, effect in rows),
        median_days=float(median(days)) if days else None,
    )
