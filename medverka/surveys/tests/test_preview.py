"""A questionnaire is looked at as those who answer will meet it, in each language, and nothing is kept."""

import json

import pytest
from django.urls import reverse

from medverka.questionnaires.document import Condition, Kind, Option, Picture, Question, Questionnaire, Section
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.models import Draft, Sheet

pytestmark = pytest.mark.django_db

YES_NO = (Option("ja", {"sv": "Ja", "ar": "نعم"}), Option("nej", {"sv": "Nej", "ar": "لا"}))
DOCUMENT = Questionnaire(
    {"sv": "Prov", "ar": "استبيان"},
    languages=("sv", "ar"),
    thanks={"sv": "Vi berättar i vår."},
    words={"ar": {"next": "التالي"}},
    sections=(
        Section("a", {"sv": "A"}, (
            Question("ett", Kind.SINGLE, {"sv": "Ett?", "ar": "واحد؟"}, options=YES_NO, required=True),
            Question("mer", Kind.TEXT, {"sv": "Varför?"}, asked_if=Condition("ett", ("nej",))),
        )),
        Section("b", {"sv": "B"}, (Question("tva", Kind.TEXT, {"sv": "Två?"}),), asked_if=Condition("ett", ("ja",))),
    ),
)  # fmt: skip


@pytest.fixture
def made(coordinator):
    return actions.make(DOCUMENT, by=coordinator, name="Prov")


@pytest.fixture
def karin(coordinator, sign_in):
    return sign_in(coordinator)


def at(made, name="questionnaire_preview", query=""):
    return reverse(f"surveys:{name}", args=[made.slug]) + query


def test_it_goes_from_the_start_over_what_is_put_to_the_thanks_and_keeps_nothing(karin, made):
    address = at(made)
    assert "Börja" in karin.get(address).content.decode()
    page = karin.post(address, {"number": "0", "answers": "{}", "next": "1"})
    assert "Ett?" in page.content.decode()
    answer = {"number": "1", "answers": page.context["step"].kept, "seen": ["ett"], "q.ett": "ja", "next": "1"}
    page = karin.post(address, answer)
    assert "Två?" in page.content.decode()
    page = karin.post(address, {"number": "2", "answers": page.context["step"].kept, "seen": ["tva"], "next": "1"})
    assert "Vi berättar i vår." in page.content.decode()
    page = karin.post(address, {"number": "3", "answers": page.context["step"].kept, "back": "1"})
    assert "Två?" in page.content.decode()
    assert not Draft.objects.exists()
    assert not Sheet.objects.exists()


def test_conditions_and_what_must_be_answered_work_as_for_those_who_answer(karin, made):
    address = at(made)
    page = karin.post(address, {"number": "1", "answers": "{}", "seen": ["ett"], "next": "1"})
    assert "Frågan behöver ett svar." in page.content.decode()
    page = karin.post(address, {"number": "1", "answers": "{}", "seen": ["ett"], "q.ett": "nej", "next": "1"})
    assert page.context["new"] == ["mer"]
    sent = {"number": "1", "answers": "{}", "seen": ["ett", "mer"], "q.ett": "nej", "q.mer": "För att", "next": "1"}
    assert "Vi berättar i vår." in karin.post(address, sent).content.decode(), "B is not put to those who said no"


def test_each_language_is_shown_with_its_own_words_and_direction(karin, made):
    page = karin.post(at(made, query="?sprak=ar"), {"number": "0", "next": "1"}).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "واحد؟" in page
    assert "التالي" in page
    phone = karin.get(at(made, "preview_phone", "?sprak=ar")).content.decode()
    assert f"{at(made, 'preview_frame')}?sprak=ar" in phone
    assert phone.count('aria-current="true">العربية') == 1
    assert "Prov" in karin.get(at(made, query="?sprak=finns-inte")).content.decode()


def test_it_is_shown_in_a_frame_as_narrow_as_a_phone_and_in_no_other_frame(karin, made):
    assert at(made, "preview_frame") in karin.get(at(made, "preview_phone")).content.decode()
    framed = karin.get(at(made, "preview_frame"))
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert karin.get(at(made))["X-Frame-Options"] == "DENY"


def test_an_older_version_is_looked_at_as_it_was(karin, made):
    assert karin.get(at(made, query="?version=1")).status_code == 200
    assert karin.get(at(made, query="?version=7")).status_code == 404


@pytest.mark.parametrize(
    "answers", ["", "[]", "{", '"x"', json.dumps({"ett": {"x": [1]}, "mer": 3, "tva": None}), "[" * 5000]
)
@pytest.mark.parametrize("number", ["-1", "x", "1", "99", "9" * 50])
def test_what_a_page_never_sent_breaks_nothing(karin, made, answers, number):
    sent = {"number": number, "answers": answers, "next": "1", "q.ett": "<script>", "seen": ["ett", "finns-inte"]}
    assert karin.post(at(made), sent).status_code == 200


def test_a_sign_that_is_not_there_is_left_out(karin, coordinator):
    sign = Picture(icon="finns-inte", alt={"sv": "Okänt"})
    asks = Question("q", Kind.TEXT, {"sv": "Vad?"}, picture=sign)
    document = Questionnaire({"sv": "Prov"}, sections=(Section("a", {"sv": "A"}, (asks,)),))
    made = actions.make(document, by=coordinator, name="Prov")
    assert "Vad?" in karin.post(at(made), {"number": "0", "next": "1"}).content.decode()
    assert karin.get(reverse("surveys:question_picture", args=[made.slug, "q"])).status_code == 200
