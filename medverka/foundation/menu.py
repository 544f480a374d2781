"""A line of a menu, in the shape in which the templates draw it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Item:
    """What it is called, where it leads, and how much there is; `group` sets lines apart in the workspace's menu."""

    label: Promise | str
    url: str
    current: bool = False
    group: int = 1
    count: int | None = None
