"""``python -m benchmarks.memory``: what the whole running system holds in memory, web server and worker together.

Proportional set size: memory that processes share is counted once. Linux only.
"""

import time
from pathlib import Path

from benchmarks import machine, running
from benchmarks.visits import Visit, pages

AIM = 350
ROUNDS = 20


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    children = [int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in _words(task / "children")]
    return [pid, *(relative for child in children for relative in family(child))]


def _words(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def megabytes(pid: int) -> float:
    """Proportional set size of one process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def name_of(pid: int) -> str:
    """How the process was started, in short."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return " ".join(words[1:6])


def main() -> None:
    """Visit each of the five pages twenty times, write a PDF's worth of work, and add up."""
    print(f"Memory of the running system. {machine.describe()}")
    with running.demo() as (address, pid):
        visit = Visit(address).step_into("Karin")
        for _round in range(ROUNDS):
            for path in pages(visit).values():
                visit.open(path)
        time.sleep(3)
        sizes = {process: megabytes(process) for process in family(pid)}
        for process, size in sizes.items():
            print(f"{size:>8.1f} MB  {name_of(process)}")
        print(f"{sum(sizes.values()):>8.1f} MB  in all; aim {AIM} MB")


if __name__ == "__main__":
    main()
