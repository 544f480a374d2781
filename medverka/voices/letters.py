"""What is printed for those who are told by letter, and the numbers for those who are told by phone."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.foundation.pdf import Address, Block, Facts, Heading, PageBreak, Paragraph, document
from medverka.organisations.queries import the_county
from medverka.pool.door import Reach
from medverka.voices.models import Voice
from medverka.voices.queries import ToTell


def pile(people: Sequence[ToTell], reaches: dict[int, Reach]) -> bytes:
    """One PDF with a letter to each person about each occasion, each on a page of its own."""
    blocks: list[Block] = []
    for person in people:
        if reach := reaches.get(person.contributor.pk):
            blocks += [PageBreak()] if blocks else []
            blocks += _letter(person, reach)
    return document(_("Brev"), blocks or [Paragraph(_("Det finns inga brev att skriva ut."))])


def _letter(person: ToTell, reach: Reach) -> list[Block]:
    hello = _("Hej %(name)s!") % {"name": reach.greeting_name} if reach.greeting_name else _("Hej!")
    first = _("Du var med på ”%(title)s”. Här är det som sades då, och de svar det har fått.")
    blocks: list[Block] = [
        Address(list(reach.postal_lines)),
        Paragraph(date_format(clock.today(), "j F Y")),
        Heading(_("Ni sa, vi gjorde")),
        Paragraph(hello),
        Paragraph(first % {"title": person.origin.title}),
    ]
    blocks += [Facts(_answer(voice)) for voice in person.voices]
    county = the_county()
    if county.phone:
        blocks.append(Paragraph(_("Vill du prata om det? Ring oss på %(phone)s.") % {"phone": county.phone}))
    signed = [_("Vänliga hälsningar"), _("Medverka"), county.name, county.phone, county.postal_address]
    blocks.append(Paragraph("\n".join(filter(None, signed))))
    return blocks


def _answer(voice: Voice) -> list[tuple[str, str]]:
    rows = [
        (_("Det sades"), f"”{voice.text}”"),
        (_("Svaret från %(unit)s") % {"unit": voice.unit}, f"{voice.get_answer_display()}. {voice.because}"),
        (_("Det ledde till"), voice.effect),
    ]
    return [(label, value) for label, value in rows if value]
