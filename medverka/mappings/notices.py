"""Mail about mappings: the question, and the reminder to those who have not handed in."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.accounts.models import User
from medverka.foundation import links
from medverka.foundation.outbox import Message, notice
from medverka.mappings import doors
from medverka.mappings.models import SelfAssessment
from medverka.mappings.rules import Answered, State
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county


@notice("mappings.invited")
def compose_invited(subject_id: str) -> Message | None:
    """To whoever answers for an organisation: a mapping has opened."""
    return _message(
        subject_id,
        _("En kartläggning väntar på era svar"),
        _("Nu är det dags att berätta hur %(organisation)s arbetar med brukarinflytande."),
    )


@notice("mappings.reminder")
def compose_reminder(subject_id: str) -> Message | None:
    """To the same, where nothing has been handed in."""
    return _message(
        subject_id,
        _("Påminnelse: en kartläggning väntar på era svar"),
        _("Vi har inte fått några svar från %(organisation)s än. Det som redan är ifyllt finns kvar."),
    )


def _message(subject_id: str, subject: str, first: str) -> Message | None:
    assessment_id, _colon, who = subject_id.partition(":")
    rows = SelfAssessment.objects.select_related("organisation", "mapping", "contact")
    one = rows.exclude(state=Answered.HANDED_IN).filter(pk=assessment_id, organisation__closed_on=None).first()
    if one is None or one.mapping.state != State.OPEN:
        return None
    to, name, address, way = _reached(one, who)
    if not to:
        return None
    county = the_county()
    lines = [
        hello(name),
        first % {"organisation": one.organisation},
        _("Svara senast den %(day)s. Ni kan spara och fortsätta när ni vill.")
        % {"day": date_format(one.mapping.closes_on, "j F Y")},
        f"{way}\n{address}",
        _("Vill ni hellre svara på telefon? Ring oss på %(phone)s.") % {"phone": county.phone} if county.phone else "",
        _("Hälsningar från Medverka %(county)s") % {"county": county.name},
    ]
    return Message(to, subject, "\n\n".join(filter(None, lines)) + "\n")


def _reached(one: SelfAssessment, who: str) -> tuple[str, str, str, str]:
    """(Address, name, where they answer, and the words before it)."""
    if who == doors.CONTACT:
        if one.contact is None:
            return "", "", "", ""
        way = _("Svara här. Du behöver inte logga in, och länken är bara för er:")
        return one.contact.email, one.contact.name, doors.link_of(one), way
    user = User.objects.filter(pk=who, is_active=True).first()
    if user is None:
        return "", "", "", ""
    return user.email, user.name, links.absolute(reverse("mappings:assessment", args=[one.pk])), _("Svara här:")
