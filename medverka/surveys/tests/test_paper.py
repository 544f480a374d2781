"""What is printed for a group."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image as Drawing

from medverka.organisations.models import County
from medverka.questionnaires import files
from medverka.surveys import bank, letters, paper, tickets
from medverka.surveys.actions.pictures import keep
from medverka.surveys.models import Ticket
from medverka.surveys.pictures import redrawn
from medverka.surveys.queries import asked
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(coordinator):
    return made.opened(coordinator)


def alternatives_of(pdf):
    return [str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]


def in_arabic(value):
    if isinstance(value, dict) and "sv" in value:
        value["ar"] = "ما رأيك"
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        in_arabic(item)


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


@pytest.mark.slow
def test_the_notice_has_a_large_code_and_tells_who_until_when_and_whom_to_call(group):
    County.objects.update(name="Exempellän", phone="010-123 45 67")
    for size, width in (("a4", 595), ("a3", 842)):
        pdf = pages_of(paper.poster(group, paper=size))
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert round(float(pdf.pages[0].mediabox[2])) == width
        assert any("/enkat/hosten/chefer/" in text for text in alternatives_of(pdf))


def test_the_notice_tells_who_until_when_and_whom_to_call(group, monkeypatch):
    County.objects.update(name="Exempellän", phone="010-123 45 67")
    told = []
    monkeypatch.setattr(paper.pdf, "notice", lambda *words, **more: told.extend([*words, *map(str, more.values())]))
    paper.poster(group)
    text = " ".join(told)
    for words in ("Uppföljning hösten", "Exempellän", "/enkat/hosten/chefer/", "Svara senast den", "010-123\\xa045"):
        assert words in text, words


@pytest.mark.slow
def test_pictures_of_questions_and_answers_are_printed(group, coordinator):
    content = files.write(bank.questionnaire("medverkande"))
    file = BytesIO()
    Drawing.new("RGB", (40, 30), "red").save(file, "PNG")
    digest = keep(redrawn(file.getvalue()), by=coordinator)
    first = content["sections"][0]["questions"][0]
    first["picture"] = {"icon": "ear", "alt": {"sv": "Lyssna"}}
    first["options"][0]["picture"] = {"file": digest, "alt": {"sv": "En röd ruta"}}
    group.version = made.version("bilder", content=content)
    assert {"Lyssna", "En röd ruta"} <= set(alternatives_of(pages_of(paper.form(group))))


def test_codes_are_printed_a_hundred_at_a_time_and_a_code_stays_in_its_file(group, monkeypatch):
    monkeypatch.setattr(asked, "CODES_A_PILE", 3)
    rows = tickets.make(group, [Invitee()] * 7)
    assert [(pile.place, pile.first, pile.last, pile.codes) for pile in asked.piles_of(group)] == [
        (1, 1, 3, 3), (2, 4, 6, 3), (3, 7, 7, 1),
    ]  # fmt: skip
    Ticket.objects.filter(pk=rows[0].pk).update(answered=True)
    assert [pile.codes for pile in asked.piles_of(group)] == [2, 3, 1]
    assert [one.number for one in asked.codes_of_pile(group, 2)] == [4, 5, 6]
    for nonsense in (0, 99, 10**17):
        assert not asked.codes_of_pile(group, nonsense)


@pytest.mark.slow
def test_every_pile_can_be_chosen_on_the_page(coordinator, sign_in, group):
    tickets.make(group, [Invitee()] * 101)
    at = [group.round.slug, group.key]
    page = sign_in(coordinator).get(reverse("surveys:group", args=at)).content.decode()
    assert "1 till 100 (100 oanvända)" in page
    assert "101 till 101 (1 oanvända)" in page
    response = sign_in(coordinator).get(reverse("surveys:paper_form", args=at) + "?koder=2&sprak=")
    assert response["Content-Type"] == "application/pdf"


def test_a_language_whose_letters_cannot_be_printed_is_told_instead_of_boxes(coordinator, sign_in, group):
    content = files.write(bank.questionnaire("medverkande"))
    content["languages"] = ["ar", *content["languages"]]
    in_arabic(content)
    group.version = made.version("arabiska", content=content)
    group.save(update_fields=["version"])
    with pytest.raises(paper.Unprintable):
        paper.form(group)
    assert ("sv", "svenska") in [(tag, name.lower()) for tag, name in paper.other_languages(group)]
    assert len(pages_of(paper.form(group, language="sv")).pages) > 1
    address = reverse("surveys:paper_form", args=[group.round.slug, group.key])
    told = sign_in(coordinator).get(address, follow=True).content.decode()
    assert "går inte att skriva ut på" in told
