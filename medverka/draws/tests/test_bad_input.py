"""Each kind of bad input is told with its row, its column and a remedy, in the words that somebody with two files reads."""

import pytest

from medverka.draws import words
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.mistakes import BadTables
from medverka.fairness.draw.tables import read_problem

NAMES = {"people": "personer.csv", "quotas": "kvoter.csv"}
HEAD = "feature,value,min,max\n"
QUOTAS = HEAD + "kön,kvinna,1,2\nkön,man,1,2\n"
PEOPLE = "id,kön\na,kvinna\nb,man\nc,kvinna\n"


def told(people=PEOPLE, quotas=QUOTAS, size=3, household=()):
    """Everything that is said of two files and a size."""
    people, quotas = (text if isinstance(text, bytes) else text.encode() for text in (people, quotas))
    try:
        tables = read_problem(people, quotas, size, household=household)
    except BadTables as bad:
        return words.lines(bad, NAMES)
    return words.lines(BadTables(contradictions(tables.problem, tables.quotas.rows)), NAMES)


def test_files_in_order_get_no_words():
    assert told() == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (
            {"quotas": HEAD + "kön,kvinna,3,2\nkön,man,1,2\n"},
            "kvoter.csv, rad 2, kolumn ”min”: Minst 3 är mer än högst 2. Sänk minst eller höj högst.",
        ),
        (
            {"quotas": HEAD + "kön,kvinna,2,2\nkön,man,1,2\n", "size": 2},
            "kvoter.csv, rad 2, kolumn ”min”: De minsta antalen i ”kön” blir tillsammans 3, men bara 2 ska lottas. "
            "Sänk något av dem, eller lotta fler.",
        ),
        (
            {"quotas": HEAD + "kön,kvinna,0,1\nkön,man,0,1\n"},
            "kvoter.csv, rad 2, kolumn ”max”: De högsta antalen i ”kön” blir tillsammans 2, men 3 ska lottas. "
            "Höj något av dem, eller lotta färre.",
        ),
        (
            {"quotas": HEAD + "kön,kvinna,1,2\nkön,man,2,2\n"},
            "kvoter.csv, rad 3, kolumn ”min”: Minst 2 ska ha ”man” i ”kön”, men bara 1 har det. "
            "Sänk minst, eller bjud in fler som har det.",
        ),
        (
            {"quotas": "feature,value,min,max,min_flex,max_flex\nkön,kvinna,1,2,2,\nkön,man,1,2,,\n"},
            "kvoter.csv, rad 2, kolumn ”min_flex”: Den tänjbara gränsen 2 är snävare än gränsen 1. "
            "Låt ”min_flex” vara högst lika med min, och ”max_flex” minst lika med max.",
        ),
        (
            {"people": PEOPLE + "d,kvina\n"},
            "personer.csv, rad 5, kolumn ”kön”: ”kvina” har ingen kvot i ”kön”. "
            "Menas ”kvinna”? Rätta stavningen i den ena filen.",
        ),
        (
            {"people": PEOPLE + "a,man\n"},
            "personer.csv, rad 5, kolumn ”id”: Id ”a” står redan på rad 2. "
            "Ge var och en sitt eget id, eller ta bort raden om det är samma person.",
        ),
        (
            {"quotas": HEAD + "kön,kvinna,-1,2\nkön,man,1,2\n"},
            "kvoter.csv, rad 2, kolumn ”min”: Antalet -1 är mindre än noll. Skriv 0 eller mer.",
        ),
        (
            {"quotas": HEAD + "kön,kvinna,1,1e99\nkön,man,1,2\n"},
            "kvoter.csv, rad 2, kolumn ”max”: ”1e99” är inget heltal. Skriv antalet personer med siffror, till exempel 12.",
        ),
        (
            {"quotas": HEAD + 'kön,kvinna,"1,5",2\nkön,man,1,2\n'},
            "kvoter.csv, rad 2, kolumn ”min”: ”1,5” är inget heltal. Skriv antalet personer med siffror, till exempel 12.",
        ),
        ({"size": 7}, "7 ska lottas, men det finns bara 3 att lotta bland. Lotta färre, eller bjud in fler."),
        (
            {"people": "id,kön,gata\na,kvinna,G 1\nb,man,g  1\nc,kvinna,\n", "household": ["gata"]},
            "3 ska lottas, men de som finns bor i 2 hushåll, och högst en lottas ur varje. "
            "Lotta färre, bjud in fler, eller låt flera ur samma hushåll vara med.",
        ),
        (
            {"people": "id,kön\n"},
            "personer.csv, rad 1: Det finns ingen att lotta bland. "
            "Lägg till en rad för varje person, eller vidga urvalet.",
        ),
        (
            {"people": "id,kon\na,man\n"},
            "personer.csv, rad 1, kolumn ”kön”: Kolumnen ”kön” saknas. "
            "Menas ”kon”? Rätta stavningen i den ena filen.",
        ),
        (
            {"people": PEOPLE.replace("b,man", "b,m\0an")},
            "personer.csv, rad 3: Här står ett osynligt tecken som ingen text har (nummer 00). "
            "Skriv om cellen, eller spara filen på nytt som ”CSV UTF-8”.",
        ),
        (
            {"people": b"PK\x03\x04\0\0\0"},
            "personer.csv: Filen är ett kalkylblad, inte en CSV-fil. "
            "Öppna den i ditt kalkylprogram, välj Spara som och typen ”CSV UTF-8”, och välj den filen.",
        ),
        (
            {"people": PEOPLE + 'd,"man\ne,man\n'},
            "personer.csv, rad 5: Ett citattecken som börjar här avslutas aldrig. "
            "Ta bort det, eller sätt ett till där texten slutar.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_row_column_and_remedy(bad, said):
    assert told(**bad) == [said]


def test_everything_that_is_wrong_in_both_files_is_told_in_one_go():
    lines = told(people="id,kön\na,kvinna\na,man\n,man\n", quotas=HEAD + "kön,kvinna,x,2\nkön,man,3,-2\n")
    assert [line.partition(":")[0] for line in lines] == [
        "kvoter.csv, rad 2, kolumn ”min”",
        "kvoter.csv, rad 3, kolumn ”max”",
        "personer.csv, rad 3, kolumn ”id”",
        "personer.csv, rad 4, kolumn ”id”",
    ]


@pytest.mark.slow
def test_ten_bad_rows_among_a_hundred_thousand_are_ten_lines():
    rows = ["id,kön", *(f"p{number},{('kvinna', 'man')[number % 2]}" for number in range(100_000))]
    for number in range(1, 11):
        rows[number * 9_000] = f"p{number * 9_000 - 1},kvinn{number}"
    lines = told(people="\n".join(rows))
    assert len(lines) == 10
    assert lines[0].startswith("personer.csv, rad 9001, kolumn ”kön”: ”kvinn1” har ingen kvot i ”kön”. Menas ”kvinna”?")
