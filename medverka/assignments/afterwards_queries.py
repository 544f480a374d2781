"""What the pages show about an assignment that is over, and who waits."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from medverka.access.authorise import may, within_reach
from medverka.assignments import queries, standing
from medverka.assignments.models import AssignmentTerms, Evaluation, Invitation, InvolvementRequest
from medverka.assignments.queries import ORIGIN
from medverka.assignments.rules import Facts, RequestState
from medverka.contributions.models import Contribution
from medverka.disclosure import Cell, Shown, protect
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor
from medverka.pool.queries import of_user
from medverka.voices.models import Voice
from medverka.voices.origins import Origin, describes
from medverka.voices.queries import left_to_tell

ASKED_FOR = timedelta(days=60)  # So long after an assignment somebody is reminded of the four questions.

QUALITY: dict[int, Promise] = {
    5: _l("Mycket bra"),
    4: _l("Ganska bra"),
    3: _l("Varken bra eller dåligt"),
    2: _l("Ganska dåligt"),
    1: _l("Mycket dåligt"),
}
DIFFERENCE: dict[int, Promise] = {
    5: _l("Mycket stor skillnad"),
    4: _l("Stor skillnad"),
    3: _l("Viss skillnad"),
    2: _l("Liten skillnad"),
    1: _l("Ingen skillnad"),
}
QUESTIONS: dict[str, dict[int, Promise]] = {
    "overall": QUALITY,
    "treated": QUALITY,
    "conditions": QUALITY,
    "difference": DIFFERENCE,
}


@describes(ORIGIN, label=_l("Uppdrag"))
def describe_requests(ids: Collection[int]) -> dict[int, Origin]:
    """What voices call the requests they come from."""
    rows = InvolvementRequest.objects.filter(pk__in=ids).only("pk", "key", "title", "number", "purpose", "created_at")
    return {row.pk: _origin(row) for row in rows}


def _origin(request: InvolvementRequest) -> Origin:
    url = reverse("assignments:afterwards", args=[request.key])
    asked_on = clock.day_of(request.created_at)
    return Origin(
        str(request), url, request.number or "", permission="requests.follow", need=request.purpose, asked_on=asked_on
    )


def took_places(request: InvolvementRequest) -> list[Invitation]:
    """Those who had said yes, by pseudonym."""
    rows = Invitation.objects.filter(request=request, state=Invitation.State.ACCEPTED)
    return list(rows.select_related("contributor", "request").order_by("contributor__pseudonym"))


def what_is_left(request: InvolvementRequest, facts: Facts) -> str:
    """What is left to do with a request that has been carried out; empty in every other state."""
    if request.state != RequestState.CARRIED_OUT:
        return ""
    return standing.left_afterwards(facts, left_to_tell(ORIGIN, request.pk))


def likely_hours(request: InvolvementRequest) -> Decimal | None:
    """How long an occasion lasted according to the terms, to be proposed."""
    terms = AssignmentTerms.objects.filter(request=request).first()
    if terms is None or terms.starts_at is None or terms.ends_at is None:
        return None
    hours = Decimal((terms.ends_at - terms.starts_at).total_seconds()) / 3600
    return round(hours, 2) if 0 < hours <= 12 else None


def likely_day(request: InvolvementRequest) -> date:
    """The day that is probably meant: the last one that has been."""
    days = [day for day in (request.ends_on, request.starts_on) if day and day <= clock.today()]
    return days[0] if days else clock.today()


@dataclass(frozen=True)
class Result:
    """One question with its answers: (words, how many), or no rows where they are too few to be shown."""

    question: str
    rows: list[tuple[str, int]]


@dataclass(frozen=True)
class Evaluations:
    """What both sides said afterwards. The contributors' own words stand apart from their ratings, in no order."""

    asked: int
    answered: int
    results: list[Result]
    words: list[str]
    commissioner: Evaluation | None

    @property
    def shown(self) -> bool:
        """Whether anything can be shown without pointing somebody out."""
        return any(result.rows for result in self.results)


def evaluations(request: InvolvementRequest) -> Evaluations:
    """The answers to the four questions. Counts come once, when the request is closed and nothing is added any
    more, and only where the rule of small groups lets a whole question be shown. So do the words, but for those
    that whoever wrote them has let be read at once.
    """
    rows = list(Evaluation.objects.filter(request=request))
    theirs = [row for row in rows if row.invitation_id is not None]
    counted = theirs if request.state == RequestState.CLOSED else []
    results = [Result(_label(name), _counts([getattr(row, name) for row in counted], name)) for name in QUESTIONS]
    enough = len(counted) >= the_county().small_group
    return Evaluations(
        asked=_took_part(request).count(),
        answered=len(theirs),
        results=results,
        words=sorted(row.words for row in theirs if row.words and (enough or row.words_open)),
        commissioner=next((row for row in rows if row.invitation_id is None), None),
    )


def too_few(request: InvolvementRequest) -> bool:
    """Whether so few took part that their answers will never be shown."""
    return _took_part(request).count() < the_county().small_group


def _took_part(request: InvolvementRequest) -> QuerySet[Invitation]:
    return Invitation.objects.filter(request=request, state=Invitation.State.ACCEPTED, no_show=False)


def in_words(evaluation: Evaluation) -> list[tuple[str, str]]:
    """One side's ratings as (question, answer)."""
    return [(_label(name), str(words[getattr(evaluation, name)])) for name, words in QUESTIONS.items()]


def _label(name: str) -> str:
    return str(Evaluation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _counts(values: list[int], name: str) -> list[tuple[str, int]]:
    """How many gave each answer. Nothing at all where one single count must be hidden: the rest would tell it."""
    k = the_county().small_group
    if len(values) < k:
        return []
    outcome = protect([Cell(value, values.count(value), values.count(value)) for value in QUESTIONS[name]], k=k)
    shown = [cell for cell in outcome if isinstance(cell, Shown)]
    if len(shown) < len(outcome):
        return []
    return [(str(QUESTIONS[name][cell.key]), int(cell.value)) for cell in shown]


def waiting_for(user: Any) -> list[Waiting]:
    """What is left to do after assignments. A constant number of queries."""
    found: list[Waiting] = []
    if may(user, "voices.record"):
        found += _unheard(user)
    if may(user, "requests.handle"):
        found += _to_ask_by_hand(user)
    if may(user, "requests.make"):
        found += _commissioners_questions(user)
    if may(user, "own.assignments"):
        found += _how_was_it(user)
    return found


def _unheard(user: Any) -> list[Waiting]:
    """Assignments that took place where nothing has been written down of what was said."""
    heard = Voice.objects.filter(origin_kind=ORIGIN, origin_id=OuterRef("pk"))
    recent = Q(carried_out_on__gte=clock.today().replace(year=clock.today().year - 1, day=1))
    rows = queries.visible_to(user).select_related(None).filter(recent, ~Exists(heard), state=RequestState.CARRIED_OUT)
    if not may(user, "requests.handle"):
        rows = rows.filter(Q(commissioner=user.pk) | Q(commissioner=None))
    return [
        Waiting(
            group=_("Uppdrag som varit"),
            title=str(row),
            text=_("Uppdraget har blivit av. Vad sades?"),
            since=row.carried_out_on or clock.today(),
            url=reverse("assignments:voices", args=[row.key]),
            step=_("Skriv ner det som sades"),
            petals=2,
            key=f"unheard:{row.pk}",
        )
        for row in rows[:200]
    ]


def _to_ask_by_hand(user: Any) -> list[Waiting]:
    """Assignments that are over where somebody without mail has not been heard on how it was."""
    answered = Evaluation.objects.filter(invitation=OuterRef("pk"))
    left = Invitation.objects.filter(
        within_reach(user, "requests.handle", "request__unit"),
        ~Exists(answered),
        state=Invitation.State.ACCEPTED,
        no_show=False,
        request__state=RequestState.CARRIED_OUT,
        request__carried_out_on__gte=clock.today() - ASKED_FOR,
    ).exclude(Q(contributor__channel=Contributor.Channel.EMAIL) | Q(contributor__status=Contributor.Status.LEFT))
    people = Counter(row.request for row in left.select_related("request")[:500])
    return [
        Waiting(
            group=_("Uppdrag som varit"),
            title=str(request),
            text=_unasked_in_words(count),
            since=request.carried_out_on or clock.today(),
            url=reverse("assignments:afterwards", args=[request.key]) + "#hur-var-det",
            step=_("Anteckna vad de tyckte"),
            petals=2,
            key=f"ask-by-hand:{request.pk}",
        )
        for request, count in people.items()
    ]


def _unasked_in_words(count: int) -> str:
    words = ngettext(
        "En som var med har inte mejl. Fråga hur det var.",
        "%(count)s som var med har inte mejl. Fråga dem hur det var.",
        count,
    )
    return words % {"count": count}


def _commissioners_questions(user: Any) -> list[Waiting]:
    """For whoever asked: assignments that took place, where they have not answered the four questions."""
    answered = Evaluation.objects.filter(request=OuterRef("pk"), invitation=None)
    rows = InvolvementRequest.objects.filter(
        ~Exists(answered),
        commissioner=user.pk,
        state__in=[RequestState.CARRIED_OUT, RequestState.CLOSED],
        carried_out_on__gte=clock.today() - ASKED_FOR,
    )
    return [
        Waiting(
            group=_("Uppdrag som varit"),
            title=str(row),
            text=_("Hur var det? Fyra frågor till dig som bad om uppdraget."),
            since=row.carried_out_on or clock.today(),
            url=reverse("assignments:evaluation", args=[row.key]),
            step=_("Svara på fyra frågor"),
            petals=2,
            key=f"commissioners-questions:{row.pk}",
        )
        for row in rows[:50]
    ]


def _how_was_it(user: Any) -> list[Waiting]:
    """For contributors: assignments that are over, where they have not answered how it was."""
    contributor = of_user(user)
    if contributor is None:
        return []
    over = Invitation.objects.filter(
        contributor=contributor,
        state=Invitation.State.ACCEPTED,
        no_show=False,
        request__state=RequestState.CARRIED_OUT,
    ).exclude(pk__in=Evaluation.objects.filter(invitation__contributor=contributor).values("invitation"))
    return [
        Waiting(
            group=_("Uppdrag som varit"),
            title=str(row.request),
            text=_("Hur var det? Fyra frågor, om du vill."),
            since=row.request.carried_out_on or clock.today(),
            url=reverse("assignments:own_afterwards", args=[row.pk]),
            step=_("Berätta"),
            petals=2,
            key=f"how-was-it:{row.pk}",
        )
        for row in over.select_related("request")[:50]
    ]


def own_contributions(invitation: Invitation) -> list[Contribution]:
    """What is noted for one contributor from one request."""
    noted = Contribution.objects.filter(
        origin_kind=ORIGIN, origin_id=invitation.request_id, contributor=invitation.contributor_id
    )
    return list(noted.order_by("on"))
