"""What is printed or downloaded: letters to those who are reached by post, the terms, and the calendar entry."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from icalendar import Calendar, Event

from medverka.assignments import codes
from medverka.assignments.models import AssignmentTerms, Invitation, InvitationQuestion, InvolvementRequest, Telling
from medverka.assignments.policies import may_handle
from medverka.foundation import clock, links
from medverka.foundation.codes import as_printed
from medverka.foundation.pdf import Block, Code, Facts, Heading, Paragraph, document
from medverka.organisations.letters import letter, pile
from medverka.organisations.queries import the_county
from medverka.pool import door
from medverka.pool.door import Reach

TERMS_FILE = "uppdragsbeskrivning.pdf"
CALENDAR_FILE = "uppdrag.ics"
LETTERS_FILE = "brev.pdf"
TITLES: dict[str, Promise] = {
    Telling.What.INVITATION: _l("En fråga till dig"),
    Telling.What.REMINDER: _l("En påminnelse"),
    Telling.What.PLACE: _l("Du har en plats"),
    Telling.What.NOT_CHOSEN: _l("Besked och tack"),
    Telling.What.TERMS: _l("Uppdragsbeskrivning"),
    Telling.What.CANCELLED: _l("Uppdraget är inställt"),
    Telling.What.ANSWER: _l("Svar på din fråga"),
    Telling.What.TAKEN_BACK: _l("Frågan är tillbakatagen"),
}


def open_addresses(tellings: Sequence[Telling], *, by: Any, purpose: str) -> dict[int, Reach]:
    """Open the door to those who are told, each about their own request; see `pool.door.open_addresses`."""
    if not all(may_handle(by, telling.invitation.request) for telling in tellings):
        raise PermissionDenied("requests.handle")
    people = {telling.invitation.contributor_id: telling.invitation.contributor for telling in tellings}
    requests = {telling.invitation.contributor_id: telling.invitation.request_id for telling in tellings}
    return door.open_addresses(people.values(), by=by, purpose=purpose, requests=requests)


def pile_of_letters(tellings: Sequence[Telling], reaches: dict[int, Reach]) -> bytes:
    """One PDF with a letter for each telling, each on a page of its own."""
    reached = ((telling, reaches.get(telling.invitation.contributor_id)) for telling in tellings)
    return pile(_letter(telling, reach) for telling, reach in reached if reach)


def _letter(telling: Telling, reach: Reach) -> list[Block]:
    invitation, request = telling.invitation, telling.invitation.request
    blocks: list[Block] = [Paragraph(_words(telling))]
    if telling.what in {Telling.What.INVITATION, Telling.What.REMINDER}:
        blocks += [Facts(about(request)), Paragraph(_how_to_answer(invitation))]
        blocks.append(Code(_("Din kod"), as_printed(codes.code_for(invitation.pk, invitation.stamp))))
    if telling.what == Telling.What.TERMS:
        terms = AssignmentTerms.objects.filter(request=request).first()
        if terms:
            blocks += terms_blocks(terms)
            blocks.append(Paragraph(_how_to_agree()))
            blocks.append(Code(_("Din kod"), as_printed(codes.code_for(invitation.pk, invitation.stamp))))
    return letter(reach.postal_lines, str(TITLES[telling.what]), reach.greeting_name, blocks)


def _words(telling: Telling) -> str:
    title = telling.invitation.request.title
    if telling.what == Telling.What.ANSWER:
        question = InvitationQuestion.objects.get(pk=telling.about)
        return _("Du undrade: %(text)s\n\nVårt svar: %(answer)s") % {"text": question.text, "answer": question.answer}
    texts = {
        Telling.What.INVITATION: _(
            "Vill du vara med på ett uppdrag? Du får gärna fråga först. Ett nej behöver inget skäl."
        ),
        Telling.What.REMINDER: _("Vi har frågat om du vill vara med på ett uppdrag. Det här är den enda påminnelsen."),
        Telling.What.PLACE: _("Du är med på uppdraget ”%(title)s”. Ring oss om du ångrar dig eller undrar något."),
        Telling.What.NOT_CHOSEN: _(
            "Den här gången fick andra platserna i uppdraget ”%(title)s”. Tack för att du var beredd att vara med. Det påverkar inte om du får frågan nästa gång."
        ),
        Telling.What.TERMS: _("Du är med på uppdraget ”%(title)s”. Här står vad som gäller."),
        Telling.What.TAKEN_BACK: _(
            "Vi frågade dig om uppdraget ”%(title)s”. Frågan är tillbakatagen, och du behöver inte svara. Det påverkar inte om du får frågan nästa gång."
        ),
        Telling.What.CANCELLED: _("Uppdraget ”%(title)s” blir inte av. Tack för att du var beredd att vara med."),
    }
    return texts[Telling.What(telling.what)] % {"title": title}


def _how_to_answer(invitation: Invitation) -> str:
    county = the_county()
    day = date_format(invitation.reply_by, "l j F") if invitation.reply_by else ""
    by_phone = _("Ring %s") % county.phone_whole if county.phone else _("Hör av dig till oss")
    return _("Svara senast %(day)s. %(phone)s, eller gå till %(address)s och skriv din kod.") % {
        "day": day,
        "phone": by_phone,
        "address": links.absolute(reverse("assignments:code")),
    }


def _how_to_agree() -> str:
    phone = the_county().phone
    by_phone = _("ringa %s") % phone if phone else _("höra av dig till oss")
    words = _("Säg ja till beskrivningen genom att %(phone)s, eller gå till %(address)s och skriv din kod.")
    return words % {"phone": by_phone, "address": links.absolute(reverse("assignments:code"))}


def about(request: InvolvementRequest) -> list[tuple[str, str]]:
    """What an invited person needs to know about an assignment, as labels with values; what is not said is left out."""
    persons = localize(request.persons_wanted)
    rows = [
        (_("Uppdrag"), request.title),
        (_("Det här vill de uppnå"), request.purpose),
        (_("Det här går att påverka"), request.can_be_influenced),
        (_("De som medverkar ska"), request.get_promise_display()),
        (_("Vem som frågar"), str(request.unit or request.unit_in_words)),
        (_("Sätt att medverka"), str(request.way or "")),
        (_("Antal personer"), persons),
        (_("När"), when(request)),
        (_("Form"), str(request.form or "")),
        (_("Språk"), str(request.language or "")),
        (_("Plats"), ", ".join(filter(None, [request.place, str(request.municipality or "")]))),
        (_("Så tillgänglig är platsen"), request.place_access),
        (_("Finns eller kan ordnas"), ", ".join(map(str, request.can_arrange.all()))),
        (_("Går inte att ordna"), ", ".join(map(str, request.cannot_arrange.all()))),
        (_("Andra som är med"), request.other_participants),
        (_("Stöd på plats"), request.support_person),
        (_("Ersättning"), request.compensation),
        (_("Svar på det ni säger"), date_format(request.answer_by, "j F Y") if request.answer_by else ""),
    ]
    return [(label, value) for label, value in rows if value]


def when(request: InvolvementRequest) -> str:
    """The dates in words."""
    days = [date_format(day, "j F Y") for day in (request.starts_on, request.ends_on) if day]
    if len(days) == 2 and days[0] == days[1]:
        days = days[:1]
    return ". ".join(filter(None, [" – ".join(days), request.when_in_words]))


def terms_rows(terms: AssignmentTerms) -> list[tuple[str, str]]:
    """What is agreed, as labels with values; what is not said is left out."""
    names = ("task", "time", "place", "preparation", "support", "compensation", "confidentiality")
    labels = {field.name: str(field.verbose_name) for field in AssignmentTerms._meta.concrete_fields}
    rows = [(labels[name][:1].upper() + labels[name][1:], getattr(terms, name)) for name in names]
    return [(label, value) for label, value in rows if value]


def terms_blocks(terms: AssignmentTerms) -> list[Block]:
    """The terms as parts of a PDF."""
    version = _("Version %(number)s, %(day)s.") % {
        "number": terms.version,
        "day": date_format(localtime(terms.issued_at), "j F Y"),
    }
    return [Facts(terms_rows(terms)), Paragraph(version)]


def terms_pdf(terms: AssignmentTerms) -> bytes:
    """The terms as an accessible PDF."""
    return document(_("Uppdragsbeskrivning"), [Heading(terms.request.title), *terms_blocks(terms)])


def calendar_entry(terms: AssignmentTerms, invitation: Invitation) -> bytes:
    """The occasion for a calendar that others may see: neither unit nor place nor what it is about."""
    calendar = Calendar()
    calendar.add("prodid", "-//Medverka//SV")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{invitation.stamp.hex}@medverka")
    event.add("summary", "Uppdrag")
    event.add("dtstamp", clock.now())
    event.add("sequence", terms.version - 1)
    if terms.starts_at:
        event.add("dtstart", terms.starts_at)
    if terms.ends_at:
        event.add("dtend", terms.ends_at)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
