"""Text files are read row by row, and whatever would be swallowed without a sound is told."""

import tracemalloc

import pytest

from medverka.fairness.delimited import Unreadable, likeliest, text_of
from medverka.fairness.draw.problem import Quota
from medverka.fairness.draw.tables import BadTables, read_people, read_quotas


def rows(data, delimiter=","):
    return list(text_of(data).rows(delimiter))


@pytest.mark.parametrize(
    "data", ["å,b\r\nc,d", "å,b\rc,d\r", "\ufeffå,b\nc,d\n", 'å,"b"\n"c",d\n'], ids=["crlf", "cr", "mark", "quotes"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_same_rows_come_of_every_writing(data, encoding):
    if encoding == "cp1252":
        data = data.removeprefix("\ufeff")
    assert rows(data.encode(encoding)) == [["å", "b"], ["c", "d"]]


@pytest.mark.parametrize(
    ("data", "row"),
    [(b'a,b\nc,"d\ne,f\n', 2), (b'a,b\n"', 2), (b'"', 1), (b'a"b,"c" d,e\nf,"g', 2), (b'"a,b\nc,d\n', 1)],
)
def test_a_quotation_mark_that_never_ends_is_told_with_its_row_whatever_stands_before(data, row):
    with pytest.raises(Unreadable) as told:
        rows(data)
    assert (told.value.code, told.value.row) == ("open_quote", row)


def test_an_open_quotation_mark_in_the_heading_is_told_before_columns_are_missed():
    with pytest.raises(BadTables) as told:
        read_quotas(b'feature,"value,min,max\nage,old,0,1\n')
    assert [(one.code, one.row) for one in told.value.mistakes] == [("open_quote", 1)]


def test_a_sign_that_no_text_has_is_told_with_its_row_and_a_file_full_of_them_is_no_text():
    with pytest.raises(Unreadable) as told:
        rows(b"a,b\nc,\x01\n")
    assert (told.value.code, told.value.row, told.value.values) == ("strange_sign", 2, {"sign": "01"})
    for data in (b"\0\1\2" * 30, b"\x81\xff", "\ufeff".encode("utf-16-le") + b"\x00\xd8"):
        with pytest.raises(Unreadable, match="not_text"):
            rows(data)


def test_a_line_of_millions_of_cells_is_told_before_they_are_made_with_its_row_also_below_seps_line():
    for before, row in ((b"", 1), (b"sep=,\n", 2)):
        with pytest.raises(Unreadable, match="line_too_wide") as told:
            list(text_of(before + b"," * 1000).rows(",", widest=900))
        assert told.value.row == row


def test_where_two_signs_part_the_rows_as_well_it_is_the_one_that_stands_in_no_number():
    assert likeliest(["a;1,5\n", "b;2,5\n"], len) == ";"


def test_of_a_wide_file_no_more_is_held_than_what_is_asked_for():
    head = "id;kön;" + ";".join(f"annat {n}" for n in range(60))
    body = "".join(f"\np{n};man;" + ";".join(f"text {n} {m}" for m in range(60)) for n in range(2000))
    data = (head + body).encode()
    tracemalloc.start()
    try:
        table = read_people(data, [Quota("kön", "man", 0, 1)])
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(table.people) == 2000
    assert peak < 1.5 * len(data)
