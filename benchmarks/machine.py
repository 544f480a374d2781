"""What the figures were measured on, and how full the machine was."""

import os
import platform
from datetime import date
from pathlib import Path


def describe() -> str:
    """One line: day, processors, their kind, the load of the last minute, Python."""
    kinds = [line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")]
    kind = kinds[0] if kinds else platform.processor()
    load = os.getloadavg()[0]
    cores = os.cpu_count()
    return f"{date.today():%Y-%m-%d}, {cores} cores ({kind}), load {load:.1f}, Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text().splitlines() if file.exists() else []
