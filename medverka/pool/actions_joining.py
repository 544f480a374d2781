"""What happens on the way into the pool. What is typed into a draft is not journalled (ADR 0009)."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise, link_holder
from medverka.accounts.models import User
from medverka.foundation import clock, outbox
from medverka.foundation.models import OutgoingMail
from medverka.journal.actions import record
from medverka.pool import actions, joining, questions, rules
from medverka.pool.models import Contributor, JoinDraft

LONGEST_STEP = 60_000  # Signs of one step's answers; what is longer is shown again but not kept.


def holder_of(draft: JoinDraft) -> Any:
    """Who acts in a draft: the coordinator who fills it in, or whoever holds it."""
    return draft.recorded_by or link_holder("join", draft.pk)


@transaction.atomic
def start(*, by: User | None, source: str = Contributor.Source.SELF) -> JoinDraft:
    """A new draft: a visitor's own (`by` nobody), or one that a coordinator fills in for somebody on the phone or from paper."""
    if by is not None:
        authorise(by, "pool.edit")
    elif source != Contributor.Source.SELF:
        raise PermissionDenied("pool.edit")
    draft = JoinDraft.objects.create(recorded_by=by, answers=json.dumps({"source": source}))
    record(holder_of(draft), "join.started", subject_of(draft), source=source)
    return draft


def subject_of(draft: JoinDraft) -> str:
    """How the journal names a draft, and whoever holds it."""
    return f"join:{draft.pk}"


@transaction.atomic
def save_step(draft: JoinDraft, step: str, data: QueryDict, *, by: Any) -> bool:
    """Keep one step's answers as typed; False where they are too long to be kept."""
    _authorise(draft, by)
    typed = {name: data.getlist(name) for name in joining.FORMS[step].base_fields}
    if sum(len(value) for values in typed.values() for value in values) > LONGEST_STEP:
        return False
    row = JoinDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:  # Sent a moment ago, in another tab.
        return False
    draft.answers = json.dumps({**joining.answers(row), step: typed})
    draft.updated_at = clock.now()
    draft.save(update_fields=["answers", "updated_at"])
    return True


@transaction.atomic
def give_code(draft: JoinDraft, *, by: Any) -> None:
    """Let the draft be gone on with by its code, for whoever has no e-mail. Again is harmless."""
    _authorise(draft, by)
    digest = joining.digest_of(joining.code_of(draft))
    if JoinDraft.objects.filter(pk=draft.pk).exclude(code_digest=digest).update(code_digest=digest):
        draft.code_digest = digest
        record(by, "join.code_given", subject_of(draft))


@transaction.atomic
def mail_link(draft: JoinDraft, *, by: Any) -> None:
    """Mail the link to go on with, once a day at most."""
    _authorise(draft, by)
    if not OutgoingMail.objects.filter(key=joining.mail_key(draft)).exists():
        outbox.queue("pool.resume", draft.pk, key=joining.mail_key(draft))
        record(by, "join.link_mailed", subject_of(draft))


@transaction.atomic
def send(draft: JoinDraft, *, by: Any) -> Contributor:
    """Let the draft become a new person, and be gone. `ValidationError` while a step has something to put right.

    Two presses make one person: the second finds no draft.
    """
    _authorise(draft, by)
    draft = JoinDraft.objects.select_for_update().get(pk=draft.pk)
    every = joining.all_forms(draft)
    if not all(form.is_valid() for form in every.values()):
        raise ValidationError(_("Något behöver rättas innan du kan skicka."))
    source = joining.answers(draft)["source"]
    person = actions.NewPerson(source=source, contact_person=draft.recorded_by, **_values(every))
    contributor = actions.add_contributor(person, by=by)
    draft.delete()
    return contributor


def _values(every: Mapping[str, questions.Group]) -> dict[str, Any]:
    """What the forms of all steps hold, as a new person takes it."""
    values: dict[str, Any] = {"terms": [term for form in every.values() for term in form.terms()]}
    for form in every.values():
        plain = {name for name, field in form.fields.items() if not isinstance(field, questions.TermsField)}
        values |= {name: value for name, value in form.cleaned_data.items() if name in plain}
    return values


def _authorise(draft: JoinDraft, by: Any) -> None:
    if by.actor_id != holder_of(draft).actor_id:
        raise PermissionDenied("join")


@transaction.atomic
def drop_old(*, by: Any) -> int:
    """Delete drafts that nobody has touched for `rules.DRAFT_DAYS` days. Returns how many."""
    oldest = clock.now() - timedelta(days=rules.DRAFT_DAYS)
    _rows, kinds = JoinDraft.objects.filter(updated_at__lt=oldest).delete()
    count = kinds.get(JoinDraft._meta.label, 0)
    if count:
        record(by, "join.drafts_dropped", "pool:drafts", count=count)
    return count
