from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from medverka.config import keys
from medverka.foundation import schedule


class Command(BaseCommand):
    help = "Gör det som inte behöver vänta på en sida: skickar mejl, påminner, gallrar, läser in stora filer."

    def handle(self, *args: Any, **options: Any) -> None:
        keys.refuse_wrong_ones()
        schedule.ensure()
        call_command("qcluster")
