from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.mail.backends import smtp
from django.urls import reverse

from medverka.access.authorise import SYSTEM, link_holder
from medverka.accounts.actions import accept_invitation, invite_staff
from medverka.foundation import clock, links, outbox
from medverka.foundation.models import OutgoingMail
from medverka.journal.models import Entry
from medverka.pool import actions, actions_identity, jobs, queries
from medverka.pool.actions import NewPerson
from medverka.pool.models import Contributor, Identity, Term

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ 7|add:1 }}"


def page(browser, name, *args):
    return browser.get(reverse(f"pool:{name}", args=args)).content.decode()


def my_page(browser):
    return browser.get(reverse("portal:my_page")).content.decode()


def many(county, count):
    area = Term.objects.get_or_create(kind="area", slug="a", defaults={"name": "A"})[0]
    people = [
        NewPerson(phone="0701740605", perspectives={"user"}, municipality=county.norrvik, terms=[area], status="active")
        for _n in range(count)
    ]
    return actions.add_contributors(people, by=SYSTEM)


# --- The list -------------------------------------------------------------------------------


def test_the_list_takes_the_same_number_of_questions_for_three_and_for_twenty(
    county, coordinator, sign_in, django_assert_num_queries
):
    browser = sign_in(coordinator)
    many(county, 3)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(browser, "contributors")
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(browser, "contributors")
    many(county, 20)
    with django_assert_num_queries(len(few)):
        page(browser, "contributors")


def test_the_list_goes_on_where_the_page_ended_and_shows_everybody_once(county, coordinator, sign_in):
    rows = many(county, 60)
    browser, seen, address = sign_in(coordinator), [], reverse("pool:contributors")
    after = ""
    for _turn in range(3):
        answer = browser.get(address, {"efter": after})
        seen += [person.pk for person in answer.context["people"]]
        after = answer.context["next"]
    assert after == ""
    assert sorted(seen) == sorted(row.pk for row in rows)


def test_the_list_is_narrowed_by_what_is_chosen(county, coordinator, contributor, paper_contributor, sign_in):
    browser = sign_in(coordinator)

    def shown(**wanted):
        return {person.pk for person in browser.get(reverse("pool:contributors"), wanted).context["people"]}

    both = {contributor.pk, paper_contributor.pk}
    assert shown() == both
    assert shown(perspective="patient") == {contributor.pk}
    assert shown(municipality=county.ekdala.pk) == {paper_contributor.pk}
    assert shown(q=contributor.pseudonym) == {contributor.pk}
    assert shown(status="paused") == set()
    assert shown(area="999999", status="'; DROP TABLE") == both


def test_a_long_search_finds_nobody_rather_than_everybody(coordinator, contributor, sign_in):
    answer = sign_in(coordinator).get(reverse("pool:contributors"), {"q": "x" * 500})
    assert "Ingen stämmer in på det" in answer.content.decode()


def test_the_list_says_how_many_are_not_counted_in_the_figures_yet(county, coordinator, sign_in):
    many(county, 3)
    actions.add_contributor(NewPerson(phone="0701740605", perspectives={"user"}), by=SYSTEM)
    browser = sign_in(coordinator)
    told = "4 personer. En väntar på välkomstsamtal och räknas inte i siffrorna än."
    assert told in page(browser, "contributors")
    assert "räknas inte" not in browser.get(reverse("pool:contributors") + "?status=new").content.decode()


def test_an_empty_list_says_what_to_do(coordinator, sign_in):
    assert "Ingen är med än" in page(sign_in(coordinator), "contributors")
    answer = sign_in(coordinator).get(reverse("pool:contributors"), {"status": "left"})
    assert "Visa alla" in answer.content.decode()


# --- Who reaches whom -----------------------------------------------------------------------

PERSON_PAGES = ["contributor", "profile", "milestone", "leave", "contact_person", "identity", "protection"]


@pytest.mark.parametrize("name", PERSON_PAGES)
def test_a_person_of_another_sub_area_does_not_exist(name, paper_contributor, north_coordinator, sign_in):
    address = reverse(f"pool:{name}", args=[paper_contributor.reference])
    assert sign_in(north_coordinator).get(address).status_code == 404


@pytest.mark.parametrize("name", PERSON_PAGES)
@pytest.mark.parametrize("role", ["commissioner", "contributor_user", "steering_member", "outsider"])
def test_other_roles_are_refused(name, role, contributor, request, sign_in):
    browser = sign_in(request.getfixturevalue(role))
    assert browser.get(reverse(f"pool:{name}", args=[contributor.reference])).status_code == 403


def test_nothing_but_the_verbs_that_exist_can_be_done(contributor, coordinator, sign_in):
    address = reverse("pool:move", args=[contributor.reference, "dispose"])
    assert sign_in(coordinator).post(address).status_code == 404


def test_opening_a_page_changes_nobody(contributor, coordinator, sign_in):
    address = reverse("pool:move", args=[contributor.reference, "pausa"])
    assert sign_in(coordinator).get(address).status_code == 405


# --- One person -----------------------------------------------------------------------------


def test_the_name_stands_on_the_page_only_while_the_door_is_open(contributor, coordinator, sign_in):
    browser, reference = sign_in(coordinator), contributor.reference
    assert "Lundgren" not in page(browser, "contributor", reference)
    browser.post(reverse("pool:open_door", args=[reference]), {"purpose": "contact"})
    assert "Lundgren" in page(browser, "contributor", reference)
    assert "Lundgren" in page(browser, "contributor", reference)
    assert Entry.objects.filter(verb="door.opened").count() == 1
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert "Lundgren" not in page(browser, "contributor", reference)


def test_the_door_is_closed_by_hand(contributor, coordinator, sign_in):
    browser, reference = sign_in(coordinator), contributor.reference
    browser.post(reverse("pool:open_door", args=[reference]), {"purpose": "contact"})
    browser.post(reverse("pool:close_door", args=[reference]))
    assert "Lundgren" not in page(browser, "contributor", reference)


def test_without_a_second_factor_the_page_leads_to_one(contributor, coordinator, sign_in):
    coordinator.verified_twice = False
    browser = sign_in(coordinator)
    assert reverse("mfa_index") in page(browser, "contributor", contributor.reference)
    opened = browser.post(reverse("pool:open_door", args=[contributor.reference]), {"purpose": "contact"})
    assert opened.status_code == 403


def test_a_name_is_changed_only_behind_an_open_door(contributor, coordinator, sign_in):
    browser, reference = sign_in(coordinator), contributor.reference
    address = reverse("pool:identity", args=[reference])
    assert browser.post(address, {"first_name": "X", "phone": "1"}).status_code == 302
    browser.post(reverse("pool:open_door", args=[reference]), {"purpose": "correct"})
    browser.post(address, {"first_name": "Lovisa", "phone": "070-174 06 05"})
    assert Identity.objects.get(contributor=contributor).first_name == "Lovisa"


def test_hostile_text_is_shown_as_text(contributor, coordinator, contributor_user, sign_in):
    values = {"first_name": HOSTILE, "own_words": HOSTILE, "note": HOSTILE, "city": HOSTILE}
    actions_identity.change_identity(contributor, by=coordinator, **values)
    actions.record_milestone(contributor, by=coordinator, kind="training", on=clock.today(), what=HOSTILE)
    browser = sign_in(coordinator)
    browser.post(reverse("pool:open_door", args=[contributor.reference]), {"purpose": "contact"})
    for text in (page(browser, "contributor", contributor.reference), my_page(sign_in(contributor_user))):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text
    assert sign_in(contributor_user).get(reverse("pool:my_pdf")).content.startswith(b"%PDF")


def test_ten_megabytes_pasted_are_refused_and_nothing_breaks(contributor, contributor_user, sign_in):
    browser, address = sign_in(contributor_user), reverse("pool:my_identity")
    assert browser.post(address, {"phone": "1", "own_words": "å" * 10_000_000}).status_code in (400, 413)
    long = browser.post(address, {"email": "lova@exempel.invalid", "own_words": "å" * 300_000})
    assert "Texten är för lång" in long.content.decode()
    assert Identity.objects.get().own_words == ""


def test_leaving_asks_first_and_for_no_reason(contributor, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("pool:leave", args=[contributor.reference])
    assert "Ingen behöver säga varför" in browser.get(address).content.decode()
    browser.post(address, {})
    contributor.refresh_from_db()
    assert contributor.status == "left"


def test_the_page_of_somebody_disposed_of_shows_facts_and_no_door(contributor, coordinator, sign_in):
    actions.leave(contributor, by=coordinator)
    actions.dispose(contributor, by=coordinator)
    contributor.refresh_from_db()
    text = page(sign_in(coordinator), "contributor", contributor.reference)
    assert "Gallrad" in text
    assert "Öppna dörren" not in text


def test_back_leads_to_those_who_were_found_without_sending_the_name_again(contributor, coordinator, sign_in):
    browser = sign_in(coordinator)
    sent = browser.post(reverse("pool:find"), {"text": "Lova Lundgren", "purpose": "search"})
    assert (sent.status_code, "Lova" in sent["Location"]) == (302, False)
    for _time in range(2):
        assert contributor.reference in browser.get(sent["Location"]).content.decode()
    assert Entry.objects.filter(verb="door.found").count() == 1
    assert contributor.reference not in browser.get(reverse("pool:find")).content.decode()
    none = browser.post(sent["Location"], {"text": "Ingen Alls", "purpose": "search"}).content.decode()
    assert contributor.reference not in none
    assert "Ingen med just det namnet" in none
    assert "Ingen Alls" in none


# --- Protected: nothing of the person in any page, to anybody who is not named --------------

SECRETS = ("Hemma", "Gömd", "hemma@", "174 06 11", "1740611", "Dolda", "987 65", "Ekdala", "skyddad")


def test_no_page_tells_another_coordinator_who_a_protected_person_is_or_that_they_are_protected(
    protected_contributor, other_coordinator, sign_in, caplog
):
    browser, reference = sign_in(other_coordinator), protected_contributor.reference
    browser.post(reverse("pool:open_door", args=[reference]), {"purpose": "contact"})
    texts = [
        page(browser, "contributor", reference),
        page(browser, "profile", reference),
        page(browser, "leave", reference),
        browser.post(reverse("pool:find"), {"text": "Alva Dal", "purpose": "search"}, follow=True).content.decode(),
        browser.get(reverse("pool:contributors"), {"q": protected_contributor.pseudonym}).content.decode(),
        caplog.text,
        str([(entry.verb, entry.facts) for entry in Entry.objects.all()]),
    ]
    assert "Alva Dal" in texts[0]
    assert reference in texts[3]
    # The filter lists all municipalities; what matters is that the person's row names none.
    texts[4] = texts[4][texts[4].index('class="rows"') :]
    for text in texts:
        for secret in SECRETS:
            assert secret not in text


def test_the_named_coordinator_sees_the_person_and_a_warning(protected_contributor, coordinator, sign_in):
    browser, reference = sign_in(coordinator), protected_contributor.reference
    browser.post(reverse("pool:open_door", args=[reference]), {"purpose": "contact"})
    text = page(browser, "contributor", reference)
    assert "Hemma Gömd" in text
    assert "Skyddade personuppgifter" in text


def test_protecting_somebody_takes_the_municipality_off_the_page(contributor, coordinator, other_coordinator, sign_in):
    browser, reference = sign_in(coordinator), contributor.reference
    browser.post(reverse("pool:open_door", args=[reference]), {"purpose": "correct"})
    form = {"alias": "Vera Ek", "named": [coordinator.pk]}
    assert browser.post(reverse("pool:protection", args=[reference]), form).status_code == 302
    assert "Norrvik" not in page(sign_in(other_coordinator), "contributor", reference)


# --- My page --------------------------------------------------------------------------------


def test_my_page_shows_what_is_held_and_who_opened_the_door(contributor, contributor_user, coordinator, sign_in):
    sign_in(coordinator).post(reverse("pool:open_door", args=[contributor.reference]), {"purpose": "practical"})
    text = my_page(sign_in(contributor_user))
    assert "Lova Lundgren" in text
    assert "Karin Blåklint" in text
    assert "Ordna något praktiskt" in text


def test_the_download_holds_everything_under_a_neutral_name(contributor, contributor_user, coordinator, sign_in):
    actions_identity.change_identity(contributor, by=coordinator, note="Ring efter tre")
    answer = sign_in(contributor_user).get(reverse("pool:my_json"))
    text = answer.content.decode()
    for word in ("Lova", "Lundgren", "lova@exempel.invalid", "Ring efter tre", "patient", contributor.pseudonym):
        assert word in text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="medverka-uppgifter.json"'


def test_somebody_with_the_role_but_not_in_the_pool_has_no_page(contributor_user, sign_in):
    assert sign_in(contributor_user).get(reverse("portal:my_page")).status_code == 404


def test_contributors_correct_what_is_held_about_them(contributor, contributor_user, sign_in):
    browser = sign_in(contributor_user)
    browser.post(reverse("pool:my_identity"), {"first_name": "Lo", "email": "lo@exempel.invalid"})
    browser.post(reverse("pool:my_profile"), {"perspectives": ["user"], "channel": "email", "most_per_half_year": "2"})
    contributor.refresh_from_db()
    assert Identity.objects.get().first_name == "Lo"
    assert (contributor.perspectives, contributor.most_per_half_year) == (["user"], 2)


def test_nobody_signs_in_with_an_address_that_they_have_not_shown_to_be_theirs(
    contributor, contributor_user, coordinator, county, sign_in
):
    """Or else a role that is about to be given to somebody with that address would be theirs."""
    before, wanted = contributor_user.email, "nya.chefen@exempel.invalid"
    answer = sign_in(contributor_user).post(reverse("pool:my_identity"), {"email": wanted}, follow=True)
    assert f"loggar fortfarande in med {before}" in answer.content.decode()
    contributor_user.refresh_from_db()
    assert (contributor_user.email, Identity.objects.get().email) == (before, wanted)
    invitation = invite_staff(
        by=coordinator, email=wanted, name="Nya Chefen", role="commissioner", organisation=county.clinic
    )
    head, _new = accept_invitation(invitation, by=link_holder("staff_invitation", invitation.pk), name="Nya Chefen")
    assert head != contributor_user


def test_a_coordinator_who_corrects_an_address_corrects_the_sign_in_too(contributor, contributor_user, coordinator):
    actions_identity.change_identity(contributor, by=coordinator, email="lo@exempel.invalid")
    contributor_user.refresh_from_db()
    assert contributor_user.email == "lo@exempel.invalid"


@pytest.mark.parametrize(
    "email", ["a@exempel.invalid\r\nBcc: b@exempel.invalid", "a@exempel.invalid, b@exempel.invalid"]
)
def test_an_address_with_more_than_an_address_in_it_reaches_nobody(email, county, coordinator, settings, monkeypatch):
    reached = []
    server = SimpleNamespace(sendmail=lambda sender, recipients, text: reached.extend(recipients))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr(smtp.EmailBackend, "open", lambda backend: setattr(backend, "connection", server) or True)
    monkeypatch.setattr(smtp.EmailBackend, "close", lambda backend: None)
    for address in (email, "plain@exempel.invalid"):
        row = actions.add_contributor(NewPerson(email=address, perspectives={"user"}, source="import"), by=SYSTEM)
        actions.invite_to_account(row, by=coordinator)
    outbox.deliver_due()
    assert reached == ["plain@exempel.invalid"]
    assert OutgoingMail.objects.exclude(state="sent").get().last_error


def test_a_way_that_does_not_exist_is_refused_in_words(contributor, contributor_user, sign_in):
    form = {"perspectives": ["user"], "channel": "letter"}
    text = sign_in(contributor_user).post(reverse("pool:my_profile"), form).content.decode()
    assert "går inte att nå så" in text


def test_contributors_pause_come_back_and_leave(contributor, contributor_user, sign_in):
    browser = sign_in(contributor_user)
    for address, data, status in (
        ("my_pause", {}, "paused"),
        ("my_pause", {"back": "1"}, "active"),
        ("my_leave", {"tell_after": "on"}, "left"),
    ):
        browser.post(reverse(f"pool:{address}"), data)
        contributor.refresh_from_db()
        assert contributor.status == status
    assert contributor.tell_after_leaving


# --- Links of one's own ---------------------------------------------------------------------


@pytest.fixture
def newcomer(county):
    """In the pool, with an address and no account."""
    person = NewPerson(first_name="Nina", email="nina@exempel.invalid", perspectives={"user"}, status="active")
    return actions.add_contributor(person, by=SYSTEM)


def test_an_invitation_to_an_account_is_neutral_works_once_and_not_by_being_opened(newcomer, coordinator, sign_in):
    sign_in(coordinator).post(reverse("pool:account", args=[newcomer.reference]))
    mail = OutgoingMail.objects.get()
    message = outbox._composers[mail.notice](mail.subject_id)
    assert (message.to, message.subject) == ("nina@exempel.invalid", "En inbjudan från Medverka")
    address = reverse("pool:accept_account", args=[links.make("pool.account", newcomer.pk, newcomer.reference)])
    browser = sign_in()
    browser.get(address)
    newcomer.refresh_from_db()
    assert newcomer.user is None
    browser.post(address)
    newcomer.refresh_from_db()
    assert newcomer.user.email == "nina@exempel.invalid"
    again = browser.post(address)
    assert again.status_code == 410
    assert "redan använd" in again.content.decode()


def test_links_of_another_kind_another_time_or_another_person_are_dead(newcomer, sign_in):
    browser = sign_in()
    wrong_kind = links.make("pool.still_right", newcomer.pk, newcomer.reference)
    wrong_person = links.make("pool.account", newcomer.pk, "larka-7")
    for token in (wrong_kind, wrong_person, "forged"):
        assert browser.post(reverse("pool:accept_account", args=[token])).status_code == 410
    newcomer.refresh_from_db()
    assert newcomer.user is None


def test_once_a_year_those_on_mail_are_asked_and_the_others_stand_on_today(
    newcomer, paper_contributor, coordinator, sign_in
):
    with clock.at(clock.now() + timedelta(days=366)):
        jobs.ask_if_still_right()
        jobs.ask_if_still_right()
        assert [mail.subject_id for mail in OutgoingMail.objects.all()] == [str(newcomer.pk)]
        assert [item.step for item in queries.waiting_for(coordinator)] == ["Fråga"]
        assert paper_contributor.pseudonym in page(sign_in(coordinator), "to_confirm")
        token = links.make("pool.still_right", newcomer.pk, newcomer.reference)
        address = reverse("pool:still_right", args=[token])
        shown = sign_in().get(address).content.decode()
        assert "Nina" not in shown
        sign_in().post(address)
        assert not queries.to_confirm(Contributor.objects.filter(pk=newcomer.pk)).exists()


def test_new_people_wait_on_today_for_their_talk(county, coordinator, outsider):
    actions.add_contributors([NewPerson(phone="0701740605", perspectives={"user"}) for _n in range(2)], by=SYSTEM)
    (item,) = queries.waiting_for(coordinator)
    assert item.title == "2 vill vara med i Intressebanken"
    assert queries.waiting_for(outsider) == []


# --- The county's lists ---------------------------------------------------------------------


def test_a_word_that_is_renamed_keeps_its_address_and_a_retired_one_its_people(
    county, coordinator, contributor, sign_in
):
    browser = sign_in(coordinator)
    browser.post(reverse("pool:terms"), {"kind": "area", "name": "Boende"})
    word = Term.objects.get()
    contributor.terms.add(word)
    browser.post(reverse("pool:term", args=[word.pk]), {"name": "Att bo", "retired": "on"})
    word.refresh_from_db()
    assert (word.name, word.slug, word.retired) == ("Att bo", "boende", True)
    assert "Att bo" in page(browser, "profile", contributor.reference)
    assert "Att bo" not in page(browser, "record")


def test_a_coordinator_of_a_sub_area_does_not_change_the_countys_lists(north_coordinator, sign_in):
    sign_in(north_coordinator).post(reverse("pool:terms"), {"kind": "area", "name": "Boende"})
    assert not Term.objects.exists()


def test_whoever_has_no_municipality_is_the_county_coordinators_alone(newcomer, coordinator, north_coordinator):
    assert queries.visible_to(coordinator).filter(pk=newcomer.pk).exists()
    assert not queries.visible_to(north_coordinator).filter(pk=newcomer.pk).exists()
    assert Contributor.objects.count() == 1
