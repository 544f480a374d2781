"""Who may record what a contributor took part in."""

from typing import Any

from medverka.access.authorise import may
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.pool.policies import is_self


def may_record(actor: Any, contributor: Contributor, unit: Organisation | None) -> bool:
    """Coordinators where they coordinate; contributors for themselves, by account or by a link made for them."""
    return may(actor, "contributions.record", unit) or is_self(actor, contributor)
