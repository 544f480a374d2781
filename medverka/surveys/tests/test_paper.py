"""What is printed for a group."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from medverka.questionnaires import files
from medverka.surveys import bank, letters, paper, tickets
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(coordinator):
    return made.opened(coordinator)


def pages_of(content):
    return pikepdf.open(BytesIO(content))


@pytest.mark.slow
@pytest.mark.parametrize("key", [one.key for one in bank.ready()])
@pytest.mark.parametrize("language", ["sv", "sv-x-lattlast", "en", "finns-inte"])
def test_every_questionnaire_of_the_bank_is_set_as_a_tagged_form_in_each_of_its_languages(group, key, language):
    group.version = made.version(f"bank-{key}", content=files.write(bank.questionnaire(key)))
    pdf = pages_of(paper.form(group, codes=["ACDEF-HJKLM", "NPRTU-VWXY3"], language=language))
    assert pdf.Root.MarkInfo.Marked
    assert len(pdf.pages) >= 2


@pytest.mark.slow
def test_hostile_words_are_set_as_words(group):
    content = files.write(bank.questionnaire("medverkande"))
    content["title"]["sv"] = '#panic("x") ' + "å" * 400 + " \u202e عنوان 🙂"
    group.version = made.version("elakt", content=content)
    assert len(pages_of(paper.form(group)).pages) >= 1


def test_letters_posters_and_forms_have_names_that_tell_nothing(coordinator, sign_in, group):
    browser = sign_in(coordinator)
    tickets.make(group, [Invitee(), Invitee(name="Anna", email="")])
    for name, file in (("paper_form", "formular.pdf"), ("round_poster", "affisch.pdf")):
        response = browser.get(reverse(f"surveys:{name}", args=[group.round.slug, group.key]))
        assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    response = browser.get(reverse("surveys:paper_form", args=[group.round.slug, group.key]) + "?koder=1")
    assert response["Content-Type"] == "application/pdf"
    response = browser.post(reverse("surveys:letters_pdf", args=[group.round.slug, group.key]))
    assert response["Content-Disposition"] == 'attachment; filename="brev.pdf"'
    assert letters.pile(group, [], {})


def test_forms_with_codes_need_codes_and_a_poster_an_open_link(coordinator, sign_in, group):
    browser = sign_in(coordinator)
    address = [group.round.slug, group.key]
    assert browser.get(reverse("surveys:paper_form", args=address) + "?koder=1").status_code == 404
    one = made.round_(coordinator, slug="annan")
    closed = made.group(one, coordinator, has_open_link=False)
    assert browser.get(reverse("surveys:round_poster", args=[one.slug, closed.key])).status_code == 404


def test_an_unfinished_questionnaire_is_not_printed_and_its_group_can_be_looked_at(coordinator, sign_in):
    for number, content in enumerate(({}, {"sections": []}, files.write(bank.questionnaire("medverkande")))):
        version = made.version(f"v{number}", content={**content, "languages": []})
        one = made.round_(coordinator, slug=f"r{number}", of=version)
        address = [one.slug, made.group(one, coordinator).key]
        browser = sign_in(coordinator)
        assert browser.get(reverse("surveys:group", args=address)).status_code == 200
        assert browser.get(reverse("surveys:paper_form", args=address)).status_code == 302


def test_a_follow_up_says_to_whom_it_is_put(group):
    questionnaire = next(
        one.questionnaire for one in bank.ready() if any(q.asked_if for q in one.questionnaire.questions)
    )
    form = paper._Form(questionnaire, "sv")
    question = next(q for q in questionnaire.questions if q.asked_if)
    assert "Svara bara om du svarade ”" in form._asked(question).note
    assert group.round.closes_on - group.round.opens_on == timedelta(days=30)
