"""A request to those who were drawn by lot, filled in with what their draw knows."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from medverka.assignments.actions.requests import create_request
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.queries import ORIGIN
from medverka.assignments.rules import NotNow
from medverka.draws import moves
from medverka.draws.actions.drawing import tie
from medverka.draws.models import Draw
from medverka.pool.rules import PERSPECTIVES

MOST = 200  # Persons in a request, as its constraint has it.


@transaction.atomic
def create_request_for(draw: Draw, *, by: Any) -> InvolvementRequest:
    """A new draft, tied to the draw. Whoever drew is the one to ask back until they write somebody else."""
    among = draw.filters.get("perspective") or list(PERSPECTIVES)
    wants: dict[str, Any] = {f"wants_{code}": code in among for code in PERSPECTIVES}
    request = create_request(
        by=by,
        source=InvolvementRequest.Source.COORDINATOR,
        title=draw.title,
        purpose=draw.purpose,
        persons_wanted=min(draw.size, MOST),
        contact_name=by.name,
        contact_email=by.email,
        **wants,
    )
    try:
        tie(draw, by=by, origin=(ORIGIN, request.pk))
    except moves.NotNow:
        raise NotNow(_("Det finns redan en förfrågan för den här lottningen.")) from None
    return request
