"""When an assignment is over: who came, how it was, what was said, and what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.assignments import afterwards_policies as policies
from medverka.assignments import afterwards_queries as shown
from medverka.assignments import doors, queries, rules, standing
from medverka.assignments.actions import afterwards as actions
from medverka.assignments.afterwards_forms import EvaluationForm, OwnAfterwardsForm, VoiceForm, WhoCameForm
from medverka.assignments.models import Evaluation, Invitation
from medverka.assignments.refusals import says_why
from medverka.contributions.queries import of_origin, totals
from medverka.contributions.rules import AlreadyRecorded
from medverka.foundation import clock
from medverka.foundation.doors import explains_links
from medverka.foundation.petals import chain_steps
from medverka.foundation.views import public
from medverka.pool.models import Contributor
from medverka.pool.queries import of_user
from medverka.voices import queries as voices_queries
from medverka.voices.policies import may_answer, may_publish
from medverka.voices.rules import NotNow as VoiceRefused

STAFF = ("requests.handle", "requests.follow", "requests.make")


def _visible(request: HttpRequest, key: UUID) -> Any:
    rows = queries.visible_to(request.user).select_related("unit__parent", "commissioner", "way")
    return get_object_or_404(rows.exclude(state__in=rules.DRAFTS), key=key)


@requires(*STAFF)
def afterwards(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything that came of one request, and its one next step."""
    thing = _visible(request, key)
    contributions = of_origin(queries.ORIGIN, thing.pk)
    context = {
        "thing": thing,
        "contributions": contributions if policies.may_note(request.user, thing) else None,
        "totals": totals(contributions),
        "closing": rules.can("close", thing.state),
        **_where_it_stands(thing),
        **_voices_of(request, thing),
        **_evaluations_of(request, thing),
    }
    return render(request, "assignments/afterwards/afterwards.html", context | _next_step(request, thing, context))


def _where_it_stands(thing: Any) -> dict[str, Any]:
    facts = queries.facts_of([thing])[thing.pk]
    return {
        "chain": chain_steps(rules.steps_done(facts), rules.current_step(facts)),
        "standing": standing.standing(thing, facts),
        "left_afterwards": shown.what_is_left(thing, facts),
        "told": (facts.told, facts.to_tell),
    }


def _voices_of(request: HttpRequest, thing: Any) -> dict[str, Any]:
    voices = list(voices_queries.of_origin(queries.ORIGIN, thing.pk))
    waiting = [voice for voice in voices if not voice.answer]
    return {
        "voices": voices,
        "to_answer": next((voice for voice in waiting if may_answer(request.user, voice)), None),
        "late": any(voice.days_late for voice in waiting),
        "may_remind": any(voice.owner_id and may_publish(request.user, voice) for voice in waiting),
        "may_record": policies.may_record_voices(request.user, thing) and thing.state in actions.HAPPENED,
        "by_hand": voices_queries.left_to_tell(queries.ORIGIN, thing.pk).keys() & {"letter", "phone"},
    }


def _evaluations_of(request: HttpRequest, thing: Any) -> dict[str, Any]:
    result = shown.evaluations(thing)
    handles = policies.may_note(request.user, thing)
    answered = set(
        Evaluation.objects.filter(request=thing, invitation__isnull=False).values_list("invitation", flat=True)
    )
    unasked = [row for row in shown.took_places(thing) if row.pk not in answered] if handles else []
    return {
        "evaluations": result,
        "too_few": shown.too_few(thing),
        "handles": handles,
        "commissioners_answers": shown.in_words(result.commissioner) if result.commissioner else [],
        "may_evaluate": policies.may_evaluate(request.user, thing) and thing.state in actions.HAPPENED,
        "unasked": unasked,
        "ask_by_hand": any(row.contributor.channel != Contributor.Channel.EMAIL for row in unasked),
    }


def _next_step(request: HttpRequest, thing: Any, context: dict[str, Any]) -> dict[str, str]:
    """The page's one primary step."""
    happening = thing.state in actions.HAPPENED
    if context["handles"] and happening and not context["totals"].contributions and thing.places_taken:
        return {"primary": "who_came"}
    if thing.state == rules.RequestState.OPEN and context["handles"]:
        return {"primary": "carry_out"}
    if context["may_record"] and not context["voices"]:
        return {"primary": "voices"}
    if context["late"] and context["may_remind"] and context["to_answer"].owner_id != request.user.pk:
        return {"primary": "remind"}
    if context["to_answer"]:
        return {"primary": "answer"}
    return {"primary": "tell" if context["handles"] and context["by_hand"] else ""}


@requires("requests.handle")
@says_why
def who_came(request: HttpRequest, key: UUID) -> HttpResponse:
    """Note for everybody at once who came on a day, and for how long."""
    thing = _visible(request, key)
    if not policies.may_note(request.user, thing):
        raise PermissionDenied
    people = shown.took_places(thing)
    given = request.POST if request.method == "POST" else None
    form = WhoCameForm(given, people=people, hours=shown.likely_hours(thing), day=shown.likely_day(thing))
    if form.is_valid() and _noted(request, thing, form):
        return redirect("assignments:afterwards", key)
    return render(request, "assignments/afterwards/who_came.html", {"thing": thing, "form": form, "people": people})


def _noted(request: HttpRequest, thing: Any, form: WhoCameForm) -> bool:
    """Note them; False, with a question in the form, where somebody has a contribution that day already."""
    people = form.took_part(request.POST)
    try:
        noted = actions.note_who_came(thing, by=request.user, on=form.cleaned_data["on"], people=people)
    except actions.SeenBefore as seen:
        form.seen = seen.known
        form.add_error(None, _("Någon har redan en insats den dagen. Kryssa i om det är en insats till."))
        return False
    messages.success(request, _("Antecknat: %s insatser.") % len(noted))
    return True


@requires("voices.record")
@says_why
def voices(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down what was said: one large field after the other."""
    thing = _visible(request, key)
    if not policies.may_record_voices(request.user, thing):
        raise PermissionDenied
    if thing.state not in actions.HAPPENED:
        raise Http404
    done = request.POST.get("then") == "done"
    if done and not request.POST.get("text", "").strip():  # Nothing typed, nothing to lose.
        return redirect("assignments:afterwards", key)
    heard = list(voices_queries.of_origin(queries.ORIGIN, thing.pk))
    form = VoiceForm(request.POST or None, initial=_as_last_time(thing, heard), ask_for_unit=thing.unit is None)
    if form.is_valid() and _written_down(request, thing, form):
        return redirect("assignments:afterwards" if done else "assignments:voices", key)
    return render(request, "assignments/afterwards/voices.html", {"thing": thing, "form": form, "voices": heard})


def _written_down(request: HttpRequest, thing: Any, form: VoiceForm) -> bool:
    """Write it down; False, with the reason in the form, where it cannot be."""
    try:
        actions.record_what_was_said(thing, by=request.user, **form.given())
    except VoiceRefused as problem:
        form.add_error("text", str(problem))
        return False
    messages.success(request, _("Sparat."))
    return True


def _as_last_time(thing: Any, heard: list[Any]) -> dict[str, Any]:
    """The same day, capacity and unit as in the voice before."""
    if heard:
        names = ("capacity", "association", "said_on", "answer_due_on", "unit")
        return {name: getattr(heard[-1], name) for name in names}
    return {"said_on": shown.likely_day(thing), "answer_due_on": actions.promised_day(thing), "capacity": "individual"}


@requires(*STAFF)
@says_why
def evaluation(request: HttpRequest, key: UUID) -> HttpResponse:
    """The commissioner's side of the four questions."""
    thing = _visible(request, key)
    if not policies.may_evaluate(request.user, thing):
        raise PermissionDenied
    if thing.state not in actions.HAPPENED:
        raise Http404
    before = Evaluation.objects.filter(request=thing, invitation=None).first()
    return _evaluate(request, thing, None, before)


@requires("requests.handle")
@says_why
def evaluation_of(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """What a contributor says by phone or on paper, written down for them."""
    thing = _visible(request, key)
    invitation = get_object_or_404(Invitation.objects.select_related("contributor", "request"), request=thing, pk=pk)
    if not policies.may_note(request.user, thing):
        raise PermissionDenied
    return _evaluate(request, thing, invitation, None)


def _evaluate(
    request: HttpRequest, thing: Any, invitation: Invitation | None, before: Evaluation | None
) -> HttpResponse:
    names = (*shown.QUESTIONS, "words")
    initial = {name: getattr(before, name) for name in names} if before else {}
    form = EvaluationForm(request.POST or None, initial=initial, ours=invitation is None)
    if form.is_valid():
        actions.evaluate(thing, by=request.user, invitation=invitation, **form.answers())
        messages.success(request, _("Tack, svaren är sparade."))
        return redirect("assignments:afterwards", thing.key)
    context = {"thing": thing, "form": form, "invitation": invitation, "too_few": shown.too_few(thing)}
    return render(request, "assignments/afterwards/evaluation.html", context)


# --- The contributor --------------------------------------------------------------------------


@public
@explains_links
@says_why
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A contributor's own page afterwards, by the link in their mail. GET changes nothing."""
    opened = doors.open_invitation(token)
    return _own(request, opened.thing, opened.holder, "site.html")


@requires("own.assignments")
@says_why
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page for somebody with an account."""
    contributor = of_user(request.user)
    rows = Invitation.objects.filter(contributor=contributor).select_related("request__unit", "contributor")
    return _own(request, get_object_or_404(rows, pk=pk), request.user, "workspace.html")


def _own(request: HttpRequest, invitation: Invitation, by: Any, base: str) -> HttpResponse:
    thing = invitation.request
    if invitation.state != Invitation.State.ACCEPTED or thing.state not in actions.HAPPENED:
        return render(request, "assignments/afterwards/not_yet.html", {"base": base, "thing": thing})
    noted = shown.own_contributions(invitation)
    counted = thing.state == rules.RequestState.CLOSED
    initial = {} if noted else {"on": _day_that_was(thing)}
    form = OwnAfterwardsForm(request.POST or None, initial=initial, counted=counted)
    if form.is_valid() and _saved_own(invitation, by, form):
        messages.success(request, _("Tack! Det är sparat."))
        return redirect(request.path)
    answered = not counted and Evaluation.objects.filter(invitation=invitation).exists()
    context = {"base": base, "thing": thing, "form": form, "noted": noted, "answered": answered}
    context |= {"voices": _heard(invitation), "too_few": shown.too_few(thing)}
    return render(request, "assignments/afterwards/own.html", context)


def _day_that_was(thing: Any) -> Any:
    days = [day for day in (thing.ends_on, thing.starts_on) if day and day <= clock.today()]
    return days[0] if days else None


def _saved_own(invitation: Invitation, by: Any, form: OwnAfterwardsForm) -> bool:
    """Save what was told; False, with the reason in the form, where the day is noted already."""
    try:
        _save_own(invitation, by, form)
    except AlreadyRecorded:
        form.add_error("on", _("Den dagen är redan antecknad. Lämna fältet tomt, eller skriv en annan dag."))
        return False
    return True


@transaction.atomic
def _save_own(invitation: Invitation, by: Any, form: OwnAfterwardsForm) -> None:
    """Both halves of the page or neither."""
    if form.cleaned_data["on"]:
        actions.report_own(invitation, by=by, on=form.cleaned_data["on"], hours=form.cleaned_data["hours"])
    if answers := form.answers():
        actions.evaluate(invitation.request, by=by, invitation=invitation, **answers)


def _heard(invitation: Invitation) -> Any:
    told = voices_queries.told_to(invitation.contributor)
    return told.filter(origin_kind=queries.ORIGIN, origin_id=invitation.request_id)
