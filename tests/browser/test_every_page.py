"""Every page that a role can reach by links, in a county full of history, is sound at every width and in the dark."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve

from medverka.accounts.models import User
from medverka.demo import loading
from medverka.demo.people import DOMAIN
from medverka.surveys import seats
from medverka.surveys.models import Group
from tests.browser.visitor import Visitor

# Who goes where from. Payroll officers meet what Otto meets: no role's page.
WORLDS = {
    "nobody": ["/", "/komponenter/", "/konto/login/", "/demo/"],
    "karin.blaklint": ["/hem/"],
    "harald.hagg": ["/hem/"],
    "lova.ljungdrom": ["/hem/"],
    "stig.styrsten": ["/hem/"],
    "saga.samtal": ["/hem/"],
    "kalle.kassako": ["/hem/"],
    "otto.utanfor": ["/hem/"],
}
# The same for all who are signed in: looked at once.
EVERYBODYS = ("account", "mfa", "demo", "pool:join", "portal:start", "assignments:public", "voices:public", "gallery")
LOOKS = [(1280, "light"), (320, "dark")]  # The gallery's own test looks at every component in all four.


def links(visitor: Visitor) -> list[str]:
    """The paths of our own pages that the page links to, in their order."""
    found = visitor.page.eval_on_selector_all("a[href]:not([download])", "all => all.map((a) => a.href)")
    here = urlsplit(visitor.page.url).netloc
    return list(dict.fromkeys(urldefrag(link).url for link in found if urlsplit(link).netloc == here))


def view_of(address: str) -> str:
    """The name of the view that answers; empty where none does."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walk(visitor: Visitor, starts: list[str], everybodys: set[str]) -> Iterator[str]:
    """Opens one example of each view that can be reached from ``starts``, and yields the view's name."""
    ahead, own = deque((start, "the start") for start in starts), {"account_logout"}
    while ahead:
        address, page = ahead.popleft()
        view = view_of(address)
        seen = everybodys if view.startswith(EVERYBODYS) else own
        if view in seen:
            continue
        seen.add(view)
        answer = visitor.page.request.get(address)
        if not answer.ok:
            visitor.went_wrong.append(f"{page} links to {address}, which gives {answer.status}")
        elif "text/html" in answer.headers.get("content-type", ""):
            visitor.go(address)
            yield view or address
            ahead.extend((link, address) for link in links(visitor))


def flaws_in_both_looks(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with the open page, in a wide light window and on a small dark phone."""
    found = []
    for width, scheme in LOOKS:
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.photograph(f"{name} {width}".replace(":", "-"))
        found += [f"{width} {scheme}: {flaw}" for flaw in visitor.flaws()]
    return found


@pytest.mark.one_database
def test_no_page_shuts_anybody_out(served, arrive, subtests):
    loading.load()
    everybodys: set[str] = set()
    for who, starts in (WORLDS | {"a respondent": respondents()}).items():
        visitor = arrive(as_one_of_the_cast(who))
        for view in walk(visitor, starts, everybodys):
            with subtests.test(who=who, view=view, address=visitor.page.url):
                assert flaws_in_both_looks(visitor, f"{who} {view}") == []
        with subtests.test(who=who, view="links and scripts"):
            assert visitor.went_wrong == []


def as_one_of_the_cast(login: str) -> User | None:
    """Somebody of the demo's cast, with a second factor; `None` for whoever is not there."""
    user = User.objects.filter(email=f"{login}@{DOMAIN}").first()
    if user:
        user.verified_twice = True
    return user


def respondents() -> list[str]:
    """Pages of the demo's open survey that no link leads to; the tablet comes last, for it is remembered."""
    group = Group.objects.get(round__slug="efter-motena", has_open_link=True)
    answering = f"/enkat/svara/{seats.begin(group).token}/"
    survey = f"/enkat/efter-motena/{group.key}/"
    return [
        *(answering + page for page in ("1/", "las-igenom/", "sparat/")),
        *(survey, f"{survey}tack/", "/enkat/kod/", "/enkat/uppfoljning-2021/resultat/"),
        *(f"{survey}surfplatta/", f"{survey}surfplatta/tack/"),
    ]
