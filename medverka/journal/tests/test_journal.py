import pytest

from medverka.access.authorise import SYSTEM
from medverka.journal.actions import first_broken_entry, record
from medverka.journal.models import Entry

pytestmark = pytest.mark.django_db


def three_entries():
    for number in range(3):
        record(SYSTEM, "thing.done", f"thing:{number}", count=number)


def test_an_untouched_chain_holds():
    three_entries()
    assert first_broken_entry() is None


def test_a_rewritten_entry_is_found():
    three_entries()
    Entry.objects.filter(number=2).update(facts={"count": 7})
    assert first_broken_entry() == 2


def test_a_removed_entry_is_found():
    three_entries()
    Entry.objects.filter(number=2).delete()
    assert first_broken_entry() == 2


def test_a_cut_off_end_is_found():
    three_entries()
    Entry.objects.filter(number=3).delete()
    assert first_broken_entry() == 3
