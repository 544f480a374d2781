"""Many rows at once stand in the database as if each had been saved by itself."""

import gc
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from medverka.contributions.models import Contribution
from medverka.foundation import bulk
from medverka.foundation.crypto import CannotOpen
from medverka.journal.models import Entry
from medverka.pool.models import Contributor, Identity, LookupKey

pytestmark = pytest.mark.django_db


def contributors(count, start=1):
    names = [f"Älg {number}" for number in range(start, start + count)]
    return [Contributor(reference=f"alg-{name[4:]}", pseudonym=name, is_user=True, weekdays=[1, 2]) for name in names]


def test_rows_get_their_keys_and_stand_there_as_saved():
    rows = contributors(3)
    bulk.insert(rows)
    assert [row.pk for row in rows] == list(Contributor.objects.order_by("pk").values_list("pk", flat=True))
    again = Contributor.objects.get(pk=rows[1].pk)
    for field in Contributor._meta.concrete_fields:
        assert getattr(again, field.attname) == getattr(rows[1], field.attname), field.name


def test_the_next_row_saved_in_the_usual_way_gets_a_key_of_its_own():
    bulk.insert(contributors(2))
    (usual,) = contributors(1, start=3)
    usual.save()
    more = contributors(2, start=4)
    bulk.insert(more)
    assert Contributor.objects.count() == 5
    assert usual.pk not in {row.pk for row in more}


def test_numbers_and_dates_come_back_as_they_were():
    (who,) = contributors(1)
    bulk.insert([who])
    bulk.insert([Contribution(contributor=who, on=date(2021, 3, 5), hours=hours) for hours in (Decimal("1.50"), None)])
    assert list(Contribution.objects.order_by("pk").values_list("on", "hours")) == [
        (date(2021, 3, 5), Decimal("1.50")),
        (date(2021, 3, 5), None),
    ]


def test_what_is_sealed_is_sealed_here_too():
    (who,) = contributors(1)
    bulk.insert([who])
    bulk.insert([Identity(contributor=who, first_name="Nils", email="")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name, email FROM pool_identity")
        assert cursor.fetchone()[0].startswith("1.")
    assert Identity.objects.get().first_name == "Nils"


def test_rows_may_be_given_by_their_values_alone():
    (who,) = contributors(1)
    bulk.insert([who])
    identity = Identity.objects.create(contributor=who)
    bulk.insert_values(
        LookupKey, ("identity", "kind", "digest"), [(identity.pk, "name", "a"), (identity.pk, "name", "b")]
    )
    assert set(LookupKey.objects.filter(identity=identity).values_list("digest", flat=True)) == {"a", "b"}


def test_what_the_database_forbids_it_forbids_here_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert([*contributors(1), Contributor(reference="x", pseudonym="x")])
    assert Contributor.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_inserted():
    with pytest.raises(RuntimeError):
        bulk.insert(contributors(1))
    assert Contributor.objects.count() == 0


def test_no_rows_are_no_trouble():
    bulk.insert([])
    bulk.insert_values(Entry, ("number",), [])


def test_collecting_goes_on_afterwards_whatever_happened():
    def fail():
        with bulk.without_collecting():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.isenabled()


def test_many_rows_change_at_once_each_to_its_own():
    rows = contributors(3)
    bulk.insert(rows)
    bulk.update_values(Contributor, ["pseudonym", "weekdays"], [(row.pk, (f"Hare {row.pk}", [3])) for row in rows[:2]])
    kept = {
        row.pk: (row.pseudonym, row.weekdays) for row in Contributor.objects.filter(pk__in=[row.pk for row in rows])
    }
    assert kept == {
        rows[0].pk: (f"Hare {rows[0].pk}", [3]),
        rows[1].pk: (f"Hare {rows[1].pk}", [3]),
        rows[2].pk: ("Älg 3", [1, 2]),
    }


def test_sealed_columns_of_many_rows_are_written_and_read_by_key_alone():
    (who,) = contributors(1)
    bulk.insert([who])
    bulk.insert([Identity(contributor=who, first_name="Nils", email="")])
    field = Identity._meta.get_field("first_name")
    key = Identity.objects.get().pk
    bulk.update_values(Identity, ["first_name"], [(key, [field.seal("Åsa", key)])])
    assert Identity.objects.get().first_name == "Åsa"
    (value,) = Identity.objects.values_list("first_name", flat=True)
    assert field.unseal(value, key) == "Åsa"
    with pytest.raises(CannotOpen):
        field.unseal(value, uuid4())
    assert (field.seal("", key), field.unseal("", key)) == ("", "")


def test_many_rows_are_deleted_and_no_others():
    rows = contributors(3)
    bulk.insert(rows)
    bulk.delete(Contributor.objects.filter(pk__in=[rows[0].pk, rows[2].pk]))
    assert [one.pk for one in Contributor.objects.all()] == [rows[1].pk]
