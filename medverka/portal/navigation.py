"""What every page's frame shows: the county, the way around, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from medverka.access.authorise import may
from medverka.foundation import mail_files
from medverka.foundation.menu import Item
from medverka.organisations.queries import the_county


@dataclass(frozen=True)
class Way:
    """A place in the workspace: what it is called, its address, who finds it there (any of the permissions)."""

    label: Promise | str
    name: str
    permissions: tuple[str, ...]
    group: int
    whole: bool = False  # Every page of its app that no other way leads to belongs here.


WAYS = (
    Way(_("Idag"), "portal:today", ("requests.handle", "requests.make", "councils.lead"), 1),
    Way(_("Min sida"), "portal:my_page", ("own.profile",), 1),
    Way(_("Uppdrag"), "assignments:mine", ("own.assignments",), 1),
    Way(_("Förfrågningar"), "assignments:requests", ("requests.handle", "requests.follow"), 1),
    Way(_("Intressebanken"), "pool:contributors", ("pool.read",), 1),
    Way(_("Råd och forum"), "councils:councils", ("councils.read", "own.seats"), 1, whole=True),
    Way(_("Det som sagts"), "voices:list", ("voices.read",), 1, whole=True),
    Way(_("Kartläggningar"), "mappings:list", ("mappings.edit", "mappings.answer", "mappings.read"), 1, whole=True),
    Way(_("Lottningar"), "draws:list", ("draws.edit",), 1, whole=True),
    Way(_("Enkäter"), "surveys:list", ("surveys.edit", "surveys.read"), 1, whole=True),
    Way(_("Siffror"), "reports:figures", ("figures.read",), 2),
    Way(_("Organisationer"), "organisations:organisations", ("organisations.read",), 2),
    Way(_("Läs in register"), "registers:start", ("registers.import",), 2),
    Way(_("Medarbetare"), "accounts:staff", ("staff.manage",), 3),
    Way(_("Utskick"), "portal:outbox", ("mail.read",), 3),
    Way(_("Journal"), "journal:entries", ("journal.read",), 3),
    Way(_("Länets inställningar"), "organisations:county", ("county.edit",), 3),
    Way(_("Sök"), "portal:search", ("requests.handle", "requests.follow", "organisations.read"), 3),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; what costs a query is worked out when a template asks for it."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "county": SimpleLazyObject(the_county),
        "navigation": workspace_items(request) if signed_in else [],
        "site_navigation": site_items(request),
        "footer_links": [Item(_("Demolänet: byt person"), reverse("demo:cast"))] if settings.DEMO else [],
        "account": {"name": user.name, "url": reverse("accounts:account")} if user and signed_in else {},
        "demo": settings.DEMO,
        "mail_reaches_nobody": mail_files.reach_nobody(),
    }


def workspace_items(request: HttpRequest) -> list[Item]:
    """The ways that the person signed in may go. Here is the one whose address fits the farthest, or that its app belongs to."""
    ways = [
        (way, reverse(way.name)) for way in WAYS if any(may(request.user, permission) for permission in way.permissions)
    ]
    app = getattr(request.resolver_match, "namespace", "")
    home = next((address for way, address in ways if way.whole and way.name.startswith(f"{app}:")), "")
    here = max((address for _way, address in ways if request.path.startswith(address)), key=len, default=home)
    return [Item(way.label, address, address == here, way.group) for way, address in ways]


def site_items(request: HttpRequest) -> list[Item]:
    """The public pages' menu."""
    pages = (
        (_("Ta del"), "pool:join"),
        (_("Be om medverkan"), "assignments:public_request"),
        (_("Råd och forum"), "councils:public_list"),
        (_("Lottningar"), "draws:public_list"),
        (_("Ni sa, vi gjorde"), "voices:public"),
        (_("Enkäter"), "portal:what_was_asked"),
    )
    return [Item(label, reverse(name), request.path.startswith(reverse(name))) for label, name in pages]
