"""`medverka draw`, as somebody with two files meets it."""

import csv
import errno
import io
import json
import os
import stat
import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from medverka.config import processes
from medverka.draws import from_files, numbered
from medverka.draws.management.commands import draw as draw_command
from medverka.fairness.draw import delimited, publication, randomness
from medverka.fairness.draw.lottery import TooLarge
from medverka.fairness.draw.tests.lotteries import BEACON, TRUE_ROUND, small_publication
from medverka.fairness.highs import Unsolved

SEED = "5f" * 32
QUOTAS = "feature,value,min,max\nkön,kvinna,2,3\nkön,man,1,2\nort,nord,1,2\nort,syd,2,3\n"
PEOPLE = "id,kön,ort,adress\n" + "".join(
    f"p{number},{'kvinna' if number % 3 else 'man'},{'nord' if number % 5 < 2 else 'syd'},Gata {number // 2}\n"
    for number in range(20)
)


@pytest.fixture
def files(tmp_path):
    """Writes the two files and gives the options that name them."""

    def write(people=PEOPLE, quotas=QUOTAS, size="4"):
        (tmp_path / "personer.csv").write_text(people)
        (tmp_path / "kvoter.csv").write_text(quotas)
        places = [f"--people={tmp_path / 'personer.csv'}", f"--quotas={tmp_path / 'kvoter.csv'}"]
        return [*places, f"--size={size}"]

    return write


def drawn(*options):
    out = io.StringIO()
    call_command("draw", *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(*options):
    """What is said on standard error, with the last word, when nothing is drawn."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("draw", *options, stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert caught.value.returncode == 1
    return err.getvalue() + str(caught.value)


def filled(told, feature, value):
    return next(quota["selected"] for quota in told["quotas"] if (quota["feature"], quota["value"]) == (feature, value))


def test_a_panel_is_drawn_that_keeps_the_quotas(files):
    told = drawn(*files(), f"--seed={SEED}")
    assert len(set(told["selected"])) == 4
    assert 2 <= filled(told, "kön", "kvinna") <= 3
    assert 2 <= filled(told, "ort", "syd") <= 3
    assert set(told["selected"]) | set(told["reserves"]) == set(told["chances"])
    assert not set(told["selected"]) & set(told["reserves"])
    assert sum(told["chances"].values()) == pytest.approx(4)
    assert told["minimum"] == min(told["chances"].values()) == pytest.approx(told["optimum"])


def test_the_same_seed_gives_the_same_draw_and_another_seed_another(files):
    first, again, other = drawn(*files(), "--seed=0a"), drawn(*files(), "--seed=0x0A"), drawn(*files(), "--seed=0b")
    for told in (first, again, other):
        del told["seconds"]
    assert first == again
    assert (first["selected"], first["reserves"]) != (other["selected"], other["reserves"])


def test_without_a_seed_one_is_chosen_and_told(files):
    told = drawn(*files())
    assert drawn(*files(), f"--seed={told['seed']}")["selected"] == told["selected"]
    assert drawn(*files())["seed"] != told["seed"]


@pytest.mark.parametrize("objective", ["leximin", "maximin", "nash", "goldilocks"])
def test_every_objective_draws_and_says_why_none_is_fairer(files, objective):
    told = drawn(*files(), f"--objective={objective}", f"--seed={SEED}")
    assert told["objective"] == told["certificate"]["objective"] == objective
    assert told["certificate"]["kind"] == "reached"
    assert len(told["selected"]) == 4


def test_numbered_panels_are_drawn_when_asked_for(files):
    told = drawn(*files(), "--panels=50", f"--seed={SEED}")
    assert (told["lottery"], told["panels"]) == ("uniform", 50)
    assert all(round(chance * 50, 9).is_integer() for chance in told["chances"].values())


def test_too_few_panels_for_everybody_are_refused_with_how_many_would_do(files):
    said = refused(*files(), "--panels=4", f"--seed={SEED}")
    assert (
        "Med 4 numrerade grupper skulle 4 personer inte vara med i någon av dem, fast kvoterna ger dem en chans."
        in said
    )
    assert said.endswith("Ingen är lottad. Skriv till exempel --panels 1000, eller --lottery exact.")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--panels=50", "Det drogs bland 50 numrerade grupper, alla lika troliga. I dem har alla sin uträknade chans."),
        ("--panels=7", "Det drogs bland 7 numrerade grupper, alla lika troliga. I dem har alla minst 71,4\xa0% av sin"),
        (
            "--lottery=exact",
            "numrerade grupper, olika troliga. I dem har alla sin uträknade chans, på miljarddelen när.",
        ),
    ],
)
def test_the_answer_says_which_lottery_was_used_and_what_it_gives(files, capsys, option, words):
    call_command("draw", *files(), option, f"--seed={SEED}")
    said = " ".join(capsys.readouterr().out.split("\n"))
    assert words in " ".join(part for part in said.split(" ") if part)


def test_the_least_share_and_how_many_have_no_chance_stand_in_the_json(files):
    told = drawn(*files(), "--panels=7", f"--seed={SEED}")
    assert told["least_share"] == pytest.approx(min(told["chances"].values()) / 0.2)
    assert told["without_chance"] == 0
    shut_out = drawn(*files(quotas=QUOTAS.replace("nord,1,2", "nord,0,0").replace("syd,2,3", "syd,4,4")))
    assert shut_out["without_chance"] == 8
    assert shut_out["least_share"] == pytest.approx(1)


def test_where_exact_weights_would_take_too_many_panels_there_are_numbered_ones_enough(files, monkeypatch):
    def too_large(*_arguments, **_options):
        raise TooLarge(2, 1)

    monkeypatch.setattr(from_files, "exact", too_large)
    told = drawn(*files(), f"--seed={SEED}")
    assert told["lottery"] == "uniform"
    assert told["minimum"] >= 0.98 * told["optimum"]
    assert "Välj numrerade grupper i stället. (--lottery uniform)" in refused(*files(), "--lottery=exact")


def test_when_so_many_panels_are_too_many_those_with_the_least_chance_lose_nothing(files, monkeypatch):
    def too_large(*_arguments, **_options):
        raise TooLarge(2, 1)

    monkeypatch.setattr(from_files, "exact", too_large)
    monkeypatch.setattr(numbered, "PANELS", 7)
    assert drawn(*files(), f"--seed={SEED}")["panels"] == 10
    monkeypatch.setattr(numbered, "panels_for", lambda *_arguments, **_options: 24)
    monkeypatch.setattr(numbered, "MOST_SEATS", 23 * 4)
    told = drawn(*files(), f"--seed={SEED}")
    assert told["optimum"] == pytest.approx(0.2)
    assert (told["panels"], told["minimum"]) == (20, pytest.approx(0.2))


def test_at_most_one_of_each_household_is_drawn(files):
    for seed in ("01", "02", "03"):
        told = drawn(*files(size="4"), "--household=adress", f"--seed={seed}")
        assert len({int(person[1:]) // 2 for person in told["selected"]}) == 4


def test_the_answer_for_people_says_what_was_drawn(files, capsys):
    call_command("draw", *files(), f"--seed={SEED}")
    said = capsys.readouterr().out
    assert "4 av 20 är lottade" in said
    assert "kön: kvinna" in said
    assert "Reserver" in said
    assert "Ingen lottning inom kvoterna kan vara rättvisare" in said
    assert SEED in said


def test_what_is_published_is_verified_and_holds_no_id(files, tmp_path, capsys):
    published = tmp_path / "publicerat.json"
    call_command("draw", *files(), f"--seed={SEED}", f"--publish={published}")
    assert '"p1"' not in published.read_text()
    assert SEED not in published.read_text()
    capsys.readouterr()
    call_command("draw", "verify", published)
    assert "Allt stämmer." in capsys.readouterr().out


def test_a_changed_publication_is_found(files, tmp_path, capsys):
    published = tmp_path / "publicerat.json"
    call_command("draw", *files(), f"--seed={SEED}", f"--publish={published}")
    both = json.loads(published.read_text())
    both["publication"]["title"] = "En annan"
    published.write_text(json.dumps(both))
    with pytest.raises(SystemExit) as caught:
        call_command("draw", "verify", published)
    assert caught.value.code == 1
    assert "STÄMMER INTE" in capsys.readouterr().out


def test_everybody_finds_their_own_chance_with_their_salt(files, tmp_path, capsys):
    published, salts = tmp_path / "publicerat.json", tmp_path / "salter.csv"
    told = drawn(*files(), f"--seed={SEED}", f"--publish={published}", f"--salts={salts}")
    own = {row["id"]: row for row in csv.DictReader(salts.read_text().splitlines())}
    assert {row["id"]: float(row["chance"]) for row in own.values()} == told["chances"]
    person = told["selected"][0]
    call_command("draw", "verify", published, f"--salt={own[person]['salt']}", f"--id={person}")
    assert "Allt stämmer." in capsys.readouterr().out


def test_files_that_say_who_is_who_are_readable_by_their_owner_alone(files, tmp_path):
    drawn(*files(), f"--salts={tmp_path / 'salter.csv'}")
    assert stat.S_IMODE((tmp_path / "salter.csv").stat().st_mode) == 0o600


def test_an_old_file_with_another_mode_or_another_name_gives_neither_to_the_new_one(files, tmp_path):
    old, other_name = tmp_path / "salter.csv", tmp_path / "annat namn.csv"
    old.write_text("gammalt")
    old.chmod(0o666)
    other_name.hardlink_to(old)
    drawn(*files(), f"--salts={old}")
    assert old.read_text().lstrip("\ufeff").startswith("id,")
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    assert other_name.read_text() == "gammalt"
    assert {path.name for path in tmp_path.iterdir()} == {"personer.csv", "kvoter.csv", old.name, other_name.name}


def test_what_cannot_be_written_to_its_end_leaves_the_old_file(files, tmp_path, monkeypatch):
    old = tmp_path / "salter.csv"
    old.write_text("gammalt")

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    options = files()
    monkeypatch.setattr(Path, "write_bytes", full)
    assert "salter.csv gick inte att skriva: No space left on device." in refused(*options, f"--salts={old}")
    assert old.read_text() == "gammalt"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_pipe_is_written_to_and_stays_one(files, tmp_path):
    pipe = tmp_path / "rör"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    told = drawn(*files(), f"--selected={pipe}")
    with os.fdopen(reading) as read:
        assert [row["id"] for row in csv.DictReader(read.read().splitlines())] == told["selected"]
    assert pipe.is_fifo()


def test_two_outputs_are_never_the_same_file(files, tmp_path):
    one, again = tmp_path / "ut.csv", tmp_path / "." / "mapp" / ".." / "ut.csv"
    said = refused(*files(), f"--publish={one}", f"--salts={again}")
    assert "--publish och --salts är samma fil" in said
    assert said.endswith("Skriv en fil för var och en.")
    assert not one.exists()


def test_the_rows_of_the_selected_and_the_others_are_written(files, tmp_path):
    selected, remaining = tmp_path / "lottade.csv", tmp_path / "andra.csv"
    told = drawn(*files(), f"--seed={SEED}", f"--selected={selected}", f"--remaining={remaining}")
    assert [row["id"] for row in csv.DictReader(selected.read_text().splitlines())] == told["selected"]
    assert len(remaining.read_text().splitlines()) == 17


def test_wrong_rows_are_told_with_file_row_column_and_remedy(files):
    said = refused(*files(people=PEOPLE + "p3,kvina,syd,\n", quotas=QUOTAS + "ålder,ung,tolv,3\n"))
    assert "kvoter.csv, rad 6, kolumn ”min”: ”tolv” är inget heltal." in said
    assert "personer.csv, rad 22, kolumn ”id”: Id ”p3” står redan på rad 5." in said
    assert said.endswith("Ingen är lottad. Rätta det som står ovan och kör igen.")


def test_with_json_too_mistakes_are_told_in_words(files):
    assert "kolumn ”min”" in refused(*files(quotas="feature,value,min,max\nkön,man,3,2\n"), "--json")


def test_impossible_quotas_are_told_with_the_smallest_changes_and_written_with_them(files, tmp_path):
    changed = tmp_path / "nya.csv"
    options = files(quotas=QUOTAS.replace("kvinna,2,3", "kvinna,4,4"))
    said = refused(*options, f"--relaxed={changed}")
    assert "De minsta antalen i ”kön” blir tillsammans 5" in said
    assert "Den minsta ändring som räcker:" in said
    options[1] = f"--quotas={changed}"
    assert len(drawn(*options)["selected"]) == 4


def test_quotas_that_contradict_each_other_unseen_are_told_with_the_smallest_changes(files):
    people = "id,kön,ort\n" + "a,man,nord\n" * 0 + "".join(f"n{i},man,nord\ns{i},kvinna,syd\n" for i in range(9))
    said = refused(
        *files(people=people, quotas="feature,value,min,max\nkön,man,3,4\nkön,kvinna,0,4\nort,nord,0,1\nort,syd,0,4\n")
    )
    assert "Ingen grupp kan uppfylla alla kvoter." in said
    assert "Sänk minst" in said or "Höj högst" in said


def test_more_seats_than_people_are_told_in_one_line_with_one_cause(files):
    assert refused(*files(size="40")).splitlines() == [
        "40 ska lottas, men det finns bara 20 att lotta bland. Lotta färre, eller bjud in fler.",
        "Ingen är lottad. Ändra --size och kör igen.",
    ]


def test_where_the_smallest_changes_are_asked_for_they_are_written_for_more_seats_than_people_too(files, tmp_path):
    said = refused(*files(size="40"), f"--relaxed={tmp_path / 'nya.csv'}")
    assert "Lotta 20 i stället för 40." in said
    assert (tmp_path / "nya.csv").exists()


def test_files_that_have_changed_places_are_told_as_such(files):
    people, quotas, size = files()
    changed = [f"--people={quotas.partition('=')[2]}", f"--quotas={people.partition('=')[2]}", size]
    said = refused(*changed)
    assert "kvoter.csv är en fil med kvoter, inte med personer. Har du bytt plats på filerna?" in said
    assert len(said.splitlines()) == 1


def test_what_is_no_fingerprint_is_said_to_be_none(files, tmp_path, capsys):
    published = tmp_path / "publicerat.json"
    call_command("draw", *files(), f"--seed={SEED}", f"--publish={published}")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        call_command("draw", "verify", published, "--fingerprint=abc")
    said = capsys.readouterr().out
    assert "”abc” är inget fingeravtryck. Det är 64 tecken långt" in said
    assert "STÄMMER INTE" not in said


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--size=0", "--size 0 går inte. Skriv ett heltal från 1"),
        ("--size=-3", "--size -3 går inte."),
        ("--size=tolv", "--size tolv går inte."),
        ("--size=1e99", "--size 1e99 går inte."),
        ("--seed=xyz", "--seed ska vara hexadecimala siffror"),
        ("--objective=rättvist", "Välj bland leximin, maximin, nash, goldilocks."),
        ("--lottery=tur", "Välj bland exact, uniform."),
        ("--panels=0", "--panels 0 går inte."),
        ("--people=saknas.csv", "saknas.csv går inte att öppna"),
        ("--publish=/saknas/x.json", "--publish /saknas/x.json går inte att skriva."),
    ],
)
def test_options_that_make_no_sense_are_told(files, option, words):
    assert words in refused(*files(), option)


def test_a_file_that_is_read_is_never_written_over(files, tmp_path):
    people = tmp_path / "personer.csv"
    assert "Skriv en annan." in refused(*files(), f"--selected={people}")
    assert people.read_text() == PEOPLE


@pytest.mark.parametrize("link", [Path.hardlink_to, Path.symlink_to])
def test_a_file_that_is_read_is_known_by_its_other_names_too(files, tmp_path, link):
    options, other_name = files(), tmp_path / "annat namn.csv"
    link(other_name, tmp_path / "personer.csv")
    assert "Skriv en annan." in refused(*options, f"--selected={other_name}")
    assert (tmp_path / "personer.csv").read_text() == PEOPLE


def test_a_device_without_end_is_too_large_as_any_other_file(files, monkeypatch):
    for module in (draw_command, delimited):
        monkeypatch.setattr(module, "MAX_MEGABYTES", 1)
    assert "Filen är större än 1 MB. Ta bort kolumner" in refused(*files(), "--people=/dev/zero")


@pytest.mark.parametrize("true", [True, False])
def test_a_round_of_drand_is_checked_against_the_keepers_key(tmp_path, monkeypatch, true):
    document = small_publication(BEACON, published="2023-09-15T10:00:00Z")
    values = TRUE_ROUND if true else BEACON.values_of("ab" * 48)
    with monkeypatch.context() as patch:  # Whoever cheats has a program of their own.
        patch.setattr(randomness, "is_signed_by_drand", lambda *_: True)
        whole = {"publication": document, "draw": publication.draw(document, values)}
    (tmp_path / "both.json").write_text(json.dumps(whole))
    out = io.StringIO()
    with nullcontext() if true else pytest.raises(SystemExit):
        call_command("draw", "verify", str(tmp_path / "both.json"), stdout=out)
    words = (
        "Stämmer: slumptalet är undertecknat av drand" if true else "STÄMMER INTE: slumptalet är undertecknat av drand"
    )
    assert words in out.getvalue().splitlines()
    assert ("Allt stämmer." in out.getvalue().splitlines()) == true


@pytest.mark.parametrize("words", [[], ["verify"], ["kontrollera", "x.json"], ["--people=x.csv"]])
def test_a_command_that_lacks_what_it_needs_says_what(words):
    assert "saknas" in refused(*words) or "medverka draw verify FIL" in refused(*words)


def test_ctrl_c_stops_with_one_line_and_writes_nothing(files, tmp_path, monkeypatch):
    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(from_files, "draw", interrupted)
    with pytest.raises(CommandError, match=r"Avbrutet\. Ingen är lottad\.") as caught:
        call_command("draw", *files(), f"--publish={tmp_path / 'x.json'}")
    assert caught.value.returncode == 130
    assert not (tmp_path / "x.json").exists()


def test_quotas_that_nobody_can_say_anything_about_are_told_in_words(files, tmp_path, monkeypatch):
    def unsolved(*_arguments):
        raise Unsolved

    monkeypatch.setattr(from_files, "draw", unsolved)
    said = refused(*files(), f"--publish={tmp_path / 'x.json'}")
    assert "så många och så snäva att svaret inte gick att hitta" in said
    assert not (tmp_path / "x.json").exists()


def test_a_column_taken_for_the_id_is_said(files, capsys):
    call_command("draw", *files(people=PEOPLE.replace("id,kön", "nummer,kön")), "--json")
    said = capsys.readouterr()
    assert "”nummer”, den första, tas för id" in said.err
    assert json.loads(said.out)["id_column"] == "nummer"


@pytest.mark.slow
def test_a_draw_needs_no_database_and_leaves_nothing_behind(files, tmp_path):
    options = files()
    empty = tmp_path / "tom"
    empty.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MEDVERKA_", "DJANGO_"))}
    told = subprocess.run(
        [*processes.MEDVERKA, "draw", *options, "--seed=00", "--json"],
        check=False,
        cwd=empty,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert len(json.loads(told.stdout)["selected"]) == 4
    assert list(empty.iterdir()) == []


def test_the_answer_for_people_is_in_the_language_asked_for_and_the_one_for_programs_in_none(files, capsys):
    call_command("draw", *files(), "--seed", "01", "--language", "en")
    said = capsys.readouterr().out
    assert "It follows from the quotas" in " ".join(said.split())
    assert "Det följer av kvoterna" not in said
    answers = []
    for language in ("sv", "en"):
        call_command("draw", *files(), "--seed", "01", "--json", "--language", language)
        answers.append(json.loads(capsys.readouterr().out) | {"seconds": 0})
    assert answers[0] == answers[1]


def test_the_help_is_in_one_language_and_tells_of_nothing_but_drawing(capsys):
    draw_command.Command().print_help("medverka", "draw")
    said = capsys.readouterr().out
    assert "--people FIL" in said
    assert "visa den här hjälpen" in said
    for foreign in ("--settings", "--traceback", "--verbosity", "show this", "positional arguments", "options:"):
        assert foreign not in said
