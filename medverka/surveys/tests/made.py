"""Rounds to test with, made as a coordinator makes them."""

from datetime import date, timedelta
from typing import Any

from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.questionnaires import files
from medverka.surveys import bank, tickets
from medverka.surveys.actions import asking, rounds
from medverka.surveys.models import Asking, Group, Questionnaire, Round, Ticket, Version
from medverka.surveys.tickets import Invitee


def version(slug: str = "tjanstepersoner", content: Any = None) -> Version:
    """A questionnaire of the bank, being written."""
    questionnaire = Questionnaire.objects.create(slug=slug, name=f"Formulär {slug}")
    written = files.write(bank.questionnaire("tjanstepersoner")) if content is None else content
    return Version.objects.create(questionnaire=questionnaire, number=1, content=written)


def round_(by: Any, *, slug: str = "hosten", days: int = 30, of: Version | None = None, **values: Any) -> Round:
    """A round that begins today, without groups."""
    today: date = clock.today()
    told: dict[str, Any] = {"title": "Uppföljning hösten", "opens_on": today, "closes_on": today + timedelta(days=days)}
    return rounds.make_round(by=by, slug=slug, version=of or version(f"formular-{slug}"), **{**told, **values})


def group(one: Round, by: Any, key: str = "chefer", **values: Any) -> Group:
    """A group with an open link, if nothing else is said."""
    return rounds.add_group(one, by=by, key=key, name=key.capitalize(), **values)


def opened(by: Any, **values: Any) -> Group:
    """The one group of an open round."""
    one = round_(by, **values)
    found = group(one, by)
    rounds.open_round(one, by=by)
    return found


def ticket(of: Group, name: str = "Anna Alm", email: str = "anna@exempel.invalid") -> Ticket:
    """Somebody who is asked."""
    return tickets.make(of, [Invitee(name=name, email=email)])[0]


def ask_list(group: Group, by: Any, *addresses: str) -> Asking:
    """Somebody called Bo is asked at each of these addresses."""
    people = [Invitee(name="Bo", email=one) for one in addresses]
    return asking.ask(group, by=by, source=Asking.Source.LIST, people=people)


def fresh(group: Group) -> Group:
    """The group as it stands in the database now."""
    return Group.objects.select_related("round").get(pk=group.pk)


def waiting_mails() -> Any:
    """Survey mails in the outbox, sent or not."""
    return OutgoingMail.objects.filter(notice__startswith="survey.")
