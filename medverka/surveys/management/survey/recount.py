"""Counts a round once more out of its sealed sheets, and says whether what was published is right."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from medverka.surveys.actions import counting
from medverka.surveys.management.survey.results import counted

USAGE: Final = "recount SLUG"
HELP: Final = "räknar om en omgång från början och säger om det blir detsamma"


def add_arguments(parser: ArgumentParser) -> None:
    """Which round."""
    parser.add_argument("round", metavar="SLUG", help="omgången, som den heter i adressen")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Say that it is the same. `CommandError` where it is not, or cannot be known any longer."""
    one = counted(options["round"])
    try:
        same = counting.recount(one)
    except counting.SheetsAreGone:
        raise CommandError(
            f"Svarsbladen i {one.slug} är gallrade. Det som publicerades står kvar, men kan inte räknas om."
        ) from None
    if not same:
        raise CommandError(f"Olika: svarsbladen i {one.slug} ger inte det som publicerades.")
    command.stdout.write(f"Lika: {one.slug} räknad från början ger det som publicerades.")
