"""What somebody wrote is read by a coordinator: what it is about, how it may be shown, whether it is; and perhaps it becomes a voice."""

from collections.abc import Collection, Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction

from medverka.journal.actions import record
from medverka.organisations.models import Organisation
from medverka.surveys.models import FreeText, Round
from medverka.surveys.moves import NotNow
from medverka.surveys.policies import authorise_for
from medverka.surveys.queries import texts as queries
from medverka.surveys.wording import marked
from medverka.voices.actions import record_voice
from medverka.voices.models import Theme, Voice

ORIGIN = "survey"  # What voices call a round that they come from.
State = FreeText.State
REVIEWED = (State.READ, State.CHOSEN, State.ASIDE)


class MayNotBeQuoted(Exception):
    """Too few answered in its group for anything written there to be shown."""


def seen(text: FreeText) -> str:
    """A sign of how a text stands, so that two who review it at once lose nothing."""
    themes = ",".join(sorted(theme.slug for theme in text.themes.all()))
    return sha256("\0".join([text.state, text.shown, themes, str(text.voice_id)]).encode()).hexdigest()[:16]


def _locked(text: FreeText) -> FreeText:
    found = FreeText.objects.select_for_update(of=("self",)).filter(pk=text.pk).select_related("group__round").first()
    if found is None:
        raise NotNow
    return found


@transaction.atomic
def review(text: FreeText, *, by: Any, shown: str, themes: Iterable[Theme], state: str, before: str) -> None:
    """Say how it may be shown, what it is about, and whether it is a quote.

    What was left out is marked; words that were not written raise `wording.OtherWords`. Raises `NotNow` where it no longer
    stands as in `before`.
    """
    authorise_for(by, text.group.round)
    if state not in REVIEWED:
        raise ValueError(state)
    kept = _locked(text)
    if seen(kept) != before:
        raise NotNow
    if state == State.CHOSEN and not queries.may_be_quoted(kept):
        raise MayNotBeQuoted
    kept.shown, kept.state = marked(kept.text or kept.shown, shown), state
    kept.save(update_fields=["shown", "state"])
    kept.themes.set(themes)
    record(by, "round.text_reviewed", kept.group.round, state=state)


@transaction.atomic
def review_many(one: Round, ids: Collection[Any], *, by: Any, state: str = "", theme: Theme | None = None) -> int:
    """Mark many as read or put aside, or say what they are about. What has been chosen as a quote stays so. Returns how many."""
    authorise_for(by, one)
    if state and state not in (State.READ, State.ASIDE):
        raise ValueError(state)
    rows = FreeText.objects.select_for_update(of=("self",)).filter(group__round=one, pk__in=list(ids))
    found = list(rows.exclude(state=State.CHOSEN) if state else rows)
    if theme is not None:
        theme_rows = FreeText.themes.through.objects
        there = set(theme_rows.filter(freetext__in=found, theme=theme).values_list("freetext_id", flat=True))
        missing = [text for text in found if text.pk not in there]
        theme_rows.bulk_create([FreeText.themes.through(freetext=text, theme=theme) for text in missing])
    for text in found if state else ():
        text.state, text.shown = state, text.shown or text.text
        text.save(update_fields=["state", "shown"])
    if found:
        record(by, "round.texts_reviewed", one, count=len(found), state=state)
    return len(found)


@transaction.atomic
def make_voice(
    text: FreeText, *, by: Any, words: str, unit: Organisation, capacity: str, said_on: date, answer_due_on: date
) -> Voice:
    """Let it be answered as other things that are said. Once: the same text again gives the same voice.

    A voice is read by the unit and told further, with where it comes from: what may not be quoted becomes none, and what was
    never written is no part of it (`wording.OtherWords`).
    """
    authorise_for(by, text.group.round)
    kept = _locked(text)
    if kept.voice_id and (there := Voice.objects.filter(pk=kept.voice_id).first()):
        return there
    if not queries.may_be_quoted(kept):
        raise MayNotBeQuoted
    words = marked(kept.text or kept.shown, words)
    voice = record_voice(
        by=by, text=words, unit=unit, origin=(ORIGIN, kept.group.round_id), said_on=said_on,
        answer_due_on=answer_due_on, capacity=capacity, themes=kept.themes.all(),
    )  # fmt: skip
    kept.voice_id = voice.pk
    if kept.state == State.NEW:
        kept.state, kept.shown = State.READ, kept.shown or words
    kept.save(update_fields=["voice_id", "state", "shown"])
    record(by, "round.text_became_voice", kept.group.round, voice=voice.pk)
    return voice
