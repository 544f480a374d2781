"""Ready scales: steps in words, worst first, in the languages that Medverka speaks. The keys are the question bank's."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.questionnaires.document import EASY, Option, Text

FACES: Final = ("very_sad", "sad", "neutral", "happy", "very_happy")


@dataclass(frozen=True)
class Ladder:
    """A ready scale. `label` tells it from the others where one chooses."""

    key: str
    label: Promise | str
    steps: tuple[tuple[str, Text], ...]

    def options(self, *, faces: bool, dont_know: bool) -> tuple[Option, ...]:
        """The steps as options of a question."""
        signs = _faces(len(self.steps)) if faces else ("",) * len(self.steps)
        options = tuple(Option(key, text, face=face) for (key, text), face in zip(self.steps, signs, strict=True))
        return (*options, DONT_KNOW) if dont_know else options


def _faces(steps: int) -> tuple[str, ...]:
    """As many faces, from sad to happy; none in the middle where the steps have no middle."""
    return {2: FACES[1::2], 3: FACES[1:4], 4: (*FACES[:2], *FACES[3:]), 5: FACES}.get(steps, ("",) * steps)


def _words(swedish: str, easy: str, english: str) -> Text:
    return {"sv": swedish, EASY: easy, "en": english}


DONT_KNOW: Final = Option("vet-inte", _words("Vet inte", "Vet inte", "Don't know"), apart=True)

LADDERS: Final = {
    ladder.key: ladder
    for ladder in (
        Ladder(
            "bra",
            _("Mycket dåligt till mycket bra, fem steg"),
            (
                ("mycket-daligt", _words("Mycket dåligt", "Mycket dåligt", "Very bad")),
                ("daligt", _words("Ganska dåligt", "Dåligt", "Rather bad")),
                ("varken", _words("Varken bra eller dåligt", "Mitt emellan", "Neither good nor bad")),
                ("bra", _words("Ganska bra", "Bra", "Rather good")),
                ("mycket-bra", _words("Mycket bra", "Mycket bra", "Very good")),
            ),
        ),
        Ladder(
            "stammer",
            _("Stämmer inte alls till stämmer helt, fem steg"),
            (
                ("inte-alls", _words("Stämmer inte alls", "Nej, inte alls", "Not true at all")),
                ("ganska-daligt", _words("Stämmer ganska dåligt", "Nej, knappt", "Hardly true")),
                ("delvis", _words("Stämmer delvis", "Lite grann", "Partly true")),
                ("ganska-bra", _words("Stämmer ganska bra", "Ja, nästan", "Mostly true")),
                ("helt", _words("Stämmer helt", "Ja, helt", "Entirely true")),
            ),
        ),
        Ladder(
            "grad",
            _("Inte alls till i mycket hög grad, fem steg"),
            (
                ("inte-alls", _words("Inte alls", "Inte alls", "Not at all")),
                ("lag", _words("I låg grad", "Lite", "To a low degree")),
                ("nagon", _words("I någon grad", "Något", "To some degree")),
                ("hog", _words("I hög grad", "Mycket", "To a high degree")),
                ("mycket-hog", _words("I mycket hög grad", "Väldigt mycket", "To a very high degree")),
            ),
        ),
        Ladder(
            "ofta",
            _("Aldrig till alltid, fyra steg"),
            (
                ("aldrig", _words("Aldrig", "Aldrig", "Never")),
                ("ibland", _words("Ibland", "Ibland", "Sometimes")),
                ("ofta", _words("Ofta", "Ofta", "Often")),
                ("alltid", _words("Alltid", "Alltid", "Always")),
            ),
        ),
        Ladder(
            "ja",
            _("Nej, delvis, ja: tre steg"),
            (
                ("nej", _words("Nej", "Nej", "No")),
                ("delvis", _words("Delvis", "Lite", "Partly")),
                ("ja", _words("Ja", "Ja", "Yes")),
            ),
        ),
    )
}
