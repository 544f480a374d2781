from collections.abc import Mapping

from django import template

from medverka.foundation.charts import per_cent as _per_cent
from medverka.surveys.models import FreeText

register = template.Library()


@register.filter
def per_cent(share: float) -> str:
    """A share of a hundred, as the pictures and sentences write it."""
    return _per_cent(share)


@register.filter
def at(known: Mapping[str, str], key: str) -> str:
    """What stands at a key; empty where nothing does."""
    return known.get(key, "")


@register.filter
def words(text: FreeText) -> str:
    """What a reviewer reads of a text: as it was written, or, when that has been disposed of, as it may be shown."""
    return str(text.text or text.shown)
