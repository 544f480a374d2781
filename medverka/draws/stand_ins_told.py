"""Who got the seat of somebody who said no, and why, in words for whoever draws."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.draws.facts import facts_of
from medverka.draws.models import Draw, Entrant
from medverka.draws.queries import reserves_of
from medverka.draws.stand_ins import quotas_now


def who_came(draw: Draw, instead: Sequence[Entrant]) -> str:
    """Those who stand in since just now, why they do, and how many before them in the order were passed over."""
    if not instead:
        return _("Ingen reserv finns kvar att fråga, så platsen är tom.")
    found = draw.entrants.filter(pk__in=[one.pk for one in instead]).select_related("contributor", "stands_in_for")
    keeps = all(quota.holds for quota in quotas_now(draw))
    return " ".join(_one(draw, one, keeps=keeps) for one in found.order_by("turn"))


def _one(draw: Draw, one: Entrant, *, keeps: bool) -> str:
    left = one.stands_in_for
    own, theirs = facts_of([one, left]) if left else (facts_of([one])[0], None)
    name = one.contributor.pseudonym if one.contributor else own["id"]
    passed = reserves_of(draw).filter(turn__lt=one.turn or 0).count()
    if theirs and theirs["id"] and own["values"] == theirs["values"]:
        came = _("%(name)s har fått platsen, och är lik den som lämnade i allt som kvoterna gäller.")
        before = _before_alike(passed)
    elif keeps:
        came = _("%(name)s har fått platsen: ingen kvar är lik den som lämnade, men kvoterna håller.")
        before = _before_others(passed)
    else:
        came = _("%(name)s har fått platsen. Med dem som är kvar går det inte att hålla alla kvoter.")
        before = _before_others(passed)
    return " ".join(filter(None, (came % {"name": name}, before)))


def _before_alike(passed: int) -> str:
    if not passed:
        return ""
    return ngettext(
        "En före i ordningen hoppades över: den är inte lik den som lämnade, eller går inte att fråga.",
        "%(n)s före i ordningen hoppades över: de är inte lika den som lämnade, eller går inte att fråga.",
        passed,
    ) % {"n": passed}


def _before_others(passed: int) -> str:
    if not passed:
        return ""
    return ngettext(
        "En före i ordningen hoppades över: kvoterna skulle ha hållit sämre, eller så går den inte att fråga.",
        "%(n)s före i ordningen hoppades över: kvoterna skulle ha hållit sämre, eller så går de inte att fråga.",
        passed,
    ) % {"n": passed}
