"""How a new person becomes rows. Only `actions.py` uses this."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from medverka.accounts.models import User
from medverka.foundation import bulk, clock
from medverka.organisations.models import Organisation
from medverka.pool import identities, rules
from medverka.pool.models import Contributor, Identity, StatusChange, Term

Status = Contributor.Status


@dataclass(frozen=True)
class NewPerson(identities.Who):
    """Somebody on their way into the pool. One perspective is compulsory; so is a way to be reached, but for registers."""

    perspectives: Collection[str] = frozenset()
    municipality: Organisation | None = None
    age_band: str = ""
    terms: Sequence[Term] = ()
    channel: str = ""
    most_per_half_year: int | None = None
    weekdays: Sequence[int] = ()
    status: str = Status.NEW
    joined_on: date | None = None
    paused_on: date | None = None
    left_on: date | None = None
    tell_after_leaving: bool = False
    protected: bool = False
    alias: str = ""
    named: Sequence[User] = ()
    source: str = Contributor.Source.SELF
    contact_person: User | None = None
    created_at: datetime = field(default_factory=clock.now)

    def problem(self) -> str:
        """What is missing, in words, or nothing."""
        if not set(self.perspectives) & set(rules.PERSPECTIVES):
            return _("Välj minst ett perspektiv: brukare, patient eller närstående.")
        if self.age_band and self.age_band not in rules.AGE_BANDS:
            return _("Åldersgruppen finns inte. Välj en av dem som står i listan, eller ingen.")
        reachable = rules.ways_to_be_reached(self.email, self.phone, self.street, self.city)
        if not reachable and self.source != Contributor.Source.IMPORT:
            return _("Skriv minst ett sätt att nå personen: e-post, telefon eller postadress.")
        return ""


def contributor_row(person: NewPerson, name: str) -> Contributor:
    """The open row of a new person, under the pseudonym `name`."""
    ways = rules.ways_to_be_reached(person.email, person.phone, person.street, person.city)
    joined_on = person.joined_on or (None if person.status == Status.NEW else person.left_on or clock.today())
    return Contributor(
        reference=slugify(name),
        pseudonym=name,
        status=person.status,
        source=person.source,
        joined_on=joined_on,
        left_on=(person.left_on or clock.today()) if person.status == Status.LEFT else None,
        created_at=person.created_at,
        is_user="user" in person.perspectives,
        is_patient="patient" in person.perspectives,
        is_relative="relative" in person.perspectives,
        municipality=None if person.protected else person.municipality,
        age_band=person.age_band,
        channel=rules.usable_channel(person.channel or next(iter(ways), Contributor.Channel.PHONE), ways),
        most_per_half_year=person.most_per_half_year,
        weekdays=sorted(person.weekdays),
        tell_after_leaving=person.tell_after_leaving,
        contact_person=person.contact_person,
        confirmed_on=clock.today(),
    )


def add_what_belongs(rows: Sequence[Contributor], people: Sequence[NewPerson], by: Any) -> None:
    """Identity, terms and dated statuses of new contributors."""
    identities.insert(_identity(row, person) for row, person in zip(rows, people, strict=True))
    tagged = Contributor.terms.through
    pairs = zip(rows, people, strict=True)
    terms = ((row.pk, pk) for row, person in pairs for pk in {term.pk for term in person.terms})
    bulk.insert_values(tagged, ("contributor", "term"), terms)
    bulk.insert([change for row, person in zip(rows, people, strict=True) for change in _past(row, person)])
    for row, person in zip(rows, people, strict=True):
        if person.protected:
            name_coordinators(row, person.named or ([by] if isinstance(by, User) else []))


def _identity(row: Contributor, person: NewPerson) -> Identity:
    identity = Identity(contributor=row, protected=person.protected)
    identities.fill(identity, {name: getattr(person, name) for name in identities.FIELDS})
    if person.protected:
        identity.alias = person.alias.strip() or row.pseudonym
        identity.protected_municipality = str(person.municipality.pk) if person.municipality else ""
    return identity


def _past(row: Contributor, person: NewPerson) -> list[StatusChange]:
    """The dated statuses of somebody who comes with a history."""
    changes = [(row.joined_on, Status.ACTIVE), (row.left_on, Status.LEFT)]
    if row.status == Status.PAUSED or person.paused_on:
        changes.insert(1, (person.paused_on or clock.today(), Status.PAUSED))
    return [StatusChange(contributor=row, status=status, on=on) for on, status in changes if on is not None]


def name_coordinators(contributor: Contributor, named: Iterable[User]) -> None:
    """Let these coordinators know a protected person; the first is the contact person if none of them is."""
    named = list(named)
    Identity.objects.get(contributor=contributor).named_coordinators.set(named)
    if named and contributor.contact_person not in named:
        contributor.contact_person = named[0]
        contributor.save(update_fields=["contact_person"])
