"""Addresses that an organisation gives as evidence. They are checked as addresses and never fetched."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from medverka.mappings.rules import LONGEST_LINK, MOST_LINKS

_is_address = URLValidator(schemes=["https"])


def read(text: str) -> list[str]:
    """One address a line, without doubles. Raises `ValidationError` that names the line."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    problems = [problem for number, line in lines if (problem := _problem(number, line))]
    found = list(dict.fromkeys(line for _number, line in lines))
    if len(found) > MOST_LINKS:
        problems.append(_("Det är för många länkar. Välj de %(n)s viktigaste.") % {"n": MOST_LINKS})
    if problems:
        raise ValidationError(problems)
    return found


def _problem(number: int, line: str) -> str:
    if len(line) > LONGEST_LINK:
        return _("Länken på rad %(number)s är för lång.") % {"number": number}
    try:
        _is_address(line)
        parts = urlsplit(line)
        if parts.username is None and parts.password is None:
            return ""
    except (ValidationError, ValueError):
        pass
    return _(
        "Rad %(number)s är ingen länk som går att använda. En länk börjar med https:// och har inga mellanrum."
    ) % {"number": number}
