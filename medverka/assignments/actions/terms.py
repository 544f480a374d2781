"""What is agreed about an assignment, version by version, and who has said yes to which."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from medverka.assignments.actions.invitations import locked, of
from medverka.assignments.actions.tellings import no_longer_needed, tell
from medverka.assignments.letters import when
from medverka.assignments.models import AssignmentTerms, Invitation, InvolvementRequest, Telling, TermsAcceptance
from medverka.assignments.policies import may_answer, may_handle
from medverka.assignments.rules import LIVING, NotNow
from medverka.journal.actions import record
from medverka.pool.models import Contributor

WORDS = ("task", "time", "place", "preparation", "support", "compensation", "confidentiality", "starts_at", "ends_at")


@transaction.atomic
def issue_terms(request: InvolvementRequest, *, by: Any, **values: Any) -> AssignmentTerms:
    """A new version, where anything differs from the one before. Those who take part are asked anew."""
    if not may_handle(by, request):
        raise PermissionDenied
    request = locked(request)
    if request.state not in LIVING:
        raise NotNow(_("Förfrågan är avslutad. Uppdragsbeskrivningen kan inte ändras."))
    before = AssignmentTerms.objects.filter(request=request).first()
    if before and all(getattr(before, name) == values.get(name, getattr(before, name)) for name in WORDS):
        return before
    terms = AssignmentTerms(request=request, version=before.version + 1 if before else 1, issued_by=by.actor_id)
    for name in WORDS:
        setattr(terms, name, values.get(name, getattr(before, name) if before else getattr(terms, name)))
    terms.save()
    for invitation in of(request, Invitation.State.ACCEPTED):
        no_longer_needed(invitation, Telling.What.TERMS)  # A letter is printed with the newest version: one is enough.
        if invitation.contributor.channel == Contributor.Channel.LETTER:
            no_longer_needed(invitation, Telling.What.PLACE)  # The letter of the terms says that, too.
        tell(invitation, Telling.What.TERMS, str(terms.version))
    record(by, "terms.issued", request, version=terms.version)
    return terms


@transaction.atomic
def accept_terms(invitation: Invitation, *, by: Any, terms: AssignmentTerms, how: str = "") -> TermsAcceptance:
    """Yes to one version, by the contributor or as a coordinator heard it. Again is harmless."""
    if not may_answer(by, invitation):
        raise PermissionDenied
    if locked(invitation.request).state != InvolvementRequest.State.OPEN:
        raise NotNow(_("Uppdraget är inställt eller har redan varit. Det finns inget kvar att godkänna."))
    newest = AssignmentTerms.objects.filter(request=invitation.request_id).first()
    if newest != terms or invitation.state != Invitation.State.ACCEPTED:
        raise NotNow(_("Uppdragsbeskrivningen har ändrats. Läs den nya innan du godkänner."))
    acceptance, new = TermsAcceptance.objects.get_or_create(
        invitation=invitation, terms=terms, defaults={"recorded_by": by.actor_id, "how": how or invitation.channel}
    )
    if new:
        no_longer_needed(invitation, Telling.What.TERMS)
        record(by, "terms.accepted", invitation, version=terms.version)
    return acceptance


def proposed(request: InvolvementRequest, before: AssignmentTerms | None) -> dict[str, Any]:
    """What a new version begins from: the one before, else what the request says. For a form, so times are apart."""
    if before:
        values = {name: getattr(before, name) for name in WORDS}
        start, end = (localtime(at) if at else None for at in (before.starts_at, before.ends_at))
        day = start or end
        times = {"begins": start and start.time(), "ends": end and end.time()}
        return {**values, "on": day and day.date(), **times}
    return {
        "task": request.purpose,
        "time": when(request),
        "place": ". ".join(filter(None, [request.place, str(request.municipality or ""), request.place_access])),
        "support": request.support_person,
        "compensation": request.compensation,
        "confidentiality": _("Det som andra berättar om sig själva stannar i rummet."),
        "on": request.starts_on,
    }
