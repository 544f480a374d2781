"""Drand's signatures: the true ones hold, all others do not, however they are written."""

import hashlib

import pytest
from py_arkworks_bls12381 import G1Point, G2Point, Scalar

from medverka.fairness.draw.randomness import KEY, is_signed_by_drand
from medverka.fairness.draw.signatures import SUITE, is_signed

# As drand's relays give them.
TRUE = {
    1000: "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
    657413: "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
}


def test_true_rounds_hold_and_each_for_itself_alone():
    for number, signature in TRUE.items():
        for other in TRUE:
            assert is_signed_by_drand(other, bytes.fromhex(signature)) == (other == number)


@pytest.mark.parametrize("bit", range(0, 384, 7))
def test_not_one_bit_may_differ(bit):
    changed = int(TRUE[1000], 16) ^ (1 << bit)
    assert not is_signed_by_drand(1000, changed.to_bytes(48, "big"))


@pytest.mark.parametrize("first", [0x00, 0x20, 0x40, 0x60, 0x80, 0xC0, 0xE0])
def test_the_same_point_is_not_taken_in_another_writing(first):
    """Each writing would hash to another random number, and there would be something to choose between."""
    true = bytes.fromhex(TRUE[1000])
    assert true[0] & 0xE0 == 0xA0
    assert not is_signed_by_drand(1000, bytes([first | true[0] & 0x1F]) + true[1:])


@pytest.mark.parametrize("signature", [b"", b"x", bytes(47), bytes(48), bytes(49), b"\xff" * 48, b"\xc0" + bytes(47)])
def test_what_is_no_signature_at_all_is_refused_quietly(signature):
    assert not is_signed_by_drand(1000, signature)


def test_the_keepers_of_another_key_sign_nothing_of_drands():
    secret, number = Scalar(20261122), 1000
    message = G1Point.hash_to_curve(hashlib.sha256(number.to_bytes(8, "big")).digest(), SUITE)
    signature, key = (message * secret).to_compressed_bytes(), (G2Point() * secret).to_compressed_bytes()
    assert is_signed(number, signature, key)
    assert not is_signed(number, signature, KEY)
