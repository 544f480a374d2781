"""The picture of a question with options or numbers: for each answer the groups' bars under each other."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from medverka.foundation.charts import Chart, bar_chart
from medverka.surveys.published import Question


def bars_of(question: Question, title: str, rows: Sequence[Any], sentence: str) -> Chart:
    """Per cent of those asked, an answer at a time."""
    drawn: list[tuple[str, float | None]] = []
    for row in rows:
        parts = row.answered.parts
        if parts is None:
            drawn.append((row.label, None))
            continue
        drawn += [(f"{row.label}: {part.label}", part.percent) for part in parts]
    return bar_chart(
        title, drawn, what=_("Grupp och svar"), measure=_("Andel"), unit="%",
        key="bild-" + question.key.replace(".", "-"), description=sentence,
    )  # fmt: skip
