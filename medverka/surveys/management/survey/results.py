"""What is published of a round, and nothing else."""

import json
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language

from medverka.surveys import exports, published
from medverka.surveys.management.survey import files
from medverka.surveys.models import Round
from medverka.surveys.queries.results import quotes_of
from medverka.surveys.rules import State

USAGE: Final = "results SLUG [--json]"
HELP: Final = "visar det som är publicerat av en omgång"


def add_arguments(parser: ArgumentParser) -> None:
    """Which round, and as what."""
    parser.add_argument("round", metavar="SLUG", help="omgången, som den heter i adressen")
    parser.add_argument("--json", action="store_true", help="som JSON: docs/surveys.md")


def run(command: BaseCommand, options: dict[str, Any]) -> None:
    """Print it. `CommandError` where there is no such round, or it has not been counted."""
    one = counted(options["round"])
    content, quotes = one.publication.content, quotes_of(one)
    if options["json"]:
        command.stdout.write(json.dumps(exports.as_json(content, quotes), ensure_ascii=False, indent=2))
        return
    results = published.read(content, get_language() or "sv")
    command.stdout.write("\n".join(exports.lines(results, quotes)))


def counted(slug: str) -> Round:
    """The round, which has been counted."""
    one = Round.objects.filter(slug=slug).select_related("publication").first()
    if one is None:
        near = files.near(slug, Round.objects.values_list("slug", flat=True))
        raise CommandError(f"Det finns ingen omgång som heter {slug}. {near or 'Det finns ingen omgång alls.'}")
    if one.state != State.COUNTED:
        raise CommandError(
            f"{slug} är inte räknad än, så det finns inget resultat att visa. Omgången är {one.get_state_display()}."
        )
    return one
