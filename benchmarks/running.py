"""A whole Medverka, web server and worker, in a folder of its own: started as an operator starts it."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 8106


def wait_for(address: str, process: "subprocess.Popen[bytes]", seconds: float = 300) -> float:
    """Seconds until a page answers at ``address``; ``RuntimeError`` when the process ends or time is out."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if process.poll() is not None:
            raise RuntimeError(f"It ended by itself with code {process.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                answer.read()
            return time.monotonic() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"Nothing answered at {address} within {seconds:.0f} s.")


@contextmanager
def demo(port: int = PORT) -> Iterator[tuple[str, int]]:
    """The demo county, running: (address, process id). Stopped and thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="medverka-bench-") as folder:
        environment = {**os.environ, "MEDVERKA_DATA_DIR": folder}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "medverka.config.command", "demo", "--port", str(port)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, cwd=Path(__file__).resolve().parent.parent
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/", process)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            process.wait(30)
