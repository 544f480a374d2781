"""On the way into the pool: a draft that is kept step by step, and what becomes of it.

Answers are kept as they were typed, right or wrong, so that nothing is lost; each step's form reads them again.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverka.access.authorise import authorise, link_holder
from medverka.accounts.models import User
from medverka.foundation import clock, crypto, outbox
from medverka.pool import actions, questions, rules
from medverka.pool.models import Contributor, JoinDraft

# The steps in order: slug, what it is about, the form.
STEPS: tuple[tuple[str, Promise | str, type[questions.Group]], ...] = (
    ("perspektiv", gettext_lazy("Din erfarenhet"), questions.PerspectivesForm),
    ("na-dig", gettext_lazy("Hur vi når dig"), questions.ReachForm),
    ("omraden", gettext_lazy("Vad du har varit med om"), questions.ExperienceForm),
    ("satt", gettext_lazy("Hur du vill medverka"), questions.WaysForm),
    ("plats", gettext_lazy("Kommun och språk"), questions.PlaceForm),
    ("behov", gettext_lazy("Vad du behöver"), questions.AccessForm),
    ("granser", gettext_lazy("Hur mycket och när"), questions.LimitsForm),
    ("egna-ord", gettext_lazy("Egna ord"), questions.OwnWordsForm),
)
ORDER = [slug for slug, _title, _form in STEPS]
TITLES = {slug: title for slug, title, _form in STEPS}
FORMS = {slug: form for slug, _title, form in STEPS}
SIGNS = "ABCDEFGHJKLMNPRSTUVWXYZ23456789"  # None that is taken for another.
LONGEST_STEP = 60_000  # Signs of one step's answers; what is longer is shown again but not kept.


def start(*, by: User | None = None, source: str = Contributor.Source.SELF) -> JoinDraft:
    """A new draft: the visitor's own, or one that coordinator `by` fills in for somebody on the phone or from paper."""
    if by is not None:
        authorise(by, "pool.edit")
    elif source != Contributor.Source.SELF:
        raise ValueError(source)
    return JoinDraft.objects.create(recorded_by=by, answers=json.dumps({"source": source}))


def answers(draft: JoinDraft) -> dict[str, Any]:
    """What has been typed so far: step → field → values."""
    kept: dict[str, Any] = json.loads(draft.answers)
    return kept


def save_step(draft: JoinDraft, step: str, data: QueryDict) -> bool:
    """Keep one step's answers as typed; False where they are too long to be kept."""
    typed = {name: data.getlist(name) for name in FORMS[step].base_fields}
    if sum(len(value) for values in typed.values() for value in values) > LONGEST_STEP:
        return False
    _keep(draft, {**answers(draft), step: typed})
    return True


def _keep(draft: JoinDraft, kept: Mapping[str, Any]) -> None:
    draft.answers = json.dumps(kept)
    draft.updated_at = clock.now()
    draft.save()


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


def new_code(draft: JoinDraft) -> str:
    """A code by which whoever has no e-mail goes on later; it replaces an earlier one."""
    code = "".join(secrets.choice(SIGNS) for _n in range(8))
    draft.code_digest = crypto.secret_digest(code, "pool.join")
    draft.save(update_fields=["code_digest"])
    return f"{code[:4]} {code[4:]}"


def by_code(typed: str) -> JoinDraft | None:
    """The draft whose code was typed."""
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    found = JoinDraft.objects.filter(code_digest=crypto.secret_digest(code, "pool.join"), recorded_by=None)
    return _fresh(found.exclude(code_digest="").first())


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


def mail_link(draft: JoinDraft) -> None:
    """Mail the link to go on with, once a day at most."""
    outbox.queue("pool.resume", draft.pk, key=f"pool.resume:{draft.pk}:{clock.today()}")


@transaction.atomic
def send(draft: JoinDraft) -> Contributor:
    """Let the draft become a new person, and be gone. `ValidationError` while a step has something to put right.

    Two presses make one person: the second finds no draft.
    """
    draft = JoinDraft.objects.select_for_update().get(pk=draft.pk)
    every = all_forms(draft)
    if not all(form.is_valid() for form in every.values()):
        raise ValidationError(_("Något behöver rättas innan du kan skicka."))
    values: dict[str, Any] = {"terms": [term for form in every.values() for term in form.terms()]}
    for form in every.values():
        plain = {name for name, field in form.fields.items() if not isinstance(field, questions.TermsField)}
        values |= {name: value for name, value in form.cleaned_data.items() if name in plain}
    person = actions.NewPerson(source=answers(draft)["source"], contact_person=draft.recorded_by, **values)
    contributor = actions.add_contributor(person, by=draft.recorded_by or link_holder("join", draft.pk))
    draft.delete()
    return contributor


def drop_old() -> int:
    """Delete drafts that nobody has touched for `rules.DRAFT_DAYS` days. Returns how many."""
    oldest = clock.now() - timedelta(days=rules.DRAFT_DAYS)
    return JoinDraft.objects.filter(updated_at__lt=oldest).delete()[0]
