from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.authorise import may, within_reach
from medverka.access.views import requires
from medverka.foundation import clock, links
from medverka.foundation.downloads import download
from medverka.foundation.views import public
from medverka.pool.models import Contributor
from medverka.pool.queries import of_user
from medverka.voices import actions, personal, policies, queries, rules
from medverka.voices.chain import story, told_of
from medverka.voices.export import voices_csv
from medverka.voices.filters import VoiceFilter
from medverka.voices.forms import ANSWER_WORDS, AnswerForm, EffectForm, OwnerForm, TextForm
from medverka.voices.models import AWAITED, Voice
from medverka.voices.notices import TOLD_LINK
from medverka.voices.origins import Origin, describe, kinds

Policy = Callable[[Any, Voice], bool]


def voice_for(request: HttpRequest, pk: int, policy: Policy | None = None) -> Voice:
    """The voice, for somebody who sees it (else 404) and may do this with it (else 403)."""
    voice = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if policy is not None and not policy(request.user, voice):
        raise PermissionDenied
    return voice


def _origin(voice: Voice) -> Origin | None:
    return describe([(voice.origin_kind, voice.origin_id)]).get((voice.origin_kind, voice.origin_id))


# --- For everybody ----------------------------------------------------------------------------


@public
def public_page(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("svar", "")
    voices = queries.published()
    if chosen in ANSWER_WORDS:
        voices = voices.filter(answer=ANSWER_WORDS[chosen])
    page = Paginator(voices, 20).get_page(request.GET.get("page"))
    return render(request, "voices/public.html", {"page": page, "chosen": chosen, "filters": _public_filters(chosen)})


def _public_filters(chosen: str) -> list[dict[str, Any]]:
    words = {"": _("Alla svar"), "ja": _("Ja"), "nej": _("Nej"), "senare": _("Senare")}
    return [
        {"label": label, "url": f"?svar={word}" if word else "?", "current": word == chosen}
        for word, label in words.items()
    ]


@public
def told(request: HttpRequest, token: str) -> HttpResponse:
    """What one contributor is told about one occasion, by the link in their mail."""
    try:
        subject, stamp = links.read(TOLD_LINK, token, good_for=timedelta(days=rules.TOLD_LINK_DAYS))
    except links.BadLink:
        return render(request, "voices/bad_link.html", status=404)
    kind, origin_id, person = subject.split(":")
    contributor = Contributor.objects.filter(pk=person, reference=stamp, disposed_on=None).first()
    if contributor is None:
        return render(request, "voices/bad_link.html", status=404)
    voices = queries.told_to(contributor).filter(origin_kind=kind, origin_id=origin_id)
    origin = describe([(kind, int(origin_id))]).get((kind, int(origin_id)))
    return render(request, "voices/told.html", {"voices": voices, "origin": origin})


@requires("own.assignments")
def mine(request: HttpRequest) -> HttpResponse:
    contributor = of_user(request.user)
    voices = queries.told_to(contributor) if contributor else Voice.objects.none()
    page = Paginator(voices, 25).get_page(request.GET.get("page"))
    return render(request, "voices/mine.html", {"page": page})


# --- For those who answer and coordinate --------------------------------------------------------


@requires("voices.read")
def listing(request: HttpRequest) -> HttpResponse:
    seen = queries.visible_to(request.user)
    wanted = VoiceFilter(request.GET, seen=seen)
    page = Paginator(wanted.found(seen).prefetch_related("themes"), 25).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "origins": queries.origins_of(page)}
    context |= {"may_export": may(request.user, "voices.publish"), "may_compile": may(request.user, "figures.read")}
    return render(request, "voices/list.html", context)


@requires("voices.publish")
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it, as a file; as far as the coordinator coordinates."""
    seen = queries.visible_to(request.user).filter(within_reach(request.user, "voices.publish", "unit"))
    found = VoiceFilter(request.GET, seen=seen).found(seen)
    return download(voices_csv(found), f"synpunkter-{clock.today()}.csv")


@requires("voices.read")
def voice(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk)
    origin = _origin(found)
    context = {
        "voice": found,
        "origin": origin,
        "called": kinds().get(found.origin_kind, ""),
        "may_open_origin": _may_open(request.user, origin),
        "story": story(found),
    }
    return render(request, "voices/voice.html", context | _possible(request.user, found))


def _may_open(user: Any, origin: Origin | None) -> bool:
    return bool(origin and origin.url and (not origin.permission or may(user, origin.permission)))


def _possible(user: Any, found: Voice) -> dict[str, bool]:
    """What this person may do with the voice as it stands."""
    answers, publishes = policies.may_answer(user, found), policies.may_publish(user, found)
    return {
        "remind_first": publishes and bool(found.days_late and found.owner and found.owner != user),
        "may_answer": answers and found.answer in {"", "later"},
        "may_escalate": policies.may_escalate(user, found),
        "may_correct_answer": answers and bool(queries.corrections(found)),
        "may_tell_effect": answers and bool(found.answer) and not found.effect,
        "may_publish": publishes,
        "may_correct": policies.may_correct(user, found),
        "may_sort": policies.may_sort(user, found),
        "may_mask": policies.may_mask(user, found),
        "may_remove": policies.may_remove(user, found),
    }


@requires("voices.answer")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_answer)
    form = AnswerForm(request.POST or None, among=rules.ANSWERS[found.answer])
    if form.is_valid():
        try:
            actions.answer_voice(found, by=request.user, **form.cleaned_data)
        except rules.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            return _on_to_the_next(request, found)
    return render(request, "voices/answer.html", {"voice": found, "form": form, "origin": _origin(found)})


def _on_to_the_next(request: HttpRequest, answered: Voice) -> HttpResponse:
    """To the next voice of the same occasion that waits for an answer, else to the one answered."""
    messages.success(request, _("Ditt svar är sparat. De som sade det får veta."))
    waiting = queries.of_origin(answered.origin_kind, answered.origin_id).filter(AWAITED)
    following = next((voice for voice in waiting if policies.may_answer(request.user, voice)), None)
    if following:
        return redirect("voices:answer", following.pk)
    return redirect("voices:voice", answered.pk)


@requires("voices.answer")
def correct_answer(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_answer)
    among = queries.corrections(found)
    if not among:
        messages.warning(
            request, _("Svaret kan inte rättas längre: någon har redan fått veta det, eller så visas det öppet.")
        )
        return redirect("voices:voice", pk)
    form = AnswerForm(request.POST or None, among=among, initial={"answer": found.answer, "because": found.because})
    if form.is_valid():
        try:
            actions.correct_answer(found, by=request.user, **form.cleaned_data)
        except rules.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Svaret är rättat."))
            return redirect("voices:voice", pk)
    return render(request, "voices/correct_answer.html", {"voice": found, "form": form})


@requires("voices.answer")
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_answer)
    form = EffectForm(request.POST or None)
    if form.is_valid():
        try:
            actions.tell_effect(found, by=request.user, **form.cleaned_data)
        except rules.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Det är sparat. De som var med får veta det på sitt sätt."))
            return redirect("voices:voice", pk)
    return render(request, "voices/effect.html", {"voice": found, "form": form})


@requires("voices.publish")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_publish)
    if request.method == "POST":
        public_now = request.POST.get("public") == "1"
        try:
            actions.make_public(found, by=request.user, public=public_now)
        except rules.NotNow as problem:
            messages.error(request, str(problem))
        return redirect("voices:voice", pk)
    untold = any(row.in_room and not row.finished for row in told_of(found))
    context = {"voice": found, "signs": personal.looks_personal(found.everything), "untold_in_room": untold}
    return render(request, "voices/publish.html", context)


@requires("voices.record")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_correct)
    form = TextForm(request.POST or None, initial={"text": found.text})
    if form.is_valid():
        try:
            actions.correct_voice(found, by=request.user, **form.cleaned_data)
        except rules.NotNow as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Texten är ändrad."))
            return redirect("voices:voice", pk)
    return render(request, "voices/correct.html", {"voice": found, "form": form})


@requires("voices.record")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_remove)
    origin = _origin(found)
    if request.method == "POST":
        actions.remove_voice(found, by=request.user)
        messages.success(request, _("Synpunkten är borttagen."))
        return redirect(origin.url if origin and origin.url else "voices:list")
    return render(request, "voices/remove.html", {"voice": found})


@requires("voices.publish")
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    found = voice_for(request, pk, policies.may_publish)
    people = queries.who_may_answer(found.unit)
    form = OwnerForm(request.POST or None, people=people, initial={"owner": found.owner_id})
    if form.is_valid():
        count = actions.choose_owner_for_all(found, by=request.user, owner=form.cleaned_data["owner"])
        done = _("Valt. %(count)s väntar nu på svar.") % {"count": queries.count_in_words(count)}
        messages.success(request, done if count else _("Någon har redan svarat. Här ser du svaret."))
        return redirect("voices:voice", pk)
    return render(request, "voices/owner.html", {"voice": found, "form": form, "people": people})
