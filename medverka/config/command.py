"""The command line `medverka`: Django's own commands, and ours, with two habits added.

`--demo` anywhere makes a command work on the demo county's data; a hyphen in a command's name
is as good as an underscore. Without a command it lists ours.
"""

import json
import os
import secrets
import sys
from base64 import b64encode
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap

# What these build is no data: it may be built by one account and served by another.
FOR_EVERYBODY = (["build_assets"], ["collectstatic"])
WITHOUT_DATA = {"draw"}  # Works on files alone, anywhere; a data folder is neither needed nor made.
FOR_DEVELOPERS = {"build_assets", "docs"}
HELP: tuple[list[str], ...] = ([], ["help"], ["--help"], ["-h"])


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; leaves with its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    demo = "--demo" in words or words[:1] == ["demo"]
    words = [word for word in words if word != "--demo"]
    if demo:
        use_demo_county()
    if WITHOUT_DATA & set(words[:1]):
        use_keys_of_the_moment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medverka.config.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # The draw's arrays are small: more threads wait for each other.
    if words[:1] not in FOR_EVERYBODY:
        os.umask(0o077)  # Database, mail and uploaded files are their owner's alone.
    if words in HELP:
        print(overview())
        return
    if words == ["--version"]:
        print(version("medverka"))
        return
    if not words[0].startswith("-"):
        words[0] = words[0].replace("-", "_")

    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["medverka", *words])
    except BrokenPipeError:  # The reader (head, less) has had enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def overview() -> str:
    """What `medverka` can do, a line or two for each command of ours."""
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    ours = {name: app for name, app in get_commands().items() if app.startswith("medverka.")}
    lines = ["Medverka: så kör du det från kommandoraden.", ""]
    for name in sorted(ours.keys() - FOR_DEVELOPERS):
        text = load_command_class(ours[name], name).help
        lines += [
            f"  medverka {name.replace('_', '-')}",
            *wrap(text, 90, initial_indent=" " * 6, subsequent_indent=" " * 6),
        ]
    return "\n".join(
        [
            *lines,
            "",
            "medverka KOMMANDO --help visar vad ett kommando tar. --demo gör att det gäller demolänet.",
            "medverka help --commands räknar upp alla kommandon, också Djangos.",
        ]
    )


def use_demo_county() -> None:
    """Point the settings at the demo's own folder, below the folder of the real data."""
    if os.environ.get("MEDVERKA_DEMO") == "1":
        return  # Somebody has pointed already.
    os.environ["MEDVERKA_DATA_DIR"] = str(Path(os.environ.get("MEDVERKA_DATA_DIR", "var")) / "demo")
    os.environ["MEDVERKA_DEMO"] = "1"
    os.environ.pop("MEDVERKA_DATABASE_URL", None)  # The demo never touches a real county's database.
    os.environ.pop("MEDVERKA_SMTP_URL", None)  # … and never mails anybody.


def use_keys_of_the_moment() -> None:
    """Point the settings at keys that are forgotten with the process, so that none are made and kept in a folder."""
    os.environ.setdefault("MEDVERKA_SECRET_KEY", secrets.token_urlsafe(48))
    os.environ.setdefault("MEDVERKA_DATA_KEYS", json.dumps({"k1": b64encode(secrets.token_bytes(32)).decode()}))


if __name__ == "__main__":
    main()
