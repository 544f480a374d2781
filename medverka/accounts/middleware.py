"""Tells each request whether its session was opened with a second factor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from medverka.accounts.second_factor import was_shown

Handler = Callable[[HttpRequest], HttpResponse]


def second_factor(get_response: Handler) -> Handler:
    """Set `request.user.verified_twice`: the session holds a passkey's, an app's or a recovery code's record.

    The record must be the very user's: somebody else may have begun to sign in with the same browser.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "account_authentication_methods" in request.session and was_shown(request, request.user):
            request.user.verified_twice = True  # type: ignore[union-attr]
        return get_response(request)

    return middleware
