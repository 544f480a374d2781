"""An organisation's report as an accessible PDF."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.foundation.pdf import Block, Bullets, Facts, Heading, Paragraph, document
from medverka.mappings import told
from medverka.mappings.models import DevelopmentArea, Mapping
from medverka.mappings.reports import LevelTold
from medverka.mappings.shown import Part, Shown


def report(context: dict[str, Any]) -> bytes:
    """What `reports.of` gathered, on paper."""
    assessment, mapping = context["assessment"], context["mapping"]
    blocks: list[Block] = [
        Paragraph(f"{mapping}. {_standing(assessment)}"),
        Heading(_("Nivå för nivå")),
        Facts([(one.label, _level(one, context["follows"])) for one in context["levels"]]),
        Paragraph(told.how_it_is_worked_out()),
        *(block for part in context["parts"] for block in _part(part)),
    ]
    if context["areas"]:
        blocks += [Heading(_("Det här vill vi utveckla")), Bullets([_area(one) for one in context["areas"]])]
    return document(str(assessment.organisation), blocks, get_language() or "sv")


def _level(one: LevelTold, before: Mapping | None) -> str:
    """A level's step, and how it has moved since which mapping."""
    if not one.change or before is None:
        return one.word
    return _("%(step)s (%(change)s sedan %(before)s)") % {"step": one.word, "change": one.change, "before": before}


def _standing(assessment: Any) -> str:
    if assessment.handed_in_at is None:
        return _("Svaren är inte inlämnade än.")
    day = date_format(assessment.handed_in_at, "j F Y")
    words = _("Så beskriver de själva sitt arbete. Inlämnat den %(day)s.") % {"day": day}
    return f"{words} {_('Samordnaren har fyllt i, åt dem.')}" if assessment.on_behalf else words


def _part(part: Part) -> Iterator[Block]:
    yield Heading(part.title)
    yield Facts([(one.title, _answer(one)) for one in part.questions])


def _answer(one: Shown) -> str:
    """The answer with what it means, and what was said about it, a line each."""
    answer = ": ".join(filter(None, [one.answer, one.description])) or _("Inget svar")
    lines = [answer, one.comment, *one.evidence, told.spread(one.spread) if one.spread else ""]
    return "\n".join(filter(None, lines))


def _area(one: DevelopmentArea) -> str:
    due = _("Klart senast den %(day)s.") % {"day": date_format(one.due_on, "j F Y")} if one.due_on else ""
    state = capfirst(one.get_state_display())
    owner = _("Ansvarig: %(who)s.") % {"who": one.owner_in_words} if one.owner_in_words else ""
    return " ".join(filter(None, [f"{one.what}. {told.level(one.level)}. {state}.", owner, due]))
