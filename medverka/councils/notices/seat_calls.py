"""Mail to associations about a seat. What the seat is stands behind the link alone."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.councils.models import SeatCallAnswer
from medverka.councils.queries.seat_calls import OPEN, address_of
from medverka.councils.seat_call_doors import answer_url
from medverka.foundation.outbox import Message, notice
from medverka.organisations.queries import the_county


def _to(subject_id: str, subject: str, *paragraphs: str, link: bool = True, still_open: bool = True) -> Message | None:
    """To one recipient of an association; None where the question is answered or closed, or they are there no longer."""
    pk, _colon, key = subject_id.partition(":")
    rows = SeatCallAnswer.objects.select_related("association", "call").filter(pk=pk)
    answer = (rows.filter(OPEN, answered_at=None) if still_open else rows).first()
    address = address_of(answer.association, key) if answer else ""
    if answer is None or not address:
        return None
    day = date_format(answer.call.reply_by, "j F Y")
    lines = [
        _("Hej!"),
        *(text % {"day": day} for text in paragraphs),
        *([answer_url(answer, key)] if link else []),
        _signed(),
    ]
    return Message(address, subject, "\n\n".join(lines) + "\n")


def _signed() -> str:
    county = the_county()
    lines = [_("Medverka"), county.name, _("Ring gärna: %s") % county.phone if county.phone else ""]
    return "\n".join(line for line in lines if line)


@notice("councils.seat_call")
def asked(subject_id: str) -> Message | None:
    """The question itself."""
    return _to(
        subject_id,
        _("En fråga till er förening"),
        _(
            "Det finns en ledig plats som er förening kan föreslå någon till. Läs vad det gäller och svara på sidan nedan."
        ),
        _("Svara gärna senast den %(day)s. Ni behöver inte logga in. Ett nej behöver inget skäl."),
    )


@notice("councils.seat_call_reminder")
def reminder(subject_id: str) -> Message | None:
    """The one reminder."""
    return _to(
        subject_id,
        _("En påminnelse till er förening"),
        _(
            "Vi har frågat om er förening vill föreslå någon till en ledig plats. Svara gärna ja eller nej senast den %(day)s."
        ),
        _("Det här är den enda påminnelsen."),
    )


@notice("councils.seat_call_chosen")
def chosen(subject_id: str) -> Message | None:
    """To the association whose proposal was chosen."""
    return _to(
        subject_id,
        _("Ett besked till er förening"),
        _("Tack för ert förslag. Den ni föreslog får platsen, och samordnaren hör av sig till personen."),
        link=False, still_open=False,
    )  # fmt: skip


@notice("councils.seat_call_thanks")
def thanks(subject_id: str) -> Message | None:
    """To the others who put somebody forward."""
    return _to(
        subject_id,
        _("Ett besked till er förening"),
        _("Tack för ert förslag. Den här gången blev det inte den ni föreslog. Uppgifterna om personen är borttagna."),
        link=False, still_open=False,
    )  # fmt: skip
