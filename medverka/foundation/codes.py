"""Short codes that are read in one place, aloud or from paper, and typed in another without mistakes.

A code is made from a secret with the data key, so that it can be shown again although only its digest is kept.
"""

from medverka.foundation.crypto import secret_digest

ALPHABET = "ACDEFHJKLMNPRTUVWXY3479"  # No 0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B, Q.
LENGTH = 10
HALF = LENGTH // 2


def made_from(secret: str, purpose: str) -> str:
    """Ten signs, about 45 bits: the same for the same secret and purpose."""
    number = int(secret_digest(secret, purpose), 16)
    signs = ""
    for _sign in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return signs


def as_printed(code: str) -> str:
    """In two groups, as it is shown."""
    return f"{code[:HALF]}-{code[HALF:]}"


def as_typed(text: str) -> str:
    """What somebody typed, without what does not matter: spaces, dashes, small letters."""
    return "".join(sign for sign in text.upper() if sign.isalnum())
