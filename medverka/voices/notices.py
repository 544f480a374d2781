"""Mail about voices. Subjects are neutral; what was said stands behind the link alone."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.accounts.models import User
from medverka.foundation import links
from medverka.foundation.models import OutgoingMail
from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach
from medverka.pool.models import Contributor
from medverka.voices import telling
from medverka.voices.doors import answering_url
from medverka.voices.models import AWAITED, Voice
from medverka.voices.origins import describe

TOLD_LINK = "voices.told"


def told_link(contributor: Contributor, kind: str, origin_id: int) -> str:
    """The address of what one contributor is told about one occasion. It dies with the disposal."""
    token = links.make(TOLD_LINK, f"{kind}:{origin_id}:{contributor.pk}", contributor.reference)
    return links.absolute(reverse("voices:told", args=[token]))


@notice("voices.told")
def compose_told(subject_id: str) -> Message | None:
    """To a contributor: there is an answer to read."""
    kind, origin_id, contributor_id = subject_id.split(":")
    contributor = Contributor.objects.filter(telling.wants_to_know(""), pk=contributor_id).first()
    if contributor is None:
        return None
    way = reach(contributor)
    if not way.email:
        raise LookupError("The person has no address.")
    lines = [
        hello(way.greeting_name),
        _("Du var med och bidrog. Nu finns det svar att läsa. Du behöver inte logga in:"),
        told_link(contributor, kind, int(origin_id)),
        _("Vill du hellre prata? Ring oss på %(phone)s.") % {"phone": the_county().phone},
    ]
    return Message(way.email, _numbered(_("Ett svar till dig från Medverka"), kind, int(origin_id)), _letter(lines))


@notice("voices.to_answer")
def compose_to_answer(subject_id: str) -> Message | None:
    """To whoever is to answer: something has been said. Not needed where a mail about what is urgent says so."""
    owner_id, kind, origin_id = subject_id.split(":")
    waiting = Voice.objects.filter(AWAITED, owner=int(owner_id), origin_kind=kind, origin_id=origin_id)
    first = waiting.first()
    if first is None or first.owner is None or not first.owner.is_active or _told_as_urgent(list(waiting)):
        return None
    lines = [
        hello(first.owner.name),
        _("De som medverkade har sagt sitt. Ditt svar väntas senast den %(day)s.")
        % {"day": date_format(first.answer_due_on, "j F Y")},
        _("Läs och svara här. Du behöver inte logga in, och länken är bara för dig:"),
        answering_url(first.owner, kind, int(origin_id)),
    ]
    subject = _numbered(_("Något väntar på ditt svar i Medverka"), kind, int(origin_id))
    return Message(first.owner.email, subject, _letter(lines))


def _told_as_urgent(waiting: list[Voice]) -> bool:
    """Whether a mail about what is urgent, which leads to all that waits from an occasion, comes after the last of it."""
    urgent = [str(voice.pk) for voice in waiting if voice.urgent]
    mails = OutgoingMail.objects.filter(notice="voices.urgent", subject_id__in=urgent)
    last = max(voice.recorded_at for voice in waiting)
    state = OutgoingMail.State
    return mails.filter(Q(state=state.WAITING) | Q(state=state.SENT, sent_at__gte=last)).exists()


@notice("voices.urgent")
def compose_urgent(voice_id: str) -> Message | None:
    """To whoever is to answer: something cannot wait. One mail for what was written down before it went out."""
    voice = Voice.objects.filter(AWAITED, pk=voice_id, owner__is_active=True).select_related("owner").first()
    if voice is None or voice.owner is None:
        return None
    same = Voice.objects.filter(owner=voice.owner, origin_kind=voice.origin_kind, origin_id=voice.origin_id)
    told = [str(pk) for pk in same.exclude(pk=voice.pk).values_list("pk", flat=True)]
    sent = OutgoingMail.objects.filter(notice="voices.urgent", state=OutgoingMail.State.SENT, subject_id__in=told)
    if sent.filter(sent_at__gte=voice.recorded_at).exists():
        return None
    lines = [
        hello(voice.owner.name),
        _("De som medverkade har sagt något som brådskar. Ditt svar väntas senast den %(day)s.")
        % {"day": date_format(voice.answer_due_on, "j F Y")},
        _("Läs och svara här. Du behöver inte logga in, och länken är bara för dig:"),
        answering_url(voice.owner, voice.origin_kind, voice.origin_id),
    ]
    subject = _numbered(_("Något brådskar och väntar på ditt svar i Medverka"), voice.origin_kind, voice.origin_id)
    return Message(voice.owner.email, subject, _letter(lines))


@notice("voices.overdue")
def compose_overdue(owner_id: str) -> Message | None:
    """To whoever owes an answer past the promised day."""
    owner = User.objects.filter(pk=owner_id, is_active=True).first()
    count = telling.overdue().filter(owner=owner).count() if owner else 0
    if owner is None or not count:
        return None
    lines = [
        hello(owner.name),
        ngettext(
            "En synpunkt har inte fått det svar som utlovades. De som medverkade väntar.",
            "%(count)s synpunkter har inte fått de svar som utlovades. De som medverkade väntar.",
            count,
        )
        % {"count": count},
        _(
            "Ett nej med en förklaring är också ett svar. Svara här. Du behöver inte logga in, och länken är bara för dig:"
        ),
        answering_url(owner),
    ]
    return Message(owner.email, _("En påminnelse från Medverka"), _letter(lines))


def _numbered(subject: str, kind: str, origin_id: int) -> str:
    """A subject with the number of what it is about, where that has one."""
    origin = describe([(kind, origin_id)]).get((kind, origin_id))
    return f"{subject} ({origin.number})" if origin and origin.number else subject


def _letter(lines: list[str]) -> str:
    county = the_county()
    return "\n\n".join([*lines, _("Hälsningar från Medverka %(county)s") % {"county": county.name}]) + "\n"
