"""What the journal's page calls roles, invitations to staff, and what happens with accounts.

Who an account belongs to is told by `pool`, which knows the accounts of contributors.
"""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from medverka.access.roles import ROLES
from medverka.accounts.queries import holdings_visible_to, invitations_visible_to
from medverka.journal.words import Kind, Label, chosen, register_detail, register_events, register_kind

register_events(
    "konton",
    _("Konton och roller"),
    {
        "staff.invited": _("Bjöd in en medarbetare"),
        "staff.invited_again": _("Skickade inbjudan till en medarbetare igen"),
        "staff.invitation_withdrawn": _("Tog tillbaka en inbjudan till en medarbetare"),
        "role.given": _("En roll började gälla"),
        "role.ended": _("Avslutade en roll"),
        "role.end_set": _("Bestämde en rolls sista dag"),
        "user.renamed": _("Bytte namn på sitt konto"),
        "user.email_changed": _("Bytte e-postadress att logga in med"),
        "user.signed_out_everywhere": _("Loggade ut överallt"),
        "user.second_factor_added": _("Lade till ett andra steg vid inloggningen"),
        "user.second_factor_removed": _("Tog bort ett andra steg vid inloggningen"),
    },
)


for _verb in ("staff.invited", "role.given", "role.ended", "role.end_set"):
    register_detail(_verb, chosen("role", {code: role.label for code, role in ROLES.items()}))


def _holdings(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    """A role of staff names who holds it. That somebody is a contributor is for the pool to tell, so it stays unsaid."""
    return {
        one.pk: Label(
            _g("%(name)s, %(place)s") % {"name": one.user, "place": one.place},
            reverse("accounts:person", args=[one.user_id]),
        )
        for one in holdings_visible_to(reader).filter(pk__in=ids)
    }


def _invitations(reader: Any, ids: Collection[int]) -> dict[int, Label]:
    found = invitations_visible_to(reader).filter(pk__in=ids)
    return {one.pk: Label(one.name, reverse("accounts:staff")) for one in found}


register_kind("roleholding", Kind(_("en roll"), labels=_holdings))
register_kind("staffinvitation", Kind(_("en inbjudan till en medarbetare"), labels=_invitations))
register_kind("staff_invitation", Kind(_("en inbjuden medarbetare"), acting=_("den inbjudna, genom sin länk")))
