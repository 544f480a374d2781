"""What whoever reviews sees of free texts. A group too small to be spoken of is not named to them either."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medverka.disclosure.answers import multiple
from medverka.surveys import published, quotes
from medverka.surveys.models import FreeText, Round
from medverka.surveys.policies import editable_by
from medverka.surveys.published import Group, Results
from medverka.surveys.rules import State
from medverka.voices.models import Theme
from medverka.voices.origins import Origin, describes

SMALL = "-"  # The groups too small to be named, together.


def counted_round(user: Any) -> QuerySet[Round]:
    """Rounds whose texts `user` may read."""
    return Round.objects.select_related("publication").filter(editable_by(user), state=State.COUNTED)


def of_round(one: Round) -> QuerySet[FreeText]:
    """All that was written, in an order that tells nothing."""
    return FreeText.objects.filter(group__round=one).select_related("group").prefetch_related("themes").order_by("pk")


def results_of(one: Round, language: str = "sv") -> Results:
    """What is published of the round, where the groups' numbers stand."""
    return published.read(one.publication.content, language)


def may_be_quoted(text: FreeText) -> bool:
    """Whether it may be shown at all, from a group as large as its own."""
    results = results_of(text.group.round)
    group = next((one for one in results.groups if one.key == text.group.key), None)
    put_to = results.texts_asked.get(text.question, {})
    return group is not None and quotes.may_be_quoted(group, results.groups, results.k, put_to)


def named(results: Results) -> dict[str, str]:
    """The groups that may be named, by key."""
    return {group.key: group.name for group in results.groups if quotes.names_its_group(group, results.k)}


@dataclass(frozen=True)
class Wanted:
    """Which texts are looked for; what is empty does not matter."""

    state: str = ""
    question: str = ""
    group: str = ""
    theme: str = ""
    words: str = ""


def found(one: Round, wanted: Wanted, results: Results) -> QuerySet[FreeText]:
    """The texts that fit."""
    rows = of_round(one)
    if wanted.state in FreeText.State.values:
        rows = rows.filter(state=wanted.state)
    if wanted.question:
        rows = rows.filter(question=wanted.question)
    if wanted.theme:
        rows = rows.filter(themes__slug=wanted.theme)
    known = named(results)
    if wanted.group == SMALL:
        rows = rows.exclude(group__key__in=known)
    elif wanted.group in known:
        rows = rows.filter(group__key=wanted.group)
    if wanted.words:
        rows = rows.filter(pk__in=_with_words(rows, wanted.words))
    return rows


def _with_words(rows: QuerySet[FreeText], words: str) -> list[UUID]:
    """Sealed texts are opened to be searched: some thousands in a tenth of a second."""
    sought = words.casefold()
    plain = rows.select_related(None).prefetch_related(None).only("pk", "text", "shown")
    return [text.pk for text in plain if sought in text.text.casefold() or sought in text.shown.casefold()]


def how_many(one: Round) -> dict[str, int]:
    """How many stand in each state."""
    rows = FreeText.objects.filter(group__round=one).order_by().values("state").annotate(many=Count("pk"))
    return {row["state"]: row["many"] for row in rows}


def next_unread(one: Round, after: UUID) -> FreeText | None:
    """The text to read after this one."""
    rows = of_round(one).filter(state=FreeText.State.NEW).exclude(pk=after)
    return rows.filter(pk__gt=after).first() or rows.first()


# --- What they are about ----------------------------------------------------------------------


@dataclass(frozen=True)
class ThemesTold:
    """How many in a group wrote about each theme, of those who answered; None: not shown."""

    question: str
    group: Group
    themes: list[tuple[str, int | None]]


def themes_told(one: Round, results: Results) -> list[ThemesTold]:
    """Themes by question and group, protected as several options are. Only where everything has been read."""
    states = [FreeText.State.READ, FreeText.State.CHOSEN]
    rows = FreeText.objects.filter(group__round=one).order_by().values("question", "group__key")
    counts = rows.annotate(unread=Count("pk", filter=Q(state=FreeText.State.NEW))).values_list(
        "question", "group__key", "unread"
    )
    unread = {question for question, _group, many in counts if many}
    about = rows.filter(state__in=states, themes__isnull=False).annotate(many=Count("pk", distinct=True))
    found = {
        (row["question"], row["group__key"], row["themes"]): row["many"]
        for row in about.values("question", "group__key", "themes", "many")
    }
    themes = list(Theme.objects.filter(pk__in={theme for _question, _group, theme in found}))
    return [
        ThemesTold(question, group, told)
        for question in results.texts
        if question not in unread
        for group in results.groups
        if (told := _themes(found, question, group, themes, results))
    ]


def _themes(
    found: dict[tuple[str, str, int], int], question: str, group: Group, every: Collection[Theme], results: Results
) -> list[tuple[str, int | None]]:
    """Those that somebody in the group wrote about: that one is missing must not tell that it was somebody elsewhere."""
    themes = [theme for theme in every if (question, group.key, theme.pk) in found]
    counts = [found[question, group.key, theme.pk] for theme in themes]
    asked = results.texts_asked[question].get(group.key)  # among those it was put to, where that can be told
    told = multiple(counts, asked, k=results.k)
    if not any(told):
        return []
    return [(theme.name, many) for theme, many in zip(themes, told, strict=True)]


# --- Voices -----------------------------------------------------------------------------------


@describes("survey", label=_("Enkät"))
def describe_rounds(ids: Collection[int]) -> dict[int, Origin]:
    """What voices call the rounds they come from."""
    rows = Round.objects.filter(pk__in=ids)
    return {
        one.pk: Origin(one.title, reverse("surveys:results", args=[one.slug]), permission="surveys.read")
        for one in rows
    }
