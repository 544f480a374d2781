"""What the journal's page calls people and their accounts, and what happens in the pool.

A contributor is called by the pseudonym and nothing else, whoever reads.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from medverka.access.authorise import may
from medverka.access.roles import ROLES
from medverka.accounts.models import RoleHolding, User
from medverka.accounts.queries import staff_visible_to
from medverka.foundation import clock
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind
from medverka.pool import rules
from medverka.pool.models import Contributor, Milestone, Term
from medverka.pool.queries import DOOR, HISTORY, visible_to

register_events(
    "personer",
    _("Människor i Intressebanken"),
    {verb: words for verb, words in HISTORY.items() if verb not in DOOR},
)
register_events(
    "dorren",
    _("Dörren till namn och kontaktuppgifter"),
    {
        "door.opened": _("Öppnade dörren till någons namn och kontaktuppgifter"),
        "door.found": _("Hittade någon genom en sökning bland namn och kontaktuppgifter"),
        "door.searched": _("Sökte bland namn och kontaktuppgifter utan att hitta någon"),
    },
)
register_events(
    "anmalningar",
    _("Anmälningar till Intressebanken"),
    {
        "join.started": _("Började på en anmälan"),
        "join.link_mailed": _("Fick en länk att fortsätta sin anmälan med"),
        "join.code_given": _("Fick en kod att fortsätta sin anmälan med"),
        "join.drafts_dropped": _("Slängde påbörjade anmälningar som ingen kom tillbaka till"),
    },
)
register_events(
    "listor",
    _("Länets egna listor"),
    {"terms.added": _("Fyllde länets listor med ord"), "term.saved": _("Sparade ett ord i länets listor")},
)


for _verb in ("door.opened", "door.found", "door.searched"):
    register_detail(_verb, chosen("purpose", rules.PURPOSES))
register_detail("contributor.joined", chosen("source", Contributor.Source.choices))
register_detail("contributor.milestone", chosen("kind", Milestone.Kind.choices))


def own_affair(contributor: Contributor) -> frozenset[str]:
    """The names under which the journal knows a contributor who acts in a matter of their own."""
    return frozenset({f"contributor:{contributor.pk}", f"user:{contributor.user_id}"})


def _contributors(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    seen = set(visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True))
    return {one.pk: _contributor(one, one.pk in seen) for one in Contributor.objects.filter(pk__in=ids)}


def _contributor(one: Contributor, seen: bool) -> Label:
    if not seen:
        return Label(own=own_affair(one))
    return Label(one.pseudonym, reverse("pool:contributor", args=[one.reference]), own_affair(one))


def find_contributors(reader: Any, text: str) -> Iterable[int]:
    """The one contributor with this pseudonym or reference, if the reader may see them."""
    return visible_to(reader).filter(reference=slugify(text)).values_list("pk", flat=True)


def _users(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    """Staff by name and role; somebody who is no more than a contributor by pseudonym."""
    roles: dict[int, list[RoleHolding]] = {}
    for holding in RoleHolding.objects.filter(user__in=ids).order_by("pk"):
        roles.setdefault(holding.user_id, []).append(holding)
    contributors = {one.user_id: one for one in Contributor.objects.filter(user__in=ids)}
    seen = set(visible_to(reader).filter(user__in=ids).values_list("pk", flat=True))
    linked = (
        set(staff_visible_to(reader).filter(pk__in=ids).values_list("pk", flat=True)) if _manages(reader) else set()
    )
    found = {}
    for user in User.objects.filter(pk__in=ids):
        staff = [holding for holding in roles.get(user.pk, []) if holding.role != "contributor"]
        if staff:
            found[user.pk] = _staff(user, staff, user.pk in linked)
        elif one := contributors.get(user.pk):
            found[user.pk] = _contributor(one, one.pk in seen)
    return found


def _manages(reader: Any) -> bool:
    return may(reader, "staff.manage")


def _staff(user: User, holdings: list[RoleHolding], linked: bool) -> Label:
    today = clock.today()
    held = dict.fromkeys(str(ROLES[holding.role].label) for holding in holdings if holding.holds(today))
    return Label(", ".join([user.name, *held]), reverse("accounts:person", args=[user.pk]) if linked else "")


def _terms(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    linked = may(reader, "county.edit")
    return {
        one.pk: Label(one.name, reverse("pool:term", args=[one.pk]) if linked else "")
        for one in Term.objects.filter(pk__in=ids)
    }


register_kind("contributor", Kind(_("någon i Intressebanken"), labels=_contributors, find=find_contributors))
register_kind("user", Kind(_("någon med konto"), labels=_users))
register_kind("join", Kind(_("en anmälan"), acting=_("personen själv")))
register_kind("pool", Kind(_("Intressebanken")))
register_kind("term", Kind(_("ett ord i länets listor"), labels=_terms))
