"""Questionnaires and their versions: made, changed, put away."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from medverka.foundation import clock
from medverka.journal.models import Entry
from medverka.questionnaires import editing, files
from medverka.questionnaires.document import Kind, Question, Questionnaire, Section
from medverka.surveys.actions import questionnaires as actions
from medverka.surveys.models import Questionnaire as Row
from medverka.surveys.models import Round, Version
from medverka.surveys.queries import questionnaires as queries

pytestmark = pytest.mark.django_db

WHAT = Question("helhet", Kind.TEXT, {"sv": "Hur är det?"})
DOCUMENT = Questionnaire({"sv": "Prov"}, sections=(Section("a", {"sv": "A"}, (WHAT,)),))


@pytest.fixture
def made(coordinator):
    return actions.make(DOCUMENT, by=coordinator, name="Höstens enkät")


def adding(text="Mer?", key="mer"):
    return partial(editing.add_questions, into="a", new=[Question(key, Kind.TEXT, {"sv": text})])


def asked_in_a_round(made, **values):
    version = made.versions.first()
    return Round.objects.create(
        slug=f"host-{Round.objects.count()}", title="Hösten 2021", version=version,
        opens_on=date(2021, 9, 1), closes_on=date(2021, 10, 1), **values,
    )  # fmt: skip


def fixed(version):
    Version.objects.filter(pk=version.pk).update(fixed_at=clock.now())


def test_a_questionnaire_has_an_address_of_its_own_and_a_version_to_write(made, coordinator):
    assert made.slug == "hostens-enkat"
    assert files.load(made.versions.get().content) == DOCUMENT
    assert actions.make(DOCUMENT, by=coordinator, name="Höstens enkät").slug == "hostens-enkat-2"
    assert actions.make(DOCUMENT, by=coordinator, name="Nytt").slug == "nytt-2", "nytt is another page's address"
    assert Entry.objects.filter(verb="questionnaire.made").count() == 3


def test_only_whoever_builds_surveys_does_anything_with_them(made, commissioner):
    for action in (
        partial(actions.make, DOCUMENT, name="Ny"),
        partial(actions.change, made, edit=adding()),
        partial(actions.rename, made, name="Ny"),
        partial(actions.put_away, made),
        partial(actions.take_back, made),
        partial(actions.drop_version, made.versions.get()),
        partial(actions.copy, made.versions.get(), name="Ny"),
    ):
        with pytest.raises(PermissionDenied):
            action(by=commissioner)
    assert not queries.visible_to(commissioner).exists()


def test_a_change_is_made_to_what_stands_there_and_counted(made, coordinator):
    actions.change(made, by=coordinator, edit=adding())
    actions.change(made, by=coordinator, edit=adding("Och?", "och"))
    version = made.versions.get()
    assert [question.key for question in files.load(version.content).questions] == ["helhet", "mer", "och"]
    assert version.revision == 2


def test_what_must_not_be_done_twice_is_done_to_what_was_seen_alone(made, coordinator):
    seen = actions.stamp(made.versions.get())
    copy = partial(editing.copy_question, key="helhet")
    actions.change(made, by=coordinator, edit=copy, seen=seen)
    with pytest.raises(editing.Overtaken):
        actions.change(made, by=coordinator, edit=copy, seen=seen)
    assert len(list(files.load(made.versions.get().content).questions)) == 2


def test_a_version_in_use_never_changes_and_the_next_one_begins(made, coordinator):
    one = asked_in_a_round(made)
    fixed(one.version)
    after = actions.change(made, by=coordinator, edit=adding())
    assert (after.number, after.fixed_at) == (2, None)
    one.version.refresh_from_db()
    assert files.load(one.version.content) == DOCUMENT
    assert actions.change(made, by=coordinator, edit=adding("Och?", "och")).number == 2, "one is written at a time"
    assert {number: [used.pk for used in rounds] for number, rounds in queries.uses_of(made).items()} == {1: [one.pk]}


def test_a_change_that_changes_nothing_begins_no_version(made, coordinator):
    fixed(made.versions.get())
    actions.change(made, by=coordinator, edit=lambda whole: whole)
    assert made.versions.count() == 1


def test_a_version_that_nobody_uses_is_thrown_away_and_the_one_before_it_is_the_newest(made, coordinator):
    fixed(made.versions.get())
    actions.drop_version(actions.change(made, by=coordinator, edit=adding()), by=coordinator)
    assert made.versions.get().number == 1
    with pytest.raises(actions.InUse):
        actions.drop_version(made.versions.get(), by=coordinator)


def test_a_version_that_a_round_waits_with_is_not_thrown_away(made, coordinator):
    fixed(made.versions.get())
    actions.change(made, by=coordinator, edit=adding())
    asked_in_a_round(made)
    with pytest.raises(actions.InUse):
        actions.drop_version(made.versions.first(), by=coordinator)


def test_what_a_round_uses_is_archived_and_what_nobody_uses_is_removed(made, coordinator):
    other = actions.make(DOCUMENT, by=coordinator, name="Annan")
    asked_in_a_round(made)
    assert actions.put_away(made, by=coordinator) is False
    assert actions.put_away(other, by=coordinator) is True
    made.refresh_from_db()
    assert made.archived_on == clock.today()
    assert not Row.objects.filter(name="Annan").exists()
    actions.take_back(made, by=coordinator)
    made.refresh_from_db()
    assert made.archived_on is None


def test_a_questionnaire_that_only_a_group_is_asked_is_in_use_too(made, coordinator):
    other = actions.make(DOCUMENT, by=coordinator, name="Annan")
    one = asked_in_a_round(made)
    one.groups.create(key="tjansteman", name="Tjänstemän", version=other.versions.get())
    assert actions.put_away(other, by=coordinator) is False
    assert [used.pk for used in queries.uses_of(other)[1]] == [one.pk]


def test_a_copy_has_the_same_keys_and_a_name_of_its_own(made, coordinator):
    copy = actions.copy(made.versions.get(), by=coordinator, name="Vårens enkät")
    document = files.load(copy.versions.get().content)
    assert document == replace(DOCUMENT, title={"sv": "Vårens enkät"})


def test_the_list_asks_the_database_as_often_whatever_its_length(made, coordinator, sign_in):
    browser, address = sign_in(coordinator), reverse("surveys:questionnaires")
    asked_in_a_round(made)
    browser.get(address)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = browser.get(address).content.decode()
        assert "Hösten 2021" in page
        return len(asked)

    few = count()
    for number in range(8):
        asked_in_a_round(actions.make(DOCUMENT, by=coordinator, name=f"Enkät {number}"))
    assert count() == few
