"""The field's CSV files: what is read, what is written, and everything that can be wrong in them."""

import pytest

from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.delimited import Layout
from medverka.fairness.draw.mistakes import CODES, MOST, BadTables
from medverka.fairness.draw.problem import Person, Problem, Quota
from medverka.fairness.draw.tables import read_people, read_problem, read_quotas, write_quotas

QUOTAS = b"feature,value,min,max\nplace,north,1,2\nplace,south,0,3\n"
PEOPLE = b"id,place,street\na,north,Elm 1\nb,south,Elm 1\nc,south,\n"
READ = (Quota("place", "north", 1, 2), Quota("place", "south", 0, 3))


def told(read, *arguments, **options):
    """What is wrong, as (row, column, code)."""
    with pytest.raises(BadTables) as caught:
        read(*arguments, **options)
    assert {mistake.code for mistake in caught.value.mistakes} <= CODES
    return [(mistake.row, mistake.column, mistake.code) for mistake in caught.value.mistakes]


def values(read, *arguments):
    with pytest.raises(BadTables) as caught:
        read(*arguments)
    return [mistake.values for mistake in caught.value.mistakes]


@pytest.mark.parametrize(
    "data",
    [
        QUOTAS,
        b"\xef\xbb\xbf" + QUOTAS,
        QUOTAS.replace(b",", b";"),
        QUOTAS.replace(b",", b"\t"),
        QUOTAS.replace(b"\n", b"\r\n"),
        QUOTAS.replace(b"\n", b"\r"),
        QUOTAS.replace(b"\n", b"\n\n,,,\n"),
        QUOTAS.replace(b",", b" , "),
        QUOTAS.replace(b"feature,value", b"category,name"),
        QUOTAS.replace(b"feature,value,min,max", b"Feature,VALUE,Min,Max"),
        b"sep=;\n" + QUOTAS.replace(b",", b";"),
        QUOTAS.replace(b"1,2", b"1.0,2.00"),
        QUOTAS.decode().encode("utf-16"),
        b'"feature","value","min","max"\n"place","north","1","2"\n"place","south","0","3"',
        b"min,value,comment,max,feature\n1,north,,2,place\n0,south,,3,Place\n",
    ],
)
def test_quotas_are_read_however_they_are_written(data):
    assert read_quotas(data).quotas == READ


def test_windows_text_is_read_and_written_again_so_that_excel_understands():
    table = read_quotas("feature;value;min;max\nkön;övrigt;1;2\n".encode("cp1252"))
    assert table.quotas == (Quota("kön", "övrigt", 1, 2),)
    assert table.layout == Layout(";", mark=True)
    assert read_quotas(write_quotas(table.quotas, layout=table.layout)) == table


def test_flexible_bounds_are_read_and_may_be_left_out():
    data = b"feature,value,min,max,min_flex,max_flex\nplace,north,1,2,0,3\nplace,south,0,3,,\n"
    assert read_quotas(data).quotas == (Quota("place", "north", 1, 2, 0, 3), Quota("place", "south", 0, 3))


@pytest.mark.parametrize(
    "data",
    [
        b"feature,value,min,max\r\nplace,north,1,2\r\n",
        b"category,name,min,max\r\nplace,north,1,2\r\n",
        b"feature;value;min;max;min_flex;max_flex\r\nplace;north;1;2;0;4\r\nplace;south;1;1;;2\r\n",
    ],
)
def test_quotas_are_written_as_they_were_read(data):
    table = read_quotas(data)
    assert write_quotas(table.quotas, older=table.older, layout=table.layout) == data


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (b"place,north,3,2", "min", "min_over_max"),
        (b"place,north,tolv,2", "min", "number_not_whole"),
        (b'place,north,"1,5",2', "min", "number_not_whole"),
        (b"place,north,1e99,2", "min", "number_not_whole"),
        (b"place,north,nan,2", "min", "number_not_whole"),
        (b"place,north,10%,20", "min", "number_not_whole"),
        ("place,north,١,2".encode(), "min", "number_not_whole"),
        (b"place,north,1,1_0", "max", "number_not_whole"),
        (b"place,north,1,-2", "max", "number_negative"),
        (b"place,north,1," + b"9" * 9000, "max", "number_huge"),
        (b"place,north,1,1000001", "max", "number_huge"),
        (b"place,north,,2", "min", "number_missing"),
        (b"place,north,1", "max", "number_missing"),
        (b"place,,1,2", "value", "cell_missing"),
        (b",north,1,2", "feature", "cell_missing"),
        (b"place,north,1,2,,,3", None, "too_many_cells"),
        (b"place,south,1,2", "value", "quota_twice"),
        (b"Place, SOUTH ,1,2", "value", "quota_twice"),
    ],
)
def test_what_is_wrong_with_a_quota_is_told_at_its_row(row, column, code):
    assert told(read_quotas, b"feature,value,min,max\nplace,south,0,3\n\n" + row + b"\n") == [(4, column, code)]


def test_flexible_bounds_inside_the_bounds_are_told():
    data = b"feature,value,min,max,min_flex,max_flex\nplace,north,1,3,2,2\n"
    assert told(read_quotas, data) == [(2, "min_flex", "flex_inside"), (2, "max_flex", "flex_inside")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", (None, None, "empty_file")),
        (b" \r\n;;;\n", (None, None, "empty_file")),
        (b"feature,value,min,max\n", (1, None, "no_quotas")),
        (b"feature,value,max\nplace,north,2\n", (1, "min", "column_missing")),
        (b"feature,value,min,max,min\nplace,north,2,3,4\n", (1, "min", "column_twice")),
        (b"PK\x03\x04\x14\x00\x06\x00", (None, None, "workbook")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (None, None, "workbook")),
        (b"%PDF-1.7", (None, None, "not_text")),
        (b"<html>", (None, None, "not_text")),
        (bytes(range(256)) * 20, (None, None, "not_text")),
        (b"\x81\x8d", (None, None, "not_text")),
        (QUOTAS.replace(b"north", b"no\0rth"), (2, None, "strange_sign")),
        (QUOTAS.replace(b"south", b'"south'), (3, None, "open_quote")),
        (QUOTAS.replace(b"south", b"s" * 140_000), (3, None, "row_unreadable")),
        (b"a," * 300 + b"\n1,2\n", (1, None, "too_many_columns")),
        (b"\n" + b"x" * 50_000_001, (None, None, "file_too_large")),
    ],
)
def test_a_file_that_holds_no_quotas_says_why(data, expected):
    assert told(read_quotas, data)[0] == expected


def test_everything_that_is_wrong_is_told_at_once():
    data = b"feature,value,min,max\nplace,north,x,-1\nplace,south,3,2\n,west,1,1e9\n"
    assert told(read_quotas, data) == [
        (2, "min", "number_not_whole"),
        (2, "max", "number_negative"),
        (3, "min", "min_over_max"),
        (4, "feature", "cell_missing"),
        (4, "max", "number_not_whole"),
    ]


def test_beyond_the_first_mistakes_only_their_number_is_told():
    with pytest.raises(BadTables) as caught:
        read_quotas(b"feature,value,min,max\n" + b"place,north,x,1\n" * 70)
    assert len(caught.value.mistakes) == MOST
    assert caught.value.more == 70 + 69 - MOST


def test_people_get_the_values_that_have_quotas_in_their_spelling():
    table = read_people(b"street,Place ,id\nElm 1,NORTH,a\n,  south,b\n", READ)
    assert table.people == (Person("a", {"place": "north"}), Person("b", {"place": "south"}))
    assert table.rows == (2, 3)


def test_accents_written_in_two_ways_are_one_value():
    table = read_people("id,ort\na,O\u0308\n".encode(), [Quota("ort", "ö", 0, 1)])
    assert table.people[0].values == {"ort": "ö"}


@pytest.mark.parametrize(
    ("header", "column", "known"),
    [
        (b"place,id", "id", True),
        (b"place,nationbuilder_id", "nationbuilder_id", True),
        (b"no,place", "no", False),
    ],
)
def test_the_column_with_the_ids_is_found_and_named(header, column, known):
    table = read_people(header + b"\nnorth,north\n", READ)
    assert (table.id_column, table.known) == (column, known)


def test_the_column_with_the_ids_can_be_chosen():
    assert read_people(b"id,place,code\n1,north,x\n", READ, id_column="Code").people[0].id == "x"


def test_without_an_id_column_a_feature_is_not_taken_for_one():
    assert told(read_people, b"place,name\nnorth,x\n", READ) == [(1, "place", "no_id_column")]


def test_those_at_the_same_address_share_a_household_and_no_address_is_a_home_of_ones_own():
    people = b"id,place,street,code\na,north,Elm 1,111\nb,north, ELM  1,111\nc,north,Elm 1,222\nd,north,,\ne,north,,\n"
    homes = [person.household for person in read_people(people, READ, household=["street", "code"]).people]
    assert homes[0] == homes[1] != homes[2]
    assert homes[3] is homes[4] is None


def test_line_breaks_within_quotes_and_blank_rows_keep_the_numbering_of_spreadsheets():
    people = b'id,place,street\na,north,"Elm 1\nback yard"\n\nb,south,\nb,south,\n'
    assert told(read_people, people, READ) == [(5, "id", "id_twice")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"id,place\n", [(1, None, "no_people")]),
        (b"id,plase\na,north\n", [(1, "place", "column_missing")]),
        (b"id,place\n,north\n", [(2, "id", "id_missing")]),
        (b"id,place\na,north\nb,north\na,south\n", [(4, "id", "id_twice")]),
        (b"id,place\na,\n", [(2, "place", "value_missing")]),
        (b"id,place\na,nrth\n", [(2, "place", "value_unknown")]),
        (b"id,place\na,north,x\n", [(2, None, "too_many_cells")]),
    ],
)
def test_what_is_wrong_with_somebody_is_told_at_their_row(data, expected):
    assert told(read_people, data, READ) == expected


def test_an_unknown_value_is_told_once_with_its_rows_and_the_value_that_it_resembles():
    people = b"id,place\na,nrth\nb,north\nc,nrth\nd,xyz\n"
    assert values(read_people, people, READ) == [
        {"feature": "place", "value": "nrth", "nearest": "north", "rows": [4], "others": 1},
        {"feature": "place", "value": "xyz", "nearest": "", "rows": [], "others": 0},
    ]


def test_a_missing_column_is_told_with_the_one_that_it_resembles():
    assert values(read_people, b"id,plase\na,north\n", READ) == [{"column": "place", "nearest": "plase"}]


@pytest.mark.slow
def test_ten_bad_rows_among_a_hundred_thousand_are_told_each_at_its_row():
    rows = [b"id,place", *(b"p%d,%s" % (number, (b"north", b"south")[number % 2]) for number in range(100_000))]
    bad = [17, 400, 5_000, 20_000, 33_333, 50_000, 66_666, 80_001, 99_000, 100_000]
    for kind, row in enumerate(bad):
        rows[row] = (b",north", b"p1,north", b"x%d,west" % row, b"x%d," % row, b"x%d,north,south" % row)[kind % 5]
    with pytest.raises(BadTables) as caught:
        read_people(b"\n".join(rows), READ)
    told_rows = [row for each in caught.value.mistakes for row in (each.row, *each.values.get("rows", ()))]
    assert sorted(told_rows) == [row + 1 for row in bad]
    assert {mistake.code for mistake in caught.value.mistakes} == {
        "id_missing", "id_twice", "value_unknown", "value_missing", "too_many_cells",
    }  # fmt: skip


def test_the_selected_and_the_others_are_written_as_the_file_was():
    table = read_people(PEOPLE.replace(b"\n", b"\r\n"), READ)
    assert table.write(["c", "a"]) == b"id,place,street\r\nc,south,\r\na,north,Elm 1\r\n"
    assert table.write_others(["c", "a"]) == b"id,place,street\r\nb,south,Elm 1\r\n"


def test_nothing_that_is_written_is_a_formula_and_reading_takes_the_guard_away():
    data = b"id,place,note\n-1,north,=1+1\n"
    written = read_people(data, READ).write(["-1"])
    assert written == b"id,place,note\r\n'-1,north,'=1+1\r\n"
    assert read_people(written, READ).people[0].id == "-1"


def test_a_problem_is_read_from_both_files():
    tables = read_problem(PEOPLE, QUOTAS, 2, household=["street"])
    assert tables.problem.size == 2
    assert tables.problem.quotas == READ
    assert [person.household for person in tables.problem.people] == [("elm 1",), ("elm 1",), None]


def test_mistakes_of_both_files_are_told_at_once_and_say_which_file():
    with pytest.raises(BadTables) as caught:
        read_problem(b"id,place\na,north\na,south\n", b"feature,value,min,max\nplace,north,2,1\n", 1)
    assert [(mistake.table, mistake.code) for mistake in caught.value.mistakes] == [
        ("quotas", "min_over_max"),
        ("people", "id_twice"),
        ("people", "value_unknown"),
    ]


def problem(*quotas, size=2, people=PEOPLE, household=()):
    table = read_people(people, quotas, household=household)
    return Problem(table.people, quotas, size)


@pytest.mark.parametrize(
    ("quotas", "row", "column", "code"),
    [
        ([Quota("place", "north", 2, 2), Quota("place", "south", 0, 2)], 1, "min", "min_over_people"),
        ([Quota("place", "north", 1, 1), Quota("place", "south", 2, 2)], 1, "min", "min_sum_over_size"),
        ([Quota("place", "north", 0, 1), Quota("place", "south", 0, 0)], 1, "max", "max_sum_under_size"),
        ([Quota("place", "north", 0, 2), Quota("place", "south", 0, 0)], 1, "max", "people_under_size"),
    ],
)
def test_quotas_that_no_panel_can_keep_are_told_at_their_row(quotas, row, column, code):
    found = contradictions(problem(*quotas))
    assert [(mistake.row, mistake.column, mistake.code) for mistake in found] == [(row, column, code)]


def test_contradictions_stand_at_the_rows_of_the_file():
    tables = read_problem(PEOPLE, QUOTAS.replace(b"place,north,1,2", b"\nplace,north,2,2"), 2)
    assert [mistake.row for mistake in contradictions(tables.problem, tables.quotas.rows)] == [3]


@pytest.mark.parametrize(
    ("size", "household", "code"),
    [
        (0, (), "size_not_positive"),
        (-3, (), "size_not_positive"),
        (4, (), "size_over_people"),
        (3, ("street",), "size_over_homes"),
    ],
)
def test_a_size_that_cannot_be_is_told(size, household, code):
    assert [mistake.code for mistake in contradictions(problem(*READ, size=size, household=household))] == [code]


def test_a_draw_that_can_be_held_has_no_contradictions():
    assert contradictions(problem(*READ, size=2, household=["street"])) == []


def test_no_more_likenesses_are_looked_for_than_are_told(monkeypatch):
    asked = []
    monkeypatch.setattr("medverka.fairness.draw.people_files.nearest", lambda text, known: asked.append(text) or "")
    rows = "".join(f"p{n},v{n}\n" for n in range(10 * MOST))
    assert len(told(read_people, f"id,place\n{rows}".encode(), READ)) == MOST
    assert len(asked) == MOST


@pytest.mark.parametrize("line_end", [b"\n", b"\r", b"\r\n"])
def test_a_line_of_endless_cells_is_told_and_many_short_ones_are_none(line_end):
    assert told(read_quotas, QUOTAS.replace(b"\n", line_end) + b"," * 10_000) == [(4, None, "too_many_columns")]
    people = b"id,place\n" + b"".join(b"p%d,north\n" % n for n in range(6000))
    assert len(read_people(people.replace(b"\n", line_end), READ).people) == 6000


def test_what_is_too_long_for_a_word_is_like_nothing():
    (said,) = values(read_people, b"id,place\na," + b"n" * 100_000 + b"\n", READ)
    assert said["nearest"] == ""


def test_quotas_may_have_swedish_headings():
    swedish = "Egenskap;Värde;Minst;Högst;Minst flex;Högst flex\nkön;kvinna;1;2;0;3\n".encode()
    english = "feature;value;min;max;min_flex;max_flex\nkön;kvinna;1;2;0;3\n".encode()
    assert read_quotas(swedish).quotas == read_quotas(english).quotas == (Quota("kön", "kvinna", 1, 2, 0, 3),)
