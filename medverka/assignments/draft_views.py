"""Making a request, step by step: by a commissioner, a coordinator for one, or a visitor."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.authorise import link_holder, may
from medverka.assignments import answers, doors, rules
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions.for_draws import create_request_for
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.policies import may_write
from medverka.assignments.refusals import says_why
from medverka.assignments.request_forms import STEPS, AddressForm
from medverka.contributions.models import Contribution
from medverka.draws.models import Draw
from medverka.draws.queries import made_for_nothing_yet
from medverka.foundation import clock
from medverka.foundation.doors import explains_links
from medverka.foundation.fields import row_number
from medverka.foundation.views import public
from medverka.organisations.queries import where_may_request

SESSION_KEY = "request_drafts"
PAGES = len(STEPS) + 1  # The last one is to read everything and send it.
Source = InvolvementRequest.Source
View = Callable[..., HttpResponse]


@public
@says_why
def public_request(request: HttpRequest) -> HttpResponse:
    """What a request is, and where one begins."""
    draw = _drawn(request)
    if request.method != "POST":
        mine = InvolvementRequest.objects.filter(key__in=request.session.get(SESSION_KEY, []), state__in=rules.DRAFTS)
        filled = draw.title if draw else request.GET.get("rubrik", "")
        return render(request, "assignments/request_start.html", {"drafts": mine, "pages": PAGES, "filled": filled})
    draft = create_request_for(draw, by=request.user) if draw else _begin(request)
    return redirect("assignments:step", draft.key, "vem")


def _drawn(request: HttpRequest) -> Draw | None:
    """The draw whose people are to be asked, where a link from it led here and `user` may ask them."""
    number = row_number(request.GET.get("lottning", ""))
    if not number or not may(request.user, "requests.handle"):
        return None
    return made_for_nothing_yet(request.user).filter(pk=number).first()


def _begin(request: HttpRequest) -> InvolvementRequest:
    user: Any = request.user
    known = _filled_in(request)
    if not may(user, "requests.make"):
        doors.limit(f"new-request:{request.META.get('REMOTE_ADDR', '')}", most=30, within=3600)
        draft = actions.create_request(by=link_holder("visitor", "form"), source=Source.VISITOR, **known)
        request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, [])[-9:], str(draft.key)]
        return draft
    for_others = may(user, "requests.handle")
    units = where_may_request(user)
    asked = units.filter(pk=row_number(request.GET.get("verksamhet", ""))).first()
    only = [] if for_others else list(units[:2])
    unit = asked or (only[0] if len(only) == 1 else None)
    source = Source.COORDINATOR if for_others else Source.COMMISSIONER
    return actions.create_request(by=user, unit=unit, source=source, **known)


def _filled_in(request: HttpRequest) -> dict[str, Any]:
    """What a link from another page has filled in; whoever asks reads it in the steps and changes what they want."""
    known = {
        "title": rules.plain(request.GET.get("rubrik", ""), 120),
        "purpose": rules.plain(request.GET.get("syfte", ""), 4000),
        "level": request.GET.get("niva", ""),
    }
    if known["level"] not in Contribution.Level.values:
        del known["level"]
    return known


def _with_draft(view: View) -> View:
    """Hand the view the draft and whoever writes it; once it is sent, show where it stands instead."""

    @wraps(view)
    def found(request: HttpRequest, key: UUID, **kwargs: Any) -> HttpResponse:
        draft = get_object_or_404(
            InvolvementRequest.objects.select_related("unit", "way", "form", "language", "municipality"), key=key
        )
        actor = _writer(request, draft)
        if draft.state not in rules.DRAFTS:
            return redirect(page_for(draft, actor))
        return view(request, draft, actor, **kwargs)

    return found


def _writer(request: HttpRequest, draft: InvolvementRequest) -> Any:
    if str(draft.key) in request.session.get(SESSION_KEY, []):
        return link_holder("request", draft.pk)
    if request.user.is_authenticated and may_write(request.user, draft):
        return request.user
    raise Http404


def page_for(draft: InvolvementRequest, actor: Any) -> str:
    """Where the one who asked follows the request."""
    if actor.actor_id.startswith("request:"):
        return doors.request_path(draft, doors.STATUS, "assignments:status_by_link")
    return reverse("assignments:request", args=[draft.key])


@public
@_with_draft
@says_why
def step(request: HttpRequest, draft: InvolvementRequest, actor: Any, step: str) -> HttpResponse:
    """One step. What can be read is kept, also where something else needs to be put right."""
    if step not in STEPS:
        raise Http404
    title, form_class = STEPS[step]
    form = form_class(request.POST or None, instance=copy(draft), user=request.user)
    if request.method == "POST":
        right = form.is_valid()
        draft = actions.save_draft(draft, by=actor, **form.given())
        if right:
            return redirect(_after(request, draft, step))
    late = rules.lateness(draft.decision_on, clock.today())
    context = {"draft": draft, "form": form, "title": title, "step": step, "late": late}
    return render(request, "assignments/request_step.html", context | _place_of(step))


def _place_of(step: str) -> dict[str, Any]:
    """Where a step stands among them all, and the one before it."""
    names = list(STEPS)
    place = names.index(step)
    return {"now": place + 1, "of": PAGES, "back": names[place - 1] if place else ""}


def _after(request: HttpRequest, draft: InvolvementRequest, step: str) -> str:
    names = list(STEPS)
    place = names.index(step)
    if "later" in request.POST:
        return reverse("assignments:saved", args=[draft.key]) + f"?steg={step}"
    if "back" in request.POST and place and request.GET.get("till") != "granska":
        return reverse("assignments:step", args=[draft.key, names[place - 1]])
    if step == "inflytande" and rules.lateness(draft.decision_on, clock.today()):
        messages.warning(
            request,
            _(
                "Det här är sent: beslutet är nära eller redan fattat. Säg det öppet till dem som medverkar, eller flytta beslutet."
            ),
        )
    if request.GET.get("till") == "granska" or step == names[-1]:
        return reverse("assignments:review", args=[draft.key])
    return reverse("assignments:step", args=[draft.key, names[place + 1]])


@public
@_with_draft
@says_why
def saved(request: HttpRequest, draft: InvolvementRequest, actor: Any) -> HttpResponse:
    """The draft is kept; how to come back to it."""
    link = ""
    if actor.actor_id.startswith("request:"):
        link = doors.request_url(draft, doors.DRAFT, "assignments:resume")
    form = AddressForm(request.POST or None, initial={"contact_email": draft.contact_email})
    if request.method == "POST" and link and form.is_valid():
        address = form.cleaned_data["contact_email"]
        doors.limit(f"resume:{address}", most=3, within=3600)
        actions.mail_resume_link(actions.save_draft(draft, by=actor, contact_email=address), by=actor)
        messages.success(request, _("Länken är på väg till %s.") % address)
        return redirect(request.get_full_path())
    step = request.GET.get("steg", "")
    context = {"draft": draft, "link": link, "form": form, "on": _where_they_were(draft, step)}
    return render(request, "assignments/request_saved.html", context)


def _where_they_were(draft: InvolvementRequest, step: str = "") -> str:
    """The step that was saved last, else the first where something is missing, else the page where all is read."""
    missing = actions.what_is_missing(draft)
    step = step if step in STEPS else missing[0][0] if missing else ""
    return (
        reverse("assignments:step", args=[draft.key, step]) if step else reverse("assignments:review", args=[draft.key])
    )


@public
@_with_draft
@says_why
def review(request: HttpRequest, draft: InvolvementRequest, actor: Any) -> HttpResponse:
    """Everything at once, what is missing, and the button that sends it."""
    missing: list[Any] = []
    if request.method == "POST":
        try:
            _limit_confirmations(draft)
            sent = actions.send_request(draft, by=actor)
        except actions.Incomplete as incomplete:
            missing = incomplete.missing
        else:
            return redirect(_after_sending(request, sent))
    late = rules.lateness(draft.decision_on, clock.today())
    context = {"draft": draft, "sections": answers.sections(draft, request.user), "missing": missing, "late": late}
    return render(request, "assignments/request_review.html", {**context, "of": PAGES})


def _limit_confirmations(draft: InvolvementRequest) -> None:
    if draft.source == Source.VISITOR:
        doors.limit(f"confirm:{draft.contact_email}", most=5, within=3600)


def _after_sending(request: HttpRequest, sent: InvolvementRequest) -> str:
    if sent.state == InvolvementRequest.State.UNCONFIRMED:
        return reverse("assignments:sent", args=[sent.key])
    messages.success(request, _("Förfrågan %s är skickad.") % sent.number)
    return reverse("assignments:request", args=[sent.key])


@public
@_with_draft
def sent(request: HttpRequest, draft: InvolvementRequest, actor: Any) -> HttpResponse:
    """A visitor is told to look for the mail."""
    return render(request, "assignments/request_sent.html", {"draft": draft})


@public
@explains_links
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """The way back to a draft from a mailed link. GET asks, POST brings the draft into this browser."""
    draft = doors.open_request(doors.DRAFT, token).thing
    if request.method != "POST":
        return render(request, "assignments/request_resume.html", {"draft": draft})
    keys = request.session.get(SESSION_KEY, [])
    request.session[SESSION_KEY] = [*[key for key in keys if key != str(draft.key)][-9:], str(draft.key)]
    return redirect(_where_they_were(draft))


@public
@explains_links
@says_why
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST confirms: a scanner of mail that opens links changes nothing."""
    opened = doors.open_request(doors.CONFIRM, token)
    if request.method == "POST":
        received = actions.confirm_request(opened.thing, by=opened.holder)
        messages.success(request, _("Tack! Din förfrågan har kommit fram."))
        return redirect(page_for(received, opened.holder))
    if opened.thing.state not in rules.DRAFTS:
        return redirect(page_for(opened.thing, opened.holder))
    return render(request, "assignments/request_confirm.html", {"draft": opened.thing})
