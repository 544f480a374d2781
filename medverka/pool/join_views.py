"""Into the pool, step by step: for oneself on public pages, or for somebody on the phone or from paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.foundation import brake, links
from medverka.foundation.views import public
from medverka.pool import actions_joining, forms, joining, paper, queries, questions, rules
from medverka.pool.models import Contributor, JoinDraft
from medverka.pool.views import posted

SESSION = "join_draft"
WRONG_CODES = 10  # From one address in a quarter of an hour.


def own_draft(request: HttpRequest) -> JoinDraft | None:
    """The visitor's draft, by the session."""
    draft_id = request.session.get(SESSION)
    return joining.by_id(draft_id) if draft_id else None


@public
def paper_form(request: HttpRequest) -> HttpResponse:
    """The questions to fill in by hand."""
    answer = HttpResponse(paper.join_form(), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="medverka-blankett.pdf"'
    return answer


def step_page(request: HttpRequest, draft: JoinDraft, step: str, back: str, form: Any, **extra: Any) -> HttpResponse:
    """One step, with its errors if it has any."""
    context = {
        "draft": draft,
        "form": form,
        "title": joining.TITLES[step],
        "now": joining.ORDER.index(step) + 1,
        "of": joining.STEP_COUNT,
        "back": back,
        **extra,
    }
    return render(request, "pool/join_step.html", context)


def after(step: str) -> str:
    """The step that follows, or nothing."""
    place = joining.ORDER.index(step) + 1
    return joining.ORDER[place] if place < len(joining.ORDER) else ""


def before(step: str) -> str:
    """The step that came before, or nothing."""
    place = joining.ORDER.index(step)
    return joining.ORDER[place - 1] if place else ""


def taken_in(request: HttpRequest, draft: JoinDraft, step: str) -> Any:
    """The form as it was posted: kept as typed, and None where there is nothing to put right."""
    kept = actions_joining.save_step(draft, step, request.POST, by=actions_joining.holder_of(draft))
    form = joining.form_of(draft, step) if kept else joining.FORMS[step](request.POST)
    return None if form.is_valid() else form


# --- For oneself ----------------------------------------------------------------------------


@public
def join(request: HttpRequest) -> HttpResponse:
    """What it means to join, and how."""
    return render(request, "pool/join.html", {"draft": own_draft(request), "steps": joining.STEP_COUNT})


@public
@require_POST
def join_start(request: HttpRequest) -> HttpResponse:
    """A draft of one's own; the one that is there already is gone on with."""
    if own_draft(request) is None:
        if brake.too_many(request, "join", most=30, seconds=3600):
            return render(request, "pool/too_many.html", status=429)
        request.session[SESSION] = str(actions_joining.start(by=None).pk)
    return redirect("pool:join_step", joining.ORDER[0])


@public
def join_step(request: HttpRequest, step: str) -> HttpResponse:
    """One step of one's own."""
    draft = own_draft(request)
    if step not in joining.FORMS:
        raise Http404
    if draft is None:
        return redirect("pool:join")
    if request.method == "POST":
        wrong = taken_in(request, draft, step)
        if "later" in request.POST:
            return keep_for_later(request, draft)
        if wrong is None:
            return redirect("pool:join_step", after(step)) if after(step) else redirect("pool:join_review")
        return step_page(request, draft, step, before(step), wrong)
    return step_page(request, draft, step, before(step), joining.form_of(draft, step))


def keep_for_later(request: HttpRequest, draft: JoinDraft) -> HttpResponse:
    """Mail the link to go on with, or else give the code, and say so."""
    holder = actions_joining.holder_of(draft)
    if joining.mail_of(draft) and not brake.too_many(request, "join_mail", most=5, seconds=3600):
        actions_joining.mail_link(draft, by=holder)
    else:
        actions_joining.give_code(draft, by=holder)
    return redirect("pool:join_later")


@public
def join_later(request: HttpRequest) -> HttpResponse:
    """Saved: by a mailed link, or else with a code, one goes on later. Opening the page changes nothing."""
    draft = own_draft(request)
    if draft is None:
        return redirect("pool:join")
    if request.method == "POST":
        return keep_for_later(request, draft)
    code = joining.code_of(draft) if draft.code_digest else ""
    context = {"email": joining.mailed_to(draft), "code": code, "days": rules.DRAFT_DAYS}
    return render(request, "pool/join_later.html", context)


@public
def join_code(request: HttpRequest) -> HttpResponse:
    """Go on by code. Only codes that are wrong count against an address."""
    form = forms.ResumeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        key = f"join_code:{brake.address_of(request)}"
        if not brake.allows(key, most=WRONG_CODES):
            return render(request, "pool/too_many.html", status=429)
        if draft := joining.by_code(form.cleaned_data["code"]):
            request.session[SESSION] = str(draft.pk)
            return redirect("pool:join_review")
        brake.count(key, most=WRONG_CODES, seconds=900)
        form.add_error("code", _("Vi hittar ingenting med den koden. Se efter att alla tio tecken är rätt."))
    return render(request, "pool/join_code.html", {"form": form})


@public
def join_resume(request: HttpRequest, token: str) -> HttpResponse:
    """Go on by the mailed link, after a press on the button."""
    try:
        draft_id, _stamp = links.read("pool.resume", token, good_for=timedelta(days=rules.DRAFT_DAYS))
    except links.BadLink:
        draft_id = ""
    if (draft := joining.by_id(draft_id)) is None:
        return render(request, "pool/dead_link.html", {"joining": True}, status=410)
    if request.method == "POST":
        request.session[SESSION] = str(draft.pk)
        return redirect("pool:join_review")
    return render(request, "pool/join_resume.html")


@public
def join_review(request: HttpRequest) -> HttpResponse:
    """Read it all through, and send it."""
    draft = own_draft(request)
    if draft is None:
        return redirect("pool:join")
    if request.method == "POST" and send(request, draft) is not None:
        del request.session[SESSION]
        return redirect("pool:join_thanks")
    return render(request, "pool/join_review.html", review(draft))


@public
def join_thanks(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "pool/join_thanks.html")


# --- For somebody else ----------------------------------------------------------------------


@requires("pool.edit")
def record(request: HttpRequest) -> HttpResponse:
    """Begin, or go on with, somebody on the phone or a paper."""
    source = request.POST.get("source", "")
    if source in (Contributor.Source.PHONE, Contributor.Source.PAPER):
        draft = actions_joining.start(by=request.user, source=source)  # type: ignore[arg-type]
        return redirect("pool:record_step", draft.pk, joining.ORDER[0])
    return render(request, "pool/record.html", {"drafts": joining.unfinished(request.user)})  # type: ignore[arg-type]


def their_draft(request: HttpRequest, draft_id: UUID) -> JoinDraft:
    """A draft that this coordinator is filling in, or 404."""
    draft = joining.by_id(draft_id, by=request.user)  # type: ignore[arg-type]
    if draft is None:
        raise Http404
    return draft


@requires("pool.edit")
def record_step(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One step for somebody else."""
    draft = their_draft(request, draft_id)
    if step not in joining.FORMS:
        raise Http404
    wrong = taken_in(request, draft, step) if request.method == "POST" else joining.form_of(draft, step)
    if "later" in request.POST:
        messages.success(request, _("Sparat. Du hittar det här när du vill fortsätta."))
        return redirect("pool:record")
    if wrong is None and after(step):
        return redirect("pool:record_step", draft.pk, after(step))
    if wrong is None:
        return redirect("pool:record_review", draft.pk)
    return step_page(request, draft, step, before(step), wrong)


@requires("pool.edit")
def record_review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Read it through for somebody else, and take them in."""
    draft = their_draft(request, draft_id)
    if request.method == "POST" and (contributor := send(request, draft)) is not None:
        messages.success(request, _("%s är antecknad och väntar på välkomstsamtal.") % contributor.pseudonym)
        if queries.visible_to(request.user).filter(pk=contributor.pk).exists():
            return redirect("pool:contributor", contributor.reference)
        return redirect("pool:contributors")
    return render(request, "pool/join_review.html", review(draft))


# --- Both -----------------------------------------------------------------------------------


def review(draft: JoinDraft) -> dict[str, Any]:
    """What the last page shows: each step's answers in words, and whether it has something to put right."""
    steps = []
    for (slug, title, _form), form in zip(joining.STEPS, joining.all_forms(draft).values(), strict=True):
        fine = form.is_valid()
        steps.append({"slug": slug, "title": title, "fine": fine, "answers": answers_of(form)})
    return {"draft": draft, "steps": steps, "fine": all(step["fine"] for step in steps)}


def answers_of(form: questions.Group) -> list[tuple[Any, str]]:
    """Label and words of each field that has been filled in."""
    found = []
    for bound in form:
        value = form.cleaned_data.get(bound.name)
        if words := _in_words(bound.field, value):
            found.append((bound.label, words))
    return found


def _in_words(field: Any, value: Any) -> str:
    if value is True:
        return _("Ja")
    choices = dict(getattr(field, "choices", ())) if not hasattr(field, "queryset") else {}
    if choices:
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(choices.get(str(one), "")) for one in chosen if one not in ("", None))
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(map(str, value))
    return str(value or "")


def send(request: HttpRequest, draft: JoinDraft) -> Contributor | None:
    """Send the draft; None, with a message, where something is to be put right first."""
    if draft.recorded_by is None and brake.too_many(request, "join_send", most=10, seconds=3600):
        messages.error(request, _("Det har kommit många anmälningar härifrån. Vänta en stund och försök igen."))
        return None
    try:
        return actions_joining.send(draft, by=actions_joining.holder_of(draft))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except JoinDraft.DoesNotExist:
        messages.info(request, _("Den här anmälan är redan skickad."))
    return None
