"""Answering without an account: by the link of a mail or the code of a letter. A GET changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.foundation import brake
from medverka.foundation.doors import explains_links
from medverka.foundation.views import public
from medverka.mappings import doors
from medverka.mappings.forms import CodeForm
from medverka.mappings.models import SelfAssessment
from medverka.mappings.views import desk as pages
from medverka.mappings.views.desk import Desk
from medverka.mappings.views.shared import posted

TRIES, WITHIN = 20, 3600  # Wrong ones from one address.
TRIES_OF_ONE = 10  # Of codes that begin alike, in a day.


def _desk(token: str) -> Desk:
    assessment, holder = doors.open_link(token)
    return Desk(assessment, holder, "site.html", "_by_link", token)


@public
@explains_links
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    return pages.overview(request, _desk(token))


@public
@explains_links
def fill_in_by_link(request: HttpRequest, token: str, section: str) -> HttpResponse:
    return pages.fill_in(request, _desk(token), section)


@public
@require_POST
@explains_links
def hand_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    return pages.hand_in(request, _desk(token))


@public
@require_POST
@explains_links
def take_back_by_link(request: HttpRequest, token: str) -> HttpResponse:
    return pages.take_back(request, _desk(token))


@public
def code(request: HttpRequest) -> HttpResponse:
    """The way in for whoever has a letter."""
    form = CodeForm(posted(request))
    if form.is_valid():
        try:
            if assessment := _of_code(request, form.cleaned_data["code"]):
                return redirect("mappings:by_link", doors.token_of(assessment))
            form.add_error("code", _("Koden stämmer inte. Se efter i brevet och skriv den igen."))
        except brake.TooManyTries:
            form.add_error(None, _("Det har provats många koder härifrån. Vänta en timme, eller ring oss."))
    return render(request, "mappings/code.html", {"form": form})


def _of_code(request: HttpRequest, typed: str) -> SelfAssessment | None:
    address = brake.address_of(request)
    return brake.by_code(
        typed, doors.of_code, what="mappings.code", address=address, most=TRIES, seconds=WITHIN, of_one=TRIES_OF_ONE
    )
