"""Pictures of questions and answers: chosen, uploaded, and shown to whoever reads them."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.foundation.views import public, takes_files
from medverka.questionnaires import editing
from medverka.questionnaires.document import Question, Questionnaire, in_language
from medverka.surveys.actions import pictures as picture_actions
from medverka.surveys.forms_pictures import PictureForm
from medverka.surveys.models import Image
from medverka.surveys.pictures import MOST_BYTES, NoPicture, redrawn
from medverka.surveys.views.building_shared import Opened, context_of, save, to_change

YEAR = 365 * 24 * 3600


@takes_files(up_to=3_000_000)
@requires("surveys.edit")
def question_picture(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    page = to_change(request, slug)
    return _picture(request, page, page.question(key), "")


@takes_files(up_to=3_000_000)
@requires("surveys.edit")
def option_picture(request: HttpRequest, slug: str, key: str, option: str) -> HttpResponse:
    """What an option means at more length, and its picture."""
    page = to_change(request, slug)
    return _picture(request, page, page.question(key), option)


def _picture(request: HttpRequest, page: Opened, question: Question, option: str) -> HttpResponse:
    thing = editing.option(question, option) if option else question
    if thing is None:
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PictureForm(*posted, thing=thing, language=page.language)
    overtaken = False
    if form.is_valid():
        try:
            edit = partial(_pictured, request=request, form=form, key=question.key, option=option, drawn=_drawn(form))
            return save(request, page, edit, said=_("Sparat."), anchor=question.key)
        except NoPicture as problem:
            form.add_error("file", str(problem))
        except editing.Overtaken:
            overtaken = True
    return _show(request, page, form, question=question, option=option, overtaken=overtaken)


def _show(request: HttpRequest, page: Opened, form: PictureForm, **more: Any) -> HttpResponse:
    thing = form.thing
    context = context_of(page, form=form, thing=thing, was=editing.fingerprint(thing), **more)
    context["name"] = page.words(more["question"])
    context["option_name"] = in_language(thing.text, page.language) if more["option"] else ""
    return render(request, "surveys/building/picture.html", context)


def _drawn(form: PictureForm) -> picture_actions.Drawn | None:
    """The picture that was sent, drawn anew before anything is changed."""
    sent: Any = form.cleaned_data.get("file")
    return redrawn(sent.read(MOST_BYTES + 1)) if sent else None


def _pictured(
    whole: Questionnaire,
    request: HttpRequest,
    form: PictureForm,
    key: str,
    option: str,
    drawn: picture_actions.Drawn | None,
) -> Questionnaire:
    """The picture is kept within the change that shows it."""
    uploaded = picture_actions.keep(drawn, by=request.user) if drawn else ""
    return editing.put_in_question(whole, key, option, form.changed(uploaded), request.POST.get("was", ""))


@public
def image(request: HttpRequest, digest: str) -> HttpResponse:
    """A picture of a questionnaire. It is what its address says for ever, and nothing that a browser would run."""
    row = get_object_or_404(Image, digest=digest)
    answer = HttpResponse(bytes(row.data), content_type=row.media_type)
    answer["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    return answer
