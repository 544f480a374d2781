from datetime import date
from unittest.mock import Mock

import pytest

from medverka.registers import duplicates, names
from medverka.registers.rows import PersonRow, Place


def person(key, given="Åsa", family="Ek", **facts):
    facts.setdefault("joined_on", date(2020, 1, 1))
    return PersonRow(
        keys=(key,),
        places=(Place("Personer", int(key)),),
        numbers=(key,),
        given_name=given,
        family_name=family,
        **facts,
    )


MAIL = {"emails": ("ek@exempel.invalid",)}
PHONE = {"phones": ("+46701740658",)}


def confidence(*persons):
    return [(merge.keys, merge.sure) for merge in duplicates.find(persons)]


@pytest.mark.parametrize(("given", "family"), [("Åsa", "Ek"), ("ÅSA", "EK"), ("asa ", "Ek"), ("Ek", "Åsa")])
@pytest.mark.parametrize("shared", [MAIL, PHONE])
def test_the_same_name_at_the_same_address_or_phone_is_surely_one_person(given, family, shared):
    assert confidence(person("1", **shared), person("2", given, family, **shared)) == [(("1", "2"), True)]


@pytest.mark.parametrize(("given", "family"), [("Asta", "Ek"), ("Bo", "Ek"), ("Hanna", "Ek"), ("Åsa", "Lind")])
@pytest.mark.parametrize("shared", [MAIL, PHONE, MAIL | PHONE])
def test_relatives_who_share_address_and_phone_are_different_persons(given, family, shared):
    assert confidence(person("1", **shared), person("2", given, family, **shared)) == []


def test_a_slip_in_the_name_is_proposed_but_not_sure():
    (merge,) = duplicates.find([person("1", "Kristina", **MAIL), person("2", "Kristna", **MAIL)])
    assert not merge.sure
    assert "två personer" in merge.reason


def test_namesakes_are_one_person_only_with_more_than_the_name():
    assert confidence(person("1"), person("2")) == []
    assert confidence(person("1", **MAIL), person("2", **PHONE)) == []
    father, son = (
        person("1", emails=("a@exempel.invalid",), **PHONE),
        person("2", emails=("b@exempel.invalid",), **PHONE),
    )
    assert confidence(father, son) == [(("1", "2"), False)]


def test_namesakes_in_one_municipality_of_whom_one_has_no_address_are_worth_a_look():
    assert confidence(person("1", municipality="Vik", **MAIL), person("2", municipality="vik")) == [(("1", "2"), False)]
    assert confidence(person("1", municipality="Vik", **MAIL), person("2", municipality="Ås")) == []


def test_three_rows_of_one_person_are_one_merge_even_through_different_ties():
    rows = [person("1", **MAIL), person("2", **MAIL, **PHONE), person("3", "ÅSA", **PHONE)]
    assert confidence(*rows) == [(("1", "2", "3"), True)]


def test_merging_keeps_everything_and_the_earliest_day():
    rows = [
        person(
            "1", "ÅSA", "EK", **MAIL, perspectives=("user",), joined_on=date(2021, 1, 1), notes="ring", areas=("BUP",)
        ),
        person(
            "2",
            **PHONE,
            perspectives=("relative",),
            joined_on=date(2019, 1, 1),
            town="Vik",
            status="paused",
            areas=("BUP", "LSS"),
        ),
    ]
    (one,), belongs = duplicates.apply(rows, duplicates.find([*rows]) or [duplicates.Merge(("1", "2"), "", 1.0)])
    assert (one.given_name, one.family_name) == ("Åsa", "Ek")
    assert (one.numbers, one.emails, one.phones) == (("1", "2"), *MAIL.values(), *PHONE.values())
    assert (one.perspectives, one.areas, one.town, one.notes) == (("user", "relative"), ("BUP", "LSS"), "Vik", "ring")
    assert (one.joined_on, one.status) == (date(2019, 1, 1), "paused")
    assert belongs == {"1": "1", "2": "1"}


def test_protection_of_one_row_protects_the_person():
    one = duplicates.union([person("1"), person("2", protected=True)])
    assert one.protected


def test_whoever_left_and_joined_again_is_in_since_the_first_day():
    rows = [
        person("1", status="left", left_on=date(2019, 6, 1), joined_on=date(2018, 1, 1)),
        person("2", status="active", joined_on=date(2021, 1, 1)),
    ]
    one = duplicates.union(rows)
    assert (one.joined_on, one.status, one.left_on) == (date(2018, 1, 1), "active", None)


def test_merges_that_meet_become_one_person():
    rows = [person(str(number)) for number in range(1, 5)]
    merged, belongs = duplicates.apply(
        rows, [duplicates.Merge(("1", "2"), "", 1.0), duplicates.Merge(("4", "2"), "", 1.0)]
    )
    assert [each.keys for each in merged] == [("1", "2", "4"), ("3",)]
    assert belongs["4"] == "1"


@pytest.mark.slow
def test_a_switchboard_shared_by_thousands_is_passed_by_in_linear_work(monkeypatch):
    monkeypatch.setattr(names, "alike", lambda *_: pytest.fail("compared one by one"))
    rows = [person(str(number), f"Namn{number}", "Ek", **PHONE) for number in range(3000)]
    assert duplicates.find(rows) == []
    same = [person(str(number), **PHONE) for number in range(3000)]
    assert [len(merge.keys) for merge in duplicates.find(same)] == [3000]


@pytest.mark.slow
def test_the_work_grows_with_the_number_of_persons(monkeypatch):
    alike = Mock(wraps=names.alike)
    monkeypatch.setattr(names, "alike", alike)
    rows = [
        person(str(number), f"Namn{number % 50}", "Ek", emails=(f"{number // 2}@exempel.invalid",))
        for number in range(4000)
    ]
    duplicates.find(rows)
    assert 0 < alike.call_count <= len(rows)
