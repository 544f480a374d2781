"""Development areas: the list, one of them, planning, changing and saying how it goes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.foundation import clock
from medverka.foundation.downloads import download
from medverka.foundation.fields import row_number
from medverka.mappings import content, exports, policies, queries
from medverka.mappings.actions import areas as actions
from medverka.mappings.forms_areas import AreaFilter, AreaForm, MoveForm
from medverka.mappings.models import DevelopmentArea
from medverka.mappings.views.mappings import READERS
from medverka.mappings.views.shared import attempt, done, posted

FIELDS = ("what", "level", "why", "owner", "owner_name", "owner_role", "due_on")


def _found(request: HttpRequest, pk: int, *, to_change: bool = False) -> DevelopmentArea:
    area = get_object_or_404(queries.areas_visible_to(request.user), pk=pk)
    if to_change and not policies.may_change_area(request.user, area):
        raise PermissionDenied
    return area


@requires(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    seen = queries.areas_visible_to(request.user)
    wanted = AreaFilter(request.GET, seen=seen)
    page = Paginator(wanted.found(seen), 25).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "may_plan": may(request.user, "mappings.answer")}
    return render(request, "mappings/areas.html", context)


@requires(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, all pages of it, as a file."""
    seen = queries.areas_visible_to(request.user)
    found = AreaFilter(request.GET, seen=seen).found(seen)
    return download(exports.areas_csv(found), f"utvecklingsomraden-{clock.today()}.csv")


@requires("mappings.answer")
def new(request: HttpRequest) -> HttpResponse:
    """From nothing, or from a question that an organisation has answered: then with its level and the step after."""
    begun = _begun_from(request)
    places = queries.plannable_by(request.user)
    form = AreaForm(posted(request), organisations=places, initial=begun.get("initial", {"level": "operational"}))
    made: list[DevelopmentArea] = []
    if done(form, lambda: made.append(actions.plan_area(by=request.user, **_given(form), **begun.get("from", {})))):
        messages.success(request, _("Utvecklingsområdet är sparat."))
        return redirect("mappings:area", made[0].pk)
    return render(request, "mappings/area_new.html", {"form": form, "begun": begun, "places": places.exists()})


def _given(form: AreaForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "revision"}


def _begun_from(request: HttpRequest) -> dict[str, Any]:
    """What an area that begins from a question takes over; nothing where the address is not understood."""
    rows = queries.assessments_visible_to(request.user).filter(pk=row_number(request.GET.get("svar", "")))
    one = rows.first()
    if one is None or not policies.may_plan(request.user, one.organisation):
        return {}
    questionnaire = content.of_version(one.mapping.version)
    key = request.GET.get("fraga", "")
    section = next((part for part in questionnaire.sections if any(q.key == key for q in part.questions)), None)
    begun: dict[str, Any] = {
        "assessment": one,
        "initial": {"organisation": one.organisation_id},
        "from": {"mapping": one.mapping},
    }
    if section:
        question = questionnaire.question(key)
        begun["from"]["question"] = key
        begun["initial"]["level"] = section.level
        begun |= {"question": content.words(question.text), "next_step": content.next_step(question, one.answers)}
    return begun


@requires(*READERS)
def area(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk)
    notes = list(one.notes.all()[:200])
    context = {
        "area": one,
        "notes": [(note, name) for note, name in _named(notes)],
        "question": content.question_text(one),
        "may_change": policies.may_change_area(request.user, one),
        "form": MoveForm(area=one),
    }
    return render(request, "mappings/area.html", context)


def _named(notes: list[Any]) -> list[tuple[Any, str]]:
    names = queries.names_of(note.by for note in notes)
    return [(note, names.get(note.by, "")) for note in notes]


@requires("mappings.answer")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk, to_change=True)
    places = queries.plannable_by(request.user).filter(pk=one.organisation_id)
    initial = {name: getattr(one, name) for name in (*FIELDS, "revision")}
    form = AreaForm(posted(request), organisations=places, area=one, initial=initial)
    if done(form, lambda: actions.change_area(one, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Ändringarna är sparade."))
        return redirect("mappings:area", pk)
    stands = None
    if form.non_field_errors():  # Somebody else was quicker: what stands now is shown beside what was typed.
        stands = _found(request, pk)
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["revision"] = str(stands.revision)  # type: ignore[index]
    return render(request, "mappings/area_change.html", {"form": form, "area": one, "stands": stands})


@requires("mappings.answer")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    one = _found(request, pk, to_change=True)
    form = MoveForm(request.POST, area=one)
    if not form.is_valid():
        notes = _named(list(one.notes.all()[:200]))
        context = {
            "area": one,
            "notes": notes,
            "form": form,
            "may_change": True,
            "question": content.question_text(one),
        }
        return render(request, "mappings/area.html", context)
    attempt(
        request, lambda: actions.move_area(one, by=request.user, **form.cleaned_data), lambda _done: _("Det är sparat.")
    )
    return redirect("mappings:area", pk)
