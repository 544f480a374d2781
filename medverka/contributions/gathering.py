"""What contributions hold about a contributor, for the copy that they download on My page."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.contributions import queries
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_everything


@receiver(gathering_everything)
def contributions(sender: object, contributor: Contributor, **_given: object) -> tuple[str, Any]:
    """Every contribution, the latest first."""
    return _("Insatser"), [
        {
            _("dag"): row.on,
            _("timmar"): "" if row.hours is None else str(row.hours),
            _("vad"): str(row.way or ""),
            _("verksamhet"): str(row.unit or ""),
            _("medverkade"): str(row.get_capacity_display()),
            _("förening"): str(row.association or ""),
        }
        for row in queries.of(contributor)
    ]
