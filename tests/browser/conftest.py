"""A real browser before a running server: Debian's Chromium, which reaches nothing but this machine."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from playwright.sync_api import BrowserContext

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import User
from medverka.pool.actions import ensure_default_terms
from tests.browser.mail import Mailbox
from tests.browser.visitor import Visitor
from tools import chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All tests in this folder drive the browser, and take their time."""
    found = chromium.find()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if not found:
                item.add_marker(pytest.mark.skip(reason=f"There is no Chromium here. {chromium.HOW_TO_GET_IT}"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's browser. Names outside this machine lead nowhere, for it and for the pages."""
    # The driver keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    only_here = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium.find()),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", only_here],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Swede at a desk, who has asked for calm."""
    return {
        **browser_context_args,
        "locale": "sv-SE",
        "timezone_id": "Europe/Stockholm",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> Mailbox:
    """What this test's mail server has been given."""
    settings.EMAIL_BACKEND = "medverka.foundation.mail_files.Backend"
    settings.MAIL_DIR = tmp_path / "mail"
    return Mailbox(settings.MAIL_DIR)


@pytest.fixture
def served(transactional_db: None, live_server: Any, settings: Any, mailbox: Mailbox) -> str:
    """The address of a running, empty Medverka: no county, no people, the default lists."""
    settings.BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    cache.clear()  # Sign-in attempts are counted there, and the tables' rest is emptied without it.
    ensure_default_terms(by=SYSTEM)
    return str(live_server.url)


@pytest.fixture
def arrive(
    served: str,
    new_context: Callable[..., BrowserContext],
    sign_in: Callable[[User | None], Client],
    output_path: str,
    pytestconfig: pytest.Config,
) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `arrive(user)` is at the computer, signed in; `arrive(width=320)` is anybody with a phone.

    What a page did wrong behind the visitor's back fails the test when it ends.
    """
    visitors: list[Visitor] = []
    shots = Path(output_path) if pytestconfig.getoption("--screenshot") == "on" else None

    def arrive(user: User | None = None, *, width: int = 1280, **context_args: Any) -> Visitor:
        height = 900 if width > 600 else 640
        context = new_context(
            base_url=served, viewport={"width": width, "height": height}, has_touch=width < 600, **context_args
        )
        if user is not None:
            cookie = sign_in(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": served}])
        visitor = Visitor(context.new_page(), shots, looks=connection.vendor == "sqlite")  # No database changes them.
        visitors.append(visitor)
        return visitor

    yield arrive
    assert [wrong for visitor in visitors for wrong in visitor.went_wrong] == []


@pytest.fixture
def visitor(arrive: Callable[..., Visitor]) -> Visitor:
    """Somebody who is not signed in."""
    return arrive()


@pytest.fixture
def small_county(served: str, county: SimpleNamespace) -> SimpleNamespace:
    """The cast's county, behind the running server."""
    return county
