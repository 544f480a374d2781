"""The code in a letter: it opens one invitation."""

from uuid import UUID

from medverka.foundation import codes
from medverka.foundation.crypto import secret_digest


def code_for(invitation_id: int, stamp: UUID) -> str:
    """The code of an invitation, made from its stamp: a new stamp ends the codes of older letters."""
    return codes.made_from(f"{invitation_id}:{stamp.hex}", "invitation code is made of")


def digest(code: str) -> str:
    """What is kept of a code."""
    return secret_digest(code, "invitation")
