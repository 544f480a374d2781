from importlib import import_module

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "medverka.assignments"
    label = "assignments"

    def ready(self) -> None:
        # What registers itself beside notices.py and jobs.py, which are found by their names.
        for part in (
            "gathering",
            "afterwards_gathering",
            "afterwards_notices",
            "afterwards_jobs",
            "afterwards_queries",
        ):
            import_module(f"medverka.assignments.{part}")
