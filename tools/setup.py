"""Makes a fresh clone ready to run: parts, translations, assets. Does only what is not done yet.

``python -m tools.setup base`` for running Medverka, ``dev`` for changing it. Runs in the Python of
``.venv`` before anything is installed there, hence on the standard library alone.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
NOTES = Path(sys.prefix) / "medverka-setup.json"


class SetupFailed(Exception):
    """A step did not succeed; the message says which, and what its command printed."""


@dataclass(frozen=True)
class Step:
    """One thing to have done: again when a file it was made from has changed, or one it makes is gone."""

    name: str
    says: str
    made_from: tuple[str, ...]
    commands: tuple[tuple[str | Path, ...], ...]
    makes: tuple[str, ...] = ()


def steps(parts: str) -> tuple[Step, ...]:
    """What to do, in order, to run (``base``) or to change (``dev``) Medverka."""
    lock = f"requirements/{parts}.txt"
    pip = (sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps")
    medverka = BIN / "medverka"
    return (
        Step(
            name=f"parts for {parts}",
            says="Hämtar det som Medverka är byggt av. Första gången tar det någon minut …",
            made_from=(lock, "pyproject.toml"),
            commands=(
                (*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock),
                (*pip, "--no-build-isolation", "--editable", "."),
            ),
        ),
        Step(
            name="translations",
            says="Översätter …",
            made_from=("medverka/locale/**/*.po",),
            commands=((sys.executable, "-m", "tools.translations", "compile"),),
            makes=("medverka/locale/en/LC_MESSAGES/django.mo",),
        ),
        Step(
            name="assets",
            says="Skär till typsnittet och samlar stilmallarna …",
            made_from=("requirements/base.txt", "medverka/**/static/**/*", "medverka/foundation/assets.py"),
            commands=((medverka, "build_assets"), (medverka, "collectstatic", "--no-input", "-v", "0")),
            makes=(
                "var/build/static/medverka/inter.woff2",
                "var/build/fonts/Inter-400.ttf",
                "var/build/collected/staticfiles.json",
            ),
        ),
    )


def fingerprint(root: Path, patterns: Iterable[str]) -> str:
    """One digest for the names and contents of all files under ``root`` that match."""
    digest = hashlib.sha256(f"{sys.version} {sys.prefix}".encode())
    for path in sorted({path for pattern in patterns for path in root.glob(pattern) if path.is_file()}):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(command: tuple[str | Path, ...]) -> None:
    """Runs one command in the root of the repository, silent unless it fails: ``SetupFailed``."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        words = " ".join(map(str, command))
        raise SetupFailed(f"{words}\n\n{done.stdout}{done.stderr}".rstrip())


def bring_up_to_date(todo: Iterable[Step], *, root: Path, notes: Path, run: Callable[..., None]) -> None:
    """Does the steps that ``notes`` does not show as done from the same sources, and notes each one."""
    done: dict[str, str] = json.loads(notes.read_text()) if notes.exists() else {}
    for step in todo:
        now = fingerprint(root, step.made_from)
        if done.get(step.name) == now and all((root / made).exists() for made in step.makes):
            continue
        print(step.says, flush=True)
        for command in step.commands:
            run(command)
        done[step.name] = now
        notes.write_text(json.dumps(done, indent=2))


def main(parts: str) -> int:
    """Exit code 0 when everything stands ready; 1 with an explanation when it does not."""
    try:
        bring_up_to_date(steps(parts), root=ROOT, notes=NOTES, run=run)
    except SetupFailed as failure:
        print(
            f"\nDet gick inte att förbereda Medverka. Det här steget misslyckades:\n\n{failure}\n\n"
            "Rätta felet och kör samma kommando igen: det fortsätter där det slutade.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "base"))
