"""What respondents meet, in every state: the surveys' part of the component gallery."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from medverka.foundation.views import public
from medverka.surveys import gallery, respondent_words


@public
def answer_fields(request: HttpRequest) -> HttpResponse:
    """Every kind of answer field in every state."""
    context = {"states": list(gallery.states()), "words": respondent_words.WORDS, "survey_language": "sv"}
    return render(request, "surveys/answering/gallery.html", context)
