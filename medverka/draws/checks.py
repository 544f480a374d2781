"""Whether the quotas of a draw go together: what contradicts itself, and the smallest changes that help."""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverka.draws import features, problems, uploads, words
from medverka.draws.models import Draw
from medverka.draws.rules import State
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.mistakes import Mistake
from medverka.fairness.draw.problem import Problem
from medverka.fairness.draw.relaxations import Infeasible, Relaxation, infeasible
from medverka.fairness.highs import Unsolved

GLANCE = 2.0  # Seconds that a page gives each search.
TOO_MANY_SEATS = ("size_over_people", "size_over_homes")
AT_A_GLANCE = 5_000_000  # Cells of the table that a search makes: some tens of megabytes.
TROUBLES: dict[str, tuple[Promise | str, Promise | str]] = {
    "nobody": (
        gettext_lazy("Ingen är med i lottningen"),
        gettext_lazy("Välj färre villkor, så att fler passar."),
    ),
    "broken": (
        gettext_lazy("Arbetet blev inte klart"),
        gettext_lazy(
            "Något gick fel. Ingenting är ändrat. Försök igen, eller hör av dig till den som sköter Medverka."
        ),
    ),
    "too_hard": (
        gettext_lazy("Det gick inte att räkna ut"),
        gettext_lazy(
            "Kvoterna är så många och så snäva att svaret inte gick att hitta. Ta bort eller vidga några av dem."
        ),
    ),
    "took_too_long": (
        gettext_lazy("Arbetet blev inte klart"),
        gettext_lazy(
            "Det tog för lång tid eller avbröts. Ingenting är ändrat. Försök igen, eller ta bort några av kvoterna."
        ),
    ),
    "too_late": (
        gettext_lazy("Lottningen är inte publicerad"),
        gettext_lazy("Siffrorna som avgör hann bli kända innan allt var klart. Välj en senare tid."),
    ),
    "few_people": (
        gettext_lazy("Lottningen är inte publicerad"),
        gettext_lazy("Så få är med att det som publiceras skulle säga något om var och en. Välj färre villkor."),
    ),
    "outdated": (
        gettext_lazy("Lottningen är inte publicerad"),
        gettext_lazy("Någon som var med har lämnat eller pausat sedan lottningen räknades ut. Räkna ut den igen."),
    ),
    "some_left_out": (
        gettext_lazy("Lottningen är inte publicerad"),
        gettext_lazy(
            "De numrerade grupperna räckte inte till alla: någon som kvoterna ger en chans var inte med i någon av dem. "
            "Välj grupper med olika vikt, eller vidga de kvoter som håller nere den minsta chansen."
        ),
    ),
    "too_many_for_exact": (
        gettext_lazy("Lottningen är inte publicerad"),
        gettext_lazy("Det är för många för grupper med olika vikt. Välj numrerade grupper i stället."),
    ),
}


FEW_HAVE_IT = gettext_lazy(
    "Kvoterna ger några få en annan chans än andra, och då går det att räkna ut hur få de är. Vidga kvoterna här, eller slå ihop dem, och räkna ut igen."
)


@dataclass(frozen=True)
class Trouble:
    """Why there is no result, in words, and whether there are changes that can be made in one press."""

    title: str
    text: str
    lines: list[str] = field(default_factory=list)
    can_relax: bool = False
    too_many_seats: bool = False


def look_for_contradictions(draw: Draw) -> bool:
    """Write down whether the quotas go together for those who would be in the draw now. True where they do not.

    A page has no time for what is hard to see: the worker looks again, for as long as it takes.
    """
    trouble = contradictions_at_a_glance(draw, problems.problem_today(draw))
    Draw.objects.filter(pk=draw.pk, state=State.DRAFT).update(trouble=trouble)
    draw.trouble = trouble
    return bool(trouble)


def contradictions_at_a_glance(draw: Draw, problem: Problem) -> dict[str, Any]:
    """What `contradictions_of` tells as far as it is soon seen."""
    if len(problem.quotas) * (len(problem.types) + 5 * len(problem.quotas)) > AT_A_GLANCE:
        return {}
    try:
        return contradictions_of(draw, problem, seconds=GLANCE)
    except Unsolved:
        return {}


def contradictions_of(draw: Draw, problem: Problem, *, seconds: float | None = None) -> dict[str, Any]:
    """What `Draw.trouble` keeps; nothing where some panel keeps to all quotas. Raises `Unsolved` where nobody can say."""
    if not problem.people:
        return {"code": "nobody"}
    found = infeasible(problem, seconds=seconds)
    if not found.relaxations:
        return {}
    seen = [{"code": one.code, "values": one.values} for one in contradictions(problem)]
    return {
        "code": "infeasible",
        "mistakes": seen,
        "relaxations": [asdict(one) for one in found.relaxations],
        "proven": found.proven,
    }


def _told(values: dict[str, Any], known: dict[str, features.Feature]) -> dict[str, Any]:
    """What a mistake speaks of, with the pool's codes in words."""
    feature = known.get(values.get("feature", ""))
    if feature is not None:
        told = feature.in_words(values.get("value", ""))
        return values | (told if "value" in values else {"feature": told["feature"]})
    return values


def in_words(draw: Draw) -> Trouble | None:
    """Why there is no result, as a page tells it; None where nothing went wrong."""
    code = draw.trouble.get("code")
    if code == "infeasible":
        return _infeasible(draw)
    if code == "few_have_it":
        return Trouble(_("Lottningen är inte publicerad"), str(FEW_HAVE_IT), draw.trouble["labels"])
    if code == "bad_files":
        said = _("Inget av dem är sparat. Rätta det här och välj filerna igen.")
        return Trouble(_("Filerna gick inte att använda"), said, uploads.mistakes(draw))
    if code in TROUBLES:
        title, text = TROUBLES[code]
        return Trouble(str(title), str(text))
    return None


def _infeasible(draw: Draw) -> Trouble:
    known = problems.features_of(draw)
    changes = [Relaxation(**one) for one in draw.trouble["relaxations"]]
    found = Infeasible([_readable(one, known) for one in changes], proven=draw.trouble["proven"])
    text, *lines = words.infeasible(found)
    told = [
        words.mistake(Mistake(None, None, one["code"], _told(one["values"], known))) for one in draw.trouble["mistakes"]
    ]
    too_many = any(one["code"] in TOO_MANY_SEATS for one in draw.trouble["mistakes"])
    return Trouble(_("Kvoterna går inte ihop"), " ".join([*told, text]), lines, can_relax=True, too_many_seats=too_many)


def _readable(one: Relaxation, known: dict[str, features.Feature]) -> Relaxation:
    feature = known.get(one.feature)
    if feature is None:
        return one
    told = feature.in_words(one.value)
    return replace(one, feature=told["feature"], value=told["value"])
