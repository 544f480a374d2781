"""What draws hold about a contributor: for the copy that they download, and for the coordinator's page of them."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.draws import chances, own_places, queries
from medverka.foundation import clock
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_deeds, gathering_everything
from medverka.pool.taking_part import Deed


@receiver(gathering_everything)
def places(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Each published draw they are in, with what it takes to check it."""
    rows = []
    for entrant in queries.places_of(contributor):
        own = own_places.own(entrant)
        rows.append(
            {
                _("lottning"): entrant.draw.title,
                _("publicerad"): clock.day_of(entrant.draw.publication.published_at),
                _("chans"): chances.in_per_cent(entrant.chance or 0.0),
                _("hur det gick"): own.how_it_went,
                _("id"): own.identity,
                _("salt"): own.salt,
                _("etikett"): own.label,
            }
        )
    return _("Lottningar"), rows


@receiver(gathering_deeds)
def drawn(sender: object, contributor: Contributor, by: Any, **_given: object) -> list[Deed]:
    """That they were drawn, or came in somebody's place; as far as `by` sees the draw."""
    rows = queries.places_of(contributor).filter(draw__in=queries.visible_to(by).order_by().values("pk"))
    seated = [one for one in rows.select_related("draw__publication__outcome") if queries.is_seated(one)]
    return [
        Deed(
            clock.day_of(one.draw.publication.outcome.drawn_at),
            _("Lottades fram") if one.place == queries.Place.DRAWN else _("Fick en plats som reserv"),
            one.draw.title,
            _("Tackade nej.") if one.said_no_at and not queries.has_left(one) else "",
            reverse("draws:draw", args=[one.draw_id]),
        )
        for one in seated
    ]
