"""The coordinator's pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import may_everywhere
from medverka.access.views import requires
from medverka.foundation import refusals
from medverka.pool import actions, actions_identity, door, forms, open_doors, policies, queries, rules
from medverka.pool.models import Contributor, ContributorQuerySet, Milestone, Term
from medverka.pool.seen import ChangedMeanwhile
from medverka.pool.taking_part import deeds_of
from medverka.pool.terms import save_term

PAGE = 25
MOST_COUNTED = 1000
MOVES: dict[str, Callable[..., Any]] = {
    "valkommen": actions.welcome,
    "pausa": actions.pause,
    "ateruppta": actions.resume,
    "stammer": actions.confirm_profile,
}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def attempt(request: HttpRequest, action: Callable[[], Any], done: str) -> None:
    """Do it; say in words how it went."""
    with refusals.told(request):
        action()
        messages.success(request, done)


def put(form: Any, action: Callable[[], Any]) -> bool:
    """Whether a valid form's action went through; its refusal becomes the form's error, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        action()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        if isinstance(refusal, ChangedMeanwhile):
            _show_what_differs(form, refusal)
        return False
    return True


def _show_what_differs(form: Any, refusal: ChangedMeanwhile) -> None:
    """Name the fields that stand otherwise now; whoever sends the form again has seen that."""
    differing = ", ".join(str(form[name].label) for name in form.changed_data if name != "seen")
    form.add_error(None, _("Det här skiljer sig från det som är sparat nu: %s") % differing)
    form.data = form.data.copy()
    form.data["seen"] = refusal.now


def found(request: HttpRequest, reference: str) -> Contributor:
    """The contributor of an address, or 404 for whoever is out of reach."""
    rows = queries.visible_to(request.user).select_related("municipality", "contact_person")
    return get_object_or_404(rows, reference=reference)


# --- The list -------------------------------------------------------------------------------


@requires("pool.read")
def contributors(request: HttpRequest) -> HttpResponse:
    form = forms.ListFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.narrowed(queries.visible_to(request.user), wanted)
    context = {
        "form": form,
        "narrowed": any(wanted.values()),
        "count": rows[: MOST_COUNTED + 1].count(),
        "waiting": 0 if any(wanted.values()) else rows.filter(status=Contributor.Status.NEW).count(),
        "most_counted": MOST_COUNTED,
        "may_edit_lists": may_everywhere(request.user, "county.edit"),
    }
    return render(request, "pool/contributors.html", context | _page_of(rows, request.GET.get("efter", "")[:60]))


def _page_of(rows: ContributorQuerySet, after: str) -> dict[str, Any]:
    """The people whose pseudonyms come after `after`, and where the next page begins."""
    page = rows.order_by("pseudonym").select_related("municipality").prefetch_related("terms")
    people = list(page.filter(pseudonym__gt=after)[: PAGE + 1] if after else page[: PAGE + 1])
    following = people[PAGE - 1].pseudonym if len(people) > PAGE else ""
    return {"people": people[:PAGE], "next": following, "after": after}


@requires("pool.edit")
def to_confirm(request: HttpRequest) -> HttpResponse:
    ask = queries.to_confirm(queries.visible_to(request.user)).exclude(channel=Contributor.Channel.EMAIL)
    people = ask.annotate(as_registered=queries.AS_REGISTERED).order_by("confirmed_on", "pk")
    return render(request, "pool/to_confirm.html", {"people": people.select_related("municipality")[:100]})


@requires("door.open")
def find(request: HttpRequest) -> HttpResponse:
    """The search is posted, for names are not for addresses; those found stand on a page that Back leads to again."""
    form = forms.FindForm(posted(request))
    if form.is_valid():
        ids = door.find(request.user, form.cleaned_data["text"], purpose=form.cleaned_data["purpose"])
        if ids:
            request.session["pool.found"] = ids
            return redirect(reverse("pool:find") + "?funna")
    again = request.method == "GET" and "funna" in request.GET
    ids = request.session.get("pool.found", []) if again else []
    people = queries.visible_to(request.user).filter(pk__in=ids).select_related("municipality").order_by("pseudonym")
    return render(request, "pool/find.html", {"form": form, "people": people, "searched": form.is_valid()})


# --- One person -----------------------------------------------------------------------------


@requires("pool.read")
def contributor(request: HttpRequest, reference: str, door_form: forms.DoorForm | None = None) -> HttpResponse:
    person = found(request, reference)
    context = {
        "person": person,
        "chosen": queries.terms_by_kind(person),
        "milestones": Milestone.objects.filter(contributor=person),
        "as_registered": queries.stands_as_registered(person),
        "deeds": deeds_of(person, by=request.user),
        "history": queries.history(person),
        "alike": door.may_be_same(person, by=request.user) if person.status != "left" else [],
        "may_edit": policies.reaches(request.user, "pool.edit", person),
        "may_edit_identity": policies.may_edit_identity(request.user, person),
        "possible": {verb for verb in rules.TRANSITIONS if rules.may_move(verb, person.status)},
        **_door_panel(request, person, door_form),
    }
    return render(request, "pool/contributor.html", context)


def _door_panel(request: HttpRequest, person: Contributor, door_form: forms.DoorForm | None) -> dict[str, Any]:
    until = open_doors.until(request, person)
    if until is None:
        likely = "welcome" if person.status == Contributor.Status.NEW else "contact"
        return {"door_form": door_form or forms.DoorForm(initial={"purpose": likely})}
    return {
        "open_until": until,
        "identity": door.look_again(person, by=request.user),
        "municipality": door.real_municipality(person, by=request.user),
        "units": person.units.all(),
        "named": door.named_for(person, by=request.user),
    }


@requires("door.open")
@require_POST
def open_door(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    form = forms.DoorForm(request.POST)
    if not form.is_valid():
        return contributor(request, reference, form)
    door.open_door(person, by=request.user, purpose=form.cleaned_data["purpose"])
    open_doors.keep_open(request, person)
    return redirect("pool:contributor", reference)


@requires("door.open")
@require_POST
def close_door(request: HttpRequest, reference: str) -> HttpResponse:
    open_doors.close(request, found(request, reference))
    return redirect("pool:contributor", reference)


@requires("pool.edit")
@require_POST
def move(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    if verb not in MOVES:
        raise Http404
    person = found(request, reference)
    attempt(request, lambda: MOVES[verb](person, by=request.user), _("Sparat."))
    return redirect("pool:contributor", reference)


@requires("pool.edit")
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    form = forms.LeaveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        tell = form.cleaned_data["tell_after"]
        attempt(request, lambda: actions.leave(person, by=request.user, tell_after=tell), _("Personen har lämnat."))
        return redirect("pool:contributor", reference)
    return render(request, "pool/leave.html", {"person": person, "form": form})


@requires("pool.edit")
def profile(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    form = forms.ProfileForm(posted(request), initial=forms.ProfileForm.filled(person))
    if request.method == "POST" and put(form, lambda: actions.change_profile(person, by=request.user, **form.values())):
        messages.success(request, _("Profilen är sparad."))
        return redirect("pool:contributor", reference)
    return render(request, "pool/profile.html", {"person": person, "form": form})


@requires("pool.edit")
def milestone(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    form = forms.MilestoneForm(posted(request))
    note = lambda: actions.record_milestone(person, by=request.user, **form.cleaned_data)  # noqa: E731
    if request.method == "POST" and put(form, note):
        messages.success(request, _("Antecknat."))
        return redirect("pool:contributor", reference)
    return render(request, "pool/milestone.html", {"person": person, "form": form})


@requires("pool.edit")
@require_POST
def account(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    done = _("Inbjudan är på väg. Länken gäller i 14 dagar.")
    attempt(request, lambda: actions.invite_to_account(person, by=request.user), done)
    return redirect("pool:contributor", reference)


# --- Behind the door ------------------------------------------------------------------------


def behind_door(request: HttpRequest, reference: str) -> Contributor | HttpResponse:
    """The person of an address whose door stands open and whom this user may change; else where to go first."""
    person = found(request, reference)
    if open_doors.until(request, person) is None:
        messages.info(request, _("Öppna dörren först. Den stängs av sig själv efter 15 minuter."))
        return redirect("pool:contributor", reference)
    if not policies.may_edit_identity(request.user, person):
        raise PermissionDenied("door.open")
    return person


def identity_form(
    request: HttpRequest, kind: type[forms.OwnIdentityForm], person: Contributor, known: door.OpenIdentity
) -> forms.OwnIdentityForm:
    """A form for name and contact, with what stands there now."""
    initial = {
        **vars(known),
        "phone": known.phone_shown,
        "municipality": door.real_municipality(person, by=request.user),
        "seen": door.identity_seen(person, kind.names()),
    }
    return kind(posted(request), initial=initial)


@requires("door.open")
def identity(request: HttpRequest, reference: str) -> HttpResponse:
    person = behind_door(request, reference)
    if isinstance(person, HttpResponse):
        return person
    known = door.look_again(person, by=request.user)
    form = identity_form(request, forms.CoordinatorsIdentityForm, person, known)
    if request.method == "POST" and put(
        form, lambda: actions_identity.change_identity(person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("pool:contributor", reference)
    return render(request, "pool/identity.html", {"person": person, "form": form})


@requires("door.open")
def units(request: HttpRequest, reference: str) -> HttpResponse:
    person = behind_door(request, reference)
    if isinstance(person, HttpResponse):
        return person
    form = forms.UnitsForm(posted(request), contributor=person)
    form.fields["units"].label = _("Vilka verksamheter har personen erfarenhet av?")
    if request.method == "POST" and put(
        form, lambda: actions_identity.change_units(person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("pool:contributor", reference)
    protected = policies.knows_of_protection(request.user, person)
    return render(request, "pool/units.html", {"person": person, "form": form, "protected": protected})


@requires("door.open")
def protection(request: HttpRequest, reference: str) -> HttpResponse:
    person = behind_door(request, reference)
    if isinstance(person, HttpResponse):
        return person
    known = door.look_again(person, by=request.user)
    named: list[Any] = [*door.named_for(person, by=request.user)] or [request.user]
    initial = {"alias": known.alias, "named": [user.pk for user in named]}
    form = forms.ProtectForm(posted(request), initial=initial, coordinators=queries.coordinators())
    if request.method == "POST" and put(
        form, lambda: actions_identity.protect(person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Sparat. Från och med nu ser bara de du valde vem det är."))
        return redirect("pool:contributors")
    return render(request, "pool/protection.html", {"person": person, "form": form, "protected": known.protected})


@requires("door.open")
@require_POST
def end_protection(request: HttpRequest, reference: str) -> HttpResponse:
    person = behind_door(request, reference)
    if isinstance(person, HttpResponse):
        return person
    attempt(request, lambda: actions_identity.unprotect(person, by=request.user), _("Skyddet är avslutat."))
    return redirect("pool:contributor", reference)


@requires("pool.edit")
def contact_person(request: HttpRequest, reference: str) -> HttpResponse:
    person = found(request, reference)
    if not policies.may_edit_identity(request.user, person):
        raise PermissionDenied("door.open")
    initial = {"user": person.contact_person or request.user}
    form = forms.ContactPersonForm(posted(request), initial=initial, coordinators=queries.coordinators())
    if request.method == "POST" and put(
        form, lambda: actions_identity.set_contact_person(person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Kontaktpersonen är sparad."))
        return redirect("pool:contributor", reference)
    return render(request, "pool/contact_person.html", {"person": person, "form": form})


# --- The county's lists ---------------------------------------------------------------------


@requires("county.edit")
def terms(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "defaults" in request.POST:
        actions.ensure_default_terms(by=request.user)
        return redirect("pool:terms")
    form = forms.TermForm(posted(request))
    if request.method == "POST" and put(form, lambda: save_term(form.save(commit=False), by=request.user)):
        messages.success(request, _("Ordet är tillagt."))
        return redirect("pool:terms")
    lists: dict[Term.Kind, list[Term]] = {kind: [] for kind in Term.Kind}
    for word in Term.objects.order_by("retired", "name"):
        lists[Term.Kind(word.kind)].append(word)
    context = {"form": form, "lists": [(kind.label, words) for kind, words in lists.items()]}
    return render(request, "pool/terms.html", context)


@requires("county.edit")
def term(request: HttpRequest, pk: int) -> HttpResponse:
    word = get_object_or_404(Term, pk=pk)
    form = forms.TermForm(posted(request), instance=word)
    if request.method == "POST" and put(form, lambda: save_term(form.save(commit=False), by=request.user)):
        messages.success(request, _("Ordet är sparat."))
        return redirect("pool:terms")
    return render(request, "pool/term.html", {"form": form, "word": word})
