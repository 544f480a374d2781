"""Whose answers a link opens: somebody with a ticket, or somebody who began by an open link and goes on by a secret of their own."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from medverka.questionnaires import files
from medverka.questionnaires.document import Questionnaire
from medverka.surveys import drafts, tickets
from medverka.surveys.models import Draft, Group, Ticket
from medverka.surveys.rules import State


@dataclass
class Seat:
    """One respondent's place: `token` stands in their addresses, `secret` opens their draft."""

    group: Group
    token: str
    secret: str
    ticket: Ticket | None
    draft: Draft | None

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return files.load(self.group.asks.content)

    @property
    def used(self) -> bool:
        """Whether it has been handed in. Of an open link nothing is left that could tell."""
        return bool(self.ticket and self.ticket.answered)

    @property
    def is_over(self) -> bool:
        """Whether the round will never take answers again."""
        return self.group.round.state in (State.COUNTING, State.COUNTED)

    def answers(self) -> dict[str, Any]:
        """What has been answered so far, as it was typed."""
        return dict(drafts.answers_of(self.draft, self.secret)) if self.draft else {}

    def keep(self, answers: dict[str, Any]) -> None:
        """Keep what has been typed on a page. Raises `drafts.Gone` where it has been handed in meanwhile."""
        drafts.keep(self.secret, self.group, answers, ticket=self.ticket)


def of_token(token: str) -> Seat | None:
    """The seat that a link opens: a ticket's, or that of a draft which has not been handed in."""
    ticket = tickets.of_token(token)
    if ticket is not None:
        secret = drafts.secret_of(ticket)
        return Seat(ticket.group, token, secret, ticket, drafts.find(secret))
    draft = drafts.find(token)
    return Seat(draft.group, token, token, None, draft) if draft else None


def begin(group: Group) -> Seat:
    """A new seat for somebody who answers by an open link."""
    secret = drafts.begin(group)
    return Seat(group, secret, secret, None, drafts.find(secret))
