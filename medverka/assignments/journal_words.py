"""What the journal's page calls requests and invitations, and what happens with them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.assignments.models import Invitation, InvolvementRequest, Telling
from medverka.assignments.queries import handled_by, visible_to
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind
from medverka.pool.journal_words import find_contributors, own_affair
from medverka.pool.models import Contributor

register_events(
    "forfragningar",
    _("Förfrågningar"),
    {
        "request.drafted": _("Började på en förfrågan"),
        "request.link_mailed": _("Bad om en länk till ett utkast"),
        "request.drafts_dropped": _("Tog bort utkast som aldrig skickades"),
        "request.confirmation_mailed": _("Skickade en förfrågan som ska bekräftas"),
        "request.received": _("Skickade en förfrågan"),
        "request.imported": _("Läste in en förfrågan ur ett register"),
        "request.asked_back": _("Frågade den som gjort förfrågan"),
        "request.replied": _("Svarade på samordnarens fråga"),
        "request.declined": _("Sa nej till en förfrågan"),
        "request.opened": _("Öppnade en förfrågan"),
        "request.changed": _("Ändrade en förfrågan"),
        "request.cancelled": _("Ställde in en förfrågan"),
        "request.withdrawn": _("Drog tillbaka en förfrågan"),
        "request.carried_out": _("Antecknade att en förfrågan är genomförd"),
        "request.closed": _("Avslutade en förfrågan"),
        "request.attendance_noted": _("Antecknade vilka som kom"),
        "request.evaluated": _("Svarade på frågorna efteråt"),
        "request.evaluated_again": _("Ändrade sina svar på frågorna efteråt"),
        "terms.issued": _("Skrev en uppdragsbeskrivning"),
    },
)
register_events(
    "inbjudningar",
    _("Inbjudningar och uppdrag"),
    {
        "invitation.sent": _("Skickade en inbjudan"),
        "invitation.reserved": _("Satte upp någon som reserv"),
        "invitation.raised": _("Intresse för ett uppdrag"),
        "invitation.accepted": _("Ja till ett uppdrag"),
        "invitation.waits": _("Ja till ett uppdrag, väntar på en plats"),
        "invitation.declined": _("Nej till ett uppdrag"),
        "invitation.withdrawn": _("Återbud till ett uppdrag"),
        "invitation.taken_back": _("Tog tillbaka en inbjudan"),
        "invitation.question": _("Fråga om ett uppdrag"),
        "invitation.question_answered": _("Svar på en fråga om ett uppdrag"),
        "invitation.released": _("Val av vad uppdragsgivaren får se"),
        "invitation.capacity": _("Val av att medverka som enskild eller för en förening"),
        "invitation.given_place": _("Gav någon en plats"),
        "invitation.not_chosen": _("Tackade någon som inte fick plats"),
        "invitation.expired": _("Tiden att svara på en inbjudan gick ut"),
        "invitation.reminded": _("Påminde om en inbjudan"),
        "invitation.told": _("Skickade ett brev eller ringde"),
        "invitation.untold": _("Ångrade att ett brev var skickat eller ett samtal gjort"),
        "terms.accepted": _("Ja till en uppdragsbeskrivning"),
    },
)


register_detail("invitation.sent", chosen("channel", Contributor.Channel.choices))
register_detail("invitation.told", chosen("what", Telling.What.choices))
register_detail("invitation.untold", chosen("what", Telling.What.choices))


def _called(request: InvolvementRequest) -> str:
    return " ".join(filter(None, [request.number, request.title])) or _g("förfrågan utan rubrik")


def _requests(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    return {
        one.pk: Label(_called(one), reverse("assignments:request", args=[one.key]))
        for one in visible_to(reader).filter(pk__in=ids)
    }


def _find_requests(reader: Any, text: str) -> Iterable[int]:
    number = Q(number=text.strip())
    return visible_to(reader).filter(number | Q(title__icontains=text)).values_list("pk", flat=True)


def _invitations(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    found = Invitation.objects.filter(pk__in=ids).select_related("request", "contributor")
    mine = set(handled_by(reader).filter(pk__in=found.values("request")).values_list("pk", flat=True))
    return {one.pk: _invitation(one, one.request_id in mine) for one in found}


def _invitation(one: Invitation, seen: bool) -> Label:
    own = own_affair(one.contributor) | {f"invitation:{one.pk}"}
    if not seen:
        return Label(own=own)
    words = {"who": one.contributor, "request": _called(one.request)}
    url = reverse("assignments:invitation", args=[one.request.key, one.pk])
    return Label(_g("%(who)s till %(request)s") % words, url, own)


def _find_invitations(reader: Any, text: str) -> Iterable[int]:
    rows = Invitation.objects.filter(request__in=handled_by(reader).order_by().values("pk"))
    about = Q(request__number=text.strip()) | Q(contributor__in=list(find_contributors(reader, text)))
    return rows.filter(about).values_list("pk", flat=True)


register_kind("involvementrequest", Kind(_("en förfrågan"), labels=_requests, find=_find_requests))
register_kind("request", Kind(_("en förfrågan"), acting=_("den som frågade, genom sin länk")))
register_kind(
    "invitation",
    Kind(_("en inbjudan"), acting=_("den inbjudna, genom sin länk"), labels=_invitations, find=_find_invitations),
)
