"""What voices are about: the county's own list, and the words that it begins with."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from medverka.access.authorise import may_everywhere
from medverka.journal.actions import record
from medverka.voices.models import Theme

# Swedish, English. The slug is made from the Swedish word and never changes.
WORDS: tuple[tuple[str, str], ...] = (
    ("Bemötande", "How one is met"),
    ("Information", "Information"),
    ("Delaktighet i vården och stödet", "Having a say in one's care and support"),
    ("Miljö och lokaler", "Surroundings and premises"),
    ("Mat", "Food"),
    ("Aktiviteter", "Activities"),
    ("Trygghet", "Feeling safe"),
    ("Närstående", "Relatives"),
    ("Väntan och tillgänglighet", "Waiting and access"),
    ("Övergångar", "Moving between services"),
    ("Personal och kontinuitet", "Staff and continuity"),
    ("Annat", "Other"),
)


@transaction.atomic
def ensure_default_themes(*, by: Any) -> int:
    """Put the words of the list above that are missing into the county's list. Returns how many."""
    if not may_everywhere(by, "county.edit"):
        raise PermissionDenied("county.edit")
    there = set(Theme.objects.values_list("slug", flat=True))
    missing = [
        Theme(slug=slugify(name)[:50], name=name, name_en=english)
        for name, english in WORDS
        if slugify(name)[:50] not in there
    ]
    Theme.objects.bulk_create(missing)
    if missing:
        record(by, "themes.added", "county:1", count=len(missing))
    return len(missing)


@transaction.atomic
def save_theme(theme: Theme, *, by: Any) -> Theme:
    """Add, rename or retire a theme. Voices that have it keep it."""
    if not may_everywhere(by, "county.edit"):
        raise PermissionDenied("county.edit")
    if not theme.pk:
        theme.slug = _free_slug(theme.name)
    theme.full_clean()
    kept = Theme.objects.select_for_update().filter(pk=theme.pk).first()
    if kept is None or (kept.name, kept.name_en, kept.retired) != (theme.name, theme.name_en, theme.retired):
        theme.save()
        record(by, "theme.saved", theme, retired=theme.retired)
    return theme


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "tema"
    taken = set(Theme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 999))) if slug not in taken)
