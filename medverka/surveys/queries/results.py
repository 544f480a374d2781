"""What somebody sees of results. Figures come from the publication alone: no sheet is read here."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from medverka.access.authorise import may
from medverka.surveys import published, quotes
from medverka.surveys.models import FreeText, Group, Round
from medverka.surveys.policies import editable_by
from medverka.surveys.quotes import Quote
from medverka.surveys.rules import State


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
