"""A round from the first plan to the day it is closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import SYSTEM, authorise
from medverka.foundation import clock
from medverka.journal.actions import record
from medverka.questionnaires import files
from medverka.questionnaires.problems import Problem, stopping
from medverka.surveys import addresses, words
from medverka.surveys.models import Group, Round, Version
from medverka.surveys.moves import NotNow, move
from medverka.surveys.policies import authorise_for
from medverka.surveys.queries.rounds import newest_version
from medverka.surveys.rules import State

MOST_TOLD = 20


class NotReady(Exception):
    """It cannot be opened yet: `trouble` says why."""

    def __init__(self, trouble: "Trouble") -> None:
        super().__init__("The round cannot be opened yet.")
        self.trouble = trouble


# --- Preparing --------------------------------------------------------------------------------


@transaction.atomic
def make_round(
    *,
    by: Any,
    title: str,
    slug: str,
    version: Version,
    opens_on: date,
    closes_on: date,
    follows: Round | None = None,
    results_are_public: bool = False,
) -> Round:
    """Begin a round. One that is compared with an earlier one begins with its groups."""
    authorise(by, "surveys.edit")
    _check(slug=slug, opens_on=opens_on, closes_on=closes_on)
    try:
        with transaction.atomic():
            one = Round.objects.create(
                slug=slug, title=title, version=version, opens_on=opens_on, closes_on=closes_on, follows=follows,
                results_are_public=results_are_public, created_by=by if getattr(by, "pk", None) else None,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError({"slug": _taken()}) from None
    if follows:
        _take_groups(one, follows)
    record(by, "round.made", one)
    return one


def _take_groups(one: Round, before: Round) -> None:
    """The groups of the round before, each with the newest version of what it was asked."""
    for group in before.groups.filter(members=None).select_related(
        "version__questionnaire"
    ):  # Put together anew, if needed.
        own = newest_version(group.version.questionnaire) if group.version else None
        Group.objects.create(
            round=one, key=group.key, name=group.name, version=own, order=group.order, has_open_link=group.has_open_link
        )


@transaction.atomic
def change_round(one: Round, *, by: Any, **values: Any) -> None:
    """Change a round that nobody can answer yet. Raises `NotNow` where it has been opened meanwhile."""
    authorise_for(by, one)
    _check(one=one, **values)
    try:
        with transaction.atomic():
            changed = Round.objects.filter(pk=one.pk, state=State.DRAFT).update(**values)
    except IntegrityError:
        raise ValidationError({"slug": _taken()}) from None
    if not changed:
        raise NotNow
    _take_over(one, values)
    record(by, "round.changed", one)


@transaction.atomic
def change_last_day(one: Round, *, by: Any, closes_on: date) -> None:
    """Let an open round end earlier or later, today at the earliest."""
    authorise_for(by, one)
    _check_last_day(closes_on)
    if not Round.objects.filter(pk=one.pk, state=State.OPEN, opens_on__lte=closes_on).update(closes_on=closes_on):
        raise NotNow
    one.closes_on = closes_on
    record(by, "round.last_day_moved", one, closes_on=closes_on.isoformat())


@transaction.atomic
def set_public(one: Round, *, by: Any, results_are_public: bool) -> None:
    """Say who may read the result; that can be changed at any time."""
    authorise_for(by, one)
    Round.objects.filter(pk=one.pk).update(results_are_public=results_are_public)
    one.results_are_public = results_are_public
    record(by, "round.readers_chosen", one, public=results_are_public)


@transaction.atomic
def throw_away(one: Round, *, by: Any) -> None:
    """Throw away a round that never opened, with the tickets that were made for it."""
    authorise_for(by, one)
    if not Round.objects.select_for_update().filter(pk=one.pk, state=State.DRAFT).exists():
        raise NotNow
    record(by, "round.thrown_away", one)
    one.delete()


def _check(
    *,
    opens_on: date,
    closes_on: date,
    slug: str = "",
    one: Round | None = None,
    follows: Round | None = None,
    **_others: Any,
) -> None:
    if closes_on < opens_on:
        raise ValidationError(
            {"closes_on": _("Sista dagen är före den första. Byt plats på dem, eller ändra en av dem.")}
        )
    _check_last_day(closes_on)
    if slug in addresses.RESERVED or _slug_is_taken(slug, one):
        raise ValidationError({"slug": _taken()})
    if follows and one and follows.pk == one.pk:
        raise ValidationError({"follows": _("En omgång kan inte jämföras med sig själv.")})


def _slug_is_taken(slug: str, one: Round | None) -> bool:
    others = Round.objects.exclude(pk=one.pk) if one else Round.objects.all()
    return others.filter(slug=slug).exists()


def _check_last_day(closes_on: date) -> None:
    if closes_on < clock.today():
        raise ValidationError(
            {"closes_on": _("Dagen har varit. Välj i dag eller en dag som kommer, eller stäng omgången.")}
        )


def _taken() -> str:
    return str(_("Adressen används redan. Välj en annan, till exempel med årtalet sist."))


def _take_over(thing: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(thing, name, value)


# --- Groups -----------------------------------------------------------------------------------


@transaction.atomic
def add_group(one: Round, *, by: Any, key: str, name: str, **values: Any) -> Group:
    """Add a group to a round that has not opened."""
    authorise_for(by, one)
    if not Round.objects.select_for_update().filter(pk=one.pk, state=State.DRAFT).exists():
        raise NotNow
    last = one.groups.order_by("order").last()
    try:
        with transaction.atomic():
            group = Group.objects.create(round=one, key=key, name=name, order=last.order + 1 if last else 0, **values)
    except IntegrityError:
        raise ValidationError({"key": _("En annan grupp i omgången heter redan så.")}) from None
    record(by, "round.group_added", one, group=key)
    return group


@transaction.atomic
def change_group(group: Group, *, by: Any, **values: Any) -> None:
    """Change a group. Once the round is open its name and how many were asked alone can change; once counted, nothing."""
    authorise_for(by, group.round)
    fixed = set(values) - {"name", "asked"}
    states = (State.DRAFT,) if fixed else (State.DRAFT, State.OPEN, State.CLOSED)
    if not Round.objects.select_for_update().filter(pk=group.round_id, state__in=states).exists():
        raise NotNow
    try:
        with transaction.atomic():
            Group.objects.filter(pk=group.pk).update(**values)
    except IntegrityError:
        raise ValidationError({"key": _("En annan grupp i omgången heter redan så.")}) from None
    _take_over(group, values)
    record(by, "round.group_changed", group.round, group=group.key)


@transaction.atomic
def remove_group(group: Group, *, by: Any) -> None:
    """Remove a group, with the tickets that were made for it, from a round that has not opened."""
    authorise_for(by, group.round)
    if not Round.objects.select_for_update().filter(pk=group.round_id, state=State.DRAFT).exists():
        raise NotNow
    record(by, "round.group_removed", group.round, group=group.key)
    group.delete()


# --- Opening and closing ----------------------------------------------------------------------


@transaction.atomic
def open_round(one: Round, *, by: Any) -> None:
    """Let people answer from the first day on. What they are asked never changes from here.

    Raises `NotReady` where something hinders it.
    """
    authorise_for(by, one)
    move(one, "open")
    fresh = Version.objects.filter(pk__in=[version.pk for version in versions_of(one)], fixed_at=None)
    fresh.update(fixed_at=clock.now())  # First, so that nobody changes what is being looked at.
    if trouble := trouble_of(one):
        raise NotReady(trouble)
    record(by, "round.opened", one)


def versions_of(one: Round) -> list[Version]:
    """The versions that its groups answer, each once; the round's own where there is no group."""
    groups = one.groups.select_related("version__questionnaire", "round__version__questionnaire")
    asked = {group.asks.pk: group.asks for group in groups}
    return list(asked.values()) or [one.version]


def problems_of(version_id: int) -> list[Problem]:
    """What hinders a version from being put to anybody; cautions do not."""
    return stopping(files.read_with_problems(Version.objects.get(pk=version_id).content)[1])


@dataclass(frozen=True)
class Trouble:
    """What hinders a round from opening, so that it can be mended before."""

    versions: list[tuple[Version, list[Problem]]]
    silent: list[Group]
    no_groups: bool
    ended: bool

    def __bool__(self) -> bool:
        return bool(self.versions or self.silent or self.no_groups or self.ended)

    @property
    def told(self) -> list[tuple[Version, list[str]]]:
        """What is wrong with each questionnaire, in words; the first of many."""
        return [(version, words.lines(problems)[:MOST_TOLD]) for version, problems in self.versions]


def trouble_of(one: Round) -> Trouble:
    """What would hinder it from opening now."""
    found = [(version, problems_of(version.pk)) for version in versions_of(one)]
    versions = [(version, problems) for version, problems in found if problems]
    no_groups = not one.groups.exists()
    return Trouble(versions, groups_without_a_way(one), no_groups, one.closes_on < clock.today())


def cautions_of(one: Round) -> list[Version]:
    """Versions with something that whoever opens should know of before, such as what is not translated."""
    return [
        version
        for version in versions_of(one)
        if any(problem.caution for problem in files.read_with_problems(version.content)[1])
    ]


def groups_without_a_way(one: Round) -> list[Group]:
    """Groups that nobody can answer: no open link, and no ticket yet."""
    return list(one.groups.filter(has_open_link=False, tickets=None))


@transaction.atomic
def close_round(one: Round, *, by: Any) -> None:
    """Take no more answers but those that came on paper."""
    authorise_for(by, one)
    move(one, "close")
    record(by, "round.closed", one)


@transaction.atomic
def reopen_round(one: Round, *, by: Any, closes_on: date) -> None:
    """Take answers again, until a day to come. What has been counted stays closed."""
    authorise_for(by, one)
    _check_last_day(closes_on)
    if closes_on < one.opens_on:
        raise ValidationError({"closes_on": _("Sista dagen är före den första. Välj en senare.")})
    move(one, "reopen", closes_on=closes_on)
    record(by, "round.reopened", one, closes_on=closes_on.isoformat())


def close_due() -> int:
    """Close what is open and whose last day has been. Returns how many."""
    due = list(Round.objects.filter(state=State.OPEN, closes_on__lt=clock.today()))
    for one in due:
        try:
            close_round(one, by=SYSTEM)
        except NotNow:  # Somebody was quicker.
            continue
    return len(due)
