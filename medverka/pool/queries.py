"""What somebody sees of the pool."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from medverka.access.authorise import may, may_everywhere, within_reach
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.journal.models import Entry
from medverka.organisations.models import Organisation, OrganisationQuerySet
from medverka.pool import door, rules, seen
from medverka.pool.models import Contributor, ContributorQuerySet, Identity, Milestone, Term
from medverka.pool.signals import gathering_everything

# What the journal says, in words. What is not here is not shown in a person's history.
HISTORY: dict[str, Promise | str] = {
    "contributor.joined": gettext_lazy("Anmälan kom in"),
    "contributor.welcomed": gettext_lazy("Välkomstsamtal, med i Intressebanken"),
    "contributor.paused": gettext_lazy("Pausade"),
    "contributor.resumed": gettext_lazy("Är med igen"),
    "contributor.left": gettext_lazy("Lämnade"),
    "contributor.disposed": gettext_lazy("Personuppgifterna gallrades"),
    "contributor.changed": gettext_lazy("Profilen ändrades"),
    "identity.changed": gettext_lazy("Namn eller kontaktuppgifter ändrades"),
    "contributor.confirmed": gettext_lazy("Uppgifterna bekräftades"),
    "contributor.milestone": gettext_lazy("Antecknade samtal eller utbildning"),
    "contributor.contact_person": gettext_lazy("Kontaktpersonen ändrades"),
    "contributor.invited_to_account": gettext_lazy("Fick en inbjudan till ett konto"),
    "contributor.account": gettext_lazy("Fick ett konto"),
    "door.opened": gettext_lazy("Öppnade dörren"),
    "door.found": gettext_lazy("Hittade personen genom en sökning"),
}
BY_REGISTER = gettext_lazy("Kom med ett register")  # Instead of "Anmälan kom in", where nobody asked to join.
DOOR = ("door.opened", "door.found")


@dataclass(frozen=True)
class Happening:
    """One line of somebody's history."""

    at: datetime
    what: str
    who: str
    why: str = ""


def visible_to(user: Any) -> ContributorQuerySet:
    """Contributors whose pages `user` may open, under their pseudonyms."""
    if may_everywhere(user, "pool.read"):
        return Contributor.objects.all()
    if not may(user, "pool.read"):
        return Contributor.objects.none()
    named = Identity.objects.filter(named_coordinators=user.pk).values("contributor")
    theirs = Q(pk__in=named) | Q(contact_person=user.pk)
    return Contributor.objects.filter(within_reach(user, "pool.read", "municipality") | theirs)


def narrowed(rows: ContributorQuerySet, wanted: dict[str, Any]) -> ContributorQuerySet:
    """`rows` as the filters of the list say; see `forms.ListFilter`."""
    rows = rows.filter(status=wanted["status"]) if wanted.get("status") else rows.exclude(status="left")
    if start := slugify(wanted.get("q") or ""):
        # A range, so that the index answers: every reference that begins with these signs.
        rows = rows.filter(reference__gte=start, reference__lt=f"{start}~")
    if perspective := wanted.get("perspective"):
        rows = rows.filter(**{f"is_{perspective}": True})
    if area := wanted.get("area"):
        rows = rows.filter(terms=area)
    if municipality := wanted.get("municipality"):
        rows = rows.filter(municipality=municipality)
    return rows


def of_user(user: Any) -> Contributor | None:
    """Who `user` is in the pool, if anybody."""
    return Contributor.objects.filter(user=user.pk).select_related("municipality", "contact_person").first()


def current_terms(kind: str) -> "QuerySet[Term]":
    """The words of one of the county's lists that can be chosen today."""
    return Term.objects.filter(kind=kind, retired=False)


def terms_by_kind(contributor: Contributor) -> dict[str, list[str]]:
    """The words that somebody has chosen, by list; every list is there."""
    chosen: dict[str, list[str]] = {kind: [] for kind in Term.Kind.values}
    for term in contributor.terms.all():
        chosen[term.kind].append(term.name)
    return chosen


def profile_of(contributor: Contributor) -> dict[str, Any]:
    """What `actions.change_profile` can change, as it stands now."""
    names = ("age_band", "channel", "most_per_half_year", "weekdays", "tell_after_leaving")
    return {
        "perspectives": contributor.perspectives,
        "terms": sorted(contributor.terms.values_list("pk", flat=True)),
        **{name: getattr(contributor, name) for name in names},
    }


def profile_seen(contributor: Contributor, names: Iterable[str]) -> str:
    """The digest of what stands in these fields of the profile, see `seen`."""
    return seen.digest(profile_of(contributor), names)


def units_to_choose(contributor: Contributor) -> OrganisationQuerySet:
    """The units that somebody can say they have experience of: those of today, and those they have chosen."""
    chosen = contributor.units.values("pk")
    return Organisation.objects.filter(Q(closed_on=None) | Q(pk__in=chosen), kind=Organisation.Kind.UNIT)


def unit_ids(contributor: Contributor) -> dict[str, list[int]]:
    """The units that somebody has experience of, as `seen` compares them."""
    return {"units": sorted(contributor.units.values_list("pk", flat=True))}


def units_seen(contributor: Contributor) -> str:
    """The digest of the units that somebody has experience of, see `seen`."""
    return seen.digest(unit_ids(contributor), ["units"])


def coordinators() -> "QuerySet[User]":
    """Whoever can be contact person or named for a protected person."""
    held = RoleHolding.objects.held_on(clock.today()).filter(role="coordinator")
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name")


# --- History --------------------------------------------------------------------------------


def history(contributor: Contributor, verbs: Any = HISTORY, most: int = 200) -> list[Happening]:
    """What has happened with somebody, newest first, with who did it."""
    subject = f"contributor:{contributor.pk}"
    entries = list(Entry.objects.filter(subject=subject, verb__in=list(verbs)).order_by("-number")[:most])
    ids = {entry.actor.removeprefix("user:") for entry in entries if entry.actor.startswith("user:")}
    names = {f"user:{user.pk}": user.name for user in User.objects.filter(pk__in=ids)}
    names[f"user:{contributor.user_id}"] = names[subject] = _("personen själv")
    return [
        Happening(
            entry.at,
            str(BY_REGISTER if entry.facts.get("source") == Contributor.Source.IMPORT else HISTORY[entry.verb]),
            names.get(entry.actor) or _other_actor(entry.actor),
            str(rules.PURPOSES.get(entry.facts.get("purpose", ""), "")),
        )
        for entry in entries
    ]


def _other_actor(actor: str) -> str:
    if actor.startswith("join:"):
        return _("personen själv")
    return _("någon som inte längre har konto") if actor.startswith("user:") else "Medverka"


def door_history(contributor: Contributor) -> list[Happening]:
    """Who has opened the door to somebody, when and why."""
    return history(contributor, DOOR)


# --- Everything held about one person -------------------------------------------------------


def everything_about(contributor: Contributor, *, by: Any) -> dict[str, Any]:
    """All that is held about a contributor, under Swedish headings. For themselves alone.

    Days and moments stay what they are, for JSON and the booklet write them each in their own way.
    """
    held: dict[str, Any] = {
        _("Vem du är"): _who(contributor, by),
        _("Din profil"): _profile(contributor),
        _("Samtal och utbildningar"): [
            {_("Vad"): item.get_kind_display(), _("När"): item.on, _("Om"): item.what}
            for item in Milestone.objects.filter(contributor=contributor)
        ],
        _("Vad som har hänt"): [
            {
                _("När"): clock.to_the_minute(item.at),
                _("Vad"): item.what,
                _("Vem"): item.who,
                _("Varför"): item.why,
            }
            for item in history(contributor, most=5000)
        ],
    }
    for _receiver, answer in gathering_everything.send(Contributor, contributor=contributor):
        heading, data = cast(tuple[str, Any], answer)
        held[str(heading)] = data
    return held


def _who(contributor: Contributor, by: Any) -> dict[str, Any]:
    identity = door.own_identity(contributor, by=by)
    municipality = door.real_municipality(contributor, by=by)
    return {
        _("Förnamn"): identity.first_name,
        _("Efternamn"): identity.last_name,
        _("E-post"): identity.email,
        _("Telefon"): identity.phone,
        _("Gata"): identity.street,
        _("Postnummer"): identity.postcode,
        _("Ort"): identity.city,
        _("Kommun"): municipality.name if municipality else "",
        _("Kallas hos oss"): contributor.pseudonym,
        _("Annat namn"): identity.alias,
        _("Egna ord"): identity.own_words,
        _("Samordnarens anteckning"): identity.note,
    }


def _profile(contributor: Contributor) -> dict[str, Any]:
    chosen = terms_by_kind(contributor)
    return {
        _("Läge"): contributor.get_status_display(),
        _("Med sedan"): contributor.joined_on or "",
        _("Lämnade"): contributor.left_on or "",
        _("Anmälan"): contributor.get_source_display(),
        _("Perspektiv"): [str(rules.PERSPECTIVES[code]) for code in contributor.perspectives],
        _("Åldersgrupp"): str(rules.AGE_BANDS.get(contributor.age_band, "")),
        _("Erfarenhet"): chosen["area"],
        _("Verksamheter"): [unit.name for unit in contributor.units.all()],
        _("Sätt att medverka"): chosen["way"],
        _("Former"): chosen["form"],
        _("Språk"): chosen["language"],
        _("Behov"): chosen["access"],
        _("Högst antal uppdrag på ett halvår"): contributor.most_per_half_year,
        _("Dagar som passar"): [str(rules.WEEKDAYS[day]) for day in contributor.weekdays],
        _("Nås helst genom"): contributor.get_channel_display(),
        _("Vill få veta efteråt"): _("ja") if contributor.tell_after_leaving else _("nej"),
        _("Kontaktperson"): contributor.contact_person.name if contributor.contact_person else "",
        _("Tillfrågades senast"): contributor.last_asked_on or "",
        _("Uppgifterna bekräftades"): _("inte än") if stands_as_registered(contributor) else contributor.confirmed_on,
    }


# --- What waits -----------------------------------------------------------------------------


# What nobody has confirmed since a register brought it; `confirmed_on` is then the day it came in.
AS_REGISTERED = Q(source=Contributor.Source.IMPORT) & ~Exists(
    Milestone.objects.filter(contributor=OuterRef("pk"), kind=Milestone.Kind.CONFIRMED)
)


def stands_as_registered(contributor: Contributor) -> bool:
    """Whether the profile stands as a register told it, confirmed by nobody."""
    return Contributor.objects.filter(AS_REGISTERED, pk=contributor.pk).exists()


def to_confirm(rows: ContributorQuerySet) -> ContributorQuerySet:
    """The active people among `rows` whose profile was last confirmed too long ago."""
    last = clock.today() - rules.CONFIRM_AFTER
    return rows.filter(status=Contributor.Status.ACTIVE, confirmed_on__lte=last)


def waiting_for(user: Any) -> list[Waiting]:
    """New people who wait for their welcome talk, and profiles to ask about by phone or letter."""
    if not may(user, "pool.edit"):
        return []
    mine = visible_to(user)
    new = mine.filter(status=Contributor.Status.NEW)
    ask = to_confirm(mine).exclude(channel=Contributor.Channel.EMAIL)
    return [item for item in (_new_people(new), _profiles_to_confirm(ask)) if item]


def _new_people(new: ContributorQuerySet) -> Waiting | None:
    count, first = _count_and_first(new, "created_at")
    if not count:
        return None
    title = ngettext("En person vill vara med i Intressebanken", "%(n)s vill vara med i Intressebanken", count)
    return Waiting(
        group=_("Människor"),
        title=title % {"n": count},
        text=_("De väntar på ett välkomstsamtal."),
        since=clock.day_of(first),
        url=reverse("pool:contributors") + "?status=new",
        step=_("Boka samtal"),
        key="pool.new",
    )


def _profiles_to_confirm(ask: ContributorQuerySet) -> Waiting | None:
    count, first = _count_and_first(ask, "confirmed_on")
    if not count:
        return None
    title = ngettext("Stämmer uppgifterna fortfarande?", "Stämmer uppgifterna fortfarande för %(n)s personer?", count)
    return Waiting(
        group=_("Människor"),
        title=title % {"n": count},
        text=_("Det är ett år sedan vi frågade. De nås på telefon eller med brev."),
        since=first + rules.CONFIRM_AFTER,
        url=reverse("pool:to_confirm"),
        step=_("Fråga"),
        key="pool.confirm",
    )


def _count_and_first(rows: ContributorQuerySet, moment: str) -> tuple[int, Any]:
    found = rows.aggregate(first=Min(moment), many=Count("pk"))
    return found["many"], found["first"]
