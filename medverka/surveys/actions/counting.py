"""Counting a round: once, by the worker, out of the sealed sheets; and once more, to compare."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from medverka.access.authorise import SYSTEM
from medverka.foundation import bulk, clock
from medverka.journal.actions import record
from medverka.organisations.queries import the_county
from medverka.questionnaires import counting as pure
from medverka.questionnaires import files
from medverka.questionnaires.document import Answers, Questionnaire
from medverka.surveys import published, publishing, quotes, together
from medverka.surveys.models import FreeText, Group, Publication, Round, Sheet, Version
from medverka.surveys.moves import NotNow, move
from medverka.surveys.policies import authorise_for
from medverka.surveys.publishing import Counted, Head
from medverka.surveys.rules import State, how_many_asked


class SheetsAreGone(Exception):
    """The sheets have been disposed of; what was published of them stands."""


@transaction.atomic
def begin(one: Round, *, by: Any) -> None:
    """Let the worker count a closed round. Raises `NotNow` where it is not closed, or somebody else has begun already."""
    authorise_for(by, one)
    move(one, "count", counting_since=clock.now())
    record(by, "round.count_began", one)
    _ask_worker(one)


@transaction.atomic
def begin_again(one: Round, *, by: Any) -> None:
    """Ask the worker once more, where it has stopped in the middle. Nothing was half done."""
    authorise_for(by, one)
    if not Round.objects.filter(pk=one.pk, state=State.COUNTING).update(counting_since=clock.now()):
        raise NotNow
    record(by, "round.count_began", one)
    _ask_worker(one)


def _ask_worker(one: Round) -> None:
    pk = one.pk
    transaction.on_commit(lambda: async_task("medverka.surveys.jobs.count", pk))


# --- The worker's part ------------------------------------------------------------------------


@transaction.atomic
def count(one: Round) -> bool:
    """Count it and publish, all or nothing. False where it does not wait to be counted (any longer): harmless to do twice.

    No sheet can come in meanwhile: whoever hands one in holds a lock on its group until the round's state is read.
    """
    list(Group.objects.select_for_update().filter(round=one).order_by("pk"))
    if not Round.objects.select_for_update().filter(pk=one.pk, state=State.COUNTING).exists():
        return False
    one.refresh_from_db()
    groups = _groups(one)
    with bulk.without_collecting():
        counted, texts = _all_counted(one, groups)
    head = _head(one, the_county().small_group, clock.today())
    content = publishing.document(head, counted)
    Publication.objects.create(round=one, content=content, k=head.k)
    _put_texts_apart(_readable(texts, groups, content))
    move(one, "counted", counting_since=None, shaken_count=0)  # The box is shaken once more, whatever happens next.
    record(SYSTEM, "round.counted", one, sheets=sum(group.n for group in counted))
    return True


def _head(one: Round, k: int, counted_on: Any) -> Head:
    return Head(one.slug, one.title, one.opens_on, min(one.closes_on, counted_on), counted_on, k)


def _groups(one: Round) -> list[Group]:
    return list(Group.objects.filter(round=one).select_related("round__version", "version").order_by("order", "pk"))


def _all_counted(one: Round, groups: Iterable[Group]) -> tuple[list[Counted], list[tuple[int, str, str]]]:
    """Each group as counted, and all free texts as (group, question, text)."""
    known: dict[int, Questionnaire] = {}
    asked = asked_of(one)
    counted, texts = [], []
    for group, members in together.told_apart(groups):
        version: Version = group.asks
        questionnaire = known.setdefault(version.pk, files.load(version.content))
        sheets = list(sheets_of(members))
        items = pure.count(questionnaire, sheets)
        names = tuple(member.name for member in members if member.pk != group.pk)
        put_to = together.sum_of_known(asked.get(member.pk) for member in members)
        counted.append(Counted(group.key, group.name, questionnaire, len(sheets), put_to, items, names))
        texts += [(group.pk, key, text) for key, text in pure.texts(questionnaire, sheets)]
    return counted, texts


def sheets_of(groups: Sequence[Group]) -> Iterator[Answers]:
    """What everybody in a group, or in those that are counted as one, answered, opened."""
    field: Any = Sheet._meta.get_field("answers")
    return map(json.loads, field.unseal_all(Sheet.objects.filter(group__in=groups)))


def asked_of(one: Round) -> dict[int, int | None]:
    """How many were asked in each group, where that is known."""
    from medverka.surveys.queries.results import groups_with_tickets

    return {
        group.pk: how_many_asked(group.asked, group.tickets_made, has_open_link=group.has_open_link)
        for group in groups_with_tickets(one)
    }


def _readable(
    texts: Iterable[tuple[int, str, str]], groups: Iterable[Group], content: publishing.Json
) -> list[tuple[int, str, str]]:
    """The texts that staff may read. The others lie on the sheets until the box is shaken, and are gone then."""
    results = published.read(content, "sv")
    known = {group.key: group for group in results.groups}
    may = {
        (group.pk, key)
        for group in groups
        if group.counted_with_id is None
        for key, put_to in results.texts_asked.items()
        if quotes.may_be_read(known[group.key], results.groups, results.k, put_to)
    }
    return [text for text in texts if text[:2] in may]


def _put_texts_apart(texts: list[tuple[int, str, str]]) -> None:
    """Keep what was written in rows of their own, in random order, so that nothing ties them to each other or to a sheet."""
    secrets.SystemRandom().shuffle(texts)
    bulk.insert([FreeText(group_id=group, question=key, text=text) for group, key, text in texts])


# --- Afterwards -------------------------------------------------------------------------------


def recount(one: Round) -> bool:
    """Whether counting the sealed sheets from scratch gives what was published. Raises `SheetsAreGone`, or `NotNow`."""
    published = Publication.objects.filter(round=one).first()
    if published is None:
        raise NotNow
    before = published.content
    counted, _texts = _all_counted(one, _groups(one))
    if not any(group.n for group in counted) and any(group["n"] for group in before["groups"]):
        raise SheetsAreGone
    head = _head(one, published.k, clock.day_of(published.counted_at))
    return publishing.same_figures(before, publishing.counted_again(head, counted, before))


@transaction.atomic
def dispose() -> int:
    """Let the sheets go that were counted long enough ago, and the wording of texts before they were reviewed.

    What is published stands, and texts as they were reviewed; what nobody has read yet waits. Returns how many sheets.
    """
    long_ago = clock.now() - timedelta(days=the_county().retention_days)
    old = Round.objects.filter(state=State.COUNTED, publication__counted_at__lt=long_ago)
    gone = 0
    for one in old.filter(groups__sheets__isnull=False).distinct():
        rows = Sheet.objects.filter(group__round=one)
        many = rows.count()
        bulk.delete(Sheet.objects.filter(group__in=list(Group.objects.filter(round=one))))
        Round.objects.filter(pk=one.pk).update(shaken_count=0)
        record(SYSTEM, "round.sheets_disposed", one, sheets=many)
        gone += many
    texts = FreeText.objects.filter(group__round__in=old)
    texts.filter(state=FreeText.State.ASIDE).delete()
    texts.filter(state__in=[FreeText.State.READ, FreeText.State.CHOSEN]).exclude(text="").update(text="")
    return gone
