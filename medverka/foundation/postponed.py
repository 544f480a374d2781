"""Forms that were sent when the session had ended: kept sealed for a day, given back after sign-in.

Only text is kept, not files, and only where the ended session says whose it is.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest

from medverka.foundation import clock
from medverka.foundation.models import PostponedForm
from medverka.foundation.schedule import daily

KEPT_FOR = timedelta(days=1)


def keep(request: HttpRequest) -> PostponedForm | None:
    """Keep what `request` posted; None where there is nothing to keep or nobody to give it back to."""
    fields = what_was_sent(request)
    user_id = _user_of_ended_session(request)
    if request.method != "POST" or not fields or not user_id or len(request.path) > 500:
        return None
    return PostponedForm.objects.create(user_id=user_id, path=request.path, fields=json.dumps(fields))


def forget(request: HttpRequest) -> None:
    """Forget what the same person sent to this address when their session had ended: it has been saved now."""
    PostponedForm.objects.filter(user_id=str(request.user.pk), path=request.path).delete()


def what_was_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form that `request` posted."""
    given = request.POST.lists()
    return [(name, value) for name, values in given if name != "csrfmiddlewaretoken" for value in values]


def to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The same, for a page that gives them back; nothing where a file or a password would have to go with them."""
    try:
        sent = what_was_sent(request)
        with_more = request.FILES or any("password" in name for name, _value in sent)
    except (BadRequest, SuspiciousOperation, OSError):  # It never arrived whole.
        return []
    return [] if with_more else sent


def _user_of_ended_session(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    session = Session.objects.filter(session_key=key).first() if key else None
    return str(session.get_decoded().get("_auth_user_id", "")) if session else ""


@daily
def forget_old() -> int:
    """Forget what nobody came back for. Returns how many."""
    return PostponedForm.objects.filter(kept_at__lt=clock.now() - KEPT_FOR).delete()[0]
