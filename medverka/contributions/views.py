from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.contributions import actions, queries
from medverka.contributions.actions import NewContribution
from medverka.contributions.forms import CorrectForm, OwnForm
from medverka.contributions.rules import AlreadyRecorded
from medverka.foundation.fields import row_number
from medverka.foundation.views import redirect_back
from medverka.pool.models import Contributor
from medverka.pool.queries import of_user


def _me(request: HttpRequest) -> Contributor:
    contributor = of_user(request.user)
    if contributor is None:
        raise Http404
    return contributor


@requires("own.assignments")
def mine(request: HttpRequest) -> HttpResponse:
    rows = queries.of(_me(request))
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "contributions/mine.html", {"page": page, "totals": queries.totals(rows)})


@requires("own.assignments")
def new(request: HttpRequest) -> HttpResponse:
    contributor, form = _me(request), OwnForm(request.POST or None)
    if form.is_valid():
        own, known = NewContribution(contributor, **form.values()), row_number(form.cleaned_data["again"])
        try:
            actions.record_contribution(own, by=request.user, known=known)
        except AlreadyRecorded as before:
            form.data = request.POST.copy()
            form.data["again"] = str(before.known)  # They have now seen what stands there already.
            form.add_error("on", _("Du har redan en insats den dagen. Tryck på Spara igen om det här är en till."))
        else:
            messages.success(request, _("Din insats är antecknad."))
            return redirect("contributions:mine")
    return render(request, "contributions/new.html", {"form": form})


@requires("contributions.record", "own.assignments")
def contribution(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct one contribution."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    kind = CorrectForm if may(request.user, "contributions.record") else OwnForm
    initial = {name: getattr(found, name) for name in kind.base_fields if name != "again"}
    form = kind(request.POST or None, initial=initial)
    if form.is_valid():
        actions.correct_contribution(found, by=request.user, **form.values())
        messages.success(request, _("Ändringen är sparad."))
        return redirect_back(request, "contributions:contribution", pk)
    context = {"contribution": found, "form": form, "back": _back(request)}
    return render(request, "contributions/contribution.html", context)


@requires("contributions.record", "own.assignments")
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away, after asking."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.remove_contribution(found, by=request.user)
        messages.success(request, _("Insatsen är borttagen."))
        return redirect_back(request, "portal:home")
    return render(request, "contributions/remove.html", {"contribution": found, "back": _back(request)})


def _back(request: HttpRequest) -> str:
    """The page that led here, if it is one of ours."""
    wanted = request.GET.get("next") or request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
