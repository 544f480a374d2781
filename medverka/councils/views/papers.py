from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.councils.actions import papers as actions
from medverka.councils.forms.agenda import PaperForm
from medverka.councils.models import Paper
from medverka.councils.papers import MAX_BYTES, ending
from medverka.councils.queries.councils import may_lead
from medverka.councils.queries.meetings import visible_to
from medverka.councils.views.meetings import led, opens
from medverka.foundation.crypto import CannotOpen
from medverka.foundation.refusals import shown_in
from medverka.foundation.views import takes_files


@takes_files(up_to=2 * MAX_BYTES)  # Twice, so that the form can say what is too large.
@opens
def new_paper(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = led(request, pk)
    sent = request.method == "POST"
    form = PaperForm(request.POST, request.FILES, meeting=meeting) if sent else PaperForm(meeting=meeting)
    if form.is_valid():
        file = form.cleaned_data["paper"]
        with shown_in(form):
            item = form.cleaned_data["item"]
            actions.add_paper(meeting, by=request.user, name=file.name, data=file.read(), item=item)
            messages.success(request, _("Filen finns på mötets sida."))
            return redirect("councils:agenda", pk)
    return render(request, "councils/agenda/paper.html", {"meeting": meeting, "form": form})


def _paper(request: HttpRequest, pk: UUID) -> Paper:
    rows = Paper.objects.filter(meeting__in=visible_to(request.user).values("pk"))
    return get_object_or_404(rows.select_related("meeting__council__organisation"), pk=pk)


@opens
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    return as_download(_paper(request, pk))


def as_download(found: Paper) -> HttpResponse:
    """The file, never shown in the browser, under a name that says nothing of what it is about."""
    try:
        content = actions.content_of(found)
    except (FileNotFoundError, CannotOpen):
        raise Http404 from None
    response = HttpResponse(content, content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="handling.{ending(found.name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


@opens
def remove_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _paper(request, pk)
    if not may_lead(request.user, found.meeting.council):
        raise PermissionDenied
    if request.method == "POST":
        actions.remove_paper(found, by=request.user)
        messages.success(request, _("Filen är borttagen."))
        return redirect("councils:agenda", found.meeting_id)
    return render(request, "councils/agenda/remove_paper.html", {"paper": found, "meeting": found.meeting})
