"""On the way into the pool: the steps of a draft, and what has been typed so far. What happens: `actions_joining`.

Answers are kept as they were typed, right or wrong, so that nothing is lost; each step's form reads them again.
"""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from medverka.accounts.models import User
from medverka.foundation import clock, codes, crypto
from medverka.foundation.models import OutgoingMail
from medverka.pool import questions, rules
from medverka.pool.models import JoinDraft

# The steps in order: slug, what it is about, the form.
STEPS: tuple[tuple[str, Promise | str, type[questions.Group]], ...] = (
    ("perspektiv", gettext_lazy("Din erfarenhet"), questions.PerspectivesForm),
    ("na-dig", gettext_lazy("Hur vi når dig"), questions.ReachForm),
    ("omraden", gettext_lazy("Vad du har varit med om"), questions.ExperienceForm),
    ("satt", gettext_lazy("Hur du vill medverka"), questions.WaysForm),
    ("plats", gettext_lazy("Kommun, ålder och språk"), questions.PlaceForm),
    ("behov", gettext_lazy("Vad du behöver"), questions.AccessForm),
    ("granser", gettext_lazy("Hur mycket och när"), questions.LimitsForm),
    ("egna-ord", gettext_lazy("Egna ord"), questions.OwnWordsForm),
)
ORDER = [slug for slug, _title, _form in STEPS]
STEP_COUNT = len(ORDER) + 1  # The last is the review.
TITLES = {slug: title for slug, title, _form in STEPS}
FORMS = {slug: form for slug, _title, form in STEPS}


def answers(draft: JoinDraft) -> dict[str, Any]:
    """What has been typed so far: step → field → values."""
    kept: dict[str, Any] = json.loads(draft.answers)
    return kept


def form_of(draft: JoinDraft, step: str) -> questions.Group:
    """A step's form with what was typed; without any errors while nothing was."""
    typed = answers(draft).get(step)
    if typed is None:
        return FORMS[step]()
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return FORMS[step](data)


def all_forms(draft: JoinDraft) -> dict[str, questions.Group]:
    """Every step's form, read again. A step that was never opened counts as left empty."""
    kept = answers(draft)
    return {step: form_of(draft, step) if step in kept else FORMS[step](QueryDict()) for step in ORDER}


def code_of(draft: JoinDraft) -> str:
    """The code by which whoever has no e-mail goes on later: always the same, and only its digest is kept."""
    return codes.as_printed(codes.made_from(str(draft.pk), "pool.join code is made of"))


def digest_of(code: str) -> str:
    """What is kept of a code, however it is typed."""
    return crypto.secret_digest(codes.as_typed(code), "pool.join")


def by_code(typed: str) -> JoinDraft | None:
    """The draft whose code was typed."""
    return _fresh(JoinDraft.objects.filter(code_digest=digest_of(typed), recorded_by=None).first())


def by_id(draft_id: UUID | str, *, by: User | None = None) -> JoinDraft | None:
    """A draft by its id: a visitor's, or one that `by` is filling in."""
    try:
        return _fresh(JoinDraft.objects.filter(pk=draft_id, recorded_by=by).first())
    except (ValidationError, ValueError):
        return None


def unfinished(by: User) -> list[JoinDraft]:
    """What `by` has begun to fill in for others, newest first."""
    oldest = clock.now() - timedelta(days=rules.DRAFT_DAYS)
    return list(JoinDraft.objects.filter(recorded_by=by, updated_at__gte=oldest).order_by("-updated_at")[:20])


def _fresh(draft: JoinDraft | None) -> JoinDraft | None:
    oldest = clock.now() - timedelta(days=rules.DRAFT_DAYS)
    return draft if draft and draft.updated_at >= oldest else None


def mail_of(draft: JoinDraft) -> str:
    """The address that stands in the draft, where it is one."""
    form = form_of(draft, "na-dig")
    if not form.is_bound:
        return ""
    form.is_valid()
    return str(form.cleaned_data.get("email", ""))


def mail_key(draft: JoinDraft) -> str:
    """The key of the mailed link: one mail a day and address."""
    return f"pool.resume:{draft.pk}:{clock.today()}:{crypto.secret_digest(mail_of(draft), 'pool.resume')[:12]}"


def mailed_to(draft: JoinDraft) -> str:
    """The address to which the link is on its way today, if it is."""
    return mail_of(draft) if OutgoingMail.objects.filter(key=mail_key(draft)).exists() else ""
