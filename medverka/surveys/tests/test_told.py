"""Sentences about pictures: true, plain, and silent about what is not shown."""

import pytest

from medverka.surveys import told
from medverka.surveys.published import Answered, Group, Option, Part, Question

NBSP = "\N{NO-BREAK SPACE}"
LABELS = {"a": "Dåligt", "b": "Varken eller", "c": "Bra", "d": "Vet inte"}


def group(name, n):
    return Group(name.lower(), name, n, None, None)


def answered(name, *parts, suppressed=False, asked=None):
    made = tuple(
        Part(tuple(options), " eller ".join(LABELS.get(key, "inget svar") for key in options), count, 0.0)
        for options, count in parts
    )
    total = sum(part.count for part in made)
    return Answered(group(name, total), total if asked is None else asked, None if suppressed else made)


def question(*groups, kind="scale"):
    options = tuple(Option(key, label, key == "d" and kind == "scale", "") for key, label in LABELS.items())
    return Question("q", "q", None, kind, "Hur är det?", "", "s", "", options, tuple(groups))


def test_the_better_side_is_told_of_each_group_and_compared():
    first = answered("Ledning", ("a", 0), ("b", 4), ("c", 16), ("d", 0), ([None], 0))
    second = answered("Råd", ("a", 8), ("b", 0), ("c", 8), ("d", 0), ([None], 0))
    assert told.sentence(question(first, second)) == (
        f"Svarade ”Bra”: Ledning 16 av 20 (80{NBSP}%), Råd 8 av 16 (50{NBSP}%). "
        "Störst är andelen hos Ledning, minst hos Råd."
    )


def test_equal_shares_are_told_as_equal_and_nearly_equal_as_nearly():
    half = answered("A", ("a", 10), ("c", 10))
    assert told.sentence(question(half, answered("B", ("a", 5), ("c", 5)))).endswith("Andelen är lika stor i båda.")
    three = question(half, answered("B", ("a", 5), ("c", 5)), answered("C", ("a", 6), ("c", 6)))
    assert told.sentence(three).endswith("Andelen är lika stor i alla 3.")
    near = question(answered("A", ("a", 1000), ("c", 1001)), answered("B", ("a", 1001), ("c", 1000)))
    assert told.sentence(near).endswith("Andelarna är ungefär lika stora.")


def test_a_difference_of_one_person_is_no_difference():
    rows = [answered("A", ("a", 5), ("c", 6)), answered("B", ("a", 20), ("c", 20))]
    assert told.sentence(question(*rows)).endswith("Andelarna är ungefär lika stora.")
    now, then = question(answered("A", ("a", 10), ("c", 11))), question(answered("A", ("a", 10), ("c", 10)))
    assert f"A ungefär lika stor andel (från 50{NBSP}% till 52{NBSP}%)" in told.sentence(now, then)


def test_ties_name_everybody():
    rows = [answered(name, ("a", 10 - good), ("c", good)) for name, good in (("A", 8), ("B", 8), ("C", 5))]
    assert told.sentence(question(*rows)).endswith("Störst är andelen hos A och B, minst hos C.")


def test_a_group_that_is_not_shown_is_not_spoken_of():
    shown = answered("Ledning", ("a", 5), ("c", 5))
    words = told.sentence(question(shown, answered("Få", suppressed=True)))
    assert "Få" not in words
    assert "Störst" not in words
    assert told.sentence(question(answered("Få", suppressed=True))) == "Inga svar på den här frågan visas."


def test_parts_that_are_told_together_are_never_split():
    merged = answered("Ledning", (["c", "b", None], 12), (["a"], 8))
    assert told.sentence(question(merged)) == f"Svarade ”Dåligt”: Ledning 8 av 20 (40{NBSP}%)."
    all_mixed = answered("Ledning", (["c", "b"], 12), (["a", None], 8))
    assert told.sentence(question(all_mixed)) == f"Ledning: 12 av 20 (60{NBSP}%) – Bra eller Varken eller."


@pytest.mark.parametrize(
    ("count", "of", "words"), [(1, 1000, "under 1 %"), (999, 1000, f"99{NBSP}%"), (0, 9, f"0{NBSP}%")]
)
def test_rounding_never_makes_somebody_nobody_or_everybody(count, of, words):
    one = answered("A", ("a", of - count), ("c", count))
    assert f"({words})" in told.sentence(question(one))


def test_of_options_only_what_is_shown_is_said_to_be_the_most():
    one = answered("Råd", ("a", 10), ("b", 6), ([None], 30))
    assert (
        told.sentence(question(one, kind="single")) == f"Störst av det som visas: Råd ”Dåligt”, 10 av 46 (22{NBSP}%)."
    )
    tie = answered("Råd", ("a", 10), ("b", 10))
    assert "”Dåligt” och ”Varken eller”, 10 av 20" in told.sentence(question(tie, kind="single"))
    assert told.sentence(question(one, kind="multiple")).startswith("Av det som visas valde flest: Råd")


def test_a_year_beside_the_year_before_says_how_the_share_has_moved():
    now = question(
        answered("A", ("a", 5), ("c", 15)), answered("B", ("a", 10), ("c", 10)), answered("Ny", ("a", 5), ("c", 5))
    )
    then = question(
        answered("A", ("a", 10), ("c", 10)), answered("B", ("a", 5), ("c", 5)), answered("Ny", suppressed=True)
    )
    words = told.sentence(now, then)
    assert f"A större andel (från 50{NBSP}% till 75{NBSP}%); B lika stor andel (50{NBSP}%)." in words
    assert "Ny större" not in words


def test_zeros_left_beside_hidden_options_are_not_told_as_nobody_having_answered():
    hidden = answered("A", ("a", 0), ("b", 0), asked=11)  # What c and d were is not told.
    whole = answered("B", ("a", 0), ("b", 0), ("c", 0), ("d", 0), asked=7)
    assert told.sentence(question(hidden, whole, kind="multiple")) == "Inga svar på den här frågan visas."
    assert told.sentence(question(whole, kind="multiple")) == "Ingen svarade på frågan i de grupper som visas."
