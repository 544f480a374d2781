"""Every address, walked as every role: what a view's mark promises is what happens."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from medverka.access.authorise import may
from medverka.access.middleware import says_who_may
from medverka.surveys import tickets
from medverka.surveys.models import FreeText, Round
from medverka.surveys.tests.counted import counted, make_round

STAFF = [
    "coordinator", "north_coordinator", "commissioner", "other_commissioner", "contributor_user", "facilitator",
    "representative", "payroll_officer", "steering_member", "outsider",
]  # fmt: skip


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, pattern) of every address of ours."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        elif says_who_may(entry.callback) and entry.callback.__module__.startswith("medverka."):
            yield f"{namespace}{entry.name}", entry


def address(name: str, pattern: URLPattern) -> str:
    """The address with something that does not exist in each of its places."""
    nothing = {
        key: uuid.UUID(int=7)
        if isinstance(place, UUIDConverter)
        else 987654
        if isinstance(place, IntConverter)
        else "finns-inte"
        for key, place in pattern.pattern.converters.items()
    }
    return reverse(name, kwargs=nothing)


# Signing out everywhere comes last: it ends the walk.
OURS = sorted(patterns(get_resolver()), key=lambda entry: (entry[0] == "accounts:sign_out_everywhere", entry[0]))
GUARDED = [(name, pattern) for name, pattern in OURS if pattern.callback.access != "public"]


# What a round's own places in an address are called; all else in it stays what does not exist.
SOMEBODY_ELSES = {"slug": "nagon-annans", "key": "rad"}
OF_A_ROUND = [
    (name, pattern)
    for name, pattern in GUARDED
    if name.startswith("surveys:") and str(pattern.pattern).startswith("enkater/<slug:slug>/")
]


def in_the_round(name: str, pattern: URLPattern, text: FreeText) -> str:
    """The address of a round that exists, with what lies in it."""
    there = {"kind": "csv", "pk": text.pk, "number": 1, **SOMEBODY_ELSES}
    if name == "surveys:results_picture":
        there |= {"key": "helhet", "kind": "svg"}
    return reverse(name, kwargs={key: there[key] for key in pattern.pattern.converters})


@pytest.fixture
def round_of_the_county(county, coordinator):
    """A counted round of the county's coordinator, with a ticket and something written."""
    sheets = [{"helhet": "e", "fritt": f"Skrivet {place}"} for place in range(9)]
    one = make_round({"rad": sheets}, slug=SOMEBODY_ELSES["slug"], created_by=coordinator)
    tickets.make(one.groups.get(), [tickets.Invitee(name="Anna Alm")])
    return counted(one, coordinator)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "open", "closed", "counting", "counted"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_round_of_somebody_else_is_not_there_but_for_its_counted_result(
    method, state, round_of_the_county, north_coordinator, commissioner, sign_in
):
    Round.objects.update(state=state)
    text = FreeText.objects.first()
    for user in (north_coordinator, commissioner):
        browser = sign_in(user)
        for name, pattern in OF_A_ROUND:
            status = getattr(browser, method)(in_the_round(name, pattern, text)).status_code
            read = state == "counted" and "surveys.read" in pattern.callback.access
            wanted = {200} if read else {404, 405} if user == north_coordinator else {403, 404, 405}
            assert status in wanted, f"{name} as {user}, {state}: {status}"
    assert Round.objects.get().state == state


@pytest.mark.django_db
def test_the_addresses_of_a_round_that_were_walked_are_there_for_whom_it_belongs_to(
    round_of_the_county, coordinator, sign_in
):
    browser, text = sign_in(coordinator), FreeText.objects.first()
    there = {
        name for name, pattern in OF_A_ROUND if browser.get(in_the_round(name, pattern, text)).status_code in {200, 302}
    }
    assert len(OF_A_ROUND) > 25
    assert {"surveys:round", "surveys:results", "surveys:conclude", "surveys:texts", "surveys:text"} <= there


def unmarked(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from unmarked(entry)
        elif not says_who_may(entry.callback):
            yield f"{entry.callback.__module__}.{entry.callback.__name__}"


def test_every_view_says_who_may_open_it():
    assert list(unmarked(get_resolver())) == []


def test_there_are_addresses_to_walk():
    assert len(GUARDED) > 40


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_asked_to_sign_in_at_every_guarded_address(method, county, coordinator):
    browser = Client()
    for name, pattern in GUARDED:
        response = getattr(browser, method)(address(name, pattern))
        # A view for one method alone may say so first; it reveals nothing.
        assert response.status_code in {302, 405}, name
        if response.status_code == 302:
            assert response["Location"].startswith(reverse("account_login")), name


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("who", STAFF)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_role_is_refused_exactly_where_the_mark_says(who, method, request, sign_in, coordinator):
    user = request.getfixturevalue(who)
    browser = sign_in(user)
    for name, pattern in GUARDED:
        if (name, method) == ("accounts:sign_out_everywhere", "post"):
            continue  # It does what it says, and the walk would end there.
        wanted = pattern.callback.access
        allowed = wanted == "signed in" or any(may(user, permission) for permission in wanted)
        status = getattr(browser, method)(address(name, pattern)).status_code
        if not allowed:
            assert status in {403, 405}, f"{name} as {who}: {status}"
        assert status < 500, f"{name} as {who}: {status}"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_public_address_breaks_on_what_does_not_exist(method, county, coordinator):
    browser = Client()
    for name, pattern in OURS:
        if pattern.callback.access == "public":
            status = getattr(browser, method)(address(name, pattern)).status_code
            assert status < 500, f"{name}: {status}"
            assert status != 403, f"{name}: {status}"
