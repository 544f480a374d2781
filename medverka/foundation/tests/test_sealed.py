from base64 import b64encode

import pytest

from medverka.foundation import crypto


def test_a_sealed_text_opens_where_it_was_sealed():
    assert crypto.unseal(crypto.seal("Ärla", "t:c:1"), "t:c:1") == "Ärla"


@pytest.mark.parametrize("elsewhere", ["t:c:2", "t:d:1", "u:c:1"])
def test_a_sealed_text_moved_to_another_place_does_not_open(elsewhere):
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal(crypto.seal("Ärla", "t:c:1"), elsewhere)


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    old = crypto.seal("Ärla", "t:c:1")
    index = crypto.blind_index("arla", "name")
    settings.DATA_KEYS = {"k2": b64encode(b"2" * 32).decode(), **settings.DATA_KEYS}
    assert crypto.seal("Ärla", "t:c:1").startswith("1.k2.")
    assert crypto.unseal(old, "t:c:1") == "Ärla"
    assert crypto.blind_index("arla", "name") == index


def test_what_is_sealed_alike_is_the_same_each_time_and_opens_in_its_column_alone(settings):
    sealed = crypto.seal_alike("lova@exempel.invalid", "t:c")
    assert (
        sealed == crypto.seal_alike("lova@exempel.invalid", "t:c") != crypto.seal_alike("lova@exempel.invalid", "t:d")
    )
    settings.DATA_KEYS = {"k2": b64encode(b"2" * 32).decode(), **settings.DATA_KEYS}
    assert crypto.seal_alike("lova@exempel.invalid", "t:c") == sealed
    assert crypto.unseal_alike(sealed, "t:c") == "lova@exempel.invalid"
    for value, place in (
        (sealed, "t:d"),
        (sealed[:-8] + "AAAAAAA=", "t:c"),
        (crypto.seal("x", "t:c"), "t:c"),
        ("x", "t:c"),
    ):
        with pytest.raises(crypto.CannotOpen):
            crypto.unseal_alike(value, place)


def test_many_are_opened_as_one_is_whichever_key_sealed_them(settings):
    old = crypto.seal("Ärla", "t:c:1")
    settings.DATA_KEYS = {"k2": b64encode(b"2" * 32).decode(), **settings.DATA_KEYS}
    rows = [("1", old), *((str(row), crypto.seal(f"Lärka {row}", f"t:c:{row}")) for row in range(2, 60))]
    assert list(crypto.unseal_many(rows, "t:c")) == ["Ärla", *(f"Lärka {row}" for row in range(2, 60))]


@pytest.mark.parametrize("value", ["", "ärla", "1.x", "2.k1.AAAA", "1.k1.å"])
def test_many_are_not_opened_where_one_is_damaged_or_stands_in_the_wrong_place(value):
    with pytest.raises(crypto.CannotOpen):
        list(crypto.unseal_many([("1", value)], "t:c"))
    with pytest.raises(crypto.CannotOpen):
        list(crypto.unseal_many([("2", crypto.seal("x", "t:c:1"))], "t:c"))
