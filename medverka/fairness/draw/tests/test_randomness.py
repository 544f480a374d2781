"""The same public values give the same draw everywhere, and every choice is equally likely."""

import dataclasses
import itertools
import secrets
from collections import Counter
from datetime import UTC, datetime

import pytest

from medverka.fairness.draw import verify
from medverka.fairness.draw.randomness import (
    WORD,
    Beacon,
    Numbers,
    OwnSeed,
    Stream,
    WrongValues,
    beacon_after,
    check_promise,
    derived,
    draw_key,
    promise_from_data,
)
from medverka.fairness.draw.tests.lotteries import (
    BEACON,
    JOKER,
    LOTTO,
    NUMBER_VALUES,
    NUMBERS,
    PUBLISHED,
    SEED,
    TRUE_ROUND,
)

FINGERPRINT = "0" * 63 + "1"
# The vectors of docs/fairness.md: promise, values, key, eight numbers below 1,000, one below 2**60, eight letters shuffled.
VECTORS = [
    (
        NUMBERS, NUMBER_VALUES, "ef7cf2704a7ed10409a3f366f306d4d62298c0cb990268c016f12acdd28e1938",
        [190, 172, 235, 887, 312, 622, 711, 61], 205263844679251262, "ghbceafd",
    ),
    (
        BEACON, TRUE_ROUND, "8f3a775e2e9292aad3fde6eecd77fdc0824351203605f98a3af411678ca2785c",
        [177, 678, 178, 853, 806, 20, 921, 221], 2078298872108465, "ghfbcaed",
    ),
    (
        OwnSeed.of(SEED), SEED, "dd163fe7761ed2e04456658abcf68e042c479691e793bfe9df3102809ac519f4",
        [461, 376, 828, 145, 819, 453, 540, 363], 527327921714403485, "agdbfhec",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "values", "key", "small", "large", "letters"), VECTORS)
def test_the_published_vectors_hold_here_and_in_the_verifier(promise, values, key, small, large, letters):
    made = draw_key(FINGERPRINT, promise.written(values))
    assert made.hex() == key
    stream = Stream(made, "panel")
    assert [stream.below(1000) for _ in small] == small
    assert Stream(made, "panel").below(2**60) == large
    assert "".join(Stream(made, "order").shuffled("abcdefgh")) == letters

    assert verify.written_values(promise.as_data(), values) == promise.written(values)
    assert verify.key_of(FINGERPRINT, promise.written(values)) == made
    words = verify.words(made, "panel")
    assert [verify.below(words, 1000) for _ in small] == small
    assert verify.below(verify.words(made, "panel"), 2**60) == large
    assert "".join(verify.shuffled(made, "abcdefgh")) == letters


def test_numbers_are_written_in_one_way_whatever_order_they_came_in():
    assert NUMBERS.written(NUMBER_VALUES) == "3.8.9.14.22.30.35./1234567./"
    assert NUMBERS.written([sorted(NUMBER_VALUES[0]), NUMBER_VALUES[1]]) == NUMBERS.written(NUMBER_VALUES)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (None, "sources"), ([[1]], "sources"), ([[1, 2, 3, 4, 5, 6], [1]], "count"), ([[1, 1, 2, 3, 4, 5, 6], [1]], "twice"),
        ([[1, 2, 3, 4, 5, 6, 36], [1]], "outside"), ([[0, 1, 2, 3, 4, 5, 6], [1]], "outside"),
        ([[1, 2, 3, 4, 5, 6, 7], [10_000_000]], "outside"), ([[1, 2, 3, 4, 5, 6, 7], [-1]], "outside"),
        ([[1, 2, 3, 4, 5, 6, "7"], [1]], "not_numbers"), ([[1.0, 2, 3, 4, 5, 6, 7], [1]], "not_numbers"),
        ([[True, 2, 3, 4, 5, 6, 7], [1]], "not_numbers"), (["1234567", [1]], "not_numbers"),
    ],
)  # fmt: skip
def test_numbers_that_were_not_promised_are_refused(values, code):
    with pytest.raises(WrongValues) as refusal:
        NUMBERS.written(values)
    assert refusal.value.code == code
    assert verify.written_values(NUMBERS.as_data(), values) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"round": 2}, "round"), ({"round": True}, "round"), ({"randomness": "00" * 32}, "signature"),
        ({"randomness": "zz"}, "not_hex"), ({"randomness": None}, "not_hex"), ({"signature": "abc"}, "not_hex"),
        ({"signature": "ab" * 600}, "not_hex"), ({"more": 1}, "beacon"),
    ],
)  # fmt: skip
def test_a_round_that_was_not_promised_or_does_not_fit_its_signature_is_refused(change, code):
    with pytest.raises(WrongValues) as refusal:
        BEACON.written(TRUE_ROUND | change)
    assert refusal.value.code == code
    assert verify.written_values(BEACON.as_data(), TRUE_ROUND | change) is None


def test_another_seed_than_the_promised_is_refused():
    with pytest.raises(WrongValues, match="seed"):
        OwnSeed.of(SEED).written(SEED[:-2])
    with pytest.raises(WrongValues, match="not_hex"):
        OwnSeed.of("")


def test_the_beacon_named_is_the_first_at_or_after_the_moment():
    moment = datetime(2026, 4, 20, tzinfo=UTC)
    beacon = beacon_after(moment)
    assert (beacon.round, beacon.when()) == (27946612, "2026-04-20T00:00:00Z")
    assert beacon_after(moment.replace(second=1)).when() == "2026-04-20T00:00:03Z"
    assert beacon_after(datetime(2000, 1, 1, tzinfo=UTC)).round == 1


@pytest.mark.parametrize("promise", [NUMBERS, BEACON, OwnSeed.of(SEED)])
def test_a_promise_is_read_back_as_it_was_written(promise):
    assert promise_from_data(promise.as_data()) == promise


def test_a_promise_of_too_little_chance_or_of_what_is_known_already_is_refused():
    def code(promise, published=PUBLISHED):
        with pytest.raises(WrongValues) as refusal:
            check_promise(promise, published)
        return refusal.value.code

    check_promise(NUMBERS, PUBLISHED)
    check_promise(OwnSeed.of(SEED), PUBLISHED)
    assert code(Numbers([LOTTO])) == "too_predictable"
    assert code(Numbers([])) == "too_predictable"
    assert code(NUMBERS, LOTTO.when) == "not_in_the_future"
    assert code(BEACON) == "not_in_the_future"
    assert code(Numbers([LOTTO, dataclasses.replace(JOKER, count=0)])) == "source_range"
    assert code(Numbers([LOTTO, dataclasses.replace(JOKER, least=-5)])) == "source_range"
    assert code(Numbers([LOTTO, dataclasses.replace(JOKER, when="om en vecka")])) == "moment"


def with_words(*words):
    stream = Stream(b"", "never read")
    stream._words = iter(words)
    return stream


def test_words_above_the_greatest_multiple_are_thrown_away():
    assert with_words(WORD - 1, 7).below(10) == 7
    assert WORD % 10 == 6
    assert with_words(WORD - 6, WORD - 7).below(10) == 9
    assert with_words(WORD - 1).below(2**60) == 2**60 - 1, "nothing is thrown away where it comes out even"
    with pytest.raises(ValueError, match="cannot draw"):
        Stream(b"", "panel").below(0)


def test_every_number_below_is_equally_likely_when_words_are():
    """With words of three bits instead of 64, all of them: the rule itself leaves no number likelier."""
    for count in range(1, 9):
        kept = [word for word in range(8) if word < 8 - 8 % count]
        assert len(set(Counter(word % count for word in kept).values())) == 1


def test_every_order_of_a_few_is_equally_likely():
    orders = Counter("".join(Stream(n.to_bytes(4, "big"), "order").shuffled("abcd")) for n in range(4800))
    assert set(orders) == {"".join(order) for order in itertools.permutations("abcd")}
    chi_square = sum((seen - 200) ** 2 / 200 for seen in orders.values())
    assert chi_square < 49.7, "chance of more by pure chance: one in a thousand (23 degrees of freedom)"


def test_what_is_derived_for_one_purpose_tells_nothing_of_another():
    assert len({derived(b"seed", "salts"), derived(b"seed", "people"), derived(b"other", "salts")}) == 3


def test_a_beacon_far_away_has_no_date_and_does_not_break_the_verifier():
    data = {**BEACON.as_data(), "chain": "ab" * 32, "genesis": 10**18, "period": 10**18, "round": 10**18}
    assert verify.written_values(data, TRUE_ROUND | {"round": 10**18}) is None


@pytest.mark.parametrize(
    "change", [{"chain": "ab" * 32}, {"genesis": 1}, {"period": 30}, {"where": "https://a.invalid/"}]
)
def test_a_chain_whose_signatures_cannot_be_checked_is_no_promise(change):
    with pytest.raises(WrongValues, match="chain"):
        promise_from_data(BEACON.as_data() | change)


def test_an_invented_signature_with_its_own_hash_is_refused():
    """Whoever draws could else make up as many as it takes to have somebody drawn."""
    for signature in (b"\xab" * 48, bytes(48), b"\xc0" + bytes(47), b"\xff" * 48, secrets.token_bytes(48)):
        invented = BEACON.values_of(signature.hex())
        with pytest.raises(WrongValues, match="unsigned"):
            BEACON.written(invented)
    another = Beacon(BEACON.round + 1)
    with pytest.raises(WrongValues, match="unsigned"):
        another.written(another.values_of(TRUE_ROUND["signature"]))


def test_the_random_number_follows_from_the_signature():
    assert BEACON.values_of(TRUE_ROUND["signature"]) == TRUE_ROUND
