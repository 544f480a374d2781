"""The pages of councils and seats, as each role meets them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.councils.actions.calling import call_meeting
from medverka.councils.actions.councils import (
    Holder,
    appoint,
    change_council,
    change_holding,
    close_council,
    create_council,
    create_seat,
)
from medverka.councils.models import Council, Seat, SeatHolding
from medverka.councils.rules import Capacity, CouncilKind, Perspective
from medverka.foundation import clock
from medverka.voices.actions import record_voice

pytestmark = pytest.mark.django_db

FILLED = {
    "name": "Brukarrådet i Norrvik", "kind": "user_council", "level": "operational", "purpose": "Att höras.",
    "public": "on", "version": "1",
}  # fmt: skip


def page(browser, address):
    return browser.get(address).content.decode()


# --- The list ---------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_kind_place_words_and_vacant_seats(forum, council, county, coordinator, sign_in):
    create_seat(council, by=SYSTEM, title="Egen erfarenhet", capacity=Capacity.INDIVIDUAL)
    browser = sign_in(coordinator)

    def shown(query):
        text = page(browser, f"/rad-och-forum/?{query}")
        return [one.name for one in (forum, council) if f">{one.name}</a>" in text]

    assert shown("") == [forum.name, council.name]
    assert shown("slag=patient_forum") == [forum.name]
    assert shown(f"verksamhet={county.clinic.pk}") == [forum.name, council.name]
    assert shown(f"verksamhet={county.ward.pk}") == [forum.name]
    assert shown("q=brukar") == [council.name]
    assert shown("visa=lediga") == [council.name]
    assert shown("visa=tidigare") == []
    close_council(forum, by=SYSTEM)
    assert shown("visa=tidigare") == [forum.name]
    assert "Inget stämmer in" in page(browser, "/rad-och-forum/?q=finns-inte")


def test_forged_filters_are_ignored(forum, coordinator, sign_in):
    browser = sign_in(coordinator)
    answer = browser.get("/rad-och-forum/?slag=<b>&verksamhet=99999999999999999999&delregion=x&page=-7&q=%25")
    assert answer.status_code == 200


def test_the_list_takes_as_many_queries_for_many_councils_as_for_few(
    forum, county, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser = sign_in(coordinator)
    browser.get("/rad-och-forum/")
    with django_assert_max_num_queries(20) as few:
        browser.get("/rad-och-forum/")
    for number in range(10):
        made = create_council(
            by=SYSTEM, name=f"Råd {number}", kind="user_council", level="system", organisation=county.ward
        )
        create_seat(made, by=SYSTEM, title="Plats", capacity=Capacity.INDIVIDUAL)
    with django_assert_num_queries(len(few)):
        browser.get("/rad-och-forum/")


# --- Setting up and changing ------------------------------------------------------------------


def test_the_coordinator_sets_up_a_council_that_is_on_the_public_page_at_once(
    county, other_commissioner, coordinator, sign_in
):
    given = FILLED | {"organisation": county.housing.pk, "answers": other_commissioner.pk}
    answer = sign_in(coordinator).post("/rad-och-forum/nytt/", given)
    made = Council.objects.get()
    assert answer["Location"] == f"/rad-och-forum/{made.pk}/"
    assert (made.sub_area, made.answers) == (county.north, other_commissioner)
    assert "Att höras." in page(sign_in(None), f"/rad/{made.slug}/")


def test_whoever_cannot_answer_for_the_organisation_is_refused_at_the_field(county, commissioner, coordinator, sign_in):
    given = FILLED | {"organisation": county.housing.pk, "answers": commissioner.pk}
    answer = sign_in(coordinator).post("/rad-och-forum/nytt/", given)
    assert "Harald Hägg kan inte svara för den verksamheten." in answer.content.decode()
    assert not Council.objects.exists()


def test_a_coordinator_of_a_sub_area_sets_up_councils_within_it_alone(county, north_coordinator, sign_in):
    browser = sign_in(north_coordinator)
    browser.post("/rad-och-forum/nytt/", FILLED | {"organisation": county.clinic.pk})
    assert not Council.objects.exists()
    browser.post("/rad-och-forum/nytt/", FILLED | {"organisation": county.housing.pk, "sub_area": county.south.pk})
    assert Council.objects.get().sub_area == county.north


def test_two_who_change_at_once_overwrite_nothing_and_lose_nothing(council, coordinator, sign_in):
    given = FILLED | {"organisation": council.organisation_id, "purpose": "Mitt syfte."}
    change_council(council, by=SYSTEM, purpose="Den andras syfte.")
    browser = sign_in(coordinator)
    answer = browser.post(f"/rad-och-forum/{council.pk}/andra/", given).content.decode()
    council.refresh_from_db()
    assert council.purpose == "Den andras syfte."
    assert "Den andras syfte." in answer
    assert "Mitt syfte.</textarea>" in answer
    assert 'name="version" value="2"' in answer
    browser.post(f"/rad-och-forum/{council.pk}/andra/", given | {"version": "2"})
    council.refresh_from_db()
    assert council.purpose == "Mitt syfte."


def test_what_somebody_writes_is_shown_as_text(council, coordinator, sign_in):
    change_council(council, by=SYSTEM, name="<script>alert(1)</script>", purpose="<img src=x onerror=alert(1)>")
    for address in (f"/rad-och-forum/{council.pk}/", f"/rad/{council.slug}/", "/rad-och-forum/", "/rad/"):
        text = page(sign_in(coordinator), address)
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text


def test_a_council_ceases_after_a_question(council, members, coordinator, sign_in):
    browser, address = sign_in(coordinator), f"/rad-och-forum/{council.pk}/upphor/"
    browser.get(address)
    assert Council.objects.current().exists()
    browser.post(address)
    assert not Council.objects.current().exists()
    assert "Upphörde den" in page(browser, f"/rad/{council.slug}/")


# --- Seats ------------------------------------------------------------------------------------


@pytest.fixture
def seat(council):
    return create_seat(
        council, by=SYSTEM, title="Egen erfarenhet", capacity=Capacity.INDIVIDUAL, perspective=Perspective.PATIENT
    )


def sits(seat):
    return SeatHolding.objects.filter(seat=seat).first()


def test_a_seat_is_added_and_changed_and_taken_away(council, coordinator, sign_in):
    browser = sign_in(coordinator)
    given = {"title": "Kommunen", "capacity": "official", "duty": "member"}
    browser.post(f"/rad-och-forum/{council.pk}/platser/ny/", given)
    made = Seat.objects.get()
    assert made.perspective == Perspective.SERVICE
    browser.post(f"/platser/{made.pk}/andra/", given | {"title": "Norrviks kommun"})
    made.refresh_from_db()
    assert made.title == "Norrviks kommun"
    browser.post(f"/platser/{made.pk}/ta-bort/")
    made.refresh_from_db()
    assert made.closed_on == clock.today()


def test_a_substitute_is_for_a_seat(council, seat, coordinator, sign_in):
    given = {"title": "Ersättare", "capacity": "individual", "duty": "substitute"}
    browser, address = sign_in(coordinator), f"/rad-och-forum/{council.pk}/platser/ny/"
    assert "Välj vilken plats" in browser.post(address, given).content.decode()
    browser.post(address, given | {"stands_in_for": seat.pk})
    assert Seat.objects.get(title="Ersättare").stands_in_for == seat


def test_seats_change_places(council, members, coordinator, sign_in):
    browser, address = sign_in(coordinator), f"/rad-och-forum/{council.pk}/platser/"
    browser.post(address, {"seat": members.vera.seat_id, "earlier": "1"})
    browser.post(address, {"seat": members.chair.seat_id, "earlier": "1"})  # The first one stays where it is.
    order = list(Seat.objects.filter(council=council).values_list("title", flat=True))
    assert order == ["Ordförande", "Egen erfarenhet", "Förening", "Kommunen", "Närstående"]
    assert browser.post(address, {"seat": "x", "earlier": "1"}).status_code == 404


def test_somebody_in_the_pool_is_appointed_under_their_pseudonym(seat, contributor, coordinator, sign_in):
    browser, address = sign_in(coordinator), f"/platser/{seat.pk}/utse/intressebanken/"
    assert f"{contributor.pseudonym}: patient, Norrvik" in page(browser, address)
    browser.post(address, {"person": contributor.pk, "starts_on": "2026-01-05"})
    assert sits(seat).contributor == contributor
    assert contributor.pseudonym not in page(browser, address)  # Sits there already.


def test_somebody_with_the_seats_perspective_is_proposed_and_others_are_found(
    seat, paper_contributor, coordinator, sign_in
):
    browser, address = sign_in(coordinator), f"/platser/{seat.pk}/utse/intressebanken/"
    assert paper_contributor.pseudonym not in page(browser, address)  # A relative.
    assert paper_contributor.pseudonym in page(browser, f"{address}?q={paper_contributor.pseudonym}")


def test_somebody_out_of_reach_is_not_appointed(county, north_coordinator, paper_contributor, sign_in):
    made = create_council(by=SYSTEM, name="Råd", kind="user_council", level="system", organisation=county.norrvik)
    place = create_seat(made, by=SYSTEM, title="Egen erfarenhet", capacity=Capacity.INDIVIDUAL)
    address = f"/platser/{place.pk}/utse/intressebanken/?q={paper_contributor.reference}"
    answer = sign_in(north_coordinator).post(address, {"person": paper_contributor.pk, "starts_on": "2026-01-05"})
    assert answer.status_code == 200
    assert sits(place) is None


def test_somebody_who_signs_in_is_found_by_name_with_what_they_do(
    seat, representative, contributor, coordinator, sign_in
):
    browser, address = sign_in(coordinator), f"/platser/{seat.pk}/utse/konton/"
    assert "Kalle Kassör: föreningsföreträdare (Föreningen Förgätmigej)" in page(browser, f"{address}?q=kassör")
    assert contributor.pseudonym not in page(browser, address)
    browser.post(address, {"person": representative.pk, "starts_on": "2026-01-05"})
    assert sits(seat).user == representative


def test_somebody_else_is_kept_sealed_and_can_be_reached(seat, coordinator, sign_in):
    browser, address = sign_in(coordinator), f"/platser/{seat.pk}/utse/utifran/"
    given = {"name": "Vide Vass", "channel": "letter", "starts_on": "5 jan 2026"}
    assert "välj ett annat sätt att nå" in browser.post(address, given).content.decode()
    browser.post(address, given | {"address": "Storgatan 1"})
    assert (sits(seat).name, sits(seat).channel, sits(seat).address) == ("Vide Vass", "letter", "Storgatan 1")


def test_a_name_is_shown_openly_with_a_yes_alone(seat, coordinator, sign_in):
    browser, address = sign_in(coordinator), f"/platser/{seat.pk}/utse/utifran/"
    given = {"name": "Vide Vass", "channel": "phone", "phone": "031-390 06 02", "starts_on": "2026-01-05"}
    assert "Kryssa i att personen" in browser.post(address, given | {"public_name": "Vide"}).content.decode()
    assert "Skriv hur personen" in browser.post(address, given | {"agreed": "on"}).content.decode()
    browser.post(address, given | {"public_name": "Vide", "agreed": "on"})
    text = page(sign_in(None), f"/rad/{seat.council.slug}/")
    assert "Vide" in text
    assert "Vass" not in text


def test_a_council_without_anybody_says_what_it_lacks_in_whole_sentences(seat, county, coordinator, sign_in):
    browser = sign_in(coordinator)
    assert "Lägg till en plats till" in page(browser, f"/platser/{seat.pk}/")
    text = page(browser, f"/rad-och-forum/{seat.council_id}/")
    assert ". Ingen talar för en, ingen för många" in text
    assert "3 perspektiv saknas: brukare, patient, närstående." in text


def test_a_mandate_is_an_associations(council, county, representative, coordinator, sign_in):
    made = create_seat(council, by=SYSTEM, title="Förening", capacity=Capacity.MANDATE)
    browser, address = sign_in(coordinator), f"/platser/{made.pk}/utse/konton/"
    given = {"person": representative.pk, "starts_on": "2026-01-05"}
    assert "Den som har mandat sitter för en förening." in browser.post(address, given).content.decode()
    assert "giltig" in browser.post(address, given | {"organisation": county.clinic.pk}).content.decode()
    browser.post(address, given | {"organisation": county.association.pk})
    assert sits(made).organisation == county.association


def test_whoever_leaves_a_seat_stands_in_its_history(council, members, coordinator, sign_in):
    SeatHolding.objects.filter(pk=members.vera.pk).update(starts_on=clock.today() - timedelta(days=9))
    browser = sign_in(coordinator)
    yesterday = clock.today() - timedelta(days=1)
    browser.post(f"/platser/person/{members.vera.pk}/slutar/", {"ends_on": yesterday.isoformat()})
    text = page(browser, f"/platser/{members.vera.seat_id}/")
    assert "Har suttit här" in text
    assert "Vera Vitsippa" in text
    assert "Ledig" in text


def test_a_contributors_own_name_and_needs_are_theirs_to_correct(
    council, members, contributor_user, coordinator, sign_in
):
    browser, address = sign_in(contributor_user), f"/platser/person/{members.lova.pk}/"
    assert address in page(browser, f"/rad-och-forum/{council.pk}/")
    browser.post(address, {"agreed": "on", "public_name": "Lova", "needs": "Hörslinga"})
    members.lova.refresh_from_db()
    assert (members.lova.public_name, members.lova.needs) == ("Lova", "Hörslinga")
    assert browser.get(f"/platser/person/{members.vera.pk}/").status_code == 403
    assert "Hörslinga" not in page(sign_in(coordinator), f"/rad-och-forum/{council.pk}/")


def test_whoever_is_protected_is_told_so_by_nobody_but_those_who_know(
    council, county, protected_contributor, coordinator, sign_in
):
    seat = create_seat(council, by=SYSTEM, title="Egen erfarenhet", capacity=Capacity.INDIVIDUAL)
    given = {"person": protected_contributor.pk, "starts_on": "2026-01-05", "agreed": "on", "public_name": "Hemma"}
    address = f"/platser/{seat.pk}/utse/intressebanken/"
    assert "visas aldrig med namn" in sign_in(coordinator).post(address, given).content.decode()
    unknowing = User.objects.create_user("kim@exempel.invalid", "Kim")
    RoleHolding.objects.create(user=unknowing, role="coordinator")
    unknowing.verified_twice = True
    sign_in(unknowing).post(address, given)
    holding = sits(seat)
    for text in (
        page(sign_in(unknowing), f"/platser/person/{holding.pk}/"),
        page(sign_in(None), f"/rad/{council.slug}/"),
    ):
        assert "Hemma" not in text
        assert "Alva Dal" in text


# --- Who may what -----------------------------------------------------------------------------

ADDRESSES = ("", "andra/", "upphor/", "platser/", "platser/ny/")


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("coordinator", (200, 200)),
        ("north_coordinator", (404, 404)),
        ("commissioner", (200, 403)),
        ("contributor_user", (200, 403)),
        ("representative", (200, 403)),
        ("facilitator", (404, 403)),
        ("steering_member", (200, 403)),
        ("outsider", (403, 403)),
        ("payroll_officer", (403, 403)),
    ],
)
def test_each_role_reads_what_it_may_and_changes_no_more(who, statuses, council, members, sign_in, request):
    browser = sign_in(request.getfixturevalue(who))
    found = [browser.get(f"/rad-och-forum/{council.pk}/{address}").status_code for address in ADDRESSES]
    assert found == [statuses[0], *[statuses[1]] * 4]
    assert browser.get(f"/platser/{members.vera.seat_id}/").status_code == statuses[1]
    assert browser.post(f"/platser/person/{members.vera.pk}/slutar/").status_code == statuses[1]


def test_members_see_no_pseudonyms_and_no_way_to_the_pool(council, members, representative, sign_in):
    text = page(sign_in(representative), f"/rad-och-forum/{council.pk}/")
    assert members.lova.contributor.pseudonym not in text
    assert "Vera Vitsippa" in text
    assert "/intressebanken/" not in text


def test_the_page_of_a_council_takes_as_many_queries_for_many_seats_as_for_few(
    council, members, coordinator, sign_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser, address = sign_in(coordinator), f"/rad-och-forum/{council.pk}/"
    browser.get(address)
    with django_assert_max_num_queries(40) as few:
        browser.get(address)
    for number in range(10):
        made = create_seat(council, by=SYSTEM, title=f"Plats {number}", capacity=Capacity.OFFICIAL)
        appoint(made, Holder(name=f"Namn {number}", phone="1", channel="phone"), by=SYSTEM)
    with django_assert_num_queries(len(few)):
        browser.get(address)


# --- For everybody ----------------------------------------------------------------------------


def test_a_council_without_a_page_is_not_there(council, sign_in):
    change_council(council, by=SYSTEM, public=False)
    assert sign_in(None).get(f"/rad/{council.slug}/").status_code == 404
    assert council.name not in page(sign_in(None), "/rad/")


def test_the_public_page_shows_seats_and_capacities_and_no_name_unasked(council, members, sign_in):
    change_holding(members.kalle, by=SYSTEM, public_name="Kalle K.")
    text = page(sign_in(None), f"/rad/{council.slug}/")
    assert "Kalle K." in text
    assert "med en förenings mandat, Föreningen Förgätmigej" in text
    for name in ("Harald", "Vera", "Kassör", members.lova.contributor.pseudonym):
        assert name not in text


def test_the_public_page_shows_days_but_no_places(meeting, council, sign_in):
    text = page(sign_in(None), f"/rad/{council.slug}/")
    assert "Klockan 13.00–15.00." in text
    assert "Violen" not in text


def test_a_council_with_nothing_yet_has_a_page(forum, sign_in):
    text = page(sign_in(None), reverse("councils:public", args=[forum.slug]))
    assert "ingen namnges" in text
    assert CouncilKind.PATIENT_FORUM.label.capitalize() in text


def test_what_waits_for_an_answer_stands_on_the_councils_page_with_a_way_to_it_for_those_who_may(
    meeting, council, county, commissioner, coordinator, contributor_user, sign_in
):
    voice = record_voice(
        by=SYSTEM, text="Skriv så att alla förstår.", unit=county.clinic, origin=meeting.origin, in_room=True,
        said_on=clock.today(), answer_due_on=clock.today(), owner=commissioner,
    )  # fmt: skip
    address, link = f"/rad-och-forum/{council.pk}/", reverse("voices:voice", args=[voice.pk])
    assert link in page(sign_in(coordinator), address)
    seen = page(sign_in(contributor_user), address)
    assert "Skriv så att alla förstår." in seen
    assert link not in seen
    assert "Skriv så att alla förstår." not in page(sign_in(None), f"/rad/{council.slug}/")


def test_a_representative_reads_what_waits_above_their_councils(council, members, meeting, representative, sign_in):
    call_meeting(meeting, by=SYSTEM)
    assert "Kommer du?" in sign_in(representative).get(reverse("councils:councils")).content.decode()
