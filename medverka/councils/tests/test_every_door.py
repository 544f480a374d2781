"""Everything there is about a council and a forum, tried by everybody who has nothing to do with it."""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver, reverse

from medverka.access.authorise import SYSTEM
from medverka.accounts.models import RoleHolding, User
from medverka.councils.actions import attesting, decisions, saying
from medverka.councils.actions import forum as forums
from medverka.councils.actions import minutes as actions
from medverka.councils.actions.agenda import add_point, propose_point
from medverka.councils.actions.calling import call_meeting
from medverka.councils.actions.councils import Holder, appoint, create_seat, end_holding
from medverka.councils.actions.meetings import plan_meeting
from medverka.councils.actions.papers import add_paper
from medverka.councils.actions.seat_calls import ask_associations
from medverka.councils.actions.series import make_series
from medverka.councils.models import Attestation, Meeting, MinutesSection, SeatCallAnswer, SeatHolding, Summons, Telling
from medverka.councils.notes import Note
from medverka.councils.rules import Capacity
from medverka.councils.tests.conftest import at
from medverka.foundation import clock, pdf
from medverka.journal.models import Entry
from medverka.organisations.actions import create_organisation
from medverka.organisations.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECRETS = ("Hemma", "Gömd", "Dolda", "Gömstad", "skyddad", "174 06 11")
OPEN_TO_ALL = {"public_list", "forum_shell", "forum_worker"}
OWN = {
    "my_meetings",
    "calendar_address",
    "councils",
    "tellings",
    "letters_pdf",
}  # Hold what is one's own, else nothing.


@pytest.fixture
def world(council, forum, members, county, protected_contributor, contributor_user) -> SimpleNamespace:
    """A council in the middle of everything, with a protected person on one of its seats, and a forum that is held."""
    seat = create_seat(council, by=SYSTEM, title="Anhörig", capacity=Capacity.INDIVIDUAL)
    hidden = appoint(seat, Holder(contributor=protected_contributor, public_name="Hemma Gömd"), by=SYSTEM)
    vacant = create_seat(council, by=SYSTEM, title="Ledig", capacity=Capacity.MANDATE)
    call = ask_associations(
        vacant, [county.association], by=SYSTEM, reply_by=clock.today() + timedelta(days=9), text="Välkomna!"
    )
    meeting = plan_meeting(council, by=SYSTEM, starts_at=at(10), ends_at=at(10, 15), place="Violen")
    days = {"first_on": clock.today() + timedelta(days=30), "last_on": clock.today() + timedelta(days=60)}
    series, _planned = make_series(council, by=SYSTEM, rhythm="weekly", interval=1, starts="13:00", minutes=60, **days)
    point = add_point(meeting, by=SYSTEM, title="Lokaler")
    paper = add_paper(meeting, by=SYSTEM, name="a.txt", data=b"Hej")
    call_meeting(meeting, by=SYSTEM)
    proposal = propose_point(meeting, hidden, by=SYSTEM, title="Maten", recorded_how="phone")
    held = plan_meeting(council, by=SYSTEM, starts_at=at(20), ends_at=at(20, 15))
    Meeting.objects.filter(pk=held.pk).update(starts_at=at(0, 0), ends_at=at(0, 1), state="held")
    held.refresh_from_db()
    Summons.objects.create(meeting=held, holding=hidden, came=True)
    minutes = actions.start_minutes(held, by=SYSTEM)
    task = decisions.record_decision(
        minutes, by=SYSTEM, kind="task", text="Fråga köket.", owner=hidden, due_on=clock.today()
    )
    voice = saying.record_said(minutes, hidden, by=SYSTEM, text="Maten är kall.")
    actions.send_out(minutes, by=SYSTEM, comment_by=clock.today() + timedelta(days=7))
    comment = attesting.comment(minutes, hidden, by=SYSTEM, text="Bra.")
    attesting.answer_comment(comment, by=SYSTEM, answer="Tack.")
    actions.ask_to_attest(minutes, [hidden, members.chair], by=SYSTEM)
    return SimpleNamespace(
        council=council, forum=forum, seat=seat, holding=hidden, call=call, meeting=meeting, held=held, series=series,
        point=point, paper=paper, proposal=proposal, minutes=minutes, task=task, voice=voice, comment=comment,
        answer=SeatCallAnswer.objects.get(call=call), summons=Summons.objects.get(meeting=meeting, holding=hidden),
        attestation=Attestation.objects.get(holding=hidden), telling=Telling.objects.first(),
        section=MinutesSection.objects.filter(minutes=minutes).first(),
    )  # fmt: skip


@pytest.fixture
def open_forum(world, facilitator):
    """The forum of today, with one note."""
    meeting = plan_meeting(world.forum, by=SYSTEM, starts_at=at(0), ends_at=at(0, 14), place="Dagrummet")
    session = forums.open_forum(meeting, by=facilitator)
    note = Note(uuid4(), 1, "Kaffet är svagt.")
    forums.save_notes(session, [note], by=facilitator)
    return SimpleNamespace(meeting=meeting, session=session, key=note.key)


def places(world: SimpleNamespace, forum: SimpleNamespace) -> dict[str, list[Any]]:
    """For the first place in an address, by the name of the address: what there is to put there."""
    by_subject = {
        world.meeting: "answer entry",
        world.series: "series move_series last_day",
        world.seat: "seat change_seat close_seat appoint create_seat_call",
        world.holding: "holding end_holding",
        world.call: "seat_call close_seat_call",
        world.answer: "record_seat_call_answer appoint_from_call answer_seat_call",
        world.summons: "heard answer entry",
        world.telling: "told_by_hand",
        world.paper: "paper remove_paper",
        world.section: "section remove_section",
    }
    found: dict[str, list[Any]] = {}
    for subject, names in by_subject.items():
        for name in names.split():
            found[name] = [subject]
    found |= {name: [world.point, world.proposal] for name in ("item", "move_item", "remove_item", "proposal")}
    found |= {name: [world.task] for name in ("decision", "finish_task")}
    return found


def addresses(world: SimpleNamespace, forum: SimpleNamespace) -> list[tuple[str, str]]:
    """(name, address) of everything about the council and the forum that has no link of its own."""
    found = []
    special = places(world, forum)
    councils = next(entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "councils")
    for pattern in councils.url_patterns:
        assert isinstance(pattern, URLPattern)
        name, keys = str(pattern.name), set(pattern.pattern.converters)
        if "token" in keys or "slug" in keys:
            continue
        if name in special:
            firsts = special[name]
        elif "/rad-och-forum/" in f"/{pattern.pattern}":
            firsts = [world.council, world.forum]
        else:
            firsts = [world.meeting, world.held, forum.meeting]
        rest = {
            "key": forum.key,
            "comment_pk": world.comment.pk,
            "attestation_pk": world.attestation.pk,
            "among": "konton",
        }
        for first in firsts if "pk" in keys else [None]:
            kwargs = {key: first.pk if key == "pk" else rest[key] for key in keys}
            found.append((name, reverse(f"councils:{name}", kwargs=kwargs)))
    return found


def stranger(role: str, **scope: Any) -> User:
    user = User.objects.create_user(f"framling-{role}@exempel.invalid", "Frida Främling")
    RoleHolding.objects.create(user=user, role=role, **scope)
    user.verified_twice = True
    return user


def strangers(county: SimpleNamespace, request: Any) -> dict[str, User]:
    names = ("north_coordinator", "other_commissioner")
    other = create_organisation(by=SYSTEM, name="Anhörigringen", kind=Organisation.Kind.ASSOCIATION)
    return {name: request.getfixturevalue(name) for name in names} | {
        "contributor without a seat": stranger("contributor"),
        "representative of another association": stranger("representative", organisation=other),
        "facilitator of another ward": stranger("facilitator", organisation=county.housing),
    }


def test_nobody_from_outside_comes_in_anywhere(world, open_forum, county, request, sign_in):
    everything = addresses(world, open_forum)
    before = Entry.objects.count()
    let_in = []
    for who, user in strangers(county, request).items():
        browser = sign_in(user)
        for name, address in everything:
            if name in OPEN_TO_ALL | OWN | {"create"}:
                continue
            for method in (browser.get, browser.post):
                response = method(address)
                if response.status_code not in {302, 403, 404, 405} or (
                    response.status_code == 302 and "/konto/login/" not in response["Location"]
                ):
                    let_in.append((who, name, response.status_code))
    assert let_in == []
    assert Entry.objects.exclude(verb__startswith="access").count() <= before + len(everything), "nothing was done"


@pytest.mark.parametrize("who", ["steering_member", "a former member", "a member"])
def test_whoever_reads_changes_nothing_that_is_not_theirs(
    who, world, open_forum, members, contributor_user, request, sign_in
):
    may_post = {"answer", "propose", "comment", "my_meetings", "calendar_address"}
    if who == "a former member":
        SeatHolding.objects.filter(pk=members.lova.pk).update(starts_on=clock.today() - timedelta(days=9))
        members.lova.refresh_from_db()
        end_holding(members.lova, by=SYSTEM, ends_on=clock.today() - timedelta(days=1))
    browser = sign_in(request.getfixturevalue(who) if who == "steering_member" else contributor_user)
    changed = []
    for name, address in addresses(world, open_forum):
        if name in may_post | OPEN_TO_ALL | OWN:
            continue
        before = Entry.objects.count()
        status = browser.post(address, {"accept": "1", "reply": "yes", "how": "phone"}).status_code
        if status >= 500 or (Entry.objects.count() > before and status not in {403, 404}):
            changed.append((name, status))
        if who == "a former member" and browser.get(address).status_code == 200 and name not in {"councils"}:
            changed.append((name, "reads"))
    assert changed == []


@pytest.mark.parametrize("who", ["chair", "coordinator of the south"])
def test_whoever_is_protected_is_named_on_no_page(who, world, open_forum, county, commissioner, sign_in, monkeypatch):
    """Karin is named for her; everybody else reads the alias, and nothing says that it is one."""
    monkeypatch.setattr(pdf, "_set", lambda _template, content: json.dumps(content, ensure_ascii=False).encode())
    county.region.sub_area = county.south
    county.region.save()
    type(world.council).objects.update(sub_area=county.south)
    user = commissioner if who == "chair" else stranger("coordinator", sub_area=county.south)
    browser, read, told = sign_in(user), 0, []
    for name, address in addresses(world, open_forum):
        for method in (browser.get, browser.post) if name in {"letters_pdf", "tellings"} else (browser.get,):
            response = method(address)
            assert response.status_code < 500, address
            if response.status_code != 200:
                continue
            read += 1
            text = response.content.decode()
            told += [(name, secret) for secret in SECRETS if secret in text]
    assert read > 3
    assert told == []
