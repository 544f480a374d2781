import os
import smtplib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_q.models import Schedule

from medverka.config import keys
from medverka.config.environment import unknown_settings
from medverka.foundation import clock, crypto, mail_files
from medverka.foundation.commands import lacks_tables
from medverka.foundation.models import OutgoingMail

Trouble = Iterator[str]


def settings_known() -> Trouble:
    """No misspelt setting."""
    for name in unknown_settings(os.environ):
        yield f"{name} betyder inget här. Rätta stavningen; alla inställningar står i docs/settings.md."


def folder_writable() -> Trouble:
    """The data folder can be written to."""
    for folder in (settings.DATA_DIR, settings.MAIL_DIR, Path(settings.MEDIA_ROOT)):
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        if not os.access(nearest, os.W_OK):
            yield f"Mappen {nearest} går inte att skriva i. Ge den som kör Medverka rätt att skriva där."


def keys_safe() -> Trouble:
    """Keys and database are their owner's alone; the newest key opens what it seals, and all of them what is kept."""
    for name in ("keys.json", "secret-key", "medverka.sqlite3"):
        path = settings.DATA_DIR / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"Filen {path} kan läsas av andra. Kör: chmod 600 {path}"
    if crypto.unseal(crypto.seal("prov", "doctor:x:1"), "doctor:x:1") != "prov":
        yield "Datanyckeln öppnar inte det den låst. Återställ MEDVERKA_DATA_KEYS."
    if problem := keys.trouble():
        yield problem


def database_ready() -> Trouble:
    """The database answers and has all its tables."""
    if lacks_tables():
        yield "Databasen saknar tabeller eller ändringar. Kör: medverka prepare"


def mail_flows() -> Trouble:
    """The mail server answers, nothing has stuck, and nothing lies as a file that somebody waits for."""
    if "smtp" in settings.EMAIL_BACKEND:
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        maker = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        try:
            maker(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10).quit()
        except OSError as error:
            yield f"E-postservern {server} svarar inte ({type(error).__name__}). Se MEDVERKA_SMTP_URL. Mejl väntar och skickas när den svarar."
    elif mail_files.reach_nobody() and (files := len(list(settings.MAIL_DIR.glob("*.eml")))):
        yield f"{files} mejl ligger som filer i {settings.MAIL_DIR}, för ingen e-postserver är angiven: ingen har fått dem. Ange MEDVERKA_SMTP_URL."
    stuck = OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    if stuck:
        yield f"{stuck} mejl har inte gått att skicka. Se sidan Utskick."


def worker_alive() -> Trouble:
    """The worker has done its rounds."""
    round_ = Schedule.objects.filter(name="every_minute").first()
    if round_ is None or round_.next_run < clock.now() - timedelta(minutes=5):
        yield "Arbetaren går inte: mejl och påminnelser blir liggande. Starta `medverka serve` eller `medverka worker`."


def proxies_counted() -> Trouble:
    """Every proxy in front of an https address is counted."""
    if settings.BASE_URL.startswith("https://") and not settings.TRUSTED_PROXIES:
        yield (
            "Adressen är https, så en webbserver står framför Medverka, men MEDVERKA_TRUSTED_PROXIES är 0. Då ser alla "
            "besökare ut att ha samma adress, och för många försök från en stänger ute alla. Sätt den till 1, eller "
            "till så många som står framför och sätter X-Forwarded-For."
        )


def mail_sent() -> Trouble:
    """Somebody takes the mail away."""
    if mail_files.reach_nobody():
        yield (
            f"Ingen e-postserver är angiven: mejl, också inloggningskoder, blir filer i {settings.MAIL_DIR} och når ingen. "
            "Ange MEDVERKA_SMTP_URL."
        )


CHECKS: dict[str, Callable[[], Trouble]] = {
    "Inställningar": settings_known,
    "Mappar": folder_writable,
    "Databas": database_ready,
    "Nycklar": keys_safe,
    "E-post": mail_flows,
    "Arbetare": worker_alive,
}
# What may well be meant, but seldom is.
HINTS: dict[str, Callable[[], Trouble]] = {"Inställningar": proxies_counted, "E-post": mail_sent}
ON_THE_DATABASE = {"Nycklar", "E-post", "Arbetare"}


class Command(BaseCommand):
    help = "Undersöker inställningar, databas, e-post, nycklar, arbetare och mappar, och säger vad som ska göras."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        troubled: dict[str, list[str]] = {}
        for name, check in CHECKS.items():
            if "Databas" in troubled and name in ON_THE_DATABASE:
                self.stdout.write(f"- {name}: undersöks när databasen är i ordning")
                continue
            try:
                found = list(check())
            except Exception as error:  # The patient may be in any state; each check stands alone.
                found = [f"Gick inte att undersöka ({type(error).__name__}: {error})."]
            hints = [] if found else list(HINTS.get(name, tuple)())
            if found:
                troubled[name] = found
            self.stdout.write("\n    ".join([f"{'!' if found else '?' if hints else '✓'} {name}", *found, *hints]))
        if troubled:
            count = sum(map(len, troubled.values()))
            raise CommandError("En sak behöver åtgärdas." if count == 1 else f"{count} saker behöver åtgärdas.")
