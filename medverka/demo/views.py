"""The demo's two conveniences, there and nowhere else: stepping into anybody, and everybody's mailbox."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from medverka.accounts.models import User
from medverka.demo import mailbox as mail
from medverka.demo.people import CAST
from medverka.foundation.views import public

View = Callable[..., HttpResponse]


def in_the_demo(view: View) -> View:
    """A view that exists in the demo county alone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return public(guarded)


@in_the_demo
def cast(request: HttpRequest) -> HttpResponse:
    """Everybody one can step into."""
    users = {user.email: user for user in User.objects.filter(email__in=[person.email for person in CAST])}
    people = [(person, users[person.email]) for person in CAST if person.email in users]
    return render(request, "demo/cast.html", {"people": people})


@in_the_demo
@require_POST
def step_into(request: HttpRequest, user_id: int) -> HttpResponse:
    """Become one of the cast, as if with a second factor."""
    user = get_object_or_404(User, pk=user_id, email__in=[person.email for person in CAST])
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": 0}]
    request.session["account_authentication_methods_user"] = str(user.pk)
    return redirect("portal:home")


@in_the_demo
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mail that the demo has sent, newest first."""
    return render(request, "demo/mailbox.html", {"letters": mail.newest(50)})


@in_the_demo
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, as its reader sees it."""
    found = mail.read(name)
    if found is None:
        raise Http404
    return render(request, "demo/letter.html", {"letter": found})
