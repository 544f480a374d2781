"""Why these people are proposed and not the others, in words. What `fit` rules out is told by `fit.REASONS`."""

from collections import Counter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from medverka.assignments import fit
from medverka.assignments.together import Sharing, Somebody, Wanted
from medverka.fairness.proposal.explain import Chosen, Explanation, LeftOut

# Why somebody who fits is not proposed, in the order in which it is told how many they are.
LEFT_OUT: dict[str, Promise] = {
    "same_day": _l("föreslås till ett annat uppdrag samma dag"),
    "limit": _l("föreslås redan till så många uppdrag som de vill ha"),
    "rule": _l("platsen hålls för någon annan, så att gruppen blir blandad"),
    "planned": _l("föreslås redan till ett annat uppdrag"),
    "load": _l("har tillfrågats mer"),
    "distance": _l("bor längre bort"),
    "since": _l("tillfrågades för kortare tid sedan"),
    "lot": _l("lika i allt, lotten avgjorde"),
}
KEPT: dict[str, Promise] = {
    "own": _l("En plats hålls för en brukare eller patient."),
    "relative": _l("En plats hålls för en närstående."),
}


def next_in_line(one: Chosen, wanted: Wanted, sharing: Sharing, names: dict[int, str]) -> str:
    """Who comes next if this person says no, and what sets them apart. `names` by contributor."""
    if one.change is None:
        return _("Ingen annan kan ta den platsen.")
    later = sharing.people[one.change.next]
    told = _difference(one, wanted, sharing)
    return _("Näst i tur: %(name)s. %(difference)s") % {"name": names[later.pk], "difference": told}


def _difference(one: Chosen, wanted: Wanted, sharing: Sharing) -> str:
    change = one.change
    assert change is not None  # noqa: S101 - the caller asks only where there is one
    if change.way == "load" and sharing.plan.turns[change.next]:
        return _("Föreslås redan till ett annat uppdrag.")
    if change.way == "load":
        return _more_often(change.by)
    if change.way == "lot":
        return _("Lika i allt, lotten avgjorde.")
    if _is_farther(sharing.people[change.next], sharing.people[one.person], wanted):
        return _("Bor längre bort.")
    return _("Tillfrågades för kortare tid sedan.")


def left_out(one: LeftOut, sharing: Sharing) -> str:
    """Why somebody who fits is not proposed."""
    reason = reason_of(one, sharing)
    if reason == "same_day":
        other = sharing.wanted[int(one.values["request"])].thing
        return _("Föreslås till ”%(title)s” samma dag.") % {"title": other}
    if reason == "load":
        return _more_often(sum(int(one.values[name]) for name in ("load", "planned")) + 1 - int(one.values["chosen"]))
    if reason == "rule" and one.values["what"] in KEPT:
        return str(KEPT[str(one.values["what"])])
    return {
        "limit": _("Föreslås redan till så många uppdrag som personen vill ha."),
        "planned": _("Föreslås redan till ett annat uppdrag."),
        "distance": _("Bor längre bort."),
        "since": _("Tillfrågades för kortare tid sedan."),
        "lot": _("Lika i allt, lotten avgjorde."),
    }.get(reason, "")


def reason_of(one: LeftOut, sharing: Sharing) -> str:
    """A key of `LEFT_OUT`."""
    if one.reason != "penalty":
        return one.reason
    return (
        "distance"
        if int(one.values["penalty"]) // sharing.mile > int(one.values["chosen"]) // sharing.mile
        else "since"
    )


def how_many(explanation: Explanation, sharing: Sharing) -> list[tuple[Promise, int]]:
    """(reason, how many) of those who fit and are not proposed."""
    counts = Counter(reason_of(one, sharing) for one in explanation.left_out)
    return [(words, counts[key]) for key, words in LEFT_OUT.items() if counts[key]]


def empty_seats(explanation: Explanation, wanted: Wanted, sharing: Sharing) -> str:
    """Why there are places that nobody is proposed for; empty where there are none."""
    if not explanation.empty:
        return ""
    there = {tag for one in explanation.chosen for tag in fit.tags(sharing.people[one.person].facts.perspectives)}
    kept = [str(words) for tag, words in KEPT.items() if tag in wanted.at_least and tag not in there]
    many = ngettext("En plats får ingen.", "%(count)s platser får ingen.", explanation.empty) % {
        "count": explanation.empty
    }
    return " ".join([many, *kept, _("Ingen fler som passar är ledig.")])


def reckoning(sharing: Sharing) -> list[str]:
    """How the proposal was worked out, in sentences."""
    plan, seats = sharing.plan, sum(one.missing for one in sharing.wanted)
    things = sum(bool(one.missing) for one in sharing.wanted)
    together = ngettext(
        "Förslaget gäller den här förfrågan.",
        "Förslaget gäller de %(count)s förfrågningar som söker personer, alla på en gång.",
        things,
    )
    filled = _("%(filled)s av de %(seats)s platser som saknas kan fyllas.") % {
        "filled": plan.total.filled,
        "seats": seats,
    }
    told = [
        together % {"count": things} + " " + filled,
        _(
            "Först fylls så många platser som möjligt. Sedan går de först som har tillfrågats minst det senaste året, därefter den som bor närmast och den som tillfrågades för längst sedan. Sist avgör lotten."
        ),
        _("Att någon har tackat nej eller varit med ofta ändrar ingenting."),
    ]
    if plan.proof.reached:
        told.append(
            _(
                "Uträkningen är bevisad: inget annat förslag fyller fler platser, och inget som fyller lika många är jämnare."
            )
        )
    if not sharing.everybody:
        told.append(
            _(
                "Intressebanken är så stor att de %(count)s som har tillfrågats minst vägs mot varandra. Det ändrar varken hur många platser som fylls eller hur jämnt det blir."
            )
            % {"count": len(sharing.people)}
        )
    return told


def _more_often(times: int) -> str:
    return ngettext("Har tillfrågats en gång mer.", "Har tillfrågats %(count)s gånger mer.", times) % {"count": times}


def _is_farther(one: Somebody, other: Somebody, wanted: Wanted) -> bool:
    return fit.distance(wanted.wish, one.facts) > fit.distance(wanted.wish, other.facts)
