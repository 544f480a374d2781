"""What somebody sees of draws."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from medverka.access.authorise import may, may_everywhere
from medverka.draws.models import Draw, Entrant
from medverka.draws.rules import LETTERS_AT_ONCE, OPEN_TO_ALL, State
from medverka.foundation import clock
from medverka.journal.words import Label, kinds
from medverka.pool.models import Contributor

Place = Entrant.Place
DOCUMENT = "publication__document"  # Some megabytes: read where it is sent or drawn from alone.
NEAR = timedelta(days=366)
MOST_OTHERS = 50
JOURNALLED = {"request": "involvementrequest"}  # Origins whose kind the journal calls by another name.


def visible_to(user: Any) -> QuerySet[Draw]:
    """Draws whose inner pages `user` may open: all for whoever draws in the whole county, else one's own."""
    if may_everywhere(user, "draws.edit"):
        return Draw.objects.all()
    if not may(user, "draws.edit"):
        return Draw.objects.none()
    return Draw.objects.filter(created_by=user.pk)


def open_to_all() -> QuerySet[Draw]:
    """Draws that everybody may read about, the latest first."""
    return (
        Draw.objects.filter(state__in=OPEN_TO_ALL)
        .select_related("publication")
        .defer(DOCUMENT)
        .order_by("-decided_from", "-pk")
    )


@dataclass(frozen=True)
class Others:
    """Other published draws beside one: those for the same occasion, and the rest of about the same time, the nearest first."""

    same: list[Draw]
    near: list[Draw]


def others_beside(draw: Draw) -> Others:
    """What whoever doubts asks for: was it drawn until it suited? A title can be changed; the day it was published cannot."""
    others = open_to_all().exclude(pk=draw.pk)
    asked_for = Q(origin_kind=draw.origin_kind, origin_id=draw.origin_id) if draw.origin else Q(pk__in=[])
    day = draw.publication.published_at
    near = others.exclude(asked_for).filter(publication__published_at__range=(day - NEAR, day + NEAR))
    return Others(
        list(others.filter(asked_for)[:MOST_OTHERS]),
        sorted(near[:200], key=lambda one: abs(one.publication.published_at - day))[:MOST_OTHERS],
    )


def origin_of(origin: tuple[str, int] | None, user: Any) -> Label | None:
    """What an occasion is and where it stands; None where `user` may not know. The journal knows every kind by its id."""
    if origin is None:
        return None
    kind, origin_id = origin
    known = kinds().get(JOURNALLED.get(kind, kind))
    label = known.labels(user, [origin_id]).get(origin_id) if known else None
    return label if label and label.url else None


def places_of(contributor: Contributor) -> QuerySet[Entrant]:
    """A contributor's places in draws that have been published."""
    rows = Entrant.objects.filter(contributor=contributor, draw__state__in=OPEN_TO_ALL).exclude(label="")
    found = rows.select_related("contributor", "draw", "draw__publication").defer(f"draw__{DOCUMENT}")
    return with_places_in_line(found).order_by("-draw__decided_from", "-pk")


def with_places_in_line(rows: QuerySet[Entrant]) -> QuerySet[Entrant]:
    """Of each, how many reserves wait in the draw (``waiting``) and how many of them before this one (``ahead``), or None."""
    same = Entrant.objects.filter(draw=OuterRef("draw"), place=Place.RESERVE, stands_in_for=None, said_no_at=None)
    counted = same.order_by().values("draw").annotate(many=Count("pk")).values("many")
    before = same.filter(turn__lt=OuterRef("turn")).order_by().values("draw").annotate(many=Count("pk")).values("many")
    return rows.annotate(waiting=Subquery(counted), ahead=Subquery(before))


def panel_of(draw: Draw) -> QuerySet[Entrant]:
    """Those who were drawn and those who stand in for them, whether they have said no or not."""
    rows = draw.entrants.filter(place=Place.DRAWN) | draw.entrants.filter(stands_in_for__isnull=False)
    return rows.select_related("contributor", "stands_in_for").order_by("number")


def is_seated(entrant: Entrant) -> bool:
    """Whether somebody was drawn or stands in for somebody, whatever they answered."""
    return entrant.place == Place.DRAWN or entrant.stands_in_for_id is not None


def has_left(entrant: Entrant) -> bool:
    """Whether somebody who is in a draw has left the pool since, or been disposed of. Nobody of a file can leave."""
    if entrant.contributor is None:
        return not entrant.facts
    return bool(entrant.contributor.status == Contributor.Status.LEFT)


def reserves_of(draw: Draw) -> QuerySet[Entrant]:
    """The reserves that stand in for nobody and have not said no, in the order in which they are asked."""
    rows = draw.entrants.filter(place=Place.RESERVE, stands_in_for=None, said_no_at=None)
    return rows.select_related("contributor").order_by("turn")


BY_MAIL = Q(contributor__channel=Contributor.Channel.EMAIL)


def by_mail(draw: Draw) -> QuerySet[Entrant]:
    """Those who are told by mail that they are in it."""
    return _to_be_told(draw.entrants.all()).filter(BY_MAIL)


def by_letter(draw: Draw) -> QuerySet[Entrant]:
    """Those who are told by letter: whoever reads no mail."""
    return _to_be_told(draw.entrants.all()).exclude(BY_MAIL)


def letters_left(draw: Draw) -> QuerySet[Entrant]:
    """Those whose letter is not posted yet, in the order in which letters are made."""
    return by_letter(draw).filter(told_at=None).order_by("number")


def next_letters(draw: Draw) -> list[Entrant]:
    """Those whose letters go into the next PDF. The same again, until it is noted that they are posted."""
    rows = with_places_in_line(letters_left(draw)).select_related("contributor")
    return list(rows[:LETTERS_AT_ONCE])


def _to_be_told(entrants: QuerySet[Entrant]) -> QuerySet[Entrant]:
    people = entrants.filter(contributor__isnull=False, contributor__disposed_on=None)
    return people.exclude(contributor__status=Contributor.Status.LEFT)


def left_to_tell(draws: Collection[Draw]) -> dict[int, tuple[int, int]]:
    """How many mails and how many letters have not gone, by draw; those where nothing is left are left out. One query."""
    rows = _to_be_told(Entrant.objects.filter(draw__in=draws)).order_by().values("draw")
    mails = Count("pk", filter=BY_MAIL & Q(mail=None))
    letters = Count("pk", filter=~BY_MAIL & Q(told_at=None))
    counted = rows.annotate(mails=mails, letters=letters).filter(Q(mails__gt=0) | Q(letters__gt=0))
    return {draw: (mails, letters) for draw, mails, letters in counted.values_list("draw", "mails", "letters")}


def is_due(draw: Draw) -> bool:
    """Whether what decides is known by now, and the draw is not made."""
    return draw.state == State.PUBLISHED and draw.decided_from is not None and draw.decided_from <= clock.now()


def made_for_nothing_yet(user: Any) -> QuerySet[Draw]:
    """Draws from the pool in which a group was drawn that nobody has made a request for, as far as `user` sees them."""
    return visible_to(user).filter(state=State.DRAWN, source=Draw.Source.POOL, origin_id=None)


@dataclass(frozen=True)
class Drawn:
    """Who was drawn for something, as it stands now: contributors who have not said no, and reserves in order."""

    draw: Draw
    panel: list[Contributor]
    reserves: list[Contributor]


def drawn_for(origin: tuple[str, int], *, reserves: int = 20) -> Drawn | None:
    """The latest draw from the pool that was made and drawn for an occasion, given as a pair (ADR 0004). Three queries."""
    draws = Draw.objects.filter(origin_kind=origin[0], origin_id=origin[1], state=State.DRAWN, source=Draw.Source.POOL)
    draw = draws.order_by("-pk").first()
    if draw is None:
        return None
    panel = [one.contributor for one in panel_of(draw).filter(said_no_at=None) if one.contributor]
    ahead = reserves_of(draw).filter(contributor__isnull=False)[:reserves]
    return Drawn(draw, panel, [one.contributor for one in ahead if one.contributor])
