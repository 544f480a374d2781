"""The words of a register beside the words of the county: areas, ways, municipalities, units and the like.

Pure: the county's words come in as `Known`, proposals go out. A word that nobody knows is never
dropped, and never becomes a word of the county by itself unless several persons share it: a rare
word may be somebody's diagnosis, which has no place in a list.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from medverka.registers.preview import ImportPlan
from medverka.registers.words import fold, likeness

SURE = 0.8  # Above every word that is only a part of another; a slip of the hand in a long word reaches it.


class List(StrEnum):
    """Which of the county's lists a word belongs to."""

    AREA = "area"
    WAY = "way"
    LANGUAGE = "language"
    ACCESS = "access"
    MUNICIPALITY = "municipality"
    UNIT = "unit"


TERMS = (List.AREA, List.WAY, List.LANGUAGE, List.ACCESS)
NOTE, NEW, ALL = "note", "new", "all"

# By slug of the words that every county begins with: other words for the same. Folded when used.
_SYNONYMS: dict[tuple[List, str], str] = {
    (
        List.AREA,
        "psykiatrisk-vard-for-vuxna",
    ): "vuxenpsykiatri|vuxenpsykiatrin|vuxenpsyk|vuxpsyk|psykiatri|allmänpsykiatri",
    (List.AREA, "psykiatrisk-vard-for-barn-och-unga"): "bup|barn- och ungdomspsykiatri|barnpsykiatri|ungdomspsykiatri",
    (List.AREA, "vard-pa-avdelning"): "heldygnsvård|slutenvård|inneliggande vård|avdelning|psykiatrisk avdelning",
    (List.AREA, "oppenvard"): "öppenpsykiatri|mottagning|öppenvårdsmottagning",
    (List.AREA, "vard-mot-sin-vilja"): "tvångsvård|lpt",
    (List.AREA, "rattspsykiatrisk-vard"): "rättspsykiatri|rättspsyk|lrv",
    (List.AREA, "vardcentral"): "primärvård|vårdcentraler|hälsocentral",
    (
        List.AREA,
        "beroende",
    ): "missbruk|missbruk/beroende|beroende/missbruk|beroendevård|missbruksvård|missbruk och beroende",
    (
        List.AREA,
        "socialpsykiatri-och-boendestod",
    ): "socialpsykiatri|soc psyk|socpsyk|boendestöd|kommunal socialpsykiatri",
    (List.AREA, "boende"): "bostad|särskilt boende",
    (List.AREA, "arbete-och-sysselsattning"): "arbete|sysselsättning|rehabilitering till arbete",
    (List.AREA, "ekonomi-och-forsorjning"): "ekonomi|försörjning|försörjningsstöd",
    (List.AREA, "skola-och-studier"): "skola|studier|elevhälsa|utbildning",
    (List.AREA, "foraldraskap"): "förälder|föräldrar|föräldrastöd",
    (List.AREA, "att-vara-barn-till-nagon-som-behover-stod"): "barn som anhöriga|barn som närstående",
    (List.AREA, "vald-i-nara-relationer"): "våld|kvinnofrid",
    (List.AREA, "aldre"): "äldreomsorg|äldrepsykiatri|äldrevård",
    (List.AREA, "samordnad-individuell-plan"): "sip",
    (
        List.WAY,
        "forelasa-och-beratta",
    ): "föreläsning|föreläsningar|föreläsa|föreläsn|föredrag|berätta|livsberättelse|lecture|talk",
    (List.WAY, "referensgrupp"): "ref grupp|refgrupp|referensgrupper|reference group",
    (List.WAY, "arbetsgrupp"): "arbetsgrupper|working group",
    (List.WAY, "panel"): "expertpanel|brukarpanel|panelsamtal",
    (
        List.WAY,
        "lasa-och-tycka-om-texter",
    ): "läsa texter|läsa broschyr|läsa|granska texter|textgranskning|läsa material|broschyr",
    (List.WAY, "patientforum-och-dialogforum"): "patientforum|dialogforum|forum|dialogmöte|dialogmöten",
    (List.WAY, "rad-och-styrgrupp"): "brukarråd|patientråd|råd|styrgrupp|funktionsrätt råd|council",
    (
        List.WAY,
        "vara-med-och-anstalla",
    ): "rekrytering|intervju rekrytering|rekryteringsintervju|anställningsintervju|recruitment",
    (List.WAY, "utforma-enkater"): "enkät|enkäter|enkät utforma|enkätutformning|survey design",
    (List.WAY, "utbilda-personal"): "utbildning personal|personalutbildning|utbildning av personal|utbildning|training",
    (List.WAY, "prova-lokaler-och-tjanster"): "prova lokaler|testa|användartest|tillgänglighetsrond",
    (List.WAY, "intervju"): "intervjuer|bli intervjuad",
    (List.ACCESS, "horslinga"): "behöver hörslinga|teleslinga|hearing loop",
    (List.ACCESS, "utan-trappor"): "rullstol|rullator|hiss|tillgänglig lokal|step free",
    (List.ACCESS, "foljeslagare"): "ledsagare|har ledsagare|ledsagning|stödperson|assistent",
    (List.ACCESS, "pauser"): "paus|raster|behöver pauser",
    (List.ACCESS, "tolk"): "språktolk",
    (List.ACCESS, "stor-text"): "stor stil|större text",
    (List.ACCESS, "hjalp-att-ta-sig-dit"): "skjuts|färdtjänst|hjälp med resa",
}
_EVERY_WAY = {"allt", "alla", "allting", "alla satt", "all", "everything"}


@dataclass(frozen=True, slots=True)
class Target:
    """A word of the county that a register's word can mean."""

    code: str  # term:12, org:5
    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """The county's words by list, and what an uploader may do about those that are missing."""

    targets: Mapping[List, Sequence[Target]]
    many: int  # So many persons make a word common enough to be proposed for a list.
    may_add: bool  # Words of lists, and municipalities.


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a register, how often it stands there, and what it is taken to mean."""

    list: List
    text: str
    count: int
    choice: str  # A target's code, or NOTE, NEW, ALL.
    by_itself: bool = True  # Nobody has decided otherwise.

    @property
    def id(self) -> str:
        """Names the word between the pages."""
        return f"{self.list}:{fold(self.text)}"


def words_of(plan: ImportPlan) -> Iterator[tuple[List, str]]:
    """Every word of the plan with its list, as often as it stands there."""
    for person in plan.persons:
        for name, each in (
            (List.AREA, person.areas),
            (List.WAY, person.ways),
            (List.LANGUAGE, person.languages),
            (List.ACCESS, person.access_needs),
            (List.MUNICIPALITY, (person.municipality,)),
        ):
            yield from ((name, word) for word in each)
    for request in plan.requests:
        yield from ((List.WAY, request.kind), (List.UNIT, request.unit), (List.MUNICIPALITY, request.municipality))
    for contribution in plan.contributions:
        yield from ((List.WAY, contribution.kind), (List.UNIT, contribution.unit))


def understand(
    said: Iterable[tuple[List, str]], county: County, decided: Mapping[str, str]
) -> dict[tuple[List, str], Word]:
    """For each list and folded word what it means: as decided, else as proposed. The commonest come first."""
    counts: Counter[tuple[List, str]] = Counter()
    texts: dict[tuple[List, str], str] = {}
    for name, text in said:
        if folded := fold(text):
            counts[name, folded] += 1
            texts.setdefault((name, folded), text)
    found = {}
    for (name, folded), count in counts.most_common():
        word = Word(name, texts[name, folded], count, "")
        choice = decided.get(word.id, "")
        if not _possible(choice, name, county):
            choice = ""
        proposed = choice or _propose(name, word.text, count, county)
        found[name, folded] = Word(name, word.text, count, proposed, by_itself=not choice)
    return found


def _possible(choice: str, name: List, county: County) -> bool:
    if choice == NEW:
        return county.may_add and name is not List.UNIT
    return (
        choice == NOTE
        or (choice == ALL and name is List.WAY)
        or any(target.code == choice for target in county.targets.get(name, ()))
    )


def _propose(name: List, text: str, count: int, county: County) -> str:
    """The county's word for it where one fits, else a new word where it is common, else a note."""
    if name is List.WAY and fold(text) in _EVERY_WAY:
        return ALL
    if target := find(name, text, county.targets.get(name, ())):
        return target.code
    if not county.may_add or name is List.UNIT:
        return NOTE
    if name is List.MUNICIPALITY:
        return NOTE if county.targets.get(name) else NEW  # An empty county gets its municipalities from its register.
    return NEW if count >= county.many and len(text) <= 40 else NOTE


def find(name: List, text: str, targets: Sequence[Target]) -> Target | None:
    """The one target that a word surely means: by name, by another word for it, or but for a slip of the hand."""
    folded = _bare(name, text)
    scores = [(max(likeness(folded, word) for word in _words_for(name, target)), target) for target in targets]
    best = max((score for score, _target in scores), default=0.0)
    fitting = [target for score, target in scores if score == best]
    return fitting[0] if best >= SURE and len(fitting) == 1 else None


def _words_for(name: List, target: Target) -> list[str]:
    synonyms = _SYNONYMS.get((name, target.slug), "")
    return [_bare(name, target.name), *(fold(word) for word in synonyms.split("|") if word)]


def _bare(name: List, text: str) -> str:
    """A municipality's name without the word municipality: ”Ekdala kommun”, ”Norrviks kommun” are as written there."""
    folded = fold(text)
    return folded.removesuffix(" kommun") if name is List.MUNICIPALITY else folded
