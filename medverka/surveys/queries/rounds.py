"""What somebody sees of rounds: who was asked, how many have answered, what is left to do. Never what was answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from medverka.access.authorise import may
from medverka.foundation import clock
from medverka.surveys.models import FreeText, Group, Publication, Questionnaire, Round, Sheet, Ticket, Version
from medverka.surveys.policies import editable_by
from medverka.surveys.rules import State, how_many_asked


def visible_to(user: Any) -> QuerySet[Round]:
    """Rounds whose inner pages `user` may open: all for whoever keeps surveys in the whole county, else one's own."""
    return Round.objects.select_related("version__questionnaire", "follows").filter(editable_by(user))


def listed(user: Any) -> QuerySet[Round]:
    """Rounds in the list: those of `visible_to`, and counted ones for whoever reads results."""
    rows = Round.objects.all()
    if not may(user, "surveys.read"):
        return visible_to(user)
    return rows.filter(Q(pk__in=visible_to(user).order_by().values("pk")) | Q(state=State.COUNTED))


def to_compare_with(user: Any, one: Round | None = None) -> QuerySet[Round]:
    """Rounds that another can be compared with."""
    rows = visible_to(user)
    return rows.exclude(pk=one.pk) if one else rows


def questionnaires() -> QuerySet[Questionnaire]:
    """Questionnaires that a round can be made with."""
    return Questionnaire.objects.filter(archived_on=None).exclude(versions=None)


def newest_version(questionnaire: Questionnaire) -> Version:
    """The version that a new round is made with: the one being written, else the last that was used."""
    return questionnaire.versions.order_by("-number")[0]


# --- How many ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How far a group has come: how many have answered, and how many were asked (None where nobody knows)."""

    group: Group
    tickets: int
    used: int
    answered: int
    asked: int | None

    @property
    def share(self) -> int | None:
        """Per cent of those asked who have answered, if they are known. An open link may bring more than were asked."""
        return min(100, round(100 * self.answered / self.asked)) if self.asked else None


def standings(rounds: Collection[Round]) -> dict[int, list[Standing]]:
    """The groups of each round, in order. Four queries whatever the number of rounds.

    Of a counted round it is what its publication says, for its sheets are disposed of when their time has come: joint
    groups in their members' place.
    """
    groups = Group.objects.filter(round__in=rounds).select_related("round", "version__questionnaire", "counted_with")
    joint = Group.objects.filter(round__in=rounds, counted_with__isnull=False).values("counted_with")
    groups = groups.filter(
        Q(round__state=State.COUNTED, counted_with=None) | ~Q(round__state=State.COUNTED) & ~Q(pk__in=joint)
    )
    tickets, sheets, told = _tickets(rounds), _sheets(rounds), _published(rounds)
    found: dict[int, list[Standing]] = {one.pk: [] for one in rounds}
    for group in groups.order_by("round", "order", "pk"):
        many, used = tickets.get(group.pk, (0, 0))
        now = sheets.get(group.pk, 0), how_many_asked(group.asked, many, has_open_link=group.has_open_link)
        answered, asked = told.get((group.round_id, group.key), now)
        found[group.round_id].append(Standing(group, many, used, answered, asked))
    return found


def _tickets(rounds: Collection[Round]) -> dict[int, tuple[int, int]]:
    """How many tickets each group has, and how many of them are used."""
    rows = Ticket.objects.filter(group__round__in=rounds).order_by().values("group")
    counted = rows.annotate(many=Count("pk"), used=Count("pk", filter=Q(answered=True)))
    return {group: (many, used) for group, many, used in counted.values_list("group", "many", "used")}


def _sheets(rounds: Collection[Round]) -> dict[int, int]:
    """How many sheets each group has handed in."""
    rows = Sheet.objects.filter(group__round__in=rounds).order_by().values("group").annotate(many=Count("pk"))
    return dict(rows.values_list("group", "many"))


def _published(rounds: Collection[Round]) -> dict[tuple[int, str], tuple[int, int | None]]:
    """How many answered and were asked in each group, by round and key, where that is published."""
    rows = Publication.objects.filter(round__in=rounds).values_list("round", "content__groups")
    return {(one, group["key"]): (group["n"], group["asked"]) for one, groups in rows for group in groups}


def joint_groups(one: Round) -> QuerySet[Group]:
    """Groups that others are counted in, with those."""
    return Group.objects.filter(round=one, members__isnull=False).distinct().prefetch_related("members")


@dataclass(frozen=True)
class Listed:
    """A round in the list."""

    round: Round
    groups: list[Standing]

    @property
    def answered(self) -> int:
        return sum(one.answered for one in self.groups)


def with_groups(rounds: Iterable[Round]) -> list[Listed]:
    """Rounds with their groups."""
    rows = list(rounds)
    found = standings(rows)
    return [Listed(one, found[one.pk]) for one in rows]


def days_left(one: Round, today: date | None = None) -> int:
    """How many days a round is still open, today with them."""
    return max((one.closes_on - (today or clock.today())).days + 1, 0)


def unread_texts(one: Round) -> int:
    """How many free texts nobody has read."""
    return FreeText.objects.filter(group__round=one, state=FreeText.State.NEW).count()
