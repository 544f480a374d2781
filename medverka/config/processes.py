"""Web server and worker as two child processes of one command, started and stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

MEDVERKA = (sys.executable, "-m", "medverka.config.command")
GRACE = 10  # Seconds that a process gets to finish what it is doing.


class PortTaken(Exception):
    """Somebody else already listens there."""


def check_port(host: str, port: int) -> None:
    """Raise `PortTaken` unless the web server can listen at `host`:`port`."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(str(error)) from error


def web_command(host: str, port: int, workers: int) -> list[str]:
    """How the web server is started.

    Threads are made when they are needed. Four would do, were it not that each that waits to write to SQLite, while a
    register is read in, is one less for those who only read.
    """
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "16", "--no-ws", "--log-level", "error",
        "--respawn-failed-workers", "medverka.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """How the worker is started."""
    return [*MEDVERKA, "worker"]


def run_to_the_end(command: Sequence[str]) -> int:
    """Run one command and wait for it; its exit code. Whoever stops this process stops that one too."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + signum)  # `subprocess.run` ends what it runs when it is left.

    before = signal.signal(signal.SIGTERM, stop)
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command
    finally:
        signal.signal(signal.SIGTERM, before)


def run_together(web: Sequence[str], worker: Sequence[str]) -> int:
    """Run both until a signal comes or the web server ends; a worker that dies is started again.

    Returns the web server's exit code, 0 after a signal.
    """
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # Sessions of their own: Ctrl-C reaches this process alone, which then stops them in order.
    processes = {name: _start(command) for name, command in (("web", web), ("worker", worker))}
    try:
        while not stopping and processes["web"].poll() is None:
            if processes["worker"].poll() is not None:
                time.sleep(1)
                processes["worker"] = _start(worker)
            time.sleep(0.2)
        return 0 if stopping else processes["web"].returncode or 1
    finally:
        for process in processes.values():
            _stop(process)


def _start(command: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own command


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
