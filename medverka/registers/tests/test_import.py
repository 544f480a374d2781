"""From an uploaded register to people, requests and contributions in Medverka."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.urls import reverse

from medverka.access.authorise import OPERATOR, SYSTEM
from medverka.assignments.models import InvolvementRequest
from medverka.contributions.actions import NewContribution, record_contribution, remove_contribution
from medverka.contributions.models import Contribution
from medverka.foundation import clock
from medverka.journal.actions import first_broken_entry
from medverka.journal.models import Entry
from medverka.organisations.models import Organisation
from medverka.pool.actions import NewPerson, add_contributor, confirm_profile, dispose_due, ensure_default_terms
from medverka.pool.models import Contributor, Identity, Term
from medverka.pool.queries import history
from medverka.registers import actions, jobs
from medverka.registers.decisions import Decisions, merge_id
from medverka.registers.models import Trace
from medverka.registers.prepare import prepare
from medverka.registers.tests.builders import delimited, workbook

EXAMPLE = Path(__file__).parent / "data" / "register-exempel.xlsx"
DAY = date(2022, 3, 15)

PEOPLE = [
    [
        "Nr",
        "Förnamn",
        "Efternamn",
        "E-post",
        "Mobil",
        "Kommun",
        "Brukare",
        "Område",
        "Anm. datum",
        "Status",
        "Anteckn.",
    ],
    [1, "Nils", "Tallkotte", "nils@exempel.invalid", "070-174 06 05", "Norrvik", "x", "BUP", "2021-03-05", "aktiv", ""],
    [2, "Maja", "Granris", "", "", "Ekdala", "x", "vävning", "2021-04-05", "paus", "ring på fm"],
    [3, "Bo", "Älvsand", "bo@exempel.invalid", "", "Långtbortstan", "x", "", "2020-01-02", "avslutad 2022-02-21", ""],
]
REQUESTS = [
    ["Förfr.nr", "Inkom", "Verksamhet", "Gäller", "Antal pers.", "Status"],
    ["F001", "2021-05-01", "Avdelning 12", "Föreläsn", 3, "klar"],
    ["F002", "2021-06-01", "Nån annan", "panel", "", "pågår"],
]
DONE = [
    ["Datum", "Förfr", "Person", "Vad", "Tid", "Utfall"],
    ["2021-05-20", "F001", 1, "Föreläsn", "1,5", ""],
    ["2021-05-20", "F001", 2, "Föreläsn", "1,5", ""],
    ["2021-05-21", "F001", 2, "Föreläsn", "2", "kom ej"],
    ["2021-05-22", "", 1, "panel", "1:30", ""],
]
SHEETS = {"Personer": PEOPLE, "Förfrågningar": REQUESTS, "Insatser": DONE}


def bring_in(*files, by=SYSTEM, decisions=None, **options):
    return actions.bring_in(prepare(files, decisions or Decisions(), by=by), by=by, **options)


def register(**changed):
    return ("register.xlsx", workbook({**SHEETS, **changed}))


def counts():
    return Contributor.objects.count(), InvolvementRequest.objects.count(), Contribution.objects.count()


def named(first):
    return next(row for row in Identity.objects.all() if row.first_name == first)


@pytest.fixture
def lists(county):
    ensure_default_terms(by=SYSTEM)
    return county


# --- What comes in --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db
def test_the_example_register_comes_in_whole_with_the_figures_of_its_readme():
    ensure_default_terms(by=SYSTEM)
    result = bring_in(("register-exempel.xlsx", EXAMPLE.read_bytes()))
    made = Contribution.objects.filter(on__lte=DAY)
    assert Contributor.objects.in_pool_on(DAY).count() == 143
    assert InvolvementRequest.objects.filter(received_on__lte=DAY).count() == 183
    assert made.count() == 460
    assert made.aggregate(hours=Sum("hours"))["hours"] == Decimal("1524.00")
    assert (result.persons, result.rejected) == (156, 0)
    assert first_broken_entry() is None
    assert set(Identity.objects.filter(protected=True).values_list("alias", flat=True)) != {""}
    latest = dict(Contribution.objects.order_by().values_list("contributor").annotate(Max("on")))
    asked = dict(Contributor.objects.filter(last_asked_on__isnull=False).values_list("pk", "last_asked_on"))
    assert asked == latest != {}


@pytest.mark.django_db
def test_nobody_has_confirmed_what_a_register_says_until_somebody_does(lists, coordinator, sign_in):
    bring_in(register(), by=coordinator)
    nils = named("Nils").contributor
    address = reverse("pool:contributor", args=[nils.reference])
    text = sign_in(coordinator).get(address).content.decode()
    assert "inte bekräftat än" in text
    assert "Anmälan kom in" not in text
    assert [item.what for item in history(nils)] == ["Kom med ett register"]
    confirm_profile(nils, by=coordinator)
    text = sign_in(coordinator).get(address).content.decode()
    assert "inte bekräftat än" not in text
    assert "Bekräftat den" in text


@pytest.mark.django_db
def test_the_list_does_not_count_places_in_requests_that_a_register_told_of(lists, coordinator, sign_in):
    bring_in(register(), by=coordinator)
    text = sign_in(coordinator).get(reverse("assignments:requests") + "?visa=alla").content.decode()
    assert "Kom med ett register." in text
    assert "personer är med" not in text


@pytest.mark.django_db
def test_persons_come_in_with_their_history_lists_and_notes(lists):
    bring_in(register())
    nils, maja, bo = (named(name).contributor for name in ("Nils", "Maja", "Bo"))
    assert (nils.status, nils.joined_on, nils.is_user, nils.source) == ("active", date(2021, 3, 5), True, "import")
    assert nils.municipality == lists.norrvik
    assert [term.slug for term in nils.terms.all()] == ["psykiatrisk-vard-for-barn-och-unga"]
    assert (maja.status, bo.status, bo.left_on) == ("paused", "left", date(2022, 2, 21))
    assert Contributor.objects.in_pool_on(date(2022, 2, 20)).count() == 3
    assert Contributor.objects.in_pool_on(date(2022, 2, 21)).count() == 2
    assert named("Nils").phone == "+46701740605"
    assert named("Maja").note == "ring på fm\nErfarenhet: vävning"


@pytest.mark.django_db
def test_a_municipality_nobody_knows_is_noted_and_not_made_where_the_county_has_its_own(lists):
    bring_in(register())
    assert named("Bo").contributor.municipality is None
    assert named("Bo").note == "Kommun: Långtbortstan"
    assert not Organisation.objects.filter(name="Långtbortstan").exists()


@pytest.mark.django_db
def test_an_empty_county_gets_its_municipalities_from_its_register():
    bring_in(register())
    places = Organisation.objects.municipalities().values_list("name", flat=True)
    assert sorted(places) == ["Ekdala", "Långtbortstan", "Norrvik"]
    assert named("Bo").contributor.municipality.name == "Långtbortstan"


@pytest.mark.django_db
def test_requests_come_in_as_history_with_the_days_of_their_contributions(lists):
    bring_in(register())
    first = InvolvementRequest.objects.get(number="F001")
    assert (first.title, first.unit, first.persons_wanted, first.state) == ("Föreläsn", lists.ward, 3, "closed")
    assert (first.received_on, first.starts_on, first.ends_on) == (
        date(2021, 5, 1),
        date(2021, 5, 20),
        date(2021, 5, 20),
    )
    assert first.way.slug == "forelasa-och-beratta"
    second = InvolvementRequest.objects.get(number="F002")
    assert (second.unit, second.unit_in_words) == (None, "Nån annan")


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "state"), [(30, "open"), (400, "closed")])
def test_a_request_that_goes_on_is_open_only_while_it_is_young(lists, age, state):
    received = clock.today() - timedelta(days=age)
    rows = [REQUESTS[0], ["F009", received.isoformat(), "Avdelning 12", "panel", 2, "pågår"]]
    bring_in(register(Förfrågningar=rows, Insatser=DONE[:1]))
    assert InvolvementRequest.objects.get().state == state


@pytest.mark.django_db
def test_contributions_come_in_with_person_request_hours_and_unit(lists):
    bring_in(register())
    rows = Contribution.objects.order_by("on", "pk")
    assert [row.hours for row in rows] == [Decimal("1.50")] * 3
    assert rows[0].origin_id == InvolvementRequest.objects.get(number="F001").pk
    assert (rows[0].unit, rows[2].unit, rows[2].origin_kind) == (lists.ward, None, "")
    assert rows[1].contributor == named("Maja").contributor


@pytest.mark.django_db
def test_everything_is_journalled_and_the_chain_holds(lists, coordinator):
    bring_in(register(), by=coordinator)
    verbs = list(Entry.objects.values_list("verb", flat=True))
    assert verbs.count("contributor.joined") == 3
    assert verbs.count("request.imported") == 2
    assert verbs.count("contribution.recorded") == 3
    assert verbs.count("register.imported") == 1
    assert first_broken_entry() is None


@pytest.mark.django_db
def test_a_protected_person_comes_in_under_an_alias_known_to_the_importer_alone(lists, coordinator):
    people = [[*PEOPLE[0], "Skyddad"], [*PEOPLE[1], "ja"], [*PEOPLE[2], ""]]
    bring_in(register(Personer=people, Insatser=DONE[:1]), by=coordinator)
    identity = named("Nils")
    assert identity.protected
    assert list(identity.named_coordinators.all()) == [coordinator]
    assert (identity.contributor.municipality, identity.alias) == (None, identity.contributor.pseudonym)
    assert not named("Maja").protected


@pytest.mark.django_db
def test_protected_persons_who_came_before_any_coordinator_get_one_when_the_register_comes_again(lists, coordinator):
    people = [[*PEOPLE[0], "Skyddad"], [*PEOPLE[1], "ja"]]
    bring_in(register(Personer=people, Insatser=DONE[:1]), by=OPERATOR, named=[])
    assert not named("Nils").named_coordinators.exists()
    bring_in(register(Personer=people, Insatser=DONE[:1]), by=OPERATOR, named=[coordinator])
    assert list(named("Nils").named_coordinators.all()) == [coordinator]
    assert Contributor.objects.count() == 1


# --- The county's words ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_word_that_many_share_becomes_a_new_word_and_a_rare_one_a_note(lists):
    people = [["Namn", "E-post", "Brukare", "Område", "Anm. datum"]]
    people += [[f"Person {n} Ek", f"p{n}@exempel.invalid", "x", "habilitering", "2021-01-01"] for n in range(5)]
    people += [["Nils Sten", "n@exempel.invalid", "x", "sällsynt", "2021-01-01"]]
    bring_in(("personer.csv", delimited(people)))
    assert Term.objects.get(slug="habilitering").name == "Habilitering"
    assert not Term.objects.filter(name__icontains="sällsynt").exists()
    assert named("Nils").note == "Erfarenhet: sällsynt"


@pytest.mark.django_db
def test_what_the_uploader_says_of_a_word_goes_before_the_proposal(lists):
    area = Term.objects.get(slug="aldre")
    decisions = Decisions(words={"area:bup": f"term:{area.pk}", "area:vavning": "new"})
    bring_in(register(), decisions=decisions)
    assert list(named("Nils").contributor.terms.all()) == [area]
    assert [term.name for term in named("Maja").contributor.terms.all()] == ["Vävning"]


# --- Once and no more -----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_second_import_of_the_same_file_adds_nothing(lists):
    bring_in(register())
    before = counts()
    result = bring_in(register())
    assert counts() == before == (3, 2, 3)
    assert (result.persons, result.requests, result.contributions) == (0, 0, 0)
    assert (result.persons_known, result.requests_known, result.contributions_known) == (3, 2, 3)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("first", [True, False])
def test_the_same_file_adds_nothing_whatever_was_merged_the_first_time(first):
    file = ("register-exempel.xlsx", EXAMPLE.read_bytes())
    nobody = {merge_id(each): False for each in prepare([file], Decisions(), by=SYSTEM).proposed}
    merged, apart = Decisions(), Decisions(merges=nobody)
    bring_in(file, decisions=merged if first else apart)
    before = counts()
    assert before[0] == (156 if first else 162)
    bring_in(file, decisions=apart if first else merged)
    assert counts() == before


@pytest.mark.django_db
def test_a_register_that_has_been_written_on_gives_what_is_new_in_it(lists):
    bring_in(register())
    more = [*PEOPLE, [4, "Eva", "Åkerbär", "eva@exempel.invalid", "", "Norrvik", "x", "", "2021-09-01", "", ""]]
    done = [*DONE, ["2021-09-20", "F002", 4, "panel", "2", ""], ["2021-10-20", "F002", 1, "panel", "2", ""]]
    result = bring_in(register(Personer=more, Insatser=done))
    assert (result.persons, result.requests, result.contributions) == (1, 0, 2)
    assert Contribution.objects.filter(contributor=named("Nils").contributor).count() == 3
    assert Contribution.objects.get(on=date(2021, 9, 20)).origin_id == InvolvementRequest.objects.get(number="F002").pk


@pytest.mark.django_db
def test_two_equal_rows_are_two_contributions_and_stay_two(lists):
    twice = [*DONE, DONE[1]]
    bring_in(register(Insatser=twice))
    assert Contribution.objects.filter(on=date(2021, 5, 20)).count() == 3
    bring_in(register(Insatser=twice))
    assert Contribution.objects.filter(on=date(2021, 5, 20)).count() == 3
    bring_in(register(Insatser=[*twice, DONE[1]]))
    assert Contribution.objects.filter(on=date(2021, 5, 20)).count() == 4


@pytest.mark.django_db
def test_what_was_taken_away_in_medverka_does_not_come_back(lists):
    bring_in(register())
    remove_contribution(Contribution.objects.get(on=date(2021, 5, 22)), by=SYSTEM)
    bring_in(register())
    assert Contribution.objects.count() == 2


@pytest.mark.django_db
def test_a_contribution_recorded_by_hand_is_not_taken_in_beside(lists):
    bring_in(register(Insatser=DONE[:1]))
    panel = Term.objects.get(slug="panel")
    nils = named("Nils").contributor
    record_contribution(NewContribution(nils, date(2021, 5, 22), Decimal("1.5"), panel), by=SYSTEM)
    bring_in(register())
    assert Contribution.objects.filter(on=date(2021, 5, 22)).count() == 1
    assert Contribution.objects.count() == 3


@pytest.mark.django_db
def test_somebody_who_joined_by_themselves_is_known_by_address_and_name(lists):
    person = NewPerson(first_name="NILS", last_name="Tallkotte", email="Nils@exempel.invalid", perspectives={"patient"})
    already = add_contributor(person, by=SYSTEM)
    result = bring_in(register())
    assert (result.persons, result.persons_known) == (2, 1)
    assert Contribution.objects.filter(contributor=already).count() == 2
    already.refresh_from_db()
    assert (already.status, already.is_user) == ("new", False)  # Nothing about them has changed.


@pytest.mark.django_db
def test_a_relative_with_the_same_address_is_somebody_else(lists):
    add_contributor(
        NewPerson(first_name="Karin", last_name="Tallkotte", email="nils@exempel.invalid", perspectives={"relative"}),
        by=SYSTEM,
    )
    assert bring_in(register()).persons == 3


@pytest.mark.django_db
def test_somebody_disposed_of_does_not_come_back_with_the_old_register(lists):
    bring_in(register())
    dispose_due()
    jobs.forget()
    assert Identity.objects.count() == 2
    assert not Trace.objects.filter(kind="person", subject_id=Contributor.objects.get(status="left").pk).exists()
    bring_in(register())
    assert counts()[0] == 3
    assert Identity.objects.count() == 2


@pytest.mark.django_db
def test_a_number_that_is_taken_is_replaced_and_kept_in_the_text(lists):
    bring_in(register())
    others = [REQUESTS[0], ["F001", "2019-05-01", "Nån annan", "panel", 2, "klar"]]
    bring_in(("andra.csv", delimited(others)))
    request = InvolvementRequest.objects.get(received_on=date(2019, 5, 1))
    assert request.number == "2019-001"
    assert "F001" in request.purpose


# --- Whole or not at all --------------------------------------------------------------------


@pytest.mark.django_db
def test_good_rows_come_in_without_the_bad_ones(lists):
    bad = [*PEOPLE, [4, "Eva", "Åkerbär", "inte en adress", "", "", "x", "", "2021-09-01", "", ""]]
    result = bring_in(register(Personer=bad))
    assert (result.persons, result.rejected) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_where_anything_fails_nothing_has_come_in(county, monkeypatch):
    ensure_default_terms(by=SYSTEM)
    entries = Entry.objects.count()

    def fail(*args, **options):
        raise RuntimeError

    monkeypatch.setattr(actions, "record_contributions", fail)
    with pytest.raises(RuntimeError):
        bring_in(register())
    assert counts() == (0, 0, 0)
    assert Trace.objects.count() == 0
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_what_was_prepared_before_another_register_came_in_is_not_brought_in(lists):
    prepared = prepare([register()], Decisions(), by=SYSTEM)
    bring_in(register())
    with pytest.raises(actions.Outdated):
        actions.bring_in(prepared, by=SYSTEM)
    assert counts() == (3, 2, 3)


@pytest.mark.django_db
def test_nobody_brings_in_registers_without_the_permission(lists, commissioner):
    with pytest.raises(PermissionDenied):
        bring_in(register(), by=commissioner)


@pytest.mark.django_db
def test_a_coordinator_of_a_part_of_the_county_brings_in_that_part(lists, north_coordinator):
    prepared = prepare([register()], Decisions(), by=north_coordinator)
    assert [row.given_name for row in prepared.persons] == ["Nils", "Bo"]
    assert "utanför ditt område" in prepared.out_of_reach[0].reasons[0]
    result = actions.bring_in(prepared, by=north_coordinator)
    assert (result.persons, result.contributions) == (2, 2)


def test_an_age_band_comes_in_beside_the_municipality(county):
    heading, *rows = PEOPLE
    ages = ["41-64", "", "under 18"]
    bring_in(
        register(Personer=[[*heading, "Åldersgrupp"], *([*row, age] for row, age in zip(rows, ages, strict=True))])
    )
    told = {row.first_name: row.contributor.age_band for row in Identity.objects.select_related("contributor")}
    assert told == {"Nils": "41-64", "Maja": "", "Bo": "under-18"}
