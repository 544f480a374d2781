"""An association's way to answer a question about a seat without an account: the signed link of the mail."""

from datetime import timedelta

from django.urls import reverse

from medverka.access.authorise import Someone, link_holder
from medverka.councils.models import SeatCallAnswer
from medverka.councils.queries.seat_calls import address_of
from medverka.foundation import links

SEAT_CALL = "seat-call"
LIFETIME = timedelta(days=400)  # The page itself says when the question is closed.


def answer_url(answer: SeatCallAnswer, recipient: str) -> str:
    """The whole address of the page on which one association answers, for one `Recipient` (its key) there."""
    token = links.make(SEAT_CALL, f"{answer.pk}:{recipient}", answer.stamp.hex)
    return links.absolute(reverse("councils:answer_by_link", args=[token]))


def open_answer(token: str) -> tuple[SeatCallAnswer, Someone]:
    """What a link opened, and as whom its holder acts. Raises `links.BadLink`, also for whoever has left the association."""
    subject, stamp = links.read(SEAT_CALL, token, good_for=LIFETIME)
    pk, _colon, recipient = subject.partition(":")
    rows = SeatCallAnswer.objects.select_related("association", "call__seat__council__organisation")
    found = rows.select_related("call__seat__organisation").filter(pk=pk).first()
    if found is None or found.stamp.hex != stamp or found.association.closed_on:
        raise links.BadLink
    if not address_of(found.association, recipient):
        raise links.BadLink
    return found, link_holder("seatcallanswer", found.pk)
