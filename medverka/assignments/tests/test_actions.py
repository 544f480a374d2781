from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from medverka.access.authorise import SYSTEM, link_holder
from medverka.assignments import rules
from medverka.assignments.actions import invitations as people
from medverka.assignments.actions import invitations_due
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions import terms as terms_actions
from medverka.assignments.actions.tellings import mark_told
from medverka.assignments.models import AssignmentTerms, Invitation, InvolvementRequest, Telling, TermsAcceptance
from medverka.assignments.rules import NotNow
from medverka.assignments.tests.conftest import complete
from medverka.contributions.actions import NewContribution, record_contributions
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.actions import first_broken_entry
from medverka.journal.models import Entry
from medverka.pool.queries import everything_about

State = Invitation.State


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def holder(invitation):
    return link_holder("invitation", invitation.pk)


def invited(request, coordinator, contributor):
    return people.invite(request, [contributor], by=coordinator)[0]


# --- Requests ---------------------------------------------------------------------------------


def test_a_sent_request_gets_a_number_and_a_day(received):
    assert received.state == "received"
    assert received.number == f"{clock.today().year}-001"
    assert received.received_on == clock.today()


def test_numbers_go_on_after_a_thousand_and_past_imported_ones(commissioner, county):
    year = clock.today().year
    items = [
        actions.NewRequest("Gammal", clock.today(), unit=county.clinic, number=number)
        for number in (f"{year}-1000", f"{year}-A9")
    ]
    actions.import_requests(items, by=SYSTEM)
    sent = actions.send_request(actions.create_request(by=commissioner, **complete(county.clinic)), by=commissioner)
    assert sent.number == f"{year}-1001"


def test_an_incomplete_request_is_not_sent_and_says_what_is_missing(commissioner, county):
    draft = actions.create_request(by=commissioner, unit=county.clinic)
    with pytest.raises(actions.Incomplete) as refused:
        actions.send_request(draft, by=commissioner)
    assert {step for step, _words in refused.value.missing} == {"vad", "inflytande", "manniskor", "villkor"}
    assert fresh(draft).state == "draft"


def test_a_visitors_request_is_received_only_when_the_address_is_confirmed(county):
    visitor = actions.create_request(
        by=link_holder("visitor", "form"), source="visitor", contact_name="Vera", contact_email="vera@exempel.invalid",
        unit_in_words="Mottagningen", **{**complete(None), "unit": None},
    )  # fmt: skip
    me = link_holder("request", visitor.pk)
    assert actions.send_request(visitor, by=me).state == "unconfirmed"
    assert OutgoingMail.objects.filter(notice="assignments.confirm").count() == 1
    assert actions.confirm_request(visitor, by=me).state == "received"
    assert actions.confirm_request(fresh(visitor), by=me).number == f"{clock.today().year}-001"


def test_nobody_else_confirms_a_visitors_request(county, coordinator):
    visitor = actions.create_request(by=link_holder("visitor", "form"), source="visitor")
    with pytest.raises(PermissionDenied):
        actions.confirm_request(visitor, by=link_holder("request", visitor.pk + 1))


def test_a_commissioner_cannot_ask_for_another_unit(commissioner, county, draft):
    with pytest.raises(PermissionDenied):
        actions.create_request(by=commissioner, unit=county.housing)
    with pytest.raises(PermissionDenied):
        actions.save_draft(draft, by=commissioner, unit=county.housing)


def test_a_draft_is_nobody_elses(draft, other_commissioner):
    with pytest.raises(PermissionDenied):
        actions.save_draft(draft, by=other_commissioner, title="Min nu")


def test_what_moves_by_actions_alone_cannot_be_filled_in(draft, commissioner):
    with pytest.raises(TypeError):
        actions.save_draft(draft, by=commissioner, state="open")
    with pytest.raises(TypeError):
        actions.save_draft(draft, by=commissioner, places_taken=0)


@pytest.mark.parametrize("state", rules.RequestState.values)
@pytest.mark.parametrize("verb", ["ask_back", "reply", "decline", "open", "cancel", "carry_out", "close"])
def test_an_action_moves_a_request_from_the_right_states_and_refuses_from_all_others(
    received, coordinator, state, verb
):
    deeds = {
        "ask_back": lambda: actions.ask_back(received, by=coordinator, text="Vad menar ni?"),
        "reply": lambda: actions.reply_to_question(received, by=coordinator, text="Så här."),
        "decline": lambda: actions.decline_request(received, by=coordinator, reason="För sent."),
        "open": lambda: actions.open_request(received, by=coordinator),
        "cancel": lambda: actions.cancel_request(received, by=coordinator),
        "carry_out": lambda: actions.carry_out_request(received, by=coordinator),
        "close": lambda: actions.close_request(received, by=coordinator),
    }
    InvolvementRequest.objects.filter(pk=received.pk).update(state=state)
    if rules.can(verb, state):
        deeds[verb]()
        assert fresh(received).state == rules.TRANSITIONS[verb][1]
    else:
        with pytest.raises(NotNow):
            deeds[verb]()
        assert fresh(received).state == state


def test_only_the_units_coordinator_handles(received, commissioner, north_coordinator, outsider):
    for somebody in (commissioner, north_coordinator, outsider):
        for deed in (actions.open_request, actions.cancel_request, actions.carry_out_request, actions.close_request):
            with pytest.raises(PermissionDenied):
                deed(received, by=somebody)
        with pytest.raises(PermissionDenied):
            actions.decline_request(received, by=somebody, reason="Nej")


def test_a_no_has_a_reason(received, coordinator):
    with pytest.raises(NotNow):
        actions.decline_request(received, by=coordinator, reason="  ")
    assert fresh(received).state == "received"


def test_a_request_without_a_known_unit_is_opened_only_with_one(county, coordinator, north_coordinator):
    item = actions.NewRequest("Från formuläret", clock.today(), unit_in_words="Mottagningen", state="received")
    request = actions.import_requests([item], by=SYSTEM)[0]
    with pytest.raises(NotNow):
        actions.open_request(request, by=coordinator)
    with pytest.raises(PermissionDenied):
        actions.open_request(request, by=north_coordinator, unit=county.housing)
    assert actions.open_request(request, by=coordinator, unit=county.clinic).unit == county.clinic


def test_places_that_are_taken_cannot_be_taken_away(opened, coordinator, pool):
    for person in pool(2):
        invitation = invited(opened, coordinator, person)
        people.accept(invitation, by=holder(invitation))
    with pytest.raises(NotNow):
        actions.change_request(fresh(opened), by=coordinator, persons_wanted=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        InvolvementRequest.objects.filter(pk=opened.pk).update(persons_wanted=1)


def test_more_places_ask_the_reserve(opened, coordinator, pool):
    first, second, third = pool(3)
    for person in (first, second):
        invitation = invited(opened, coordinator, person)
        people.accept(invitation, by=holder(invitation))
    reserve = people.add_reserves(opened, [third], by=coordinator)[0]
    actions.change_request(fresh(opened), by=coordinator, persons_wanted=3)
    assert fresh(reserve).state == State.INVITED


def test_past_requests_come_in_with_numbers_of_their_years(county):
    items = [
        actions.NewRequest("Ett", date(2016, 10, 3), unit=county.clinic),
        actions.NewRequest("Två", date(2016, 11, 3), unit_in_words="Okänd", starts_on=date(2016, 12, 1)),
        actions.NewRequest("Tre", date(2017, 1, 3), unit=county.clinic, state="open"),
    ]
    one, two, three = actions.import_requests(items, by=SYSTEM)
    assert [one.number, two.number, three.number] == ["2016-001", "2016-002", "2017-001"]
    assert (one.carried_out_on, two.carried_out_on, three.carried_out_on) == (
        date(2016, 10, 3),
        date(2016, 12, 1),
        None,
    )


def test_many_past_requests_come_in_with_few_queries(county, django_assert_max_num_queries):
    items = [actions.NewRequest(f"Nr {n}", date(2019, 1, 1), unit=county.clinic) for n in range(400)]
    with django_assert_max_num_queries(40):
        actions.import_requests(items, by=SYSTEM)


# --- Invitations ------------------------------------------------------------------------------


def test_an_invitation_goes_by_each_persons_own_way(opened, coordinator, contributor, paper_contributor):
    people.invite(opened, [contributor, paper_contributor], by=coordinator)
    assert OutgoingMail.objects.filter(notice="assignments.invitation").count() == 1
    telling = Telling.objects.get()
    assert (telling.invitation.contributor, telling.channel, telling.done_at) == (paper_contributor, "letter", None)


def test_inviting_twice_asks_once(opened, coordinator, contributor):
    first = invited(opened, coordinator, contributor)
    assert people.invite(opened, [contributor], by=coordinator) == []
    assert fresh(first).stamp == first.stamp
    assert OutgoingMail.objects.filter(notice="assignments.invitation").count() == 1


@pytest.mark.parametrize("state", ["received", "asked_back", "declined", "cancelled", "carried_out", "closed"])
def test_nobody_is_invited_to_a_request_that_is_not_open(opened, coordinator, contributor, state):
    InvolvementRequest.objects.filter(pk=opened.pk).update(state=state)
    with pytest.raises(NotNow):
        people.invite(opened, [contributor], by=coordinator)
    with pytest.raises(NotNow):
        people.add_reserves(opened, [contributor], by=coordinator)


def test_a_paused_person_is_left_in_peace(opened, coordinator, pool):
    (person,) = pool(1, status="paused", paused_on=clock.today())
    with pytest.raises(NotNow):
        people.invite(opened, [person], by=coordinator)


def test_a_third_yes_waits_and_never_overfills(opened, coordinator, pool):
    rows = people.invite(opened, pool(3), by=coordinator)
    states = [people.accept(row, by=holder(row)).state for row in rows]
    assert states == [State.ACCEPTED, State.ACCEPTED, State.WAITING]
    assert fresh(opened).places_taken == 2


def test_a_double_yes_takes_one_place(opened, coordinator, contributor):
    row = invited(opened, coordinator, contributor)
    people.accept(row, by=holder(row))
    people.accept(row, by=holder(row))
    assert fresh(opened).places_taken == 1
    assert Entry.objects.filter(verb="invitation.accepted").count() == 1


def test_a_double_no_asks_one_reserve(opened, coordinator, pool):
    first, *others = pool(4)
    people.add_reserves(opened, others, by=coordinator)
    row = people.invite(opened, [first], by=coordinator)[0]
    actions.change_request(fresh(opened), by=coordinator, persons_wanted=1)
    people.decline(row, by=holder(row))
    people.decline(row, by=holder(row))
    assert Invitation.objects.filter(request=opened, state=State.INVITED).count() == 1


def test_reserves_move_up_in_their_order(opened, coordinator, pool):
    one, two, third, fourth = pool(4)
    rows = people.invite(opened, [one, two], by=coordinator)
    people.add_reserves(opened, [fourth, third], by=coordinator)
    people.decline(rows[0], by=holder(rows[0]))
    assert Invitation.objects.get(contributor=fourth).state == State.INVITED
    assert Invitation.objects.get(contributor=third).state == State.RESERVE


def test_a_late_yes_after_the_reserve_took_the_place_waits(opened, coordinator, pool):
    actions.change_request(opened, by=coordinator, persons_wanted=1)
    late, reserve = pool(2)
    row = people.invite(opened, [late], by=coordinator)[0]
    second = people.add_reserves(opened, [reserve], by=coordinator)[0]
    with clock.at(row.reply_by + timedelta(days=1)):
        invitations_due.expire_due()
        second = fresh(second)
        assert second.state == State.INVITED
        assert people.accept(second, by=holder(second)).state == State.ACCEPTED
        assert people.accept(row, by=holder(row)).state == State.WAITING
    assert fresh(opened).places_taken == 1


def test_a_late_yes_before_the_reserve_takes_the_place(opened, coordinator, pool):
    actions.change_request(opened, by=coordinator, persons_wanted=1)
    late, reserve = pool(2)
    row = people.invite(opened, [late], by=coordinator)[0]
    second = people.add_reserves(opened, [reserve], by=coordinator)[0]
    with clock.at(row.reply_by + timedelta(days=1)):
        invitations_due.expire_due()
        assert people.accept(row, by=holder(row)).state == State.ACCEPTED
        assert people.accept(fresh(second), by=holder(second)).state == State.WAITING


def test_withdrawing_gives_the_place_to_whoever_waits_and_tells_them(opened, coordinator, pool):
    rows = people.invite(opened, pool(3), by=coordinator)
    for row in rows:
        people.accept(row, by=holder(row))
    people.withdraw(rows[0], by=holder(rows[0]))
    people.withdraw(rows[0], by=holder(rows[0]))
    assert fresh(rows[2]).state == State.ACCEPTED
    assert fresh(opened).places_taken == 2
    assert OutgoingMail.objects.filter(notice="assignments.place").count() == 1


def test_somebody_else_cannot_answer(opened, coordinator, pool, contributor_user, commissioner):
    row, other = people.invite(opened, pool(2), by=coordinator)
    for somebody in (holder(other), contributor_user, commissioner, link_holder("request", row.pk)):
        for deed in (people.accept, people.decline, people.withdraw):
            with pytest.raises(PermissionDenied):
                deed(row, by=somebody)
        with pytest.raises(PermissionDenied):
            people.ask_question(row, by=somebody, text="Hur?")


def test_a_coordinator_records_for_somebody_and_it_says_so(opened, coordinator, paper_contributor):
    row = invited(opened, coordinator, paper_contributor)
    people.accept(row, by=coordinator, how="phone")
    row = fresh(row)
    assert (row.state, row.recorded_by, row.recorded_how) == (State.ACCEPTED, coordinator.actor_id, "phone")
    assert not Telling.objects.filter(what="invitation", done_at=None).exists()


def test_a_declined_invitation_never_lowers_anybody(opened, coordinator, contributor):
    row = invited(opened, coordinator, contributor)
    assert fresh(contributor).last_asked_on == clock.today()
    people.decline(row, by=holder(row))
    assert fresh(contributor).last_asked_on is None


def test_declining_goes_back_to_the_time_before(opened, coordinator, commissioner, county, contributor):
    with clock.at(clock.today() - timedelta(days=100)):
        earlier = actions.create_request(by=commissioner, **complete(county.clinic))
        earlier = actions.open_request(actions.send_request(earlier, by=commissioner), by=coordinator)
        invited(earlier, coordinator, contributor)
        then = clock.today()
    row = invited(opened, coordinator, contributor)
    people.decline(row, by=holder(row))
    assert fresh(contributor).last_asked_on == then


def test_declining_goes_back_to_the_last_contribution_that_a_register_told_of(opened, coordinator, contributor):
    then = clock.today() - timedelta(days=50)
    record_contributions([NewContribution(contributor, then)], by=coordinator)
    row = invited(opened, coordinator, contributor)
    assert fresh(contributor).last_asked_on == clock.today()
    people.decline(row, by=holder(row))
    assert fresh(contributor).last_asked_on == then


def test_those_not_chosen_are_thanked_and_silent_reserves_hear_nothing(opened, coordinator, pool):
    yes, waits, silent, reserve = pool(4)
    actions.change_request(opened, by=coordinator, persons_wanted=1)
    rows = people.invite(opened, [yes, waits, silent], by=coordinator)
    people.add_reserves(opened, [reserve], by=coordinator)
    people.accept(rows[0], by=holder(rows[0]))
    people.accept(rows[1], by=holder(rows[1]))
    actions.carry_out_request(fresh(opened), by=coordinator)
    assert set(Invitation.objects.filter(state=State.NOT_CHOSEN).values_list("contributor", flat=True)) == {
        waits.pk,
        silent.pk,
        reserve.pk,
    }
    assert OutgoingMail.objects.filter(notice="assignments.not_chosen").count() == 2


def test_everybody_who_counts_on_it_hears_when_it_is_called_off(opened, coordinator, pool, paper_contributor):
    yes, no, reserve = pool(3)
    rows = people.invite(opened, [yes, no, paper_contributor], by=coordinator)
    people.add_reserves(opened, [reserve], by=coordinator)
    people.accept(rows[0], by=holder(rows[0]))
    people.decline(rows[1], by=holder(rows[1]))
    actions.cancel_request(fresh(opened), by=coordinator)
    assert OutgoingMail.objects.filter(notice="assignments.cancelled").count() >= 1
    assert [row.what for row in Telling.objects.filter(done_at=None)] == ["cancelled"]
    told = set(OutgoingMail.objects.filter(notice="assignments.cancelled").values_list("subject_id", flat=True))
    assert f"{rows[1].pk}:" not in told


def test_a_raised_hand_counts_once_and_can_be_invited(opened, coordinator, contributor, contributor_user):
    people.raise_hand(opened, contributor, by=contributor_user)
    row = people.raise_hand(opened, contributor, by=contributor_user)
    assert row.state == State.RAISED
    people.invite(opened, [contributor], by=coordinator)
    assert fresh(row).state == State.INVITED


def test_nobody_raises_a_hand_for_somebody_else(opened, pool, contributor_user):
    with pytest.raises(PermissionDenied):
        people.raise_hand(opened, pool(1)[0], by=contributor_user)


def test_hands_are_raised_only_for_open_requests(received, contributor, contributor_user):
    with pytest.raises(NotNow):
        people.raise_hand(received, contributor, by=contributor_user)


def test_a_question_is_answered_once_in_the_persons_own_way(opened, coordinator, paper_contributor):
    row = invited(opened, coordinator, paper_contributor)
    question = people.ask_question(row, by=holder(row), text="Finns hiss?")
    assert people.ask_question(row, by=holder(row), text="Finns hiss?") == question
    people.answer_question(question, by=coordinator, text="Ja.")
    with pytest.raises(NotNow):
        people.answer_question(question, by=coordinator, text="Nej.")
    assert fresh(question).answer == "Ja."
    assert Telling.objects.filter(what="answer", channel="letter").count() == 1


def test_a_letter_is_posted_once(opened, coordinator, paper_contributor, commissioner):
    invited(opened, coordinator, paper_contributor)
    telling = Telling.objects.get()
    with pytest.raises(PermissionDenied):
        mark_told(telling, by=commissioner)
    mark_told(telling, by=coordinator)
    mark_told(telling, by=coordinator)
    assert Entry.objects.filter(verb="invitation.told").count() == 1


def test_the_journal_holds_and_names_nobody(opened, coordinator, contributor):
    row = invited(opened, coordinator, contributor)
    people.ask_question(row, by=holder(row), text="Jag heter Lova")
    people.accept(row, by=holder(row))
    assert first_broken_entry() is None
    assert not [entry for entry in Entry.objects.all() if "Lova" in str(entry.facts)]


def test_whoever_speaks_with_a_mandate_names_the_association(opened, coordinator, county, contributor):
    row = invited(opened, coordinator, contributor)
    with pytest.raises(NotNow):
        people.speak_as(row, by=coordinator, capacity="mandate")
    with pytest.raises(NotNow):
        people.speak_as(row, by=coordinator, capacity="individual", association=county.association)
    with pytest.raises(PermissionDenied):
        people.speak_as(row, by=holder(row), capacity="peer")
    people.speak_as(row, by=coordinator, capacity="mandate", association=county.association)
    assert (fresh(row).capacity, fresh(row).association) == ("mandate", county.association)


def test_the_copy_on_my_page_holds_invitations_and_questions(opened, coordinator, contributor):
    row = invited(opened, coordinator, contributor)
    people.ask_question(row, by=holder(row), text="Finns hiss?")
    held = str(everything_about(contributor, by=contributor.user))
    assert opened.title in held
    assert "Finns hiss?" in held


def test_the_copy_on_my_page_says_the_day_as_it_was_in_the_county(opened, coordinator, contributor):
    row = invited(opened, coordinator, contributor)
    half_past_midnight = datetime(2026, 7, 2, 0, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    Invitation.objects.filter(pk=row.pk).update(invited_at=half_past_midnight)
    held = str(everything_about(contributor, by=contributor.user))
    assert "'inbjuden': datetime.date(2026, 7, 2)" in held


# --- Terms ------------------------------------------------------------------------------------


def test_a_change_of_terms_asks_again(opened, coordinator, contributor):
    row = people.accept(invited(opened, coordinator, contributor), by=coordinator, how="phone")
    first = terms_actions.issue_terms(opened, by=coordinator, task="Läsa", time="Tisdag")
    assert terms_actions.issue_terms(opened, by=coordinator, task="Läsa", time="Tisdag") == first
    terms_actions.accept_terms(row, by=holder(row), terms=first)
    second = terms_actions.issue_terms(opened, by=coordinator, time="Onsdag")
    assert (second.version, second.task) == (2, "Läsa")
    with pytest.raises(NotNow):
        terms_actions.accept_terms(row, by=holder(row), terms=first)
    terms_actions.accept_terms(row, by=coordinator, terms=second, how="letter")
    terms_actions.accept_terms(row, by=holder(row), terms=second)
    acceptance = TermsAcceptance.objects.get(terms=second)
    assert (acceptance.recorded_by, acceptance.how) == (coordinator.actor_id, "letter")
    assert OutgoingMail.objects.filter(notice="assignments.terms").count() == 2


def test_a_letter_of_older_terms_that_waits_gives_way_to_the_newer(opened, coordinator, paper_contributor):
    row = people.accept(invited(opened, coordinator, paper_contributor), by=coordinator, how="phone")
    for time in ("Tisdag", "Onsdag"):
        terms_actions.issue_terms(opened, by=coordinator, task="Läsa", time=time)
    waiting = Telling.objects.filter(invitation=row, done_at=None)
    assert [(telling.what, telling.about) for telling in waiting] == [("terms", "2")]


@pytest.mark.parametrize("ends", [actions.cancel_request, actions.carry_out_request])
def test_nobody_accepts_the_terms_of_what_is_called_off_or_over(opened, coordinator, contributor, ends):
    row = people.accept(invited(opened, coordinator, contributor), by=coordinator, how="phone")
    terms = terms_actions.issue_terms(opened, by=coordinator, task="Läsa", time="Tisdag")
    ends(opened, by=coordinator)
    with pytest.raises(NotNow, match="inställt eller har redan varit"):
        terms_actions.accept_terms(row, by=holder(row), terms=terms)
    assert not TermsAcceptance.objects.exists()


def test_whoever_leaves_an_assignment_gets_no_letter_about_it(opened, coordinator, paper_contributor):
    row = people.accept(invited(opened, coordinator, paper_contributor), by=coordinator, how="phone")
    terms_actions.issue_terms(opened, by=coordinator, task="Läsa", time="Tisdag")
    assert Telling.objects.filter(invitation=row, done_at=None).exists()
    people.withdraw(row, by=coordinator, how="phone")
    assert not Telling.objects.filter(invitation=row, done_at=None).exists()


def test_terms_are_accepted_only_by_those_who_take_part(opened, coordinator, contributor, commissioner):
    row = invited(opened, coordinator, contributor)
    terms = terms_actions.issue_terms(opened, by=coordinator, task="Läsa", time="Tisdag")
    with pytest.raises(NotNow):
        terms_actions.accept_terms(row, by=holder(row), terms=terms)
    with pytest.raises(PermissionDenied):
        terms_actions.accept_terms(row, by=commissioner, terms=terms)
    with pytest.raises(PermissionDenied):
        terms_actions.issue_terms(opened, by=commissioner, task="Mitt")
    assert AssignmentTerms.objects.count() == 1


def test_released_fields_are_only_those_that_exist(opened, coordinator, contributor):
    row = invited(opened, coordinator, contributor)
    assert row.released == ["first_name"]
    people.release_to_commissioner(row, by=holder(row), fields=["phone", "note", "first_name"])
    assert fresh(row).released == ["first_name", "phone"]
