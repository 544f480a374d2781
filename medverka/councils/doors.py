"""The way to one's own page about a meeting without an account: the signed link of a call."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from medverka.access.authorise import Someone, link_holder
from medverka.councils import rules
from medverka.councils.models import Summons, Telling
from medverka.foundation import clock, links
from medverka.foundation.crypto import secret_digest
from medverka.pool.door import reach_all

SUMMONS = "meeting"
LIFETIME = timedelta(days=800)  # The call itself says when its link ends.


@dataclass(frozen=True)
class Opened:
    """The call that a link opened, and as whom its holder acts."""

    summons: Summons
    holder: Someone


def summons_url(summons: Summons) -> str:
    """The whole address of somebody's own page about a meeting."""
    return links.absolute(reverse("councils:by_link", args=[summons_token(summons)]))


def summons_token(summons: Summons) -> str:
    """The link's token. It ends when somebody is called anew, is reached at another address, or signs out everywhere."""
    return links.make(SUMMONS, summons.pk, _stamp(summons))


def open_summons(token: str) -> Opened:
    """The call of a link. Raises `links.BadLink` or `links.LinkEnded`."""
    pk, stamp = links.read(SUMMONS, token, good_for=LIFETIME)
    rows = Summons.objects.select_related(
        "meeting__council__organisation", "holding__seat", "holding__contributor", "holding__user", "stands_in_for"
    )
    found = rows.filter(pk=pk).first()
    if found is None or _is_gone(found) or _stamp(found) != stamp:
        raise links.BadLink
    if clock.today() > last_day_of(found):
        raise links.LinkEnded
    return Opened(found, link_holder("summons", found.pk))


def last_day_of(summons: Summons) -> date:
    """The last day on which the link opens: some days after the meeting, or after the latest word about its minutes.

    Whoever has left the seat reads no further.
    """
    last = clock.day_of(summons.meeting.ends_at) + timedelta(days=rules.AFTER_DAYS)
    told = Telling.objects.filter(summons=summons, what__in=rules.TOLD_AFTERWARDS).order_by("-since").first()
    if told is not None:
        last = max(last, clock.day_of(told.since) + timedelta(days=rules.TO_READ_DAYS))
    return min(last, summons.holding.ends_on or last)


def _stamp(summons: Summons) -> str:
    holding = summons.holding
    if holding.contributor is not None:
        reached = reach_all([holding.contributor]).get(holding.contributor.pk)
        address = reached.email if reached else ""
    elif holding.user is not None:
        address = f"{holding.user.email} {holding.user.session_round}"
    else:
        address = holding.email
    return f"{summons.stamp.hex}{secret_digest(address, SUMMONS)[:16]}"


def _is_gone(summons: Summons) -> bool:
    contributor, user = summons.holding.contributor, summons.holding.user
    return bool((contributor and contributor.disposed_on) or (user and not user.is_active))
