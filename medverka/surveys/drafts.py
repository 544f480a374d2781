"""Answers under way. Only the respondent's own secret finds and opens them, and they are gone when they are handed in."""

import json
import secrets
from datetime import timedelta

from django.db import transaction

from medverka.foundation import clock, crypto
from medverka.foundation.crypto import secret_digest
from medverka.questionnaires.document import Answers
from medverka.surveys.models import Draft, Group, Ticket
from medverka.surveys.rules import State

FOUND_BY = "survey draft"
MADE_OF = "survey draft is opened by"
LENGTH = 22
KEPT_FOR = timedelta(days=30)


class Gone(Exception):
    """What the draft was of has been handed in, so that nothing of it may be kept any longer."""


def new_secret() -> str:
    """What finds and opens a draft that nobody has a ticket to."""
    return secrets.token_urlsafe(16)


def begin(group: Group, answers: Answers | None = None, secret: str = "") -> str:
    """A draft for somebody who answers by an open link: its secret stands in the link to go on by, and nowhere with us.

    The entry of paper forms has given out a `secret` before anything is kept.
    """
    secret = secret or new_secret()
    digest = _digest(secret)
    Draft.objects.create(digest=digest, group=group, sealed=_sealed(secret, digest, answers or {}))
    return secret


def secret_of(ticket: Ticket) -> str:
    """The secret of somebody who has a ticket: whoever has the link or the code has the draft."""
    return secret_digest(ticket.secret, MADE_OF)


@transaction.atomic
def keep(secret: str, group: Group, answers: Answers, *, ticket: Ticket | None = None) -> None:
    """Keep answers under way, in place of what was kept of the same questions before; what else was kept stays.

    So two pages that are saved at once lose nothing of each other. Raises `Gone` where they have been handed in meanwhile, by
    another tab: a draft that came back would tell what the holder of a ticket answered, or could be handed in once more.
    """
    digest = _digest(secret)
    if ticket is not None and not Ticket.objects.select_for_update().filter(pk=ticket.pk, answered=False).exists():
        raise Gone
    before = Draft.objects.select_for_update().filter(digest=digest).first()
    if before is None and ticket is None:
        raise Gone
    whole = {**(answers_of(before, secret) if before else {}), **answers}
    values = {"sealed": _sealed(secret, digest, whole), "touched_on": clock.today()}
    Draft.objects.update_or_create(digest=digest, defaults={"group": group, **values})


def find(secret: str) -> Draft | None:
    """The draft of a secret, if there is one."""
    return (
        Draft.objects.select_related("group__round__version", "group__version").filter(digest=_digest(secret)).first()
    )


def answers_of(draft: Draft, secret: str) -> Answers:
    """What is in a draft. Raises `crypto.CannotOpen`."""
    answers: Answers = json.loads(crypto.unseal_with(secret, draft.sealed, _place(draft.digest)))
    return answers


def throw_away(secret: str) -> bool:
    """Delete the draft of a secret. False where there is none (any longer)."""
    return bool(Draft.objects.filter(digest=_digest(secret)).delete()[0])


def throw_away_old() -> int:
    """Delete what nobody sent in, when the round has been over for a while. Until then whoever wrote it can read it."""
    over = Draft.objects.filter(group__round__closes_on__lt=clock.today() - KEPT_FOR).exclude(
        group__round__state=State.OPEN
    )
    return over.filter(touched_on__lt=clock.today() - KEPT_FOR).delete()[0]


def _digest(secret: str) -> str:
    return secret_digest(secret, FOUND_BY)


def _sealed(secret: str, digest: str, answers: Answers) -> str:
    return crypto.seal_with(secret, json.dumps(answers, ensure_ascii=False), _place(digest))


def _place(digest: str) -> str:
    return f"{Draft._meta.db_table}:sealed:{digest}"
