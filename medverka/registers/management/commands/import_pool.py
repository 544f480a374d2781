import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.formats import number_format

from medverka.access.authorise import OPERATOR
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.foundation.commands import CountyCommand
from medverka.foundation.fields import read_date
from medverka.pool.rules import PERSPECTIVES
from medverka.registers import actions, leftovers, progress
from medverka.registers.decisions import Decisions, merge_id
from medverka.registers.fields import KIND_LABELS, field_named
from medverka.registers.headings import SheetMap
from medverka.registers.prepare import Prepared, prepare
from medverka.registers.sheets import MAX_BYTES, UnreadableFile, letters
from medverka.registers.vocabulary import NEW, List

MOST_PROBLEMS = 200


class Command(CountyCommand):
    help = (
        "Läser in register (.xlsx, .xls, .ods, .csv). Visar först hur filerna förstås, vad som skulle komma in och varje "
        "problem. Utan --yes frågar kommandot; går det inte att fråga ändras ingenting, och koden är 2."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FIL", type=Path)
        parser.add_argument("--yes", action="store_true", help="läs in utan att fråga")
        parser.add_argument(
            "--merge-duplicates",
            action="store_true",
            help="slå ihop dem som säkert står två gånger; annars läses varje rad in som en egen person",
        )
        parser.add_argument("--all-or-none", action="store_true", help="läs inte in något om någon rad inte går")
        parser.add_argument("--rejected", type=Path, metavar="FIL.xlsx", help="skriv raderna som inte kom med dit")
        parser.add_argument("--coordinator", metavar="E-POST", help="får känna personer med skyddade uppgifter")
        parser.add_argument("--joined-on", metavar="DAG", help="för personer vars dag saknas i registret")
        parser.add_argument(
            "--perspective",
            action="append",
            choices=list(PERSPECTIVES),
            default=[],
            help="för register utan perspektiv",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = [(path.name, self._read(path)) for path in options["files"]]
        decisions = self._decisions(options)
        named = self._named(options["coordinator"])
        try:
            prepared = prepare(files, decisions, by=OPERATOR, tell=self._tell())
            if not options["merge_duplicates"] and prepared.proposed:
                decisions.merges = {merge_id(merge): False for merge in prepared.proposed}
                prepared = prepare(files, decisions, by=OPERATOR)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        self._describe(prepared, merge=options["merge_duplicates"])
        self._warn_about_protected(prepared, named)
        self._write_rejected(prepared, options["rejected"])
        if prepared.rejected and options["all_or_none"]:
            raise CommandError("Ingenting är inläst: alla rader gick inte att läsa.")
        if not options["yes"]:
            self._ask()
        try:
            result = actions.bring_in(prepared, by=OPERATOR, named=named, tell=self._tell())
        except actions.Outdated:
            raise CommandError("Ett annat register lästes in under tiden. Ingenting är ändrat. Kör igen.") from None
        self._say("")
        self._say(self.style.SUCCESS("Klart."))
        self._say(
            f"Inläst: {result.persons} personer, {result.requests} förfrågningar, "
            f"{result.contributions} insatser, {_hours(result.hours)} timmar."
        )

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise CommandError(f"{path} är större än {MAX_BYTES // 1_000_000} MB. Dela upp den i flera filer.")
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} går inte att öppna: {error.strerror}.") from error

    def _decisions(self, options: dict[str, Any]) -> Decisions:
        joined_on = ""
        if options["joined_on"]:
            try:
                joined_on = read_date(options["joined_on"]).isoformat()
            except ValueError:
                raise CommandError("Vi förstår inte dagen. Skriv --joined-on 2021-03-05.") from None
        return Decisions(joined_on=joined_on, perspectives=options["perspective"])

    def _named(self, email: str | None) -> list[User]:
        """Who may know protected persons: who was named, else the coordinator who has been one the longest."""
        held = RoleHolding.objects.held_on(clock.today()).filter(role="coordinator").order_by("starts_on", "pk")
        if email is None:
            first = held.filter(sub_area=None, user__is_active=True).select_related("user").first()
            return [first.user] if first else []
        holding = held.filter(user__email=email.strip().lower()).select_related("user").first()
        if holding is None:
            raise CommandError(f"Ingen samordnare har adressen {email}.")
        return [holding.user]

    # --- Telling ----------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self.stdout.write(text)

    def _tell(self) -> progress.Tell:
        """On a terminal, one line that counts; elsewhere silence."""
        if not self.stdout.isatty():
            return progress.to_nobody

        def tell(phase: str, part: float) -> None:
            words, percent = progress.PHASES[phase][0], progress.percent(phase, part)
            self.stdout.write(f"\r\033[K{percent:3} %  {words}", ending="")
            if phase in ("comparing", "ending"):
                self.stdout.write("\r\033[K", ending="")
            self.stdout.flush()

        return tell

    def _describe(self, prepared: Prepared, *, merge: bool) -> None:
        for found in prepared.maps:
            self._describe_sheet(found)
        self._describe_words(prepared)
        self._describe_merges(prepared, merge=merge)
        self._describe_problems(prepared)
        self._say("\nDet här skulle läsas in:")
        today = clock.today()
        self._say(
            f"  {len(prepared.persons)} personer, varav {sum(row.in_pool(today) for row in prepared.persons)} "
            "är med i dag"
        )
        hours = sum((row.hours for row in prepared.contributions if row.hours is not None), start=0)
        self._say(f"  {len(prepared.requests)} förfrågningar")
        self._say(f"  {len(prepared.contributions)} insatser, {_hours(hours)} timmar")
        known = prepared.persons_known, len(prepared.known.requests), len(prepared.known.contributions)
        if any(known):
            self._say("  Finns redan: {} personer, {} förfrågningar, {} insatser".format(*known))
        if prepared.plan.not_held:
            self._say(f"  {len(prepared.plan.not_held)} insatser blev inte av och räknas inte")

    def _describe_sheet(self, found: SheetMap) -> None:
        if not found.used or found.kind is None:
            self._say(f"\n{found.sheet}: läses inte. {found.note}")
            return
        self._say(f"\n{found.sheet}: {KIND_LABELS[found.kind]}, rubriker på rad {found.header_row + 1}")
        for column in found.columns:
            label = field_named(found.kind, column.field).label if column.field else f"läses inte {column.note}".strip()
            unsure = "  (osäkert)" if column in found.doubtful else ""
            self._say(f"  {letters(column.index):>3}  {column.heading[:34]:<34} {label}{unsure}")

    def _describe_words(self, prepared: Prepared) -> None:
        new = [word for word in prepared.lists.words.values() if word.choice == NEW]
        for name, label in (
            (List.AREA, "Nya erfarenhetsområden"),
            (List.WAY, "Nya sätt att medverka"),
            (List.LANGUAGE, "Nya språk"),
            (List.ACCESS, "Nya behov"),
            (List.MUNICIPALITY, "Nya kommuner"),
        ):
            if words := [word.text for word in new if word.list is name]:
                self._say(f"\n{label}: {', '.join(words)}")

    def _describe_merges(self, prepared: Prepared, *, merge: bool) -> None:
        rows = {row.key: row for row in prepared.reading.persons}
        made = {merge_id(each) for each in prepared.plan.merged}
        if prepared.proposed:
            self._say(f"\n{len(prepared.proposed)} personer verkar stå flera gånger:")
        for each in prepared.proposed:
            places = ", ".join(f"rad {rows[key].places[0].row}" for key in each.keys)
            done = "slås ihop" if merge_id(each) in made else "läses in var för sig"
            self._say(f"  {places}: {each.reason} {done[:1].upper()}{done[1:]}.")
        if prepared.proposed and not merge:
            self._say("  Med --merge-duplicates slås de säkra ihop.")

    def _describe_problems(self, prepared: Prepared) -> None:
        problems = [str(problem) for problem in prepared.plan.problems]
        problems += [
            f"{row.place.sheet}, rad {row.place.row}: {' '.join(row.reasons)}" for row in prepared.out_of_reach
        ]
        if not problems:
            self._say("\nInga problem.")
            return
        self._say(f"\n{len(problems)} anmärkningar; {len(prepared.rejected)} rader kommer inte med:")
        for problem in problems[:MOST_PROBLEMS]:
            self._say(f"  {problem}")
        if len(problems) > MOST_PROBLEMS:
            self._say(f"  … och {len(problems) - MOST_PROBLEMS} till.")

    def _warn_about_protected(self, prepared: Prepared, named: Iterable[User]) -> None:
        protected = sum(person.protected for person in prepared.persons)
        if not protected:
            return
        if names := ", ".join(user.name for user in named):
            self._say(f"\n{protected} personer har skyddade uppgifter. Bara {names} får veta vilka de är.")
            return
        self._say(
            f"\n{protected} personer har skyddade uppgifter, och ingen samordnare finns än. De kommer in under alias, och "
            "ingen kan se vilka de är förrän du kör kommandot igen med --coordinator och en samordnares adress."
        )

    def _write_rejected(self, prepared: Prepared, path: Path | None) -> None:
        if path is not None and prepared.rejected:
            try:
                path.write_bytes(leftovers.workbook(leftovers.as_json(prepared)))
            except OSError as error:
                raise CommandError(f"{path} går inte att skriva: {error.strerror}.") from error
            self._say(f"Raderna som inte kommer med står i {path}.")

    def _ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Ingenting är ändrat. Kör igen med --yes för att läsa in.", returncode=2)
        answer = input("\nLäsa in? Skriv ja: ")
        if answer.strip().lower() not in ("ja", "j", "yes", "y"):
            raise CommandError("Ingenting är ändrat.", returncode=2)


def _hours(hours: Any) -> str:
    return number_format(hours, 2, force_grouping=True)
