"""Minutes and notes as accessible PDF: of a draft, marked as such, and of what is finished."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.councils.queries.minutes import Reading
from medverka.foundation import clock
from medverka.foundation.pdf import Block, Bullets, Facts, Heading, Paragraph, document


def file_name(reading: Reading) -> str:
    """A name that says nothing of what it is about."""
    return "minnesanteckningar.pdf" if reading.minutes.meeting.council.is_forum else "protokoll.pdf"


def minutes_pdf(reading: Reading) -> bytes:
    """The whole of it."""
    title = _("Minnesanteckningar") if reading.minutes.meeting.council.is_forum else _("Protokoll")
    return document(title, minutes_blocks(reading))


def minutes_blocks(reading: Reading) -> list[Block]:
    """The same as blocks, for a PDF of its own or as a part of a letter."""
    return [*_head(reading), *_sections(reading), *_decisions(reading), *_said(reading), *_attested(reading)]


def _head(reading: Reading) -> list[Block]:
    content = reading.content
    start, end = localtime(reading.starts_at), localtime(reading.ends_at)
    when = f"{date_format(start, 'j F Y H.i')}–{date_format(end, 'H.i')}"
    facts = [(_("Möte"), content["council"]), (_("Hör till"), content["organisation"]), (_("Tid"), when)]
    facts += [(_("Plats"), content["place"]), (_("Var med"), came_in_words(content.get("came", {})))]
    blocks: list[Block] = [Facts([fact for fact in facts if fact[1]])]
    if reading.minutes.state != reading.minutes.State.DONE:
        blocks.insert(0, Paragraph(_("Utkast. Det här kan ändras innan det är klart.")))
    if content["present"]:
        blocks += [Heading(_("Var med")), Bullets([_present(row) for row in content["present"]])]
    return blocks


def came_in_words(came: dict[str, int | None]) -> str:
    """How many came to a forum; nobody is named."""
    own, service = came.get("own"), came.get("service")
    parts = []
    if own is not None:
        parts.append(ngettext("en med egen erfarenhet", "%(n)s med egen erfarenhet", own) % {"n": own})
    if service is not None:
        parts.append(ngettext("en från verksamheten", "%(n)s från verksamheten", service) % {"n": service})
    return ", ".join(parts)


def _present(row: dict[str, str]) -> str:
    words = f"{row['name']}, {row['sits']}"
    return (
        _("%(who)s (i stället för %(other)s)") % {"who": words, "other": row["instead_of"]}
        if row["instead_of"]
        else words
    )


def _sections(reading: Reading) -> list[Block]:
    blocks: list[Block] = []
    for row in reading.content["sections"]:
        blocks += [Heading(row["heading"]), Paragraph(row["text"] or _("Inget antecknat."))]
    return blocks


def _decisions(reading: Reading) -> list[Block]:
    blocks: list[Block] = []
    if reading.decided:
        blocks += [Heading(_("Beslut")), Bullets([row["text"] for row in reading.decided])]
    if reading.tasks:
        words = _("%(text)s (%(owner)s, senast den %(day)s)")
        tasks = [{**row, "day": date_format(row["due_on"], "j F Y")} for row in reading.tasks]
        blocks += [Heading(_("Uppgifter")), Bullets([words % row for row in tasks])]
    return blocks


def _said(reading: Reading) -> list[Block]:
    if not reading.voices:
        return []
    return [Heading(_("Det som sades och ska få svar")), Bullets([f"”{voice.text}”" for voice in reading.voices])]


def _attested(reading: Reading) -> list[Block]:
    given = [who for who in reading.attested if who.row.attested_at]
    if not given or reading.minutes.attested_at is None:
        return []
    words = _("%(name)s, %(sits)s, den %(day)s")
    rows = [
        words % {"name": who.name, "sits": who.sits, "day": date_format(clock.day_of(who.row.attested_at), "j F Y")}
        for who in given
        if who.row.attested_at
    ]
    return [
        Heading(_("Justerat av")),
        Bullets(rows),
        Facts([(_("Kontrollsumma (SHA-256)"), _in_groups(reading.digest))]),
    ]


def _in_groups(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
