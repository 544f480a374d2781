import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from medverka.accounts.models import User
from medverka.assignments.models import InvolvementRequest
from medverka.contributions.models import Contribution
from medverka.councils.models import Meeting
from medverka.councils.queries.councils import may_lead
from medverka.demo import loading
from medverka.demo.crowd import REPORT_DAY
from medverka.demo.people import CAST
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal import queries, words
from medverka.journal.actions import first_broken_entry
from medverka.journal.models import Entry
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor, Identity
from medverka.voices.models import ToldBack, Voice

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def exempellan(django_db_setup, django_db_blocker):
    """The whole demo county, loaded once for this file and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(TODAY):
            loading.load()
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_figures_of_the_report_day_are_exact(exempellan):
    assert Contributor.objects.in_pool_on(REPORT_DAY).count() == 143
    assert InvolvementRequest.objects.filter(received_on__lte=REPORT_DAY).count() == 183
    assert Contribution.objects.filter(on__lte=REPORT_DAY).count() == 460


def test_the_command_line_gives_the_figures_of_the_report_day(exempellan):
    out = StringIO()
    call_command("figures", "--from", "2016-10-01", "--to", "2022-03-15", "--json", stdout=out)
    figures = json.loads(out.getvalue())
    assert [figures[name] for name in ("persons", "requests", "contributions")] == [143, 183, 460]


def test_the_county_is_as_large_as_it_says(exempellan):
    assert Organisation.objects.municipalities().count() == 12
    assert Organisation.objects.associations().count() == 20


def test_everybody_was_told_within_a_month_of_each_answer(exempellan):
    assert ToldBack.objects.filter(told_at__isnull=False, channel="email").exists()
    assert not ToldBack.objects.filter(told_at=None, since__date__lt=TODAY - timedelta(days=30)).exists()


def test_its_history_goes_on_to_this_year(exempellan):
    assert Contribution.objects.filter(on__year=2026).exists()


def test_its_journal_is_written_in_the_order_of_time(exempellan):
    moments = list(Entry.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1].date() <= TODAY
    assert not [moment for moment in moments if moment.weekday() > 4]


def test_its_journal_has_words_for_whoever_did_whatever_to_what(exempellan):
    verbs = set(Entry.objects.values_list("verb", flat=True).distinct())
    names = {name for row in Entry.objects.values_list("actor", "subject").distinct() for name in row}
    assert verbs - set(words.all_events()) == set()
    assert {name.partition(":")[0] for name in names} - set(words.kinds()) == set()


def test_nobody_in_the_pool_is_named_in_its_journal(exempellan):
    karin = User.objects.get(name="Karin Blåklint")
    lines = queries.lines(Entry.objects.order_by("-number"), karin)
    told = " ".join(f"{part.text} {part.url}" for line in lines for part in (line.who, line.thing))
    staff = {member.name.split()[1] for member in CAST if member.role != "contributor"}
    last_names = {identity.last_name for identity in Identity.objects.all()} - staff - {""}
    assert [name for name in last_names if name in told] == []
    assert any(line.thing.text.startswith(Contributor.objects.first().pseudonym) for line in lines)


def test_what_was_said_is_seldom_said_again(exempellan):
    said = list(Voice.objects.values_list("text", flat=True))
    assert len(set(said)) > 80
    assert len(said) - len(set(said)) <= len(said) // 10


def test_a_no_and_a_later_are_shown_to_the_public_too(exempellan):
    assert set(Voice.objects.filter(public=True).values_list("answer", flat=True)) == {"yes", "no", "later"}


def test_its_journal_holds_and_no_old_mail_waits(exempellan):
    assert first_broken_entry() is None
    waiting = OutgoingMail.objects.filter(state="waiting", created_at__date__lt=date(2026, 11, 15))
    assert not waiting.exists()


def test_every_member_of_the_cast_can_be_stepped_into(exempellan, client, settings):
    settings.DEMO = True
    page = client.get(reverse("demo:cast")).content.decode()
    for member in CAST:
        assert member.name in page


def test_a_forum_is_to_be_held_today_by_the_facilitator_of_the_ward(exempellan):
    meeting = Meeting.objects.get(council__slug="patientforum-avdelning-12", state=Meeting.State.PLANNED)
    assert clock.day_of(meeting.starts_at) == TODAY
    assert may_lead(User.objects.get(email="saga.samtal@exempel.invalid"), meeting.council)
