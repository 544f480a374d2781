"""Pages on which a manager answers from the link in the mail, without signing in. A GET changes nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.foundation.doors import explains_links
from medverka.foundation.views import public
from medverka.voices import actions, rules
from medverka.voices.doors import open_desk
from medverka.voices.forms import AnswerForm, EffectForm
from medverka.voices.queries import origins_of

MOST_SHOWN = 200


@public
@explains_links
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What waits for an answer, and what has been answered, as the mail's link tells."""
    desk = open_desk(token)
    waiting, unfinished = list(desk.waiting()[:MOST_SHOWN]), list(desk.unfinished()[:20])
    context = {"desk": desk, "token": token, "waiting": waiting, "unfinished": unfinished}
    return render(request, "voices/by_link.html", context | {"origins": origins_of([*waiting, *unfinished])})


@public
@explains_links
def answer_by_link(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One voice and its answer; then on to the next that waits."""
    desk = open_desk(token)
    found = get_object_or_404(desk.voices(), pk=pk)
    possible = rules.ANSWERS[found.answer]
    if not possible and request.method != "POST":
        messages.info(request, _("Synpunkten har redan fått svar."))
        return redirect("voices:by_link", token)
    form = AnswerForm(_posted(request), among=possible or rules.ANSWERS[""])
    if _done(form, lambda: actions.answer_voice(found, by=desk.holder, **form.cleaned_data)):
        messages.success(request, _("Ditt svar är sparat. De som sade det får veta."))
        following = desk.waiting().first()
        return (
            redirect("voices:answer_by_link", token, following.pk) if following else redirect("voices:by_link", token)
        )
    context = {"desk": desk, "token": token, "voice": found, "form": form, "left": desk.waiting().count()}
    return render(request, "voices/answer_by_link.html", context)


@public
@explains_links
def effect_by_link(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """What an answer led to."""
    desk = open_desk(token)
    found = get_object_or_404(desk.voices().exclude(answer=""), pk=pk)
    form = EffectForm(_posted(request))
    if _done(form, lambda: actions.tell_effect(found, by=desk.holder, **form.cleaned_data)):
        messages.success(request, _("Det är sparat. De som var med får veta det på sitt sätt."))
        return redirect("voices:by_link", token)
    return render(request, "voices/effect_by_link.html", {"desk": desk, "token": token, "voice": found, "form": form})


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(form: Form, action: Callable[[], object]) -> bool:
    """Whether a valid form was acted upon; a refusal becomes the form's error, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        action()
    except rules.NotNow as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
