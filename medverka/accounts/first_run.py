"""The one-time code with which whoever runs the server makes the first coordinator."""

from django.utils.crypto import constant_time_compare

from medverka.accounts.rules import bare_code, spelled_code
from medverka.foundation import crypto


def code() -> str:
    """The code, ``K7QF-2MXD-9TRW``: derived from the data key, so all processes know it and no file holds it."""
    return spelled_code(crypto.secret_digest("the first coordinator", "first-run"))


def is_right(typed: str) -> bool:
    """Whether somebody typed the code; takes as long whatever they typed."""
    return constant_time_compare(bare_code(typed), bare_code(code()))
