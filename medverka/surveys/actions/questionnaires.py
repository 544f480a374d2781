"""Questionnaires and their versions: made, changed, put away. A version that a round has used never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import router, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from medverka.access.authorise import authorise
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.questionnaires import editing, files
from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys import policies, telling
from medverka.surveys.actions import pictures
from medverka.surveys.models import Questionnaire, Version

RESERVED = {"nytt"}  # Addresses beside the questionnaires' own.
SLUG_LENGTH = 60
NAME_LENGTH = 120


class InUse(Exception):
    """Something else rests on it."""


@transaction.atomic
def make(document: Document, *, by: Any, name: str, slug: str = "") -> Questionnaire:
    """Make a questionnaire with a first version that is being written."""
    authorise(by, "surveys.edit")
    row = Questionnaire.objects.create(slug=slug or free_slug(name), name=name, created_by=_account(by))
    Version.objects.create(questionnaire=row, number=1, content=files.write(document))
    record(by, "questionnaire.made", row)
    return row


def free_slug(name: str) -> str:
    """An address made of a name that no questionnaire has yet. What the name tells of health is left out."""
    name = telling.without(name)
    stem = editing.fresh_key(name, (), otherwise="formular")
    taken = set(
        Questionnaire.objects.filter(slug__startswith=stem[: editing.KEY_LENGTH - 4]).values_list("slug", flat=True)
    )
    return editing.fresh_key(name, taken | RESERVED, otherwise="formular")


def _account(by: Any) -> Any:
    return by if getattr(by, "pk", None) else None


@transaction.atomic
def change(questionnaire: Questionnaire, *, by: Any, edit: editing.Edit, seen: int | None = None) -> Version:
    """Change what is being written, by `edit`. Where the newest version is in use, a next one begins.

    `seen` is the stamp of what the reader had before them, for what must not be done twice: `Overtaken` where something has
    been changed since. Whatever `edit` raises leaves everything as it was.
    """
    policies.authorise_change(by, questionnaire)
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    version = questionnaire.versions.select_for_update().first()
    if version is None:
        raise Version.DoesNotExist
    if seen is not None and seen != stamp(version):
        raise editing.Overtaken
    before = files.load(version.content)
    after = edit(before)
    if after == before:
        return version
    if version.fixed_at:
        version = _next(version, by)
    version.content, version.revision = files.write(after), version.revision + 1
    version.save(update_fields=["content", "revision"])
    record(by, "questionnaire.changed", questionnaire, version=version.number)
    return version


def stamp(version: Version) -> int:
    """Which version and which of its changes somebody has before them, in one number."""
    return version.number * 1_000_000 + version.revision


def _next(version: Version, by: Any) -> Version:
    record(by, "questionnaire.version_begun", version.questionnaire, version=version.number + 1)
    return Version.objects.create(
        questionnaire=version.questionnaire, number=version.number + 1, content=version.content
    )


@dataclass(frozen=True)
class TakenIn:
    """What became of a file: the version it is now, and whether questionnaire and version were there already."""

    version: Version
    is_new: bool
    is_changed: bool


class BeingWritten(Exception):
    """Somebody writes on a version, which would be lost."""


def make_of_file(document: Document, carried: Mapping[str, bytes], *, by: Any) -> Questionnaire:
    """Make a questionnaire of what came as a file, with the pictures that it carried. Raises `pictures.NoPictures`."""
    authorise(by, "surveys.edit")
    drawn = pictures.draw(document, carried)
    name = document.title[document.languages[0]][:NAME_LENGTH]
    with transaction.atomic():
        return make(pictures.keep_all(document, drawn, by=by), by=by, name=name)


def take_in(
    document: Document, *, by: Any, slug: str, over: bool = False, carried: Mapping[str, bytes] | None = None
) -> TakenIn:
    """Make what came as a file a questionnaire, or the next version of the one that has this address.

    `over`: also in place of a version that somebody has changed since it was begun; else `BeingWritten`. `InUse` where it
    lies in the archive, `pictures.NoPictures` where one that the file carried is none.
    """
    authorise(by, "surveys.edit")
    drawn = pictures.draw(document, carried or {})
    with transaction.atomic():
        return _take_in(pictures.keep_all(document, drawn, by=by), by=by, slug=slug, over=over)


def _take_in(document: Document, *, by: Any, slug: str, over: bool) -> TakenIn:
    row = Questionnaire.objects.select_for_update().filter(slug=slug).first()
    if row is None:
        row = make(document, by=by, name=document.title[document.languages[0]][:NAME_LENGTH], slug=slug)
        return TakenIn(row.versions.get(), is_new=True, is_changed=True)
    if row.archived_on:
        raise InUse
    newest = row.versions.all()[0]
    is_changed = files.load(newest.content) != document
    if is_changed and newest.fixed_at is None and newest.revision and not over:
        raise BeingWritten(newest)
    return TakenIn(change(row, by=by, edit=lambda _before: document), is_new=False, is_changed=is_changed)


@transaction.atomic
def copy(version: Version, *, by: Any, name: str) -> Questionnaire:
    """A questionnaire of its own that begins as this version stands. Keys are the same, so that they can be compared."""
    document = files.load(version.content)
    return make(replace(document, title={**document.title, document.languages[0]: name}), by=by, name=name)


@transaction.atomic
def rename(questionnaire: Questionnaire, *, by: Any, name: str) -> None:
    """Change what staff call it. Its address stays."""
    policies.authorise_change(by, questionnaire)
    if name == questionnaire.name:
        return
    questionnaire.name = name
    questionnaire.save(update_fields=["name"])
    record(by, "questionnaire.renamed", questionnaire)


@transaction.atomic
def put_away(questionnaire: Questionnaire, *, by: Any) -> bool:
    """Remove it where nobody has used it, else archive it: what was asked must be known as long as there are answers.

    True where it is gone.
    """
    policies.authorise_change(by, questionnaire)
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if is_used(questionnaire):
        Questionnaire.objects.filter(pk=questionnaire.pk, archived_on=None).update(archived_on=clock.today())
        record(by, "questionnaire.archived", questionnaire)
        return False
    record(by, "questionnaire.removed", questionnaire)
    questionnaire.delete()
    return True


@transaction.atomic
def take_back(questionnaire: Questionnaire, *, by: Any) -> None:
    """Take it out of the archive."""
    policies.authorise_change(by, questionnaire)
    if Questionnaire.objects.filter(pk=questionnaire.pk).exclude(archived_on=None).update(archived_on=None):
        record(by, "questionnaire.taken_back", questionnaire)


@transaction.atomic
def drop_version(version: Version, *, by: Any) -> None:
    """Throw away the version being written; the one before it is the newest again. `InUse` where that cannot be."""
    policies.authorise_change(by, version.questionnaire)
    row = Version.objects.select_for_update().filter(pk=version.pk, fixed_at=None).first()
    if row is None or row.number == 1 or is_used(row):
        raise InUse
    record(by, "questionnaire.version_dropped", row.questionnaire, version=row.number)
    row.delete()


def is_used(thing: Questionnaire | Version) -> bool:
    """Whether something rests on it that must not lose its questions: a round, a group of one, or a thing of an app above.

    The database's own rules are asked, so that nothing need be known here of what stands above.
    """
    try:
        Collector(using=router.db_for_write(type(thing))).collect([thing])
    except ProtectedError:
        return True
    return False
