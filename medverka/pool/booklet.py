"""Everything held about one person, as a PDF to read."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from medverka.foundation.pdf import Block, Bullets, Facts, Heading, Paragraph, document


def pdf(held: dict[str, Any]) -> bytes:
    """The PDF of what `queries.everything_about` gathered."""
    blocks: list[Block] = [
        Paragraph(_("Här står allt som Medverka har antecknat om dig. Du kan rätta det på Min sida."))
    ]
    for heading, data in held.items():
        blocks.append(Heading(heading))
        blocks.extend(_blocks(data))
    return document(_("Dina uppgifter"), blocks)


def _blocks(data: Any) -> list[Block]:
    if isinstance(data, dict) and data:
        return [Facts([(str(label), _words(value)) for label, value in data.items()])]
    if isinstance(data, list) and data:
        return [Bullets([_words(item) for item in data])]
    return [Paragraph(_words(data) if data and not isinstance(data, dict | list) else _("Inget antecknat."))]


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y H.i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, dict):
        return ". ".join(f"{label}: {_words(item)}" for label, item in value.items() if item not in ("", None, []))
    if isinstance(value, list | tuple):
        return ", ".join(_words(item) for item in value) or "–"
    return "–" if value in ("", None) else str(value)
