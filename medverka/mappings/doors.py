"""The ways in without an account: the signed link of a mail, and the code of a letter. Each opens one organisation's answers."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse

from medverka.access.authorise import Someone, link_holder
from medverka.foundation import codes, links
from medverka.foundation.crypto import secret_digest
from medverka.mappings import queries
from medverka.mappings.models import SelfAssessment
from medverka.mappings.rules import State

PURPOSE = "mappings.answering"
LIFETIME = timedelta(days=400)  # The mapping itself says when it is closed.
CONTACT = "contact"


def recipients(assessment: SelfAssessment) -> list[str]:
    """Whom mail goes to, as subjects of notices: those with an account who answer there, else the contact person."""
    officials = queries.officials_of(assessment.organisation)
    if officials:
        return [f"{assessment.pk}:{user.pk}" for user in officials]
    return [f"{assessment.pk}:{CONTACT}"] if assessment.contact and assessment.contact.email else []


def token_of(assessment: SelfAssessment) -> str:
    """What the link holds. It ends when somebody else becomes the contact person, or is reached at another address."""
    return links.make(PURPOSE, assessment.pk, _stamp(assessment))


def link_of(assessment: SelfAssessment) -> str:
    """The whole address where the organisation answers without signing in."""
    return links.absolute(reverse("mappings:by_link", args=[token_of(assessment)]))


def open_link(token: str) -> tuple[SelfAssessment, Someone]:
    """The answers that a link opens, and as whom its holder acts. Raises `links.BadLink` or `links.LinkEnded`."""
    pk, stamp = links.read(PURPOSE, token, good_for=LIFETIME)
    rows = SelfAssessment.objects.select_related("organisation", "mapping__version", "mapping__follows", "contact")
    found = rows.filter(pk=pk).first()
    if found is None or _stamp(found) != stamp:
        raise links.BadLink
    if found.mapping.state == State.DRAFT or found.organisation.closed_on:
        raise links.LinkEnded
    return found, link_holder("selfassessment", found.pk)


def _stamp(assessment: SelfAssessment) -> str:
    address = assessment.contact.email if assessment.contact else ""
    return f"{assessment.stamp.hex}{secret_digest(address, PURPOSE)[:16]}"


# --- Codes ------------------------------------------------------------------------------------


def code_made_of(stamp: UUID) -> str:
    """The code of a letter."""
    return codes.made_from(stamp.hex, "mapping code is made of")


def code_of(assessment: SelfAssessment) -> str:
    """The code, as it is printed."""
    return codes.as_printed(code_made_of(assessment.stamp))


def digest(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return secret_digest(codes.as_typed(code), "mappings.code")


def of_code(code: str) -> SelfAssessment | None:
    """The answers that a typed code opens."""
    if len(codes.as_typed(code)) != codes.LENGTH:
        return None
    rows = SelfAssessment.objects.select_related("organisation", "mapping", "contact")
    return (
        rows.filter(code_digest=digest(code), organisation__closed_on=None).exclude(mapping__state=State.DRAFT).first()
    )
