"""Setting up a mapping, choosing who takes part, opening, reminding and closing it."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from medverka.access.authorise import authorise
from medverka.accounts.models import User
from medverka.foundation import bulk, clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record, subject_of
from medverka.mappings import content, doors, policies, queries
from medverka.mappings.models import Mapping, SelfAssessment
from medverka.mappings.moves import NotNow, move
from medverka.mappings.rules import MOST_REMINDERS, Answered, State
from medverka.organisations.models import ContactPerson, Organisation
from medverka.questionnaires import checks
from medverka.questionnaires.problems import stopping
from medverka.surveys.actions import questionnaires
from medverka.surveys.models import Version


@transaction.atomic
def make_mapping(
    *,
    by: Any,
    title: str,
    opens_on: date,
    closes_on: date,
    version: Version | None = None,
    follows: Mapping | None = None,
    is_public: bool = False,
) -> Mapping:
    """Set up a mapping that nobody is asked in yet; with Medverka's own questions where none are given."""
    authorise(by, "mappings.edit")
    asks = version or questions_from_bank(by=by)
    _must_be_usable(asks)
    mapping = Mapping.objects.create(
        slug=_free_slug(title), title=title, version=asks, opens_on=opens_on, closes_on=closes_on, follows=follows,
        is_public=is_public, created_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    record(by, "mapping.made", mapping)
    return mapping


@transaction.atomic
def change_mapping(mapping: Mapping, *, by: Any, **values: Any) -> Mapping:
    """Change what it is called and asks. An open one keeps its questions, a closed one what it is compared with too."""
    _authorise(by, mapping)
    if "version" in values and values["version"] != mapping.version:
        _must_be_usable(values["version"])
        if mapping.state != State.DRAFT:
            raise NotNow(_("Frågorna kan inte bytas när kartläggningen har öppnats."))
    rows = Mapping.objects.filter(pk=mapping.pk)
    if "version" in values:  # It may have been opened since the page was.
        rows = rows.filter(state=State.DRAFT)
    if not rows.update(**values):
        raise NotNow(_("Kartläggningen har öppnats under tiden. Frågorna kan inte bytas längre."))
    mapping.refresh_from_db()
    record(by, "mapping.changed", mapping)
    return mapping


@transaction.atomic
def throw_away(mapping: Mapping, *, by: Any) -> None:
    """Remove one that was never opened."""
    _authorise(by, mapping)
    subject = subject_of(mapping)
    removed, _rows = Mapping.objects.filter(pk=mapping.pk, state=State.DRAFT).delete()
    if not removed:
        raise NotNow(_("Kartläggningen har öppnats. Stäng den i stället."))
    record(by, "mapping.thrown_away", subject)


@transaction.atomic
def choose(mapping: Mapping, organisations: Iterable[Organisation], *, by: Any) -> list[SelfAssessment]:
    """Let just these take part. Whoever has begun to answer stays; those who come to an open one are told at once."""
    _authorise(by, mapping)
    kept = Mapping.objects.select_for_update(no_key=True, of=("self",)).get(pk=mapping.pk)
    if kept.state == State.CLOSED:
        raise NotNow(_("Kartläggningen är stängd. Öppna den igen för att ändra vilka som är med."))
    wanted = {one.pk: one for one in organisations}
    within = set(queries.choosable_by(by).filter(pk__in=wanted).values_list("pk", flat=True))
    there = set(mapping.assessments.values_list("organisation", flat=True))
    if set(wanted) - within - there:
        raise PermissionDenied("mappings.edit")
    idle = mapping.assessments.filter(state=Answered.NOT_BEGUN).exclude(organisation__in=wanted)
    left = idle.delete()[0]
    new = [_asked(mapping, organisation) for pk, organisation in wanted.items() if pk not in there]
    bulk.insert(new)
    if new or left:
        record(by, "mapping.chosen", mapping, came=sorted(one.organisation_id for one in new), left=left)
    if kept.state == State.OPEN:
        _invite(new)
    return new


@transaction.atomic
def open_mapping(mapping: Mapping, *, by: Any) -> Mapping:
    """Ask everybody who takes part. From now on the questions stay as they are."""
    _authorise(by, mapping)
    if not mapping.assessments.exists():
        raise NotNow(_("Välj först vilka som ska vara med."))
    if not move(mapping, "open"):
        raise NotNow(_("Kartläggningen var redan öppnad."))
    Version.objects.filter(pk=mapping.version_id, fixed_at=None).update(fixed_at=clock.now())
    _must_be_usable(Version.objects.get(pk=mapping.version_id))  # It may have been rewritten since it was chosen.
    record(by, "mapping.opened", mapping)
    _invite(mapping.assessments.select_related("organisation"))
    return mapping


@transaction.atomic
def close_mapping(mapping: Mapping, *, by: Any) -> Mapping:
    """No more answers. What is handed in can be read by all who read mappings."""
    _authorise(by, mapping)
    if not move(mapping, "close"):
        raise NotNow(_("Kartläggningen är inte öppen."))
    record(by, "mapping.closed", mapping)
    return mapping


@transaction.atomic
def reopen_mapping(mapping: Mapping, *, by: Any) -> Mapping:
    """Take answers again."""
    _authorise(by, mapping)
    if not move(mapping, "reopen"):
        raise NotNow(_("Kartläggningen är inte stängd."))
    record(by, "mapping.reopened", mapping)
    return mapping


@transaction.atomic
def remind(mapping: Mapping, *, by: Any) -> int:
    """Remind those who have not handed in, each twice at most and once a day. Returns how many organisations."""
    _authorise(by, mapping)
    if mapping.state != State.OPEN:
        raise NotNow(_("Kartläggningen är inte öppen."))
    waiting = mapping.assessments.exclude(state=Answered.HANDED_IN).filter(organisation__closed_on=None)
    now = clock.now()
    reminded = 0
    for assessment in waiting.filter(reminders__lt=MOST_REMINDERS).select_related("organisation"):
        guard = SelfAssessment.objects.filter(pk=assessment.pk, reminders=assessment.reminders)
        if assessment.reminded_at and clock.day_of(assessment.reminded_at) == clock.today():
            continue
        if guard.update(reminders=assessment.reminders + 1, reminded_at=now):
            reminded += 1
            for subject in doors.recipients(assessment):
                queue("mappings.reminder", subject, key=f"mappings.reminder:{subject}:{assessment.reminders + 1}")
    if reminded:
        record(by, "mapping.reminded", mapping, organisations=reminded)
    return reminded


@transaction.atomic
def choose_contact(assessment: SelfAssessment, *, by: Any, contact: ContactPerson | None) -> None:
    """Say who gets the link where nobody has an account. The former one's link and code end."""
    _authorise(by, assessment.mapping)
    if contact is not None and contact.organisation_id != assessment.organisation_id:
        raise PermissionDenied("mappings.edit")
    stamp = uuid.uuid4()
    rows = SelfAssessment.objects.filter(pk=assessment.pk).exclude(contact=contact) if contact else None
    rows = rows if rows is not None else SelfAssessment.objects.filter(pk=assessment.pk, contact__isnull=False)
    if not rows.update(contact=contact, stamp=stamp, code_digest=doors.digest(doors.code_made_of(stamp))):
        return
    assessment.refresh_from_db()
    record(by, "mapping.contact_chosen", assessment)
    if contact and assessment.mapping.state == State.OPEN and assessment.state != Answered.HANDED_IN:
        subject = f"{assessment.pk}:contact"
        queue("mappings.invited", subject, key=f"mappings.invited:{subject}:{stamp.hex}")


def questions_from_bank(*, by: Any) -> Version:
    """The newest version of Medverka's own questions, taken in when they are first needed."""
    found = Version.objects.filter(questionnaire__slug=content.BANK).first()
    if found is None:
        document = content.from_bank()
        found = questionnaires.make(document, by=by, name=document.title["sv"], slug=content.BANK).versions.get()
    return found


def _asked(mapping: Mapping, organisation: Organisation) -> SelfAssessment:
    stamp = uuid.uuid4()
    people = ContactPerson.objects.filter(organisation=organisation).exclude(email="")
    current = [one for one in people if one.starts_on <= clock.today() <= (one.ends_on or clock.today())]
    return SelfAssessment(
        mapping=mapping, organisation=organisation, stamp=stamp, contact=current[0] if current else None,
        code_digest=doors.digest(doors.code_made_of(stamp)),
    )  # fmt: skip


def _invite(assessments: Iterable[SelfAssessment]) -> None:
    for assessment in assessments:
        for subject in doors.recipients(assessment):
            queue("mappings.invited", subject)


def _must_be_usable(version: Version) -> None:
    questionnaire = content.of_version(version)
    if stopping(checks.problems(questionnaire)):
        raise NotNow(_("Något i frågorna måste rättas först. Öppna frågeformuläret, så står det vad."))
    if not content.is_for_mappings(questionnaire):
        raise NotNow(_("Frågeformuläret har inga nivåer med frågor i fem steg, så det går inte att kartlägga med."))


def _authorise(by: Any, mapping: Mapping) -> None:
    if not policies.may_edit(by, mapping):
        raise PermissionDenied("mappings.edit")


def _free_slug(title: str) -> str:
    """An address made of the title that no mapping has yet."""
    stem = slugify(title)[:50] or "kartlaggning"
    taken = set(Mapping.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
