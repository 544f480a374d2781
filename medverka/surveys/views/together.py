"""Which groups are counted as one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.surveys import forms_together as forms
from medverka.surveys.actions import together as actions
from medverka.surveys.models import Group
from medverka.surveys.queries import rounds as queries
from medverka.surveys.rules import State
from medverka.surveys.views.shared_rounds import attempt, found, saved


@requires("surveys.edit")
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug, State.CLOSED)
    form = forms.TogetherForm(
        request.POST if request.method == "POST" else None, standings=queries.standings([row])[row.pk]
    )
    if saved(request, form, lambda: actions.put_together(by=request.user, one=row, **form.cleaned_data)):
        return redirect("surveys:round", slug)
    return render(request, "surveys/rounds/together.html", {"round": row, "form": form})


@requires("surveys.edit")
@require_POST
def apart(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug, State.CLOSED)
    joint = get_object_or_404(Group, round=row, key=request.POST.get("grupp", ""))
    then = reverse("surveys:round", args=[slug])
    return attempt(
        request, then, lambda: actions.take_apart(joint, by=request.user), said=_("Grupperna räknas var för sig.")
    )
