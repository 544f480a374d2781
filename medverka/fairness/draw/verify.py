#!/usr/bin/env python3
"""Check a draw that Medverka published. Needs nothing but Python 3.9 or later; run it far from whoever drew.

How it is used stands in HELP, in Swedish and English. It computes everything anew, in this order:
 1. fingerprint = SHA-256 of the publication: keys sorted, no spaces, UTF-8.
 2. The public values are those that were promised; written in one way:
      numbers  "3.14.22./1234567./"    each source's numbers rising, a full stop after each, a slash after each source
      drand    "drand/CHAIN/ROUND/RANDOMNESS/"    where RANDOMNESS is SHA-256 of the round's signature
      seed     "seed/SEED/"            where SHA-256 of the seed was published
 3. key = SHA-256("medverka draw 1\n" fingerprint "\n" values "\n").
 4. Numbers for a purpose: HMAC-SHA256(key, "purpose 0"), "purpose 1" …, each giving four numbers of 64 bits, big end
    first. A number below n: the first that is below the greatest multiple of n, modulo n.
 5. The panel: a number below the sum of the weights, for the purpose "panel"; panel 1 has the first weights[0] of them,
    panel 2 the next weights[1] …
 6. The order in which others are asked: the list of people shuffled for the purpose "order": from the last place to the
    second, change places with one at or before it (a number below the count of those).
A person's label in panel P (0: in the list of people) is the first 32 digits of
SHA-256("medverka label 1\n" salt "\n" id "\n" P "\n").

Exit code: 0 everything agrees, 1 something differs, or the files cannot be read.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import hmac
import io
import itertools
import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NoReturn

LONGEST_FILE = 512 * 1024 * 1024
LABEL = re.compile("[0-9a-f]{32}")
LEAST_BITS = 40  # with fewer left to chance, whoever publishes could try until a draw suits
DRAND = {  # drand's chain: genesis is the time of its first round, period the seconds between rounds
    "chain": "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    "genesis": 1692803367,
    "period": 3,
    "where": "https://api.drand.sh/",
}
LONGEST_NUMBER = 19  # digits; greater numbers have no place in a draw

Document = dict[str, Any]  # what a JSON object is read into
Lines = list[tuple[str, tuple[object, ...]]]  # pairs of a word of TEXTS and what belongs in it
Right = Callable[[Any], bool]
Parts = Mapping[str, Right]
Signed = Callable[[int, bytes], bool]  # whether drand signed a round so; the standard library cannot tell

HELP = (  # Swedish, English
    """Kontrollerar en lottning som Medverka har publicerat. Behöver bara Python 3.9 eller senare.

    python3 verify.py UNDERLAG DRAGNING     det som publicerades före dragningen, och det som drogs
    python3 verify.py UNDERLAG              innan gruppen är dragen
    python3 verify.py BÅDA                  {"publication": …, "draw": …} i en enda fil

    --fingerprint HEX      fingeravtrycket som du skrev av före dragningen
    --salt HEX --id ID     din egen chans, och hur det gick för dig
    --language sv|en       svenska eller engelska (This help in English: --help --language en)

Svarar med 0 om allt stämmer, och med 1 om något inte gör det eller inte går att läsa.
""",
    """Checks a draw that Medverka has published. Needs nothing but Python 3.9 or later.

    python3 verify.py PUBLICATION DRAW      what was published before the draw, and what was drawn
    python3 verify.py PUBLICATION           before the group is drawn
    python3 verify.py BOTH                  {"publication": …, "draw": …} in a single file

    --fingerprint HEX      the fingerprint that you noted before the draw
    --salt HEX --id ID     your own chance, and how it went for you
    --language sv|en       Swedish or English (Den här hjälpen på svenska: --help)

Answers with 0 if everything agrees, and with 1 if something differs or cannot be read.
""",
)
TEXTS = {  # Swedish, English
    "agrees": ("Stämmer: {}", "Agrees: {}"),
    "differs": ("STÄMMER INTE: {}", "DIFFERS: {}"),
    "together": (
        "dragningen är gjord ur det här underlaget",
        "the draw was made from this publication",
    ),
    "apart": (
        "Filerna hör inte ihop. Hämta båda igen från samma lottnings sida. "
        "Hör de ändå inte ihop är någon av dem ändrad: fråga då den som drog.",
        "The files do not belong together. Fetch both again from the page of one draw. "
        "If they still do not, one of them has been changed: then ask whoever drew.",
    ),
    "noted": ("fingeravtrycket är det du skrev in", "the fingerprint is the one you gave"),
    "values": ("slumptalen är av det slag som utlovades", "the public numbers are of the kind that was promised"),
    "later": ("slumptalen kommer efter att underlaget publicerades", "the public numbers come after the publication"),
    "genuine": (
        "slumptalet är en omgång av en känd drandkedja, med dess rätta tider och adress",
        "the public number is a round of a known drand chain, with its true times and address",
    ),
    "signed": ("slumptalet är undertecknat av drand", "the public number is signed by drand"),
    "enough": (
        "slumptalen kan bli på så många sätt att ingen kan prova sig fram",
        "the public numbers can come out in so many ways that nobody can try them all",
    ),
    "key": ("nyckeln som underlaget och slumptalen ger", "the key that the publication and the numbers give"),
    "number": ("vilken grupp som drogs", "which panel was drawn"),
    "selected": ("vilka som är i den gruppen", "who are in that panel"),
    "order": ("ordningen för dem som kan hoppa in", "the order of those who may stand in"),
    "least": ("ditt antal lotter är minst så stort som lovats", "your share is at least what was promised"),
    "panel": ("Grupp {} av {} drogs.", "Panel {} of {} was drawn."),
    "print": ("Fingeravtryck: {}", "Fingerprint: {}"),
    "compare": (
        "Jämför fingeravtrycket med det som publicerades före dragningen. Bara det visar att ingen har ändrat underlaget.",
        "Compare the fingerprint with the one published before the draw. Only that shows that nobody changed anything.",
    ),
    "look_up": (
        "Slå själv upp slumptalen: {}",
        "Look the public numbers up yourself: {}",
    ),
    "used": ("Så skrivs de slumptal som användes: {}", "The public numbers that were used, as written: {}"),
    "moment": ("{} svensk tid, {} UTC", "{} Swedish time, {} UTC"),
    "seed": (
        "Slumptalet valdes av den som drog. Kontrollen visar att inget ändrats, inte att talet valdes blint.",
        "Whoever drew chose the number. This shows that nothing was changed, not that it was chosen blindly.",
    ),
    "good": ("Allt stämmer.", "Everything agrees."),
    "good_but": (
        "Allt annat stämmer: slumptalen måste du själv slå upp, och jämföra med dem som användes: {}",
        "All else agrees: you must look the public numbers up yourself, and compare them with those that were used: {}",
    ),
    "bad": ("Det här stämmer inte. Fråga den som drog.", "This does not agree. Ask whoever drew."),
    "not_drawn": ("Här finns ingen dragning ännu.", "There is no draw here yet."),
    "so_far": ("Underlaget är helt.", "What was published is whole."),
    "own_label": ("Din etikett i listan: {}", "Your label in the list: {}"),
    "own_chance": (
        "Du är med i {} av {} grupper. Din chans: {} ({}).",
        "You are in {} of {} panels. Your chance: {} ({}).",
    ),
    "own_in": ("Du drogs.", "You were drawn."),
    "own_out": (
        "Du drogs inte. Du är nummer {} i ordningen, där också de som drogs står och hoppas över.",
        "You were not drawn. You are number {} in the order, where those who were drawn stand too and are skipped.",
    ),
    "stranger": (
        "Ingen i listan har det saltet och det id:t. Kontrollera att du har skrivit rätt.",
        "Nobody in the list has that salt and id. See that you wrote them right.",
    ),
    "asked": (
        "Så kan programmet inte köras. Skriv en eller två filer, och salt och id tillsammans.",
        "It cannot be run like that. Give one or two files, and a salt and an id together.",
    ),
    "cannot": ("Filen går inte att läsa: {}", "The file cannot be read: {}"),
    "missing": (
        "det finns ingen sådan fil, eller den får inte öppnas",
        "there is no such file, or it may not be opened",
    ),
    "large": ("den är för stor", "it is too large"),
    "utf8": ("den är inte text i UTF-8", "it is not text in UTF-8"),
    "json": ("den är inte JSON", "it is not JSON"),
    "twice": ("”{}” står två gånger", "“{}” stands twice"),
    "float": ("bara heltal får förekomma, inte {}", "only whole numbers may occur, not {}"),
    "long": ("ett tal är för stort", "a number is too great"),
    "deep": ("den är för djupt nästlad", "it is nested too deeply"),
    "part": (
        "det som ska stå i ”{}” saknas eller är av fel slag",
        "what should stand in “{}” is missing or of the wrong kind",
    ),
    "hex": (
        "Det som står efter {} ska vara hexadecimala siffror: 0–9 och a–f.",
        "What stands after {} should be hexadecimal digits: 0–9 and a–f.",
    ),
    "no_mark": (
        "”{}” är inget fingeravtryck. Det är 64 tecken långt, siffror och bokstäverna a–f. Kopiera hela, utan annat.",
        "“{}” is no fingerprint. One has 64 signs, digits and the letters a–f. Copy all of it, and nothing else.",
    ),
}


class Refused(Exception):
    """A file that cannot be checked: a word of TEXTS, and what belongs in it."""


class Mistyped(Refused):
    """What was written after an option makes no sense: neither files nor draw are to blame."""


# ── Reading, without trusting anything ───────────────────────────────────────────────────────


def read(path: str) -> Any:
    try:
        with Path(path).open("rb") as file:
            raw = file.read(LONGEST_FILE + 1)
    except (OSError, ValueError):
        raise Refused("missing") from None
    if len(raw) > LONGEST_FILE:
        raise Refused("large")
    try:
        return json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=once,
            parse_float=no_float,
            parse_constant=no_float,
            parse_int=whole,
        )
    except UnicodeDecodeError:
        raise Refused("utf8") from None
    except RecursionError:
        raise Refused("deep") from None
    except ValueError:
        raise Refused("json") from None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = {}
    for key, value in pairs:
        if key in seen:
            raise Refused("twice", shown(key))
        seen[key] = value
    return seen


def no_float(text: str) -> Any:
    raise Refused("float", text[:20])


def whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Refused("long")
    return int(text)


def shown(text: str, most: int = 40) -> str:
    """The text without what could disturb a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:most])


# ── Are the parts there, and of the right kind? ──────────────────────────────────────────────


def is_there(value: Any) -> bool:
    return True


def is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= 2000 and not any("\ud800" <= sign <= "\udfff" for sign in value)


def is_count(value: Any) -> bool:
    return type(value) is int and value >= 0  # True is an int too, but no count


def is_hex(value: Any, digits: int | None = None) -> bool:
    right = isinstance(value, str) and re.fullmatch("(?:[0-9a-f]{2}){1,512}", value)
    return bool(right) and digits in (None, len(value))


def is_time(value: Any) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value))


def are_labels(value: Any) -> bool:
    """In rising order, none twice."""
    return are_in_any_order(value) and all(one < other for one, other in zip(value, value[1:]))


def are_in_any_order(value: Any) -> bool:
    right = isinstance(value, list) and all(isinstance(label, str) for label in value)
    return right and all(map(LABEL.fullmatch, value))


def is_quota(value: Any) -> bool:
    return fits(value, {"feature": is_text, "value": is_text, "low": is_count, "high": is_count})


def is_source(value: Any) -> bool:
    parts: Parts = {
        "name": is_text,
        "where": is_text,
        "when": is_time,
        "count": is_count,
        "least": is_count,
        "greatest": is_count,
    }
    return fits(value, parts) and 1 <= value["count"] <= value["greatest"] - value["least"] + 1


def is_promise(value: Any) -> bool:
    kinds = {
        "numbers": {"sources": list_of(is_source)},
        "drand": {
            "chain": lambda chain: is_hex(chain, 64), "genesis": is_count, "period": is_count, "round": is_count,
            "where": is_text, "when": is_time,
        },
        "seed": {"commitment": lambda mark: is_hex(mark, 64)},
    }  # fmt: skip
    kind = value.get("kind") if isinstance(value, dict) else None
    return isinstance(kind, str) and kind in kinds and fits(value, {"kind": is_text, **kinds[kind]})


def list_of(is_right: Right) -> Right:
    return lambda value: isinstance(value, list) and len(value) > 0 and all(map(is_right, value))


def fits(value: Any, parts: Parts) -> bool:
    return (
        isinstance(value, dict) and set(value) == set(parts) and all(right(value[key]) for key, right in parts.items())
    )


PUBLICATION = {
    "format": lambda value: value == "medverka-publication-1", "program": is_text, "title": is_text, "published": is_time,
    "size": is_count, "quotas": lambda value: isinstance(value, list) and all(map(is_quota, value)),
    "one_per_home": lambda value: value in ("yes", "no"), "objective": is_text, "least": is_count, "people": are_labels,
    "panels": list_of(are_labels), "weights": list_of(lambda weight: is_count(weight) and weight > 0),
    "randomness": is_promise,
}  # fmt: skip
DRAW = {
    "format": lambda value: value == "medverka-draw-1", "fingerprint": lambda value: is_hex(value, 64),
    "values": lambda value: isinstance(value, (list, dict, str)), "key": lambda value: is_hex(value, 64),
    "number": is_count, "selected": are_labels, "order": are_in_any_order,
}  # fmt: skip


def check_parts(document: Any, parts: Parts) -> None:
    if not isinstance(document, dict):
        raise Refused("json")
    for key in itertools.chain(parts, document):
        if key not in parts or key not in document or not parts[key](document[key]):
            raise Refused("part", shown(key))


def check_publication(publication: Any) -> None:
    check_parts(publication, PUBLICATION)
    if any(len(panel) != publication["size"] for panel in publication["panels"]):
        raise Refused("part", "panels")
    if len(publication["weights"]) != len(publication["panels"]) or sum(publication["weights"]) >= 2**63:
        raise Refused("part", "weights")


# ── Computing everything anew ────────────────────────────────────────────────────────────────


def fingerprint_of(publication: Document) -> str:
    text = json.dumps(publication, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def written_values(promise: Document, values: Any) -> str | None:
    """The public values in their one way of writing, or None if they are not what was promised."""
    return {"numbers": written_numbers, "drand": written_round, "seed": written_seed}[promise["kind"]](promise, values)


def written_numbers(promise: Document, values: Any) -> str | None:
    sources = promise["sources"]
    if not isinstance(values, list) or len(values) != len(sources):
        return None
    for source, numbers in zip(sources, values):  # of equal length
        if not isinstance(numbers, list) or not all(map(is_count, numbers)):
            return None
        if len(numbers) != source["count"] or len(set(numbers)) != len(numbers):
            return None
        if min(numbers) < source["least"] or max(numbers) > source["greatest"]:
            return None
    return "".join("".join(f"{number}." for number in sorted(numbers)) + "/" for numbers in values)


def written_round(promise: Document, values: Any) -> str | None:
    right = fits(values, {"round": is_count, "randomness": lambda value: is_hex(value, 64), "signature": is_hex})
    if not right or values["round"] != promise["round"]:
        return None
    try:
        begun = datetime.fromtimestamp(promise["genesis"], timezone.utc)
        made = begun + timedelta(seconds=(promise["round"] - 1) * promise["period"])
    except (ValueError, OverflowError, OSError):
        return None
    if made.strftime("%Y-%m-%dT%H:%M:%SZ") != promise["when"]:
        return None
    if hashlib.sha256(bytes.fromhex(values["signature"])).hexdigest() != values["randomness"]:
        return None
    return f"drand/{promise['chain']}/{promise['round']}/{values['randomness']}/"


def written_seed(promise: Document, values: Any) -> str | None:
    if not is_hex(values) or hashlib.sha256(bytes.fromhex(values)).hexdigest() != promise["commitment"]:
        return None
    return f"seed/{values}/"


def key_of(fingerprint: str, written: str) -> bytes:
    return hashlib.sha256(f"medverka draw 1\n{fingerprint}\n{written}\n".encode("ascii")).digest()


def words(key: bytes, purpose: str) -> Iterator[int]:
    for counter in itertools.count():
        block = hmac.new(key, f"{purpose} {counter}".encode("ascii"), hashlib.sha256).digest()
        for start in (0, 8, 16, 24):
            yield int.from_bytes(block[start : start + 8], "big")


def below(stream: Iterator[int], count: int) -> int:
    limit = 2**64 - 2**64 % count
    while True:
        word = next(stream)
        if word < limit:
            return word % count


def drawn_number(key: bytes, weights: list[int]) -> int:
    ends = list(itertools.accumulate(weights))
    return 1 + bisect.bisect_right(ends, below(words(key, "panel"), ends[-1]))


def shuffled(key: bytes, people: list[str]) -> list[str]:
    order, stream = list(people), words(key, "order")
    for last in range(len(order) - 1, 0, -1):
        other = below(stream, last + 1)
        order[last], order[other] = order[other], order[last]
    return order


def moments(promise: Document) -> list[str]:
    """When others make the public values known."""
    return [part["when"] for part in promise.get("sources", [promise]) if "when" in part]


def is_known_chain(promise: Document) -> bool:
    """Whether the times are drand's own: with others, a round that is known already could seem to lie in the future."""
    return all(promise[key] == value for key, value in DRAND.items())


def bits(source: Document) -> float:
    """How many bits one source leaves to chance, or a number above LEAST_BITS that is less."""
    of = source["greatest"] - source["least"] + 1
    count = min(source["count"], of - source["count"])
    return sum(math.log2((of - i) / (i + 1)) for i in range(min(count, 2 * LEAST_BITS)))


def compare(
    publication: Document, draw: Document | None, noted: str | None, signed: Signed | None = None
) -> Iterator[tuple[str, bool]]:
    """What was compared, in order: pairs of a word of TEXTS and whether it agrees."""
    mark = fingerprint_of(publication)
    if noted is not None:
        yield "noted", noted == mark
    promise = publication["randomness"]
    if promise["kind"] == "drand":
        yield "genuine", is_known_chain(promise)
    if promise["kind"] == "numbers":
        yield "enough", sum(map(bits, promise["sources"])) >= LEAST_BITS
    made = moments(promise)
    if made:
        yield "later", publication["published"] < min(made)
    if draw is None:
        return
    yield "together", draw["fingerprint"] == mark
    if draw["fingerprint"] != mark:
        return  # the rest would differ too, and say nothing
    written = written_values(promise, draw["values"])
    yield "values", written is not None
    if written is None:
        return
    if signed and promise["kind"] == "drand":
        yield "signed", signed(promise["round"], bytes.fromhex(draw["values"]["signature"]))
    key = key_of(mark, written)
    number = drawn_number(key, publication["weights"])
    yield "key", draw["key"] == key.hex()
    yield "number", draw["number"] == number
    yield "selected", draw["selected"] == publication["panels"][number - 1]
    yield "order", draw["order"] == shuffled(key, publication["people"])


# ── Somebody's own chance ────────────────────────────────────────────────────────────────────


def label_of(salt: str, identity: str, panel: int) -> str:
    text = f"medverka label 1\n{salt}\n{identity}\n{panel}\n"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def in_per_cent(share: float, language: int) -> str:
    """A share as people write it: 4,7 % in Swedish, 4.7% in English. None above zero is written as zero."""
    decimals = max(3, 1 - math.floor(math.log10(100 * share))) if share else 3
    number = f"{100 * share:.{decimals}f}".rstrip("0").rstrip(".")
    return f"{number}%" if language else f"{number.replace('.', ',')}\u00a0%"


def own(publication: Document, draw: Document | None, salt: str, identity: str, language: int) -> tuple[Lines, bool]:
    """Lines to say, as pairs of a word of TEXTS and what belongs in it, and whether the promise to this person holds."""
    mine, weights = label_of(salt, identity, 0), publication["weights"]
    if mine not in publication["people"]:
        return [("stranger", ())], False
    panels = [n for n, panel in enumerate(publication["panels"], start=1) if label_of(salt, identity, n) in panel]
    share, total = sum(weights[number - 1] for number in panels), sum(weights)
    chance = (in_per_cent(share / total, language), f"{share}/{total}")
    lines: Lines = [("own_label", (mine,)), ("own_chance", (len(panels), len(weights), *chance))]
    if draw is not None:
        drawn = draw["number"] in panels
        lines.append(("own_in", ()) if drawn else ("own_out", (1 + draw["order"].index(mine),)))
    kept = share >= publication["least"]
    lines.append(("agrees" if kept else "differs", (TEXTS["least"][language],)))
    return lines, kept


# ── Saying it in words ───────────────────────────────────────────────────────────────────────


def say(language: int, code: str, *values: object) -> None:
    sys.stdout.write(TEXTS[code][language].format(*values) + "\n")


def where_to_look(promise: Document, language: int) -> list[str]:
    if promise["kind"] == "drand":
        return [f"{promise['where']}{promise['chain']}/public/{promise['round']} ({spoken(promise['when'], language)})"]
    sources = promise.get("sources", [])
    return [f"{source['name']}, {source['where']} ({spoken(source['when'], language)})" for source in sources]


def spoken(moment: str, language: int) -> str:
    """A moment by Swedish clocks, as pages tell it, and in UTC, as the files do."""
    try:
        at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        here = at + timedelta(hours=2 if last_sunday(at.year, 3) <= at < last_sunday(at.year, 10) else 1)
    except (ValueError, OverflowError):
        return moment  # no such day
    return TEXTS["moment"][language].format(f"{here:%Y-%m-%d %H:%M}", f"{at:%H:%M}")


def last_sunday(year: int, month: int) -> datetime:
    """When summer time begins (March) and ends (October)."""
    last = datetime(year, month, 31, 1, tzinfo=timezone.utc)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def both(paths: list[str]) -> tuple[Document, Document | None]:
    """The publication, and the draw if there is one yet."""
    documents = [read(path) for path in paths]
    first = documents[0]
    if len(documents) == 1 and isinstance(first, dict) and "publication" in first:
        parts: Parts = {key: is_there for key in ("publication", "draw") if key in first}
        check_parts(first, parts)
        documents = [first["publication"], first.get("draw")]
    publication, draw = (*documents, None)[:2]
    check_publication(publication)
    if draw is not None:
        check_parts(draw, DRAW)
    return publication, draw


def say_draw(
    language: int, publication: Document, draw: Document | None, noted: str | None, signed: Signed | None
) -> bool:
    """Say whether everything agrees, and what nobody but the reader can see."""
    checks = list(compare(publication, draw, noted, signed))
    for what, right in checks:
        say(language, "agrees" if right else "differs", TEXTS[what][language])
    agrees = all(right for _what, right in checks)
    if draw is None:
        say(language, "not_drawn")
    elif agrees:
        say(language, "panel", draw["number"], len(publication["panels"]))
        say(language, "used", written_values(publication["randomness"], draw["values"]))
    places = [shown(place, 4000) for place in where_to_look(publication["randomness"], language)]
    to_be_seen = draw is not None and agrees and places and ("signed", True) not in checks
    if not to_be_seen:
        for place in places:
            say(language, "look_up", place)
    if publication["randomness"]["kind"] == "seed":
        say(language, "seed")
    if noted is None:
        say(language, "compare")
    if to_be_seen:
        say(language, "good_but", "; ".join(places))
    elif agrees:
        say(language, "good" if draw else "so_far")
    else:
        say(language, "apart" if ("together", False) in checks else "bad")
    return agrees


def given_mark(text: str | None) -> str | None:
    """The fingerprint that somebody noted, however they parted or wrote its letters."""
    mark = None if text is None else "".join(text.split()).lower()
    if mark is not None and not is_hex(mark, 64):
        raise Mistyped("no_mark", shown(str(text), 70))
    return mark


def say_own(language: int, publication: Document, draw: Document | None, salt: str, identity: str) -> bool:
    if not is_hex(salt.strip().lower()):
        raise Mistyped("hex", "--salt")
    lines, right = own(publication, draw, salt.strip().lower(), identity.strip(), language)
    for code, values in lines:
        say(language, code, *values)
    return right


class Arguments(argparse.ArgumentParser):
    """What the program was asked. Its help, and what it says of what it cannot read, are in one language."""

    def __init__(self, language: int) -> None:
        super().__init__(add_help=False, allow_abbrev=False)
        self.language = language
        self.add_argument("files", nargs="+")
        for name in ("--fingerprint", "--salt", "--id"):
            self.add_argument(name)
        self.add_argument("--language", choices=["sv", "en"])
        self.add_argument("--help", "-h", action="help")

    def format_help(self) -> str:
        return HELP[self.language]

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{TEXTS['asked'][self.language]}\n\n{HELP[self.language]}")
        sys.exit(2)


def language_of(given: list[str]) -> int:
    """0 Swedish, 1 English; sought before all else, since mistakes are told in it."""
    last = "sv"
    for one, after in zip(given, [*given[1:], ""]):
        last = after if one == "--language" else one[11:] if one.startswith("--language=") else last
    return int(last == "en")


def main(arguments: list[str] | None = None, signed: Signed | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter still gets the answer
    given = sys.argv[1:] if arguments is None else arguments
    language = language_of(given)
    parser = Arguments(language)
    options = parser.parse_args(given)
    if len(options.files) > 2 or (options.salt is None) != (options.id is None):
        parser.error("files, or salt and id")
    try:
        noted = given_mark(options.fingerprint)
        publication, draw = both(options.files)
        say(language, "print", fingerprint_of(publication))
        agrees = say_draw(language, publication, draw, noted, signed)
        if agrees and options.salt is not None:
            agrees = say_own(language, publication, draw, options.salt, options.id)
    except Mistyped as mistyped:
        say(language, *mistyped.args)
        return 1
    except Refused as refusal:
        code, *values = refusal.args
        say(language, "cannot", TEXTS[code][language].format(*values))
        return 1
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
