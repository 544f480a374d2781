"""Answering, the same for whoever signed in and whoever came by a link: only the frame and the addresses differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from medverka.mappings import content, policies, shown
from medverka.mappings.actions import answering as actions
from medverka.mappings.forms_answering import SectionForm
from medverka.mappings.models import SelfAssessment
from medverka.mappings.moves import NotNow
from medverka.mappings.rules import State
from medverka.questionnaires import answering
from medverka.questionnaires.document import EASY, Questionnaire

EASY_WORD = "lattlast"


@dataclass(frozen=True)
class Desk:
    """Whose answers, as whom somebody acts, and what the addresses are made of."""

    assessment: SelfAssessment
    by: Any
    base: str
    suffix: str
    key: int | str

    def url(self, name: str, *more: str) -> str:
        """The address of one of the pages."""
        plain = {"assessment": "by_link"}.get(name, f"{name}_by_link") if self.suffix else name
        return reverse(f"mappings:{plain}", args=[self.key, *more])

    @property
    def start(self) -> str:
        """The address of the overview."""
        return self.url("assessment")

    @property
    def is_open(self) -> bool:
        """Whether anything may be changed."""
        return self.assessment.mapping.state == State.OPEN and not self.assessment.organisation.closed_on

    @property
    def on_behalf(self) -> bool:
        """Whether the coordinator writes what somebody else says."""
        one = self.assessment
        return not policies.holds_link(self.by, one) and not policies.speaks_for(self.by, one.organisation)


def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All parts, how far each has come, and everything that is answered."""
    easy = _easy(request)
    told = shown.answers_of(desk.assessment, easy=easy)
    parts = [(part, desk.url("fill_in", part.section.key)) for part in told]
    context = {"desk": desk, "assessment": desk.assessment, "mapping": desk.assessment.mapping, "parts": parts}
    context |= {"easy": easy, "unanswered": sum(part.unanswered for part in told), "easy_exists": _has_easy(desk)}
    context |= {"hand_in": desk.url("hand_in"), "take_back": desk.url("take_back"), "frame": desk.base}
    context |= {"questionnaire": content.of_version(desk.assessment.mapping.version)}
    return render(request, "mappings/assessment.html", context)


def fill_in(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """One section. What somebody else wrote meanwhile is laid beside what was typed, and nothing is lost."""
    easy, one = _easy(request), desk.assessment
    pages = answering.pages(content.of_version(one.mapping.version), one.answers)
    place = next((number for number, page in enumerate(pages) if page.section.key == key), None)
    if place is None:
        raise Http404
    if request.method != "POST" and (not desk.is_open or one.state == one.State.HANDED_IN):
        return redirect(desk.start)
    posted = request.POST if request.method == "POST" else None
    form = SectionForm(posted, assessment=one, section=_put(pages[place]), easy=easy)
    if form.is_valid() and _saved(form, desk):
        after = [page.section.key for page in pages[place + 1 : place + 2]]
        messages.success(request, _("Det är sparat."))
        stays = "stay" in request.POST or not after
        return redirect(desk.start if stays else desk.url("fill_in", after[0]) + _with(easy))
    context = {"desk": desk, "assessment": one, "form": form, "section": pages[place].section, "easy": easy}
    context |= {"number": place + 1, "of": len(pages), "last": place + 1 == len(pages), "frame": desk.base}
    return render(request, "mappings/section.html", context | {"easy_exists": _has_easy(desk), "start": desk.start})


def hand_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say that these are the answers."""
    given = request.POST.get("revision", "")
    revision = int(given) if given.isdecimal() and len(given) < 10 else None
    try:
        actions.hand_in(desk.assessment, by=desk.by, revision=revision)
        messages.success(request, _("Tack! Svaren är inlämnade."))
    except NotNow as refusal:
        messages.info(request, str(refusal))
    return redirect(desk.start)


def take_back(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Change what was handed in."""
    try:
        actions.take_back(desk.assessment, by=desk.by)
        messages.success(request, _("Nu kan svaren ändras igen. Glöm inte att lämna in dem efteråt."))
    except NotNow as refusal:
        messages.info(request, str(refusal))
    return redirect(desk.start)


def _saved(form: SectionForm, desk: Desk) -> bool:
    try:
        actions.fill_in(desk.assessment, by=desk.by, seen=form.cleaned_data["seen"], **form.given())
    except actions.ChangedMeanwhile as change:
        form.lay_beside(change.assessment)
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _put(page: answering.Page) -> Any:
    """The section with just the questions that are put."""
    return replace(page.section, questions=page.questions)


def _easy(request: HttpRequest) -> bool:
    return EASY_WORD in request.GET and get_language() == "sv"


def _with(easy: bool) -> str:
    return f"?{EASY_WORD}=1" if easy else ""


def _has_easy(desk: Desk) -> bool:
    languages: Sequence[str] = _questionnaire(desk).languages
    return EASY in languages and get_language() == "sv"


def _questionnaire(desk: Desk) -> Questionnaire:
    return content.of_version(desk.assessment.mapping.version)
