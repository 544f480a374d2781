"""The few template tags that our pages and components use."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.http.request import split_domain_port
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from medverka.foundation import petals

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """A line icon by its Lucide name. Decoration: the word beside it says the same."""
    svg = lucide(name, size=None, **{"class": "icon", "aria-hidden": "true"})
    return mark_safe(svg)  # noqa: S308 (from the icon package)


@register.simple_tag(takes_context=True)
def block_text(context: Context, name: str) -> SafeString:
    """What a page wrote in the block ``name``, trimmed; so that one title serves both tab and heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks and blocks.get_block(name)
    return mark_safe(block.render(context).strip() if block else "")  # noqa: S308 (rendered, so escaped)


@register.simple_tag
def flower(opened: petals.Flower | int | Collection[str] = 0, current: str = "") -> SafeString:
    """A flower: ``{% flower 3 %}``, ``{% flower request.flower %}``."""
    if isinstance(opened, str) and opened.isdigit():
        opened = int(opened)
    return petals.flower_svg(petals.Flower.of(opened, current))


@register.simple_tag
def sign() -> SafeString:
    """The sign beside the name: all petals open, decoration."""
    return petals.flower_svg(petals.Flower.of(5), words=False)


@register.simple_tag
def big_sign() -> SafeString:
    """The large sign of the start page."""
    return petals.big_sign()


@register.simple_tag
def chain(done: int | str | Collection[str], current: str = "") -> list[petals.Step]:
    """The steps of the influence chain, ready for ``<c-chain>``."""
    if isinstance(done, str):
        done = int(done) if done.isdigit() else done.replace(",", " ").split()
    return petals.chain_steps(done, current)


@register.simple_tag
def step_dots(now: int | str, of: int | str) -> SafeString:
    """Dots for "step two of six"."""
    return petals.steps_svg(int(now), int(of))


@register.simple_tag(takes_context=True)
def demo_by_name(context: Context) -> str:
    """The demo's address with a name in it, where it was opened at 127.0.0.1: a passkey needs a name. Else empty."""
    host, port = split_domain_port(context["request"].get_host())
    try:
        by_number = ip_address(host.strip("[]")).is_loopback
    except ValueError:
        by_number = False
    return f"http://localhost:{port or 80}/demo/" if settings.DEMO and by_number else ""


@register.filter
def first_control(field: BoundField) -> str:
    """The id of the control that a link from the error summary should reach."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.filter
def grouped(number: int) -> str:
    """A number with a space at every third digit, or whatever the reader's language has."""
    return str(number_format(number, force_grouping=True))


@register.filter
def to_call(number: str) -> SafeString:
    """A phone number that a phone can call, and that never breaks over two lines."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return format_html('<a class="whole" href="tel:{}">{}</a>', digits, number) if digits else SafeString("")


@register.filter
def html_attributes(pairs: Mapping[str, Any]) -> SafeString:
    """The remaining attributes of a component, every value escaped."""
    known = pairs.attrs_dict() if hasattr(pairs, "attrs_dict") else pairs
    parts = []
    for name, value in known.items():
        if value is True:
            parts.append(conditional_escape(name))
        elif value is not False and value is not None:
            parts.append(format_html('{}="{}"', name, value))
    return mark_safe(" ".join(parts))  # noqa: S308 (every part is escaped above)
