import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from medverka.foundation import views


def test_the_page_that_says_that_something_broke_needs_no_database(rf):
    answer = views.server_error(rf.get("/"))  # pytest-django refuses any query here.
    assert answer.status_code == 500
    assert "Något gick fel hos oss" in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("/idag/", "/idag/"),
        ("https://ond.example/", "/komponenter/"),
        ("//ond.example/", "/komponenter/"),
        ("javascript:alert(1)", "/komponenter/"),
        ("", "/komponenter/"),
    ],
)
def test_a_form_leads_back_to_our_own_pages_alone(rf, wanted, address):
    answer = views.redirect_back(rf.post("/", {"next": wanted}), "gallery")
    assert answer["Location"] == address


def test_what_was_typed_when_something_broke_comes_back_to_be_sent_again(rf):
    answer = views.server_error(
        rf.post("/x/?till=y", {"text": "<b>Hej</b>\r\noch hej", "csrfmiddlewaretoken": "gammal"})
    )
    page = answer.content.decode()
    assert 'name="text" value="&lt;b&gt;Hej&lt;/b&gt;\r\noch hej"' in page
    assert 'action="/x/?till=y"' in page
    assert "gammal" not in page
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("more", [{"password": "hemligt"}, {"file": SimpleUploadedFile("a.txt", b"hej")}])
def test_a_password_or_a_file_is_not_given_back(rf, more):
    page = views.server_error(rf.post("/", {"text": "Hej och hej", **more})).content.decode()
    assert "hemligt" not in page
    assert "Det du skrev finns kvar" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "back"), [("http://testserver", True), ("https://ond.example", False), (None, False)]
)
def test_a_form_whose_page_is_too_old_is_given_back_unless_another_site_sent_it(origin, back):
    headers = {"origin": origin} if origin else {}
    answer = Client(enforce_csrf_checks=True).post("/forfragan/", {"text": "Mitt långa brev"}, headers=headers)
    assert answer.status_code == 403
    assert ("Mitt långa brev" in answer.content.decode()) is back
