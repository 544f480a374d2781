"""Every address, walked as every role: what a view's mark promises is what happens."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from medverka.access.authorise import may
from medverka.access.middleware import says_who_may

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
