"""A draw that is begun from a request begins with what the request asks for."""

from django.urls import reverse

from medverka.assignments.actions import invitations as people
from medverka.draws import occasions
from medverka.draws.models import Draw
from medverka.pool.models import Term
from medverka.pool.rules import PERSPECTIVES

NEW = reverse("draws:new")


def test_title_seats_and_whom_it_asks_for_are_filled_in_from_the_request(sign_in, coordinator, opened, terms):
    opened.form = Term.objects.filter(kind=Term.Kind.FORM).first()
    opened.save()
    browser = sign_in(coordinator)
    page = browser.get(NEW, {"forfragan": opened.pk})
    assert page.context["form"]["title"].value() == opened.title
    assert page.context["form"]["size"].value() == opened.persons_wanted
    browser.post(NEW, {"title": "Två", "size": "2", "source": "pool", "origin": opened.pk})
    draw = Draw.objects.get()
    wanted = {code for code in PERSPECTIVES if getattr(opened, f"wants_{code}")}
    assert set(draw.filters["perspective"]) == wanted
    assert draw.filters["form"] == [str(opened.form_id)]
    who = browser.get(reverse("draws:people", args=[draw.pk]))
    assert "Det som förfrågan ber om är ikryssat" in who.content.decode()
    assert set(who.context["form"]["perspective"].value()) == wanted


def test_a_draw_that_is_begun_from_nothing_is_told_of_requests_and_has_everybody(sign_in, coordinator, opened):
    browser = sign_in(coordinator)
    assert "välj ”Lotta i stället”" in browser.get(NEW).content.decode()
    browser.post(NEW, {"title": "Två", "size": "2", "source": "pool"})
    assert Draw.objects.get().filters == {}


def test_nothing_is_filled_in_from_a_request_that_is_not_there(coordinator, opened):
    assert occasions.filled(("request", opened.pk), coordinator).title == opened.title
    assert occasions.filled(("request", opened.pk + 1), coordinator) is None


def test_whoever_has_been_asked_is_known_until_it_is_taken_back(opened, coordinator, pool):
    one, other = pool(2)
    people.invite(opened, [one], by=coordinator)
    assert occasions.any_asked(("request", opened.pk), [one.pk, other.pk])
    assert not occasions.any_asked(("request", opened.pk), [other.pk])
