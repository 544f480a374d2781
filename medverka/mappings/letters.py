"""Letters to organisations that no mail reaches: the question, and the code to answer it with."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.foundation import links
from medverka.foundation.pdf import Block, Code, Paragraph
from medverka.mappings import doors, queries
from medverka.mappings.models import Mapping, SelfAssessment
from medverka.mappings.rules import Answered
from medverka.organisations import letters
from medverka.organisations.queries import the_county

FILE = "brev.pdf"


def without_mail(mapping: Mapping) -> list[SelfAssessment]:
    """Those who have not handed in and whom no mail reaches, by name."""
    rows = mapping.assessments.exclude(state=Answered.HANDED_IN).filter(organisation__closed_on=None)
    reached = queries.organisations_with_officials()
    found = rows.select_related("organisation", "mapping", "contact")
    return [one for one in found if one.organisation_id not in reached and not (one.contact and one.contact.email)]


def pile(mapping: Mapping) -> bytes:
    """One PDF with a letter to each of them, each on a page of its own."""
    return letters.pile(_letter(one) for one in without_mail(mapping))


def _letter(one: SelfAssessment) -> list[Block]:
    county = the_county()
    name = one.contact.name if one.contact else ""
    address = links.absolute(reverse("mappings:code"))
    day = date_format(one.mapping.closes_on, "j F Y")
    first = _("Nu är det dags att berätta hur %(organisation)s arbetar med brukarinflytande.")
    blocks: list[Block] = [
        Paragraph(first % {"organisation": one.organisation}),
        Paragraph(_("Gå till %(address)s och skriv koden. Ni behöver inte logga in.") % {"address": address}),
        Code(_("Er kod"), doors.code_of(one)),
        Paragraph(_("Svara senast den %(day)s. Ni kan spara och fortsätta när ni vill.") % {"day": day}),
        Paragraph(_("Skicka det vidare till den som vet hur ni arbetar.")),
    ]
    if county.phone:
        words = _("Vill ni hellre svara på telefon? Ring oss på %(phone)s.")
        blocks.append(Paragraph(words % {"phone": county.phone_whole}))
    lines = [one.organisation.name, *([name] if name else [])]
    return letters.letter(lines, _("Kartläggning av brukarinflytande"), name, blocks)
