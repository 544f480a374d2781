"""What somebody sees of results. Figures come from the publication alone: no sheet is read here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from medverka.access.authorise import may
from medverka.surveys import published, quotes
from medverka.surveys.models import FreeText, Group, Round
from medverka.surveys.policies import editable_by
from medverka.surveys.quotes import Quote
from medverka.surveys.rules import State
from medverka.surveys.together import sum_of_known


def visible_to(user: Any) -> QuerySet[Round]:
    """Rounds whose results page `user` may open: counted ones for readers, and those that they may edit."""
    counted = Q(state=State.COUNTED) if may(user, "surveys.read") else Q(pk__in=[])
    return Round.objects.select_related("publication", "follows__publication").filter(counted | editable_by(user))


def to_edit(user: Any) -> QuerySet[Round]:
    """Rounds that `user` may count, and of whose results they say what they take with them."""
    return visible_to(user).filter(editable_by(user))


def open_to_all() -> QuerySet[Round]:
    """Rounds whose results everybody may read."""
    rows = Round.objects.select_related("publication", "follows__publication")
    return rows.filter(state=State.COUNTED, results_are_public=True)


@dataclass(frozen=True)
class Told:
    """A round in the list that everybody sees: no more than its publication says."""

    slug: str
    title: str
    opens_on: date
    closes_on: date
    groups: list[str]
    n: int
    asked: int | None


def told_to_all() -> list[Told]:
    """Rounds whose results everybody may read, each in a line. One query."""
    said = ("title", "period", "groups")
    rows = open_to_all().values_list("slug", *(f"publication__content__{name}" for name in said))
    return [_told(slug, title, period, groups) for slug, title, period, groups in rows]


def _told(slug: str, title: str, period: dict[str, str], groups: list[dict[str, Any]]) -> Told:
    asked = [group["asked"] for group in groups]
    return Told(
        slug,
        title,
        date.fromisoformat(period["from"]),
        date.fromisoformat(period["to"]),
        [group["name"] for group in groups],
        sum(group["n"] for group in groups),
        sum_of_known(asked),
    )


def groups_with_tickets(one: Round) -> QuerySet[Group, Any]:
    """A round's groups, each with how many tickets were made."""
    return Group.objects.filter(round=one).annotate(tickets_made=Count("tickets"))


def groups_with_sheets(one: Round) -> QuerySet[Group, Any]:
    """A round's groups, each with how many have answered: all that is told before it is counted."""
    return (
        Group.objects.filter(round=one, members=None)
        .select_related("round", "counted_with")
        .annotate(sheets_in=Count("sheets"))
    )


def quotes_of(one: Round) -> list[Quote]:
    """What was chosen to be shown and may be, in an order that tells nothing: by random id."""
    rows = FreeText.objects.filter(group__round=one, state=FreeText.State.CHOSEN).select_related("group").order_by("pk")
    results = published.read(one.publication.content, "sv")
    texts = ((row.group.key, row.question, row.shown) for row in rows)
    return quotes.allowed(texts, results.groups, results.k, results.texts_asked)
