"""Whether the quotas of a draw go together: what contradicts itself, and the smallest changes that help."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from medverka.draws import features, problems, words
from medverka.draws.models import Draw
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.mistakes import Mistake
from medverka.fairness.draw.problem import Problem


@dataclass(frozen=True)
class Trouble:
    """Why there is no result, in words, and whether there are changes that can be made in one press."""

    title: str
    text: str
    lines: list[str] = field(default_factory=list)
    can_relax: bool = False


def look_for_contradictions(draw: Draw) -> bool:
    """Write down whether the quotas go together for those who would be in the draw now. True where they do not."""
    trouble = contradictions_of(draw, problems.problem_today(draw))
    Draw.objects.filter(pk=draw.pk).update(trouble=trouble)
    draw.trouble = trouble
    return bool(trouble)


def contradictions_of(draw: Draw, problem: Problem) -> dict[str, Any]:
    """What `Draw.trouble` keeps; nothing where nothing is seen to contradict itself."""
    found = contradictions(problem)
    if not found:
        return {}
    known = problems.features_of(draw)
    return {"code": "infeasible", "mistakes": [_kept(mistake, known) for mistake in found]}


def _kept(mistake: Mistake, known: dict[str, features.Feature]) -> dict[str, Any]:
    """A mistake with the pool's codes in words."""
    values = dict(mistake.values)
    feature = known.get(values.get("feature", ""))
    if feature is not None:
        values["feature"] = feature.label
        if "value" in values:
            values["value"] = feature.values.get(values["value"], values["value"])
    return {"code": mistake.code, "values": values}


def in_words(draw: Draw) -> Trouble | None:
    """Why there is no result, as a page tells it; None where nothing went wrong."""
    code = draw.trouble.get("code")
    if not code:
        return None
    if code != "infeasible":
        return Trouble(
            _("Det gick inte att räkna ut"),
            _("Något gick fel. Ingenting är ändrat. Försök igen, eller hör av dig till den som sköter Medverka."),
        )
    lines = [words.mistake(Mistake(None, None, one["code"], one["values"])) for one in draw.trouble.get("mistakes", ())]
    return Trouble(_("Kvoterna går inte ihop"), _("Det finns ingen grupp som uppfyller alla på en gång."), lines)
