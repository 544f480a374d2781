import pytest

from medverka.voices import personal


@pytest.mark.parametrize(
    "text",
    ["Ring 070-123 45 67 i stället", "0701234567", "+46 70 123 45 67", "031-390 06 00", "Jag heter 19850312-1234",
     "850312-1234", "skriv till lova@exempel.se"],
)  # fmt: skip
def test_what_looks_like_a_number_or_an_address_of_somebody_is_warned_of(text):
    assert len(personal.looks_personal(text)) == 1


@pytest.mark.parametrize(
    "text", ["Väntrummet öppnade 2026-03-05 kl 09.30", "Vi var 12 personer på avdelning 12", "Det tog 365 dagar", ""]
)
def test_ordinary_figures_are_not_warned_of(text):
    assert personal.looks_personal(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Det var nog Karin Blåklint som sade det.", "Karin Blåklint"),
        ("Karin Blåklint var snäll.", "Karin Blåklint"),
        ("Han på rummet heter Kalle och snarkar.", "Kalle"),
        ("Sköterskan Anna ropade på oss.", "Anna"),
        ("Jag vill ha tillbaka läkaren Eva-Lena Öst.", "Eva-Lena Öst"),
        ("Jag träffade dr. Grön i går.", "Grön"),
        ("När hon Lisa kom blev det lugnt.", "Lisa"),
    ],
)
def test_what_looks_like_a_name_is_warned_of_and_shown(text, name):
    assert [(str(words), part) for words, part in personal.suspects(text)] == [("ett namn", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Kallelsen går inte att förstå. Brevet borde vara kort.",
        "Vi vill ha frukt. Personalen är snäll. Maten är kall!",
        "På Solgården är det kallt. I Norrvik också. Hela Exempellän väntar.",
        "Sjuksköterskan kom inte. Läkaren hade inte tid. Hon sade: Vänta.",
        "Region Exempellän lovade mer. Avdelning Tolv fick inget, inte heller Södra Skogen.",
        "Jag fick ingen SIP av BUP och LSS sade nej.",
        "”Ingen lyssnar”, sade han. Alla höll med.",
        "Chefen\nBorde komma hit oftare",
        "Fler aktiviteter på kvällen, helst måndag och onsdag i maj.",
    ],
)
def test_ordinary_sentences_are_not_warned_of(text):
    assert personal.suspects(text) == []


def test_known_places_and_organisations_are_no_names():
    text = "Det var bättre på Nya Vägen i Norrvik."
    assert personal.looks_personal(text) == ["ett namn"]
    assert personal.looks_personal(text, known=["Boendet Nya Vägen"]) == []


def test_everything_that_looks_personal_is_named_once():
    text = "Fråga inte Karin Blåklint på 070-174 06 05, Karin Blåklint svarar, annars karin@exempel.se."
    assert {str(words) for words in personal.looks_personal(text)} == {
        "ett namn",
        "ett telefonnummer",
        "en e-postadress",
    }
    assert [part for words, part in personal.suspects(text) if words == "ett namn"] == ["Karin Blåklint"]


def test_a_long_hostile_text_is_looked_through_at_once():
    assert personal.looks_personal("0 " * 20_000 + "a" * 10_000) == []
    assert personal.suspects("Aa-" * 5_000 + "heter " * 5_000 + "a@" * 5_000) == []
