"""What is printed for those who are told by letter, and the numbers for those who are told by phone."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from medverka.foundation.pdf import Block, Facts, Paragraph
from medverka.organisations import letters
from medverka.organisations.queries import the_county
from medverka.pool.door import Reach
from medverka.voices.models import Voice
from medverka.voices.queries import ToTell


def pile(people: Sequence[ToTell], reaches: dict[int, Reach]) -> bytes:
    """One PDF with a letter to each person about each occasion, each on a page of its own."""
    reached = ((person, reaches.get(person.contributor.pk)) for person in people)
    return letters.pile(_letter(person, reach) for person, reach in reached if reach)


def _letter(person: ToTell, reach: Reach) -> list[Block]:
    first = _("Du var med på ”%(title)s”. Här är det som sades då, och de svar det har fått.")
    blocks: list[Block] = [Paragraph(first % {"title": person.origin.title})]
    blocks += [Facts(_answer(voice)) for voice in person.voices]
    county = the_county()
    if county.phone:
        blocks.append(Paragraph(_("Vill du prata om det? Ring oss på %(phone)s.") % {"phone": county.phone_whole}))
    return letters.letter(reach.postal_lines, _("Ni sa, vi gjorde"), reach.greeting_name, blocks)


def _answer(voice: Voice) -> list[tuple[str, str]]:
    rows = [
        (_("Det sades"), f"”{voice.text}”"),
        (_("Svaret från %(unit)s") % {"unit": voice.unit}, f"{voice.get_answer_display()}. {voice.because}"),
        (_("Det ledde till"), voice.effect),
    ]
    return [(label, value) for label, value in rows if value]
