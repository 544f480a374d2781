"""What follows when somebody sets up or removes a second factor; the parts that django-allauth leaves to us."""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest

from medverka.accounts.models import User
from medverka.journal.actions import record


def use_up(authenticator: Authenticator, code: str) -> bool:
    """Whether an app's code, which has been found right, is shown for the first time; nor may an older one follow it.

    Django-allauth remembers a code for thirty seconds alone, while a telephone's clock is forgiven for longer.
    """
    secret = decrypt(authenticator.data["secret"])
    steps = [step for step in yield_hotp_counters_from_time() if is_code_of(secret, step, code)]
    if not steps:
        return False
    fresh = Q(data__last_step__isnull=True) | Q(data__last_step__lt=max(steps))
    data = {**authenticator.data, "last_step": max(steps)}
    return bool(Authenticator.objects.filter(fresh, pk=authenticator.pk).update(data=data))


def is_code_of(secret: str, step: int, code: str) -> bool:
    """Whether an app with this secret shows the code in this half-minute."""
    return bool(compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))))


def was_shown(request: HttpRequest, user: Any) -> bool:
    """Whether the session of `user` holds a record of a passkey, an app's code or a recovery code."""
    return any(way.get("method") == "mfa" for way in get_authentication_records(request, user))


@receiver(authenticator_added)
def added(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Whoever sets one up has just shown it, so that the session counts as verified twice."""
    record(user, "user.second_factor_added", f"user:{user.pk}", kind=authenticator.type)
    if authenticator.type == Authenticator.Type.TOTP:
        use_up(authenticator, request.POST.get("code", ""))  # The one that showed that the app works.
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def removed(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    """Without any left, the session is no longer verified twice."""
    record(user, "user.second_factor_removed", f"user:{user.pk}", kind=authenticator.type)
    if not Authenticator.objects.filter(user=user).exists():
        ways = [way for way in get_authentication_records(request, user) if way.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = ways
