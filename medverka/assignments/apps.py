from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "medverka.assignments"

    def ready(self) -> None:
        # They register themselves, beside gathering.py, jobs.py and notices.py, which are found by their names.
        from medverka.assignments import afterwards_notices, afterwards_queries, draw_occasions  # noqa: F401
