import io

import pikepdf
import pytest

from medverka.foundation.pdf import Address, Bullets, Code, Facts, Heading, PageBreak, Paragraph, Table, document

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


@pytest.mark.parametrize(
    "hostile", ["#panic()", "$x$ *a* _b_ `c` @d <e> \\", ']\n#read("x")[', "\x00\x07\ud800 åäö", "a" * 5000]
)
def test_hostile_text_stays_text(hostile):
    with open_pdf(
        document(hostile[:80] or "x", [Paragraph(hostile), Heading(hostile[:50]), Facts([(hostile[:50], hostile)])])
    ) as pdf:
        assert pdf.pages


def test_an_empty_list_or_table_is_no_error():
    with open_pdf(document("Tom", [Bullets([]), Facts([]), Table(["A"], [], "Inget")])) as pdf:
        assert len(pdf.pages) == 1
