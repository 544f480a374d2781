import pytest

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
