"""Sets the stage of Exempellän: the county, its places, its staff."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.demo import places
from medverka.demo.people import CAST
from medverka.demo.sayings import SAYINGS, SUBJECTS, Saying
from medverka.organisations.actions import change_county, create_organisation, create_sub_area
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor, Term
from medverka.voices.models import Theme

BEGINNING = date(2016, 10, 3)  # A Monday.
Story = Iterator[date]  # Does what happens on a day, then says on which day it goes on.


@dataclass
class Stage:
    """Everything that the history needs at hand, and the day on which it is told."""

    today: date
    chance: Random = field(default_factory=lambda: Random(2016))  # noqa: S311 - a story, no secret
    organisations: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    contributors: list[Contributor] = field(default_factory=list)
    themes: dict[str, Theme] = field(default_factory=dict)
    said: Counter[str] = field(default_factory=Counter)

    @property
    def karin(self) -> User:
        """The coordinator who does most of what is done."""
        return self.users["karin.blaklint"]

    def next_saying(self, subject: str) -> Saying:
        """What is said next about a subject; again from the beginning when everything has been said."""
        sayings = SAYINGS[subject]
        self.said[subject] += 1
        return sayings[(self.said[subject] - 1) % len(sayings)]

    def themes_of(self, subject: str) -> list[Theme]:
        """What is said about a subject is about this."""
        return [self.themes[one.theme] for one in SUBJECTS if one.title == subject]

    def municipalities(self) -> list[Organisation]:
        """The twelve."""
        return [one for one in self.organisations.values() if one.kind == Organisation.Kind.MUNICIPALITY]


def set_stage(today: date) -> Stage:
    """Make county, places and staff."""
    words = {term.slug: term for term in Term.objects.all()}
    stage = Stage(today, terms=words, themes={theme.slug: theme for theme in Theme.objects.all()})
    change_county(
        by=SYSTEM,
        name="Exempellän",
        phone="031-390 06 00",
        email="samordnaren@exempel.invalid",
        postal_address="Förgätmigejgatan 1, 380 00 Exempelstad",
        controller="Region Exempellän",
    )
    _make_places(stage)
    for member in CAST:
        if member.role != "contributor":
            _employ(stage, member.login, member.name, member.email, member.role, member.where)
    return stage


def _make_places(stage: Stage) -> None:
    kinds = Organisation.Kind

    def make(name: str, kind: str, parent: Organisation | None = None, **values: object) -> Organisation:
        stage.organisations[name] = create_organisation(by=SYSTEM, name=name, kind=kind, parent=parent, **values)
        return stage.organisations[name]

    for area, municipalities in places.SUB_AREAS.items():
        sub_area = create_sub_area(by=SYSTEM, name=area)
        for name in municipalities:
            municipality = make(name, kinds.MUNICIPALITY, sub_area=sub_area)
            for unit in places.MUNICIPAL_UNITS.get(name, ()):
                make(unit, kinds.UNIT, municipality)
    region = make(places.REGION, kinds.REGION)
    for name, parts in places.REGION_UNITS.items():
        clinic = make(name, kinds.UNIT, region)
        for part in parts:
            make(part, kinds.UNIT, clinic)
    for name, description in places.ASSOCIATIONS:
        make(name, kinds.ASSOCIATION, description=description)
    for name in places.BODIES:
        make(name, kinds.BODY)


def _employ(stage: Stage, login: str, name: str, email: str, role: str, where: str) -> None:
    user = User.objects.create_user(email, name)
    user.verified_twice = True
    stage.users[login] = user
    if role:
        organisation = stage.organisations.get(where)
        area = next(
            (one.sub_area for one in stage.municipalities() if one.sub_area and one.sub_area.name == where), None
        )
        RoleHolding.objects.create(user=user, role=role, organisation=organisation, sub_area=area, starts_on=BEGINNING)
