"""What is copied from drand's page is understood however it is copied, and what is wrong with it is told as it is."""

import json

import pytest

from medverka.draws import pasted, sources
from medverka.fairness.draw.randomness import WrongValues
from medverka.fairness.draw.tests.lotteries import BEACON, TRUE_ROUND

RANDOMNESS, SIGNATURE = TRUE_ROUND["randomness"], TRUE_ROUND["signature"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(TRUE_ROUND),
        json.dumps(TRUE_ROUND, indent=2).upper(),
        f"{BEACON.where()}\n{json.dumps(TRUE_ROUND)}\n",
        f'JSON\nraw data\nSpara\nround\t657413\nrandomness\t"{RANDOMNESS}"\nsignature\t"{SIGNATURE}"\n',
        f'{{"round":657413,"signature":"{SIGNATURE}"}}',
        f"signature: {SIGNATURE}",
        SIGNATURE,
        f"  “{SIGNATURE}” ",
        f"{RANDOMNESS} {SIGNATURE}",
        f"{SIGNATURE}\r\n{RANDOMNESS}",
    ],
)
def test_the_whole_page_and_its_signature_alone_are_understood(text):
    assert pasted.round_in(text, BEACON) == TRUE_ROUND


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps(TRUE_ROUND | {"randomness": RANDOMNESS[1:]}), "”randomness”, ska ha 64 tecken. Här är det 63."),
        (json.dumps(TRUE_ROUND | {"signature": SIGNATURE[:-1]}), "”signature”, ska ha 96 tecken. Här är det 95."),
        (SIGNATURE + "a", "”signature”, ska ha 96 tecken. Här är det 97."),
        (json.dumps({"randomness": SIGNATURE, "signature": RANDOMNESS}), "har bytt plats"),
        (json.dumps(TRUE_ROUND | {"round": 657414}), "Det här är omgång 657414. Det ska vara omgång 657413."),
        (json.dumps(TRUE_ROUND | {"randomness": "ab" * 32}), "hör inte till det slumptalet"),
        (json.dumps(TRUE_ROUND | {"signature": "z" + SIGNATURE[1:]}), "bara av siffror och bokstäverna a–f"),
        (SIGNATURE[::-1], "inte drands för omgång 657413"),
        (RANDOMNESS, "Här finns ingen signatur"),
        ("657413", "Här finns ingen signatur"),
        ("<html>404</html>", "Här finns ingen signatur"),
        (BEACON.where(), "bara adressen"),
    ],
)
def test_what_is_wrong_is_told_as_it_is(text, words):
    with pytest.raises(WrongValues) as wrong:
        pasted.round_in(text, BEACON)
    assert words in sources.wrong(wrong.value).message


@pytest.mark.parametrize("text", ["1 2 3", "1,2,3", " 1. 2; 3, ", "1\n2\n3"])
def test_numbers_are_read_however_they_are_told_apart(text):
    assert pasted.numbers_in(text) == [1, 2, 3]


@pytest.mark.parametrize("text", ["", ",", "1 två 3", "-1", "1.5e3", "1" * 12])
def test_what_is_no_row_of_numbers_is_refused(text):
    with pytest.raises(WrongValues, match="not_numbers"):
        pasted.numbers_in(text)
