"""Why these people are proposed and not the others, in words. What `fit` rules out is told by `fit.REASONS`."""

from collections import Counter
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from medverka.assignments import fit
from medverka.assignments.together import Sharing, Somebody, Wanted
from medverka.fairness.proposal.explain import Change, Chosen, Explanation, LeftOut

# Where people of the same unit are kept apart, these are told as one: by itself, that somebody is kept apart would tell
# where they have been (ADR 0020).
MIXED = frozenset({"rule", "load", "distance", "since", "lot"})
STAND_INS = 3  # So many are named for each place, the first first.
# Why somebody who fits is not proposed, in the order in which it is told how many they are.
LEFT_OUT: dict[str, Promise] = {
    "same_day": _l("föreslås till ett annat uppdrag samma dag"),
    "limit": _l("föreslås redan till så många uppdrag som de vill ha"),
    "rule": _l("platsen hålls för någon annan, så att gruppen blir blandad"),
    "mixed": _l("andra går före, eller så skulle gruppen inte bli blandad"),
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


def next_in_line(one: Chosen, wanted: Wanted, sharing: Sharing, names: Mapping[int, str]) -> str:
    """Who comes next if this person says no, and what sets the first of them apart. `names` by contributor."""
    if one.change is None:
        return _("Ingen annan kan ta den platsen.")
    first, *others = [names[sharing.people[place].pk] for place in one.reserves[:STAND_INS]]
    told = _("Näst i tur: %(name)s (%(difference)s)") % {
        "name": first,
        "difference": _difference(one.person, one.change, wanted, sharing),
    }
    return ", ".join([told, *others]) + "."


def _difference(person: int, change: Change, wanted: Wanted, sharing: Sharing) -> str:
    if change.way == "load":
        planned = bool(sharing.plan.turns[change.next])
        return str(LEFT_OUT["planned"]) if planned else _more_often(change.by)
    if change.way == "lot":
        return str(LEFT_OUT["lot"])
    farther = _is_farther(sharing.people[change.next], sharing.people[person], wanted)
    return str(LEFT_OUT["distance" if farther else "since"])


def left_out(one: LeftOut, wanted: Wanted, sharing: Sharing) -> str:
    """Why somebody who fits is not proposed, as a sentence."""
    reason = reason_of(one, wanted, sharing)
    if reason == "same_day":
        other = sharing.wanted[int(one.values["request"])].thing
        return _("Föreslås till ”%(title)s” samma dag.") % {"title": other}
    if reason == "rule":
        return str(KEPT.get(str(one.values["what"]), ""))
    if reason == "load":
        words = _more_often(sum(int(one.values[name]) for name in ("load", "planned")) + 1 - int(one.values["chosen"]))
    elif reason == "limit":
        words = _("föreslås redan till så många uppdrag som personen vill ha")
    else:
        words = str(LEFT_OUT[reason])
    return f"{capfirst(words)}."


def reason_of(one: LeftOut, wanted: Wanted, sharing: Sharing) -> str:
    """A key of `LEFT_OUT`."""
    reason = _reason_of(one, sharing)
    return "mixed" if wanted.apart and reason in MIXED else reason


def _reason_of(one: LeftOut, sharing: Sharing) -> str:
    if one.reason != "penalty":
        return one.reason
    mine, theirs = (int(one.values[name]) // sharing.mile for name in ("penalty", "chosen"))
    return "distance" if mine > theirs else "since"


def how_many(explanation: Explanation, wanted: Wanted, sharing: Sharing) -> list[tuple[Promise, int]]:
    """(reason, how many) of those who fit and are not proposed."""
    counts = Counter(reason_of(one, wanted, sharing) for one in explanation.left_out)
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
    if wanted.apart:
        kept.append(_("Ingen fler som passar är ledig, eller så skulle gruppen inte bli blandad."))
    else:
        kept.append(_("Ingen fler som passar är ledig."))
    return " ".join([many, *kept])


def reckoning(sharing: Sharing) -> list[str]:
    """How the proposal was worked out, in sentences."""
    plan, seats = sharing.plan, sum(one.missing for one in sharing.wanted)
    things = sum(bool(one.missing) for one in sharing.wanted)
    together = ngettext(
        "Förslaget gäller den här förfrågan.",
        "Förslaget gäller de %(count)s förfrågningar som söker personer, alla på en gång.",
        things,
    )
    filled = _("Platser som saknas: %(seats)s. Så många kan fyllas: %(filled)s.") % {
        "filled": plan.total.filled,
        "seats": seats,
    }
    told = [
        together % {"count": things} + " " + filled,
        _(
            "Först fylls så många platser som möjligt. Sedan går de först som har tillfrågats minst det senaste året, därefter den som bor närmast och den som tillfrågades för längst sedan. Sist avgör lotten."
        ),
        _("Att någon har tackat nej ändrar ingenting."),
    ]
    if plan.proof.reached:
        told.append(
            _(
                "Uträkningen är bevisad: inget annat förslag fyller fler platser, och inget som fyller lika många är jämnare."
            )
        )
    if not sharing.everybody:
        words = _("Intressebanken är så stor att de %(count)s som har tillfrågats minst vägs mot varandra.")
        told.append(words % {"count": len(sharing.people)})
        if not sharing.keeps_apart:  # Where people are kept apart it need not hold (ADR 0020).
            told[-1] += " " + _("Det ändrar varken hur många platser som fylls eller hur jämnt det blir.")
    return told


def _more_often(times: int) -> str:
    return ngettext("har tillfrågats en gång mer", "har tillfrågats %(count)s gånger mer", times) % {"count": times}


def _is_farther(one: Somebody, other: Somebody, wanted: Wanted) -> bool:
    return fit.distance(wanted.wish, one.facts) > fit.distance(wanted.wish, other.facts)
