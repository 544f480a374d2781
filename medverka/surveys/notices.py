"""What is mailed about rounds. The subject never tells what it is about; the title stands in the words."""

from django.utils.translation import gettext as _

from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach
from medverka.pool.models import Contributor
from medverka.surveys import invitation_words as words
from medverka.surveys import rules, tickets
from medverka.surveys.models import Ticket


@notice(rules.INVITATION)
def invitation(ticket_id: str) -> Message | None:
    """To somebody who is asked to answer: their own link."""
    ticket = _still_asked(ticket_id)
    return _message(ticket, _("Vill du svara på några frågor?"), words.who_asks(ticket.group)) if ticket else None


@notice(rules.REMINDER)
def reminder(ticket_id: str) -> Message | None:
    """The same once more, to somebody who has not answered."""
    ticket = _still_asked(ticket_id)
    return _message(ticket, _("Påminnelse: några frågor till dig"), words.once_more(ticket.group)) if ticket else None


def _still_asked(ticket_id: str) -> Ticket | None:
    rows = Ticket.objects.select_related("group__round__version", "group__version", "contributor")
    ticket = rows.filter(pk=ticket_id).first()
    if ticket is None or ticket.answered or not ticket.group.round.takes_answers:
        return None
    gone = ticket.contributor and ticket.contributor.status != Contributor.Status.ACTIVE
    return None if gone else ticket


def _message(ticket: Ticket, subject: str, first: str) -> Message | None:
    name, email = _whom(ticket)
    if not email:
        return None
    lines = [
        hello(name),
        first,
        words.how_long(ticket.group),
        _("Här är dina frågor. Du behöver inte logga in, och länken är bara för dig:"),
        tickets.link_of(ticket),
        _("Du kan börja, och fortsätta en annan gång."),
        words.what_is_seen(),
        words.turn_to(),
        _("Hälsningar från Medverka %(county)s") % {"county": the_county().name},
    ]
    return Message(email, subject, "\n\n".join(filter(None, lines)) + "\n")


def _whom(ticket: Ticket) -> tuple[str, str]:
    """The name to greet and the address; neither where there is none any longer."""
    if ticket.contributor is None:
        return ticket.name.split(" ")[0], ticket.email
    try:
        way = reach(ticket.contributor)
    except KeyError:  # Disposed of meanwhile.
        return "", ""
    return way.greeting_name, way.email
