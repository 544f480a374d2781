"""What the inner pages share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from medverka.draws import queries
from medverka.draws.models import Draw
from medverka.draws.moves import NotNow


def found(request: HttpRequest, pk: int, *states: str) -> Draw:
    """The draw of an address, or 404 for one that is not the reader's, or not where the page needs it."""
    rows = queries.visible_to(request.user).select_related("created_by", "publication").defer(queries.DOCUMENT)
    return get_object_or_404(rows.filter(state__in=states) if states else rows, pk=pk)


def attempt(
    request: HttpRequest,
    draw: Draw,
    action: Callable[[], Any],
    then: str = "draws:draw",
    said: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """Do it, say so and go on; where the draw has moved on meanwhile, what is shown is how it stands.

    ``said`` may be made of what the action answers.
    """
    pk = draw.pk  # A draw that was thrown away has none.
    try:
        done = action()
        if text := said(done) if callable(said) else said:
            messages.success(request, text)
    except NotNow:
        messages.info(request, _("Det hade redan hänt något mer. Här ser du hur det står nu."))
        then = "draws:draw"
    return redirect(then, pk)
