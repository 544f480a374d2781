"""Answering by somebody who signed in."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.mappings import policies, queries
from medverka.mappings.views import desk as pages
from medverka.mappings.views.desk import Desk


def _desk(request: HttpRequest, pk: int) -> Desk:
    one = get_object_or_404(queries.assessments_visible_to(request.user), pk=pk)
    if not policies.may_answer(request.user, one):
        raise PermissionDenied
    return Desk(one, request.user, "workspace.html", "", pk)


@requires("mappings.answer", "mappings.read")
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.assessments_visible_to(request.user), pk=pk)
    if not policies.may_answer(request.user, one):
        return redirect("mappings:report", pk)
    return pages.overview(request, _desk(request, pk))


@requires("mappings.answer")
def fill_in(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    return pages.fill_in(request, _desk(request, pk), section)


@requires("mappings.answer")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.hand_in(request, _desk(request, pk))


@requires("mappings.answer")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return pages.take_back(request, _desk(request, pk))
