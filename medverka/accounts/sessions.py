"""Opening a session without a way in of django-allauth's."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse


def sign_in(request: HttpRequest, user: Any, *, method: str = "code") -> HttpResponse:
    """Sign `user` in as if by `method`; asks for a second factor where there is one. Answers where to go."""
    record_authentication(request, user, method)
    response: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return response
