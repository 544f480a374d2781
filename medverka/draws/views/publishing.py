"""From the result to those who were drawn: publish, tell, draw, and note who says no."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.draws import (
    cautions,
    group,
    letters,
    lists,
    publishing_forms,
    queries,
    revealing,
    shown,
    stand_ins_told,
    ways,
)
from medverka.draws.actions import drawing, publishing
from medverka.draws.models import Draw
from medverka.draws.rules import State
from medverka.draws.views.shared import attempt, found
from medverka.foundation.downloads import PDF, download
from medverka.foundation.menu import Item
from medverka.pool import door

HOW = {"drand": publishing_forms.BeaconForm, "siffror": publishing_forms.NumbersForm}


@requires("draws.edit")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, State.COMPUTED)
    if revealing.to_accept(draw):
        return redirect("draws:few", draw.pk)
    how = request.GET.get("med", "drand")
    posted = request.POST if request.method == "POST" else None
    form = HOW.get(how, publishing_forms.BeaconForm)(posted, initial={"lottery": draw.lottery})
    if request.htmx and isinstance(form, publishing_forms.NumbersForm):  # type: ignore[attr-defined]
        return HttpResponse(escape(form.ways()))
    if form.is_valid() and request.POST.get("sure") == shown.stamp(draw):
        told = {"lottery": form.cleaned_data["lottery"], "promise": form.made}
        return attempt(request, draw, lambda: publishing.start_publishing(draw, by=request.user, **told))
    if form.is_valid() and "change" not in request.POST:
        context = shown.about_to_publish(draw, form.made, form.kept(), form.cleaned_data["lottery"])
        return render(request, "draws/publish_sure.html", context | {"changed": "sure" in request.POST})
    context = {
        "draw": draw,
        "form": form,
        "tabs": _tabs(how),
        "with_numbers": how == "siffror",
        "needed": ways.needed(),
        "cautions": cautions.of(draw),
    }
    return render(request, "draws/publish.html", context)


def _tabs(how: str) -> list[Item]:
    ways_to_decide = ((_("Ett slumptal från drand"), "drand"), (_("Namngivna dragningar"), "siffror"))
    return [Item(label, f"?med={name}", current=name == how) for label, name in ways_to_decide]


@requires("draws.edit")
def few(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draw from a file would tell of few people: whoever has the file says yes, or changes it."""
    draw = found(request, pk, State.COMPUTED)
    stamp = shown.stamp(draw)
    if request.POST.get("sure") == stamp:
        return attempt(request, draw, lambda: publishing.accept_few(draw, by=request.user), "draws:publish")
    if told := revealing.to_accept(draw):
        context = {"draw": draw, "told": told, "stamp": stamp, "changed": request.method == "POST"}
        return render(request, "draws/few.html", context)
    return redirect("draws:publish", draw.pk)


@requires("draws.edit")
def draw_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw itself, asked before; afterwards, and before its time, the address leads to the draw's page."""
    draw = found(request, pk)
    if draw.state != State.PUBLISHED or not queries.is_due(draw):
        return redirect("draws:draw", draw.pk)
    form = publishing_forms.ValuesForm(request.POST if request.method == "POST" else None, plan=draw.plan)
    if form.is_valid() and "sure" in request.POST:
        return attempt(request, draw, lambda: drawing.draw_now(draw, by=request.user, values=form.values))
    context = {"draw": draw, "form": form, "decides": shown.what_decides(draw), "happened": True}
    sure = form.is_valid() and "change" not in request.POST
    return render(request, "draws/draw_sure.html" if sure else "draws/draw_now.html", context)


@requires("draws.edit")
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, State.PUBLISHED)
    form = publishing_forms.CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        return attempt(request, draw, lambda: publishing.call_off(draw, by=request.user, because=because))
    return render(request, "draws/call_off.html", {"draw": draw, "form": form})


@requires("draws.edit")
@require_POST
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, State.PUBLISHED, State.DRAWN)
    said = _("De som nås med e-post får ett mejl nu. Skriv ut brev till de andra.")
    return attempt(request, draw, lambda: publishing.tell_everybody(draw, by=request.user), said=said)


@requires("draws.edit")
@require_POST
def letters_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters to those who read no mail. POST, for it opens the door and is journalled."""
    draw = found(request, pk, State.PUBLISHED, State.DRAWN)
    rows = queries.next_letters(draw)
    people = [row.contributor for row in rows if row.contributor]
    reaches = door.open_addresses(people, by=request.user, purpose="letter")
    pile = letters.pile(draw, rows, reaches)
    publishing.note_letters_fetched(draw, [row for row in rows if row.contributor_id in reaches], by=request.user)
    return download(pile, "brev.pdf", PDF)


@requires("draws.edit")
@require_POST
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    draw = found(request, pk, State.PUBLISHED, State.DRAWN)
    form = publishing_forms.PostedForm(request.POST)
    upto = form.cleaned_data["upto"] if form.is_valid() else -1
    return attempt(request, draw, lambda: publishing.note_letters_posted(draw, by=request.user, upto=upto))


@requires("draws.edit")
def said_no(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Somebody says no: asked before, for whoever stands in is chosen at once."""
    draw = found(request, pk, State.DRAWN)
    entrant = get_object_or_404(draw.entrants.exclude(place="").filter(said_no_at=None), number=number)
    if request.method != "POST":
        return render(request, "draws/said_no.html", {"draw": draw, "row": group.person(entrant)})
    said = partial(stand_ins_told.who_came, draw)
    return attempt(request, draw, lambda: drawing.say_no(draw, entrant, by=request.user), said=said)


@requires("draws.edit")
@require_POST
def undo_no(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    draw = found(request, pk, State.DRAWN)
    entrant = get_object_or_404(draw.entrants.exclude(said_no_at=None), number=number)
    said = _("Nejet är ångrat. Platsen är som den var före det.")
    return attempt(request, draw, lambda: drawing.undo_no(draw, entrant, by=request.user), said=said)


@requires("draws.edit")
def list_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who were drawn and the reserves, by pseudonym or the file's ids."""
    draw = found(request, pk, State.DRAWN)
    return download(lists.of_people(draw), f"lista-{draw.reference}.csv")


@requires("draws.edit")
@require_POST
def salts_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody's salt, by the file's ids. POST, for whoever has it knows who is who, and it is journalled."""
    draw = found(request, pk, State.PUBLISHED, State.DRAWN)
    if draw.source != Draw.Source.FILE:
        raise Http404
    publishing.note_salts_fetched(draw, by=request.user)
    return download(lists.of_salts(draw), f"salter-{draw.reference}.csv")
