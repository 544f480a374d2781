import logging

from django.core.exceptions import PermissionDenied

from medverka.foundation import links
from medverka.foundation.logs import Formatter


def written(message, *args, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return Formatter("%(message)s").format(logging.LogRecord("x", logging.ERROR, "", 0, message, args, info))


def test_a_link_that_opens_something_is_not_kept_in_the_log():
    token = links.make("invitation", 7, "0" * 32)
    assert written("Not Found: %s", f"/inbjudan/{token}/kalender.ics") == "Not Found: /inbjudan/<link>/kalender.ics"


def test_the_own_link_of_somebody_who_answers_a_survey_is_not_kept_in_the_log():
    for own in ("NI8Rm3Wy-pRb6jFvzIrhJQ", "acdefhjklm" + "0" * 24):
        assert written("Gone: %s", f"/enkat/svara/{own}/las-igenom/") == "Gone: /enkat/svara/<link>/las-igenom/"


def test_a_refusal_is_one_line_and_a_fault_tells_where_it_is():
    assert written("Forbidden: /x/", error=PermissionDenied()) == "Forbidden: /x/"
    assert "RuntimeError" in written("Internal Server Error: /x/", error=RuntimeError())
