"""Whom a question or section is put to."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.questionnaires import editing
from medverka.questionnaires.document import Question, Section
from medverka.surveys import building_told
from medverka.surveys.forms_conditions import ConditionForm
from medverka.surveys.views.building_shared import Opened, context_of, save, to_change


@requires("surveys.edit")
def question_condition(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    return _condition(request, page, page.question(key))


@requires("surveys.edit")
def section_condition(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    return _condition(request, page, page.section(key))


def _condition(request: HttpRequest, page: Opened, thing: Question | Section) -> HttpResponse:
    is_section = isinstance(thing, Section)
    before = editing.earlier(page.document, thing.key, is_section=is_section)
    posted, initial = request.POST if request.method == "POST" else None, ConditionForm.initial_of(thing.asked_if)
    form = ConditionForm(posted, whole=page.document, before=before, initial=initial)
    if form.is_valid():
        edit = partial(editing.set_condition, key=thing.key, condition=form.condition(), is_section=is_section)
        return save(request, page, edit, said=_("Sparat."), anchor=thing.key)
    context = context_of(page, form=form, thing=thing, name=page.words(thing), is_section=is_section)
    context["around"] = "" if is_section else _around(page, thing.key)
    return render(request, "surveys/building/condition.html", context)


def _around(page: Opened, key: str) -> str:
    """To whom the section of a question is put, where that is not everybody."""
    return building_told.condition(page.document, editing.section_of(page.document, key).asked_if)
