"""Which doors stand open in a session, and until when."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from medverka.foundation import clock
from medverka.pool import policies, rules
from medverka.pool.models import Contributor

KEY = "open_doors"


def keep_open(request: HttpRequest, contributor: Contributor) -> None:
    """Let a door that has been opened stand open for a while."""
    until = clock.now() + timedelta(minutes=rules.DOOR_MINUTES)
    request.session[KEY] = {**request.session.get(KEY, {}), str(contributor.pk): until.isoformat()}


def close(request: HttpRequest, contributor: Contributor) -> None:
    """Close a door again."""
    doors = request.session.get(KEY, {})
    request.session[KEY] = {pk: until for pk, until in doors.items() if pk != str(contributor.pk)}


def until(request: HttpRequest, contributor: Contributor) -> datetime | None:
    """Until when a door stands open, or None."""
    kept = request.session.get(KEY, {}).get(str(contributor.pk))
    if not kept or not policies.may_open_door(request.user, contributor):
        return None
    moment = datetime.fromisoformat(kept)
    return moment if moment > clock.now() and not contributor.disposed_on else None
