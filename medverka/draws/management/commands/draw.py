import json
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from medverka.draws import checks, from_files, from_files_told, lotteries_told, words
from medverka.draws.from_files import Drawn, Wish
from medverka.draws.numbered import LeavesOut
from medverka.draws.rules import PANELS
from medverka.fairness.draw import verify
from medverka.fairness.draw.contradictions import contradictions
from medverka.fairness.draw.delimited import MAX_MEGABYTES
from medverka.fairness.draw.lottery import TooLarge
from medverka.fairness.draw.mistakes import BadTables
from medverka.fairness.draw.quota_files import HUGE
from medverka.fairness.draw.randomness import is_signed_by_drand
from medverka.fairness.draw.relaxations import Infeasible, infeasible, relaxed
from medverka.fairness.draw.result import OBJECTIVES, Watch, unwatched
from medverka.fairness.draw.tables import Tables, are_quotas, read_problem, write_quotas
from medverka.fairness.highs import Unsolved

STOPPED = 130  # what a shell says of a program that Ctrl-C has ended
LONG_SEED = 32  # bytes
SHORT_SEED = 16  # bytes; fewer can be tried one after the other
LINE_AGAIN = "\r\033[K"
MOST_PANELS = 100_000
LOTTERIES = ("exact", "uniform")
# Every quota misses its number then; that is no cause of its own.
TOO_MANY_SEATS = ("size_over_people", "size_over_homes")
FILE: dict[str, Any] = {"type": Path, "metavar": "FIL"}
ARGUMENTS: dict[str, dict[str, Any]] = {
    "verify": {
        "nargs": "*",
        "metavar": "verify FIL",
        "help": "kontrollera det som --publish skrev, i stället för att lotta",
    },
    "--people": FILE | {"help": "CSV: en rad för varje person, med id och en kolumn för varje egenskap"},
    "--quotas": FILE | {"help": "CSV: feature,value,min,max och om du vill min_flex,max_flex"},
    "--size": {"metavar": "ANTAL", "help": "hur många som ska lottas"},
    "--objective": {
        "default": "leximin",
        "metavar": "MÅL",
        "help": f"{', '.join(OBJECTIVES)}; annars leximin",
    },
    "--seed": {"metavar": "HEX", "help": "samma frö ger samma lottning; utan frö väljs ett, som sägs i svaret"},
    "--household": {
        "action": "append",
        "default": [],
        "metavar": "KOLUMN",
        "help": "högst en ur varje hushåll: kolumnen med adressen; kan anges flera gånger",
    },
    "--id-column": {"metavar": "KOLUMN", "help": "kolumnen med id; annars ”id” eller den första"},
    "--lottery": {
        "metavar": "SORT",
        "help": "exact: grupper med vikter; uniform: numrerade grupper, alla lika troliga. Annars exact där det går",
    },
    "--panels": {
        "metavar": "ANTAL",
        "help": f"hur många numrerade grupper; annars så många att alla får sin chans, minst {PANELS}",
    },
    "--title": {"default": "", "metavar": "TEXT", "help": "står i det som publiceras"},
    "--publish": FILE | {"help": "skriv det som kan publiceras och kontrolleras, utan id, som JSON"},
    "--salts": FILE | {"help": "skriv vars och ens hemliga salt, etikett och chans, som CSV"},
    "--selected": FILE | {"help": "skriv de lottades rader, som CSV"},
    "--remaining": FILE | {"help": "skriv de andras rader, som CSV"},
    "--relaxed": FILE | {"help": "går kvoterna inte ihop: skriv dem med de minsta ändringarna, som CSV"},
    "--fingerprint": {"metavar": "HEX", "help": "till verify: fingeravtrycket som publicerades före dragningen"},
    "--salt": {"metavar": "HEX", "help": "till verify, med --id: det egna saltet, för att se den egna chansen"},
    "--id": {"metavar": "ID", "help": "till verify, med --salt: det egna id:t"},
    "--json": {
        "action": "store_true",
        "help": "svara med JSON: chances, minimum, certificate, selected, reserves, seconds …",
    },
}


class Command(BaseCommand):
    help = (
        "Lottar en grupp ur en fil så rättvist som kvoterna tillåter, med bevis: medverka draw --people FIL --quotas FIL "
        "--size ANTAL. medverka draw verify FIL kontrollerar en lottning. Behöver ingen databas."
    )
    requires_system_checks: list[str] = []
    # They still work; here they are of no use, and told in English.
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
    }

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        usage = f"{Path(prog_name).name} {subcommand} [verify FIL …] [val …]"
        return super().create_parser(prog_name, subcommand, add_help=False, usage=usage, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        told = parser.add_argument_group("val")
        told.add_argument("-h", "--help", action="help", help="visa den här hjälpen")
        for name, options in ARGUMENTS.items():
            told.add_argument(name, **options)
        told.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="språket i svaret; annars länets. Svaret med --json är lika i alla",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            try:
                if options["verify"]:
                    self._verify(options["verify"], options)
                else:
                    self._draw(options)
            except KeyboardInterrupt:
                raise CommandError(_("Avbrutet. Ingen är lottad."), returncode=STOPPED) from None

    # --- Checking a draw ----------------------------------------------------------------------

    def _verify(self, asked: list[str], options: dict[str, Any]) -> None:
        verb, *files = asked
        if verb != "verify" or not files:
            raise CommandError(_("Skriv medverka draw verify FIL, eller --people, --quotas och --size för att lotta."))
        extra = [f"--{name}={options[name]}" for name in ("fingerprint", "salt", "id") if options[name]]
        with redirect_stdout(self.stdout):  # type: ignore[type-var]
            agrees = verify.main([*files, *extra], signed=is_signed_by_drand) == 0
        if not agrees:
            sys.exit(1)

    # --- Drawing ------------------------------------------------------------------------------

    def _draw(self, options: dict[str, Any]) -> None:
        wish = _wish(options)
        _may_be_written(options)
        tables = self._tables(options)
        try:
            if self._contradicted(tables, options):
                raise infeasible(tables.problem)
            drawn = from_files.draw(tables, wish, self._watch())
        except Infeasible as impossible:
            self._clear()
            raise self._impossible(tables, impossible, options["relaxed"]) from None
        except Unsolved:
            self._clear()
            raise CommandError(str(checks.TROUBLES["too_hard"][1])) from None
        except LeavesOut as few_panels:
            self._clear()
            raise CommandError(_too_few_panels(few_panels)) from None
        except TooLarge as too_large:
            self._clear()
            raise CommandError(f"{words.too_large(too_large)} (--lottery uniform)") from None
        self._clear()
        _write_files(drawn, options)
        if options["publish"] and len(wish.seed) < SHORT_SEED:
            self.stderr.write(_("Fröet är kort och kan gissas, och med det vem som är vem. Välj minst 32 siffror."))
        if options["json"]:
            self.stdout.write(json.dumps(from_files_told.as_data(drawn, wish), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(from_files_told.lines(drawn, wish)))

    def _tables(self, options: dict[str, Any]) -> Tables:
        """What the files hold. `CommandError` when they make no draw, after a line for each thing that is wrong."""
        size = _whole("--size", options["size"])
        people, quotas = _read("--people", options["people"]), _read("--quotas", options["quotas"])
        if are_quotas(people):
            raise CommandError(_swapped(options))
        columns = {"household": options["household"], "id_column": options["id_column"]}
        try:
            tables = read_problem(people, quotas, size, **columns, watch=self._watch())
        except BadTables as bad:
            raise self._refused(bad, options) from None
        finally:
            self._clear()
        if not tables.people.known:
            said = _("Ingen kolumn heter id: ”%(column)s”, den första, tas för id.")
            self.stderr.write(said % {"column": tables.people.id_column})
        return tables

    def _refused(self, bad: BadTables, options: dict[str, Any]) -> CommandError:
        names = _names(options)
        for line in words.lines(bad, names):
            self.stderr.write(line)
        return CommandError(_("Ingen är lottad. Rätta det som står ovan och kör igen."))

    def _contradicted(self, tables: Tables, options: dict[str, Any]) -> bool:
        """Tell what is impossible at first sight at its row; whether there was any."""
        found = contradictions(tables.problem, tables.quotas.rows)
        names = _names(options)
        for line in words.lines(BadTables(found), names):
            self.stderr.write(line)
        if any(mistake.code in TOO_MANY_SEATS for mistake in found) and not options["relaxed"]:
            raise CommandError(_("Ingen är lottad. Ändra --size och kör igen."))
        return bool(found)

    def _impossible(self, tables: Tables, impossible: Infeasible, path: Path | None) -> CommandError:
        """Tell the smallest changes that make it possible, and write the quotas with them."""
        for line in words.infeasible(impossible):
            self.stderr.write(line)
        if path:
            quotas = relaxed(tables.problem, impossible.relaxations).quotas
            _write(path, write_quotas(quotas, older=tables.quotas.older, layout=tables.quotas.layout))
            self.stderr.write(_("Kvoterna med ändringarna står i %(path)s.") % {"path": path})
        return CommandError(_("Ingen är lottad. Ändra kvoterna och kör igen."))

    # --- Telling how far it has come ----------------------------------------------------------

    def _watch(self) -> Watch:
        """On a terminal, one line that counts; elsewhere silence."""
        if not self.stderr.isatty():
            return unwatched
        shown = ""

        def tell(step: str, done: float) -> None:
            nonlocal shown
            now = f"{words.step(step)} {done:.0%}"
            if now != shown:
                shown = now
                self.stderr.write(f"{LINE_AGAIN}{now}", style_func=str, ending="")
                self.stderr.flush()

        return tell

    def _clear(self) -> None:
        if self.stderr.isatty():
            self.stderr.write(LINE_AGAIN, style_func=str, ending="")


def _wish(options: dict[str, Any]) -> Wish:
    """How to draw; `CommandError` for options that say nothing sensible."""
    if options["objective"] not in OBJECTIVES:
        raise CommandError(_no_such("--objective", options["objective"], OBJECTIVES))
    kind = options["lottery"]
    if kind not in (None, *LOTTERIES):
        raise CommandError(_no_such("--lottery", kind, LOTTERIES))
    panels = None
    if options["panels"] is not None:
        panels = _whole("--panels", options["panels"], most=MOST_PANELS)
        kind = kind or "uniform"
    return Wish(options["objective"], _seed(options["seed"]), kind, panels, options["title"])


def _no_such(option: str, text: str, known: Iterable[str]) -> str:
    said = _("%(option)s %(text)s finns inte. Välj bland %(known)s.")
    return said % {"option": option, "text": text, "known": ", ".join(known)}


def _too_few_panels(found: LeavesOut) -> str:
    """Whom the number of panels would leave without a chance, and what to write instead."""
    remedy = _("Ingen är lottad. Skriv --lottery exact.")
    if found.panels < found.enough <= MOST_PANELS:
        said = _("Ingen är lottad. Skriv till exempel --panels %(enough)s, eller --lottery exact.")
        remedy = said % {"enough": found.enough}
    return f"{lotteries_told.leaves_out(found)} {remedy}"


def _seed(text: str | None) -> bytes:
    """The seed in hexadecimal digits, or a fresh one."""
    if text is None:
        return secrets.token_bytes(LONG_SEED)
    digits = text.strip().lower().removeprefix("0x")
    if not re.fullmatch("[0-9a-f]{1,1024}", digits):
        said = _("--seed ska vara hexadecimala siffror (0–9, a–f), högst 1024. Här är ett slumpat: %(seed)s")
        raise CommandError(said % {"seed": secrets.token_hex(LONG_SEED)})
    return bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2))


def _swapped(options: dict[str, Any]) -> str:
    said = _(
        "%(people)s är en fil med kvoter, inte med personer. Har du bytt plats på filerna? Skriv då --people %(quotas)s "
        "--quotas %(people)s. Ingen är lottad."
    )
    return said % {"people": options["people"], "quotas": options["quotas"]}


def _names(options: dict[str, Any]) -> dict[str | None, str]:
    """What the files are called in what is told."""
    return {"people": str(options["people"]), "quotas": str(options["quotas"])}


def _whole(option: str, text: str | None, most: int = HUGE) -> int:
    """A whole number from 1."""
    if text is None:
        raise CommandError(_("%(option)s saknas. Skriv till exempel %(option)s 12.") % {"option": option})
    if not re.fullmatch("[0-9]{1,12}", text.strip()) or not 1 <= int(text) <= most:
        said = _("%(option)s %(text)s går inte. Skriv ett heltal från 1 till %(most)s.")
        raise CommandError(said % {"option": option, "text": text, "most": most})
    return int(text)


def _read(option: str, path: Path | None) -> bytes:
    if path is None:
        raise CommandError(_("%(option)s saknas. Skriv %(option)s och filens namn.") % {"option": option})
    try:
        with path.open("rb") as file:  # One byte too many is refused as too large; a device has no end.
            return file.read(MAX_MEGABYTES * 1_000_000 + 1)
    except OSError as error:
        said = _("%(path)s går inte att öppna: %(why)s.")
        raise CommandError(said % {"path": path, "why": error.strerror}) from None


def _may_be_written(options: dict[str, Any]) -> None:
    """See that what is asked for can be written, each to a file of its own, before the work is done."""
    taken: dict[Path, str] = {}
    for name in ("publish", "salts", "selected", "remaining", "relaxed"):
        path: Path | None = options[name]
        if path is None:
            continue
        told = {"name": name, "path": path}
        if any(_are_same(path, options[read]) for read in ("people", "quotas")):
            raise CommandError(_("--%(name)s %(path)s är en fil som läses. Skriv en annan.") % told)
        if not _is_writable(path):
            said = _("--%(name)s %(path)s går inte att skriva. Välj en mapp som finns och som du får skriva i.")
            raise CommandError(said % told)
        other = taken.setdefault(path.resolve(), name)
        if other != name:
            said = _("--%(other)s och --%(name)s är samma fil, %(path)s. Skriv en fil för var och en.")
            raise CommandError(said % (told | {"other": other}))


def _are_same(path: Path, read: Path | None) -> bool:
    """Whether they are one file, by whatever names."""
    return read is not None and os.access(path, os.F_OK) and os.access(read, os.F_OK) and path.samefile(read)


def _is_writable(path: Path) -> bool:
    if os.access(path, os.F_OK):
        if path.is_dir() or not os.access(path, os.W_OK):
            return False
        if not path.is_file():
            return True  # A pipe needs no room in its folder.
    return os.access(path.resolve().parent, os.W_OK)


def _write_files(drawn: Drawn, options: dict[str, Any]) -> None:
    """What was asked for as files."""
    people = drawn.tables.people
    files: dict[str, Callable[[], bytes]] = {
        "publish": lambda: from_files_told.published(drawn),
        "salts": lambda: from_files_told.salts(drawn),
        "selected": lambda: people.write(drawn.selected),
        "remaining": lambda: people.write_others(drawn.selected),
    }
    for name, content in files.items():
        if options[name]:
            _write(options[name], content())


def _write(path: Path, content: bytes) -> None:
    """A new file in the place of an old one: its owner's alone, for it may say who is who, and never half written."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # A pipe stays what it is.
            return
        place = path.resolve()
        with TemporaryDirectory(dir=place.parent, prefix=".medverka-") as folder:
            new = Path(folder, "new")
            new.touch(mode=0o600)
            new.write_bytes(content)
            new.replace(place)
    except OSError as error:
        said = _("%(path)s gick inte att skriva: %(why)s.")
        raise CommandError(said % {"path": path, "why": error.strerror}) from None
