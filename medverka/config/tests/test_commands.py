import json
import os
import socket
import subprocess
from base64 import b64encode
from importlib.metadata import version

import pytest
from django.core.management import CommandError, call_command

from medverka.accounts.models import User
from medverka.config import processes
from medverka.config.command import main, use_demo_county
from medverka.config.management.commands import doctor
from medverka.config.management.commands.demo import forget_everything
from medverka.foundation import schedule
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool.models import Contributor, Identity


def test_the_demo_never_touches_a_real_database_or_mail_server(monkeypatch):
    monkeypatch.setenv("MEDVERKA_DATA_DIR", "/somewhere")
    monkeypatch.setenv("MEDVERKA_DEMO", "0")
    monkeypatch.setenv("MEDVERKA_DATABASE_URL", "postgres://real/county")
    monkeypatch.setenv("MEDVERKA_SMTP_URL", "smtp://real")
    use_demo_county()
    import os

    assert os.environ["MEDVERKA_DATA_DIR"] == "/somewhere/demo"
    assert "MEDVERKA_DATABASE_URL" not in os.environ
    assert "MEDVERKA_SMTP_URL" not in os.environ


@pytest.mark.parametrize(("command", "mode"), [("prepare", 0o600), ("collectstatic", 0o644)])
def test_what_a_command_writes_is_its_owners_alone_but_for_what_is_built(command, mode, monkeypatch, tmp_path):
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda words: (tmp_path / "x").touch())
    before = os.umask(0o022)
    try:
        main([command])
    finally:
        os.umask(before)
    assert (tmp_path / "x").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize(("told", "threads"), [(None, "1"), ("4", "4")])
def test_arrays_are_worked_on_by_one_thread_unless_somebody_says_otherwise(told, threads, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", told or "")  # so that it is put back afterwards, whoever sets it
    if told is None:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    main(["--version"])
    assert os.environ["OPENBLAS_NUM_THREADS"] == threads


def test_beginning_the_demo_anew_keeps_the_keys_that_this_process_has_read(tmp_path):
    (tmp_path / "mail").mkdir()
    for name in ("keys.json", "secret-key", "medverka.sqlite3", "mail/1.eml"):
        (tmp_path / name).touch()
    forget_everything(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["keys.json", "secret-key"]


@pytest.mark.django_db
def test_the_demo_is_filled_by_another_process_and_not_served_where_that_failed(settings, monkeypatch):
    settings.DEMO = True
    ran = []
    monkeypatch.setattr(processes, "run_to_the_end", lambda command: ran.append(list(command)) or 1)
    with pytest.raises(CommandError, match="gick inte att fylla"):
        call_command("demo")
    assert ran == [[*processes.MEDVERKA, "demo", "--load-only"]]


def test_a_port_that_is_taken_is_found_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(processes.PortTaken):
            processes.check_port("127.0.0.1", taken.getsockname()[1])


@pytest.mark.slow
def test_what_runs_to_the_end_ends_with_whoever_waits_for_it(tmp_path):
    import os
    import subprocess
    import sys
    import time

    mark = tmp_path / "pid"
    inner = f"import os, pathlib, time; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(60)"
    outer = f"import sys; from medverka.config import processes; processes.run_to_the_end([sys.executable, '-c', {inner!r}])"
    waiting = subprocess.Popen([sys.executable, "-c", outer])
    while not (mark.exists() and mark.read_text()):
        time.sleep(0.02)
    waiting.terminate()
    assert waiting.wait(10) == 128 + 15
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    assert processes.run_to_the_end([sys.executable, "-c", "raise SystemExit(3)"]) == 3


@pytest.mark.slow
def test_when_the_web_server_ends_the_worker_is_stopped_too(tmp_path):
    import sys

    mark = tmp_path / "stopped"
    worker = [
        sys.executable,
        "-c",
        f"import signal,time,sys\nsignal.signal(15, lambda *a: (open({str(mark)!r}, 'w').close(), sys.exit(0)))\ntime.sleep(60)",
    ]
    web = [sys.executable, "-c", "import time; time.sleep(1); raise SystemExit(3)"]
    import signal

    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        assert processes.run_together(web, worker) == 3
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert mark.exists()


@pytest.mark.django_db
def test_journal_verify_says_where_the_chain_is_broken(coordinator, capsys):
    call_command("journal", "verify")
    assert "hel" in capsys.readouterr().out
    Entry.objects.filter(number=3).update(verb="nothing.happened")
    with pytest.raises(CommandError, match="post 3"):
        call_command("journal", "verify")


@pytest.mark.django_db
def test_the_doctor_names_mail_that_has_stuck_and_a_worker_that_stands_still(capsys):
    OutgoingMail.objects.create(key="x", notice="x", subject_id="1", state="failed")
    with pytest.raises(CommandError):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "1 mejl" in said
    assert "medverka worker" in said


@pytest.mark.parametrize(
    ("address", "proxies", "hinted"),
    [
        ("https://medverka.invalid", 0, True),
        ("https://medverka.invalid", 1, False),
        ("http://127.0.0.1:8000", 0, False),
    ],
)
def test_the_doctor_hints_that_visitors_behind_a_proxy_share_an_address(
    settings, monkeypatch, capsys, address, proxies, hinted
):
    settings.BASE_URL, settings.TRUSTED_PROXIES = address, proxies
    monkeypatch.setattr(doctor, "CHECKS", {"Inställningar": doctor.settings_known})
    call_command("doctor")
    assert ("MEDVERKA_TRUSTED_PROXIES" in capsys.readouterr().out) is hinted


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ("medverka.foundation.mail_files.Backend", "? E-post"),
        ("django.core.mail.backends.locmem.EmailBackend", "✓ E-post"),
    ],
)
def test_the_doctor_hints_that_mail_will_become_files_before_any_has(
    settings, monkeypatch, capsys, tmp_path, backend, said
):
    settings.EMAIL_BACKEND, settings.MAIL_DIR, settings.DEMO = backend, tmp_path, False
    monkeypatch.setattr(doctor, "CHECKS", {"E-post": doctor.mail_flows})
    call_command("doctor")
    told = capsys.readouterr().out
    assert said in told
    assert (str(tmp_path) in told) is (said[0] == "?")


@pytest.mark.django_db
def test_the_doctor_names_mail_that_became_files_in_a_real_county(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR, settings.DEMO = "medverka.foundation.mail_files.Backend", tmp_path, False
    assert list(doctor.mail_flows()) == []
    (tmp_path / "1.eml").touch()
    (found,) = doctor.mail_flows()
    assert "1 mejl" in found
    assert "MEDVERKA_SMTP_URL" in found
    settings.DEMO = True
    assert list(doctor.mail_flows()) == []


@pytest.fixture
def lost_keys(db, settings):
    """Two people are sealed; then the ring holds the newer one's key alone."""
    for number in (1, 2):
        settings.DATA_KEYS = {f"k{number}": b64encode(bytes([number]) * 32).decode()}
        someone = Contributor.objects.create(reference=f"x-{number}", pseudonym=f"X {number}", is_user=True)
        Identity.objects.create(contributor=someone, first_name="Ärla")


@pytest.mark.usefixtures("lost_keys")
def test_the_doctor_finds_a_lost_key():
    assert any("Nyckeln" in line for line in doctor.keys_safe())


@pytest.mark.django_db
def test_the_doctor_finds_a_lost_key_in_a_county_that_has_accounts_alone(settings):
    User.objects.create_user("karin@exempel.invalid", "Karin Blåklint")
    settings.DATA_KEYS = {"k1": b64encode(b"9" * 32).decode()}
    assert any("Nyckeln" in line for line in doctor.keys_safe())


@pytest.mark.usefixtures("lost_keys")
@pytest.mark.parametrize("command", ["prepare", "worker"])
def test_nothing_starts_with_keys_that_do_not_open_what_is_kept(command, monkeypatch):
    monkeypatch.setattr(schedule, "ensure", lambda: pytest.fail("The worker started."))
    with pytest.raises(CommandError, match=r"keys\.json"):
        call_command(command)


@pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
def test_the_command_line_lists_our_own_commands_in_swedish(words, capsys):
    main(words)
    told = capsys.readouterr().out
    for name in ("demo", "serve", "worker", "doctor", "import-pool", "figures", "journal"):
        assert f"  medverka {name}\n" in told
    assert "Startar webbplatsen" in told
    assert "makemigrations" not in told


def test_the_command_line_tells_its_version(capsys):
    main(["--version"])
    assert capsys.readouterr().out.strip() == version("medverka")


def medverka(folder, *words):
    """Run the command line as somebody who has just set up does: no environment but a folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MEDVERKA_", "DJANGO_"))}
    return subprocess.run(
        [*processes.MEDVERKA, *words],
        check=False,
        env=environment | {"MEDVERKA_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_a_command_makes_the_county_that_it_works_on(tmp_path):
    verified = medverka(tmp_path, "journal", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "hel" in verified.stdout


@pytest.mark.slow
def test_a_command_on_the_demo_county_fills_it_and_its_answer_is_the_answer_alone(tmp_path):
    told = medverka(tmp_path, "figures", "--demo", "--from", "2016-10-01", "--to", "2022-03-15", "--json")
    assert told.returncode == 0, told.stderr
    assert "Exempellän" in told.stderr
    figures = json.loads(told.stdout)
    assert (figures["persons"], figures["requests"], figures["contributions"]) == (143, 183, 460)


@pytest.mark.slow
def test_the_doctor_of_an_empty_folder_says_the_one_thing_to_do(tmp_path):
    told = medverka(tmp_path, "doctor")
    assert told.returncode == 1
    assert "medverka prepare" in told.stdout
    assert "- Nycklar: undersöks när databasen är i ordning" in told.stdout
    assert "En sak behöver åtgärdas." in told.stderr
