"""What is done with a voice beside answering it: what it is about, taking out a name, handing it on; and the list of themes."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.organisations.models import Organisation
from medverka.voices import actions, personal, policies, rules
from medverka.voices.actions_escalating import escalate_voice
from medverka.voices.actions_masking import mask_voice
from medverka.voices.escalating import takers
from medverka.voices.forms import EscalateForm, MaskForm, SortForm, ThemeForm
from medverka.voices.models import Theme
from medverka.voices.themes import ensure_default_themes, save_theme
from medverka.voices.views import voice_for


@requires("voices.record", "voices.publish")
def sort(request: HttpRequest, pk: int) -> HttpResponse:
    """What a voice is about, and whether it is urgent."""
    found = voice_for(request, pk, policies.may_sort)
    form = SortForm(request.POST if request.method == "POST" else None, voice=found)
    if form.is_valid():
        actions.sort_voice(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Sparat."))
        return redirect("voices:voice", pk)
    return render(request, "voices/sort.html", {"voice": found, "form": form})


@requires("voices.record", "voices.publish")
def mask(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a name, or something else that could tell who somebody is. The form names what looks so."""
    found = voice_for(request, pk, policies.may_mask)
    form = MaskForm(request.POST if request.method == "POST" else None, voice=found)
    if form.is_valid() and _done(form, lambda: mask_voice(found, by=request.user, **form.given())):
        messages.success(request, _("Borttaget. Det som stod där är inte sparat."))
        return redirect("voices:voice", pk)
    everything = "\n".join([found.everything, *(row.because for row in form.handed.values())])
    suspects = personal.suspects(everything, Organisation.objects.values_list("name", flat=True))
    return render(request, "voices/mask.html", {"voice": found, "form": form, "suspects": suspects})


@requires("voices.answer")
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a voice on to the next level, or to another unit."""
    found = voice_for(request, pk, policies.may_answer)
    if not policies.may_escalate(request.user, found):
        messages.warning(request, _("Synpunkten har redan fått ett ja eller nej."))
        return redirect("voices:voice", pk)
    form = EscalateForm(request.POST if request.method == "POST" else None, takers=takers(found))
    if form.is_valid() and _done(form, lambda: escalate_voice(found, by=request.user, **form.given())):
        messages.success(request, _("Lämnad vidare till %(unit)s.") % {"unit": found.unit})
        return redirect("voices:voice", pk)
    return render(request, "voices/escalate.html", {"voice": found, "form": form})


def _done(form: Form, action: Callable[[], object]) -> bool:
    """Whether it was done; a refusal becomes the form's error, and nothing typed is lost."""
    try:
        action()
    except rules.NotNow as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


# --- The county's list of themes ----------------------------------------------------------------


@requires("county.edit")
def themes(request: HttpRequest) -> HttpResponse:
    """The list, and a new word in it."""
    if "defaults" in request.POST:
        ensure_default_themes(by=request.user)
        return redirect("voices:themes")
    form = ThemeForm(request.POST if request.method == "POST" else None)
    if _saved(request, form):
        messages.success(request, _("Temat är tillagt."))
        return redirect("voices:themes")
    return render(request, "voices/themes.html", {"form": form, "themes": Theme.objects.order_by("retired", "name")})


@requires("county.edit")
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme, to be renamed or retired."""
    found = get_object_or_404(Theme, pk=pk)
    form = ThemeForm(request.POST if request.method == "POST" else None, instance=found)
    if _saved(request, form):
        messages.success(request, _("Temat är sparat."))
        return redirect("voices:themes")
    return render(request, "voices/theme.html", {"form": form, "theme": found})


def _saved(request: HttpRequest, form: ThemeForm) -> bool:
    """Whether a valid theme was saved; a refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        save_theme(form.save(commit=False), by=request.user)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors
