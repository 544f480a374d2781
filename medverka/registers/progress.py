"""How far an import has come.

The work is one transaction, and what is written inside a transaction nobody else sees. So the
few numbers of progress lie in a small file beside the sealed ones; they say nothing about anybody.
"""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medverka.foundation import clock
from medverka.foundation.progress import Progress, told
from medverka.registers.models import FOLDER

# What is being done, and at which per cent it begins.
PHASES: dict[str, tuple[Promise | str, int]] = {
    "waiting": (_("Väntar på sin tur"), 0),
    "opening": (_("Öppnar filerna"), 2),
    "reading": (_("Läser rad för rad"), 10),
    "comparing": (_("Jämför med det som redan finns"), 30),
    "persons": (_("Läser in personer"), 40),
    "requests": (_("Läser in förfrågningar"), 75),
    "contributions": (_("Läser in insatser"), 80),
    "ending": (_("Avslutar"), 98),
}
_ORDER = list(PHASES)

Tell = Callable[[str, float], None]


def to_nobody(phase: str, part: float) -> None:
    """For work whose progress nobody follows."""


def teller(import_id: UUID) -> Tell:
    """Writes down how far `import_id` has come: the phase, and how much of it is done (0 to 1)."""
    last = -1

    def tell(phase: str, part: float) -> None:
        nonlocal last
        so_far = percent(phase, part)
        if so_far != last:
            last = so_far
            _write(import_id, {"phase": phase, "percent": so_far, "at": clock.now().isoformat()})

    return tell


def read(import_id: UUID, began_at: datetime) -> Progress:
    """How far the work that was asked for at `began_at` has come."""
    try:
        with default_storage.open(_name(import_id)) as file:
            said = json.loads(file.read())
    except (FileNotFoundError, ValueError):  # Nothing yet, or just being written.
        said = {}
    at = max(began_at, datetime.fromisoformat(said["at"])) if said else began_at
    phase = said.get("phase", "waiting")
    return told(PHASES[phase][0], said.get("percent", 0), at)


def forget(import_id: UUID) -> None:
    """Nothing is under way any more."""
    default_storage.delete(_name(import_id))


def percent(phase: str, part: float) -> int:
    """The per cent at which a part of a phase stands."""
    begins = PHASES[phase][1]
    after = _ORDER.index(phase) + 1
    ends = PHASES[_ORDER[after]][1] if after < len(_ORDER) else 100
    return begins + int((ends - begins) * min(max(part, 0.0), 1.0))


def _write(import_id: UUID, said: dict[str, object]) -> None:
    forget(import_id)
    default_storage.save(_name(import_id), ContentFile(json.dumps(said).encode()))


def _name(import_id: UUID) -> str:
    return f"{FOLDER}/{import_id.hex}.progress"
