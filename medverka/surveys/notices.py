"""What is mailed about rounds. Neither subject nor words tell what they are about: that stands behind the link alone."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach
from medverka.pool.models import Contributor
from medverka.surveys import rules, tickets
from medverka.surveys.models import Ticket


@notice(rules.INVITATION)
def invitation(ticket_id: str) -> Message | None:
    """To somebody who is asked to answer: their own link."""
    return _message(ticket_id, str(_("Vill du svara på några frågor?")), str(_("Vi vill veta vad du tycker.")))


@notice(rules.REMINDER)
def reminder(ticket_id: str) -> Message | None:
    """The same once more, to somebody who has not answered."""
    again = str(_("Vi har inte fått något svar från dig än. Vill du vara med hinner du fortfarande."))
    return _message(ticket_id, str(_("Påminnelse: några frågor till dig")), again)


def _message(ticket_id: str, subject: str, first: str) -> Message | None:
    ticket = Ticket.objects.select_related("group__round", "contributor").filter(pk=ticket_id).first()
    if ticket is None or ticket.answered or not ticket.group.round.takes_answers:
        return None
    if ticket.contributor and ticket.contributor.status != Contributor.Status.ACTIVE:
        return None
    name, email = _whom(ticket)
    if not email:
        return None
    county = the_county()
    by_phone = str(_("Vill du hellre svara på telefon? Ring oss på %(phone)s.")) % {"phone": county.phone}
    lines = [
        hello(name),
        first,
        _("Här är dina frågor. Du behöver inte logga in, och länken är bara för dig:"),
        tickets.link_of(ticket),
        _("Svara senast den %(day)s. Du kan börja, och fortsätta en annan gång.")
        % {"day": date_format(ticket.group.round.closes_on, "j F Y")},
        _(
            "Vi ser att du har svarat, så att vi inte påminner dig i onödan. Vad du har svarat ser ingen: dina svar sparas utan namn och för sig."
        ),
        by_phone if county.phone else "",
        _("Du bestämmer själv om du vill svara."),
        _("Hälsningar från Medverka %(county)s") % {"county": county.name},
    ]
    return Message(email, subject, "\n\n".join(filter(None, map(str, lines))) + "\n")


def _whom(ticket: Ticket) -> tuple[str, str]:
    """The name to greet and the address; neither where there is none any longer."""
    if ticket.contributor is None:
        return ticket.name.split(" ")[0], ticket.email
    try:
        way = reach(ticket.contributor)
    except KeyError:  # Disposed of meanwhile.
        return "", ""
    return way.greeting_name, way.email
