"""Pages on which the coordinator tells people what was answered, and reminds those who are to answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.foundation.downloads import PDF, download
from medverka.foundation.fields import row_number
from medverka.pool.door import open_addresses
from medverka.voices import actions_telling, policies, queries
from medverka.voices import letters as writing
from medverka.voices.models import AWAITED, ToldBack
from medverka.voices.origins import Origin, describe


@requires("voices.publish")
def to_tell(request: HttpRequest) -> HttpResponse:
    """Letters and calls that wait. A POST opens the phone numbers, which is noted where the contributor reads it."""
    everybody = queries.to_tell(request.user)
    calls = [person for person in everybody if person.channel == "phone"]
    context: dict[str, Any] = {
        "letters": [person for person in everybody if person.channel == "letter"],
        "calls": [(person, None) for person in calls],
        "may_open": policies.may_see_letters(request.user),
    }
    if request.method == "POST":
        reaches = open_addresses([call.contributor for call in calls], by=request.user, purpose="told_back")
        context["calls"] = [(person, reaches.get(person.contributor.pk)) for person in calls]
        context["opened"] = True
    return render(request, "voices/to_tell.html", context)


@requires("voices.publish")
@require_POST
def letters(request: HttpRequest) -> HttpResponse:
    """All waiting letters as one PDF."""
    waiting = [person for person in queries.to_tell(request.user) if person.channel == "letter"]
    reaches = open_addresses([letter.contributor for letter in waiting], by=request.user, purpose="letter")
    return download(writing.pile(waiting, reaches), "brev.pdf", PDF)


@requires("voices.publish")
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Note letters as posted or a call as made."""
    keys = [row_number(key.strip()) for key in ",".join(request.POST.getlist("keys")).split(",")[:2000]]
    rows = ToldBack.objects.filter(pk__in=keys).select_related("voice__unit")
    count = actions_telling.mark_all_told(rows, by=request.user)
    if count:
        messages.success(request, _("Antecknat. De har fått veta."))
    return redirect("voices:to_tell")


@requires("voices.publish")
def remind(request: HttpRequest, kind: str, origin_id: int) -> HttpResponse:
    """Remind those who are to answer what was said on one occasion."""
    voices = queries.of_origin(kind, origin_id).filter(AWAITED).exclude(owner=None)
    voices = voices.filter(pk__in=queries.visible_to(request.user).values("pk"))
    if not voices:
        raise Http404
    if not all(policies.may_publish(request.user, voice) for voice in voices):
        raise PermissionDenied
    if request.method == "POST":
        count = actions_telling.remind(voices, by=request.user)
        done = ngettext("En person är påmind.", "%(n)s personer är påminda.", count) % {"n": count}
        messages.success(request, done if count else _("De är redan påminda i dag."))
        return redirect("voices:voice", voices[0].pk)
    origin = describe([(kind, origin_id)]).get((kind, origin_id), Origin(_("Ett uppdrag")))
    return render(request, "voices/remind.html", {"voices": voices, "origin": origin})
