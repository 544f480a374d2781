"""What the builder's pages share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.foundation.fields import row_number
from medverka.questionnaires import editing, files
from medverka.questionnaires.document import Question, Section, in_language
from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys import building_told, policies
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.models import Questionnaire, Version
from medverka.surveys.queries.questionnaires import visible_to


@dataclass(frozen=True)
class Opened:
    """A questionnaire with one of its versions before somebody."""

    row: Questionnaire
    version: Version
    document: Document

    may_change: bool

    @property
    def stamp(self) -> int:
        """Which version and change of it this is: `actions.stamp`."""
        return actions.stamp(self.version)

    @property
    def language(self) -> str:
        """The language that the builder's pages show."""
        return self.document.languages[0]

    @property
    def address(self) -> str:
        return reverse("surveys:questionnaire", args=[self.row.slug])

    def section(self, key: str) -> Section:
        """The section of an address, or 404."""
        try:
            return editing.section(self.document, key)
        except editing.NotThere:
            raise Http404 from None

    def question(self, key: str) -> Question:
        """The question of an address, or 404."""
        try:
            return editing.question(self.document, key)
        except editing.NotThere:
            raise Http404 from None

    def words(self, thing: Question | Section) -> str:
        """What a question or section is called."""
        return in_language(thing.text if isinstance(thing, Question) else thing.title, self.language)


def opened(request: HttpRequest, slug: str, number: int | None = None) -> Opened:
    """The questionnaire of an address with its newest version, or the one with this number; else 404."""
    row = get_object_or_404(visible_to(request.user), slug=slug)
    version = row.versions.filter(number=number).first() if number else row.versions.first()
    if version is None:
        raise Http404
    may_change = policies.may_change(request.user, row)
    return Opened(row, version, files.load(version.content), may_change)


def to_change(request: HttpRequest, slug: str) -> Opened:
    """The same for a page that changes it; 403 for those who may read it alone."""
    page = opened(request, slug)
    if not page.may_change:
        raise PermissionDenied("surveys.edit")
    return page


def save(
    request: HttpRequest, page: Opened, edit: editing.Edit, *, said: str = "", anchor: str = "", guarded: bool = False
) -> HttpResponse:
    """Change what is being written, say so, and go back to the whole. Where it cannot be, say why, and what to do.

    `guarded`: what must not be done twice, such as a copy, is done only to what the page showed.
    `Overtaken` of a form is for the form's own page to answer.
    """
    seen = row_number(request.POST.get("seen", "")) if guarded else None
    try:
        after = actions.change(page.row, by=request.user, edit=edit, seen=seen)
    except editing.StillAsked as found:
        messages.error(request, building_told.still_asked(page.document, found.dependents))
    except editing.NotThere:
        messages.error(request, _("Det du ville ändra finns inte längre. Någon annan har tagit bort det."))
    except editing.Overtaken:
        if not guarded:
            raise
        messages.info(request, _("Det hade redan hänt något mer. Här ser du hur det står nu."))
    else:
        _tell(request, page, after, said)
    return HttpResponseRedirect(page.address + (f"#{anchor}" if anchor else ""))


def _tell(request: HttpRequest, page: Opened, after: Version, said: str) -> None:
    if after.number != page.version.number:
        begun = _("Det här är version %(new)s. Det som redan är igång fortsätter med version %(old)s.")
        messages.info(request, begun % {"new": after.number, "old": page.version.number})
    if said:
        messages.success(request, said)
    for words in building_told.newly_hidden(page.document, files.load(after.content)):
        messages.warning(request, words)


def keeping(answer: Callable[[], HttpResponse], otherwise: Callable[[], HttpResponse]) -> HttpResponse:
    """Save by `answer`; where somebody else has changed the same thing, come back with what was typed."""
    try:
        return answer()
    except editing.Overtaken:
        return otherwise()


def context_of(page: Opened, **more: Any) -> dict[str, Any]:
    """What every page of a questionnaire shows."""
    return {"page_of": page, "row": page.row, "version": page.version, "whole": page.document, **more}
