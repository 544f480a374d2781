"""Start page, the way in, Today, search, and how mail is doing."""

import json
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.authorise import may
from medverka.access.views import requires, signed_in
from medverka.accounts.queries import nobody_yet
from medverka.draws import queries as draws
from medverka.foundation import clock, mail_files
from medverka.foundation.models import OutgoingMail, PostponedForm
from medverka.foundation.outbox import try_again
from medverka.foundation.views import public
from medverka.organisations.queries import the_county
from medverka.pool.own_views import me, own_context
from medverka.portal import actions, asked, queries
from medverka.reports.queries import right_now
from medverka.voices.queries import published

HOMES = (
    ("requests.handle", "portal:today"),
    ("requests.make", "portal:today"),
    ("own.profile", "portal:my_page"),
    ("figures.read", "reports:figures"),
    ("councils.lead", "portal:today"),
    ("own.seats", "councils:councils"),
)


@public
def start(request: HttpRequest) -> HttpResponse:
    """The county's public start page; in an empty county, the way to the first start."""
    if nobody_yet():
        return redirect("accounts:first_run")
    county = the_county()
    context = {"county": county, "voices": published()[:3], "figures": right_now(county)}
    return render(request, "portal/start.html", context)


@public
def what_was_asked(request: HttpRequest) -> HttpResponse:
    """Surveys and mappings that everybody may read about."""
    page = Paginator(asked.published(), 25).get_page(request.GET.get("page"))
    return render(request, "portal/what_was_asked.html", {"page": page})


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Where each role begins its day."""
    for permission, name in HOMES:
        if may(request.user, permission):
            return redirect(name)
    return render(request, "portal/no_role.html")


@signed_in
def postponed(request: HttpRequest, form_id: UUID) -> HttpResponse:
    """What somebody sent when their session had ended, to be sent again or thrown away."""
    form = get_object_or_404(PostponedForm, pk=form_id, user_id=str(request.user.pk))
    if request.method == "POST":
        actions.throw_away_postponed(form, by=request.user)
        return redirect("portal:home")
    return render(request, "portal/postponed.html", {"send_to": form.path, "sent": json.loads(form.fields)})


@requires("requests.handle", "requests.make", "councils.lead")
def today(request: HttpRequest) -> HttpResponse:
    """Everything that waits, oldest first, each with its one next step."""
    groups = queries.waiting_for(request.user)
    count = sum(len(things) for _group, things in groups)
    return render(request, "portal/today.html", {"waiting": groups, "count": count, "today": clock.today()})


@requires("own.profile")
def my_page(request: HttpRequest) -> HttpResponse:
    """What waits for a contributor, what they have agreed to and done, and everything that is held about them."""
    person = me(request)
    own = {
        "waiting": queries.in_one_list(request.user),
        "agreed": queries.agreed_assignments(person),
        "done": queries.done_by(person),
        "draws": draws.places_of(person).count(),
    }
    return render(request, "portal/my_page.html", own_context(person, request.user) | own)


@requires("requests.handle", "requests.follow", "organisations.read")
def search(request: HttpRequest) -> HttpResponse:
    """Search over requests, organisations and what was said. People are sought through the door."""
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "text": text,
        "found": queries.search(request.user, text),
        "most": queries.MOST_FOUND,
        "may_find_people": may(request.user, "door.open"),
    }
    return render(request, "portal/search.html", context)


@requires("mail.read")
def outbox(request: HttpRequest) -> HttpResponse:
    """Mail that waits, and mail that could not be sent; ids and states, never addresses."""
    unsent = OutgoingMail.objects.exclude(state__in=["sent", "moot"]).order_by("-created_at")
    context = {
        "page": Paginator(unsent, 50).get_page(request.GET.get("page")),
        "sent": OutgoingMail.objects.filter(state="sent").order_by("-sent_at").first(),
        "folder": settings.MAIL_DIR if mail_files.in_use() else None,
    }
    return render(request, "portal/outbox.html", context)


@require_POST
@requires("mail.read")
def send_again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Try a message again at once."""
    try_again(get_object_or_404(OutgoingMail, pk=mail_id))
    messages.success(request, _("Vi försöker skicka igen om en liten stund."))
    return redirect("portal:outbox")
