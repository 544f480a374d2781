"""A questionnaire read from a file: a new one, or the next version of one that there is."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from medverka.access.authorise import OPERATOR
from medverka.questionnaires import carrying
from medverka.questionnaires.document import Questionnaire
from medverka.questionnaires.editing import fresh_key
from medverka.questionnaires.files import load, read_with_problems
from medverka.questionnaires.problems import stopping
from medverka.surveys import words
from medverka.surveys.actions.pictures import NoPictures
from medverka.surveys.actions.questionnaires import (
    RESERVED,
    SLUG_LENGTH,
    BeingWritten,
    InUse,
    TakenIn,
    take_in,
)
from medverka.surveys.management.survey import files
from medverka.surveys.models import Image, Version

USAGE: Final = "import FIL [--questionnaire SLUG] [--replace]"
HELP: Final = "läser in ett frågeformulär ur en fil: ett nytt, eller nästa version av ett som finns"


def add_arguments(parser: ArgumentParser) -> None:
    """The file, which questionnaire where its name does not tell, and whether what is being written may go."""
    parser.add_argument("file", metavar="FIL", type=Path, help="till exempel uppfoljning.json")
    parser.add_argument("--questionnaire", metavar="SLUG", help="vilket frågeformulär; annars filens namn utan .json")
    parser.add_argument("--replace", action="store_true", help="ersätt en version som håller på att skrivas")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Take it in, and say what was done. `CommandError` with nothing changed where something is wrong."""
    path: Path = options["file"]
    slug = _slug(options["questionnaire"] or path.stem)
    data = files.read(path, carrying.MOST_MEGABYTES * 1_000_000)
    document = _read(command, path, data)
    carried = carrying.carried(data)
    for line in _missing_pictures(document, carried):
        command.stderr.write(line)
    before = Version.objects.filter(questionnaire__slug=slug, fixed_at__isnull=False).first()
    taken = _take_in(document, slug, carried, over=options["replace"])
    command.stdout.write(_told(taken, document, before))


def _slug(text: str) -> str:
    if not re.fullmatch("[a-z0-9_-]+", text) or len(text) > SLUG_LENGTH or text in RESERVED:
        better = fresh_key(text, RESERVED, otherwise="formular")
        raise CommandError(f"”{text}” kan inte vara ett formulärs adress. Skriv till exempel --questionnaire {better}")
    return text


def _read(command: BaseCommand, path: Path, data: bytes) -> Questionnaire:
    """What the file holds, after a line for each thing that somebody should know or mend."""
    document, problems = read_with_problems(data)
    wrong = stopping(problems)
    for line in words.lines(wrong or problems):
        command.stderr.write(line)
    if document is None or wrong:
        raise CommandError(f"{path} är inte inläst. Rätta det som står ovan och kör igen.")
    return document


def _missing_pictures(document: Questionnaire, carried: Mapping[str, bytes]) -> Iterator[str]:
    """A line for each question with a picture that neither came with the file nor was ever uploaded here."""
    for question in document.questions:
        pictures = (question.picture, *(part.picture for part in (*question.options, *question.rows)))
        for digest in sorted({picture.file for picture in pictures if picture and picture.file}):
            if digest not in carried and not Image.objects.filter(pk=digest).exists():
                yield f"Frågan {question.key} har en bild som inte finns här. Ladda upp den när du ändrar frågan."


def _take_in(document: Questionnaire, slug: str, carried: Mapping[str, bytes], *, over: bool) -> TakenIn:
    try:
        return take_in(document, by=OPERATOR, slug=slug, over=over, carried=carried)
    except BeingWritten as written:
        (version,) = written.args
        raise CommandError(
            f"Version {version.number} av {slug} håller på att skrivas och skulle försvinna. Ingenting är ändrat. Spara den "
            f"först med medverka survey export FIL --questionnaire {slug}, och skriv sedan --replace för att ersätta den."
        ) from None
    except NoPictures as found:
        raise CommandError("\n".join([*found.lines, "Ingenting är inläst."])) from None
    except InUse:
        raise CommandError(
            f"{slug} ligger i arkivet. Ta fram det i Medverka först, eller välj en annan SLUG."
        ) from None
    except IntegrityError:
        raise CommandError(f"Någon annan gjorde {slug} just nu. Ingenting är ändrat. Kör igen.") from None


def _told(taken: TakenIn, document: Questionnaire, before: Version | None) -> str:
    row, version = taken.version.questionnaire, taken.version
    if taken.is_new:
        return f"{row.slug}: ett nytt frågeformulär, ”{row.name}”, med {files.how_many(document)}."
    if not taken.is_changed:
        return f"{row.slug}: ingenting är ändrat. Filen är likadan som version {version.number}."
    said = f"{row.slug}: version {version.number}, med {files.how_many(document)}. "
    said += "Öppna omgångar fortsätter med den version de har." if before else ""
    return (said + _differences(document, before)).strip()


def _differences(document: Questionnaire, before: Version | None) -> str:
    """Which keys came and went, for they are what years are compared by."""
    if before is None:
        return ""
    now = [question.key for question in document.questions]
    then = [question.key for question in load(before.content).questions]
    came, went = [key for key in now if key not in then], [key for key in then if key not in now]
    told = (f" Nya: {', '.join(came)}." if came else "") + (f" Borta: {', '.join(went)}." if went else "")
    return f" Jämfört med version {before.number}:{told}" if told else ""
