"""What a respondent meets, without signing in: the start, one section a page, what has been answered, thanks."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from medverka.foundation import brake, links
from medverka.foundation.views import public
from medverka.questionnaires.answering import asked, clean, pages
from medverka.questionnaires.document import Section, in_language
from medverka.surveys import asking, drafts, respondent_words, seats, tongues
from medverka.surveys.actions.answering import AnsweredAlready, RoundClosed, hand_in
from medverka.surveys.models import Group, Round
from medverka.surveys.rules import State
from medverka.surveys.seats import Seat

SENDING = "surveys.sending"
LANGUAGE = "survey_language"  # A cookie: which of a questionnaire's languages somebody chose.
BEGUN, WITHIN = 400, 3600  # A hall of people behind one address may begin within an hour.
View = Callable[..., HttpResponse]


def for_respondents(view: View) -> View:
    """Mark a public page that nobody keeps a copy of, and that tells no other site where somebody came from."""

    @wraps(view)
    def kept_nowhere(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        return response

    return public(kept_nowhere)


# --- Ways in ----------------------------------------------------------------------------------


@for_respondents
def choose_group(request: HttpRequest, slug: str) -> HttpResponse:
    """A round's own address: its groups, where anybody may answer in more than one."""
    one = get_object_or_404(Round.objects.exclude(state=State.DRAFT), slug=slug)
    groups = list(one.groups.filter(has_open_link=True))
    if not groups:
        raise Http404
    if len(groups) == 1:
        return redirect("surveys:open_link", slug, groups[0].key)
    return render(request, "surveys/answering/groups.html", {"round": one, "groups": groups})


@for_respondents
def open_link(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Where anybody who has the group's link begins."""
    group = _open_group(slug, key)
    if request.method == "POST" and group.round.takes_answers:
        return _begin(request, group)
    seat = Seat(group, "", "", None, None)
    return _in_language(request, seat, "surveys/answering/start.html", {"minutes": asking.minutes(seat.questionnaire)})


@for_respondents
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Where somebody with a link of their own begins, or goes on."""
    seat = seats.of_token(token)
    if seat is None:
        return render(request, "surveys/answering/no_link.html", status=404)
    if seat.used:
        return _in_language(request, seat, "surveys/answering/used.html", {}, status=410)
    if request.method == "POST" and seat.group.round.takes_answers:
        return redirect("surveys:answer_section", token, 1)
    context = {"minutes": asking.minutes(seat.questionnaire), "begun": bool(seat.answers())}
    return _in_language(request, seat, "surveys/answering/start.html", context)


@for_respondents
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember in which language somebody answers, and go back to where they were."""
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else "/")
    response.set_cookie(
        LANGUAGE, request.POST.get("language", "")[:35], path="/enkat/", samesite="Lax", httponly=True,
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _begin(request: HttpRequest, group: Group) -> HttpResponse:
    """A draft for one more, unless very many have been begun from the same address."""
    if brake.too_many(request, f"survey:{group.pk}", most=BEGUN, seconds=WITHIN):
        return render(request, "surveys/answering/too_many.html", {"group": group}, status=429)
    return redirect("surveys:answer_section", seats.begin(group).token, 1)


def _open_group(slug: str, key: str) -> Group:
    groups = Group.objects.select_related("round__version", "version").exclude(round__state=State.DRAFT)
    return get_object_or_404(groups, round__slug=slug, key=key, has_open_link=True)


# --- One section a page -----------------------------------------------------------------------


def seated(view: View) -> View:
    """Give the view the seat of a link, where answers are taken; else say why not, with what was typed kept."""

    @wraps(view)
    def found(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        seat = seats.of_token(token)
        if seat is None:
            return _no_link(request, token)
        if seat.used:
            return _in_language(request, seat, "surveys/answering/used.html", {}, status=410)
        if not seat.group.round.takes_answers:
            return _closed(request, seat)
        try:
            return view(request, seat, **more)
        except drafts.Gone:  # Handed in meanwhile, in another tab.
            return _in_language(request, seat, "surveys/answering/used.html", {}, status=410)

    return for_respondents(found)


def _no_link(request: HttpRequest, token: str) -> HttpResponse:
    """Nothing is behind the link; but whoever pressed the last button twice has been heard, and is told so."""
    try:
        group_id, stamp = links.read(SENDING, request.POST.get("sending", ""), good_for=timedelta(days=1))
    except links.BadLink:
        return render(request, "surveys/answering/no_link.html", status=404)
    group = Group.objects.select_related("round").filter(pk=group_id).first() if stamp == token else None
    if group is None:
        return render(request, "surveys/answering/no_link.html", status=404)
    return redirect("surveys:thanks", group.round.slug, group.key)


@seated
def section(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """A section's questions. Whatever is pressed, what was typed is kept first."""
    answers = seat.answers()
    put = pages(seat.questionnaire, answers)
    if not 1 <= number <= len(put):
        return redirect("surveys:check", seat.token)
    here = put[number - 1].section
    if request.method != "POST":
        return _show(request, seat, number, here, answers)
    given = asking.read(here, request.POST)
    seat.keep(asking.to_keep(here, given))
    return _onward(request, seat, number, here, answers | given)


def _onward(request: HttpRequest, seat: Seat, number: int, here: Section, answers: dict[str, Any]) -> HttpResponse:
    """Where the button leads that was pressed: back, away, or on, where nothing new is asked and nothing is wrong."""
    if "back" in request.POST:
        return redirect("surveys:answer_section", seat.token, number - 1) if number > 1 else redirect(*_start(seat))
    if "later" in request.POST:
        return redirect("surveys:saved", seat.token)
    seen = set(request.POST.getlist("seen"))
    shown = asking.of_page(seat.questionnaire, here, answers, "sv")
    new = [one.key for one in shown if not one.waits and one.key not in seen]
    if new or _wrong(seat, here, answers):
        return _show(request, seat, number, here, answers, new=new)
    return redirect("surveys:answer_section", seat.token, number + 1)


def _show(
    request: HttpRequest, seat: Seat, number: int, here: Section, answers: dict[str, Any], new: list[str] | None = None
) -> HttpResponse:
    problems = [] if request.method != "POST" or new else _wrong(seat, here, answers)
    language = _language(request, seat)
    shown = asking.of_page(seat.questionnaire, here, answers, language, problems)
    context = {
        "section": here,
        "section_title": in_language(here.title, language, seat.questionnaire.languages[0]),
        "section_text": in_language(here.text, language, seat.questionnaire.languages[0]),
        "questions": shown,
        "wrong": [one for one in shown if one.problem],
        "new": new or [],
        "number": number,
        "sections": len(pages(seat.questionnaire, answers)),
        "total": len(asked(seat.questionnaire, answers)),
    }
    return _in_language(request, seat, "surveys/answering/section.html", context)


def _wrong(seat: Seat, here: Section, answers: dict[str, Any]) -> list[Any]:
    keys = {question.key for question in here.questions}
    _answers, problems = clean(seat.questionnaire, answers)
    return [one for one in problems if not one.caution and one.place and one.place[0].key in keys]


@seated
def check(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Everything that was answered, once more, and the button that sends it."""
    typed = seat.answers()
    answers, problems = clean(seat.questionnaire, typed)
    wrong = {one.place[0].key for one in problems if not one.caution and one.place}
    if request.method == "POST" and not wrong:
        return _hand_in(request, seat, answers)
    parts = asking.read_through(seat.questionnaire, typed, _language(request, seat), wrong)
    dropped = sum(one.code == "not_asked" for one in problems)
    sending = links.make(SENDING, seat.group.pk, seat.token)
    context = {"parts": parts, "wrong": wrong, "dropped": dropped, "last": len(parts), "sending": sending}
    return _in_language(request, seat, "surveys/answering/check.html", context)


def _hand_in(request: HttpRequest, seat: Seat, answers: Any) -> HttpResponse:
    try:
        hand_in(seat.group, answers, ticket=seat.ticket, draft=seat.secret)
    except AnsweredAlready:
        return redirect("surveys:thanks", seat.group.round.slug, seat.group.key)
    except RoundClosed:
        seat.group.round.refresh_from_db()
        return _closed(request, seat)
    if _at_tablet(request, seat):
        return redirect("surveys:tablet_thanks", seat.group.round.slug, seat.group.key)
    return redirect("surveys:thanks", seat.group.round.slug, seat.group.key)


@seated
def saved(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What was answered is kept; how to go on later."""
    address = links.absolute(reverse("surveys:by_link", args=[seat.token]))
    return _in_language(request, seat, "surveys/answering/saved.html", {"address": address})


@for_respondents
def thanks(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """It has been handed in. The address is nobody's own."""
    groups = Group.objects.select_related("round__version", "version").exclude(round__state=State.DRAFT)
    group = get_object_or_404(groups, round__slug=slug, key=key)
    return _in_language(request, Seat(group, "", "", None, None), "surveys/answering/thanks.html", {})


# --- A tablet in the room ---------------------------------------------------------------------

TABLET = "survey_tablet"  # A cookie: on this device one person answers after the other, in this group.


@for_respondents
def tablet(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Where each person begins at a tablet in the room, and where it comes back to by itself."""
    group = _open_group(slug, key)
    if request.method == "POST" and group.round.takes_answers:
        return _begin(request, group)
    seat = Seat(group, "", "", None, None)
    response = _in_language(
        request, seat, "surveys/answering/start.html", {"minutes": asking.minutes(seat.questionnaire), "tablet": True}
    )
    response.set_cookie(
        TABLET, f"{group.pk}", path="/enkat/", samesite="Lax", httponly=True, secure=request.is_secure()
    )
    if request.method == "GET":
        response.delete_cookie(LANGUAGE, path="/enkat/")
    return response


@for_respondents
def tablet_thanks(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Thanks, and back to the start for whoever comes next."""
    group = _open_group(slug, key)
    seat = Seat(group, "", "", None, None)
    return _in_language(request, seat, "surveys/answering/thanks.html", {"tablet": True})


@seated
def leave(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Somebody went away from the tablet, or it waited long enough: nothing of theirs is left for whoever comes next."""
    if request.method != "POST" or not _at_tablet(request, seat):
        return redirect(*_start(seat))
    drafts.throw_away(seat.secret)
    return redirect("surveys:tablet", seat.group.round.slug, seat.group.key)


def _at_tablet(request: HttpRequest, seat: Seat) -> bool:
    """Whether this is somebody's turn at a tablet in the room; whoever has a link of their own keeps what they wrote."""
    return seat.ticket is None and request.COOKIES.get(TABLET) == f"{seat.group.pk}"


# --- What all of them need --------------------------------------------------------------------


def _closed(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The round takes no answers today: when it does or did, whom to call, and what this person had written."""
    parts = asking.read_through(seat.questionnaire, seat.answers(), _language(request, seat))
    kept = [answer for part in parts for answer in part.answers if answer.lines]
    return _in_language(request, seat, "surveys/answering/closed.html", {"kept": kept}, status=410)


def _language(request: HttpRequest, seat: Seat) -> str:
    """The language that somebody chose, else the interface's, as far as the questionnaire is written in it."""
    known = seat.questionnaire.languages
    for tag in (request.COOKIES.get(LANGUAGE, ""), translation.get_language() or ""):
        if tag in known:
            return tag
    return known[0] if known else "sv"


def _in_language(
    request: HttpRequest, seat: Seat, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    questionnaire, language = seat.questionnaire, _language(request, seat)
    first = questionnaire.languages[0] if questionnaire.languages else "sv"
    about = {
        "seat": seat,
        "at_tablet": bool(seat.token) and _at_tablet(request, seat),
        "round": seat.group.round,
        "survey_title": in_language(questionnaire.title, language, first),
        "intro": in_language(questionnaire.intro, language, first),
        "thanks_text": in_language(questionnaire.thanks, language, first),
        "survey_language": language,
        "direction": tongues.direction(language),
        "aside": respondent_words.aside(language),
        "survey_languages": asking.languages_of(questionnaire),
        "count": len(asked(questionnaire, {})),
    }
    with translation.override(respondent_words.interface_language(language)):
        words = respondent_words.words(questionnaire, language)
        response = render(request, template, {**about, "words": words, **context}, status=status)
    response["Content-Language"] = language
    return response


def _start(seat: Seat) -> tuple[str, ...]:
    if seat.ticket:
        return ("surveys:by_link", seat.token)
    return ("surveys:open_link", seat.group.round.slug, seat.group.key)
