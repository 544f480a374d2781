"""The poster for the ward's wall: "Ni sa, vi gjorde"."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from medverka.councils.models import Council
from medverka.councils.queries.poster import on_poster
from medverka.foundation import clock, links, pdf
from medverka.foundation.pdf import Pair, Paper
from medverka.voices.models import Voice

FILE = "affisch.pdf"
ANSWERS: dict[str, Promise] = {
    "yes": _l("Svaret blev ja:"),
    "no": _l("Svaret blev nej:"),
    "later": _l("Svaret blev senare:"),
}


def poster(council: Council, *, paper: Paper = "a3") -> bytes:
    """The latest public answers to what was said at the council's meetings, as an accessible PDF."""
    address = links.absolute(page_of(council))
    return pdf.poster(
        _("Ni sa, vi gjorde"),
        council.name,
        [_pair(voice) for voice in on_poster(council)],
        paper=paper,
        date=date_format(clock.today(), "j F Y"),
        footer=_("Läs allt som har fått svar:"),
        link=address,
        alt=_("QR-kod till %(address)s") % {"address": address},
        empty=_("Här kommer det att stå vad ni har sagt på våra möten, och vad det ledde till."),
        lang=get_language() or "sv",
    )


def page_of(council: Council) -> str:
    """Where the code leads: to the council's own page, or to everybody's where it has none."""
    return reverse("councils:public", args=[council.slug]) if council.public else reverse("voices:public")


def _pair(voice: Voice) -> Pair:
    became = [(str(ANSWERS[voice.answer]), voice.because)]
    if voice.effect:
        became.append((_("Det ledde till:"), voice.effect))
    return Pair((_("Ni sa:"), voice.text), became, petals=len(voice.flower.opened), tone=voice.answer)
