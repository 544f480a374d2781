"""Mail about requests and assignments. Subjects and bodies name no unit, no place and no experience."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.assignments import doors
from medverka.assignments.models import AssignmentTerms, Invitation, InvitationQuestion, InvolvementRequest
from medverka.assignments.rules import InvitationState, RequestState
from medverka.foundation import links
from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach_all

# To whoever asked. What stands in the request itself they read on its page.
NEWS: dict[str, Promise] = {
    "received": _l("Din förfrågan har kommit fram. En samordnare läser den och hör av sig."),
    "asked_back": _l("Samordnaren undrar något om din förfrågan. Läs frågan och svara på sidan."),
    "opened": _l("Din förfrågan är öppnad. Nu söker vi personer."),
    "people": _l("Nu har alla platser i din förfrågan fyllts."),
    "declined": _l("Det blir ett nej på din förfrågan. Skälet står på sidan."),
    "cancelled": _l("Din förfrågan är inställd."),
    "withdrawn": _l("Din förfrågan är tillbakadragen. Du kan göra en ny när du vill."),
}


def _invitation(subject_id: str) -> tuple[Invitation | None, str]:
    pk, _colon, about = subject_id.partition(":")
    return Invitation.objects.select_related("request", "contributor").filter(pk=pk).first(), about


def _to_contributor(invitation: Invitation, subject: str, *paragraphs: str) -> Message | None:
    """A letter by mail to one contributor, with the link to their invitation; None where nobody is to be reached."""
    reach = reach_all([invitation.contributor]).get(invitation.contributor_id)
    if reach is None or not reach.email:
        return None
    link = doors.invitation_url(invitation)
    return Message(reach.email, subject, "\n\n".join([hello(reach.greeting_name), *paragraphs, link, _signed()]))


def _signed() -> str:
    county = the_county()
    lines = [_("Medverka"), county.name, _("Ring gärna: %s") % county.phone if county.phone else ""]
    return "\n".join(line for line in lines if line)


@notice("assignments.invitation")
def invitation_message(subject_id: str) -> Message | None:
    """The invitation itself; not needed where it has been answered or replaced."""
    invitation, stamp = _invitation(subject_id)
    if invitation is None or invitation.state != InvitationState.INVITED or invitation.stamp.hex != stamp:
        return None
    return _to_contributor(
        invitation,
        _("En fråga till dig från Medverka"),
        _(
            "Vill du vara med på ett uppdrag? Läs om det och svara ja eller nej på sidan nedan. Du kan också fråga först."
        ),
        _("Svara senast %s. Du behöver inte logga in. Ett nej behöver inget skäl.") % _day(invitation),
    )


@notice("assignments.reminder")
def reminder(subject_id: str) -> Message | None:
    """The one reminder."""
    invitation, stamp = _invitation(subject_id)
    if invitation is None or invitation.state != InvitationState.INVITED or invitation.stamp.hex != stamp:
        return None
    return _to_contributor(
        invitation,
        _("En påminnelse från Medverka"),
        _("Vi frågade om du vill vara med på ett uppdrag. Svara gärna ja eller nej senast %s.") % _day(invitation),
        _("Det här är den enda påminnelsen."),
    )


@notice("assignments.place")
def place(subject_id: str) -> Message | None:
    """That somebody has a place, for those who were not told on the page."""
    invitation, _about = _invitation(subject_id)
    if invitation is None or invitation.state != InvitationState.ACCEPTED:
        return None
    return _to_contributor(
        invitation,
        _("Du har en plats på uppdrag %s") % invitation.request.number,
        _(
            "Du är med på uppdraget som du tackade ja till. Allt du behöver veta står på sidan. Där kan du också ångra dig."
        ),
    )


@notice("assignments.not_chosen")
def not_chosen(subject_id: str) -> Message | None:
    """Thanks to somebody who got no place."""
    invitation, _about = _invitation(subject_id)
    if invitation is None or invitation.state != InvitationState.NOT_CHOSEN:
        return None
    return _to_contributor(
        invitation,
        _("Besked och tack: uppdrag %s") % invitation.request.number,
        _("Den här gången fick andra platserna i uppdraget. Tack för att du var beredd att vara med."),
        _("Det påverkar inte om du får frågan nästa gång."),
    )


@notice("assignments.taken_back")
def taken_back(subject_id: str) -> Message | None:
    """That there is nothing to answer any longer."""
    invitation, stamp = _invitation(subject_id)
    if invitation is None or invitation.state != InvitationState.TAKEN_BACK or invitation.stamp.hex != stamp:
        return None
    return _to_contributor(
        invitation,
        _("Frågan om uppdrag %s är tillbakatagen") % invitation.request.number,
        _("Vi frågade dig om ett uppdrag. Frågan är tillbakatagen, och du behöver inte svara."),
        _("Det påverkar inte om du får frågan nästa gång."),
    )


@notice("assignments.terms")
def terms(subject_id: str) -> Message | None:
    """That there is a description of the assignment to read and agree to."""
    invitation, version = _invitation(subject_id)
    if invitation is None or invitation.state != InvitationState.ACCEPTED:
        return None
    newest = AssignmentTerms.objects.filter(request=invitation.request_id).first()
    if newest is None or str(newest.version) != version:
        return None
    first = _("Uppdragsbeskrivningen är klar. Läs den och godkänn den på sidan.")
    changed = _("Uppdragsbeskrivningen har ändrats. Läs den nya och godkänn den på sidan.")
    return _to_contributor(
        invitation,
        _("Läs och godkänn: uppdrag %s") % invitation.request.number,
        first if newest.version == 1 else changed,
    )


@notice("assignments.cancelled")
def cancelled(subject_id: str) -> Message | None:
    """That it is called off."""
    invitation, _about = _invitation(subject_id)
    if invitation is None or invitation.request.state != RequestState.CANCELLED:
        return None
    return _to_contributor(
        invitation,
        _("Uppdrag %s är inställt") % invitation.request.number,
        _("Uppdraget som vi frågade dig om blir inte av. Tack för att du var beredd att vara med."),
    )


@notice("assignments.answer")
def answer(subject_id: str) -> Message | None:
    """That a question has its answer; the answer stands on the page."""
    invitation, question = _invitation(subject_id)
    if invitation is None or not InvitationQuestion.objects.filter(pk=question, answered_at__isnull=False).exists():
        return None
    return _to_contributor(
        invitation,
        _("Svar på din fråga om uppdrag %s") % invitation.request.number,
        _("Samordnaren har svarat på det du undrade. Svaret står på sidan."),
    )


@notice("assignments.confirm")
def confirm(subject_id: str) -> Message | None:
    """Asks a visitor whether the request is theirs."""
    request = InvolvementRequest.objects.filter(pk=subject_id, state=RequestState.UNCONFIRMED).first()
    if request is None or not request.contact_email:
        return None
    link = doors.request_url(request, doors.CONFIRM, "assignments:confirm")
    text = _(
        "Någon har skrivit en förfrågan i Medverka med den här adressen. Är det du? Bekräfta på sidan nedan, så tar vi emot den."
    )
    other = _("Är det inte du kan du strunta i det här mejlet. Då händer inget.")
    return Message(
        request.contact_email,
        _("Bekräfta din adress för Medverka"),
        "\n\n".join([_("Hej!"), text, link, other, _signed()]),
    )


@notice("assignments.resume")
def resume(subject_id: str) -> Message | None:
    """The way back to a draft, for somebody without an account."""
    request = InvolvementRequest.objects.filter(pk=subject_id, state=RequestState.DRAFT).first()
    if request is None or not request.contact_email:
        return None
    link = doors.request_url(request, doors.DRAFT, "assignments:resume")
    text = _("Här kan du fortsätta på det du började skriva i Medverka. Länken fungerar i 30 dagar.")
    return Message(
        request.contact_email, _("Fortsätt där du var i Medverka"), "\n\n".join([_("Hej!"), text, link, _signed()])
    )


@notice("assignments.request_news")
def request_news(subject_id: str) -> Message | None:
    """What happens to a request, to whoever asked."""
    pk, _colon, what = subject_id.partition(":")
    request = InvolvementRequest.objects.select_related("commissioner").filter(pk=pk).first()
    if request is None:
        return None
    person = request.commissioner
    to = person.email if person else request.contact_email
    if not to:
        return None
    name = person.name if person else request.contact_name
    if person:
        link = links.absolute(reverse("assignments:request", args=[request.key]))
    else:
        link = doors.request_url(request, doors.STATUS, "assignments:status_by_link")
    about = _("Det gäller förfrågan %s.") % request.number
    return Message(
        to,
        _("Om din förfrågan %s") % request.number,
        "\n\n".join([hello(name), str(NEWS[what]), about, link, _signed()]),
    )


def _day(invitation: Invitation) -> str:
    return date_format(invitation.reply_by, "l j F") if invitation.reply_by else ""
