"""What a picture shows, as sentences made from the same figures.

They say nothing of what is not shown, not even why; compare groups only where both are shown; and compare the numbers
themselves, not what they are rounded to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.foundation.charts import per_cent
from medverka.questionnaires.document import Kind
from medverka.surveys.published import Answered, Part, Question


@dataclass(frozen=True)
class Known:
    """How many of a group's asked gave some answer."""

    name: str
    key: str
    count: int
    of: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.count, self.of)

    @property
    def words(self) -> str:
        return f"{self.name} {_of(self.count, self.of)}"


def sentence(question: Question, before: Question | None = None) -> str:
    """What a picture of this question shows, beside the round before where there is one."""
    shown = [one for one in question.shown if one.asked]
    if not shown:
        return _("Inga svar på den här frågan visas.")
    told = _of_scale(question, shown) if question.is_scale else _of_options(question, shown)
    if before is not None and question.is_scale:
        told += _since(question, before)
    return " ".join(told)


# --- A scale ----------------------------------------------------------------------------------


def sides(question: Question) -> tuple[list[str], list[str]]:
    """The keys of the steps on the worse side, and of those on the better."""
    steps = [option.key for option in question.options if not option.apart]
    half = len(steps) // 2
    return steps[:half], steps[len(steps) - half :]


def known(one: Answered, options: Iterable[str | None]) -> Known | None:
    """How many gave one of these answers, where what is shown tells it."""
    wanted, count = set(options), 0
    for part in one.parts or ():
        if wanted.issuperset(part.options):
            count += part.count
        elif part.count and not wanted.isdisjoint(part.options):
            return None
    return Known(one.group.name, one.group.key, count, one.asked) if one.asked else None


def _of_scale(question: Question, shown: Sequence[Answered]) -> list[str]:
    worse, better = sides(question)
    told, left = [], list(shown)
    for steps in (better, worse):
        found = [(one, fact) for one in left if (fact := known(one, steps)) is not None]
        if found:
            facts = [fact for _one, fact in found]
            told.append(_listed(_words_of(question, steps), facts))
            told += _compared(facts)
            left = [one for one in left if one not in [kept for kept, _fact in found]]
    return told + [_largest(one) for one in left]


def _words_of(question: Question, keys: Sequence[str]) -> str:
    labels = {option.key: option.label for option in question.options}
    return either([labels[key] for key in keys])


def either(words: Sequence[str]) -> str:
    """”Bra” eller ”Mycket bra”."""
    quoted = [f"”{word}”" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return _("%(first)s eller %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _listed(answer: str, facts: Sequence[Known]) -> str:
    return _("Svarade %(answer)s: %(groups)s.") % {"answer": answer, "groups": ", ".join(fact.words for fact in facts)}


def _compared(facts: Sequence[Known]) -> list[str]:
    """Where the share is largest and smallest, of groups that are shown; equal ones are said to be so."""
    if len(facts) < 2:
        return []
    most, least = max(fact.share for fact in facts), min(fact.share for fact in facts)
    if most == least:
        return [
            ngettext("Andelen är lika stor i båda.", "Andelen är lika stor i alla %(n)s.", len(facts) - 1)
            % {"n": len(facts)}
        ]
    if most - least <= _one_person(max(facts, key=_share), min(facts, key=_share)):
        return [_("Andelarna är ungefär lika stora.")]
    top = [fact.name for fact in facts if fact.share == most]
    low = [fact.name for fact in facts if fact.share == least]
    return [_("Störst är andelen hos %(top)s, minst hos %(low)s.") % {"top": both(top), "low": both(low)}]


def _share(fact: Known) -> Fraction:
    return fact.share


def _one_person(one: Known, other: Known) -> Fraction:
    """What one person more in the one group and one less in the other come to: a smaller difference says nothing."""
    return Fraction(1, one.of) + Fraction(1, other.of)


def both(names: Sequence[str]) -> str:
    """A, B och C."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s och %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _largest(one: Answered) -> str:
    """A group of which neither side is known by itself: its largest part, which may be told as several answers together."""
    part = max(one.parts or (), key=lambda part: part.count)
    return f"{one.group.name}: {_of(part.count, one.asked or 0)} – {part.label}."


def _since(question: Question, before: Question) -> list[str]:
    """How the share on the better side has moved since the round before, in each group that is shown both times."""
    _worse, better = sides(question)
    told = []
    for one in question.shown:
        was = before.of(one.group.key)
        now, then = known(one, better), known(was, better) if was and was.parts is not None else None
        if now is not None and then is not None:
            told.append(_moved(now, then))
    if not told:
        return []
    return [_("Jämfört med förra omgången: %(groups)s.") % {"groups": "; ".join(told)}]


def _moved(now: Known, then: Known) -> str:
    figures = {"name": now.name, "then": _looks(then.share), "now": _looks(now.share)}
    if now.share == then.share:
        return _("%(name)s lika stor andel (%(now)s)") % figures
    if abs(now.share - then.share) <= _one_person(now, then):
        return _("%(name)s ungefär lika stor andel (från %(then)s till %(now)s)") % figures
    if now.share > then.share:
        return _("%(name)s större andel (från %(then)s till %(now)s)") % figures
    return _("%(name)s mindre andel (från %(then)s till %(now)s)") % figures


# --- Options, several options, numbers --------------------------------------------------------


def _of_options(question: Question, shown: Sequence[Answered]) -> list[str]:
    told = [words for one in shown if (words := _top(one))]
    if not told and not all(_is_whole(question, one) for one in shown):
        return [_("Inga svar på den här frågan visas.")]
    if not told:
        return [_("Ingen svarade på frågan i de grupper som visas.")]
    if question.kind == Kind.MULTIPLE:
        return [_("Av det som visas valde flest: %(groups)s.") % {"groups": "; ".join(told)}]
    return [_("Störst av det som visas: %(groups)s.") % {"groups": "; ".join(told)}]


def _is_whole(question: Question, one: Answered) -> bool:
    """Whether every answer of a group is told: of several options each is told, or hidden, by itself."""
    return question.kind != Kind.MULTIPLE or len(one.parts or ()) == len(question.options)


def _top(one: Answered) -> str:
    """The answer, or answers told together, that most in a group gave; those who gave none do not count as one."""
    answered = [part for part in one.parts or () if part.count and any(option is not None for option in part.options)]
    if not answered or not one.asked:
        return ""
    most = max(part.count for part in answered)
    same = [part for part in answered if part.count == most]
    number = _of(most, one.asked)
    if len(same) > 1:
        number = _("%(number)s vardera") % {"number": number}
    return f"{one.group.name} {both([_quoted(part) for part in same])}, {number}"


def _quoted(part: Part) -> str:
    return f"”{part.label}”"


# --- Numbers in words -------------------------------------------------------------------------


def _of(count: int, of: int) -> str:
    return _("%(count)s av %(of)s (%(share)s)") % {"count": count, "of": of, "share": _looks(Fraction(count, of))}


def _looks(share: Fraction) -> str:
    return per_cent(float(100 * share))


def rate(n: int, asked: int | None, percent: float | None) -> str:
    """How many answered, and of how many."""
    answers = ngettext("%(n)s svar", "%(n)s svar", n) % {"n": n}
    if asked is None:
        return _("%(answers)s, svarsfrekvensen är inte känd") % {"answers": answers}
    if percent is None:
        return _("%(answers)s, %(asked)s tillfrågade") % {"answers": answers, "asked": asked}
    return _("%(n)s av %(asked)s svarade (%(share)s)") % {"n": n, "asked": asked, "share": per_cent(percent)}
