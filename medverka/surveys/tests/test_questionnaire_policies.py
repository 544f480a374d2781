"""Whose a questionnaire is: all who build any read and copy it; whoever made it, and whoever keeps surveys in the whole county, changes it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from medverka.access.authorise import SYSTEM, Grant, Someone
from medverka.questionnaires import files
from medverka.questionnaires.document import Questionnaire as Document
from medverka.surveys import bank, policies
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.models import Questionnaire

pytestmark = pytest.mark.django_db

CHANGING = {
    "questionnaire_about": (),
    "new_section": (),
    "put_away_questionnaire": (),
    "section_words": ("motet",),
    "section_condition": ("motet",),
    "take_from_bank": ("motet",),
    "choose_kind": ("motet",),
    "new_question": ("motet", "text"),
    "remove_section": ("motet",),
    "question": ("helhet",),
    "question_condition": ("helhet",),
    "question_picture": ("helhet",),
    "option_picture": ("helhet", "svar"),
    "remove_question": ("helhet",),
    "translation": ("en",),
    "remove_language": ("en",),
}


@pytest.fixture
def theirs(county, coordinator):
    return actions.make(bank.questionnaire("motesdeltagare"), by=coordinator, name="Efter mötet")


def test_who_may_change_a_questionnaire(theirs, county, coordinator, north_coordinator, commissioner, outsider):
    own = actions.make(Document(title={"sv": "Norr"}), by=north_coordinator, name="Norr")
    nobodys = Questionnaire.objects.create(slug="ingens", name="Ingens")
    narrow = Someone("link:1", (Grant("coordinator", sub_area_id=1),))

    def may_change(actor):
        return [one.slug for one in (theirs, own, nobodys) if policies.may_change(actor, one)]

    for actor in (coordinator, SYSTEM):
        assert may_change(actor) == ["efter-motet", "norr", "ingens"]
    assert may_change(north_coordinator) == ["norr"]
    for actor in (commissioner, outsider, narrow):
        assert may_change(actor) == []


def test_nobody_changes_renames_or_puts_away_what_somebody_else_made(theirs, north_coordinator):
    for refused in (
        lambda: actions.change(theirs, by=north_coordinator, edit=lambda whole: whole),
        lambda: actions.rename(theirs, by=north_coordinator, name="Mitt"),
        lambda: actions.put_away(theirs, by=north_coordinator),
        lambda: actions.take_back(theirs, by=north_coordinator),
        lambda: actions.drop_version(theirs.versions.get(), by=north_coordinator),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_page_that_changes_what_somebody_else_made_is_refused(theirs, north_coordinator, sign_in):
    browser = sign_in(north_coordinator)
    question = next(theirs_document(theirs).questions)
    section = theirs_document(theirs).sections[0]
    stands_for = {"motet": section.key, "helhet": question.key, "svar": f"svar-{question.options[0].key}"}
    for name, rest in CHANGING.items():
        address = reverse(f"surveys:{name}", args=[theirs.slug, *(stands_for.get(part, part) for part in rest)])
        assert browser.get(address).status_code == 403, name
        assert browser.post(address).status_code == 403, name
    assert browser.post(reverse("surveys:questionnaire_languages", args=[theirs.slug]), {"language": "fi"}).status_code == 403  # fmt: skip
    assert browser.post(reverse("surveys:questionnaire_do", args=[theirs.slug])).status_code == 403


def theirs_document(one):
    return files.load(one.versions.get().content)


def test_what_somebody_else_made_is_read_and_copied_with_no_button_that_is_refused(theirs, north_coordinator, sign_in):
    browser = sign_in(north_coordinator)
    page = browser.get(reverse("surveys:questionnaire", args=[theirs.slug])).content.decode()
    assert "Det här formuläret är någon annans" in page
    for name in ("new_section", "questionnaire_about", "put_away_questionnaire", "questionnaire_do"):
        assert reverse(f"surveys:{name}", args=[theirs.slug]) not in page
    assert "/fragebanken/" not in page
    assert "/villkor/" not in page
    languages = browser.get(reverse("surveys:questionnaire_languages", args=[theirs.slug])).content.decode()
    assert "Lägg till ett språk" not in languages
    assert "ta-bort" not in languages
    for name in ("questionnaire_versions", "questionnaire_preview"):
        assert browser.get(reverse(f"surveys:{name}", args=[theirs.slug])).status_code == 200
    browser.post(reverse("surveys:new_questionnaire"), {"name": "Vårt", "start": f"kopia:{theirs.slug}"})
    copy = Questionnaire.objects.get(slug="vart")
    assert policies.may_change(north_coordinator, copy)
    assert "är någon annans" not in browser.get(reverse("surveys:questionnaire", args=[copy.slug])).content.decode()
