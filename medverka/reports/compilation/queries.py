"""Reads what a term's compilation is made of. The number of queries does not hang on how much was said."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from medverka.councils.models import Council, Meeting
from medverka.foundation import clock
from medverka.foundation.alphabet import sort_key
from medverka.organisations.models import SubArea
from medverka.organisations.queries import the_county
from medverka.reports.compilation.bodies import COUNCIL, FORUM, REQUEST, Body, Telling, telling
from medverka.reports.compilation.counting import Line, Said, by_theme, line
from medverka.reports.compilation.terms import Term, until
from medverka.reports.figures import Words
from medverka.voices.models import Theme, Voice
from medverka.voices.queries import published

QUOTES = 5
MEETINGS = (FORUM, COUNCIL)
VOICE_FIELDS = ("said_on", "answered_on", "effect_on", "public", "origin_kind", "origin_id", "unit")
KINDS: dict[str, Words] = {FORUM: _("Forum"), COUNCIL: _("Råd"), REQUEST: _("Uppdrag")}
TERM_RUNS, NOBODY_BESIDE, CHOSEN = "term_runs", "nobody_beside", "chosen"


@dataclass(frozen=True)
class Choice:
    """All that was said, or in one kind of body alone, or in one sub-area alone."""

    kind: str = ""
    area: int | None = None

    def takes(self, said: Said) -> bool:
        """Whether a voice belongs to it."""
        return (not self.kind or said.kind == self.kind) and (self.area is None or said.area == self.area)

    def may_be_told(self, told: Telling) -> bool:
        """Whether it may be told apart, as the bodies stand in a term."""
        return (not self.kind or told.by_kind) and (self.area is None or told.by_area)


@dataclass(frozen=True)
class Compilation:
    """All that is told of one term. Without `bodies` there is a reason (a key of `definitions.NOT_APART`)."""

    term: Term
    choice: Choice
    choices: list[Choice]
    areas: dict[int, str]
    k: int
    total: Line
    themes: list[Line]
    bodies: list[Line]
    reason: str
    quotes: list[Voice]


def terms() -> list[Term]:
    """Every term from the first in which anything was said to the one that runs, the latest first."""
    first = Voice.objects.aggregate(first=Min("said_on"))["first"]
    return [*until(Term.of(first), Term.of(clock.today()))][::-1] if first else []


def compilation(term: Term, choice: Choice, *, known: list[Term]) -> Compilation:
    """What was said in a term, as far as it may be told; `known` are the `terms`.

    A choice that is not among those of the term becomes everything.
    """
    heard, councils = _heard(term.before.start, term.end)
    now = [row for row in heard if row.on >= term.start]
    then = [row for row in heard if row.on < term.start]
    k, areas = the_county().small_group, dict(SubArea.objects.values_list("pk", "name"))
    told = telling(_bodies(now, councils))
    choices = [Choice(), *_choices(now, told, areas)]
    choice = choice if choice in choices else Choice()
    comparable = term.before in known and choice.may_be_told(telling(_bodies(then, councils)))
    said = [row for row in now if choice.takes(row)]
    before = [row for row in then if choice.takes(row)] if comparable else None
    reason = _why_not_apart(term, choice, told)
    return Compilation(
        term=term,
        choice=choice,
        choices=choices,
        areas=areas,
        k=k,
        total=line("total", _("Allt som sades"), said, before, k),
        themes=by_theme(said, before, _theme_names(), _("Inget tema")),
        bodies=[] if reason else list(_by_body(now, told, k)),
        reason=reason,
        quotes=_quotes(said),
    )


# --- Reading ----------------------------------------------------------------------------------


def _heard(first: date, last: date) -> tuple[list[Said], dict[int, Council]]:
    """Everything said from one day to another, and the councils by id. What was said at a meeting belongs to its council."""
    voices = Voice.objects.filter(said_on__range=(first, last)).order_by()
    held = voices.filter(origin_kind__in=MEETINGS).values("origin_id")
    meetings = {row.pk: row.council for row in Meeting.objects.filter(pk__in=held).select_related("council")}
    themes: dict[int, set[int]] = defaultdict(set)
    for voice, theme in Voice.themes.through.objects.filter(voice__in=voices).values_list("voice", "theme"):
        themes[voice].add(theme)
    rows = voices.select_related("unit").only(*VOICE_FIELDS, "unit__sub_area")
    heard = [
        _said(row, meetings.get(row.origin_id) if row.origin_kind in MEETINGS else None, themes[row.pk]) for row in rows
    ]
    return heard, {council.pk: council for council in meetings.values()}


def _said(voice: Voice, council: Council | None, themes: set[int]) -> Said:
    return Said(
        pk=voice.pk,
        on=voice.said_on,
        answered_on=voice.answered_on,
        led=voice.effect_on is not None,
        public=voice.public,
        body=(council.origin_kind, council.pk) if council else (voice.origin_kind, voice.origin_id),
        area=council.sub_area_id if council else voice.unit.sub_area_id,
        themes=frozenset(themes),
    )


def _bodies(said: Iterable[Said], councils: dict[int, Council]) -> list[Body]:
    """The councils and forums where these voices were heard."""
    voices = Counter(row.body for row in said if row.kind in MEETINGS)
    return [
        Body(pk, councils[pk].name, kind, councils[pk].sub_area_id, councils[pk].hidden_in_compilations, number)
        for (kind, pk), number in voices.items()
        if pk in councils
    ]


def _theme_names() -> dict[int, tuple[str, str]]:
    english = get_language() == "en"
    return {theme.pk: (theme.slug, (english and theme.name_en) or theme.name) for theme in Theme.objects.all()}


def _quotes(said: Iterable[Said]) -> list[Voice]:
    """The latest of these that everybody may read on Ni sa, vi gjorde, and no others."""
    public = sorted((row.answered_on, row.pk) for row in said if row.public and row.answered_on)[-QUOTES:]
    return list(published().filter(pk__in=[pk for _day, pk in public]))


# --- What may be told apart -------------------------------------------------------------------


def _why_not_apart(term: Term, choice: Choice, told: Telling) -> str:
    """Why no body is told apart (a key of `definitions.NOT_APART`); the empty text where they are."""
    if choice != Choice():
        return CHOSEN
    if told.together and term.end >= clock.today():
        return TERM_RUNS
    return NOBODY_BESIDE if told.alone else ""


def _by_body(said: list[Said], told: Telling, k: int) -> Iterator[Line]:
    """A row for each that may be named, then the small ones together and the assignments together.

    Without the term before: there other bodies may have stood together.
    """
    by_body: dict[Hashable, list[Said]] = defaultdict(list)
    for row in said:
        by_body[row.body].append(row)
    for body in sorted(told.named, key=lambda body: (body.kind != FORUM, sort_key(body.name))):
        yield line(f"{body.kind}-{body.pk}", body.name, by_body[body.kind, body.pk], None, k)
    small = [row for body in told.together for row in by_body[body.kind, body.pk]]
    if small:
        yield line("small", _("Små enheter sammanlagt"), small, None, k)
    if requests := [row for row in said if row.kind not in MEETINGS]:
        yield line("requests", _("Uppdrag sammanlagt"), requests, None, k)


def _choices(said: list[Said], told: Telling, areas: dict[int, str]) -> Iterator[Choice]:
    """What can be looked at by itself in this term, besides everything."""
    if told.by_kind:
        there = {row.kind for row in said}
        yield from (Choice(kind=kind) for kind in KINDS if kind in there)
    if told.by_area:
        found = {row.area for row in said}
        yield from (Choice(area=area) for area in sorted(areas, key=lambda pk: sort_key(areas[pk])) if area in found)
