from datetime import date
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import link_holder, may
from medverka.access.roles import ROLES
from medverka.access.views import requires, signed_in
from medverka.accounts import actions, queries
from medverka.accounts.forms import EndRoleForm, FirstRunForm, InviteForm, NameForm
from medverka.accounts.models import RoleHolding, StaffInvitation
from medverka.accounts.notices import PURPOSE
from medverka.accounts.policies import is_own, may_manage, may_name_themselves, needs_second_factor
from medverka.accounts.rules import INVITATION_GOOD_FOR, invitation_state, staff_roles
from medverka.accounts.sessions import sign_in
from medverka.foundation import clock, links, refusals
from medverka.foundation.views import public

# --- One's own account ----------------------------------------------------------------------


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    return _account(request, NameForm(initial={"name": str(request.user)}))


@signed_in
@require_POST
def change_name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST)
    if not form.is_valid():
        return _account(request, form)
    actions.change_name(request.user, by=request.user, name=form.cleaned_data["name"])
    messages.success(request, _("Ditt namn är ändrat."))
    return redirect("accounts:account")


def _account(request: HttpRequest, form: NameForm) -> HttpResponse:
    context = {
        "form": form,
        "may_name": may_name_themselves(request.user),
        "roles": queries.current_roles(request.user),
        "two_steps": queries.has_second_factor(request.user),
    }
    return render(request, "accounts/account.html", context)


@signed_in
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "accounts/sign_out_everywhere.html")
    actions.sign_out_everywhere(request.user, by=request.user)
    return redirect("account_login")


@signed_in
def second_step(request: HttpRequest) -> HttpResponse:
    """Why a second factor, and the ways to one; or, where there is one, to show it."""
    context = {
        "has": queries.has_second_factor(request.user),
        "must": may(request.user, "door.open"),
        "missing": needs_second_factor(request.user),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/second_step.html", context)


@signed_in
def show_second_step(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the second factor which this person has, and from there on to `next`."""
    name = queries.page_for_second_factor(request.user)
    wanted = request.GET.get("next", "")
    return redirect(f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else name)


# --- Staff ----------------------------------------------------------------------------------


@requires("staff.manage")
def staff(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:80]
    past = "tidigare" in request.GET
    page = Paginator(queries.staff_visible_to(request.user, text, past=past), 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "members": queries.with_roles(request.user, page.object_list),
        "invitations": queries.unanswered_invitations(request.user) if page.number == 1 and not past else [],
        "text": text,
        "past": past,
    }
    return render(request, "accounts/staff.html", context)


@requires("staff.manage")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    everybody = queries.staff_visible_to(request.user) | queries.staff_visible_to(request.user, past=True)
    user = get_object_or_404(everybody.distinct(), pk=pk)
    (member,) = queries.with_roles(request.user, [user])
    return render(request, "accounts/person.html", {"member": member, "own": user.pk == request.user.pk})


@requires("staff.manage")
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(queries.staff_visible_to(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "accounts/remove_second_factor.html", {"person": user})
    actions.remove_second_factor(user, by=request.user)
    messages.success(
        request, _("%s kan nu logga in med en kod från e-posten och ordna ett nytt andra steg.") % user.name
    )
    return redirect("accounts:person", pk)


@requires("staff.manage")
def choose_role(request: HttpRequest) -> HttpResponse:
    roles = [role for role in staff_roles() if queries.places_to_give(request.user, role.code)]
    return render(request, "accounts/choose_role.html", {"roles": roles})


@requires("staff.manage")
def invite(request: HttpRequest, role: str) -> HttpResponse:
    if role not in {staff.code for staff in staff_roles()}:
        raise Http404
    place = f"organisation-{request.GET['organisation']}" if "organisation" in request.GET else ""
    form = InviteForm(request.POST or None, inviter=request.user, role=role, initial={"place": place})
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.invite_staff(role=role, by=request.user, **form.values())  # type: ignore[arg-type]
            messages.success(request, _("Inbjudan är på väg till %s.") % form.cleaned_data["email"])
            return redirect("accounts:staff")
    return render(request, "accounts/invite.html", {"form": form, "role": ROLES[role]})


@requires("staff.manage")
@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(queries.invitations_visible_to(request.user), pk=pk)
    with refusals.told(request):
        actions.resend_invitation(invitation, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Inbjudan är på väg igen."))
    return redirect("accounts:staff")


@requires("staff.manage")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(queries.invitations_visible_to(request.user), pk=pk)
    with refusals.told(request):
        actions.withdraw_invitation(invitation, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Inbjudan är återtagen."))
    return redirect("accounts:staff")


@requires("staff.manage")
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    holding = get_object_or_404(queries.holdings_visible_to(request.user), pk=pk)
    if not may_manage(request.user, holding):
        raise PermissionDenied
    form = EndRoleForm(request.POST or None, initial={"when": "now", "last_day": holding.ends_on})
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            _end(holding, request.user, **form.cleaned_data)
            messages.success(request, _("Rollen är ändrad."))
            own = is_own(request.user, holding)
            return redirect("portal:home") if own else redirect("accounts:person", holding.user_id)
    return render(request, "accounts/end_role.html", {"form": form, "holding": holding})


def _end(holding: RoleHolding, by: Any, when: str, last_day: date | None) -> None:
    if when == "now":
        actions.end_role(holding, by=by)
    else:
        actions.set_last_day(holding, by=by, last_day=last_day if when == "day" else None)


# --- Public: the invitation's link, and the first start -------------------------------------


@public
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the invitation; POST accepts it."""
    invitation = _invitation_of(token)
    state = invitation_state(invitation, clock.now()) if invitation else "unknown"
    if invitation is None or state != "open":
        return render(request, "accounts/invitation_closed.html", {"state": state}, status=410 if invitation else 404)
    form = NameForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        return _accept(request, invitation, form.cleaned_data["name"])
    context = {"form": form, "invitation": invitation, "known": queries.has_account(invitation.email)}
    return render(request, "accounts/invited.html", context)


def _invitation_of(token: str) -> StaffInvitation | None:
    """The invitation that a link opens; None for a link that is forged, replaced or too old."""
    try:
        pk, stamp = links.read(PURPOSE, token, good_for=INVITATION_GOOD_FOR)
    except links.BadLink:
        return None
    found = StaffInvitation.objects.filter(pk=pk).select_related("organisation", "sub_area", "invited_by").first()
    return found if found and found.invited_at.isoformat() == stamp else None


def _accept(request: HttpRequest, invitation: StaffInvitation, name: str) -> HttpResponse:
    actor = link_holder("staff_invitation", invitation.pk)
    try:
        user, created = actions.accept_invitation(invitation, by=actor, name=name)
    except ValidationError:  # Answered a moment ago, in another tab.
        return render(request, "accounts/invitation_closed.html", {"state": "accepted"}, status=410)
    if created:
        return sign_in(request, user)
    messages.success(request, _("Tack! Rollen är din. Logga in som du brukar."))
    return redirect("account_login")


@public
def first_start(request: HttpRequest) -> HttpResponse:
    """The first coordinator of an empty county. Does not exist once there has been one, nor in the demo."""
    if settings.DEMO or not queries.nobody_yet():
        raise Http404
    if request.method == "POST" and not ratelimit.consume(request, action="first_run"):
        return render(request, "429.html", status=429)
    form = FirstRunForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/first_start.html", {"form": form})
    values = form.cleaned_data
    user = actions.make_first_coordinator(county_name=values["county"], name=values["name"], email=values["email"])
    return sign_in(request, user)
