"""``python -m benchmarks.weight``: bytes over the wire for each page with everything that it needs, nothing cached."""

import re

from benchmarks import machine, running
from benchmarks.visits import Visit, pages

AIM = 120_000
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
INSIDE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


def assets_of(visit: Visit, html: str) -> dict[str, int]:
    """Bytes of each stylesheet, script, font and picture that a page asks for."""
    found: dict[str, int] = {}
    for path in dict.fromkeys(ASSETS.findall(html)):
        body, encoding = visit.open(path, encodings="br, gzip")
        found[path] = len(body)
        if path.endswith(".css") and not encoding:
            found |= {inner: len(visit.open(inner)[0]) for inner in INSIDE.findall(body.decode()) if inner[0] == "/"}
    return found


def main() -> None:
    """Print a table: the page's own HTML, its assets, the sum, beside the aim."""
    print(f"Page weight, compressed as served. {machine.describe()}")
    print(f"{'page':<14}{'HTML':>10}{'assets':>10}{'sum':>10}   aim {AIM:,}")
    with running.demo() as (address, _process):
        visit = Visit(address).step_into("Karin")
        for name, path in pages(visit).items():
            plain, _ = visit.open(path)
            wire, _ = visit.open(path, encodings="br, gzip")
            assets = assets_of(visit, plain.decode())
            total = len(wire) + sum(assets.values())
            print(f"{name:<14}{len(wire):>10,}{sum(assets.values()):>10,}{total:>10,}")
        for path, size in sorted(assets.items(), key=lambda entry: -entry[1]):
            print(f"    {size:>8,}  {path}")


if __name__ == "__main__":
    main()
