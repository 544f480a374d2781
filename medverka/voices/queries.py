"""What somebody sees of voices, how they have been answered, and who waits."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.access.authorise import may, within_reach
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.foundation.waiting import Waiting
from medverka.organisations.models import Organisation
from medverka.pool.models import Contributor
from medverka.pool.policies import reaches
from medverka.voices import rules, telling
from medverka.voices.models import AWAITED, Escalation, Speaker, ToldBack, Voice
from medverka.voices.origins import Origin, Pair, describe


def visible_to(user: Any) -> QuerySet[Voice]:
    """Voices that `user` may open, by the unit that is to answer, or was to before it was handed on."""
    reach = within_reach(user, "voices.read", "unit")
    if reach:  # Else everything.
        handed_on = Escalation.objects.filter(within_reach(user, "voices.read", "from_unit")).order_by()
        reach |= Q(pk__in=handed_on.values("voice"))
    return Voice.objects.filter(reach).select_related("unit", "owner", "association")


def of_origin(kind: str, origin_id: int) -> QuerySet[Voice]:
    """What was said on one occasion, in the order it was written down."""
    found = Voice.objects.filter(origin_kind=kind, origin_id=origin_id)
    return found.select_related("unit", "owner", "association").order_by("pk")


def open_of(kind: str, ids: Collection[int]) -> QuerySet[Voice]:
    """What has got no yes or no, from these occasions; the oldest first."""
    found = Voice.objects.filter(origin_kind=kind, origin_id__in=ids, answer__in=["", "later"])
    return found.select_related("unit", "owner", "association").order_by("said_on", "pk")


def answered_untold_in_room(kind: str, ids: Collection[int]) -> QuerySet[Voice]:
    """What has got an answer or an effect that the room where it was said has not been told; the oldest first."""
    waiting = telling.in_room().filter(voice__origin_kind=kind, voice__origin_id__in=ids)
    found = Voice.objects.filter(pk__in=waiting.values("voice"))
    return found.select_related("unit", "owner", "association").order_by("said_on", "pk")


def published() -> QuerySet[Voice]:
    """What stands on the public page, the latest answer first."""
    return Voice.objects.filter(public=True).select_related("unit").order_by("-answered_on", "-pk")


def chosen(
    voices: QuerySet[Voice],
    which: str,
    *,
    unit: Organisation | None = None,
    text: str = "",
    kind: str = "",
    theme: str = "",
    urgent: bool = False,
    capacity: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Voice]:
    """Voices narrowed by everything that is given: how they are answered (a word of the page's address; others: all),
    by unit with all under it, by words, and so on; both days included.

    What has waited longest for an answer stands first, what is urgent before the rest; then the latest answers.
    """
    fits = ANSWERED_HOW.get(which, Q)()
    if unit is not None:
        fits &= Q(unit__path__startswith=unit.path)
    if text:
        fits &= Q(text__icontains=text) | Q(because__icontains=text) | Q(effect__icontains=text)
    if theme:
        fits &= Q(themes__slug=theme)
    plain = {
        "origin_kind": kind, "capacity": capacity, "urgent": urgent, "said_on__gte": first, "said_on__lte": last,
    }  # fmt: skip
    fits &= Q(**{lookup: value for lookup, value in plain.items() if value})
    waiting_first = F("answered_on").desc(nulls_first=True)
    hurries = Case(When(AWAITED, urgent=True, then=0), default=1)
    return voices.filter(fits).order_by(hurries, waiting_first, "answer_due_on", "pk")


ANSWERED_HOW: dict[str, Callable[[], Q]] = {
    "obesvarade": lambda: AWAITED,
    "sena": lambda: AWAITED & Q(answer_due_on__lt=clock.today()),
    "besvarade": lambda: ~Q(answer=""),
    "ja": lambda: Q(answer="yes"),
    "nej": lambda: Q(answer="no"),
    "senare": lambda: Q(answer="later"),
    "effekt": lambda: ~Q(effect=""),
}


def told_to(contributor: Contributor) -> QuerySet[Voice]:
    """What was said where a contributor took part."""
    spoken = Speaker.objects.filter(contributor=contributor).values("voice")
    return Voice.objects.filter(pk__in=spoken).select_related("unit").order_by("-said_on", "pk")


def origins_of(voices: Iterable[Voice]) -> dict[Pair, Origin]:
    """What the occasions are called where these voices were heard."""
    return describe((voice.origin_kind, voice.origin_id) for voice in voices)


def who_may_answer(unit: Organisation) -> list[User]:
    """Those who hold a role of commissioner over the unit; one of them is to answer."""
    above = [int(part) for part in unit.path.split("/") if part]
    held = RoleHolding.objects.held_on(clock.today()).filter(role="commissioner", organisation__in=above)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name"))


def corrections(voice: Voice) -> list[str]:
    """The answers that its answer may be corrected to; none where somebody has been told it."""
    return telling.correctable(voice, list(ToldBack.objects.filter(voice=voice).select_related("mail")))


@dataclass(frozen=True)
class Progress:
    """How far what was said on one occasion has come. `owed` are messages back, `told` those that were given."""

    voices: int = 0
    answered: int = 0
    effects: int = 0
    owed: int = 0
    told: int = 0

    @property
    def finished(self) -> bool:
        """Whether everything is answered and everybody told."""
        return 0 < self.voices == self.answered and self.told == self.owed


def progress(kind: str, ids: Collection[int]) -> dict[int, Progress]:
    """The progress of each occasion; two queries at most, however many. Nothing said: nothing in the answer."""
    said = Voice.objects.filter(origin_kind=kind, origin_id__in=ids).order_by().values("origin_id")
    counts = said.annotate(
        voices=Count("pk"), answered=Count("pk", filter=~Q(answer="")), effects=Count("pk", filter=~Q(effect=""))
    )
    heard = {pk: rest for pk, *rest in counts.values_list("origin_id", "voices", "answered", "effects")}
    debts = telling.all_debts().filter(voice__origin_kind=kind, voice__origin_id__in=list(heard)).order_by()
    owed = debts.values("voice__origin_id").annotate(owed=Count("pk"), told=Count("told_at"))
    paid = {pk: rest for pk, *rest in owed.values_list("voice__origin_id", "owed", "told")}
    return {pk: Progress(*rest, *paid.get(pk, (0, 0))) for pk, rest in heard.items()}


def answer_figures(first: date, last: date, voices: QuerySet[Voice] | None = None) -> rules.AnswerFigures:
    """How what was said from `first` to `last`, both included, has been answered until today; all voices unless told."""
    rows = (Voice.objects.all() if voices is None else voices).filter(said_on__gte=first, said_on__lte=last)
    facts = rows.order_by().values_list("said_on", "answered_on", "effect_on")
    return rules.answer_figures([(said, answered, effect is not None) for said, answered, effect in facts])


def left_to_tell(kind: str, origin_id: int) -> dict[str, int]:
    """How many persons are still to be told what was answered on one occasion, by "letter", "phone" and "email"."""
    debts = telling.untold().filter(voice__origin_kind=kind, voice__origin_id=origin_id)
    rows = debts.order_by().values_list("contributor", "channel", "mail__state").distinct()
    people = {(person, telling.way(channel, state)) for person, channel, state in rows}
    return dict(sorted(Counter(way for _person, way in people).items()))


# --- Letters and calls ------------------------------------------------------------------------


@dataclass(frozen=True)
class ToTell:
    """One person to be told about one occasion by letter or phone, and the debts that it pays."""

    contributor: Contributor
    channel: str
    origin: Origin
    debts: list[ToldBack]

    @property
    def voices(self) -> list[Voice]:
        """What it is about, each voice once."""
        return list({debt.voice_id: debt.voice for debt in self.debts}.values())

    @property
    def keys(self) -> str:
        """The ids of the debts, for a form."""
        return ",".join(str(debt.pk) for debt in self.debts)


def to_tell(user: Any) -> list[ToTell]:
    """Whom `user` is to tell by letter or phone, the oldest first. A mail that failed becomes a call.

    Who lives where the user opens no doors is left to others.
    """
    debts = telling.by_hand().filter(within_reach(user, "voices.publish", "voice__unit"))
    rows = list(debts.select_related("voice__unit", "contributor__municipality").order_by("since", "pk"))
    names = describe((row.voice.origin_kind, row.voice.origin_id) for row in rows)
    groups: dict[tuple[Contributor, str, str, int], list[ToldBack]] = {}
    for row in rows:
        channel = "letter" if row.channel == Contributor.Channel.LETTER else "phone"
        if row.contributor:
            groups.setdefault((row.contributor, channel, row.voice.origin_kind, row.voice.origin_id), []).append(row)
    return [
        ToTell(person, channel, names.get((kind, origin_id), Origin(_("Ett uppdrag"))), debts)
        for (person, channel, kind, origin_id), debts in groups.items()
        if reaches(user, "door.open", person)
    ]


# --- Today ------------------------------------------------------------------------------------


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for `user` among voices."""
    waiting: list[Waiting] = []
    if may(user, "voices.answer"):
        waiting += _to_answer(user)
    if may(user, "voices.publish"):
        waiting += _answers_to_pursue(user) + _to_tell(user)
    return waiting


def _to_answer(user: Any) -> list[Waiting]:
    """One row for each occasion where something was said that `user` is to answer."""
    mine = Q(owner=user.pk)
    if not may(user, "voices.publish"):
        mine |= Q(owner=None)
    voices = Voice.objects.filter(mine & within_reach(user, "voices.answer", "unit"), AWAITED)
    return [
        Waiting(
            group=_("Någon väntar på svar"),
            title=origin.title,
            text=(
                _("%(count)s. Det brådskar. Svar utlovat den %(day)s.")
                if row["hurries"]
                else _("%(count)s. Svar utlovat den %(day)s.")
            )
            % {"count": count_in_words(row["count"]), "day": _day(row["due"])},
            since=row["since"],
            url=reverse("voices:answer", args=[row["first"]]),
            step=_("Svara"),
            late_days=rules.days_late(row["due"], "", clock.today()),
            petals=3,
            key=f"to-answer:{row['origin_kind']}:{row['origin_id']}",
        )
        for row, origin in _grouped(voices)
    ]


def _answers_to_pursue(user: Any) -> list[Waiting]:
    """What the coordinator pursues: answers past their day, and voices that nobody is to answer."""
    late = Q(answer_due_on__lt=clock.today()) | Q(owner=None)
    reach = within_reach(user, "voices.publish", "unit")
    voices = Voice.objects.filter(reach, late, AWAITED).exclude(owner=user.pk)
    rows = []
    for row, origin in _grouped(voices):
        nobody = row["owned"] < row["count"]
        text = _("%(unit)s lovade svar den %(day)s. %(count)s väntar.")
        if nobody:
            text = _("Ingen är vald att svara för %(unit)s. Svar utlovat den %(day)s. %(count)s väntar.")
        chase = reverse("voices:remind", args=[row["origin_kind"], row["origin_id"]])
        rows.append(
            Waiting(
                group=_("Någon väntar på svar"),
                title=origin.title,
                text=text % {"unit": row["unit__name"], "day": _day(row["due"]), "count": count_in_words(row["count"])},
                since=row["since"],
                url=reverse("voices:owner", args=[row["first"]]) if nobody else chase,
                step=_("Välj vem som svarar") if nobody else _("Påminn chefen"),
                late_days=rules.days_late(row["due"], "", clock.today()),
                petals=3,
                key=f"overdue:{row['origin_kind']}:{row['origin_id']}",
            )
        )
    return rows


def _to_tell(user: Any) -> list[Waiting]:
    """One row for the letters and one for the calls that tell people what was answered."""
    debts = telling.by_hand().filter(within_reach(user, "voices.publish", "voice__unit"))
    by_letter = Case(When(channel=Contributor.Channel.LETTER, then=True), default=False)
    counts = debts.order_by().values(by_letter=by_letter)
    found = counts.annotate(people=Count("contributor", distinct=True), since=Min("since")).order_by("-by_letter")
    return [_telling(row["by_letter"], row["people"], row["since"]) for row in found]


def _telling(by_letter: bool, people: int, since: datetime) -> Waiting:
    if by_letter:
        title = ngettext("Ett brev att skicka", "%(count)s brev att skicka", people)
    else:
        title = ngettext("En person att ringa", "%(count)s personer att ringa", people)
    return Waiting(
        group=_("Berätta tillbaka"),
        title=title % {"count": people},
        text=_("De var med och bidrog. Nu finns det svar att berätta om."),
        since=clock.day_of(since),
        url=reverse("voices:to_tell"),
        step=_("Skriv ut breven") if by_letter else _("Se vilka du ska ringa"),
        petals=4,
        key=f"tell-back:{'letter' if by_letter else 'phone'}",
    )


def _grouped(voices: QuerySet[Voice]) -> list[tuple[dict[str, Any], Origin]]:
    counted = (
        voices.order_by()
        .values("origin_kind", "origin_id", "unit__name")
        .annotate(
            count=Count("pk"),
            owned=Count("owner"),
            hurries=Count("pk", filter=Q(urgent=True)),
            due=Min("answer_due_on"),
            since=Min("said_on"),
            first=Min("pk"),
        )
        .order_by("due", "first")
    )
    rows: list[dict[str, Any]] = [dict(row) for row in counted]
    names = describe((row["origin_kind"], row["origin_id"]) for row in rows)
    unknown = Origin(_("Ett uppdrag"))
    return [(row, names.get((row["origin_kind"], row["origin_id"]), unknown)) for row in rows]


def count_in_words(number: int) -> str:
    """So many voices, in words."""
    return ngettext("En synpunkt", "%(count)s synpunkter", number) % {"count": number}


def _day(day: date) -> str:
    return date_format(day, "j F")
