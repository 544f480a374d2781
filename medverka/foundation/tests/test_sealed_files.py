import pytest

from medverka.foundation import crypto


def test_a_sealed_file_opens_in_its_place_alone():
    sealed = crypto.seal_bytes(b"hej", "registers:file:1")
    assert b"hej" not in sealed
    assert crypto.unseal_bytes(sealed, "registers:file:1") == b"hej"
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal_bytes(sealed, "registers:file:2")


@pytest.mark.parametrize("damage", [b"", b"hej", b"1.k1", b"2.k1.xxxx", b"1.k9." + b"x" * 40, b"1.\xff." + b"x" * 40])
def test_what_is_no_sealed_file_is_refused(damage):
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal_bytes(damage, "registers:file:1")


def test_a_changed_byte_is_noticed():
    sealed = bytearray(crypto.seal_bytes(b"hej", "x"))
    sealed[-1] ^= 1
    with pytest.raises(crypto.CannotOpen):
        crypto.unseal_bytes(bytes(sealed), "x")


def test_what_was_sealed_with_an_older_key_still_opens(settings):
    old = crypto.seal_bytes(b"hej", "x")
    settings.DATA_KEYS = {"ny": "bnlubnlubnlubnlubnlubnlubnlubnlubnlubnlubnk=", **settings.DATA_KEYS}
    assert crypto.unseal_bytes(old, "x") == b"hej"
    assert crypto.seal_bytes(b"hej", "x").startswith(b"1.ny.")
