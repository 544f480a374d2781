"""Whether a round of drand is signed by its keepers: a BLS signature on the curve BLS12-381.

``e(signature, generator) == e(hash of the round's number, public key)``, where the signature is a point of G1 in its one
compressed writing and the hash is that of RFC 9380 (drand calls the scheme ``bls-unchained-g1-rfc9380``). A round has
one signature only, so whoever draws has nothing to choose between.

Sources: Boneh, Lynn, Shacham: *Short signatures from the Weil pairing* (2001); drand's documentation.
"""

import hashlib

SUITE = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
SIGNATURE = 48  # bytes


def is_signed(number: int, signature: bytes, key: bytes) -> bool:
    """Whether this is the signature of round ``number`` by the keepers of the public key."""
    from py_arkworks_bls12381 import GT, G1Point, G2Point  # Needed at the moment of drawing alone.

    try:
        point = G1Point.from_compressed_bytes(signature)
    except ValueError:  # No point of the curve.
        return False
    if point.to_compressed_bytes() != signature:  # Written in another way it would give another random number.
        return False
    message = G1Point.hash_to_curve(hashlib.sha256(number.to_bytes(8, "big")).digest(), SUITE)
    return bool(GT.pairing(point, G2Point()) == GT.pairing(message, G2Point.from_compressed_bytes(key)))
