"""A contributor's own pages, signed in or by a link of their own."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import link_holder
from medverka.access.views import requires
from medverka.foundation import links, refusals
from medverka.foundation.downloads import PDF, download
from medverka.foundation.views import public
from medverka.pool import actions, actions_identity, booklet, door, forms, queries, rules
from medverka.pool.models import Contributor
from medverka.pool.views import attempt, identity_form, posted, put


def me(request: HttpRequest) -> Contributor:
    """Who the signed-in person is in the pool; 404 for somebody who is nobody there."""
    contributor = queries.of_user(request.user)
    if contributor is None:
        raise Http404
    return contributor


def own_context(contributor: Contributor, by: Any) -> dict[str, Any]:
    """What `pool/_my_profile.html` shows."""
    return {
        "person": contributor,
        "identity": door.own_identity(contributor, by=by),
        "municipality": door.real_municipality(contributor, by=by),
        "chosen": queries.terms_by_kind(contributor),
        "units": contributor.units.all(),
        "openings": queries.door_history(contributor),
        "possible": {verb for verb in rules.TRANSITIONS if rules.may_move(verb, contributor.status)},
    }


@requires("own.profile")
def my_profile(request: HttpRequest) -> HttpResponse:
    """Correct one's profile."""
    person = me(request)
    form = forms.ProfileForm(posted(request), initial=forms.ProfileForm.filled(person))
    if request.method == "POST" and put(form, lambda: actions.change_profile(person, by=request.user, **form.values())):
        messages.success(request, _("Sparat."))
        return redirect("portal:my_page")
    return render(request, "pool/profile.html", {"form": form, "own": True})


@requires("own.profile")
def my_identity(request: HttpRequest) -> HttpResponse:
    """Correct one's name and how one is reached."""
    person = me(request)
    form = identity_form(request, forms.OwnIdentityForm, person, door.own_identity(person, by=request.user))
    if request.method == "POST" and put(
        form, lambda: actions_identity.change_identity(person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _saved(request.user, form.cleaned_data["email"]))
        return redirect("portal:my_page")
    return render(request, "pool/identity.html", {"form": form, "own": True})


def _saved(user: Any, email: str) -> str:
    """That it is saved, and with which address one still signs in where it is another."""
    if email in ("", user.email):
        return _("Sparat.")
    still = _(
        "Sparat. Vi skriver till %(new)s, men du loggar fortfarande in med %(old)s. Det byter du under Ditt konto."
    )
    return still % {"new": email, "old": user.email}


@requires("own.profile")
def my_units(request: HttpRequest) -> HttpResponse:
    """Say which units one has experience of, or take it back."""
    person = me(request)
    form = forms.UnitsForm(posted(request), contributor=person)
    if request.method == "POST" and put(
        form, lambda: actions_identity.change_units(person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Sparat."))
        return redirect("portal:my_page")
    protected = door.own_identity(person, by=request.user).protected
    return render(request, "pool/units.html", {"form": form, "own": True, "protected": protected})


@requires("own.profile")
@require_POST
def my_confirm(request: HttpRequest) -> HttpResponse:
    """Say that everything still is right."""
    person = me(request)
    attempt(request, lambda: actions.confirm_profile(person, by=request.user), _("Tack! Då vet vi att det stämmer."))
    return redirect("portal:my_page")


@requires("own.profile")
@require_POST
def my_pause(request: HttpRequest) -> HttpResponse:
    """Pause, or come back."""
    person = me(request)
    if "back" in request.POST:
        attempt(request, lambda: actions.resume(person, by=request.user), _("Välkommen tillbaka!"))
    else:
        done = _("Du har pausat. Vi frågar dig inte om något förrän du säger till.")
        attempt(request, lambda: actions.pause(person, by=request.user), done)
    return redirect("portal:my_page")


@requires("own.profile")
def my_leave(request: HttpRequest) -> HttpResponse:
    """Leave, without any reason."""
    person = me(request)
    form = forms.LeaveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        tell = form.cleaned_data["tell_after"]
        done = _("Du har lämnat. Tack för att du var med!")
        attempt(request, lambda: actions.leave(person, by=request.user, tell_after=tell), done)
        return redirect("portal:my_page")
    return render(request, "pool/leave.html", {"person": person, "form": form, "own": True})


@requires("own.profile")
def my_json(request: HttpRequest) -> HttpResponse:
    """Everything held about oneself, for machines."""
    held = queries.everything_about(me(request), by=request.user)
    response = JsonResponse(held, encoder=DjangoJSONEncoder, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="medverka-uppgifter.json"'
    return response


@requires("own.profile")
def my_pdf(request: HttpRequest) -> HttpResponse:
    """Everything held about oneself, to read and print."""
    held = queries.everything_about(me(request), by=request.user)
    return download(booklet.pdf(held), "medverka-uppgifter.pdf", PDF)


# --- By a link of one's own -----------------------------------------------------------------


def by_link(purpose: str, token: str, days: int) -> Contributor | None:
    """Whom a link belongs to, or None where it is forged, too old or no longer meant."""
    try:
        pk, reference = links.read(purpose, token, good_for=timedelta(days=days))
    except links.BadLink:
        return None
    return Contributor.objects.exclude(status="left").filter(pk=pk, reference=reference).first()


@public
def accept_account(request: HttpRequest, token: str) -> HttpResponse:
    """Get an account. Opening the page changes nothing; pressing its button does."""
    person = by_link("pool.account", token, 14)
    if person is None or person.user_id:
        return render(request, "pool/dead_link.html", {"used": person is not None}, status=410)
    holder = link_holder("contributor", person.pk)
    if request.method == "POST":
        with refusals.told(request):
            actions.link_account(person, by=holder)
            return render(request, "pool/account_made.html")
    return render(request, "pool/accept_account.html")


@public
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """The yearly question. Opening the page changes nothing."""
    person = by_link("pool.still_right", token, 60)
    if person is None:
        return render(request, "pool/dead_link.html", status=410)
    if request.method == "POST":
        actions.confirm_profile(person, by=link_holder("contributor", person.pk))
        return render(request, "pool/still_right_thanks.html")
    return render(request, "pool/still_right.html", {"person": person, "chosen": queries.terms_by_kind(person)})
