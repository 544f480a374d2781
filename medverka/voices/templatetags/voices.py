"""A look-up that the list of voices needs."""

from collections.abc import Mapping

from django import template

from medverka.voices.models import Voice
from medverka.voices.origins import Origin, Pair

register = template.Library()


@register.filter
def origin_of(origins: Mapping[Pair, Origin], voice: Voice) -> Origin | None:
    """Where a voice comes from, among those that were looked up for the page."""
    return origins.get((voice.origin_kind, voice.origin_id))
