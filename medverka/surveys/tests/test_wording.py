"""A quote is what was written: what goes leaves a mark, and what comes stands in brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.surveys.wording import OtherWords, marked

WRITTEN = "Jag fick vänta i tre månader på Berga vårdcentral. Sedan gick det bra! Anna lyssnade på mig."


@pytest.mark.parametrize(
    ("shown", "becomes"),
    [
        (WRITTEN, WRITTEN),
        (WRITTEN.replace(" ", "\n"), WRITTEN.replace(" ", "\n")),
        ("Jag fick vänta i tre månader.", "Jag fick vänta i tre månader. […]"),
        ("Sedan gick det bra!", "[…] Sedan gick det bra! […]"),
        ("Anna lyssnade på mig.", "[…] Anna lyssnade på mig."),
        (
            "Jag fick vänta i tre månader på [en vårdcentral]. Sedan gick det bra! [maskerat] lyssnade på mig.",
            "Jag fick vänta i tre månader på [en vårdcentral]. Sedan gick det bra! [maskerat] lyssnade på mig.",
        ),
        ("Jag fick vänta. Lyssnade på mig.", "Jag fick vänta. […] Lyssnade på mig."),
        ("[…] Sedan gick det bra! […]", "[…] Sedan gick det bra! […]"),
        ("", ""),
    ],
)
def test_what_is_left_out_is_marked_and_the_reviewers_words_stand_in_brackets(shown, becomes):
    assert marked(WRITTEN, shown) == becomes
    assert marked(WRITTEN, becomes) == becomes, "once is enough"


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("Allt är bra.", ["Allt", "är"]),
        ("Jag fick inte vänta i tre månader", ["inte"]),
        ("Sedan gick det bra?", ["bra?"]),
        ("Anna lyssnade på mig. Jag fick vänta", ["Jag", "fick", "vänta"]),
        ("[Allt är bra.]", []),
        (WRITTEN.replace("Sedan gick det bra! Anna", "Sedan gick. Det bra! Anna"), ["gick.", "Det"]),
        ("Jag fick [allt som] [jag ville ha]", ["[jag ville ha]"]),
        (f"Jag fick vänta [{'x' * 61}]", ["[", "x" * 61, "]"]),
    ],
)
def test_words_that_were_not_written_are_refused(shown, words):
    with pytest.raises(OtherWords) as told:
        marked(WRITTEN, shown)
    if shown.startswith("Anna"):  # which half is taken for the other's place does not matter
        return
    assert told.value.words[: len(words)] == words


def test_words_that_come_again_and_again_are_found_all_the_same():
    written = "a b c x a b d e f b c"
    assert marked(written, "a b c b c").replace("[…] ", "").replace(" […]", "") == "a b c b c"


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=12), st.data())
def test_whatever_is_left_out_the_words_that_stay_are_the_same_and_a_mark_tells(words, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    shown = [word for word, stays in zip(words, kept, strict=True) if stays]
    if not shown:
        return
    told = marked(" ".join(words), " ".join(shown)).split()
    assert [word for word in told if word != "[…]"] == shown
    assert ("[…]" in told) == (len(shown) < len(words))
