"""Whom a coordinator is proposed to ask about a request, and why, in words. The door is not opened.

Who fits is found by `fitting`, who is proposed by `together`, with everything else that is open in view. The coordinator
decides; that they asked somebody else is a fact that the figures count.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from medverka.assignments import fit, why
from medverka.assignments.fitting import (
    clashing,
    first_in_turn,
    fitting,
    how_many_in_pool,
    ring_start,
    times_asked,
    wish_of,
)
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.queries import ORIGIN
from medverka.assignments.rules import InvitationState, Picked
from medverka.assignments.together import Sharing, Wanted, share_out
from medverka.draws.models import Draw
from medverka.draws.queries import drawn_for
from medverka.fairness.proposal.explain import Explanation
from medverka.foundation import clock
from medverka.pool.models import Contributor, Term
from medverka.pool.queries import visible_to
from medverka.pool.rules import PERSPECTIVES

COUNTED_TO = 200  # Beyond this, "more than 200" says enough.


@dataclass(frozen=True)
class Proposed:
    """One person who fits, as the coordinator sees them: under pseudonym."""

    contributor: Contributor
    what: str
    asked: Promise | str
    remarks: list[str]
    chosen: bool = False  # Ticked to begin with: those who are proposed, or those who were ticked before.
    why: str = ""  # For those proposed: who comes next, and what differs. For the others: why not they.


@dataclass(frozen=True)
class Proposal:
    """Whom to ask, how many fit (above `COUNTED_TO`: at least so many), and how many do not (None: not counted)."""

    proposed: list[Proposed]
    in_turn: list[Proposed]  # Those who fit as well, whoever comes next first.
    fit_count: int
    others: int | None
    empty: str = ""  # Why there are places that nobody is proposed for.
    reckoning: Sequence[str] = ()  # How it was worked out, in sentences.
    draw: Draw | None = None  # Made for this request: it decided who is proposed, and in which order the others come.

    @property
    def people(self) -> list[Proposed]:
        """All of them, in order."""
        return [*self.proposed, *self.in_turn]


def propose(request: InvolvementRequest, user: Any, at_most: int, ticked: Collection[int] | None = None) -> Proposal:
    """Those who fit, within the reach of `user`: those proposed, then whoever comes next.

    The proposed are ticked, or else those who are `ticked` already.
    """
    sharing = share_out(request, user)
    explanation, wanted = sharing.explained(request), sharing.of(request)
    chosen = [sharing.people[one.person].pk for one in explanation.chosen]
    in_turn = [sharing.people[one.person].pk for one in explanation.left_out]
    fit_count = len(chosen) + len(in_turn)
    if not sharing.everybody and fit_count <= max(COUNTED_TO, at_most):  # Else those weighed say enough.
        fits = fitting(request, user, wanted.wish)
        fit_count = len(fits.order_by().values_list("pk")[: COUNTED_TO + 1])
        few = max(at_most - len(chosen) - len(in_turn), 0)
        in_turn += first_in_turn(fits.exclude(pk__in=[*chosen, *in_turn]), ring_start(request), few)
    shown = [*chosen, *in_turn[: max(at_most - len(chosen), 0)]]
    rows = _rows(sharing, request, shown, chosen if ticked is None else ticked)
    return Proposal(
        rows[: len(chosen)],
        rows[len(chosen) :],
        fit_count=fit_count,
        others=how_many_in_pool(user) - fit_count if fit_count <= COUNTED_TO else None,
        empty=why.empty_seats(explanation, wanted, sharing),
        reckoning=why.reckoning(sharing),
    )


def propose_drawn(
    request: InvolvementRequest, user: Any, missing: int, ticked: Collection[int] | None = None
) -> Proposal | None:
    """Those drawn by lot for this request, then the reserves in their order; None where nobody of them can be asked."""
    found = drawn_for((ORIGIN, request.pk))
    if found is None:
        return None
    free = _free(request, user, [*found.panel, *found.reserves])
    panel, reserves = ([free[one.pk] for one in several if one.pk in free] for several in (found.panel, found.reserves))
    first = [person.pk for person in [*panel, *reserves][:missing]] if ticked is None else ticked
    rows = [replace(row, chosen=row.contributor.pk in first) for row in described(request, [*panel, *reserves])]
    if not rows:
        return None
    return Proposal(rows[: len(panel)], rows[len(panel) :], len(rows), None, draw=found.draw)


def _free(request: InvolvementRequest, user: Any, people: Sequence[Contributor]) -> dict[int, Contributor]:
    """Those who are active, within reach and without a part in the request."""
    there = Invitation.objects.filter(request=request).exclude(state=InvitationState.TAKEN_BACK)
    rows = visible_to(user).filter(status=Contributor.Status.ACTIVE).exclude(pk__in=there.values("contributor"))
    return rows.select_related("municipality").prefetch_related("terms").in_bulk([person.pk for person in people])


def why_not_yet(request: InvolvementRequest, user: Any) -> list[tuple[Promise, int]]:
    """(reason, how many) of those who fit and are not proposed, while somebody is missing."""
    sharing = share_out(request, user)
    wanted = sharing.of(request)
    return why.how_many(sharing.explained(request), wanted, sharing) if wanted.missing else []


def how_picked(request: InvolvementRequest, user: Any, people: Sequence[Contributor]) -> dict[int, str]:
    """How each of these (by id) comes to be asked now: drawn, proposed, or chosen by the coordinator.

    Whoever asks more than are missing goes on with those who come next. Those with a part in the request are left out.
    """
    sharing = share_out(request, user)
    explanation, wanted = sharing.explained(request), sharing.of(request)
    places = [*(one.person for one in explanation.chosen), *(one.person for one in explanation.left_out)]
    in_order = [sharing.people[place].pk for place in places]
    asked = [person.pk for person in people if person.pk not in wanted.there]
    first = set(in_order[: max(len(asked), len(explanation.chosen))])
    found = drawn_for((ORIGIN, request.pk))
    drawn = {person.pk for person in [*found.panel, *found.reserves]} if found else set()
    return {pk: Picked.DRAWN if pk in drawn else Picked.PROPOSED if pk in first else Picked.OTHER for pk in asked}


def _rows(
    sharing: Sharing, request: InvolvementRequest, shown: Sequence[int], ticked: Collection[int]
) -> list[Proposed]:
    explanation, wanted = sharing.explained(request), sharing.of(request)
    load = {one.pk: one.load for one in sharing.people}
    load |= times_asked(unknown) if (unknown := [pk for pk in shown if pk not in load]) else {}
    stand_in = {sharing.people[place].pk for one in explanation.chosen for place in one.reserves[: why.STAND_INS]}
    people = Contributor.objects.select_related("municipality").prefetch_related("terms").in_bulk([*shown, *stand_in])
    told = _reasons(sharing, explanation, wanted, people)
    return [
        _proposed(wanted.wish, people[pk], load.get(pk, 0), chosen=pk in ticked, why=told.get(pk, "")) for pk in shown
    ]


def _reasons(
    sharing: Sharing, explanation: Explanation, wanted: Wanted, people: Mapping[int, Contributor]
) -> dict[int, str]:
    """Why each of these is proposed, or is not; where nobody is missing there is nothing to tell."""
    pk_of = [one.pk for one in sharing.people]
    names = {pk: str(person) for pk, person in people.items()}
    told = {pk_of[one.person]: why.next_in_line(one, wanted, sharing, names) for one in explanation.chosen}
    if wanted.missing:
        others = [one for one in explanation.left_out if pk_of[one.person] in people]
        told |= {pk_of[one.person]: why.left_out(one, wanted, sharing) for one in others}
    return told


def described(request: InvolvementRequest, people: Collection[Contributor], reason: str = "") -> list[Proposed]:
    """These people, as a proposal shows them; the remarks say what does not fit, other than `reason`."""
    ids, wish = [person.pk for person in people], wish_of(request)
    times, clashes = times_asked(ids), clashing(request, wish, ids)
    rows = [_proposed(wish, person, times.get(person.pk, 0), chosen=False) for person in people]
    for row in rows:
        told = (key for key, whom in clashes.items() if row.contributor.pk in whom and key != reason)
        row.remarks.extend(str(fit.CLASHES[key]) for key in told)
        facts = person_of(row.contributor, list(row.contributor.terms.all()))
        said = {reason, "access"}  # What cannot be arranged is among the remarks, word by word.
        row.remarks.extend(str(fit.REASONS[key]) for key in fit.why_not(wish, facts) if key not in said)
    return rows


def _proposed(wish: fit.Wish, person: Contributor, times: int, *, chosen: bool, why: str = "") -> Proposed:
    terms = list(person.terms.all())
    facts = person_of(person, terms)
    told = fit.asked_in_words(person.last_asked_on, times, clock.today())
    remarks = [_remark(key, wish, facts, terms) for key in fit.remarks(wish, facts)]
    return Proposed(person, _in_words(wish, person, terms), told, remarks, chosen, why)


def _remark(key: str, wish: fit.Wish, facts: fit.Person, terms: list[Term]) -> str:
    needs = fit.needs_for(key, wish, facts)
    return str(fit.REMARKS[key]) % {"needs": ", ".join(term.name.lower() for term in terms if term.pk in needs)}


def person_of(person: Contributor, terms: list[Term]) -> fit.Person:
    """What matters of a contributor, for the pure rules (how busy they are is left out)."""
    chosen = {kind: frozenset(term.pk for term in terms if term.kind == kind) for kind in Term.Kind.values}
    home = person.municipality
    return fit.Person(
        status=person.status,
        perspectives=frozenset(person.perspectives),
        areas=chosen[Term.Kind.AREA],
        ways=chosen[Term.Kind.WAY],
        forms=chosen[Term.Kind.FORM],
        languages=chosen[Term.Kind.LANGUAGE],
        needs=chosen[Term.Kind.ACCESS],
        weekdays=frozenset(person.weekdays),
        most=person.most_per_half_year,
        municipality=home.pk if home else None,
        sub_area=home.sub_area_id if home else None,
    )


def _in_words(wish: fit.Wish, person: Contributor, terms: list[Term]) -> str:
    """Why they fit: perspectives, the experience that is asked for, what they need, where they live."""
    perspectives = ", ".join(str(PERSPECTIVES[code]) for code in person.perspectives)
    areas = ", ".join(term.name for term in terms if term.pk in wish.areas)
    needs = ", ".join(term.name for term in terms if term.kind == Term.Kind.ACCESS)
    home = str(person.municipality) if wish.on_site and person.municipality else ""
    parts = [perspectives, areas, home, _("Behöver: %s") % needs.lower() if needs else ""]
    return " ".join(f"{capfirst(part)}." for part in parts if part)
