"""What somebody sees of questionnaires."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from medverka.access.authorise import may
from medverka.questionnaires import carrying, translating
from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys.models import Image, Questionnaire, Round, Version


def visible_to(user: Any) -> QuerySet[Questionnaire]:
    """Questionnaires that `user` may open: they hold questions and no answers, so all for whoever builds any."""
    return Questionnaire.objects.all() if may(user, "surveys.edit") else Questionnaire.objects.none()


def as_file(document: Document) -> str:
    """A questionnaire as the file that others read, with its pictures."""
    rows = Image.objects.filter(digest__in=translating.files_in(document)).order_by("digest")
    return carrying.dumps(document, {row.digest: bytes(row.data) for row in rows})


@dataclass(frozen=True)
class Listed:
    """A questionnaire in the list: its newest version, and the rounds that use any of its versions."""

    questionnaire: Questionnaire
    newest: Version
    rounds: list[Round]


def listed(page: Any) -> list[Listed]:
    """The questionnaires of a page of the list, with what the list tells; three questions whatever their number."""
    rows = list(page)
    versions = Version.objects.filter(questionnaire__in=rows).only("number", "fixed_at", "questionnaire_id")
    newest: dict[int, Version] = {}
    for version in versions:
        newest.setdefault(version.questionnaire_id, version)
    uses: dict[int, dict[int, Round]] = {row.pk: {} for row in rows}
    for one in rounds_of(Q(version__questionnaire__in=rows) | Q(groups__version__questionnaire__in=rows)):
        for version in _versions(one):
            if version.questionnaire_id in uses:
                uses[version.questionnaire_id][one.pk] = one
    return [Listed(row, newest[row.pk], list(uses[row.pk].values())) for row in rows if row.pk in newest]


def _versions(one: Round) -> list[Version]:
    """Those that a round asks."""
    return [one.version, *(group.version for group in one.groups.all() if group.version)]


def rounds_of(which: Q) -> list[Round]:
    """Rounds with their groups and which versions they ask, without the versions' contents."""
    groups = Prefetch("groups")
    rounds = (
        Round.objects.filter(which).distinct().select_related("version").prefetch_related(groups, "groups__version")
    )
    return list(rounds.defer("version__content"))


def uses_of(questionnaire: Questionnaire) -> dict[int, list[Round]]:
    """Of each version's number: the rounds that use it, in whole or for a group."""
    found: dict[int, dict[int, Round]] = {}
    here = Q(version__questionnaire=questionnaire) | Q(groups__version__questionnaire=questionnaire)
    for one in rounds_of(here):
        for version in _versions(one):
            if version.questionnaire_id == questionnaire.pk:
                found.setdefault(version.number, {})[one.pk] = one
    return {number: list(rounds.values()) for number, rounds in found.items()}
