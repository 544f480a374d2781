"""Everything that the draw library says in code words can be said in Swedish."""

import re
from pathlib import Path
from typing import get_args

import pytest

from medverka.draws import from_files, words
from medverka.fairness.draw import mistakes
from medverka.fairness.draw.certificate import Kind, Method
from medverka.fairness.draw.lottery import TooLarge
from medverka.fairness.draw.mistakes import CODES, BadTables, Mistake
from medverka.fairness.draw.relaxations import Infeasible, Relaxation
from medverka.fairness.draw.result import OBJECTIVES

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def documented_values(code):
    """The names of the values that the library's own table promises for a code."""
    text = mistakes.__doc__.partition(f"\n``{code}``")[2].partition("\n")[0]
    return set(re.findall(r"``(\w+)``", text))


def test_every_mistake_has_words_and_nothing_else_has():
    assert set(words.MISTAKES) == CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_words_of_a_mistake_use_only_values_that_it_has(code):
    used = {name for text in words.MISTAKES[code] for name in PLACEHOLDER.findall(str(text))}
    assert used <= documented_values(code)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_mistake_says_what_is_wrong_and_what_to_do_in_whole_sentences(code):
    wrong, remedy = map(str, words.MISTAKES[code])
    assert wrong.endswith(".")
    assert remedy.endswith(".")


def test_a_line_says_file_row_column_and_remedy():
    each = Mistake(3, "min", "number_not_whole", {"text": "tolv"}, "quotas")
    assert words.line(each, {"quotas": "kvoter.csv"}) == (
        "kvoter.csv, rad 3, kolumn ”min”: ”tolv” är inget heltal. Skriv antalet personer med siffror, till exempel 12."
    )


def test_a_line_about_no_row_names_only_the_file():
    each = Mistake(None, None, "empty_file", table="people")
    assert words.line(each, {"people": "personer.csv"}).startswith("personer.csv: Filen är tom.")
    assert words.line(each, {}).startswith("Filen är tom.")


def test_an_unknown_value_is_told_with_the_one_that_it_resembles_and_its_other_rows():
    values = {"feature": "kön", "value": "kvina", "nearest": "kvinna", "rows": [7, 12_345], "others": 2}
    told = words.mistake(Mistake(4, "kön", "value_unknown", values, "people"))
    assert told.replace("\xa0", " ") == (
        "”kvina” har ingen kvot i ”kön”. Samma på rad 7 och 12 345. Menas ”kvinna”? Rätta stavningen i den ena filen."
    )


def test_many_rows_with_the_same_mistake_are_counted():
    values = {"feature": "kön", "rows": [7, 8], "others": 5}
    assert "Samma på rad 7, 8 och 3 till." in words.mistake(Mistake(4, "kön", "value_missing", values, "people"))


def test_long_text_from_a_file_is_cut_and_kept_on_one_line():
    told = words.mistake(Mistake(2, "min", "number_not_whole", {"text": "9" * 5000 + "\n"}, "quotas"))
    assert len(told) < 200
    assert "\n" not in told


def test_text_with_percent_signs_is_only_text():
    told = words.mistake(Mistake(2, "min", "number_not_whole", {"text": "10 %(x)s %"}, "quotas"))
    assert "”10 %(x)s %”" in told


def test_mistakes_that_are_not_told_one_by_one_are_counted():
    bad = BadTables([Mistake(row, "min", "number_missing", table="quotas") for row in range(60)])
    assert words.lines(bad, {})[-1] == "… och 10 fel till."


def test_every_relaxation_has_words():
    assert set(words.RELAXATIONS) == set(get_args(Relaxation.__annotations__["bound"]))


def test_the_smallest_changes_are_said_line_by_line():
    changes = [Relaxation("kön", "man", "low", 6, 4), Relaxation("ort", "nord", "high", 2, 3)]
    changes.append(Relaxation("", "", "size", 12, 11))
    assert words.infeasible(Infeasible(changes))[1:] == [
        "Sänk minst för ”man” i ”kön” från 6 till 4.",
        "Höj högst för ”nord” i ”ort” från 2 till 3.",
        "Lotta 11 i stället för 12.",
    ]


def test_changes_that_are_not_proven_smallest_are_not_called_so():
    changes = [Relaxation("kön", "man", "low", 6, 4)]
    assert "minsta" in words.infeasible(Infeasible(changes))[0]
    assert "kanske räcker också mindre" in words.infeasible(Infeasible(changes, proven=False))[0]


def test_every_step_that_the_library_tells_of_has_words():
    sources = [*Path(mistakes.__file__).parent.glob("*.py"), Path(from_files.__file__)]
    told = {code for source in sources for code in re.findall(r"\b(?:watch|tell)\(\s*\"(\w+)\"", source.read_text())}
    assert {"leximin", "drawing"} <= told <= set(words.STEPS)


def test_every_certificate_has_words():
    assert set(words.CERTIFICATES) == {(objective, kind) for objective in OBJECTIVES for kind in get_args(Kind)}
    assert set(words.METHODS) == set(get_args(Method))


def test_a_certificate_says_that_nothing_is_fairer_or_by_how_much():
    told = {"objective": "maximin", "kind": "reached", "gap": 0.0, "method": "linear", "levels": []}
    assert words.certificate(told) == (
        "Ingen lottning inom kvoterna kan ge dem med minst chans en större chans än den uträknade. "
        "Det följer av kvoterna, enligt vår uträkning."
    )
    gap = words.certificate(told | {"kind": "gap", "gap": 0.00125, "method": "integer"})
    assert "högst 0,1250 procentenheter mer" in gap
    assert words.certificate({}) == ""


def test_a_gap_that_nobody_knows_is_not_given_a_number():
    told = {"objective": "nash", "kind": "gap", "gap": float("inf"), "method": "linear", "levels": []}
    assert words.certificate(told) == "Hur mycket rättvisare en lottning kan vara är inte bevisat."


def test_what_holds_the_least_chance_down_is_named():
    held = [{"feature": "kön", "value": "man", "bound": "high"}, {"feature": "ort", "value": "nord", "bound": "low"}]
    assert words.holding({"levels": [{"held_by": held}]}) == (
        "Den minsta uträknade chansen hålls nere av högst för ”man” i ”kön” och minst för ”nord” i ”ort”."
    )
    assert words.holding({"levels": []}) == words.holding({"levels": [{"held_by": []}]}) == ""


def test_a_lottery_that_would_be_too_large_is_told_with_what_to_choose():
    assert words.too_large(TooLarge(9_000_000, 5_000_000)).replace("\xa0", " ") == (
        "En exakt lottning skulle ta mer än 5 000 000 platser i alla grupper tillsammans. "
        "Välj numrerade grupper i stället."
    )
