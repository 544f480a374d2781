"""Where a code from paper is typed."""

import logging

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from medverka.foundation import brake, codes
from medverka.surveys import tickets
from medverka.surveys.views.answering import for_respondents

log = logging.getLogger(__name__)
TRIES, WITHIN = 60, 900  # Wrong ones from one address: a whole hall types behind it.
TRIES_OF_ONE, A_DAY = 10, 86_400  # Of codes that begin alike: half a code that somebody glimpsed is no help.


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
        typed = codes.as_typed(form.cleaned_data["code"])
        counts = {
            f"survey-code:{brake.address_of(request)}": (TRIES, WITHIN),
            f"survey-code-half:{typed[: codes.HALF]}": (TRIES_OF_ONE, A_DAY),
        }
        if not all(brake.allows(key, most=most) for key, (most, _seconds) in counts.items()):
            log.warning("Somebody types more wrong codes of surveys than a person mistypes.")
            form.add_error("code", _("Det har blivit för många försök. Vänta en kvart, eller ring oss."))
        elif ticket := tickets.of_code(typed):
            return redirect("surveys:by_link", tickets.token_of(ticket))
        else:
            for key, (most, seconds) in counts.items():
                brake.count(key, most=most, seconds=seconds)
            form.add_error("code", _("Koden stämmer inte. Se efter på papperet en gång till, eller ring oss."))
    return render(request, "surveys/answering/code.html", {"form": form})
