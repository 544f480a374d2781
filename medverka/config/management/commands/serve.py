import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from medverka.accounts import first_run
from medverka.accounts.queries import nobody_yet
from medverka.config import environment, processes
from medverka.foundation import mail_files


class Command(BaseCommand):
    help = "Startar webbplatsen: webbserver och arbetare i ett. Ctrl-C stoppar båda."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        os.environ.setdefault("MEDVERKA_BASE_URL", f"http://127.0.0.1:{port}")
        address = os.environ["MEDVERKA_BASE_URL"]
        try:
            processes.check_port(host, port)
        except processes.PortTaken:
            raise CommandError(
                f"Något annat använder redan port {port}. Stoppa det, eller välj en annan port med PORT={port + 1}."
            ) from None
        call_command("prepare")
        self.stdout.write(f"\nMedverka finns på {address}")
        if settings.DEMO:
            self.stdout.write(f"Det här är demolänet. Kliv in som vem du vill: {address}/demo/")
        elif nobody_yet():
            self.stdout.write(f"Ingen samordnare finns än. Öppna {address}/forsta-start/")
            self.stdout.write(f"och skriv engångskoden {first_run.code()}")
        if mail_files.reach_nobody():
            self.stdout.write(
                "Ingen e-postserver är angiven (MEDVERKA_SMTP_URL): mejl når ingen, också inloggningskoder."
            )
            self.stdout.write(f"De blir filer i {settings.MAIL_DIR}; varje fil nämns här när den skrivs.")
        self.stdout.write("Ctrl-C stoppar.\n")
        self.stdout.flush()
        workers = int(environment.read("WORKERS"))
        code = processes.run_together(processes.web_command(host, port, workers), processes.worker_command())
        self.stdout.write("\nMedverka har stannat. Alla uppgifter är kvar.")
        if code:
            raise CommandError("Webbservern stannade av sig själv. Kör `medverka doctor`.", returncode=code)
