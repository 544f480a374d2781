"""What the pages of mappings need to show steps and texts."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from medverka.mappings import content, shown, told
from medverka.mappings.results import Spread
from medverka.mappings.rules import STEPS
from medverka.questionnaires.document import Text

register = template.Library()


@register.filter
def in_words(text: Text, easy: bool = False) -> str:
    """A questionnaire's text in the reader's language."""
    return content.words(text, easy=easy)


@register.filter
def actor_name(actor: str) -> str:
    """Who wrote something last."""
    return shown.name_of(actor) or _("den som har länken")


@register.filter
def without_scheme(link: str) -> str:
    """An address as it is read, without what every one begins with."""
    return link.removeprefix("https://").rstrip("/")


@register.filter
def spread_in_words(spread: Spread) -> str:
    """How many organisations stand on each step."""
    return told.spread(spread)


@register.simple_tag
def ladder(step: int) -> SafeString:
    """Five small rungs, as many of them filled as the step says. The word beside it says the same."""
    rungs = format_html_join(
        "",
        '<rect x="{}" y="{}" width="5" height="{}" rx="1"{}/>',
        (
            (place * 7, 12 - 2 * place, 4 + 2 * place, SafeString("" if place < step else ' class="empty"'))
            for place in range(STEPS)
        ),
    )
    return format_html('<svg class="ladder" viewBox="-1 -1 35 18" aria-hidden="true">{}</svg>', rungs)


@register.simple_tag
def how_it_is_worked_out() -> str:
    """The rule of a level's step."""
    return told.how_it_is_worked_out()
