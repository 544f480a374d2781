"""A version of a questionnaire written to a file, which another county can read."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from medverka.questionnaires.files import load
from medverka.surveys.management.survey import files
from medverka.surveys.models import Questionnaire, Version
from medverka.surveys.queries.questionnaires import as_file

USAGE: Final = "export FIL [--questionnaire SLUG] [--version N] [--replace]"
HELP: Final = "skriver ett frågeformulär till en fil"


def add_arguments(parser: ArgumentParser) -> None:
    """The file, and which questionnaire and version where its name does not tell."""
    parser.add_argument("file", metavar="FIL", type=Path, help="till exempel uppfoljning.json")
    parser.add_argument("--questionnaire", metavar="SLUG", help="vilket frågeformulär; annars filens namn utan .json")
    parser.add_argument("--version", metavar="N", type=int, dest="number", help="vilken version; annars den nyaste")
    parser.add_argument("--replace", action="store_true", help="skriv över filen om den redan finns")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Write it. `CommandError` where there is no such questionnaire, the file is there already, or it cannot be written."""
    path: Path = options["file"]
    if path.is_file() and not options["replace"]:
        raise CommandError(f"{path} finns redan och är inte ändrad. Skriv --replace för att skriva över den.")
    found = files.questionnaire(options["questionnaire"] or path.stem)
    version = _version(found, options["number"])
    document = load(version.content)
    files.write(path, as_file(document).encode())
    command.stdout.write(f"{path}: {found.name}, version {version.number}, {files.how_many(document)}.")


def _version(questionnaire: Questionnaire, number: int | None) -> Version:
    versions = {version.number: version for version in questionnaire.versions.all()}
    if not versions:
        raise CommandError(f"{questionnaire.slug} har ingen version än.")
    chosen = versions.get(max(versions) if number is None else number)
    if chosen is None:
        there = ", ".join(str(one) for one in sorted(versions))
        raise CommandError(f"{questionnaire.slug} har ingen version {number}. Den har: {there}.")
    return chosen
