import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.assignments.models import InvolvementRequest
from medverka.contributions.models import Contribution
from medverka.demo import loading
from medverka.demo.crowd import REPORT_DAY
from medverka.demo.people import CAST
from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.journal.actions import first_broken_entry
from medverka.organisations.models import Organisation
from medverka.pool.actions import ensure_default_terms
from medverka.pool.models import Contributor


@pytest.fixture(scope="module")
def exempellan(django_db_setup, django_db_blocker):
    """The whole demo county, loaded once for this file and taken away again."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        ensure_default_terms(by=SYSTEM)
        with clock.at(date(2026, 11, 22)):
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


def test_its_history_goes_on_to_this_year(exempellan):
    assert Contribution.objects.filter(on__year=2026).exists()


def test_its_journal_holds_and_no_old_mail_waits(exempellan):
    assert first_broken_entry() is None
    waiting = OutgoingMail.objects.filter(state="waiting", created_at__date__lt=date(2026, 11, 15))
    assert not waiting.exists()


def test_every_member_of_the_cast_can_be_stepped_into(exempellan, client, settings):
    settings.DEMO = True
    page = client.get(reverse("demo:cast")).content.decode()
    for member in CAST:
        assert member.name in page
