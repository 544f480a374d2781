from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse

from medverka.access.authorise import link_holder
from medverka.foundation import clock, links, outbox
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool import actions_joining, door, jobs, joining
from medverka.pool.models import Contributor, Identity, JoinDraft
from medverka.pool.terms import ensure_default_terms

pytestmark = pytest.mark.django_db


def at(step):
    return reverse("pool:join_step", args=[step])


@pytest.fixture
def visitor(county, sign_in):
    """Somebody who has pressed Börja."""
    browser = sign_in()
    browser.post(reverse("pool:join_start"))
    return browser


def fill_in(browser, **reach):
    browser.post(at("perspektiv"), {"perspectives": ["patient", "relative"]})
    browser.post(at("na-dig"), reach or {"first_name": "Anna", "email": "Anna@Exempel.invalid"})


def test_two_answers_are_enough_and_the_new_person_waits_for_a_talk(visitor):
    fill_in(visitor)
    answer = visitor.post(reverse("pool:join_review"))
    assert answer.url == reverse("pool:join_thanks")
    person = Contributor.objects.get()
    assert (person.status, person.source, person.perspectives) == ("new", "self", ["patient", "relative"])
    assert Identity.objects.get().email == "anna@exempel.invalid"
    assert not JoinDraft.objects.exists()


def test_everything_that_is_asked_is_kept(visitor, county, coordinator):
    ensure_default_terms(by=coordinator)
    fill_in(visitor, phone="070-174 06 05", channel="phone")
    for step, field, kind in (
        ("omraden", "areas", "area"),
        ("satt", "ways", "way"),
        ("satt", "forms_", "form"),
        ("behov", "access", "access"),
    ):
        word = joining.questions.Term.objects.filter(kind=kind).first()
        kept = joining.answers(JoinDraft.objects.get()).get(step, {})
        visitor.post(at(step), {**kept, field: [word.pk]})
    visitor.post(at("plats"), {"municipality": county.norrvik.pk, "age_band": "18-25"})
    visitor.post(at("granser"), {"most_per_half_year": "3", "weekdays": ["1", "3"]})
    visitor.post(at("egna-ord"), {"own_words": "Hej å hå"})
    visitor.post(reverse("pool:join_review"))
    person = Contributor.objects.get()
    assert {term.kind for term in person.terms.all()} == {"area", "way", "form", "access"}
    assert (person.municipality, person.most_per_half_year, person.weekdays) == (county.norrvik, 3, [1, 3])
    assert person.age_band == "18-25"
    assert door.released(person, ["phone"]) == {"phone": "+46701740605"}
    assert Identity.objects.get().own_words == "Hej å hå"


def test_without_a_perspective_it_says_so_and_nothing_is_sent(visitor):
    visitor.post(at("na-dig"), {"email": "anna@exempel.invalid"})
    page = visitor.get(reverse("pool:join_review")).content.decode()
    assert "Behöver rättas" in page
    visitor.post(reverse("pool:join_review"))
    assert not Contributor.objects.exists()


def test_what_was_typed_wrong_stands_there_again(visitor):
    visitor.post(at("na-dig"), {"first_name": "Anna", "email": "inte en adress", "street": "Gatan 1"})
    page = visitor.get(at("na-dig")).content.decode()
    assert "inte en adress" in page
    assert "Gatan 1" in page
    assert "namn@exempel.se" in page


def test_a_draft_is_ciphertext_in_the_database(visitor):
    fill_in(visitor)
    raw = str(list(JoinDraft.objects.extra(select={"raw": "answers"}).values_list("raw")))
    assert "anna" not in raw.lower()


def test_two_presses_make_one_person(visitor):
    fill_in(visitor)
    draft = JoinDraft.objects.get()
    holder = actions_joining.holder_of(draft)
    actions_joining.send(draft, by=holder)
    with pytest.raises(JoinDraft.DoesNotExist):
        actions_joining.send(draft, by=holder)
    assert Contributor.objects.count() == 1


def test_somebody_known_already_is_not_revealed_to_the_public_but_to_the_coordinator(
    visitor, contributor, coordinator, sign_in
):
    fill_in(visitor, email="lova@exempel.invalid")
    answer = visitor.post(reverse("pool:join_review"), follow=True)
    assert "Tack" in answer.content.decode()
    assert contributor.pseudonym not in answer.content.decode()
    new = Contributor.objects.get(status="new")
    page = sign_in(coordinator).get(reverse("pool:contributor", args=[new.reference])).content.decode()
    assert "Kan vara samma person" in page
    assert contributor.pseudonym in page


def test_whoever_is_protected_is_so_from_the_first_day(visitor, county, coordinator):
    fill_in(visitor, phone="0701740605", first_name="Hemlig", protected="on")
    visitor.post(at("plats"), {"municipality": county.norrvik.pk})
    visitor.post(reverse("pool:join_review"))
    person = Contributor.objects.get()
    assert person.municipality is None
    assert Identity.objects.get().protected


# --- Going on later -------------------------------------------------------------------------


def test_saving_mails_a_link_with_a_neutral_subject_and_once_a_day(visitor):
    fill_in(visitor)
    for _press in range(2):
        assert visitor.post(at("omraden"), {"later": "1"}).url == reverse("pool:join_later")
    assert "anna@exempel.invalid" in visitor.get(reverse("pool:join_later")).content.decode()
    assert Entry.objects.filter(verb="join.link_mailed").count() == 1
    mail = OutgoingMail.objects.get()
    message = outbox._composers[mail.notice](mail.subject_id)
    assert message.to == "anna@exempel.invalid"
    assert message.subject == "Fortsätt där du slutade"


def test_opening_the_page_of_what_is_saved_changes_nothing(visitor):
    fill_in(visitor, phone="0701740605")
    before = JoinDraft.objects.values().get()
    page = visitor.get(reverse("pool:join_later"))
    assert not page.context["code"]
    assert JoinDraft.objects.values().get() == before
    assert not OutgoingMail.objects.exists()
    visitor.post(reverse("pool:join_later"))
    codes = {visitor.get(reverse("pool:join_later")).context["code"] for _turn in range(2)}
    assert len(codes) == 1
    assert Entry.objects.filter(verb="join.code_given").count() == 1
    assert codes.pop().replace("-", "") not in str(JoinDraft.objects.values().get())


def test_two_tabs_save_two_steps(visitor):
    fill_in(visitor)
    stale = JoinDraft.objects.get()
    visitor.post(at("egna-ord"), {"own_words": "Hej"})
    actions_joining.save_step(stale, "granser", QueryDict("weekdays=1"), by=actions_joining.holder_of(stale))
    kept = joining.answers(JoinDraft.objects.get())
    assert (kept["egna-ord"]["own_words"], kept["granser"]["weekdays"]) == (["Hej"], ["1"])


def test_nobody_acts_in_somebody_elses_draft(visitor, coordinator):
    draft = JoinDraft.objects.get()
    for by in (coordinator, link_holder("join", "another")):
        with pytest.raises(PermissionDenied):
            actions_joining.save_step(draft, "egna-ord", QueryDict("own_words=Hej"), by=by)
        with pytest.raises(PermissionDenied):
            actions_joining.send(draft, by=by)


def test_a_new_address_gets_a_link_of_its_own_the_same_day(visitor):
    fill_in(visitor, email="anna@exempel.invalid", later="1")
    visitor.post(at("na-dig"), {"email": "anna.ny@exempel.invalid", "later": "1"})
    assert OutgoingMail.objects.count() == 2


def test_the_mailed_link_goes_on_in_another_browser_and_opening_it_changes_nothing(visitor, sign_in):
    fill_in(visitor)
    token = links.make("pool.resume", JoinDraft.objects.get().pk)
    other = sign_in()
    assert other.get(reverse("pool:join_resume", args=[token])).status_code == 200
    assert other.get(reverse("pool:join_review")).status_code == 302
    other.post(reverse("pool:join_resume", args=[token]))
    assert "Anna" in other.get(reverse("pool:join_review")).content.decode()


def test_without_an_address_there_is_a_code_that_goes_on_elsewhere(visitor, sign_in):
    visitor.post(at("perspektiv"), {"perspectives": ["user"]})
    visitor.post(at("na-dig"), {"phone": "0701740605", "later": "1"})
    code = visitor.get(reverse("pool:join_later")).context["code"]
    other = sign_in()
    assert "hittar ingenting" in other.post(reverse("pool:join_code"), {"code": "AAAA AAAA"}).content.decode()
    assert other.post(reverse("pool:join_code"), {"code": code.lower()}).url == reverse("pool:join_review")


def test_codes_cannot_be_guessed_at_length(county, sign_in):
    browser = sign_in()
    answers = [browser.post(reverse("pool:join_code"), {"code": f"AAAA {n}"}).status_code for n in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.parametrize("token", ["forged", "a:b:c", "%00"])
def test_a_forged_link_says_so(county, sign_in, token):
    page = sign_in().get(reverse("pool:join_resume", args=[token]))
    assert page.status_code == 410
    assert "gäller inte längre" in page.content.decode()


def test_a_draft_that_nobody_comes_back_to_is_gone_after_thirty_days(visitor):
    fill_in(visitor)
    with clock.at(clock.now() + timedelta(days=31)):
        assert visitor.get(reverse("pool:join_review")).status_code == 302
        jobs.drop_old_drafts()
        jobs.drop_old_drafts()
    assert not JoinDraft.objects.exists()
    (entry,) = Entry.objects.filter(verb="join.drafts_dropped")
    assert (entry.actor, entry.facts) == ("system", {"count": 1})


def test_right_codes_from_one_library_are_never_too_many(visitor, sign_in):
    fill_in(visitor, phone="0701740605", later="1")
    code = visitor.get(reverse("pool:join_later")).context["code"]
    library = [sign_in().post(reverse("pool:join_code"), {"code": code}).status_code for _person in range(12)]
    assert set(library) == {302}


# --- For somebody else ----------------------------------------------------------------------


def test_a_coordinator_takes_somebody_in_by_phone_and_the_record_says_so(coordinator, sign_in):
    browser = sign_in(coordinator)
    first = browser.post(reverse("pool:record"), {"source": "phone"})
    draft = JoinDraft.objects.get()
    browser.post(first.url, {"perspectives": ["user"]})
    browser.post(reverse("pool:record_step", args=[draft.pk, "na-dig"]), {"phone": "0701740605"})
    answer = browser.post(reverse("pool:record_review", args=[draft.pk]), follow=True)
    person = Contributor.objects.get()
    assert (person.source, person.contact_person, person.channel) == ("phone", coordinator, "phone")
    assert Entry.objects.get(verb="contributor.joined").actor == coordinator.actor_id
    assert "per telefon" in answer.content.decode()


def test_nobody_opens_a_draft_that_somebody_else_fills_in(coordinator, other_coordinator, sign_in):
    draft = actions_joining.start(by=coordinator, source="paper")
    assert sign_in(other_coordinator).get(reverse("pool:record_review", args=[draft.pk])).status_code == 404
    browser = sign_in()
    session = browser.session
    session["join_draft"] = str(draft.pk)
    session.save()
    assert browser.get(reverse("pool:join_review")).status_code == 302


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"channel": "letter", "email": "a@exempel.invalid"}, "hela din postadress saknas"),
        ({"channel": "phone", "email": "a@exempel.invalid"}, "ditt nummer saknas"),
        ({"channel": "email", "phone": "070-174 06 05"}, "din e-postadress saknas"),
    ],
)
def test_whoever_chooses_a_way_that_cannot_reach_them_is_told_what_is_missing(typed, told):
    form = joining.questions.ReachForm(typed)
    assert not form.is_valid()
    assert told in form.errors["channel"][0]


def test_the_page_about_joining_says_how_many_steps_there_are_and_can_be_called_from(client, county):
    page = client.get(reverse("pool:join")).content.decode()
    assert f"i {len(joining.STEPS) + 1} korta steg" in page
    assert 'href="tel:0313900600"' in page
