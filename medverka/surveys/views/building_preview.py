"""A questionnaire as those who answer will meet it, in each language, also as on a phone. Nothing is saved."""

from typing import Any

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from medverka.access.views import requires
from medverka.foundation.fields import row_number
from medverka.questionnaires.answering import asked, pages
from medverka.questionnaires.document import in_language
from medverka.surveys import asking, previewing, respondent_words, tongues
from medverka.surveys.previewing import Step
from medverka.surveys.views.building_shared import Opened, context_of, opened


@requires("surveys.edit")
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    return _preview(request, slug)


@requires("surveys.edit")
def on_a_phone(request: HttpRequest, slug: str) -> HttpResponse:
    """The preview in a frame as narrow as a phone."""
    page = opened(request, slug, _version(request))
    return render(request, "surveys/building/phone.html", context_of(page, **_chosen(request, page)))


@requires("surveys.edit")
def in_the_frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The preview for that frame: the one page of ours that may stand in another of ours."""
    response = _preview(request, slug, in_frame=True)
    response["X-Frame-Options"] = "SAMEORIGIN"
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # As `csp.decorators` does.
    return response


def _version(request: HttpRequest) -> int | None:
    return row_number(request.GET.get("version", "")) or None


def _chosen(request: HttpRequest, page: Opened) -> dict[str, Any]:
    """The language that is shown, and those there are."""
    wanted = request.GET.get("sprak", "")
    language = wanted if wanted in page.document.languages else page.language
    number = _version(request)
    return {
        "shown_language": language,
        "tags": [(tag, tongues.own_name(tag)) for tag in page.document.languages],
        "which": f"&version={number}" if number else "",
    }


def _preview(request: HttpRequest, slug: str, *, in_frame: bool = False) -> HttpResponse:
    page = opened(request, slug, _version(request))
    step = previewing.step(page.document, request.POST) if request.method == "POST" else Step(0)
    chosen = _chosen(request, page)
    context = context_of(page, step=step, in_frame=in_frame, **chosen, **_shown(page, step, chosen["shown_language"]))
    with translation.override(respondent_words.interface_language(chosen["shown_language"])):
        response = render(request, "surveys/building/preview.html", context)
    response["Content-Language"] = chosen["shown_language"]
    return response


def _shown(page: Opened, step: Step, language: str) -> dict[str, Any]:
    """What the respondent's own templates show."""
    whole, first, here = page.document, page.language, step.page(page.document)
    questions = asking.of_page(whole, here.section, step.answers, language, step.problems) if here else []
    texts = {"survey_title": whole.title, "intro": whole.intro, "thanks_text": whole.thanks}
    if here:
        texts |= {"section_title": here.section.title, "section_text": here.section.text}
    return {
        **{name: in_language(text, language, first) for name, text in texts.items()},
        "survey_language": language,
        "direction": tongues.direction(language),
        "aside": respondent_words.aside(language),
        "words": respondent_words.words(whole, language),
        "questions": questions,
        "wrong": [one for one in questions if one.problem],
        "new": step.new,
        "number": step.number,
        "sections": len(pages(whole, step.answers)),
        "total": len(asked(whole, step.answers)),
        "here": here,
    }
