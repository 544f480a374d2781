import pytest

from medverka.registers import names
from medverka.registers.words import abbreviates, closest, fold, likeness

AREAS = ["vuxenpsykiatri", "socialpsykiatri", "missbruk/beroende", "barn- och ungdomspsykiatri", "äldre", "LSS"]


def test_folding_puts_capitals_accents_and_signs_aside():
    assert fold(" Närst. (x) ") == "narst x"
    assert fold("Återkoppl. lämnad") == "aterkoppl lamnad"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("anm datum", "anmalningsdatum"),
        ("narst", "narstaende"),
        ("soc psyk", "socialpsykiatri"),
        ("ej genomf", "ej genomford"),
    ],
)
def test_abbreviations(short, full):
    assert abbreviates(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("p", "patient"),
        ("datum anm", "anmalningsdatum"),
        ("patient", "patient"),
        ("psyk", "socialpsykiatri"),
        ("", "x"),
    ],
)
def test_no_abbreviations(short, full):
    assert not abbreviates(short, full)


def test_misspellings_are_likely_and_other_words_are_not():
    assert likeness("verksamet", "verksamhet") > 0.6
    assert likeness("anteckningr", "anteckningar") > 0.6
    assert likeness("kommun", "kommentar") == 0
    assert likeness("datum", "status") == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Soc.psyk", "socialpsykiatri"),
        ("Vuxenpsyk", "vuxenpsykiatri"),
        ("beroende", "missbruk/beroende"),
        ("lss", "LSS"),
        ("psykiatri", None),
        ("trädgård", None),
    ],
)
def test_a_word_of_the_countys_list_is_found_by_what_was_meant(written, meant):
    assert closest(written, AREAS) == meant


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("Nils Tall", "Nils", "Tall"),
        ("Tall, Nils", "Nils", "Tall"),
        ("TALL Nils", "Nils", "Tall"),
        ("Anna Maria Ek", "Anna Maria", "Ek"),
        ("Carl von Linné", "Carl", "von Linné"),
        ("Nils", "Nils", ""),
        ("", "", ""),
    ],
)
def test_names_are_taken_apart(written, given, family):
    assert [name.lower() for name in names.split(written)] == [given.lower(), family.lower()]


def test_a_family_name_first_is_taken_apart_where_the_heading_says_so():
    assert names.split("Tall Nils Erik", family_first=True) == ("Nils Erik", "Tall")
    assert names.split("von Linné Carl", family_first=True) == ("Carl", "von Linné")


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (("BENGT", "Blåklint"), ("Bengt ", "BLÅKLINT"), 1.0),
        (("Blåklint", "Bengt"), ("Bengt", "Blåklint"), 1.0),
        (("Anna-Karin", "Ek"), ("Anna Karin", "Ek"), 1.0),
        (("Bengt", "Blaklint"), ("Bengt", "Blåklint"), 1.0),
        (("Bengt", "Blåklimt"), ("Bengt", "Blåklint"), 0.8),
        (("N", "Tall"), ("Nils", "Tall"), 0.8),
        (("Anna", "Ek"), ("Anna Maria", "Ek"), 0.8),
        (("Anna", "Ek"), ("Hanna", "Ek"), 0.0),
        (("Anna", "Ek"), ("Anders", "Ek"), 0.0),
        (("Jasmin", "Ek"), ("Yasmin", "Ek"), 0.0),
        (("Bo", "Ek"), ("Bo", "Lind"), 0.0),
        (("", ""), ("", "Ek"), 0.0),
    ],
)
def test_how_alike_two_names_are(one, other, likeness):
    assert names.alike(one, other) == likeness
    assert names.alike(other, one) == likeness
