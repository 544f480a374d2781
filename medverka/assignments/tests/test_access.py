"""What somebody needs to take part is weighed where a request says that it cannot be arranged, and nowhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from medverka.assignments import fit, fitting, proposal, together
from medverka.assignments.actions import requests as actions
from medverka.assignments.actions.invitations import invite
from medverka.assignments.models import InvolvementRequest
from medverka.assignments.rules import NotNow
from medverka.assignments.tests.pages import by_link, sent_mail, url
from medverka.journal.models import Entry


@pytest.fixture
def two(pool, terms):
    """Somebody who needs a place without stairs, and somebody who needs nothing."""
    return pool(1, terms=[terms["utan-trappor"]])[0], pool(1)[0]


def remarks(request, user):
    return {row.contributor: row.remarks for row in proposal.propose(request, user, 20).people}


def test_whoever_needs_what_cannot_be_arranged_is_not_proposed_and_the_page_says_why(
    sign_in, coordinator, opened, terms, two
):
    needs, other = two
    actions.change_request(opened, by=coordinator, cannot_arrange=[terms["utan-trappor"]])
    assert list(remarks(opened, coordinator)) == [other]
    assert fitting.why_not_the_others(opened, coordinator) == [("access", fit.REASONS["access"], 1)]
    browser = sign_in(coordinator)
    page = browser.get(url("why_not", opened.key) + "?skal=access").content.decode()
    assert "Behöver något som inte går att ordna" in page
    assert "Går inte att ordna: utan trappor" in page
    browser.post(url("invite", opened.key), {"person": needs.pk, "as": "invite"})  # Who knows more asks anyway.
    assert together.share_out(opened, coordinator).wanted[0].there == {needs.pk}


def test_what_nobody_has_answered_is_remarked_on_and_lowers_nobodys_place(coordinator, opened, terms, two):
    needs, other = two
    with_it = together.share_out(opened, coordinator).pairs
    assert remarks(opened, coordinator) == {needs: ["Fråga om det går att ordna: utan trappor"], other: []}
    needs.terms.clear()
    assert together.share_out(opened, coordinator).pairs == with_it
    needs.terms.add(terms["utan-trappor"])
    actions.change_request(opened, by=coordinator, can_arrange=[terms["utan-trappor"]])
    assert remarks(opened, coordinator) == {needs: [], other: []}
    assert together.share_out(opened, coordinator).pairs == with_it


def test_several_remarks_stand_on_lines_of_their_own(sign_in, coordinator, opened, terms, pool):
    actions.change_request(opened, by=coordinator, areas=[terms["beroende"]])
    pool(1, terms=[terms["tolk"]])
    page = sign_in(coordinator).get(url("request", opened.key)).content.decode()
    assert "<span>Har inte sagt vilken erfarenhet</span><br><span>Fråga om det går att ordna: tolk</span>" in page


def test_the_commissioner_is_told_nothing_of_who_needs_what(sign_in, commissioner, opened, two):
    page = sign_in(commissioner).get(url("request", opened.key)).content.decode()
    assert "trappor" not in page
    assert not any("trappor" in message.body for message in sent_mail())


def test_whoever_is_invited_reads_what_there_is(client, coordinator, opened, terms, pool):
    actions.change_request(
        opened, by=coordinator, can_arrange=[terms["horslinga"]], cannot_arrange=[terms["utan-trappor"]]
    )
    row = invite(InvolvementRequest.objects.get(), pool(1), by=coordinator)[0]
    words = strip_tags(client.get(by_link(row)).content.decode()).split()
    assert "Finns eller kan ordnas Hörslinga Går inte att ordna Utan trappor" in " ".join(words)


def test_the_same_thing_cannot_be_possible_and_impossible(sign_in, commissioner, draft, terms):
    address, stairs = url("step", draft.key, "tillganglighet"), terms["utan-trappor"]
    actions.save_draft(draft, by=commissioner, can_arrange=[stairs])
    browser = sign_in(commissioner)
    given = {"place_access": "Två trappor", "can_arrange": [stairs.pk], "cannot_arrange": [stairs.pk]}
    page = browser.post(address, given).content.decode()
    assert "Samma sak kan inte både gå och inte gå att ordna: utan trappor." in page
    assert page.count("checked") == 2
    draft.refresh_from_db()
    assert (draft.place_access, list(draft.can_arrange.all()), list(draft.cannot_arrange.all())) == (
        "Två trappor", [stairs], [],
    )  # fmt: skip
    with pytest.raises(NotNow):
        actions.save_draft(draft, by=commissioner, cannot_arrange=[stairs])


@pytest.mark.parametrize("given", ["allt", "9" * 30, "-1", "0"])
@pytest.mark.parametrize("name", ["can_arrange", "cannot_arrange"])
def test_what_is_no_need_is_told_and_not_kept(sign_in, commissioner, draft, terms, name, given):
    answer = sign_in(commissioner).post(url("step", draft.key, "tillganglighet"), {name: [given]})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not getattr(draft, name).exists()


def test_a_need_of_another_list_is_refused(sign_in, commissioner, draft, terms):
    answer = sign_in(commissioner).post(
        url("step", draft.key, "tillganglighet"), {"cannot_arrange": [terms["svenska"].pk]}
    )
    assert answer.status_code == 200
    assert not draft.cannot_arrange.exists()


def test_the_coordinator_changes_it_and_the_journal_says_that_and_not_what(sign_in, coordinator, opened, terms):
    browser, address = sign_in(coordinator), url("change", opened.key)
    page = browser.get(address).content.decode()
    assert "Det här finns eller kan ordnas" in page
    given = {"title": "Ny rubrik", "persons_wanted": 2, "wants": ["patient"], "cannot_arrange": [terms["tolk"].pk]}
    assert browser.post(address, given).status_code == 302
    assert list(opened.cannot_arrange.all()) == [terms["tolk"]]
    facts = Entry.objects.filter(verb="request.changed").latest("number").facts
    assert "cannot_arrange" in facts["fields"]
    assert "tolk" not in str(facts).lower()


def test_needs_take_no_more_questions_however_many_there_are(coordinator, opened, terms, pool):
    def questions():
        request = InvolvementRequest.objects.select_related("form", "municipality").get()
        with CaptureQueriesContext(connection) as asked:
            assert proposal.propose(request, coordinator, 50).people
        return len(asked)

    needs = [terms[slug] for slug in ("tolk", "horslinga", "doftfritt")]
    pool(3, terms=needs[:1])
    few = questions()
    actions.change_request(opened, by=coordinator, cannot_arrange=needs[1:2], can_arrange=needs[2:])
    pool(20, terms=[needs[0], needs[2]])
    assert questions() == few
