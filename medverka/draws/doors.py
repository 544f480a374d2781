"""The link by which somebody without an account sees their own place in a draw. It dies with the disposal."""

from django.core.exceptions import ValidationError
from django.urls import reverse

from medverka.draws.models import Entrant
from medverka.draws.queries import with_places_in_line
from medverka.draws.rules import LINK_DAYS, OPEN_TO_ALL
from medverka.foundation import links

PURPOSE = "draws.own"


def link_of(entrant: Entrant) -> str:
    """The whole address of somebody's own place."""
    assert entrant.contributor is not None  # noqa: S101 - nobody else has a link
    token = links.make(PURPOSE, entrant.pk, entrant.contributor.reference)
    return links.absolute(reverse("draws:own", args=[token]))


def entrant_of(token: str) -> Entrant | None:
    """Whose link it is; None where it opens nothing any longer."""
    try:
        entrant_id, stamp = links.read(PURPOSE, token, good_for=LINK_DAYS)
        rows = Entrant.objects.filter(pk=entrant_id, draw__state__in=OPEN_TO_ALL).exclude(salt="")
        entrant = with_places_in_line(rows).select_related("draw", "draw__publication", "contributor").first()
    except (links.BadLink, ValidationError):
        return None
    if entrant is None or entrant.contributor is None or entrant.contributor.reference != stamp:
        return None
    return entrant
