"""The cast: the people and places of the demo county, as the tests meet them."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.organisations.actions import create_organisation, create_sub_area
from medverka.organisations.models import County, Organisation
from medverka.pool.actions import NewPerson, add_contributor, link_account
from medverka.pool.models import Contributor

# No test asserts a time, whatever else the machine does, and each run tries the same examples, so that what is red stays red
# until it is mended. `--hypothesis-profile=explore` looks for new ones.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("the same", settings.get_profile("explore"), derandomize=True)
settings.load_profile("the same")


def runs_once(item: pytest.Item) -> bool:
    """Does no database change what this test finds? It says so itself, or asks for none: pytest-django then lets it reach none."""
    asks = {"db", "transactional_db"} & set(item.fixturenames) or item.get_closest_marker("django_db")
    return not asks or item.get_closest_marker("one_database") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What no database changes is tested once, on SQLite; `tools.suite` says so."""
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if runs_once(item)])
        items[:] = [item for item in items if not runs_once(item)]


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_by_deleting() -> None:
    """After a test that commits. TRUNCATE makes each table and index anew, which takes PostgreSQL seconds for a few rows."""
    if connection.vendor == "postgresql":
        emptying = staticmethod(lambda style, tables, **_how: [f'DELETE FROM "{table}"' for table in tables])
        # Of the class: beside a browser there are more connections than this one.
        type(connection.ops).sql_flush = emptying


@pytest.fixture
def county(db: None) -> SimpleNamespace:
    """Exempellän: a region with a clinic and a ward, two municipalities in two sub-areas, an association."""
    row = County.objects.create(pk=1, name="Exempellän", phone="031-390 06 00", email="samordnaren@exempel.invalid")
    north = create_sub_area(by=SYSTEM, name="Norra Exempellän")
    south = create_sub_area(by=SYSTEM, name="Södra Exempellän")
    kinds = Organisation.Kind
    region = create_organisation(by=SYSTEM, name="Region Exempellän", kind=kinds.REGION)
    clinic = create_organisation(by=SYSTEM, name="Vuxenpsykiatrin", kind=kinds.UNIT, parent=region)
    ward = create_organisation(by=SYSTEM, name="Avdelning 12", kind=kinds.UNIT, parent=clinic)
    norrvik = create_organisation(by=SYSTEM, name="Norrvik", kind=kinds.MUNICIPALITY, sub_area=north)
    housing = create_organisation(by=SYSTEM, name="Boendestödet i Norrvik", kind=kinds.UNIT, parent=norrvik)
    ekdala = create_organisation(by=SYSTEM, name="Ekdala", kind=kinds.MUNICIPALITY, sub_area=south)
    association = create_organisation(by=SYSTEM, name="Föreningen Förgätmigej", kind=kinds.ASSOCIATION)
    return SimpleNamespace(
        row=row, north=north, south=south, region=region, clinic=clinic, ward=ward,
        norrvik=norrvik, housing=housing, ekdala=ekdala, association=association,
    )  # fmt: skip


def person(email: str, name: str, role: str = "", **scope: object) -> User:
    """A user with one role, in a session with a second factor."""
    user = User.objects.create_user(f"{email}@exempel.invalid", name)
    if role:
        RoleHolding.objects.create(user=user, role=role, **scope)
    user.verified_twice = True
    return user


@pytest.fixture
def coordinator(county: SimpleNamespace) -> User:
    """Karin Blåklint, coordinator of the whole county."""
    return person("karin", "Karin Blåklint", "coordinator")


@pytest.fixture
def north_coordinator(county: SimpleNamespace) -> User:
    """Nils Nordanvind, coordinator of the northern sub-area alone."""
    return person("nils", "Nils Nordanvind", "coordinator", sub_area=county.north)


@pytest.fixture
def commissioner(county: SimpleNamespace) -> User:
    """Harald Hägg, head of the adult psychiatric clinic."""
    return person("harald", "Harald Hägg", "commissioner", organisation=county.clinic)


@pytest.fixture
def other_commissioner(county: SimpleNamespace) -> User:
    """Berit Björk, head of the housing support in Norrvik."""
    return person("berit", "Berit Björk", "commissioner", organisation=county.housing)


@pytest.fixture
def contributor_user(county: SimpleNamespace) -> User:
    """Signs in as contributor; whom they are in the pool is the pool's fixture `contributor`."""
    return person("lova", "Lärka 7", "contributor")


@pytest.fixture
def facilitator(county: SimpleNamespace) -> User:
    return person("saga", "Saga Samtal", "facilitator", organisation=county.ward)


@pytest.fixture
def representative(county: SimpleNamespace) -> User:
    """The association's treasurer."""
    return person("kalle", "Kalle Kassör", "representative", organisation=county.association)


@pytest.fixture
def payroll_officer(county: SimpleNamespace) -> User:
    return person("lena", "Lena Lön", "payroll_officer")


@pytest.fixture
def steering_member(county: SimpleNamespace) -> User:
    return person("stig", "Stig Styrman", "steering_member")


@pytest.fixture
def outsider(county: SimpleNamespace) -> User:
    """Signed in, with no role at all."""
    return person("otto", "Otto Utanför")


@pytest.fixture
def sign_in() -> Callable[[User | None], Client]:
    """A browser in which a person is signed in, with a second factor where `verified_twice` is set."""

    def browser(user: User | None = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            if user.verified_twice:
                session = client.session
                session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
                session["account_authentication_methods_user"] = str(user.pk)
                session.save()
        return client

    return browser


@pytest.fixture
def contributor(county: SimpleNamespace, contributor_user: User) -> Contributor:
    """Lova Lundgren, in the pool: Norrvik, reached by e-mail, signs in as `contributor_user`."""
    person = NewPerson(
        first_name="Lova", last_name="Lundgren", email="lova@exempel.invalid", phone="070-174 06 05",
        perspectives={"patient"}, municipality=county.norrvik, status="active", joined_on=date(2020, 3, 2),
    )  # fmt: skip
    row = add_contributor(person, by=SYSTEM)
    link_account(row, by=SYSTEM, user=contributor_user)
    return row


@pytest.fixture
def paper_contributor(county: SimpleNamespace) -> Contributor:
    """Bertil Brevik, in the pool on paper: Ekdala, reached by letter, no computer."""
    person = NewPerson(
        first_name="Bertil", last_name="Brevik", street="Storgatan 4", postcode="123 45", city="Ekdala",
        perspectives={"relative"}, municipality=county.ekdala, status="active", joined_on=date(2019, 5, 6),
        channel="letter", source="paper",
    )  # fmt: skip
    return add_contributor(person, by=SYSTEM)


@pytest.fixture
def protected_contributor(county: SimpleNamespace, coordinator: User) -> Contributor:
    """Hemma Gömd, protected: everybody but `coordinator` meets her as Alva Dal."""
    person = NewPerson(
        first_name="Hemma", last_name="Gömd", email="hemma@exempel.invalid", phone="070-174 06 11",
        street="Dolda vägen 1", postcode="987 65", city="Gömstad",
        perspectives={"user", "relative"}, municipality=county.ekdala, status="active", joined_on=date(2021, 9, 1),
        protected=True, alias="Alva Dal", named=[coordinator],
    )  # fmt: skip
    return add_contributor(person, by=SYSTEM)
