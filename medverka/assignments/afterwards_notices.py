"""Mail when an assignment is over."""

from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.assignments import doors
from medverka.assignments.models import Evaluation, Invitation, InvolvementRequest
from medverka.foundation import links
from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach_all
from medverka.pool.models import Contributor


def own_link(invitation: Invitation) -> str:
    """The address where a contributor notes time and tells how it was, without an account."""
    return links.absolute(reverse("assignments:afterwards_by_link", args=[doors.invitation_token(invitation)]))


@notice("assignments.how_was_it")
def how_was_it(subject_id: str) -> Message | None:
    """To a contributor: thanks, and four questions."""
    invitation = Invitation.objects.select_related("request", "contributor").filter(pk=subject_id).first()
    if invitation is None or invitation.state != Invitation.State.ACCEPTED or invitation.no_show:
        return None
    if invitation.contributor.status == Contributor.Status.LEFT:
        return None
    if invitation.request.state == InvolvementRequest.State.CLOSED:
        return None
    if Evaluation.objects.filter(invitation=invitation).exists():
        return None
    reach = reach_all([invitation.contributor]).get(invitation.contributor_id)
    if reach is None or not reach.email:
        return None
    text = _("Tack för att du var med! Hur var det? Här är fyra frågor, om du vill. Du behöver inte logga in:")
    later = _("När det som sades har fått svar får du veta det.")
    lines = [hello(reach.greeting_name), text, own_link(invitation), later, _signed()]
    return Message(reach.email, f"{_('Tack från Medverka')} ({invitation.request.number})", "\n\n".join(lines))


@notice("assignments.what_was_said")
def what_was_said(subject_id: str) -> Message | None:
    """To the commissioner: write down what was said, and answer it."""
    request = InvolvementRequest.objects.select_related("commissioner").filter(pk=subject_id).first()
    if request is None or request.commissioner is None or not request.commissioner.is_active:
        return None
    link = links.absolute(reverse("assignments:afterwards", args=[request.key]))
    lines = [
        hello(request.commissioner.name),
        _("Uppdraget har blivit av. Nu väntar de som medverkade på att få veta vad ni gör av det de sade."),
        _("Skriv ner det som sades och svara här, när du har loggat in. Där finns också fyra frågor om hur det var:"),
        link,
        _signed(),
    ]
    subject = f"{_('Uppdraget har blivit av: ett meddelande från Medverka')} ({request.number})"
    return Message(request.commissioner.email, subject, "\n\n".join(lines))


def _signed() -> str:
    county = the_county()
    return "\n".join(filter(None, [_("Medverka"), county.name]))
