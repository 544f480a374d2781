"""Whatever a file holds: it is read, or what is wrong is told. And what is written is read as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medverka.fairness.delimited import DELIMITERS
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.delimited import Layout, cell
from medverka.fairness.draw.mistakes import CODES, BadTables
from medverka.fairness.draw.problem import Quota
from medverka.fairness.draw.tables import read_people, read_problem, read_quotas, write_quotas

pytestmark = pytest.mark.slow

NUMBERS = st.sampled_from(["0", "1", "2", "3", "12", "-1", "1,5", "1e99", "tolv", "", " 2 ", "9" * 40, "'1", "½"])
WORDS = st.sampled_from(
    ["id", "min", "max", "kön", "KÖN ", "kvinna", "man", "", "=1+1", '"', "a\nb", "\0", ";", "ö\u0308"]
)
CELLS = st.one_of(WORDS, NUMBERS, st.text(max_size=6))
HEADS = st.sampled_from(
    [["feature", "value", "min", "max"], ["category", "name", "min", "max", "min_flex", "max_flex"], ["id", "kön"], []]
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])


@st.composite
def files(draw):
    """A file that is nearly a table."""
    rows = [draw(HEADS), *draw(st.lists(st.lists(CELLS, max_size=7), max_size=6))]
    delimiter = draw(st.sampled_from(",;\t"))
    ends = draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    quoted = draw(st.booleans())
    cells = [[f'"{cell}"' if quoted and '"' not in cell else cell for cell in row] for row in rows]
    return ends.join(delimiter.join(row) for row in cells).encode(draw(ENCODINGS), errors="replace")


def read_or_told(read, *arguments, **options):
    try:
        return read(*arguments, **options)
    except BadTables as bad:
        told = {mistake.code for mistake in bad.mistakes}
        if not told or told - CODES:
            raise AssertionError(f"tells of {told}") from bad
        return None


@given(st.one_of(files(), st.binary(max_size=200)))
@settings(max_examples=100, deadline=None)
def test_any_file_of_quotas_is_read_or_what_is_wrong_is_told(data):
    table = read_or_told(read_quotas, data)
    if table:
        assert table.quotas
        assert all(0 <= quota.low <= quota.high for quota in table.quotas)


@given(st.one_of(files(), st.binary(max_size=200)), st.one_of(files(), st.binary(max_size=200)), st.integers(-2, 5))
@settings(max_examples=100, deadline=None)
def test_any_two_files_are_a_problem_or_what_is_wrong_is_told(people, quotas, size):
    tables = read_or_told(read_problem, people, quotas, size, household=["kön"])
    if tables:
        assert {mistake.code for mistake in contradictions(tables.problem, tables.quotas.rows)} <= CODES


@given(files())
@settings(max_examples=100, deadline=None)
def test_whoever_is_read_has_a_value_with_a_quota_and_an_id_of_their_own(data):
    quotas = [Quota("kön", "kvinna", 0, 1), Quota("kön", "man", 0, 1)]
    table = read_or_told(read_people, data, quotas)
    if table:
        assert {person.values["kön"] for person in table.people} <= {"kvinna", "man"}
        assert len({person.id for person in table.people}) == len(table.people)


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8).map(str.strip).filter(bool)
BOUNDS = st.tuples(*[st.integers(0, 50)] * 4).map(sorted)


@given(
    st.lists(st.tuples(TEXT, TEXT, BOUNDS, st.booleans()), min_size=1, max_size=5),
    st.booleans(),
    st.sampled_from(DELIMITERS),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_quotas_that_are_written_are_read_as_they_were(rows, older, delimiter, mark):
    quotas = []
    for number, (feature, value, (low_flex, low, high, high_flex), flexible) in enumerate(rows):
        flex = (low_flex, high_flex) if flexible else (None, None)
        quotas.append(Quota(f"{feature}{number}", value, low, high, *flex))
    layout = Layout(delimiter, mark)
    table = read_quotas(write_quotas(quotas, older=older, layout=layout))
    assert list(table.quotas) == quotas
    assert (table.older, table.layout) == (older, layout)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5, unique_by=lambda row: row[0]), st.booleans())
@settings(max_examples=100, deadline=None)
def test_people_that_are_written_are_read_as_they_were(rows, mark):
    layout = Layout(";", mark)
    header = "\ufeffid;kön;note\n" if mark else "id;kön;note\n"
    cells = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    data = header + "\n".join(f"{cell};man;{note}" for cell, note in cells)
    table = read_people(data.encode(), [Quota("kön", "man", 0, 1)])
    assert table.layout == layout
    ids = [person.id for person in table.people]
    again = read_people(table.write(ids), [Quota("kön", "man", 0, 1)])
    assert (again.people, again.write(ids)) == (table.people, table.write(ids))
    assert _cells(again) == _cells(table)


def _cells(table):
    return [[cell(each) for each in cells] for _number, cells in table.grid.rows()]
