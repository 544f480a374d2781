"""To whom a voice can be handed on: the levels above first, then everybody else who answers somewhere."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.organisations.models import Organisation
from medverka.organisations.queries import trails
from medverka.voices.models import Voice


@dataclass(frozen=True)
class Taker:
    """A unit, and who is to answer for it; nobody where the coordinator has to choose."""

    unit: Organisation
    owner: User | None

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{self.unit.pk}:{self.owner.pk if self.owner else ''}"


def takers(voice: Voice) -> list[tuple[Taker, str]]:
    """Everybody whom a voice can be handed on to, each in words. Three queries, however many."""
    held = RoleHolding.objects.held_on(clock.today()).filter(role="commissioner", user__is_active=True)
    answering = held.filter(organisation__closed_on=None).select_related("user", "organisation").order_by("user__name")
    found = [Taker(one.organisation, one.user) for one in answering if one.organisation]
    above = [int(step) for step in voice.unit.path.strip("/").split("/")[:-1]]
    answered_for = [taker.unit.pk for taker in found]
    empty = Organisation.objects.current().filter(pk__in=above).exclude(pk__in=answered_for)
    everybody = [taker for taker in found if taker.owner != voice.owner] + [Taker(unit, None) for unit in empty]
    places = {unit.pk: trail for unit, trail in trails({taker.unit.pk: taker.unit for taker in everybody}.values())}
    ordered = sorted(everybody, key=lambda taker: -above.index(taker.unit.pk) if taker.unit.pk in above else 1)
    return [(taker, _in_words(taker, places[taker.unit.pk])) for taker in ordered]


def _in_words(taker: Taker, place: str) -> str:
    if taker.owner is None:
        return _("%(place)s. Samordnaren väljer vem som svarar.") % {"place": place}
    return f"{place}, {taker.owner.name}"
