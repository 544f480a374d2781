"""``python -m benchmarks.cold_start``: a fresh clone, ``make demo``, and the seconds until its first page answers.

Includes fetching all parts from the package index that pip is set up with.
"""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import machine, running

AIM = 90
ROOT = Path(__file__).resolve().parent.parent
PORT = 8109


def main() -> None:
    """Clone what is committed, start it, print the seconds and where they went."""
    print(f"Cold start. {machine.describe()}")
    with tempfile.TemporaryDirectory(prefix="medverka-cold-") as folder:
        clone = Path(folder) / "medverka"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        bare = {name: value for name, value in os.environ.items() if not name.startswith(("MEDVERKA_", "VIRTUAL_ENV"))}
        began = time.monotonic()
        process = subprocess.Popen(["make", "demo", f"PORT={PORT}"], cwd=clone, env=bare, start_new_session=True)
        try:
            running.wait_for(f"http://127.0.0.1:{PORT}/", process)
            print(f"{time.monotonic() - began:.0f} s until the first page; aim {AIM} s")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


if __name__ == "__main__":
    main()
