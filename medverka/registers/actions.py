"""What happens with a register, from the upload until it has come in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language
from django_q.tasks import async_task

from medverka.access.authorise import authorise, may
from medverka.accounts.models import User
from medverka.assignments.actions.requests import import_requests
from medverka.assignments.models import InvolvementRequest
from medverka.contributions.actions import NewContribution, record_contributions
from medverka.contributions.models import Contribution
from medverka.foundation import bulk, clock
from medverka.journal.actions import record
from medverka.pool.actions import add_contributors
from medverka.pool.actions_identity import protect
from medverka.pool.models import Contributor
from medverka.pool.recognition import protected_and_nobodys
from medverka.registers import arrivals, known, leftovers, progress, references, shown, vault, wordlist
from medverka.registers.decisions import Decisions
from medverka.registers.models import Import, RegisterFile, Trace
from medverka.registers.prepare import Prepared, prepare
from medverka.registers.progress import Tell, to_nobody
from medverka.registers.rows import ContributionRow, RequestRow

State = Import.State
Row = TypeVar("Row")
_BATCH = 1000


class NotNow(Exception):
    """The import has moved on since the page was opened."""


class Outdated(Exception):
    """Another register has come in since this one was prepared."""


class NotAll(Exception):
    """Some rows cannot come in, and the uploader wants all or none. The argument is how many."""


# --- From the upload to the preview ---------------------------------------------------------


@transaction.atomic
def upload_register(files: Sequence[tuple[str, bytes]], *, by: Any) -> Import:
    """Keep the files, (name, content) each, sealed, and let the worker read them."""
    authorise(by, "registers.import")
    row = Import.objects.create(created_by=by, language=get_language() or "sv")
    for order, (name, data) in enumerate(files):
        file = RegisterFile.objects.create(of=row, name=name[:200], size=len(data), order=order)
        vault.put(file, data)
    record(by, "register.uploaded", row, files=len(files))
    _ask_worker("read", row.pk)
    return row


@transaction.atomic
def decide(row: Import, *, by: Any, decisions: Decisions) -> Import:
    """Keep what the uploader has decided, and work out the preview anew."""
    _authorise(by, row)
    _move(row, {State.PREVIEW}, State.READING)
    row.decisions = decisions.as_json()
    row.save(update_fields=["decisions"])
    _ask_worker("read", row.pk)
    return row


@transaction.atomic
def start_import(row: Import, *, by: Any, all_or_none: bool = False) -> Import:
    """Let the worker bring in what the preview shows: all rows that can come in, or nothing unless all can."""
    _authorise(by, row)
    _move(row, {State.PREVIEW}, State.IMPORTING)
    decisions = Decisions.from_json(row.decisions)
    decisions.all_or_none = all_or_none
    row.decisions, row.trouble = decisions.as_json(), ""
    row.save(update_fields=["decisions", "trouble"])
    _ask_worker("bring_in", row.pk)
    return row


@transaction.atomic
def start_again(row: Import, *, by: Any) -> Import:
    """Ask the worker once more, where it has stopped in the middle. Whatever it had begun is undone already."""
    _authorise(by, row)
    if row.state not in {State.READING, State.IMPORTING}:
        raise NotNow
    _move(row, {row.state}, row.state)
    _ask_worker("read" if row.state == State.READING else "bring_in", row.pk)
    return row


@transaction.atomic
def discard(row: Import, *, by: Any) -> None:
    """Throw away what was uploaded. What has come in stays."""
    _authorise(by, row)
    if not Import.objects.filter(pk=row.pk).exclude(state=State.IMPORTING).exists():
        raise NotNow
    record(by, "register.discarded", row)
    _forget(row)


def _authorise(by: Any, row: Import) -> None:
    authorise(by, "registers.import")
    if row.created_by_id != by.pk:
        raise PermissionDenied("registers.import")


def _move(row: Import, before: Iterable[str], after: str) -> None:
    if not Import.objects.filter(pk=row.pk, state__in=before).update(state=after, began_at=clock.now()):
        raise NotNow
    progress.forget(row.pk)
    row.refresh_from_db(fields=["state", "began_at"])


def _ask_worker(job: str, import_id: UUID) -> None:
    transaction.on_commit(lambda: async_task(f"medverka.registers.jobs.{job}", str(import_id)))


# --- The worker's part ----------------------------------------------------------------------


def keep_preview(row: Import, prepared: Prepared) -> None:
    """Let the uploader see what would come in."""
    row.preview = shown.preview(prepared)
    row.rejected = leftovers.as_json(prepared)
    row.state = State.PREVIEW
    row.trouble = ""
    row.save(update_fields=["preview", "rejected", "state", "trouble"])


def keep_trouble(row: Import, why: str) -> None:
    """Say that the register could not be read or brought in, and why. Its files go."""
    stored = _stored(row)
    with transaction.atomic():
        row.trouble, row.state, row.ended_at = why, State.FAILED, clock.now()
        row.save(update_fields=["trouble", "state", "ended_at"])
        row.files.all().delete()
    _remove(stored)


def bring_in_upload(import_id: UUID, *, tell: Tell = to_nobody) -> bool:
    """Bring in an uploaded register, all of it in one transaction. False where it is not waiting for that any more."""
    row = Import.objects.filter(pk=import_id, state=State.IMPORTING).first()
    if row is None:
        return False
    decisions, stored = Decisions.from_json(row.decisions), _stored(row)
    prepared = prepare(contents(row), decisions, by=row.created_by, tell=tell)
    if decisions.all_or_none and prepared.rejected:
        raise NotAll(len(prepared.rejected))
    rejected = leftovers.as_json(prepared)
    with transaction.atomic():
        # Whoever comes second waits here, and then finds it done.
        row = Import.objects.select_for_update().filter(pk=import_id, state=State.IMPORTING).first()
        if row is None:
            return False
        result = bring_in(prepared, by=row.created_by, tell=tell)
        row.result, row.state, row.ended_at = asdict(result), State.DONE, clock.now()
        row.rejected, row.preview, row.decisions = rejected, "", "{}"
        row.save(update_fields=["result", "state", "ended_at", "rejected", "preview", "decisions"])
        row.files.all().delete()
    _remove(stored)
    return True


def give_back(import_id: UUID, why: str) -> None:
    """Back to the preview, since nothing came in; and why."""
    row = Import.objects.filter(pk=import_id, state=State.IMPORTING).first()
    if row is not None:
        row.state, row.trouble = State.PREVIEW, why
        row.save(update_fields=["state", "trouble"])


def contents(row: Import) -> list[tuple[str, bytes]]:
    """Name and content of each uploaded file."""
    return [(file.name, vault.get(file)) for file in row.files.all()]


# --- Into the county ------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """How many came in, how many were there already, and how many rows did not come in."""

    persons: int
    requests: int
    contributions: int
    hours: str
    persons_known: int
    requests_known: int
    contributions_known: int
    words_added: int
    rejected: int


@bulk.without_collecting()
@transaction.atomic
def bring_in(prepared: Prepared, *, by: Any, named: Sequence[User] | None = None, tell: Tell = to_nobody) -> Result:
    """Take in everything that is new in a prepared register: all or, where anything fails, nothing.

    `named` are the coordinators who may know protected persons; the importer, unless told. Raises `Outdated`.
    """
    authorise(by, "registers.import")
    record(by, "register.import_began", "county:1")  # Takes the journal's lock: registers come in one by one.
    if known.latest() != prepared.since:
        raise Outdated
    if named is None:
        named = [by] if isinstance(by, User) else []
    words = wordlist.add_new(prepared.lists, by=by)
    people = _persons(prepared, by, named, tell)
    requests = _requests(prepared, by, tell)
    contributions = _contributions(prepared, people, requests, by, tell)
    tell("ending", 0)
    result = Result(
        persons=len(prepared.persons),
        requests=len(prepared.requests),
        contributions=len(contributions),
        hours=str(sum((row.hours for row in contributions if row.hours), start=0)),
        persons_known=prepared.persons_known,
        requests_known=len(prepared.known.requests),
        contributions_known=len(prepared.known.contributions),
        words_added=words,
        rejected=len(prepared.rejected),
    )
    record(by, "register.imported", "county:1", **asdict(result))
    return result


def _persons(prepared: Prepared, by: Any, named: Sequence[User], tell: Tell) -> dict[str, Contributor]:
    """The new contributors by the keys of their rows."""
    today = clock.today()
    new: dict[str, Contributor] = {}
    for batch, part in _batches(prepared.persons):
        tell("persons", part)
        rows = add_contributors([arrivals.new_person(row, prepared.lists, named, today) for row in batch], by=by)
        new |= {row.key: contributor for row, contributor in zip(batch, rows, strict=True)}
    _leave_traces(_person_traces(prepared, new))
    if named:
        for contributor in protected_and_nobodys(prepared.known.persons.values()):
            protect(contributor, by=by, alias="", named=named)
    return new


def _person_traces(prepared: Prepared, new: dict[str, Contributor]) -> Iterator[known.NewTrace]:
    """For each row of each person, before any merging. Known persons' new rows are traced, too."""
    owners = {key: new[person.key].pk for person in prepared.persons for key in person.keys}
    for person in prepared.plan.persons:
        if contributor_id := prepared.known.person(person):
            owners |= {key: contributor_id for key in person.keys if key not in prepared.known.persons}
    kind = Trace.Kind
    for row in prepared.reading.persons:
        if owner := owners.get(row.key):
            yield kind.PERSON, prepared.digests[row.key], owner
            for number in filter(references.number_of, row.numbers):
                yield kind.PERSON_NUMBER, known.number_digest(kind.PERSON_NUMBER, number), owner


def _requests(prepared: Prepared, by: Any, tell: Tell) -> dict[str, InvolvementRequest]:
    """All requests that contributions may name, new and known, by the keys of their rows."""
    tell("requests", 0)
    rows, kind = prepared.requests, Trace.Kind
    days = arrivals.days_of_requests(prepared.contributions)
    made = import_requests(arrivals.new_requests(rows, prepared.lists, days, clock.today()), by=by)
    found = {row.key: request for row, request in zip(rows, made, strict=True)}
    _leave_traces(
        trace
        for row, request in zip(rows, made, strict=True)
        for trace in _request_traces(row, request.pk, kind.REQUEST, kind.REQUEST_NUMBER)
    )
    ids = dict(prepared.known.requests)
    for contribution in prepared.contributions:
        if contribution.request_key.startswith("request:"):
            ids[contribution.request_key] = int(contribution.request_key.removeprefix("request:"))
    there = InvolvementRequest.objects.in_bulk(set(ids.values()))
    return found | {key: there[pk] for key, pk in ids.items() if pk in there}


def _request_traces(row: RequestRow, pk: int, kind: str, number_kind: str) -> Iterator[known.NewTrace]:
    yield kind, known.request_digest(row), pk
    if references.number_of(row.number):
        yield number_kind, known.number_digest(number_kind, row.number), pk


def _contributions(
    prepared: Prepared,
    people: dict[str, Contributor],
    requests: dict[str, InvolvementRequest],
    by: Any,
    tell: Tell,
) -> list[Contribution]:
    """The new contributions."""
    rows = prepared.contributions
    ids = {
        row.person_key: prepared.known.contributor_id(row.person_key) for row in rows if row.person_key not in people
    }
    there = Contributor.objects.in_bulk({pk for pk in ids.values() if pk})
    people = people | {key: there[pk] for key, pk in ids.items() if pk in there}
    made: list[Contribution] = []
    for batch, part in _batches([row for row in rows if row.person_key in people]):
        tell("contributions", part)
        new = [_contribution(row, people[row.person_key], prepared, requests.get(row.request_key), by) for row in batch]
        done = record_contributions(new, by=by)
        _leave_traces(_contribution_trace(row, one) for row, one in zip(batch, done, strict=True))
        made += done
    return made


def _contribution(
    row: ContributionRow, person: Contributor, prepared: Prepared, request: InvolvementRequest | None, by: Any
) -> NewContribution:
    new = arrivals.new_contribution(row, person, prepared.lists, request)
    reached = new.unit is None or may(by, "contributions.record", new.unit)
    return new if reached else arrivals.without_unit(new)


def _contribution_trace(row: ContributionRow, made: Contribution) -> known.NewTrace:
    return Trace.Kind.CONTRIBUTION, known.contribution_digest(made.contributor_id, row), made.pk


def _batches(rows: Sequence[Row]) -> Iterator[tuple[Sequence[Row], float]]:
    """The rows a thousand at a time, each with how much of the whole comes before."""
    for start in range(0, len(rows), _BATCH):
        yield rows[start : start + _BATCH], start / len(rows)


def _leave_traces(traces: Iterable[known.NewTrace]) -> None:
    bulk.insert_values(Trace, known.TRACE, traces)


# --- Forgetting -----------------------------------------------------------------------------


def forget_old() -> int:
    """Throw away uploads whose week is over, with what their previews held. Returns how many."""
    old = list(Import.objects.filter(forget_at__lte=clock.now()).exclude(state=State.IMPORTING))
    for row in old:
        with transaction.atomic():
            _forget(row)
    vault.sweep({file.stored_as for file in RegisterFile.objects.only("id")})
    return len(old)


def forget_disposed() -> int:
    """Let traces of persons who have been disposed of lead to nobody. Returns how many."""
    disposed = Contributor.objects.exclude(disposed_on=None).values("pk")
    about_them = Trace.objects.filter(kind__in=[Trace.Kind.PERSON, Trace.Kind.PERSON_NUMBER], subject_id__in=disposed)
    return about_them.update(subject_id=None)


def _forget(row: Import) -> None:
    stored = _stored(row)
    progress.forget(row.pk)
    row.delete()
    _remove(stored)


def _stored(row: Import) -> list[str]:
    return [file.stored_as for file in row.files.all()]


def _remove(stored: Sequence[str]) -> None:
    """Delete file contents once what named them is gone for good."""
    for name in stored:
        transaction.on_commit(partial(vault.remove, name))
