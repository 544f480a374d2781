"""What follows when somebody sets up or removes a second factor; the parts that django-allauth leaves to us."""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from medverka.accounts.models import User
from medverka.journal.actions import record


def was_shown(request: HttpRequest, user: Any) -> bool:
    """Whether the session of `user` holds a record of a passkey, an app's code or a recovery code."""
    return any(way.get("method") == "mfa" for way in get_authentication_records(request, user))


@receiver(authenticator_added)
def added(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Whoever sets one up has just shown it, so that the session counts as verified twice."""
    record(user, "user.second_factor_added", f"user:{user.pk}", kind=authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Without any left, the session is no longer verified twice."""
    record(user, "user.second_factor_removed", f"user:{user.pk}", kind=authenticator.type)
    if not Authenticator.objects.filter(user=user).exists():
        ways = [way for way in get_authentication_records(request, user) if way.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = ways
