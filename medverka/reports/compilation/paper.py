"""The compilation as an accessible PDF."""

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.foundation.pdf import Block, Bullets, Facts, Heading, Paragraph, Table, document
from medverka.reports.compilation import pictures
from medverka.reports.compilation.queries import Compilation
from medverka.reports.definitions import COMPILATION, DEFINITIONS, NOT_APART


def pdf(found: Compilation) -> bytes:
    """What the page shows, on paper."""
    title = _("Sammanställning: %(what)s") % {"what": pictures.heading(found)}
    return document(title, list(_blocks(found)), lang=get_language() or "sv", landscape=True)


def _blocks(found: Compilation) -> list[Block]:
    blocks: list[Block] = [Facts([(capfirst(shown.label), shown.value) for shown in pictures.totals(found)])]
    if compared := pictures.compared(found):
        blocks.append(Paragraph(compared))
    blocks += [Heading(_("Det som återkommer")), *_themes(found)]
    blocks += [Heading(_("Råd och forum")), *_bodies(found)]
    if found.quotes:
        blocks += [Heading(_("Ur Ni sa, vi gjorde"))]
        blocks.append(
            Bullets([f"”{voice.text}” {voice.get_answer_display()}: {voice.outcome}" for voice in found.quotes])
        )
    known = [DEFINITIONS[key] for key in ("voices", "share_answered", "median_days", "share_with_effect")]
    rows = [(capfirst(str(each.label)), str(each.text)) for each in (*COMPILATION.values(), *known)]
    return [*blocks, Heading(_("Så räknar vi")), Facts(rows)]


def _themes(found: Compilation) -> list[Block]:
    picture = pictures.themes(found)
    rows = [pictures.cells(row, before=True) for row in found.themes]
    if not rows:
        return [Paragraph(_("Inget sades."))]
    sentence: list[Block] = [Paragraph(picture.sentence)] if picture else []
    return [*sentence, Table(pictures.headings(_("Tema"), before=True), rows, _("Teman"), numbers=True)]


def _bodies(found: Compilation) -> list[Block]:
    if found.reason:
        return [Paragraph(str(NOT_APART[found.reason]))]
    rows = [pictures.cells(row, before=False) for row in found.bodies]
    return [
        Table(
            pictures.headings(_("Råd eller forum"), before=False), rows, _("Var för sig, och sammanlagt"), numbers=True
        )
    ]
