"""``medverka build_assets``: make what is not kept in the repository, today the subset of the font."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from medverka.foundation.assets import build_font, build_print_fonts


class Command(BaseCommand):
    """Idempotent, and quick when everything is fresh."""

    help = "Cut the font to our letters; nothing is done where a fresh one is there."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where a fresh one is there")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        target = settings.BUILD_DIR / "static" / "medverka" / "inter.woff2"
        if build_font(target, force=options["force"]):
            self.stdout.write(f"Typsnittet är klart: {target.stat().st_size // 1000} kB.")
        if build_print_fonts(settings.BUILD_DIR / "fonts"):
            self.stdout.write("Typsnitten för utskrift är klara.")
