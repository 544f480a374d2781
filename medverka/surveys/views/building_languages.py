"""The languages of a questionnaire: which there are, how far each has come, and the words of each beside the first."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from medverka.access.views import requires
from medverka.questionnaires import translating
from medverka.questionnaires.document import in_language
from medverka.surveys import tongues
from medverka.surveys.forms_languages import AddLanguageForm, TranslationForm
from medverka.surveys.views.building_shared import Opened, context_of, keeping, opened, save, to_change


@requires("surveys.edit")
def languages(request: HttpRequest, slug: str) -> HttpResponse:
    page = opened(request, slug)
    form = AddLanguageForm(request.POST if request.method == "POST" else None, whole=page.document)
    if form.is_valid():
        edit = partial(translating.with_language, language=form.tag)
        save(request, page, edit, said=_("Nu kan du skriva på %(language)s.") % {"language": tongues.name(form.tag)})
        return redirect("surveys:translation", slug, form.tag)
    rows = [
        (tag, tongues.name(tag), tongues.own_name(tag), translating.progress(page.document, tag))
        for tag in page.document.languages
    ]
    return render(request, "surveys/building/languages.html", context_of(page, form=form, rows=rows))


@requires("surveys.edit")
def translation(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """The words of one part in one language, beside those of the first."""
    page = to_change(request, slug)
    part = request.GET.get("avsnitt", "")
    _known(page, tag, part)
    form = TranslationForm(
        request.POST if request.method == "POST" else None, whole=page.document, language=tag, part=part
    )
    if form.is_valid():
        return keeping(
            lambda: _save(request, page, form, tag, part), lambda: _show(request, page, form, tag, part, overtaken=True)
        )
    return _show(request, page, form, tag, part)


def _known(page: Opened, tag: str, part: str) -> None:
    if tag not in page.document.languages[1:]:
        raise Http404
    if part:
        page.section(part)


def _save(request: HttpRequest, page: Opened, form: TranslationForm, tag: str, part: str) -> HttpResponse:
    save(request, page, form.edit(part, request.POST.get("was", "")), said=_("Sparat."))
    keys = ["", *(section.key for section in page.document.sections)]
    following = keys[keys.index(part) + 1 :]
    if "next" in request.POST and following:
        return redirect(f"{page.address}sprak/{tag}/?avsnitt={following[0]}")
    return redirect("surveys:questionnaire_languages", page.row.slug)


def _show(
    request: HttpRequest, page: Opened, form: TranslationForm, tag: str, part: str, *, overtaken: bool = False
) -> HttpResponse:
    was = form.stamp if overtaken or request.method != "POST" else request.POST.get("was", "")
    parts = [("", _("Först och sist"), part == "")] + [
        (section.key, in_language(section.title, page.language), part == section.key)
        for section in page.document.sections
    ]
    context = context_of(
        page, form=form, tag=tag, name=tongues.name(tag), parts=parts, part=part, was=was, overtaken=overtaken,
        last=bool(parts and parts[-1][2]), progress=translating.progress(page.document, tag),
    )  # fmt: skip
    return render(request, "surveys/building/translation.html", context)


@requires("surveys.edit")
def remove_language(request: HttpRequest, slug: str, tag: str) -> HttpResponse:
    """Take away a language with all that is written in it; asked before."""
    page = to_change(request, slug)
    _known(page, tag, "")
    if request.method == "POST":
        save(request, page, partial(translating.without_language, language=tag), said=_("Språket är borttaget."))
        return redirect("surveys:questionnaire_languages", slug)
    return render(request, "surveys/building/remove_language.html", context_of(page, tag=tag, name=tongues.name(tag)))
