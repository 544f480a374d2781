import pytest

from medverka.pool.terms import default_terms
from medverka.registers.vocabulary import ALL, NEW, NOTE, County, List, Target, find, understand

TERMS = default_terms()
BY_LIST = {
    name: [Target(f"term:{n}", term.name, term.slug) for n, term in enumerate(TERMS) if term.kind == name]
    for name in List
}
PLACES = [Target("org:1", "Ekdala"), Target("org:2", "Norrvik")]
COUNTY = County({**BY_LIST, List.MUNICIPALITY: PLACES}, many=5, may_add=True)


def meaning(name, word):
    target = find(name, word, BY_LIST[name])
    return target.slug if target else None


@pytest.mark.parametrize(
    ("name", "word", "slug"),
    [
        (List.AREA, "BUP", "psykiatrisk-vard-for-barn-och-unga"),
        (List.AREA, "Vuxenpsyk.", "psykiatrisk-vard-for-vuxna"),
        (List.AREA, "missbruk/beroende", "beroende"),
        (List.AREA, "Soc.psyk", "socialpsykiatri-och-boendestod"),
        (List.AREA, "rättspsykiatrisk vård", "rattspsykiatrisk-vard"),
        (List.AREA, "Återhämtnig", "aterhamtning"),
        (List.WAY, "Föreläsn", "forelasa-och-beratta"),
        (List.WAY, "Ref.grupp", "referensgrupp"),
        (List.WAY, "enkät - utforma", "utforma-enkater"),
        (List.ACCESS, "Hörslinga", "horslinga"),
        (List.LANGUAGE, "engelska", "engelska"),
    ],
)
def test_a_word_finds_the_countys_word_for_it(name, word, slug):
    assert meaning(name, word) == slug


@pytest.mark.parametrize("word", ["LSS", "habilitering", "bipolär", "", "psyk"])
def test_a_word_that_may_mean_something_else_finds_nothing(word):
    assert meaning(List.AREA, word) is None


def test_every_other_word_finds_its_own_target_and_no_other():
    from medverka.registers.vocabulary import _SYNONYMS

    slugs = {(term.kind, term.slug) for term in TERMS}
    assert set(_SYNONYMS) <= slugs
    for (name, slug), words in _SYNONYMS.items():
        for word in words.split("|"):
            assert meaning(name, word) == slug, word


def understood(name, word, count=1, county=COUNTY, decided=None):
    (found,) = understand([(name, word)] * count, county, decided or {}).values()
    return found.choice


@pytest.mark.parametrize("word", ["Ekdala", "ekdala kommun", "EKDALA"])
def test_a_municipality_is_found_with_or_without_the_word(word):
    assert understood(List.MUNICIPALITY, word) == "org:1"


def test_a_word_becomes_new_only_when_enough_share_it_and_the_reader_may():
    assert understood(List.AREA, "habilitering", 5) == NEW
    assert understood(List.AREA, "habilitering", 4) == NOTE
    assert understood(List.AREA, "habilitering", 5, County(BY_LIST, 5, may_add=False)) == NOTE
    assert understood(List.AREA, "h" * 41, 5) == NOTE


def test_everything_means_every_way():
    assert understood(List.WAY, "Allt") == ALL


def test_municipalities_are_new_only_where_the_county_has_none():
    assert understood(List.MUNICIPALITY, "Sandby", 9) == NOTE
    assert understood(List.MUNICIPALITY, "Sandby", 1, County(BY_LIST, 5, may_add=True)) == NEW


def test_a_unit_is_never_made_by_itself():
    assert understood(List.UNIT, "Avdelning 12", 99) == NOTE
    assert understood(List.UNIT, "Avdelning 12", decided={"unit:avdelning 12": NEW}) == NOTE


def test_a_decision_that_is_no_longer_possible_is_proposed_anew():
    assert understood(List.AREA, "BUP", decided={"area:bup": "term:999"}) == understood(List.AREA, "BUP")
