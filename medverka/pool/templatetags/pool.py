"""How the pool's facts are put into words on a page."""

from django import template
from django.utils.translation import gettext as _

from medverka.pool import rules
from medverka.pool.models import Contributor

register = template.Library()

STATUS_KINDS = {"new": "open", "active": "done", "paused": "active", "left": "stopped"}


def listed(words: list[str]) -> str:
    """The words as Swedish lists them: "a, b och c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


@register.filter
def perspective_words(contributor: Contributor) -> str:
    """ "patient och närstående"."""
    return listed([str(rules.PERSPECTIVES[code]) for code in contributor.perspectives])


@register.filter
def weekday_words(contributor: Contributor) -> str:
    """The days that suit, or that all of them do."""
    return listed([str(rules.WEEKDAYS[day]) for day in contributor.weekdays]) or _("alla dagar")


@register.filter
def status_kind(contributor: Contributor) -> str:
    """The shape of `<c-status>` for where somebody stands."""
    return STATUS_KINDS[contributor.status]


@register.filter
def phone(number: str) -> str:
    """A number as it is written in Sweden."""
    return rules.shown_phone(number)
