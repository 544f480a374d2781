from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from medverka.access.views import requires
from medverka.councils import queries
from medverka.councils.forms.poster import PaperForm
from medverka.councils.models import Council
from medverka.councils.poster import FILE, page_of
from medverka.councils.poster import poster as drawn
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.poster import AT_MOST, not_published, on_poster
from medverka.foundation.downloads import PDF, download
from medverka.voices.policies import may_publish


def _led(request: HttpRequest, pk: int) -> Council:
    """The council, for somebody who sees it (else 404) and leads it (else 403)."""
    council = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if not may_lead(request.user, council):
        raise PermissionDenied
    return council


@requires("councils.read", "own.seats")
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    council = _led(request, pk)
    rows = [(voice, may_publish(request.user, voice)) for voice in not_published(request.user, council)[:AT_MOST]]
    context = {"council": council, "form": PaperForm(), "voices": on_poster(council), "waiting": rows}
    return render(request, "councils/poster/poster.html", context | {"page": page_of(council), "at_most": AT_MOST})


@requires("councils.read", "own.seats")
def poster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    council = _led(request, pk)
    form = PaperForm(request.GET)
    if not form.is_valid():
        return redirect("councils:poster", pk)
    return download(drawn(council, paper=form.cleaned_data["papper"]), FILE, PDF)
