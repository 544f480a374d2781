from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from medverka.foundation import clock
from medverka.foundation.fields import DateField, HoursField, RowsField, TimeField, row_number
from medverka.organisations.models import Organisation


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("5/3 2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("5 mars 2026", date(2026, 3, 5)),
        ("den 5 mars 2026", date(2026, 3, 5)),
        ("5 mar 26", date(2026, 3, 5)),
        ("5/3", date(2027, 3, 5)),
        ("24 december", date(2026, 12, 24)),
    ],
)
def test_a_day_is_read_as_people_write_it(text, day):
    with clock.at(date(2026, 11, 22)):
        assert DateField().clean(text) == day


@pytest.mark.parametrize("text", ["31 februari 2026", "2026-13-01", "snart", "29/2", "1" * 500, "٣/٣ 2026x"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with clock.at(date(2026, 11, 22)), pytest.raises(ValidationError, match="2026-03-05"):
        DateField().clean(text)


@pytest.mark.parametrize("text", ["0001-01-01", "5 mars 0026", "2999-01-01"])
def test_a_year_that_must_be_a_slip_is_said_to_be_one(text):
    with pytest.raises(ValidationError, match="Året kan inte stämma"):
        DateField().clean(text)


@pytest.mark.parametrize(
    ("text", "at"), [("14", time(14)), ("kl 9", time(9)), ("14.30", time(14, 30)), ("08:05", time(8, 5))]
)
def test_a_time_is_read_as_people_write_it(text, at):
    assert TimeField().clean(text) == at


@pytest.mark.parametrize("text", ["25", "14.75", "eftermiddag"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValidationError, match=r"14\.30"):
        TimeField().clean(text)


@pytest.mark.parametrize(
    ("text", "hours"), [("1,5", "1.5"), ("1.5", "1.5"), ("1:30", "1.5"), ("2", "2"), ("2 tim", "2")]
)
def test_hours_are_read_as_people_write_them(text, hours):
    assert HoursField().clean(text) == Decimal(hours)


@pytest.mark.parametrize(("text", "number"), [("17", 17), ("", 0), ("-1", 0), ("abc", 0), ("²", 0), ("9" * 5000, 0)])
def test_what_is_no_number_of_a_row_is_the_number_of_none(text, number):
    assert row_number(text) == number


@pytest.mark.django_db
@pytest.mark.parametrize("value", [str(2**63), "-" + "9" * 30, "9" * 5000, " 9" * 20, "²", "x", "0"])
def test_a_number_beyond_all_rows_is_no_choice(value):
    field = RowsField(Organisation.objects.all())
    with pytest.raises(ValidationError):
        field.clean([value])
