"""How old somebody says they are: a choice of theirs, one of a few wide groups, never asked twice and never needed."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.foundation import links
from medverka.journal.models import Entry
from medverka.pool import actions, paper, questions, rules
from medverka.pool.actions import NewPerson
from medverka.pool.models import Contributor

pytestmark = pytest.mark.django_db
WORDS = "41–64 år"


@pytest.fixture
def of_age(contributor):
    Contributor.objects.filter(pk=contributor.pk).update(age_band="41-64")
    contributor.refresh_from_db()
    return contributor


def test_nobody_has_to_say_how_old_they_are(county):
    person = actions.add_contributor(NewPerson(phone="0701740605", perspectives={"user"}), by=SYSTEM)
    assert person.age_band == ""


def test_the_question_says_that_it_is_free_and_why_it_is_asked(county):
    form = questions.PlaceForm({})
    assert form.is_valid()
    assert form.cleaned_data["age_band"] == ""
    assert list(form.fields) == ["municipality", "age_band", "languages"]
    assert "Frivilligt" in str(form["age_band"].help_text)
    assert [code for code, _words in form.fields["age_band"].choices] == [*rules.AGE_BANDS, ""]


def test_an_age_that_is_no_group_is_refused_in_words_everywhere(county, contributor, contributor_user, sign_in):
    with pytest.raises(ValidationError, match="Åldersgruppen finns inte"):
        actions.add_contributor(NewPerson(phone="0701740605", perspectives={"user"}, age_band="43"), by=SYSTEM)
    with pytest.raises(ValidationError, match="Åldersgruppen finns inte"):
        actions.change_profile(contributor, by=contributor_user, age_band="43")
    sent = {"perspectives": ["user"], "channel": "email", "age_band": "43"}
    page = sign_in(contributor_user).post(reverse("pool:my_profile"), sent)
    assert page.status_code == 200
    contributor.refresh_from_db()
    assert (contributor.age_band, contributor.perspectives) == ("", ["patient"])


def test_the_database_holds_no_other_age(contributor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contributor.objects.filter(pk=contributor.pk).update(age_band="43")


def test_contributors_say_it_and_take_it_back_on_their_own_page(contributor, contributor_user, sign_in):
    browser, sent = sign_in(contributor_user), {"perspectives": ["patient"], "channel": "email"}
    browser.post(reverse("pool:my_profile"), {**sent, "age_band": "41-64"})
    assert WORDS in browser.get(reverse("portal:my_page")).content.decode()
    contributor.refresh_from_db()
    assert contributor.age_band == "41-64"
    browser.post(reverse("pool:my_profile"), {**sent, "age_band": ""})
    contributor.refresh_from_db()
    assert contributor.age_band == ""
    assert [entry.facts for entry in Entry.objects.filter(verb="contributor.changed")] == [{"fields": ["age_band"]}] * 2


def test_the_coordinator_sees_it_under_the_pseudonym_and_corrects_it(of_age, coordinator, sign_in):
    browser = sign_in(coordinator)
    assert WORDS in browser.get(reverse("pool:contributor", args=[of_age.reference])).content.decode()
    form = browser.get(reverse("pool:profile", args=[of_age.reference])).context["form"]
    assert form["age_band"].value() == "41-64"
    sent = {"perspectives": ["patient"], "channel": "email", "age_band": "65-up"}
    browser.post(reverse("pool:profile", args=[of_age.reference]), sent)
    of_age.refresh_from_db()
    assert of_age.age_band == "65-up"


def test_it_stands_in_the_copy_of_everything_and_in_the_yearly_question(of_age, contributor_user, sign_in):
    held = json.loads(sign_in(contributor_user).get(reverse("pool:my_json")).content)
    assert held["Din profil"]["Åldersgrupp"] == WORDS
    token = links.make("pool.still_right", of_age.pk, of_age.reference)
    assert WORDS in sign_in().get(reverse("pool:still_right", args=[token])).content.decode()


def test_the_paper_offers_the_groups_and_leaves_not_saying_to_an_empty_box(county, monkeypatch):
    asked = []
    monkeypatch.setattr(paper.pdf, "document", lambda title, blocks: asked.extend(blocks))
    paper.join_form()
    (question,) = (block for block in asked if getattr(block, "label", "") == "Hur gammal är du?")
    assert [item.lower() for item in question.items] == [str(words) for words in rules.AGE_BANDS.values()]


def test_disposal_leaves_it_among_the_bare_facts_beside_the_municipality(of_age, county, coordinator):
    actions.leave(of_age, by=coordinator)
    actions.dispose(of_age, by=SYSTEM)
    of_age.refresh_from_db()
    assert (of_age.age_band, of_age.municipality) == ("41-64", county.norrvik)
