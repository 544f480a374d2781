"""The short code in a letter: it opens one invitation, and can be read aloud and typed without mistakes.

It is made from the invitation's stamp and a key, so that the letter can be printed again although
only the code's digest is kept.
"""

from uuid import UUID

from medverka.foundation.crypto import secret_digest

ALPHABET = "ACDEFHJKLMNPRTUVWXY3479"  # No 0 and O, 1 and I, 2 and Z, 5 and S, 6 and G, 8 and B, Q.
LENGTH = 10
HALF = LENGTH // 2


def code_for(invitation_id: int, stamp: UUID) -> str:
    """The code of an invitation: ten signs, about 45 bits."""
    number = int(secret_digest(f"{invitation_id}:{stamp.hex}", "invitation code is made of"), 16)
    signs = []
    for _sign in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def as_printed(code: str) -> str:
    """In two groups, as it stands in the letter."""
    return f"{code[:HALF]}-{code[HALF:]}"


def as_typed(text: str) -> str:
    """What somebody typed, without what does not matter: spaces, dashes, small letters."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def digest(code: str) -> str:
    """What is kept of a code."""
    return secret_digest(code, "invitation")
