"""What a new county has to do before it can begin: worked out from the facts, so that what is done is gone."""

from typing import Any

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.accounts.models import RoleHolding, User
from medverka.accounts.queries import unanswered_invitations
from medverka.foundation import clock, mail_files
from medverka.foundation.waiting import Waiting
from medverka.organisations.models import County, Organisation
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor


def waiting_for(user: Any) -> list[Waiting]:
    """For Today: what `user` can do to get the county going, in the order in which it is best done."""
    there = _what_is_there(user)
    steps = (_how_to_be_reached, _units, _register, _commissioner, _mail)
    return [step for make in steps if (step := make(user, there))]


def _what_is_there(user: Any) -> dict[str, bool]:
    """What has been begun; in one question, for Today asks each time."""
    found: Any = User.objects.filter(pk=user.pk).values(
        units=Exists(Organisation.objects.filter(kind=Organisation.Kind.UNIT)),
        people=Exists(Contributor.objects.all()),
        commissioners=Exists(RoleHolding.objects.filter(role="commissioner")),
        ways=Exists(County.objects.filter(pk=1).exclude(phone="").exclude(email="").exclude(postal_address="")),
    )
    return dict(found[0])


def _step(title: str, text: str, url: str, step: str) -> Waiting:
    return Waiting(_("Kom i gång"), title, text, since=clock.today(), url=url, step=step, key=f"beginning:{url}")


def _how_to_be_reached(user: Any, there: dict[str, bool]) -> Waiting | None:
    if there["ways"] or not may(user, "county.edit"):
        return None
    county = the_county()
    ways = {_("telefon"): county.phone, _("e-post"): county.email, _("postadress"): county.postal_address}
    missing = [name for name, value in ways.items() if not value]
    text = _("Det här saknas: %s. Det står på sidorna och i breven.") % ", ".join(missing)
    return _step(_("Skriv hur ni nås"), text, reverse("organisations:county"), _("Fyll i"))


def _units(user: Any, there: dict[str, bool]) -> Waiting | None:
    if there["units"] or not may(user, "organisations.edit"):
        return None
    text = _("Först regionen och kommunerna, sedan verksamheterna under dem. Det är de som gör förfrågningar.")
    return _step(_("Lägg in verksamheterna"), text, reverse("organisations:organisations"), _("Lägg in"))


def _register(user: Any, there: dict[str, bool]) -> Waiting | None:
    if there["people"] or not may(user, "registers.import"):
        return None
    text = _("Har ni ett kalkylblad med dem som medverkar går det att läsa in som det är.")
    return _step(_("Läs in ert register"), text, reverse("registers:start"), _("Läs in"))


def _commissioner(user: Any, there: dict[str, bool]) -> Waiting | None:
    if there["commissioners"] or not may(user, "staff.manage"):
        return None
    if any(invitation.role == "commissioner" for invitation, _state in unanswered_invitations(user)):
        return None
    text = _("Den som arbetar i en verksamhet kan då själv göra förfrågningar och svara på det som sägs.")
    return _step(_("Bjud in en uppdragsgivare"), text, reverse("accounts:invite", args=["commissioner"]), _("Bjud in"))


def _mail(user: Any, there: dict[str, bool]) -> Waiting | None:
    if not may(user, "mail.read") or not mail_files.reach_nobody():
        return None
    text = _("Be den som sköter driften att ange en e-postserver. Tills dess når inga mejl fram.")
    return _step(_("Ordna e-posten"), text, reverse("portal:outbox"), _("Se var mejlen är"))
