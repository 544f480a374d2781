"""Who may do what with a mapping, an organisation's answers and its development areas."""

from typing import Any

from medverka.access.authorise import grants_with, may, may_everywhere
from medverka.access.roles import ROLES
from medverka.mappings.models import DevelopmentArea, Mapping, SelfAssessment
from medverka.mappings.rules import Answered, State
from medverka.organisations.models import Organisation


def may_edit(actor: Any, mapping: Mapping) -> bool:
    """Set it up, open and close it: whoever coordinates the whole county, and whoever made it."""
    own = mapping.created_by_id is not None and mapping.created_by_id == getattr(actor, "pk", None)
    return may(actor, "mappings.edit") and (own or may_everywhere(actor, "mappings.edit"))


def may_answer(actor: Any, assessment: SelfAssessment) -> bool:
    """Answer for the organisation: its officials, those above it, the coordinator, and whoever holds its link."""
    return holds_link(actor, assessment) or may(actor, "mappings.answer", assessment.organisation)


def holds_link(actor: Any, assessment: SelfAssessment) -> bool:
    """Whether somebody came by the link or code of just these answers."""
    return bool(actor.actor_id == f"selfassessment:{assessment.pk}")


def speaks_for(actor: Any, organisation: Organisation) -> bool:
    """Whether somebody belongs there, and does not write down what others say as a coordinator does."""
    coordinating = {role.code for role in ROLES.values() if "mappings.edit" in role.permissions}
    own = [grant for grant in grants_with(actor, "mappings.answer") if grant.role not in coordinating]
    return any(grant.everywhere or (grant.path and organisation.path.startswith(grant.path)) for grant in own)


def may_read(actor: Any, assessment: SelfAssessment) -> bool:
    """Read what was answered: whoever may answer, coordinators, and when it is closed everybody who reads mappings."""
    closed = assessment.mapping.state == State.CLOSED and assessment.state == Answered.HANDED_IN
    return may_answer(actor, assessment) or may(actor, "mappings.edit") or (closed and may(actor, "mappings.read"))


def may_follow_results(actor: Any, mapping: Mapping) -> bool:
    """See what all answered: the coordinator at any time, others when it is closed."""
    return may(actor, "mappings.edit") or (mapping.state == State.CLOSED and may(actor, "mappings.read"))


def may_plan(actor: Any, organisation: Organisation) -> bool:
    """Make and change an organisation's development areas: its officials, and the coordinator."""
    return may(actor, "mappings.answer", organisation)


def may_change_area(actor: Any, area: DevelopmentArea) -> bool:
    """The organisation's own people and the coordinator; whoever owns it may tell how it goes."""
    return may_plan(actor, area.organisation)
