"""What contributions hold about a contributor: for the copy that they download, and for the coordinator's page of them."""

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from medverka.contributions import queries
from medverka.pool.models import Contributor
from medverka.pool.signals import gathering_deeds, gathering_everything
from medverka.pool.taking_part import Deed, hours_in_words, in_one_line


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


@receiver(gathering_deeds)
def what_stands_alone(sender: object, contributor: Contributor, by: Any, **_given: object) -> list[Deed]:
    """Contributions that came of nothing known; those of a request are told where requests are."""
    rows = queries.visible_to(by).filter(contributor=contributor, origin_kind="")
    return [
        Deed(row.on, _("Insats"), str(row.way or row.unit or _("Insats")), in_one_line([hours_in_words(row.hours)]))
        for row in rows
    ]
