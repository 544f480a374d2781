"""What people wrote, one at a time or many at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import within_reach
from medverka.access.views import requires
from medverka.organisations.models import Organisation
from medverka.surveys.actions import reviewing
from medverka.surveys.forms_texts import ReviewForm, ToVoiceForm, other_words
from medverka.surveys.models import FreeText, Round
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import texts as queries
from medverka.surveys.texts_page import ManyForm, TextFilter, kept
from medverka.surveys.wording import OtherWords
from medverka.voices import personal
from medverka.voices import rules as voice_rules
from medverka.voices.models import Theme

A_PAGE = 25


def _round(request: HttpRequest, slug: str) -> Round:
    return get_object_or_404(queries.counted_round(request.user), slug=slug)


def _text(one: Round, pk: UUID) -> FreeText:
    return get_object_or_404(queries.of_round(one), pk=pk)


@requires("surveys.edit")
def every(request: HttpRequest, slug: str) -> HttpResponse:
    one = _round(request, slug)
    results = queries.results_of(one, get_language() or "sv")
    counts = queries.how_many(one)
    wanted = TextFilter(request.GET, results, counts)
    page = Paginator(queries.found(one, wanted.wanted, results), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": one,
        "page": page,
        "names": queries.named(results),
        "questions": results.texts,
        "wanted": wanted,
    }
    context |= {"many": ManyForm(), "first": queries.next_unread(one, UUID(int=0)) if counts.get("new") else None}
    return render(request, "surveys/texts/list.html", context)


@requires("surveys.edit")
@require_POST
def many(request: HttpRequest, slug: str) -> HttpResponse:
    """What is done with all that were ticked."""
    one = _round(request, slug)
    ids = [UUID(one_id) for one_id in request.POST.getlist("text") if _is_uuid(one_id)]
    what = request.POST.get("gor", "")
    theme = (
        Theme.objects.filter(slug=request.POST.get("satt_tema", ""), retired=False).first() if what == "tema" else None
    )
    if not ids or (what not in ("read", "aside") and theme is None):
        messages.warning(request, _("Kryssa för minst en text, och välj vad som ska göras."))
    else:
        done = reviewing.review_many(one, ids, by=request.user, state="" if theme else what, theme=theme)
        messages.success(request, ngettext("En text är ändrad.", "%(n)s texter är ändrade.", done) % {"n": done})
    return redirect(f"{reverse('surveys:texts', args=[slug])}?{kept(request.POST.get('sida', ''))}")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@requires("surveys.edit")
def text(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    one = _round(request, slug)
    found = _text(one, pk)
    quotable = queries.may_be_quoted(found)
    form = ReviewForm(request.POST or None, text=found, quotable=quotable, before=reviewing.seen(found))
    if form.is_valid() and _reviewed(request, found, form):
        following = queries.next_unread(one, found.pk) if "nasta" in request.POST else None
        messages.success(request, _("Sparat."))
        return redirect("surveys:text", slug, following.pk) if following else redirect("surveys:texts", slug)
    results = queries.results_of(one, get_language() or "sv")
    context = {
        "round": one, "text": found, "form": form, "quotable": quotable, "group": queries.named(results).get(found.group.key),
        "question": results.texts.get(found.question, found.question), "suspects": personal.suspects(found.text or found.shown),
        "left": queries.how_many(one).get(FreeText.State.NEW, 0),
    }  # fmt: skip
    return render(request, "surveys/texts/text.html", context)


def _reviewed(request: HttpRequest, found: FreeText, form: ReviewForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    values = {name: data[name] for name in ("shown", "themes", "state", "before")}
    try:
        reviewing.review(found, by=request.user, **values)
    except NotNow:
        fresh = FreeText.objects.filter(pk=found.pk).first() or found
        form.overtaken(reviewing.seen(fresh))
        found.shown, found.state = fresh.shown, fresh.state
        return False
    except OtherWords as problem:
        other_words(form, "shown", problem.words)
        return False
    except reviewing.MayNotBeQuoted:
        form.add_error("state", _("För få har svarat för att texten ska kunna visas som citat."))
        return False
    return True


@requires("surveys.edit")
def to_voice(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    one = _round(request, slug)
    found = _text(one, pk)
    units = Organisation.objects.current().units().filter(within_reach(request.user, "voices.record")).order_by("name")
    form = ToVoiceForm(request.POST or None, text=found, units=units)
    if form.is_valid():
        try:
            voice = reviewing.make_voice(found, by=request.user, said_on=one.closes_on, **form.values)
        except voice_rules.NotNow as problem:
            form.add_error(None, str(problem))
        except reviewing.MayNotBeQuoted:
            form.add_error(None, _("För få har svarat för att texten ska kunna visas för någon annan."))
        except OtherWords as problem:
            other_words(form, "words", problem.words)
        else:
            messages.success(request, _("Det är nu en synpunkt, och ska få ett svar."))
            return redirect("voices:voice", voice.pk)
    return render(request, "surveys/texts/to_voice.html", {"round": one, "text": found, "form": form})
