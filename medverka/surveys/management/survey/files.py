"""Files and questionnaires that a command is pointed at, with words for what is wrong with either."""

from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from django.core.management.base import CommandError
from django.db.models import Q

from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys.models import Group, Questionnaire


def read(path: Path, most_bytes: int) -> bytes:
    """What the file holds, or one byte more than allowed: then it is refused as too large. `CommandError` in words."""
    try:
        with path.open("rb") as file:  # A device has no end.
            return file.read(most_bytes + 1)
    except OSError as error:
        raise CommandError(f"{path} går inte att läsa: {error.strerror or error}.") from None


def write(path: Path, content: bytes) -> None:
    """Write all of it or nothing. `CommandError` in words where that cannot be done."""
    if path.is_dir():
        raise CommandError(f"{path} är en mapp. Skriv en fil i den: {path / 'formular.json'}")
    if not path.parent.is_dir():
        raise CommandError(f"Det gick inte att skriva {path}: mappen {path.parent} finns inte.")
    draft = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # A pipe stays what it is.
            return
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise CommandError(f"Det gick inte att skriva {path}: {error.strerror or error}.") from None


def questionnaire(slug: str) -> Questionnaire:
    """The questionnaire with this slug. `CommandError` with those that may have been meant."""
    found = Questionnaire.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"Det finns inget frågeformulär som heter {slug}. {_nearest(slug)}")
    return found


def how_many(document: Document) -> str:
    """How many questions it has, in words."""
    count = sum(1 for _question in document.questions)
    return "1 fråga" if count == 1 else f"{count} frågor"


def _nearest(slug: str) -> str:
    of_round = Q(versions__rounds__slug=slug) | Q(versions__in=Group.objects.filter(round__slug=slug).values("version"))
    asked = Questionnaire.objects.filter(of_round).distinct().values_list("slug", flat=True)
    if asked:
        return f"Omgången {slug} ställer: {', '.join(sorted(asked))}."
    return near(slug, Questionnaire.objects.values_list("slug", flat=True)) or "Länet har inga frågeformulär än."


def near(slug: str, there: Iterable[str]) -> str:
    """Which of those there are may have been meant, in words; nothing where there are none."""
    slugs = sorted(there)
    alike = get_close_matches(slug, slugs, n=5, cutoff=0.4) or slugs[:20]
    return f"Menade du: {', '.join(alike)}?" if alike else ""
