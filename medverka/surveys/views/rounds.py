"""The list of rounds, and a round from plan to count."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.surveys import forms_rounds as forms
from medverka.surveys.actions import rounds as actions
from medverka.surveys.models import Round
from medverka.surveys.queries import rounds as queries
from medverka.surveys.rules import State
from medverka.surveys.together import by_questions
from medverka.surveys.views.shared_rounds import attempt, found, saved, tell_of_address


@requires("surveys.edit", "surveys.read")
def every(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.listed(request.user), 25).get_page(request.GET.get("page"))
    edits = may(request.user, "surveys.edit")
    own = set(queries.visible_to(request.user).order_by().values_list("pk", flat=True)) if edits else set()
    context = {"page": page, "rows": queries.with_groups(page.object_list), "edits": edits, "own": own}
    return render(request, "surveys/rounds/list.html", context)


@requires("surveys.edit")
def new(request: HttpRequest) -> HttpResponse:
    form = forms.RoundForm(
        request.POST if request.method == "POST" else None, user=request.user, asks=request.GET.get("formular", "")
    )
    made: list[Round] = []
    if saved(request, form, lambda: made.append(actions.make_round(by=request.user, **form.values()))):
        tell_of_address(request, made[0].title, made[0].slug)
        return redirect("surveys:round", made[0].slug)
    context = {"form": form, "any": queries.questionnaires().exists()}
    return render(request, "surveys/rounds/new.html", context)


@requires("surveys.edit")
def one(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug)
    groups = queries.standings([row])[row.pk]
    context = {
        "round": row,
        "groups": groups,
        "answered": sum(group.answered for group in groups),
        "days_left": queries.days_left(row),
        "unread": queries.unread_texts(row),
        "trouble": actions.trouble_of(row) if row.state == State.DRAFT else None,
    }
    context["joint"] = queries.joint_groups(row)
    context["alike"] = row.state == State.CLOSED and by_questions(group.group for group in groups)
    return render(request, "surveys/rounds/round.html", context)


@requires("surveys.edit")
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft can be changed in all its parts; of an open round the last day alone."""
    row = found(request, slug, State.DRAFT, State.OPEN)
    if row.state == State.OPEN:
        return _last_day(request, row)
    form = forms.RoundForm(request.POST if request.method == "POST" else None, user=request.user, one=row)
    if saved(request, form, lambda: actions.change_round(row, by=request.user, **form.values())):
        tell_of_address(request, row.title, row.slug)
        return redirect("surveys:round", row.slug)
    return render(request, "surveys/rounds/change.html", {"round": row, "form": form, "old": slug})


def _last_day(request: HttpRequest, row: Round) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = forms.LastDayForm(posted, initial={"closes_on": row.closes_on})
    if saved(request, form, lambda: actions.change_last_day(row, by=request.user, **form.cleaned_data)):
        return redirect("surveys:round", row.slug)
    return render(request, "surveys/rounds/last_day.html", {"round": row, "form": form})


@requires("surveys.edit")
def open_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Asked before, for nothing that is asked can be changed after."""
    row = found(request, slug)
    trouble = actions.trouble_of(row)
    if row.state != State.DRAFT or trouble:
        return redirect("surveys:round", slug)
    if request.method != "POST":
        context = {"round": row, "groups": queries.standings([row])[row.pk], "cautions": actions.cautions_of(row)}
        return render(request, "surveys/rounds/open.html", context)
    then = reverse("surveys:round", args=[slug])
    return attempt(request, then, lambda: actions.open_round(row, by=request.user), said=_("Omgången är öppen."))


@requires("surveys.edit")
def close(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug)
    if row.state != State.OPEN:
        return redirect("surveys:round", slug)
    if request.method != "POST":
        context = {"round": row, "groups": queries.standings([row])[row.pk]}
        return render(request, "surveys/rounds/close.html", context)
    then = reverse("surveys:round", args=[slug])
    return attempt(request, then, lambda: actions.close_round(row, by=request.user), said=_("Omgången är stängd."))


@requires("surveys.edit")
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug)
    if row.state != State.CLOSED:
        return redirect("surveys:round", slug)
    form = forms.LastDayForm(request.POST if request.method == "POST" else None)
    if saved(request, form, lambda: actions.reopen_round(row, by=request.user, **form.cleaned_data)):
        return redirect("surveys:round", slug)
    return render(request, "surveys/rounds/reopen.html", {"round": row, "form": form})


@requires("surveys.edit")
@require_POST
def readers(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may read the result."""
    row = found(request, slug)
    public = request.POST.get("alla") == "1"
    said = _("Bara de med rollen för det får läsa resultatet.")
    if public:
        counted = row.state == State.COUNTED
        said = _("Nu kan alla läsa resultatet.") if counted else _("Alla får läsa resultatet när det är räknat.")
    then = reverse("surveys:round", args=[slug])
    return attempt(
        request, then, lambda: actions.set_public(row, by=request.user, results_are_public=public), said=said
    )


@requires("surveys.edit")
def throw_away(request: HttpRequest, slug: str) -> HttpResponse:
    row = found(request, slug, State.DRAFT)
    if request.method != "POST":
        return render(request, "surveys/rounds/throw_away.html", {"round": row})
    then = reverse("surveys:list")
    return attempt(request, then, lambda: actions.throw_away(row, by=request.user), said=_("Omgången är borttagen."))
