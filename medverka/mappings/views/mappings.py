"""Setting up a mapping and seeing to it that it is answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.foundation.downloads import PDF, download
from medverka.mappings import forms, letters, policies, queries
from medverka.mappings.actions import mappings as actions
from medverka.mappings.models import Mapping
from medverka.mappings.rules import State
from medverka.mappings.views.shared import attempt, done, found, posted
from medverka.organisations.models import Organisation
from medverka.organisations.queries import contact_persons

READERS = ("mappings.edit", "mappings.answer", "mappings.read")


@requires(*READERS)
def listing(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.with_counts(queries.visible_to(request.user)), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "to_answer": queries.to_answer(request.user)[:50],
        "edits": may(request.user, "mappings.edit"),
        "may_plan": may(request.user, "mappings.answer"),
    }
    return render(request, "mappings/list.html", context)


@requires("mappings.edit")
def new(request: HttpRequest) -> HttpResponse:
    latest = Mapping.objects.exclude(state=State.DRAFT).first()
    form = forms.MappingForm(posted(request), initial={"follows": latest})
    made: list[Mapping] = []
    if done(form, lambda: made.append(actions.make_mapping(by=request.user, **form.cleaned_data))):
        return redirect("mappings:choose", made[0].pk)
    return render(request, "mappings/new.html", {"form": form})


@requires("mappings.edit")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    mapping = found(request, pk, to_edit=True)
    names = ("title", "opens_on", "closes_on", "follows", "is_public")
    initial = {name: getattr(mapping, name) for name in names} | {"version": str(mapping.version_id)}
    form = forms.MappingForm(posted(request), initial=initial, mapping=mapping)
    if done(form, lambda: actions.change_mapping(mapping, by=request.user, **_changed(form))):
        messages.success(request, _("Ändringarna är sparade."))
        return redirect("mappings:mapping", pk)
    return render(request, "mappings/change.html", {"form": form, "mapping": mapping})


def _changed(form: forms.MappingForm) -> dict[str, object]:
    """Without a version where none was chosen: then the questions stay."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version" or value}


@requires(*READERS)
def mapping(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk)
    rows = queries.assessments_visible_to(request.user).filter(mapping=one)
    edits = policies.may_edit(request.user, one)
    context = {
        "mapping": one,
        "assessments": rows,
        "handed_in": sum(row.state == row.State.HANDED_IN for row in rows),
        "with_officials": queries.organisations_with_officials() if edits else set(),
        "edits": edits,
        "letters": len(letters.without_mail(one)) if edits and one.state == State.OPEN else 0,
        "sees_results": policies.may_follow_results(request.user, one),
    }
    return render(request, "mappings/mapping.html", context)


@requires("mappings.edit")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk, to_edit=True)
    there = set(one.assessments.values_list("organisation", flat=True))
    kinds = (Organisation.Kind.REGION, Organisation.Kind.MUNICIPALITY)
    first = queries.choosable_by(request.user).filter(kind__in=kinds).values_list("pk", flat=True)
    initial = list(there or first)
    form = forms.ChooseForm(posted(request), by=request.user, initial={"tops": initial, "units": initial})
    if done(form, lambda: actions.choose(one, form.chosen(), by=request.user)):
        messages.success(request, _("Det är sparat vilka som är med."))
        return redirect("mappings:mapping", pk)
    return render(request, "mappings/choose.html", {"mapping": one, "form": form})


@requires("mappings.edit")
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk, to_edit=True)
    if request.method != "POST":
        unreached = letters.without_mail(one)
        return render(
            request, "mappings/open.html", {"mapping": one, "count": one.assessments.count(), "unreached": unreached}
        )
    attempt(
        request,
        lambda: actions.open_mapping(one, by=request.user),
        lambda _done: _("Kartläggningen är öppen. De som är med får ett mejl."),
    )
    return redirect("mappings:mapping", pk)


@requires("mappings.edit")
def close_it(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk, to_edit=True)
    if request.method != "POST":
        waiting = one.assessments.exclude(state="handed_in").select_related("organisation")
        return render(request, "mappings/close.html", {"mapping": one, "waiting": waiting})
    attempt(request, lambda: actions.close_mapping(one, by=request.user), lambda _done: _("Kartläggningen är stängd."))
    return redirect("mappings:mapping", pk)


@requires("mappings.edit")
@require_POST
def reopen_it(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk, to_edit=True)
    attempt(
        request, lambda: actions.reopen_mapping(one, by=request.user), lambda _done: _("Kartläggningen är öppen igen.")
    )
    return redirect("mappings:mapping", pk)


@requires("mappings.edit")
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk, to_edit=True)
    if request.method != "POST":
        return render(request, "mappings/throw_away.html", {"mapping": one})
    attempt(request, lambda: actions.throw_away(one, by=request.user), lambda _done: _("Kartläggningen är borttagen."))
    return redirect("mappings:list")


@requires("mappings.edit")
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    one = found(request, pk, to_edit=True)
    attempt(request, lambda: actions.remind(one, by=request.user), _reminded)
    return redirect("mappings:mapping", pk)


@requires("mappings.edit")
def letters_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters with a code to those whom no mail reaches."""
    one = found(request, pk, to_edit=True)
    if one.state != State.OPEN:
        raise Http404
    return download(letters.pile(one), letters.FILE, PDF)


def _reminded(count: int) -> str:
    if not count:
        return _("Ingen påmindes: alla har lämnat in, är redan påminda i dag eller har fått två påminnelser.")
    return ngettext("En organisation är påmind.", "%(n)s organisationer är påminda.", count) % {"n": count}


@requires("mappings.edit")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(queries.assessments_visible_to(request.user), pk=pk)
    mapping = found(request, one.mapping_id, to_edit=True)
    now, _former = contact_persons(one.organisation)
    form = forms.ContactForm(posted(request), people=now, initial={"contact": one.contact})
    if done(form, lambda: actions.choose_contact(one, by=request.user, contact=form.cleaned_data["contact"])):
        messages.success(request, _("Det är sparat vem som får länken."))
        return redirect("mappings:mapping", mapping.pk)
    return render(
        request, "mappings/contact.html", {"assessment": one, "mapping": mapping, "form": form, "people": now}
    )
