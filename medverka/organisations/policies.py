from typing import Any

from medverka.access.authorise import may, may_everywhere
from medverka.organisations.models import Organisation


def may_edit(actor: Any, organisation: Organisation) -> bool:
    """Whether `actor` may change an organisation and what stands under it."""
    return may(actor, "organisations.edit", organisation)


def may_edit_all(actor: Any) -> bool:
    """Whether `actor` may make new authorities and associations, and draw sub-areas."""
    return may_everywhere(actor, "organisations.edit")
