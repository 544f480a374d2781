"""What `medverka survey` does: a module for each verb, with how it is written, what it does in a line, its arguments and `run`."""

from types import ModuleType
from typing import Final

from medverka.surveys.management.survey import exporting, importing, recount, results

VERBS: Final[dict[str, ModuleType]] = {
    "import": importing,
    "export": exporting,
    "results": results,
    "recount": recount,
}
