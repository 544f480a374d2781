"""Sample pictures for the gallery: every kind in every state."""

from medverka.foundation import charts
from medverka.foundation.charts import LikertRow, Scale, Segment


def sample_charts() -> dict[str, charts.Chart]:
    """Every picture in every state."""
    years = zip(range(2016, 2027), (4, 19, 27, 33, 31, 41, 38, 45, 52, 49, 57), strict=True)
    places = (("Norrvik", 118), ("Lövsta", 74.5), ("Ekedal", 41), ("Sund", None), ("Björkviken", 12))
    shares = (("Besvarat", 86), ("Ledde till en förändring", 41), ("Berättat tillbaka", 79.5))
    return {
        "years": charts.year_chart(
            "Förfrågningar per år", [(str(year), number) for year, number in years], measure="Förfrågningar"
        ),
        "places": charts.bar_chart("Insatser per kommun", places, what="Kommun", measure="Insatser"),
        "shares": charts.bar_chart("Vad som hände med det som sades", shares, what="Steg", measure="Andel", unit="%"),
        "spread": charts.spread_chart(
            "Hur jämnt insatserna är fördelade",
            [0] * 12 + [1] * 30 + [2] * 24 + [3] * 20 + [5] * 14 + [9] * 6,
            people="personerna",
            things="insatserna",
        ),
        **_likert(),
        "grouped": _grouped(),
    }


# --- Both sides of a line ---------------------------------------------------------------------

GOOD = Scale(
    ("mycket dåligt", "ganska dåligt", "varken bra eller dåligt", "ganska bra", "mycket bra", "vet inte"),
    middle=2,
    apart=(5,),
    faces=True,
)


def _row(scale: Scale, label: str, parts: dict[tuple[int | None, ...], int]) -> LikertRow:
    n = sum(parts.values())
    return LikertRow(
        label, n, tuple(Segment(steps, _called(scale, steps), count, 100 * count / n) for steps, count in parts.items())
    )


def _called(scale: Scale, steps: tuple[int | None, ...]) -> str:
    words = ["inget svar" if step is None else str(scale.steps[step]) for step in steps]
    *first, last = words
    return f"{', '.join(first)} eller {last}" if first else last


def _likert() -> dict[str, charts.Chart]:
    """Scales of two to seven steps; words that are too long; and where nothing may be shown."""
    rows = [
        _row(GOOD, "Tjänstepersoner i ledningsgrupper", {(0, 1): 6, (2, 5, None): 7, (3, 4): 7}),
        _row(GOOD, "Tjänstepersoner i samordningsgrupper", {(0,): 5, (1,): 6, (2,): 7, (3,): 9, (4,): 5, (5,): 6}),
        LikertRow("Personer med egen erfarenhet", 4, None),
    ]
    said = "I samordningsgrupperna svarar 14 av 38 bra och 11 av 38 dåligt."
    long = Scale(
        tuple(f"{step} och det är ett svar med många ord{'-som-inte-går-att-dela' * 4}" for step in "123"), middle=1
    )
    return {
        "likert": charts.likert_chart("Hur fungerar inflytandet?", GOOD, rows, what="Grupp", sentence=said),
        "likert_two": _each_step("Fick ni svar?", Scale(("nej", "ja")), (14, 24)),
        "likert_four": _each_step("Hur ofta?", Scale(("aldrig", "sällan", "ofta", "alltid")), (5, 8, 20, 5)),
        "likert_seven": _each_step(
            "Hur väl stämmer det, från 1 till 7?", Scale(tuple("1234567"), middle=3), (1, 2, 3, 5, 8, 13, 6)
        ),
        "likert_long": _each_step("En fråga som är lång. " * 8, long, (9, 10, 19), "Gruppensnamnutanmellanslag" * 6),
        "likert_nothing": charts.likert_chart("Inget visas", GOOD, rows[2:], what="Grupp"),
    }


def _each_step(title: str, scale: Scale, counts: tuple[int, ...], group: str = "Alla") -> charts.Chart:
    """One group, each step by itself."""
    row = _row(scale, group, {(step,): count for step, count in enumerate(counts)})
    return charts.likert_chart(title, scale, [row], what="Grupp")


def _grouped() -> charts.Chart:
    """Two years' answers where several may be given, and one that may not be shown."""
    groups = [charts.Compared("Ledningsgrupper, 2023", 20), charts.Compared("Ledningsgrupper, 2021", 38, earlier=True)]
    counts = {"I möten": (14, 30), "Skriftligt, i en enkät": (6, None), "I arbetsgrupper som följer en fråga": (0, 38)}
    options = [
        (label, [None if count is None else charts.Answered(count, 100 * count / group.n)
                 for count, group in zip(found, groups, strict=True)])
        for label, found in counts.items()
    ]  # fmt: skip
    said = "Vanligast i ledningsgrupperna är möten: 14 av 20."
    return charts.grouped_bars("Hur har ni arbetat tillsammans?", groups, options, what="Svar", sentence=said)
