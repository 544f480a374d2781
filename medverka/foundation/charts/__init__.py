"""Pictures of figures, made on the server: each with a title, a description and a table twin.

Lengths are percentages and rem, never pixels, so that a picture keeps its text readable from a
phone to a wall. A value of None is one that may not be shown, and says so.
"""

from medverka.foundation.charts.basis import Chart, Row, Words, count_and_share, in_words, per_cent
from medverka.foundation.charts.export import png, standalone_svg
from medverka.foundation.charts.grouped import Answered, Compared, grouped_bars
from medverka.foundation.charts.likert import LikertRow, Scale, Segment, likert_chart
from medverka.foundation.charts.plain import bar_chart, level_chart, spread_chart, year_chart

__all__ = [
    "Answered",
    "Chart",
    "Compared",
    "LikertRow",
    "Row",
    "Scale",
    "Segment",
    "Words",
    "bar_chart",
    "count_and_share",
    "grouped_bars",
    "in_words",
    "level_chart",
    "likert_chart",
    "per_cent",
    "png",
    "spread_chart",
    "standalone_svg",
    "year_chart",
]
