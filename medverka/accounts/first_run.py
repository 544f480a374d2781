"""The one-time code with which whoever runs the server makes the first coordinator."""

from django.utils.crypto import constant_time_compare

from medverka.foundation import codes


def code() -> str:
    """The code as it is printed: derived from the data key, so all processes know it and no file holds it."""
    return codes.as_printed(codes.made_from("the first coordinator", "first-run"))


def is_right(typed: str) -> bool:
    """Whether somebody typed the code; takes as long whatever they typed."""
    return constant_time_compare(codes.as_typed(typed), codes.as_typed(code()))
