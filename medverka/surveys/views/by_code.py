"""Where a code from paper is typed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from medverka.foundation import brake
from medverka.surveys import tickets
from medverka.surveys.models import Ticket
from medverka.surveys.views.answering import for_respondents

TRIES, WITHIN = 60, 900  # Wrong ones from one address: a whole hall types behind it.
SOON = _("Det har blivit för många försök. Vänta en kvart, eller ring oss.")
TOMORROW = _("Det har blivit för många försök med den koden. Vänta till i morgon, eller ring oss.")
TRIES_OF_ONE = 10  # Of codes that begin alike, in a day: half a code that somebody glimpsed is no help.


class CodeForm(forms.Form):
    """The code of a paper form or a letter."""

    code = forms.CharField(
        label=_("Koden som står på papperet"),
        help_text=_("Tio tecken. Stora eller små bokstäver spelar ingen roll."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": 16}
        ),
    )


@for_respondents
def code(request: HttpRequest) -> HttpResponse:
    """The form, and on to the questions."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            if ticket := _of_code(request, form.cleaned_data["code"]):
                return redirect("surveys:by_link", tickets.token_of(ticket))
            form.add_error("code", _("Koden stämmer inte. Se efter på papperet en gång till, eller ring oss."))
        except brake.TooManyTries as refusal:
            form.add_error("code", TOMORROW if refusal.until_tomorrow else SOON)
    return render(request, "surveys/answering/code.html", {"form": form})


def _of_code(request: HttpRequest, typed: str) -> Ticket | None:
    address = brake.address_of(request)
    return brake.by_code(
        typed, tickets.of_code, what="survey-code", address=address, most=TRIES, seconds=WITHIN, of_one=TRIES_OF_ONE
    )
