"""What an action refuses, said where the person who tried sees it; nothing they typed is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


@contextmanager
def shown_in(form: Any) -> Iterator[None]:
    """A refusal in this block ends it and stands in the form: at its field where the form has that, else above all."""
    try:
        yield
    except ValidationError as refusal:
        known = not hasattr(refusal, "error_dict") or set(refusal.error_dict) <= set(form.fields)
        form.add_error(None, refusal if known else refusal.messages)


@contextmanager
def told(request: HttpRequest) -> Iterator[None]:
    """A refusal in this block ends it and stands as a message on the next page."""
    try:
        yield
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
