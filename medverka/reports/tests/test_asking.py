"""How often others were asked than those proposed."""

import pytest

from medverka.reports.figures import NOTHING, SMALL
from medverka.reports.queries import history
from medverka.reports.tests.history import invitation, of_year, people


@pytest.fixture
def asked(county):
    """2020: 2 others of 3; 2021: 3 others of 12, beside one who raised a hand, one drawn and one of whom nothing is known."""
    everybody = iter(people(40, "2019-01-01"))

    def ask(number: int, day: str, picked: str) -> None:
        for _number in range(number):
            one = invitation(next(everybody), day)
            one.picked = picked
            one.save(update_fields=["picked"])

    ask(2, "2020-06-01", "other")
    ask(1, "2020-06-01", "proposed")
    ask(3, "2021-12-31", "other")
    ask(9, "2021-01-01", "proposed")
    for picked in ("raised", "drawn", ""):
        ask(1, "2021-06-01", picked)


def test_the_share_is_of_those_whom_the_coordinator_picked(asked):
    found = of_year(2021)
    assert (found["asked_others"].value, found["share_asked_others"].value) == (3, 25)


def test_a_share_of_few_is_not_shown_and_none_is_not_nought(asked):
    assert (of_year(2020)["asked_others"].value, of_year(2020)["share_asked_others"].reason) == (2, SMALL)
    assert {of_year(2019)[key].reason for key in ("asked_others", "share_asked_others")} == {NOTHING}


def test_the_years_stand_beside_each_other(asked):
    told = {row.year: (row.asked_others, row.asked_by_choice) for row in history() if row.asked_by_choice}
    assert told == {2020: (2, 3), 2021: (3, 12)}


def test_the_page_says_that_it_is_free_and_tells_each_year(asked, coordinator, sign_in):
    page = sign_in(coordinator).get("/siffror/?fran=2021-01-01&till=2021-12-31")
    table = page.context["asking"]
    assert table.rows == [("2021", "3", "12", "25\N{NO-BREAK SPACE}%"), ("2020", "2", "3", "visas inte")]
    assert table.sentence.startswith("2021: 3 av 12 inbjudningar gick till andra än dem som föreslogs. Det är fritt")
    assert table.sentence in page.content.decode()


def test_where_no_proposal_has_been_used_the_page_does_not_speak_of_it(county, coordinator, sign_in):
    people(3, "2019-01-01")
    assert "Avsteg från förslaget" not in sign_in(coordinator).get("/siffror/").content.decode()
