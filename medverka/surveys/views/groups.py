"""A group of a round: who it is, and how far it has come."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.foundation.progress import told
from medverka.surveys import addresses, paper
from medverka.surveys import forms_rounds as forms
from medverka.surveys.actions import rounds as actions
from medverka.surveys.queries import asked
from medverka.surveys.queries import rounds as queries
from medverka.surveys.rules import ASKS, LETTERS_AT_ONCE, MOST_REMINDERS, State
from medverka.surveys.views.shared_rounds import attempt, found, found_group, saved, tell_of_address


@requires("surveys.edit")
def new(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug, State.DRAFT)
    form = forms.GroupForm(request.POST if request.method == "POST" else None)
    if saved(request, form, lambda: actions.add_group(row, by=request.user, **form.values())):
        tell_of_address(request, form.cleaned_data["name"], form.cleaned_data["key"])
        return redirect("surveys:round", slug)
    return render(request, "surveys/rounds/group_form.html", {"round": row, "form": form})


@requires("surveys.edit")
def one(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key)
    under_way = asked.under_way(group)
    standings = queries.standings([group.round])[group.round_id]
    context: dict[str, Any] = {
        "round": group.round,
        "group": group,
        "standing": next(row for row in standings if row.group.pk == group.pk),
        "ways": asked.ways_of(group),
        "asking": under_way,
        "progress": under_way and told(_("Länkar görs"), 100 * under_way.taken // under_way.total, under_way.heard_at),
        "open_link": addresses.of_group(group) if group.has_open_link else "",
        "asks": group.round.state in ASKS,
        "takes": group.round.takes_answers,
        "most_reminders": MOST_REMINDERS,
        "pile": LETTERS_AT_ONCE,
        "piles": asked.piles_of(group),
        "languages": paper.other_languages(group),
        "verified": getattr(request.user, "verified_twice", False),
    }
    return render(request, "surveys/rounds/group.html", context)


@requires("surveys.edit")
def change(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """All of it before the round opens; then its name and how many were asked."""
    group = found_group(request, slug, key, State.DRAFT, State.OPEN, State.CLOSED)
    posted = request.POST if request.method == "POST" else None
    draft = group.round.state == State.DRAFT
    kept = {"name": group.name, "asked": group.asked}
    form = forms.GroupForm(posted, group=group) if draft else forms.GroupNameForm(posted, initial=kept)
    if saved(request, form, lambda: actions.change_group(group, by=request.user, **_values(form))):
        return redirect("surveys:group", slug, group.key)
    context = {"round": group.round, "group": group, "form": form, "draft": draft, "old": key}
    return render(request, "surveys/rounds/group_form.html", context)


def _values(form: forms.GroupNameForm) -> dict[str, Any]:
    return form.values() if isinstance(form, forms.GroupForm) else form.cleaned_data


@requires("surveys.edit")
def remove(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key, State.DRAFT)
    if request.method != "POST":
        context = {"round": group.round, "group": group, "tickets": group.tickets.count()}
        return render(request, "surveys/rounds/remove_group.html", context)
    then = reverse("surveys:round", args=[slug])
    return attempt(request, then, lambda: actions.remove_group(group, by=request.user), said=_("Gruppen är borttagen."))
