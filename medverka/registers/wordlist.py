"""The county's words for `vocabulary`, and the new ones that an import brings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from medverka.access.authorise import may_everywhere
from medverka.organisations.actions import create_organisation
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county, trails
from medverka.pool.models import Term
from medverka.pool.terms import save_term
from medverka.registers.vocabulary import ALL, NEW, TERMS, County, List, Target, Word
from medverka.registers.words import fold

Words = Mapping[tuple[List, str], Word]
FORMS = {"on_site": "pa-plats", "digital": "digitalt", "phone": "telefon", "writing": "skriftligt"}


def county_words(by: Any) -> County:
    """The county's lists as they are now."""
    targets: dict[List, list[Target]] = {name: [] for name in List}
    for term in Term.objects.filter(kind__in=TERMS, retired=False):
        targets[List(term.kind)].append(Target(f"term:{term.pk}", term.name, term.slug))
    current = Organisation.objects.current()
    for place in current.municipalities():
        targets[List.MUNICIPALITY].append(Target(f"org:{place.pk}", place.name))
    targets[List.UNIT] = [Target(f"org:{unit.pk}", unit.name) for unit in current.units()]
    may_add = may_everywhere(by, "county.edit") and may_everywhere(by, "organisations.edit")
    return County(targets, the_county().small_group, may_add)


def unit_trails() -> dict[str, str]:
    """For each unit's code its name with all that it stands under, for choosing between namesakes."""
    return {f"org:{unit.pk}": trail for unit, trail in trails(Organisation.objects.current().units())}


@dataclass
class Lists:
    """What each word of a register has become."""

    words: Words
    terms: dict[str, Term] = field(default_factory=dict)
    places: dict[str, Organisation] = field(default_factory=dict)
    forms: dict[str, Term] = field(default_factory=dict)
    made: dict[tuple[List, str], str] = field(default_factory=dict)

    def term(self, name: List, text: str) -> Term | None:
        """The county's word for a register's word, or None."""
        return self.terms.get(self._code(name, text))

    def terms_for(self, name: List, texts: Iterable[str]) -> tuple[list[Term], list[str]]:
        """The county's words, and the register's words for which there are none."""
        found: dict[int, Term] = {}
        left = []
        for text in texts:
            code = self._code(name, text)
            if code == ALL:
                found |= {term.pk: term for term in self.terms.values() if term.kind == name}
            elif term := self.terms.get(code):
                found[term.pk] = term
            else:
                left.append(text)
        return list(found.values()), left

    def place(self, name: List, text: str) -> Organisation | None:
        """The county's municipality or unit for a register's word, or None."""
        return self.places.get(self._code(name, text))

    def _code(self, name: List, text: str) -> str:
        key = (name, fold(text))
        word = self.words.get(key)
        return self.made.get(key) or (word.choice if word else "")


def lists_for(words: Words) -> Lists:
    """What each word means as the county's lists are now; new words are not there yet."""
    terms = Term.objects.filter(kind__in=TERMS, retired=False)
    return Lists(
        words=words,
        terms={f"term:{term.pk}": term for term in terms},
        places={f"org:{place.pk}": place for place in Organisation.objects.current()},
        forms={term.slug: term for term in Term.objects.filter(kind=Term.Kind.FORM)},
    )


def add_new(lists: Lists, *, by: Any) -> int:
    """Put the words that are to be new into the county's lists. Returns how many."""
    new = [(key, word) for key, word in lists.words.items() if word.choice == NEW]
    for key, word in new:
        lists.made[key] = _add_place(word, lists, by) if word.list is List.MUNICIPALITY else _add_term(word, lists, by)
    return len(new)


def _add_term(word: Word, lists: Lists, by: Any) -> str:
    term = save_term(Term(kind=word.list, name=_written(word.text)[:80]), by=by)
    lists.terms[f"term:{term.pk}"] = term
    return f"term:{term.pk}"


def _add_place(word: Word, lists: Lists, by: Any) -> str:
    name = word.text.strip()[:120]
    kind = Organisation.Kind.MUNICIPALITY
    place = Organisation.objects.filter(kind=kind, name=name, parent=None).first()
    place = place or create_organisation(by=by, name=name, kind=kind)
    lists.places[f"org:{place.pk}"] = place
    return f"org:{place.pk}"


def _written(text: str) -> str:
    """A new word with a capital first, as the county's lists are written."""
    return text[:1].upper() + text[1:]
