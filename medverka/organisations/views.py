from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import may
from medverka.access.views import requires
from medverka.foundation import refusals
from medverka.foundation.fields import row_number
from medverka.organisations import actions, queries, rules
from medverka.organisations.forms import ContactForm, CountyForm, MoveForm, OrganisationForm, SubAreaForm
from medverka.organisations.models import ContactPerson, Organisation, SubArea
from medverka.organisations.policies import may_edit, may_edit_all

# --- Organisations --------------------------------------------------------------------------


@requires("organisations.read")
def organisations(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:80]
    closed = "tidigare" in request.GET
    context = {
        "text": text,
        "found": queries.search(request.user, text) if text else [],
        "sections": [] if text else queries.sections(request.user, closed=closed),
        "closed": closed,
        "may_create": may_edit_all(request.user),
        "kinds": _kinds_under(None),
    }
    return render(request, "organisations/organisations.html", context)


def _kinds_under(kind: str | None) -> list[tuple[str, str]]:
    return [(one, str(Organisation.Kind(one).label)) for one in rules.kinds_under(kind)]


@requires("organisations.read")
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user).select_related("parent", "sub_area"), pk=pk)
    now, past = queries.contact_persons(found)
    context = {
        "organisation": found,
        "contacts": now,
        "past_contacts": past,
        "below": queries.below(found),
        "may_edit": may_edit(request.user, found),
        "may_invite": may(request.user, "staff.manage", found),
        "kinds": _kinds_under(found.kind),
    }
    return render(request, "organisations/organisation.html", context)


@requires("organisations.edit")
def create(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in rules.PARENTS:
        raise Http404
    parent = _parent(request, kind)
    form = OrganisationForm(request.POST or None, editor=request.user, parent=parent)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "kind": kind, "parent": parent, "by": request.user}
        with refusals.shown_in(form):
            made = actions.create_organisation(**values)
            messages.success(request, _("%s finns nu bland organisationerna.") % made.name)
            return redirect("organisations:organisation", made.pk)
    context = {"form": form, "parent": parent, "kind": Organisation.Kind(kind).label}
    return render(request, "organisations/create.html", context)


def _parent(request: HttpRequest, kind: str) -> Organisation | None:
    """The organisation of the address' `under`, within reach; 404 where such a thing cannot stand there."""
    pk = request.GET.get("under", "")
    parent = get_object_or_404(queries.visible_to(request.user), pk=row_number(pk)) if pk.isdecimal() else None
    if not rules.may_stand_under(kind, parent.kind if parent else None):
        raise Http404
    if not (may_edit(request.user, parent) if parent else may_edit_all(request.user)):
        raise PermissionDenied
    return parent


@requires("organisations.edit")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user).select_related("parent"), pk=pk)
    form = OrganisationForm(request.POST or None, editor=request.user, organisation=found)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.change_organisation(found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Ändringen är sparad."))
            return redirect("organisations:organisation", pk)
        found.refresh_from_db()
    return render(request, "organisations/change.html", {"form": form, "organisation": found})


@requires("organisations.edit")
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), pk=pk, parent__isnull=False)
    form = MoveForm(request.POST or None, editor=request.user, organisation=found)
    if request.method == "POST" and form.is_valid():
        parent = get_object_or_404(queries.visible_to(request.user), pk=form.cleaned_data["parent"])
        with refusals.shown_in(form):
            actions.move_organisation(found, by=request.user, parent=parent)
            messages.success(
                request, _("%(unit)s hör nu till %(parent)s.") % {"unit": found.name, "parent": parent.name}
            )
            return redirect("organisations:organisation", pk)
    return render(request, "organisations/move.html", {"form": form, "organisation": found})


# --- Contact persons ------------------------------------------------------------------------


@requires("organisations.edit")
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    return _contact(request, ContactPerson(organisation=found))


@requires("organisations.edit")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    return _contact(request, get_object_or_404(queries.contacts_visible_to(request.user), pk=pk))


def _contact(request: HttpRequest, person: ContactPerson) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.save_contact_person(person, by=request.user)
            messages.success(request, _("Kontaktpersonen är sparad."))
            return redirect("organisations:organisation", person.organisation_id)
    return render(request, "organisations/contact.html", {"form": form, "contact": person})


@requires("organisations.edit")
@require_POST
def end_contact(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(queries.contacts_visible_to(request.user), pk=pk)
    actions.end_contact_person(person, by=request.user)
    messages.success(request, _("%s är inte längre kontaktperson.") % person.name)
    return redirect("organisations:organisation", person.organisation_id)


# --- Sub-areas and the county ---------------------------------------------------------------


@requires("organisations.read")
def sub_areas(request: HttpRequest) -> HttpResponse:
    context = {"areas": queries.sub_areas_with_members(), "may_edit": may_edit_all(request.user)}
    return render(request, "organisations/sub_areas.html", context)


@requires("organisations.edit")
def create_sub_area(request: HttpRequest) -> HttpResponse:
    return _sub_area(request, None)


@requires("organisations.edit")
def sub_area(request: HttpRequest, pk: int) -> HttpResponse:
    return _sub_area(request, get_object_or_404(SubArea, pk=pk))


def _sub_area(request: HttpRequest, area: SubArea | None) -> HttpResponse:
    if not may_edit_all(request.user):
        raise PermissionDenied
    members = queries.visible_to(request.user).municipalities().filter(sub_area=area) if area else []
    form = SubAreaForm(request.POST or None, initial={"name": area.name, "municipalities": members} if area else None)
    if request.method == "POST" and form.is_valid():
        chosen = {one.pk for one in form.cleaned_data["municipalities"]}
        with refusals.shown_in(form):
            actions.save_sub_area(area, by=request.user, name=form.cleaned_data["name"], municipalities=chosen)
            messages.success(request, _("Delregionen är sparad."))
            return redirect("organisations:sub_areas")
    return render(request, "organisations/sub_area.html", {"form": form, "area": area})


@requires("organisations.edit")
def remove_sub_area(request: HttpRequest, pk: int) -> HttpResponse:
    area = get_object_or_404(SubArea, pk=pk)
    if not may_edit_all(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "organisations/remove_sub_area.html", {"area": area})
    with refusals.told(request):
        actions.remove_sub_area(area, by=request.user)
        messages.success(request, _("Delregionen är borttagen."))
    return redirect("organisations:sub_areas")


@requires("county.edit")
def county(request: HttpRequest) -> HttpResponse:
    form = CountyForm(request.POST or None, instance=queries.the_county())
    if request.method == "POST" and form.is_valid():
        with refusals.shown_in(form):
            actions.change_county(by=request.user, **form.cleaned_data)
            messages.success(request, _("Länets inställningar är sparade."))
            return redirect("organisations:county")
    return render(request, "organisations/county.html", {"form": form})
