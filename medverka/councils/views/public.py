"""Councils as everybody may read about them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from medverka.councils.queries import public as queries
from medverka.foundation.views import public as for_everybody


@for_everybody
def public_list(request: HttpRequest) -> HttpResponse:
    return render(request, "councils/councils/public_list.html", {"councils": queries.open_to_all().current()})


@for_everybody
def public(request: HttpRequest, slug: str) -> HttpResponse:
    council = get_object_or_404(queries.open_to_all(), slug=slug)
    meetings, voices = queries.meetings_of(council), queries.said_at(council)
    context = {
        "council": council,
        "people": queries.people_on(council),
        "coming": meetings.coming,
        "past": meetings.past,
        "voices": voices[: queries.SHOWN],
        "more_voices": len(voices) > queries.SHOWN,
    }
    return render(request, "councils/councils/public.html", context)
