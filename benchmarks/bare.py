"""The rival: bare Django pages that show the same rows, without components, permissions, menus or journal.

What every Django project begins with: its default middleware, a session, the user signed in, one template with
a table, and the plainest queries that give the rows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import include, path

from medverka.assignments.models import InvolvementRequest
from medverka.contributions.models import Contribution
from medverka.pool.models import Contributor
from medverka.voices.models import Voice

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE = Engine().from_string(
    """<!DOCTYPE html>
<html lang="sv"><head><title>{{ title }}</title><link rel="stylesheet" href="/static/style.css"></head>
<body><nav>{{ user.name }}</nav><h1>{{ title }}</h1>
<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>
</body></html>"""
)
Rows = Iterable[tuple[Any, ...]]


def page(title: str, rows: Callable[..., Rows]) -> Callable[..., HttpResponse]:
    """A view that renders rows in a table."""

    def view(request: HttpRequest, **where: Any) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        return HttpResponse(PAGE.render(Context({"title": title, "user": user, "rows": rows(**where)})))

    return view


def start() -> Rows:
    """Three answered voices and three counts."""
    for voice in Voice.objects.filter(public=True).order_by("-answered_on")[:3]:
        yield voice.text, voice.get_answer_display(), voice.because, voice.effect
    yield "personer", Contributor.objects.filter(status__in=["active", "paused"]).count()
    yield "förfrågningar", InvolvementRequest.objects.exclude(state__in=["draft", "unconfirmed"]).count()
    yield "insatser", Contribution.objects.count()


def today() -> Rows:
    """As many requests, people and voices as wait on Today in the demo."""
    for request in InvolvementRequest.objects.filter(state__in=["received", "open"]).select_related("unit")[:6]:
        yield request.title, request.unit, request.received_on, request.get_state_display()
    for person in Contributor.objects.filter(status="new")[:2]:
        yield person.pseudonym, person.created_at
    for voice in Voice.objects.filter(answer="").select_related("unit", "owner")[:2]:
        yield voice.text, voice.unit, voice.owner, voice.answer_due_on


def requests() -> Rows:
    """The requests that go on, newest first."""
    rows = InvolvementRequest.objects.filter(state__in=["received", "asked_back", "open", "carried_out"])
    for row in rows.select_related("unit__parent").order_by("-received_on")[:25]:
        yield row.title, row.unit, row.places_taken, row.persons_wanted, row.received_on, row.get_state_display()


def pool() -> Rows:
    """The first page of people."""
    rows = Contributor.objects.filter(status__in=["active", "paused", "new"]).order_by("pseudonym")
    return people(rows[:50])


def one_request(key: Any) -> Rows:
    """One request in full, with the people least asked."""
    row = InvolvementRequest.objects.select_related("unit__parent", "way", "form", "municipality").get(key=key)
    for field in row._meta.fields:
        yield field.verbose_name, getattr(row, field.name)
    yield from people(Contributor.objects.filter(status="active").order_by("pk")[:12])


def people(rows: Any) -> Rows:
    """Pseudonym, municipality, areas and status of each."""
    for person in rows.select_related("municipality").prefetch_related("terms"):
        areas = ". ".join(term.name for term in person.terms.all() if term.kind == "area")
        yield person.pseudonym, ", ".join(person.perspectives), person.municipality, areas, person.get_status_display()


urlpatterns = [
    path("bare/", page("Start", start)),
    path("bare/idag/", page("Idag", today)),
    path("bare/forfragningar/", page("Förfrågningar", requests)),
    path("bare/intressebanken/", page("Intressebanken", pool)),
    path("bare/forfragningar/<uuid:key>/", page("Förfrågan", one_request)),
    path("", include("medverka.config.urls")),
]
