import pytest
from django.db import connection
from django.urls import reverse

from medverka.foundation import codes
from medverka.surveys import tickets
from medverka.surveys.models import Ticket
from medverka.surveys.tests import made
from medverka.surveys.tickets import Invitee

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(coordinator):
    return made.group(made.round_(coordinator), coordinator)


def test_tickets_are_numbered_on_from_the_last_one(group):
    tickets.make(group, [Invitee(), Invitee()])
    tickets.make(group, [Invitee()])
    assert list(group.tickets.values_list("number", flat=True)) == [1, 2, 3]


def test_a_code_is_found_however_it_is_typed(group):
    (ticket,) = tickets.make(group, [Invitee()])
    code = tickets.code_of(ticket)
    for typed in (code, code.lower(), f" {code.replace('-', ' ')} "):
        assert tickets.of_code(typed) == ticket
    for wrong in ("", "AAAAA-AAAAA", code[:-1], code * 50, "ÅÄÖ"):
        assert tickets.of_code(wrong) is None


def test_a_link_opens_its_own_ticket_and_a_forged_one_opens_none(group):
    first, second = tickets.make(group, [Invitee(), Invitee()])
    token = tickets.token_of(first)
    assert tickets.of_token(token) == first
    length = codes.LENGTH
    for forged in (token[:length], token[:-1], token[:length] + tickets.token_of(second)[length:], "", "å" * 40):
        assert tickets.of_token(forged) is None
    assert token in tickets.link_of(first)


def test_neither_code_nor_link_nor_name_stands_in_the_database(group):
    ticket = made.ticket(group)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM surveys_ticket")
        stored = str(cursor.fetchall())
    for secret in (tickets.code_of(ticket).replace("-", ""), tickets.token_of(ticket), "Anna", "exempel.invalid"):
        assert secret not in stored
    again = Ticket.objects.get(pk=ticket.pk)
    assert (again.name, again.email, tickets.code_of(again)) == (ticket.name, ticket.email, tickets.code_of(ticket))


def test_whoever_is_shut_out_of_one_code_is_told_to_wait_until_tomorrow(client, county):
    for _try in range(11):
        told = client.post(reverse("surveys:code"), {"code": "ACDEF-HJKLM"}).content.decode()
    assert "Vänta till i morgon" in told
