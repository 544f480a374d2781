"""The journal, to be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from medverka.access.views import requires
from medverka.foundation.fields import row_number
from medverka.journal import queries
from medverka.journal.forms import EntryFilter
from medverka.journal.models import Entry

A_PAGE = 50


@requires("journal.read")
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries first, to those who coordinate the whole county; `fore` (an entry's number) pages on, `om` narrows to one thing."""
    form, subject = EntryFilter(request.GET, reader=request.user), request.GET.get("om", "")[:60]
    found = Entry.objects.order_by("-number")
    found = queries.narrowed(found, form.cleaned_data) if form.is_valid() else found.none()
    if subject:
        found = found.filter(subject=subject)
    if before := row_number(request.GET.get("fore", "")):
        found = found.filter(number__lt=before)
    page = queries.lines(found[: A_PAGE + 1], request.user)
    context = {"form": form, "lines": page[:A_PAGE], "more": len(page) > A_PAGE, "before": before, "subject": subject}
    if subject:
        context["thing"] = queries.label(request.user, subject)
    return render(request, "journal/entries.html", context)
