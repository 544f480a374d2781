"""An organisation answers: it fills in, level by level, hands in, and takes back until the mapping is closed."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.mappings import content, links_given, policies
from medverka.mappings.models import Mapping as MappingRow
from medverka.mappings.models import SelfAssessment
from medverka.mappings.moves import NotNow
from medverka.mappings.rules import LONGEST_COMMENT, Answered, State
from medverka.questionnaires import answering
from medverka.questionnaires.problems import stopping


class ChangedMeanwhile(Exception):
    """Somebody else wrote something else to the same questions. `assessment` is as it stands now."""

    def __init__(self, assessment: SelfAssessment) -> None:
        super().__init__(assessment.pk)
        self.assessment = assessment


def stamp_of(assessment: SelfAssessment, keys: Iterable[str]) -> str:
    """What stands in answer to some questions, in short: two who see the same see the same stamp."""
    parts = (assessment.answers, assessment.comments, assessment.evidence)
    seen = [[part.get(key) for part in parts] for key in sorted(keys)]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:20]


@transaction.atomic
def fill_in(
    assessment: SelfAssessment,
    *,
    by: Any,
    answers: Mapping[str, Any],
    comments: Mapping[str, str] | None = None,
    evidence: Mapping[str, list[str]] | None = None,
    seen: str = "",
) -> SelfAssessment:
    """Write down answers to some questions; the others stay. What is empty is taken away.

    `seen` is the stamp of what stood there when the page was opened: where somebody has written something else to the same
    questions since, nothing is written and `ChangedMeanwhile` is raised. The same once more is harmless.
    """
    if not policies.may_answer(by, assessment):
        raise PermissionDenied("mappings.answer")
    kept = _locked(assessment)
    keys = {*answers, *(comments or {}), *(evidence or {})}
    before = stamp_of(kept, keys)
    _write(kept, answers, comments or {}, evidence or {})
    if before == stamp_of(kept, keys):
        return kept
    if seen and seen != before:
        raise ChangedMeanwhile(
            SelfAssessment.objects.select_related("organisation", "mapping__version").get(pk=kept.pk)
        )
    kept.state, kept.revision = Answered.BEGUN, kept.revision + 1
    kept.changed_by, kept.changed_at, kept.on_behalf = by.actor_id, clock.now(), _on_behalf(by, kept)
    kept.save()
    record(by, "assessment.filled_in", kept, on_behalf=kept.on_behalf)
    return kept


@transaction.atomic
def hand_in(assessment: SelfAssessment, *, by: Any, revision: int | None = None) -> SelfAssessment:
    """Say that these are the organisation's answers. `revision` is that of what was read before; once more is harmless."""
    if not policies.may_answer(by, assessment):
        raise PermissionDenied("mappings.answer")
    kept = _locked(assessment, handed_in_too=True)
    if kept.state == Answered.HANDED_IN:
        return kept
    if not kept.answers:
        raise NotNow(_("Svara på något först. Det går bra att hoppa över frågor."))
    if revision is not None and revision != kept.revision:
        raise NotNow(_("Någon har ändrat i svaren sedan du öppnade sidan. Läs igenom dem igen och lämna in sedan."))
    kept.state, kept.handed_in_at, kept.on_behalf = Answered.HANDED_IN, clock.now(), _on_behalf(by, kept)
    kept.changed_by = by.actor_id
    kept.save()
    record(by, "assessment.handed_in", kept, on_behalf=kept.on_behalf)
    return kept


@transaction.atomic
def take_back(assessment: SelfAssessment, *, by: Any) -> SelfAssessment:
    """Change what was handed in, while the mapping is open."""
    if not policies.may_answer(by, assessment):
        raise PermissionDenied("mappings.answer")
    kept = _locked(assessment, handed_in_too=True)
    if kept.state == Answered.HANDED_IN:
        kept.state, kept.handed_in_at, kept.revision = Answered.BEGUN, None, kept.revision + 1
        kept.save()
        record(by, "assessment.taken_back", kept)
    return kept


def _locked(assessment: SelfAssessment, *, handed_in_too: bool = False) -> SelfAssessment:
    """The row as it stands, held. The mapping is held too: it is not closed while somebody writes."""
    mapping = MappingRow.objects.select_for_update(no_key=True, of=("self",)).get(pk=assessment.mapping_id)
    if mapping.state != State.OPEN:
        raise NotNow(_("Kartläggningen är stängd, så svaren kan inte ändras längre."))
    rows = SelfAssessment.objects.select_for_update(of=("self",)).select_related("organisation", "mapping__version")
    kept = rows.get(pk=assessment.pk)
    if kept.organisation.closed_on:
        raise NotNow(_("%(organisation)s har upphört och svarar inte längre.") % {"organisation": kept.organisation})
    if kept.state == Answered.HANDED_IN and not handed_in_too:
        raise NotNow(_("Svaren är redan inlämnade. Ta tillbaka dem först om något ska ändras."))
    return kept


def _write(
    kept: SelfAssessment, answers: Mapping[str, Any], comments: Mapping[str, str], evidence: Mapping[str, list[str]]
) -> None:
    questionnaire = content.of_version(kept.mapping.version)
    cleaned, problems = answering.clean(questionnaire, {**kept.answers, **answers})
    wrong = [problem for problem in stopping(problems) if problem.code != "required"]
    if wrong:
        raise NotNow(_("Något av svaren passar inte frågan. Svara igen på sidan med frågan."))
    known = {question.key for question in questionnaire.questions}
    kept.answers = dict(cleaned)
    kept.comments = _kept({**kept.comments, **{key: _comment(text) for key, text in comments.items()}}, known)
    given = {key: _links(addresses) for key, addresses in evidence.items()}
    kept.evidence = _kept({**kept.evidence, **given}, known)


def _kept(values: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value and key in known}


def _comment(text: str) -> str:
    plain = answering.plain_text(text)
    if len(plain) > LONGEST_COMMENT:
        raise NotNow(_("Kommentaren är för lång. Skriv högst 2 000 tecken."))
    return plain


def _links(addresses: list[str]) -> list[str]:
    try:
        return links_given.read("\n".join(addresses))
    except ValidationError as problem:
        raise NotNow(" ".join(problem.messages)) from None


def _on_behalf(by: Any, assessment: SelfAssessment) -> bool:
    return not policies.holds_link(by, assessment) and not policies.speaks_for(by, assessment.organisation)
