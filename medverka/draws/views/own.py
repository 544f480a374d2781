"""One's own place in draws: signed in, or by the link in a mail."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from medverka.access.views import requires
from medverka.draws import doors, own_places, queries
from medverka.foundation.views import public
from medverka.pool.queries import of_user


@requires("own.profile")
def mine(request: HttpRequest) -> HttpResponse:
    person = of_user(request.user)
    if person is None:
        raise Http404
    places = [own_places.own(entrant) for entrant in queries.places_of(person)[:50]]
    return render(request, "draws/mine.html", {"places": places, "page": "workspace.html"})


@public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    entrant = doors.entrant_of(token)
    if entrant is None:
        return render(request, "draws/no_link.html", status=404)
    return render(request, "draws/own.html", {"place": own_places.own(entrant)})
