from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.organisations.models import County
from medverka.pool.models import Term
from medverka.reports.figures import NOTHING, SMALL
from medverka.reports.queries import figures
from medverka.reports.spreads import tenths
from medverka.reports.tests.history import contribution, invitation, people, person, request


def parts(year: int, key: str) -> dict[str, int | None]:
    """What is published, by label."""
    breakdown = figures(date(year, 1, 1), date(year, 12, 31)).breakdown(key)
    return {str(part.label): part.value for part in breakdown.parts}


def reason(year: int, key: str) -> str:
    return figures(date(year, 1, 1), date(year, 12, 31)).breakdown(key).reason


# --- Contributions and requests ---------------------------------------------------------------


def test_contributions_are_told_by_way_level_municipality_and_perspective(county):
    talk = Term.objects.create(kind="way", slug="prata", name="Föreläsa")
    for who in people(6, "2019-01-01", municipality=county.norrvik, is_user=True, is_relative=True):
        contribution(who, "2021-03-01", way=talk, level="system")
        contribution(who, "2021-04-01", way=talk, level="system")
        contribution(who, "2020-04-01", way=talk, level="individual")
    for who in people(5, "2019-01-01", is_user=True):
        contribution(who, "2021-03-01")
    assert parts(2021, "contributions_by_way") == {"Föreläsa": 12, "Inget angivet": 5}
    assert parts(2021, "contributions_by_level") == {"Systemnivå": 12, "Inget angivet": 5}
    assert parts(2021, "contributions_by_municipality") == {"Norrvik": 12, "Ingen kommun angiven": 5}
    assert parts(2021, "contributions_by_perspective") == {"Brukare": 17, "Närstående": 12}


def test_many_contributions_by_few_persons_are_hidden_with_the_next_smallest(county):
    for who in people(4, "2019-01-01", municipality=county.norrvik):
        for day in range(1, 10):
            contribution(who, f"2021-03-0{day}")
    for who in people(20, "2019-01-01", municipality=county.ekdala):
        contribution(who, "2021-03-01")
    for who in people(30, "2019-01-01"):
        contribution(who, "2021-03-01")
    assert parts(2021, "contributions_by_municipality") == {"Norrvik": None, "Ekdala": None, "Ingen kommun angiven": 30}


def test_a_breakdown_in_which_nothing_can_cover_is_hidden_whole_without_its_labels(county):
    for who in people(2, "2019-01-01", municipality=county.norrvik):
        contribution(who, "2021-03-01")
    assert reason(2021, "contributions_by_municipality") == SMALL
    assert not parts(2021, "contributions_by_municipality")
    assert reason(2020, "contributions_by_municipality") == NOTHING


def test_those_without_a_perspective_count_as_a_group_too(county):
    for who in [*people(20, "2019-01-01", is_user=True), *people(3, "2019-01-01", is_relative=True)]:
        contribution(who, "2021-03-01")
    assert reason(2021, "contributions_by_perspective") == SMALL


def test_the_county_decides_how_small_a_group_is(county):
    for who in [*people(6, "2019-01-01", municipality=county.norrvik), *people(9, "2019-01-01")]:
        contribution(who, "2021-03-01")
    assert parts(2021, "contributions_by_municipality") == {"Norrvik": 6, "Ingen kommun angiven": 9}
    County.objects.update(small_group=7)
    assert reason(2021, "contributions_by_municipality") == SMALL


def test_requests_are_told_by_who_asks_and_what_for(county):
    panel = Term.objects.create(kind="way", slug="panel", name="Panel")
    for _number in range(6):
        request("2021-03-01", unit=county.ward, way=panel, level="operational", wants_user=True, wants_patient=True)
    for _number in range(5):
        request("2021-12-31", unit=county.housing, wants_user=True)
    for _number in range(7):
        request("2021-06-01")
    request("2020-12-31", unit=county.housing)
    request("2021-06-01", state="unconfirmed", unit=county.housing)
    assert parts(2021, "requests_by_municipality") == {"Annan verksamhet": 7, "Region Exempellän": 6, "Norrvik": 5}
    assert parts(2021, "requests_by_way") == {"Panel": 6, "Inget angivet": 12}
    assert parts(2021, "requests_by_level") == {"Verksamhetsnivå": 6, "Inget angivet": 12}
    assert parts(2021, "requests_by_perspective") == {"Brukare": 11, "Patient": 6}


@pytest.mark.parametrize(("small", "cover"), [("norrvik", "ekdala"), ("ekdala", "norrvik")])
def test_hidden_parts_stand_by_name_so_that_their_order_does_not_tell_which_is_small(county, small, cover):
    for who in people(4, "2019-01-01", municipality=getattr(county, small)):
        contribution(who, "2021-03-01")
    for who in [*people(9, "2019-01-01", municipality=getattr(county, cover)), *people(50, "2019-01-01")]:
        contribution(who, "2021-03-01")
    told = list(parts(2021, "contributions_by_municipality").items())
    assert told == [("Ekdala", None), ("Norrvik", None), ("Ingen kommun angiven", 50)]


# --- Persons ----------------------------------------------------------------------------------


def test_persons_are_told_by_municipality_and_perspective_at_the_years_end(county):
    people(8, "2019-01-01", municipality=county.norrvik, is_user=True, is_patient=True)
    people(6, "2021-12-31", municipality=county.ekdala, is_relative=True)
    people(9, "2019-01-01", "2021-12-31", municipality=county.ekdala)
    people(9, "2022-01-01", municipality=county.ekdala)
    assert parts(2021, "persons_by_municipality") == {"Norrvik": 8, "Ekdala": 6}
    assert parts(2021, "persons_by_perspective") == {"Brukare": 8, "Patient": 8, "Närstående": 6}


def test_paused_and_active_are_told_as_they_were_at_the_years_end(county):
    people(20, "2019-01-01")
    people(6, "2019-01-01", paused="2020-05-01", resumed="2021-05-01")
    people(7, "2019-01-01", paused="2021-12-31")
    people(8, "2019-01-01", "2021-11-01", paused="2020-12-01")
    assert parts(2020, "persons_by_status") == {"Aktiva": 27, "Pausade": 14}
    assert parts(2021, "persons_by_status") == {"Aktiva": 26, "Pausade": 7}


def test_a_half_that_is_empty_year_after_year_does_not_stand_as_hidden_beside_everybody(county):
    people(20, "2019-01-01")
    people(9, "2021-01-01")
    assert parts(2021, "persons_by_status") == {"Aktiva": 29}
    people(7, "2022-01-01", paused="2022-05-01")
    assert parts(2022, "persons_by_status") == {"Aktiva": 29, "Pausade": 7}


def test_halves_that_have_hardly_changed_stand_as_they_last_did_together(county):
    people(20, "2019-01-01")
    people(7, "2019-01-01", paused="2020-05-01")
    people(2, "2021-05-01")
    assert parts(2021, "persons_by_status") == parts(2020, "persons_by_status") == {"Aktiva": 20, "Pausade": 7}
    breakdown = figures(date(2021, 1, 1), date(2021, 12, 31)).breakdown("persons_by_status")
    assert {part.as_of for part in breakdown.parts} == {date(2020, 12, 31)}


def test_the_sum_of_active_and_paused_is_the_public_total(county):
    people(20, "2019-01-01")
    people(6, "2019-01-01", paused="2020-05-01")
    people(6, "2019-01-01", "2020-08-01", paused="2020-05-01")
    assert sum(parts(2020, "persons_by_status").values()) == figures(date(2020, 1, 1), date(2020, 12, 31)).persons == 26


def test_persons_are_told_by_whether_they_were_ever_asked(county):
    for who in people(6, "2019-01-01"):
        invitation(who, "2020-06-01")
        invitation(who, "2021-06-01")
    for who in people(5, "2019-01-01"):
        invitation(who, "2021-12-31")
    for who in people(10, "2020-01-01"):
        invitation(who, None)  # In reserve, never asked.
    people(3, None)
    assert parts(2019, "persons_by_asked") == {"Har aldrig blivit tillfrågade": 11}
    assert parts(2020, "persons_by_asked") == {"Har blivit tillfrågade": 6, "Har aldrig blivit tillfrågade": 15}
    assert parts(2021, "persons_by_asked") == {"Har blivit tillfrågade": 11, "Har aldrig blivit tillfrågade": 10}


def test_who_took_part_was_asked_whatever_is_known_of_invitations(county):
    for who in people(6, "2019-01-01"):
        contribution(who, "2020-06-01")
        invitation(who, "2021-06-01")
    for who in people(5, "2019-01-01"):
        contribution(who, "2022-03-01")
        invitation(who, "2021-12-31")
    people(9, "2019-01-01")
    assert parts(2020, "persons_by_asked") == {"Har blivit tillfrågade": 6, "Har aldrig blivit tillfrågade": 14}
    assert parts(2021, "persons_by_asked") == {"Har blivit tillfrågade": 11, "Har aldrig blivit tillfrågade": 9}


def test_one_who_joins_cannot_be_found_by_subtracting_two_years(county):
    people(10, "2019-01-01", municipality=county.norrvik)
    people(10, "2019-01-01", municipality=county.ekdala)
    person("2021-04-01", municipality=county.norrvik)
    assert parts(2020, "persons_by_municipality") == parts(2021, "persons_by_municipality")
    breakdown = figures(date(2021, 1, 1), date(2021, 12, 31)).breakdown("persons_by_municipality")
    assert {part.as_of for part in breakdown.parts} == {date(2019, 12, 31)}


def test_a_group_changes_when_enough_have_come_unless_it_covers_for_another(county):
    people(10, "2019-01-01", municipality=county.norrvik)
    people(10, "2019-01-01", municipality=county.ekdala)
    people(5, "2020-04-01", municipality=county.norrvik)
    assert parts(2020, "persons_by_municipality") == {"Norrvik": 15, "Ekdala": 10}
    people(5, "2021-04-01", municipality=county.norrvik)
    person("2021-04-01", municipality=county.ekdala)
    assert parts(2021, "persons_by_municipality") == {"Norrvik": 15, "Ekdala": 10}  # Else 21 - 20 gives one.


# --- Spread -----------------------------------------------------------------------------------


def spread(year: int):
    return figures(date(year, 1, 1), date(year, 12, 31)).spread


def test_the_most_engaged_tenth_made_the_share_that_was_counted_by_hand(county):
    everybody = people(50, "2019-01-01")
    for who in everybody[:5]:
        for day in range(1, 9):
            contribution(who, f"2021-03-0{day}")
    for who in everybody[5:15]:
        contribution(who, "2021-03-01")
    for who in people(5, "2019-01-01", "2021-12-01"):
        contribution(who, "2021-03-01")  # Has left: not in the spread.
    assert spread(2021).top.value == 80
    assert [round(share, 3) for share in spread(2021).tenths] == [0, 0, 0, 0, 0, 0, 0, 0.1, 0.1, 0.8]


def test_the_spread_is_not_shown_where_a_tenth_is_a_small_group(county):
    for who in people(49, "2019-01-01"):
        contribution(who, "2021-03-01")
    assert spread(2021).reason == SMALL
    assert not spread(2021).tenths
    contribution(person("2019-01-01"), "2021-03-01")
    assert spread(2021).tenths
    assert spread(2020).reason == NOTHING


@given(st.lists(st.integers(1, 40), min_size=1), st.integers(0, 200))
def test_tenths_rise_and_add_up_to_everything(counts, others):
    shares = tenths(sorted(counts), len(counts) + others)
    assert len(shares) == 10
    assert sum(shares) == pytest.approx(1)
    assert all(before <= after + 1e-9 for before, after in pairwise(shares))


def test_an_even_spread_gives_each_tenth_a_tenth():
    assert tenths([3] * 37, 37) == pytest.approx([0.1] * 10)
