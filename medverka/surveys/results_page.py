"""What a results page shows: a publication as somebody chose to look at it. Choosing never shows more, only less."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medverka.foundation.charts import png, standalone_svg
from medverka.foundation.progress import Progress, told
from medverka.organisations.queries import the_county
from medverka.surveys import charts, published
from medverka.surveys.charts import Chapter
from medverka.surveys.models import Round
from medverka.surveys.published import Results
from medverka.surveys.queries import results as queries
from medverka.surveys.queries import texts
from medverka.surveys.queries.texts import ThemesTold
from medverka.surveys.quotes import Quote
from medverka.surveys.rules import State

GROUP, QUESTION, BEFORE = "grupp", "fraga", "forra"
PICTURES = ("svg", "png")


@dataclass
class Chosen:
    """A round's publication, and what an address chose of it. `open_to_all`: for whoever has not signed in."""

    one: Round
    given: QueryDict
    language: str
    open_to_all: bool = False

    @cached_property
    def everything(self) -> Results:
        return published.read(self.one.publication.content, self.language)

    @cached_property
    def results(self) -> Results:
        return published.only(self.everything, self.given.getlist(GROUP), self.given.getlist(QUESTION))

    @cached_property
    def comparable(self) -> Results | None:
        """The round before, if it has been counted and whoever looks may see its results."""
        before = self.one.follows
        if before is None or before.state != State.COUNTED:
            return None
        if self.open_to_all and not before.results_are_public:
            return None
        return published.read(before.publication.content, self.language)

    @property
    def before(self) -> Results | None:
        """The round before, where it is to be shown beside this one."""
        return self.comparable if self.given.get(BEFORE) else None

    @property
    def years(self) -> list[Results]:
        """This round, and the one before where it is to be shown, as far as its groups and questions are chosen."""
        if self.before is None:
            return [self.results]
        return [self.results, published.only(self.before, self.given.getlist(GROUP), self.given.getlist(QUESTION))]

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quotes that were chosen, of the groups that are looked at."""
        groups = {group.key for group in self.results.groups}
        found = queries.quotes_of(self.one)
        return [
            one
            for one in found
            if one.group in groups or (not one.group and self.results.groups == self.everything.groups)
        ]


@dataclass(frozen=True)
class Choice:
    """A box to tick."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Page:
    """Everything that the template shows."""

    round: Round
    results: Results
    before: Results | None
    comparable: Results | None
    chapters: list[Chapter]
    quotes: list[tuple[str, list[Quote]]]
    themes: list[ThemesTold]
    groups: list[Choice]
    questions: list[Choice]
    query: str
    narrowed: bool
    k: int
    picture_kinds: tuple[str, ...] = PICTURES


def page(chosen: Chosen) -> Page:
    """What is shown of what was chosen."""
    results = chosen.results
    return Page(
        round=chosen.one,
        results=results,
        before=chosen.before,
        comparable=chosen.comparable,
        chapters=charts.chapters(results, chosen.before),
        quotes=_by_question(chosen),
        themes=[one for one in texts.themes_told(chosen.one, chosen.everything) if one.group in results.groups],
        groups=_groups(chosen),
        questions=_questions(chosen),
        query=_query(chosen),
        narrowed=results != chosen.everything,
        k=results.k,
    )


def _by_question(chosen: Chosen) -> list[tuple[str, list[Quote]]]:
    asked = chosen.results.texts
    found = [(words, [quote for quote in chosen.quotes if quote.question == key]) for key, words in asked.items()]
    return [(words, quotes) for words, quotes in found if quotes]


def _groups(chosen: Chosen) -> list[Choice]:
    looked_at = {group.key for group in chosen.results.groups}
    return [Choice(group.key, group.name, group.key in looked_at) for group in chosen.everything.groups]


def _questions(chosen: Chosen) -> list[Choice]:
    looked_at = {question.original for question in chosen.results.questions}
    words: Mapping[str, str] = {question.original: question.text for question in reversed(chosen.everything.questions)}
    order = dict.fromkeys(question.original for question in chosen.everything.questions)
    return [Choice(key, words[key], key in looked_at) for key in order]


def _query(chosen: Chosen) -> str:
    """What was chosen, for the addresses of files; only what means something."""
    kept = QueryDict(mutable=True)
    for name in (GROUP, QUESTION, BEFORE):
        kept.setlist(name, chosen.given.getlist(name))
    return kept.urlencode()


def progress(one: Round) -> Progress | None:
    """That a round is being counted, if it is."""
    if one.state != State.COUNTING or one.counting_since is None:
        return None
    return told(_("Svaren räknas"), 0, one.counting_since)


def picture(chosen: Chosen, key: str, kind: str) -> bytes | str | None:
    """One question's picture as a file of its own; None where there is no such question, or no such kind of file."""
    question = chosen.results.question(key)
    if question is None or kind not in PICTURES:
        return None
    drawn = charts.figure(question, chosen.results, chosen.before).chart
    if drawn is None:
        return None
    alone = replace(drawn, title=question.title)
    source = " · ".join([*map(_named, chosen.years), the_county().name])
    return standalone_svg(alone, source=source) if kind == "svg" else png(alone, source=source)


def _named(results: Results) -> str:
    """What a round is called, and when it was, for whoever sees a picture away from its page."""
    first, last = (date_format(day, "j F Y") for day in (results.opens_on, results.closes_on))
    return _("%(round)s, %(first)s till %(last)s") % {"round": results.title, "first": first, "last": last}
