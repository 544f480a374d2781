"""Whom a coordinator asks: those who are proposed, why not the others, and those of them who are asked anyway."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.assignments import fit, fitting, proposal, standing
from medverka.assignments.actions import invitations as actions
from medverka.assignments.models import Invitation, InvolvementRequest
from medverka.assignments.refusals import handled
from medverka.assignments.rules import NotNow
from medverka.foundation.fields import row_number
from medverka.pool.models import Contributor
from medverka.pool.queries import visible_to as people_visible_to

SHOWN_AT_FIRST, SHOWN_AT_MOST = 12, 200
OTHERWISE = "forslag"  # In the address: the proposal, though there has been a draw.


def whom_to_ask(request: HttpRequest, thing: InvolvementRequest, invited: int) -> dict[str, Any]:
    """What the request's page shows of those who fit. Whoever has ticked somebody finds the same ones ticked."""
    at_most = min(row_number(request.GET.get("antal", "")) or SHOWN_AT_FIRST, SHOWN_AT_MOST)
    ticked = _ticked(request)
    missing = max(thing.persons_wanted - thing.places_taken - invited, 0)
    drawn = None if OTHERWISE in request.GET else proposal.propose_drawn(thing, request.user, missing, ticked)
    found = drawn or proposal.propose(thing, request.user, at_most, ticked)
    return {
        "proposal": found,
        "counted_to": proposal.COUNTED_TO,
        "shown": at_most,
        "draws": may(request.user, "draws.edit"),
        "otherwise": OTHERWISE in request.GET,
        "more": at_most + 20 if found.fit_count > len(found.people) < SHOWN_AT_MOST else None,
        "asking": True,
        "missing": missing,
        "inviting_is_next": missing and not standing.is_over(thing),
    }


def is_ticked(request: HttpRequest, invitation: Invitation, *, otherwise: bool) -> bool:
    """Whether somebody who has raised a hand is ticked on the request's page."""
    ticked = _ticked(request)
    return otherwise if ticked is None else invitation.contributor_id in ticked


def _ticked(request: HttpRequest) -> list[int] | None:
    """The ids that stand in the address; None where nobody has chosen yet."""
    return _numbers(request.GET["valda"].split(",")) if "valda" in request.GET else None


@requires("requests.handle")
def invite(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the chosen people, or put them in reserve; or show more. What is not done stays ticked."""
    thing = handled(request, key)
    if request.method == "POST" and "more" not in request.POST:
        try:
            messages.success(request, _ask(request, thing))
        except NotNow as refusal:
            messages.warning(request, str(refusal))
        else:
            return redirect("assignments:request", key)
    return redirect(_still_ticked(request, thing))


def _ask(request: HttpRequest, thing: InvolvementRequest) -> str:
    """Do it, and say what was done."""
    in_order = _picked(request, thing)
    if not in_order:
        raise NotNow(_("Välj minst en person först."))
    picked = proposal.how_picked(thing, request.user, in_order)
    if request.POST.get("as") == "reserve":
        added = actions.add_reserves(thing, in_order, by=request.user, picked=picked)
        words = ngettext("En person står i reserv.", "%(count)s personer står i reserv.", len(added))
        return words % {"count": len(added)} + " " + _("Den som står först tillfrågas om någon säger nej.")
    invited = actions.invite(thing, in_order, by=request.user, picked=picked)
    words = ngettext("En person är inbjuden.", "%(count)s personer är inbjudna.", len(invited))
    after = _(
        "Blev det fel kan du ta tillbaka inbjudan på personens sida. Den som nås genom brev eller telefon finns under Brev och samtal."
    )
    return f"{words % {'count': len(invited)}} {after}"


def _still_ticked(request: HttpRequest, thing: InvolvementRequest) -> str:
    address = reverse("assignments:request", args=[thing.key])
    if request.method != "POST":
        return address
    shown = row_number(request.POST.get("more") or request.POST.get("antal", "")) or SHOWN_AT_FIRST
    kept = {"antal": shown, "valda": ",".join(map(str, _numbers(request.POST.getlist("person"))))}
    kept |= {OTHERWISE: 1} if OTHERWISE in request.POST else {}
    return f"{address}?{urlencode(kept, safe=',')}#fraga"


def _numbers(given: list[str]) -> list[int]:
    return [number for number in map(row_number, given[:SHOWN_AT_MOST]) if number]


def _picked(request: HttpRequest, thing: InvolvementRequest) -> list[Contributor]:
    """The people ticked, in the order of the page: those within reach, and those who raised their hand."""
    ids = _numbers(request.POST.getlist("person"))
    found = {row.contributor_id: row.contributor for row in actions.of(thing, Invitation.State.RAISED)}
    found |= {person.pk: person for person in people_visible_to(request.user).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


@requires("requests.handle")
def why_not(request: HttpRequest, key: UUID) -> HttpResponse:
    """Why the others in the pool do not fit; for one reason, who they are, to be asked anyway."""
    thing, reason = handled(request, key), request.GET.get("skal", "")
    askable = fitting.ASKED_ANYWAY - ({"limit"} if thing.mix_units else set())  # Then it is part of "apart".
    page = Paginator(fitting.kept_out_by(reason, thing, request.user), 25).get_page(request.GET.get("page"))
    context = {
        "thing": thing,
        "not_yet": proposal.why_not_yet(thing, request.user) if thing.state == InvolvementRequest.State.OPEN else [],
        "reasons": fitting.why_not_the_others(thing, request.user),
        "askable": askable,
        "reason": fit.REASONS.get(reason) if reason in askable else None,
        "page": page,
        "rows": proposal.described(thing, list(page.object_list), reason),
    }
    return render(request, "assignments/why_not.html", context)
