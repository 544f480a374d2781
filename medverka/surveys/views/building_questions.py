"""Sections and questions: added, changed, moved, copied, removed."""

from dataclasses import replace
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.questionnaires import editing
from medverka.questionnaires.document import Kind, Question, Questionnaire, in_language
from medverka.surveys import building_told
from medverka.surveys.forms_building import QuestionForm, SectionForm, face_choices
from medverka.surveys.views.building_shared import Opened, context_of, keeping, save, to_change

MOVES = {"upp": -1, "ner": 1}


@requires("surveys.edit")
@require_POST
def do(request: HttpRequest, slug: str) -> HttpResponse:
    """The buttons at a section or question: up, down, copy."""
    page, key, verb = to_change(request, slug), request.POST.get("key", ""), request.POST.get("do", "")
    is_section = request.POST.get("what") == "section"
    if verb in MOVES:
        move = editing.move_section if is_section else editing.move_question
        edit: editing.Edit = partial(move, key=key, step=MOVES[verb])
    elif verb == "kopiera":
        edit = partial(editing.copy_section if is_section else editing.copy_question, key=key)
    else:
        raise Http404
    answer = save(request, page, edit, guarded=True, anchor=key)
    return HttpResponseRedirect(f"{page.address}?oppen={key}#{key}") if verb in MOVES else answer


# --- Sections --------------------------------------------------------------------------------


@requires("surveys.edit")
def new_section(request: HttpRequest, slug: str) -> HttpResponse:
    page = to_change(request, slug)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return save(request, page, partial(_section_added, form=form), said=_("Avsnittet är tillagt."))
    return _section_page(request, page, form)


def _section_added(whole: Questionnaire, form: SectionForm) -> Questionnaire:
    """Once: an empty last section with the same words is a second click."""
    last = whole.sections[-1] if whole.sections else None
    new = form.section(whole)
    if last and not last.questions and editing.words_of(last) == editing.words_of(new):
        return whole
    return editing.put_section(whole, new)


@requires("surveys.edit")
def change_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    section = page.section(key)
    initial = {name: text.get(page.language, "") for name, text in (("title", section.title), ("text", section.text))}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=initial | {"level": section.level})
    was = editing.fingerprint(editing.words_of(section))
    if form.is_valid():
        edit = partial(_section_changed, form=form, key=key, was=request.POST.get("was") or "-")
        now = [(form["title"].label, initial["title"]), (form["text"].label, initial["text"])]
        return keeping(
            lambda: save(request, page, edit, said=_("Sparat."), anchor=key),
            lambda: _section_page(request, page, form, section=section, was=was, now=now),
        )
    return _section_page(request, page, form, section=section, was=request.POST.get("was", was))


def _section_page(request: HttpRequest, page: Opened, form: SectionForm, **more: object) -> HttpResponse:
    return render(request, "surveys/building/section.html", context_of(page, form=form, **more))


def _section_changed(whole: Questionnaire, form: SectionForm, key: str, was: str) -> Questionnaire:
    return editing.put_section(whole, form.section(whole, key), was)


@requires("surveys.edit")
def remove_section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    section = page.section(key)
    return _remove(request, page, key, is_section=True, name=page.words(section), count=len(section.questions))


@requires("surveys.edit")
def remove_question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    return _remove(request, page, key, is_section=False, name=page.words(page.question(key)))


def _remove(
    request: HttpRequest, page: Opened, key: str, *, is_section: bool, name: str, count: int = 0
) -> HttpResponse:
    """Asked before. What hangs on it is told then, and freed of its condition if the answer is yes."""
    hanging = editing.depend_on(page.document, key, is_section=is_section)
    if request.method == "POST" and len(hanging) == len(request.POST.getlist("hanging")):
        edit = partial(editing.remove, key=key, is_section=is_section)
        return save(request, page, edit, said=_("”%(name)s” är borttagen.") % {"name": name})
    words = [(one.key, in_language(one.text, page.language)) for one in hanging]
    context = context_of(page, name=name, hanging=words, is_section=is_section, count=count)
    return render(request, "surveys/building/remove.html", context)


# --- Questions -------------------------------------------------------------------------------


@requires("surveys.edit")
def choose_kind(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    kinds = [(kind.value, *words) for kind, words in building_told.KINDS.items()]
    return render(request, "surveys/building/kind.html", context_of(page, section=page.section(key), kinds=kinds))


@requires("surveys.edit")
def new_question(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    page = to_change(request, slug)
    section = page.section(key)
    if kind not in {one.value for one in Kind}:
        raise Http404
    form = QuestionForm(request.POST if request.method == "POST" else None, kind=Kind(kind), whole=page.document)
    if _is_ready(request, form):
        new = form.built()
        edit = partial(_question_added, into=key, new=new)
        return save(request, page, edit, said=_("Frågan är tillagd."), anchor=new.key)
    return _question_page(request, page, form, section=section)


def _is_ready(request: HttpRequest, form: QuestionForm) -> bool:
    """Whether the form is to be kept now: not where a button at its rows was pressed, nor where rows were only asked for."""
    if verb := request.POST.get("do", ""):
        form.unchecked().take(verb)
    elif form.asks_for_rows:
        form.unchecked()
    else:
        return form.is_valid()
    return False


def _question_added(whole: Questionnaire, into: str, new: Question) -> Questionnaire:
    """Once: the same question last in the same section is a second click."""
    section = editing.section(whole, into)
    last = section.questions[-1] if section.questions else None
    if last and replace(last, key=new.key) == new:
        return whole
    return editing.add_questions(whole, into, [replace(new, key=editing.fresh_key(new.key, editing.keys_of(whole)))])


@requires("surveys.edit")
def change_question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    question = page.question(key)
    was = editing.fingerprint(editing.body_of(question))
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, kind=question.kind, whole=page.document, question=question)
    if _is_ready(request, form):
        edit = partial(editing.put_question, new=form.built(), was=request.POST.get("was", ""))
        return keeping(
            lambda: save(request, page, edit, said=_("Sparat."), anchor=key),
            lambda: _question_page(request, page, form, was=was, now=building_told.question(page.document, question)),
        )
    return _question_page(request, page, form, was=request.POST.get("was", was))


def _question_page(request: HttpRequest, page: Opened, form: QuestionForm, **more: object) -> HttpResponse:
    words = building_told.KINDS[form.kind]
    context = context_of(page, form=form, kind=words[0], faces=face_choices(), question=form.question, **more)
    return render(request, "surveys/building/question.html", context)
