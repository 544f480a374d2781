"""Where the browser is that the browser tests drive: the system's Chromium or Chrome."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_IT = "Install Chromium (Debian, Ubuntu: sudo apt-get install chromium) and run `make test` again."


def find() -> Path | None:
    """The browser on this machine, or ``None``."""
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def find_or_install() -> Path | None:
    """The browser on this machine; on a Debian where we are root it is installed first."""
    if (found := find()) or os.geteuid() or not shutil.which("apt-get"):
        return found
    print("Installing Chromium for the browser tests …", flush=True)
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *command], env=quietly, stdin=subprocess.DEVNULL, check=False)
    return find()
