"""What accounts' mail says. The sign-in's own mail is sent at once, see `adapters`."""

from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.accounts.models import StaffInvitation
from medverka.accounts.rules import invitation_state, open_until
from medverka.foundation import clock, links
from medverka.foundation.outbox import Message, notice
from medverka.organisations.queries import the_county

PURPOSE = "staff-invitation"


def invitation_link(invitation: StaffInvitation) -> str:
    """The whole address by which an invitation is answered; an older mail's link no longer opens it."""
    token = links.make(PURPOSE, invitation.pk, invitation.invited_at.isoformat())
    return links.absolute(reverse("accounts:invited", args=[token]))


@notice("staff_invitation")
def staff_invitation(subject_id: str) -> Message | None:
    """The invitation to sign in and hold a role; nothing where it is answered, withdrawn or too old."""
    invitation = StaffInvitation.objects.select_related("organisation", "sub_area", "invited_by").get(pk=subject_id)
    if invitation_state(invitation, clock.now()) != "open":
        return None
    text = _(
        "Hej %(name)s!\n\n"
        "%(inviter)s bjuder in dig till Medverka i %(county)s.\n"
        "Din roll blir: %(role)s, %(place)s.\n\n"
        "Öppna länken och tacka ja:\n%(link)s\n\n"
        "Länken går att använda en gång, till och med den %(until)s.\n"
        "Har du fått mejlet av misstag behöver du inte göra något.\n"
    ) % {
        "name": invitation.name,
        "inviter": invitation.invited_by.name,
        "county": the_county().name or _("länet"),
        "role": invitation.kind.label,
        "place": invitation.place,
        "link": invitation_link(invitation),
        "until": f"{open_until(invitation.invited_at):%Y-%m-%d}",
    }
    return Message(invitation.email, _("Inbjudan till Medverka"), text)
