"""The ways in without an account: signed links in mail, short codes in letters. Each opens one thing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.authorise import Someone, link_holder
from medverka.assignments import codes, rules
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.foundation import brake, clock, links

INVITATION = "invitation"
DRAFT = "request-draft"
CONFIRM = "request-confirm"
STATUS = "request-status"
LIFETIMES = {
    INVITATION: timedelta(days=800),  # The invitation itself says when its link ends.
    DRAFT: timedelta(days=30),
    CONFIRM: timedelta(days=7),
    STATUS: timedelta(days=800),
}
TRIES, WITHIN = 10, 15 * 60  # Wrong codes that one address may type, in so many seconds.
TRIES_OF_ONE = 20  # Wrong codes that begin as one letter's does, in a day.


@dataclass(frozen=True)
class Opened:
    """What a link opened, and as whom its holder acts."""

    thing: Any
    holder: Someone


def invitation_url(invitation: Invitation) -> str:
    """The whole address of one invitation's page."""
    return links.absolute(reverse("assignments:by_link", args=[invitation_token(invitation)]))


def invitation_token(invitation: Invitation) -> str:
    """The link's token. A new stamp, made whenever somebody is invited, ends older links."""
    return links.make(INVITATION, invitation.pk, invitation.stamp.hex)


def open_invitation(token: str) -> Opened:
    """The invitation of a link. Raises `links.BadLink` or `links.LinkEnded`."""
    pk, stamp = links.read(INVITATION, token, good_for=LIFETIMES[INVITATION])
    found = Invitation.objects.select_related("contributor", "request__unit").filter(pk=pk).first()
    if found is None or found.stamp.hex != stamp or found.contributor.disposed_on:
        raise links.BadLink
    if clock.today() > last_day_of(found):
        raise links.LinkEnded
    return Opened(found, link_holder("invitation", found.pk))


def last_day_of(invitation: Invitation) -> Any:
    """The last day on which the invitation's link opens."""
    request = invitation.request
    reply_by = invitation.reply_by or clock.day_of(request.created_at)
    return rules.link_ends(invitation.state, reply_by, request.ends_on or request.starts_on)


def request_url(request: InvolvementRequest, purpose: str, view: str) -> str:
    """The whole address of a page about one request, for somebody without an account."""
    return links.absolute(request_path(request, purpose, view))


def open_request(purpose: str, token: str) -> Opened:
    """The request of a link made for this purpose. Raises `links.BadLink`."""
    pk, stamp = links.read(purpose, token, good_for=LIFETIMES[purpose])
    found = InvolvementRequest.objects.select_related("unit").filter(pk=pk).first()
    if found is None or found.key.hex != stamp:
        raise links.BadLink
    return Opened(found, link_holder("request", found.pk))


def token_for_code(text: str, address: str) -> str | None:
    """The token of the invitation that a typed code belongs to, or None. Raises `brake.TooManyTries`."""
    found = brake.by_code(
        text, _of_code, what="code-tries", address=address, most=TRIES, seconds=WITHIN, of_one=TRIES_OF_ONE
    )
    return invitation_token(found) if found else None


def _of_code(code: str) -> Invitation | None:
    return Invitation.objects.filter(code_digest=codes.digest(code)).first()


def limit(key: str, *, most: int, within: int) -> None:
    """Count one try; raise `NotNow` when there have been more than `most` within so many seconds."""
    if not brake.count(key, most=most, seconds=within):
        raise rules.NotNow(
            _("Det har blivit för många försök på kort tid. Vänta en stund och försök igen, eller ring oss.")
        )


def request_path(request: InvolvementRequest, purpose: str, view: str) -> str:
    """The path of a page about one request, for somebody without an account."""
    return reverse(view, args=[links.make(purpose, request.pk, request.key.hex)])
