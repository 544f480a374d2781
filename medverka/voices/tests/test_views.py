from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.foundation import clock, links
from medverka.pool.door import reach_all
from medverka.voices import actions, actions_telling, letters, queries
from medverka.voices.models import ToldBack, Voice
from medverka.voices.notices import TOLD_LINK, told_link

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\"'\x0b"


def path(address):
    return "/" + address.split("/", 3)[3]


def answered(voice, by, **values):
    return actions.answer_voice(voice, by=by, answer="yes", because=values.get("because", "Vi skriver om brevet."))


# --- The public page ------------------------------------------------------------------------------


def test_the_public_page_shows_what_is_published_and_nothing_else(say, coordinator, client):
    actions.make_public(answered(say("Synligt."), coordinator), by=coordinator)
    answered(say("Gömt."), coordinator)
    page = client.get(reverse("voices:public")).content.decode()
    assert "Synligt." in page
    assert "Gömt." not in page


def test_the_public_page_can_be_narrowed_to_no(say, coordinator, client):
    actions.make_public(answered(say("Jaröst."), coordinator), by=coordinator)
    no = actions.answer_voice(say("Nejröst."), by=coordinator, answer="no", because="Pengarna räcker inte.")
    actions.make_public(no, by=coordinator)
    page = client.get(reverse("voices:public"), {"svar": "nej"}).content.decode()
    assert "Nejröst." in page
    assert "Jaröst." not in page
    assert client.get(reverse("voices:public"), {"svar": "<x>", "page": "-9"}).status_code == 200


def test_hostile_words_are_shown_as_words(say, coordinator, client, sign_in):
    voice = actions.tell_effect(answered(say(HOSTILE), coordinator, because=HOSTILE), by=coordinator, effect=HOSTILE)
    actions.make_public(voice, by=coordinator)
    browser = sign_in(coordinator)
    for page in (
        client.get(reverse("voices:public")),
        browser.get(reverse("voices:list")),
        browser.get(reverse("voices:voice", args=[voice.pk])),
        browser.get(reverse("voices:publish", args=[voice.pk])),
    ):
        text = page.content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "{{ 7|add:7 }}" in text


# --- Told by a link -------------------------------------------------------------------------------


def test_the_link_shows_the_occasion_to_whoever_holds_it_without_signing_in(say, coordinator, contributor, client):
    answered(say("Mitt ord."), coordinator)
    say("Ett annat tillfälle.", origin=("meeting", 2))
    page = client.get(path(told_link(contributor, "meeting", 1)))
    text = page.content.decode()
    assert "Mitt ord." in text
    assert "Vi skriver om brevet." in text
    assert "Ett annat tillfälle." not in text


def test_the_link_shows_only_what_one_was_there_for(say, coordinator, contributor, paper_contributor, client):
    say("Annat bord.", speakers=[paper_contributor])
    assert "Annat bord." not in client.get(path(told_link(contributor, "meeting", 1))).content.decode()


@pytest.mark.parametrize("token", ["nonsens", "a" * 3000])
def test_a_forged_link_says_so_in_words(token, county, client):
    page = client.get(reverse("voices:told", args=[token]))
    assert page.status_code == 404
    assert "Länken fungerar inte" in page.content.decode()


def test_a_link_made_for_something_else_does_not_open(say, contributor, client):
    token = links.make("invitation", f"meeting:1:{contributor.pk}", contributor.reference)
    assert client.get(reverse("voices:told", args=[token])).status_code == 404


def test_the_link_dies_when_the_pseudonym_is_replaced(say, contributor, client):
    address = path(told_link(contributor, "meeting", 1))
    contributor.reference = "nytt-namn-1"
    contributor.save()
    assert client.get(address).status_code == 404


def test_an_expired_link_says_so_in_words(say, contributor, client, monkeypatch):
    token = links.make(TOLD_LINK, f"meeting:1:{contributor.pk}", contributor.reference)
    monkeypatch.setattr("medverka.voices.rules.TOLD_LINK_DAYS", -1)
    assert client.get(reverse("voices:told", args=[token])).status_code == 404


# --- Reading and answering --------------------------------------------------------------------------


def test_the_list_costs_the_same_however_long_it_is(say, coordinator, sign_in, django_assert_num_queries):
    browser = sign_in(coordinator)
    for number in range(3):
        say(f"Röst {number}")
    browser.get(reverse("voices:list"))
    with django_assert_num_queries(count := queries_of(browser)):
        browser.get(reverse("voices:list"))
    for number in range(3, 20):
        say(f"Röst {number}")
    with django_assert_num_queries(count):
        browser.get(reverse("voices:list"))


def queries_of(browser):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        browser.get(reverse("voices:list"))
    return len(captured)


def test_the_list_can_be_narrowed(say, overdue, coordinator, county, sign_in):
    answered(say("Besvarad."), coordinator)
    say("Till boendet.", unit=county.housing, owner=None)
    browser = sign_in(coordinator)

    def shown(**filters):
        page = browser.get(reverse("voices:list"), filters).context["page"]
        return {voice.text for voice in page}

    assert shown(visa="besvarade") == {"Besvarad."}
    assert shown(visa="sena") == {overdue.text}
    assert shown(verksamhet=county.housing.pk) == {"Till boendet."}
    assert shown(q="besvar") == {"Besvarad."}
    assert len(shown(visa="hittepå", verksamhet="x")) == 3
    page = browser.get(reverse("voices:list"), {"visa": "sena", "verksamhet": county.clinic.pk}).content.decode()
    assert f"Visar: Svaret är sent, {county.clinic}</summary>" in page


def test_a_commissioner_sees_only_what_was_said_to_their_own_units(say, other_commissioner, sign_in):
    voice = say()
    browser = sign_in(other_commissioner)
    assert voice.text not in browser.get(reverse("voices:list")).content.decode()
    for name in ("voice", "answer", "effect", "correct", "remove"):
        assert browser.get(reverse(f"voices:{name}", args=[voice.pk])).status_code == 404


def test_a_steering_member_reads_but_does_not_answer(say, steering_member, sign_in):
    voice = say()
    browser = sign_in(steering_member)
    page = browser.get(reverse("voices:voice", args=[voice.pk]))
    assert page.status_code == 200
    assert reverse("voices:answer", args=[voice.pk]) not in page.content.decode()
    assert browser.get(reverse("voices:answer", args=[voice.pk])).status_code == 403


def test_an_answer_by_mail_link_takes_signing_in(say, client):
    page = client.get(reverse("voices:answer", args=[say().pk]))
    assert page.status_code == 302
    assert "/konto/" in page.url


def test_an_answer_without_because_keeps_what_was_chosen(say, commissioner, sign_in):
    voice = say()
    page = sign_in(commissioner).post(reverse("voices:answer", args=[voice.pk]), {"answer": "no", "because": " "})
    text = page.content.decode()
    assert "inget svar" in text
    assert 'value="no"' in text
    assert "checked" in text
    voice.refresh_from_db()
    assert voice.answer == ""


def test_a_too_long_answer_is_not_lost(say, commissioner, sign_in):
    long = "å" * 2001
    page = sign_in(commissioner).post(reverse("voices:answer", args=[say().pk]), {"answer": "no", "because": long})
    assert long in page.content.decode()


def test_after_an_answer_the_next_voice_of_the_occasion_comes(say, commissioner, sign_in):
    first, second = say("Ett."), say("Två.")
    browser = sign_in(commissioner)
    given = {"answer": "later", "because": "Vi tar det i maj."}
    assert browser.post(reverse("voices:answer", args=[first.pk]), given).url == reverse(
        "voices:answer", args=[second.pk]
    )
    assert browser.post(reverse("voices:answer", args=[second.pk]), given).url == reverse(
        "voices:voice", args=[second.pk]
    )


def test_an_answer_that_came_too_late_is_told_on_the_page(say, commissioner, coordinator, sign_in):
    voice = answered(say(), coordinator)
    page = sign_in(commissioner).post(reverse("voices:answer", args=[voice.pk]), {"answer": "no", "because": "Nej."})
    assert page.status_code == 200
    voice.refresh_from_db()
    assert voice.answer == "yes"


def test_the_voice_page_shows_its_whole_chain(say, commissioner, coordinator, sign_in):
    voice = actions.tell_effect(answered(say(), commissioner), by=commissioner, effect="En tavla hänger där.")
    text = sign_in(coordinator).get(reverse("voices:voice", args=[voice.pk])).content.decode()
    for words in (voice.text, "Vi skriver om brevet.", "En tavla hänger där.", "0 av 1 har fått veta", "Möte 1"):
        assert words in text


def test_an_answer_is_corrected_through_the_page_until_somebody_knows(say, commissioner, sign_in):
    voice, browser = answered(say(), commissioner), sign_in(commissioner)
    address, page = reverse("voices:correct_answer", args=[voice.pk]), reverse("voices:voice", args=[voice.pk])
    assert address in browser.get(page).content.decode()
    assert "Vi skriver om brevet." in browser.get(address).content.decode()
    assert "inget svar" in browser.post(address, {"answer": "no", "because": " "}).content.decode()
    assert browser.post(address, {"answer": "no", "because": "Nej, tyvärr."}).url == page
    assert "Nej, tyvärr." in browser.get(page).content.decode()
    ToldBack.objects.update(told_at=clock.now())
    assert address not in browser.get(page).content.decode()
    assert browser.post(address, {"answer": "yes", "because": "Ja."}).url == page
    voice.refresh_from_db()
    assert voice.answer == "no"


def test_after_a_no_the_page_does_not_urge_to_tell_what_it_led_to(say, commissioner, sign_in):
    voice = actions.answer_voice(say(), by=commissioner, answer="no", because="Nej.")
    text = sign_in(commissioner).get(reverse("voices:voice", args=[voice.pk])).content.decode()
    assert reverse("voices:effect", args=[voice.pk]) in text
    assert "button-primary" not in text


def test_the_lists_of_letters_lead_to_each_other(county, coordinator, sign_in):
    pages = reverse("voices:to_tell"), reverse("assignments:tellings")
    for page in pages:
        text = sign_in(coordinator).get(page).content.decode()
        assert all(f'href="{address}"' in text for address in pages)


def test_an_effect_is_told_through_the_page(say, commissioner, sign_in):
    voice = answered(say(), commissioner)
    sign_in(commissioner).post(reverse("voices:effect", args=[voice.pk]), {"effect": "Det blev en tavla."})
    assert ToldBack.objects.filter(what="effect").count() == 1


def test_a_get_publishes_nothing_and_warns_of_personal_details(say, coordinator, sign_in):
    voice = answered(say("Ring mig på 070-123 45 67."), coordinator)
    browser = sign_in(coordinator)
    assert "ett telefonnummer" in browser.get(reverse("voices:publish", args=[voice.pk])).content.decode()
    voice.refresh_from_db()
    assert not voice.public
    browser.post(reverse("voices:publish", args=[voice.pk]), {"public": "1"})
    voice.refresh_from_db()
    assert voice.public


def test_a_text_is_corrected_and_a_mistake_removed(say, coordinator, sign_in):
    voice, browser = say("Kalel sade."), sign_in(coordinator)
    browser.post(reverse("voices:correct", args=[voice.pk]), {"text": "Någon sade."})
    voice.refresh_from_db()
    assert voice.text == "Någon sade."
    assert browser.get(reverse("voices:remove", args=[voice.pk])).status_code == 200
    browser.post(reverse("voices:remove", args=[voice.pk]))
    assert not Voice.objects.exists()


def test_the_coordinator_chooses_who_answers(say, coordinator, commissioner, sign_in):
    voice = say(owner=None)
    browser = sign_in(coordinator)
    assert commissioner.name in browser.get(reverse("voices:owner", args=[voice.pk])).content.decode()
    browser.post(reverse("voices:owner", args=[voice.pk]), {"owner": commissioner.pk})
    voice.refresh_from_db()
    assert voice.owner == commissioner


def test_somebody_else_cannot_be_chosen_by_a_forged_form(say, coordinator, other_commissioner, sign_in):
    voice = say(owner=None)
    page = sign_in(coordinator).post(reverse("voices:owner", args=[voice.pk]), {"owner": other_commissioner.pk})
    assert "kan inte svara" in page.content.decode()
    voice.refresh_from_db()
    assert voice.owner is None


# --- Telling and reminding ----------------------------------------------------------------------------


def test_letters_come_as_one_pdf_and_are_noted_for_the_one_they_go_to(say, coordinator, paper_contributor, sign_in):
    from medverka.journal.models import Entry

    answered(say(HOSTILE, speakers=[paper_contributor]), coordinator)
    browser = sign_in(coordinator)
    assert paper_contributor.pseudonym in browser.get(reverse("voices:to_tell")).content.decode()
    pdf = browser.post(reverse("voices:letters"))
    assert pdf.content.startswith(b"%PDF")
    assert 'filename="brev.pdf"' in pdf["Content-Disposition"]
    assert Entry.objects.get(verb="door.opened").subject == f"contributor:{paper_contributor.pk}"
    assert ToldBack.objects.get().told_at is None


def test_the_letter_says_how_to_reach_the_county(say, coordinator, paper_contributor, county, monkeypatch):
    county.row.postal_address = "Box 1, 381 22 Exempelstad"
    county.row.save()
    answered(say(speakers=[paper_contributor]), coordinator)
    monkeypatch.setattr("medverka.organisations.letters.document", lambda title, blocks: str(blocks))
    text = letters.pile(queries.to_tell(coordinator), reach_all([paper_contributor]))
    assert "Storgatan 4" in text
    assert "Box 1, 381 22 Exempelstad" in text
    assert text.count(county.row.phone_whole.replace("\xa0", "\\xa0")) == 2


def test_letters_take_a_second_factor(say, coordinator, paper_contributor, sign_in):
    answered(say(speakers=[paper_contributor]), coordinator)
    coordinator.verified_twice = False
    browser = sign_in(coordinator)
    assert browser.post(reverse("voices:letters")).status_code == 403
    assert "två steg" in browser.get(reverse("voices:to_tell")).content.decode()


def test_marking_letters_as_posted_tells_once(say, coordinator, paper_contributor, sign_in):
    answered(say(speakers=[paper_contributor]), coordinator)
    browser, debt = sign_in(coordinator), ToldBack.objects.get()
    for _click in range(2):
        browser.post(reverse("voices:done"), {"keys": f"{debt.pk},99999,x"})
    debt.refresh_from_db()
    assert debt.told_at is not None
    assert "Alla har fått veta" in browser.get(reverse("voices:to_tell")).content.decode()


def test_a_coordinator_elsewhere_cannot_mark_a_letter(say, coordinator, north_coordinator, paper_contributor, sign_in):
    answered(say(speakers=[paper_contributor]), coordinator)
    page = sign_in(north_coordinator).post(reverse("voices:done"), {"keys": str(ToldBack.objects.get().pk)})
    assert page.status_code == 403


def test_phone_numbers_show_only_when_they_are_opened(say, coordinator, contributor, sign_in):
    contributor.channel = "phone"
    contributor.save()
    answered(say(), coordinator)
    browser = sign_in(coordinator)
    assert "174" not in browser.get(reverse("voices:to_tell")).content.decode()
    assert "174" in browser.post(reverse("voices:to_tell")).content.decode()


def test_reminding_takes_a_post(overdue, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("voices:remind", args=["meeting", 1])
    browser.get(address)
    overdue.refresh_from_db()
    assert overdue.reminded_on is None
    browser.post(address)
    overdue.refresh_from_db()
    assert overdue.reminded_on == clock.today()


def test_there_is_nobody_to_remind_where_all_is_answered(overdue, coordinator, sign_in):
    answered(overdue, coordinator)
    assert sign_in(coordinator).get(reverse("voices:remind", args=["meeting", 1])).status_code == 404


def test_a_contributor_sees_on_their_own_page_what_was_said_where_they_were(
    say, contributor, contributor_user, sign_in
):
    say("Mitt."), say("Inte mitt.", speakers=[])
    text = sign_in(contributor_user).get(reverse("voices:mine")).content.decode()
    assert "Mitt." in text
    assert "Inte mitt." not in text


# --- Today ----------------------------------------------------------------------------------------


def test_an_overdue_answer_stands_on_the_coordinators_day_and_on_that_of_whoever_answers(
    overdue, coordinator, commissioner
):
    (chase,) = queries.waiting_for(coordinator)
    assert (chase.step, chase.late_days, chase.title) == ("Påminn chefen", 14, "Möte 1")
    (owed,) = queries.waiting_for(commissioner)
    assert owed.url == reverse("voices:answer", args=[overdue.pk])


def test_what_nobody_is_to_answer_asks_the_coordinator_to_choose(say, coordinator):
    say(owner=None)
    (waiting,) = queries.waiting_for(coordinator)
    assert waiting.step == "Välj vem som svarar"


def test_what_is_in_time_does_not_bother_the_coordinator(say, coordinator, other_commissioner, steering_member):
    say()
    assert queries.waiting_for(coordinator) == []
    assert queries.waiting_for(other_commissioner) == []
    assert queries.waiting_for(steering_member) == []


def test_letters_to_write_stand_on_the_coordinators_day_till_they_are_done(say, coordinator, paper_contributor):
    answered(say(speakers=[paper_contributor]), coordinator)
    (waiting,) = queries.waiting_for(coordinator)
    assert waiting.title == "Ett brev att skicka"
    actions_telling.mark_all_told(ToldBack.objects.all(), by=coordinator)
    assert queries.waiting_for(coordinator) == []


def test_figures_are_of_what_was_said_in_the_period(say, coordinator):
    today = clock.today()
    answered(say("Nu."), coordinator)
    say("Förr.", said_on=today - timedelta(days=400))
    figures = queries.answer_figures(today - timedelta(days=30), today)
    assert (figures.voices, figures.answered, figures.median_days) == (1, 1, 7.0)
