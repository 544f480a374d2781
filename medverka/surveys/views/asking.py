"""Asking: who is given a ticket, and the mails and letters that go to them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.foundation.downloads import PDF, download
from medverka.foundation.fields import row_number
from medverka.foundation.menu import Item
from medverka.pool import door
from medverka.surveys import letters
from medverka.surveys.actions import asking, sending
from medverka.surveys.forms_asking import FORMS, TABS
from medverka.surveys.models import Asking, Group, Ticket
from medverka.surveys.moves import NotNow
from medverka.surveys.queries import asked
from medverka.surveys.queries.people import of_pool
from medverka.surveys.rules import ANSWERED_BY_HAND, ASKED_AT_ONCE, ASKS
from medverka.surveys.views.shared_rounds import attempt, found_group

A_PAGE = 50


def _address(group: Group) -> str:
    return reverse("surveys:group", args=[group.round.slug, group.key])


@requires("surveys.edit")
def invite(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Who is asked: one way a tab."""
    group = found_group(request, slug, key, *ASKS)
    way = request.GET.get("fran", "")
    way = way if way in FORMS else "banken"
    posted = request.POST if request.method == "POST" else None
    form = FORMS[way](posted, user=request.user, one=group.round)
    if form.is_valid() and (told := form.asked()) and (told.get("people") or told.get("codes")):
        try:
            made = asking.ask(group, by=request.user, **told)
            messages.success(request, f"{_told(made)} {form.doubles()}".strip())
        except NotNow:
            messages.info(request, _("Omgången har stängts under tiden. Ingen ny är frågad."))
        return redirect(_address(group))
    if form.is_valid():
        messages.info(request, _("Det finns ingen ny att fråga bland dem."))
    tabs = [Item(label, f"?fran={name}", current=name == way) for name, label in TABS.items()]
    left = of_pool(request.user, group.round).count() if way == "banken" else 0
    context = {"round": group.round, "group": group, "form": form, "tabs": tabs, "way": way, "left": left}
    return render(request, "surveys/rounds/invite.html", context)


def _told(made: Asking) -> str:
    """What became of it, in words."""
    if made.total > ASKED_AT_ONCE:
        return _("Länkarna görs nu. Det tar en stund, och du kan göra annat under tiden.")
    if made.source == Asking.Source.CODES:
        return ngettext("En kod är gjord.", "%(n)s koder är gjorda.", made.made) % {"n": made.made}
    words = ngettext("En fick en egen länk.", "%(n)s fick var sin egen länk.", made.made) % {"n": made.made}
    if left := made.total - made.made:
        words += " " + ngettext("En var redan med.", "%(n)s var redan med.", left) % {"n": left}
    return words


@requires("surveys.edit")
def people(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Who has a ticket, and whether they have answered. Never what."""
    group = found_group(request, slug, key)
    shown = request.GET.get("visa", "")
    page = Paginator(asked.tickets_of(group, shown), A_PAGE).get_page(request.GET.get("page"))
    ways = (("", _("Alla")), ("inte", _("Har inte svarat")), ("svarat", _("Har svarat")))
    tabs = [Item(label, f"?visa={name}", current=name == shown) for name, label in ways]
    context = {"round": group.round, "group": group, "page": page, "tabs": tabs}
    states = {"asks": group.round.state in ASKS, "by_hand": group.round.state in ANSWERED_BY_HAND}
    return render(request, "surveys/rounds/people.html", context | states)


@requires("surveys.edit")
def remove(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
    group = found_group(request, slug, key, *ASKS)
    rows = Ticket.objects.select_related("contributor", "group__round").filter(answered=False)
    ticket = get_object_or_404(rows, group=group, number=number)
    if request.method != "POST":
        context = {"round": group.round, "group": group, "ticket": ticket}
        return render(request, "surveys/rounds/remove_person.html", context)
    then = reverse("surveys:people", args=[slug, key])
    return attempt(request, then, lambda: asking.remove(ticket, by=request.user), said=_("Borttagen."))


@requires("surveys.edit")
@require_POST
def again(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Go on with tickets that seem to have stopped."""
    group = found_group(request, slug, key)
    if row := asked.under_way(group):
        asking.begin_again(row, by=request.user)
    return redirect(_address(group))


@requires("surveys.edit")
@require_POST
def send(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key)
    said = _("Mejlen går i väg nu, ett till var och en.")
    return attempt(request, _address(group), lambda: sending.send_invitations(group, by=request.user), said=said)


@requires("surveys.edit")
@require_POST
def remind(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key)
    after = row_number(request.POST.get("after", ""))
    said = _("De som nås med e-post får en påminnelse nu. Till de andra finns det brev att hämta.")
    if not asked.ways_of(group).remind_by_letter:
        said = _("De som inte har svarat får en påminnelse nu.")
    return attempt(request, _address(group), lambda: sending.remind(group, by=request.user, after=after), said=said)


@requires("surveys.edit")
@require_POST
def letters_pdf(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Letters to those who read no mail. POST, for it opens the door and is journalled."""
    group = found_group(request, slug, key)
    rows = asked.next_letters(group)
    reaches = door.open_addresses(
        [row.contributor for row in rows if row.contributor], by=request.user, purpose="letter"
    )
    pile = letters.pile(group, rows, reaches)
    sending.note_letters_made(rows, group=group, by=request.user)
    return download(pile, "brev.pdf", PDF)


@requires("surveys.edit")
@require_POST
def posted(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    group = found_group(request, slug, key)
    upto = row_number(request.POST.get("upto", ""))
    said = _("Antecknat att breven är postade.")
    then = _address(group)
    return attempt(request, then, lambda: sending.note_letters_posted(group, by=request.user, upto=upto), said=said)
