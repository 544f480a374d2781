"""``python -m tools.locks``: the lock files hold exact versions and hashes, and name no host."""

import re
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
_PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,._-]+\])?==\S+", re.IGNORECASE)


def flaws(lock: str) -> list[str]:
    """What is wrong in the text of a lock file, one sentence each, with its line."""
    found = []
    for number, line in enumerate(lock.splitlines(), start=1):
        if "://" in line or line.startswith("-"):
            found.append(f"{number}: names a place to fetch from: {line}")
        elif line and not line.startswith((" ", "#")) and not _PINNED.match(line):
            found.append(f"{number}: has no exact version: {line}")
    for requirement in re.split(r"\n(?=\S)", lock):
        if _PINNED.match(requirement) and "--hash=sha256:" not in requirement:
            found.append(f"{requirement.split()[0]} has no hash")
    return found


def main() -> int:
    """Exit code 1, and what is wrong, when a lock file is not as it should be."""
    locks = sorted(REQUIREMENTS.glob("*.txt"))
    found = [f"{lock.name}: {flaw}" for lock in locks for flaw in flaws(lock.read_text())]
    print(*found or [f"{len(locks)} lock files: exact, hashed, without hosts."], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
