"""Pseudonyms: a word from nature and a number, drawn at random, so that they say nothing about anybody."""

import secrets

from django.utils.text import slugify

from medverka.pool.models import Contributor

WORDS = ["Alm", "Ask", "Asp", "Bark", "Berg", "Blomma", "Bofink", "Bäck", "Bär", "Björk", "Bok", "Domherre", "Dagg", "Ejder", "Ek", "Ekorre", "En", "Enbär", "Fjord", "Fjäril", "Fjäll", "Fors", "Gran", "Gräs", "Gryning", "Gök", "Hare", "Hassel", "Hav", "Humla", "Hägg", "Häger", "Igelkott", "Is", "Järpe", "Kaja", "Klippa", "Klöver", "Kotte", "Kulle", "Lav", "Liljekonvalj", "Lind", "Ljung", "Lo", "Lom", "Lönn", "Lärka", "Löv", "Mosse", "Mossa", "Mård", "Mås", "Nattviol", "Norrsken", "Näckros", "Näktergal", "Oxel", "Orre", "Pil", "Poppel", "Regn", "Ren", "Ripa", "Rönn", "Rådjur", "Sand", "Siska", "Sjö", "Skata", "Skog", "Sly", "Snäcka", "Snö", "Sol", "Sothöna", "Sten", "Stjärna", "Strand", "Svala", "Svan", "Säv", "Tall", "Tjäder", "Tofsvipa", "Trana", "Trast", "Träd", "Tuva", "Tärna", "Udde", "Utter", "Vass", "Vide", "Vik", "Vind", "Vinge", "Vitsippa", "Våg", "Älg", "Äng", "Äpple", "Öring", "Ört"]  # fmt: skip


def draw(count: int) -> list[str]:
    """`count` pseudonyms that nobody has. The numbers grow with the pool and are small while it is."""
    highest = _highest_number(Contributor.objects.count() + count)
    found: dict[str, str] = {}
    while len(found) < count:
        fresh: dict[str, str] = {}
        while len(fresh) + len(found) < count:
            name = f"{secrets.choice(WORDS)} {secrets.randbelow(highest) + 1}"
            if slugify(name) not in found:
                fresh[slugify(name)] = name
        for slug in _taken(list(fresh)):
            del fresh[slug]
        found |= fresh
    return list(found.values())


def _highest_number(persons: int) -> int:
    """Three names or more for each person, so that a draw seldom hits one that is taken."""
    highest = 99
    while len(WORDS) * highest < 3 * persons:
        highest = highest * 10 + 9
    return highest


def _taken(slugs: list[str]) -> set[str]:
    taken: set[str] = set()
    for start in range(0, len(slugs), 5000):
        rows = Contributor.objects.filter(reference__in=slugs[start : start + 5000])
        taken.update(rows.values_list("reference", flat=True))
    return taken
