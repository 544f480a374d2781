import io

import pikepdf
import pytest

from medverka.foundation.pdf import (
    LONGEST_ON_A_POSTER,
    Address,
    Bullets,
    Code,
    Facts,
    Heading,
    PageBreak,
    Pair,
    Paragraph,
    Table,
    _printable,
    _short,
    document,
    poster,
)

EVERYTHING = [
    Address(["Lärka 7", "Exempelvägen 1"]),
    Heading("Uppgift"),
    Paragraph("Läs texten.\nSäg vad du tycker."),
    Facts([("Tid", "Kl 13")]),
    Bullets(["Kaffe", "Paus"]),
    Table(["Dag", "Timmar"], [["5 mars", "1,5"]], "Dina timmar"),
    Code("Din kod", "K7M2 PQ4R"),
    PageBreak(),
    Paragraph("Slut."),
]


def open_pdf(data):
    return pikepdf.open(io.BytesIO(data))


def test_a_document_is_tagged_titled_and_says_its_language():
    with open_pdf(document("Uppdragsbeskrivning", EVERYTHING)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("sv")
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert len(pdf.pages) == 2


HOSTILE = ["#panic()", "$x$ *a* _b_ `c` @d <e> \\", ']\n#read("x")[', "\x00\x07\ud800 åäö", "a" * 5000]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile):
    with open_pdf(
        document(hostile[:80] or "x", [Paragraph(hostile), Heading(hostile[:50]), Facts([(hostile[:50], hostile)])])
    ) as pdf:
        assert pdf.pages


def test_what_cannot_be_set_is_left_out_and_the_spaces_of_numbers_stay():
    assert _printable("1\N{NO-BREAK SPACE}524\x00 kr\ud800\n") == "1\N{NO-BREAK SPACE}524 kr\n"


def test_an_empty_list_or_table_is_no_error():
    with open_pdf(document("Tom", [Bullets([]), Facts([]), Table(["A"], [], "Inget")])) as pdf:
        assert len(pdf.pages) == 1


def test_a_table_longer_than_a_page_goes_on_to_the_next():
    with open_pdf(
        document("Lång", [Table(["Rad", "Antal"], [[f"Rad {n}", "1"] for n in range(80)], "Rader", numbers=True)])
    ) as pdf:
        assert len(pdf.pages) > 2


def test_a_document_with_wide_tables_can_lie_down():
    with open_pdf(document("Bred", [Paragraph("Text.")], landscape=True)) as pdf:
        assert tuple(round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]) == (297, 210)


# --- Posters ----------------------------------------------------------------------------------

PAIR = Pair(
    ("Ni sa:", "Mat på kvällen."), [("Svaret blev ja:", "köket står öppet."), ("Det ledde till:", "Te.")], 5, "yes"
)


def poster_of(pairs, **changed):
    link = "https://medverka.exempel.invalid/rad/avdelning-12/"
    texts = {"footer": "Läs mer:", "link": link, "alt": "QR-kod till sidan", "empty": "Inget än."}
    return open_pdf(poster("Ni sa, vi gjorde", "Avdelning 12", pairs, **(texts | changed)))


def tags(pdf, name):
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if str(node.get("/S", "")) == name:
                found.append(node)
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot)
    return found


def test_a_poster_is_tagged_titled_and_tells_what_its_code_is():
    with poster_of([PAIR, PAIR]) as pdf:
        assert str(pdf.Root.Lang).startswith("sv")
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == "Ni sa, vi gjorde – Avdelning 12"
        assert [str(figure.Alt) for figure in tags(pdf, "/Figure")] == ["QR-kod till sidan"]
        assert (len(tags(pdf, "/H1")), len(tags(pdf, "/LI"))) == (1, 2)


@pytest.mark.parametrize(("paper", "millimetres"), [("a3", (297, 420)), ("a4", (210, 297))])
def test_a_poster_has_the_size_of_its_paper(paper, millimetres):
    with poster_of([PAIR], paper=paper) as pdf:
        assert tuple(round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]) == millimetres


def test_six_pairs_of_common_length_stand_on_one_page_and_the_longest_go_on_to_more():
    common = Pair(("Ni sa:", "Vi vill veta i god tid när läkaren kommer till avdelningen."), PAIR.became)
    with poster_of([common] * 6) as pdf:
        assert len(pdf.pages) == 1
    longest = Pair(("Ni sa:", "Lång text. " * 180), [("Svaret blev nej:", "Skälet är långt. " * 120)])
    with poster_of([longest] * 6) as pdf:
        assert len(pdf.pages) > 1
        assert len(tags(pdf, "/LI")) == 6


def test_a_poster_without_pairs_says_so_kindly():
    with poster_of([]) as pdf, poster_of([], empty="") as silent:
        assert (len(pdf.pages), tags(pdf, "/LI")) == (1, [])
        assert len(tags(pdf, "/P")) == len(tags(silent, "/P")) + 1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_on_a_poster_stays_text(hostile):
    pair = Pair((hostile[:20], hostile), [(hostile[:20], hostile)], 3, "no")
    with poster_of([pair], footer=hostile[:100], alt=hostile[:50] or "x", empty=hostile) as pdf:
        assert pdf.pages


def test_long_text_on_a_poster_is_cut_between_words_and_shows_it():
    short = _short("Vi vill ut.\n" + "promenad " * 100)
    assert len(short) <= LONGEST_ON_A_POSTER + 2
    assert short.startswith("Vi vill ut. promenad")
    assert short.endswith("promenad …")
    assert _short("Helt kort.") == "Helt kort."
    assert len(_short("a" * 2000)) == LONGEST_ON_A_POSTER + 2
